package pet

import (
	"context"
	"errors"
	"fmt"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"zuka/ent/db"
	"zuka/ent/db/petconversation"
	"zuka/ent/db/petrun"
	"zuka/ent/shape"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/idempotency"
	"zuka/internal/platform/postgres"
)

// SendInput is a message to a pet.
type SendInput struct {
	Pet int
	// Conversation is the one to go on with; nil begins a new one.
	Conversation *uuid.UUID
	Text         string
	Key          string
}

// Sent is a message that will be answered.
type Sent struct {
	Run *db.PetRun
	// Message is nil once it was deleted.
	Message *db.PetConversation
}

// Send says something to a pet of who is signed in. The same key and message
// again are the same run. The limit of an hour is a fault that says when to come
// back.
func (s *Service) Send(ctx context.Context, in SendInput) (*Sent, error) {
	user, err := me(ctx)
	if err != nil {
		return nil, err
	}
	if in.Text, err = message(in.Text); err != nil {
		return nil, err
	}
	key, err := idempotency.NewKey("user:"+user.String(), in.Key, struct {
		Operation    string
		Pet          int
		Conversation *uuid.UUID
		Text         string
	}{"petMessageSend", in.Pet, in.Conversation, in.Text})
	if err != nil {
		return nil, fault.Below("input", err)
	}
	sent, err := s.store(ctx, user, key, in)
	if errors.Is(err, postgres.ErrUnknown) {
		return s.after(ctx, user, key, err)
	}
	return sent, fault.Below("input", err)
}

// message is a text as it is kept.
func message(text string) (string, error) {
	var faults fault.Faults
	faults.Check(utf8.ValidString(text), "input.text", "contains characters that cannot be shown")
	if err := faults.Err(); err != nil {
		return "", err
	}
	text = plain(text, true)
	n := utf8.RuneCountInString(text)
	faults.Check(n >= 1 && n <= MostCharacters, "input.text", "must be 1 to %d characters, got %d", MostCharacters, n)
	return text, faults.Err()
}

func (s *Service) store(ctx context.Context, user uuid.UUID, key idempotency.Key, in SendInput) (sent *Sent, err error) {
	err = postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx postgres.Tx) error {
		now := s.Clock.Now()
		answer, err := idempotency.Claim(ctx, tx, key, now)
		if err != nil {
			return err
		}
		if answer != nil {
			sent, err = s.again(ctx, tx.Ent(), user, answer)
			return err
		}
		if sent, err = s.ask(ctx, tx, user, in, now); err != nil {
			return err
		}
		if err := idempotency.Keep(ctx, tx, key, idempotency.Answer{Kind: "PetRun", ID: sent.Run.ID.String()}); err != nil {
			return err
		}
		tx.After(func(context.Context) { s.kick(sent.Run.ID) })
		return s.Outbox.ThinkPet(ctx, tx, sent.Run.ID)
	})
	return sent, err
}

// ask stores the message and its run.
func (s *Service) ask(ctx context.Context, tx postgres.Tx, user uuid.UUID, in SendInput, now time.Time) (*Sent, error) {
	if err := hold(ctx, tx, user); err != nil {
		return nil, err
	}
	if _, err := s.mine(ctx, tx, user, in.Pet, "petId"); err != nil {
		return nil, err
	}
	if err := s.mayAsk(ctx, tx, user, now); err != nil {
		return nil, err
	}
	conversation, first, err := s.place(ctx, tx, user, in)
	if err != nil {
		return nil, err
	}
	said, err := tx.Ent().PetConversation.Create().SetUserID(user).SetPetID(in.Pet).SetSessionID(conversation).SetRole(petconversation.RoleUser).
		SetMessageText(in.Text).SetMessageType(petconversation.MessageTypeText).SetMetadata(&shape.PetMessage{}).SetCreatedAt(now).SetUpdatedAt(now).Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("keeping a message: %w", err)
	}
	run, err := tx.Ent().PetRun.Create().SetUserID(user).SetPetID(in.Pet).SetConversationID(conversation).SetMessageID(said.ID).
		SetFirstSeq(first).SetCreatedAt(now).Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("keeping a run: %w", err)
	}
	return &Sent{Run: run, Message: said}, nil
}

