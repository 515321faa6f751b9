package pet

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"zuka/ent/db"
	"zuka/ent/db/petconversation"
	"zuka/ent/db/petrun"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/globalid"
	"zuka/internal/shop/pet/stream"
)

// Reply is a part of an answer: one of the six types below.
type Reply interface{ IsPetReply() }

// At is where a reply stands, and which answer it belongs to.
type At struct {
	Seq int
	Run uuid.UUID
	// User is whose conversation it is.
	User uuid.UUID
}

// IsPetReply marks the parts of an answer.
func (At) IsPetReply() {}

// RunID names the answer in the API.
func (a At) RunID() globalid.ID { return globalid.New("PetRun", a.Run) }

// The parts of an answer.
type (
	// TextDelta is the next piece of the text.
	TextDelta struct {
		At
		Text string
	}
	// ProductsShown are products to show beside it.
	ProductsShown struct {
		At
		Products []int
	}
	// ActionProposed is something to accept or decline.
	ActionProposed struct {
		At
		Action int
	}
	// ActionDone is something that was done, refused or failed.
	ActionDone struct {
		At
		Action int
	}
	// MessageDone is the end of an answer.
	MessageDone struct {
		At
		Message int
	}
	// ReplyFailed is the end of an answer that did not become whole.
	ReplyFailed struct {
		At
		Canceled bool
	}
)

// mostEnds is how many ends of answers a reader is given who begins anew.
const mostEnds = 100

// Follow gives the answers of a conversation of who is signed in, from after a
// number on. A conversation that is not theirs is not there.
func (s *Service) Follow(ctx context.Context, conversation uuid.UUID, after int) (<-chan Reply, error) {
	user, err := me(ctx)
	if err != nil {
		return nil, err
	}
	if after < 0 {
		return nil, fault.Invalid("afterSeq", "must not be negative")
	}
	there, err := s.has(ctx, user, conversation)
	if err != nil {
		return nil, err
	}
	if !there {
		return nil, fault.Missing("conversation")
	}
	events, err := s.Events.Follow(ctx, conversation, after, func(ctx context.Context, after int) ([]stream.Event, error) {
		return s.ends(ctx, user, conversation, after)
	})
	if err != nil {
		return nil, err
	}
	replies := make(chan Reply)
	go func() {
		defer close(replies)
		for event := range events {
			select {
			case replies <- reply(user, event):
			case <-ctx.Done():
				return
			}
		}
	}()
	return replies, nil
}

func (s *Service) has(ctx context.Context, user, conversation uuid.UUID) (bool, error) {
	there, err := s.Pool.Ent().PetConversation.Query().Where(petconversation.SessionID(conversation), petconversation.UserID(user)).Exist(ctx)
	if err != nil {
		return false, fmt.Errorf("finding a conversation: %w", err)
	}
	return there, nil
}

// ends are the stored ends after a number.
func (s *Service) ends(ctx context.Context, user, conversation uuid.UUID, after int) ([]stream.Event, error) {
	runs, err := s.Pool.Ent().PetRun.Query().Where(petrun.ConversationID(conversation), petrun.UserID(user), petrun.LastSeqGT(after)).
		Order(db.Desc(petrun.FieldLastSeq)).Limit(mostEnds).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading how answers ended: %w", err)
	}
	var events []stream.Event
	for i := len(runs) - 1; i >= 0; i-- {
		run := runs[i]
		event := stream.Event{Seq: *run.LastSeq, Run: run.ID, Kind: stream.Failed, Text: string(run.State)}
		if run.State == petrun.StateDone && run.AnswerID != nil {
			event = stream.Event{Seq: *run.LastSeq, Run: run.ID, Kind: stream.Done, Row: *run.AnswerID}
		} else if run.State == petrun.StateDone {
			continue // It was deleted.
		}
		events = append(events, event)
	}
	return events, nil
}

func reply(user uuid.UUID, event stream.Event) Reply {
	at := At{Seq: event.Seq, Run: event.Run, User: user}
	switch event.Kind {
	case stream.Text:
		return &TextDelta{at, event.Text}
	case stream.Products:
		return &ProductsShown{at, event.IDs}
	case stream.Proposed:
		return &ActionProposed{at, event.Row}
	case stream.Acted:
		return &ActionDone{at, event.Row}
	case stream.Done:
		return &MessageDone{at, event.Row}
	}
	return &ReplyFailed{at, event.Text == string(petrun.StateCanceled)}
}