// mayAsk refuses what is over the limit of an hour.
func (s *Service) mayAsk(ctx context.Context, tx postgres.Tx, user uuid.UUID, now time.Time) error {
	if s.Unlimited {
		return nil
	}
	// The message that came so many messages ago: while it is younger than an hour
	// there is no room.
	var since time.Time
	err := tx.QueryRowContext(ctx, "SELECT created_at FROM pet_runs WHERE user_id = $1 AND created_at > $2 ORDER BY created_at DESC OFFSET $3 LIMIT 1",
		user, now.Add(-time.Hour), MessagesAnHour-1).Scan(&since)
	if noRow(err) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("counting messages: %w", err)
	}
	refused := fault.Invalid("", "%d messages an hour is as much as a pet can take", MessagesAnHour)
	refused.Code = fault.RateLimited
	wait := since.Add(time.Hour).Sub(now)
	refused.RetryAfter = (wait + time.Second - 1).Truncate(time.Second)
	return refused
}

// place is the conversation and the first number of the run in it.
func (s *Service) place(ctx context.Context, tx postgres.Tx, user uuid.UUID, in SendInput) (conversation uuid.UUID, first int, err error) {
	if in.Conversation == nil {
		return uuid.Must(uuid.NewV7()), 1, nil
	}
	conversation = *in.Conversation
	var waiting, messages int
	err = tx.QueryRowContext(ctx, `SELECT coalesce((SELECT max(first_seq) FROM pet_runs WHERE conversation_id = $1), 1 - $4::int) + $4,
		(SELECT count(*) FROM pet_runs WHERE conversation_id = $1 AND finished_at IS NULL),
		(SELECT count(*) FROM (SELECT 1 FROM pet_conversations WHERE session_id = $1 AND user_id = $2 AND pet_id = $3 LIMIT 1) AS one)`,
		conversation, user, in.Pet, Window).Scan(&first, &waiting, &messages)
	if err != nil {
		return conversation, 0, fmt.Errorf("finding a conversation: %w", err)
	}
	if messages == 0 {
		return conversation, 0, gone("conversationId", "conversation")
	}
	if waiting >= mostWaiting {
		return conversation, 0, fault.Refuse(fault.StateConflict, "conversationId", "%d messages wait for their answer already", waiting)
	}
	return conversation, first, nil
}

// again is what was answered before.
func (s *Service) again(ctx context.Context, ent *db.Client, user uuid.UUID, answer *idempotency.Answer) (*Sent, error) {
	id, err := uuid.Parse(answer.ID)
	if err != nil {
		return nil, fmt.Errorf("reading a stored answer: %w", err)
	}
	run, err := ent.PetRun.Query().Where(petrun.ID(id), petrun.UserID(user)).Only(ctx)
	if db.IsNotFound(err) {
		return nil, gone("petId", "pet") // It was given away since.
	}
	if err != nil {
		return nil, err
	}
	sent := &Sent{Run: run}
	if run.MessageID != nil {
		sent.Message, err = orNil(ent.PetConversation.Query().Where(petconversation.ID(*run.MessageID)).Only(ctx))
	}
	return sent, err
}

// after finds out whether a commit that failed took place.
func (s *Service) after(ctx context.Context, user uuid.UUID, key idempotency.Key, failed error) (*Sent, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	answer, err := idempotency.Find(ctx, s.Pool, key)
	if err != nil || answer == nil {
		return nil, fault.Unavailable(errors.Join(failed, err))
	}
	return s.again(ctx, s.Pool.Ent(), user, answer)
}
