package bench

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"strings"
	"sync/atomic"
	"time"

	"github.com/google/uuid"

	"zuka/internal/bench/load"
)

const (
	// chatPatience is how long somebody waits for an answer.
	chatPatience = 45 * time.Second

	sendDocument = `mutation Send($input: PetMessageSendInput!) { petMessageSend(input: $input) {
  run { id conversationId afterSeq } userErrors { code message } } }`
	replyDocument = `subscription Reply($conversation: ID!, $after: Int!) { petReply(conversationId: $conversation, afterSeq: $after) {
  __typename
  ... on PetTextDelta { runId text }
  ... on PetProductsShown { runId products { id name imageUrl currentPrice { amount } } }
  ... on PetActionProposed { runId action { id tool state } }
  ... on PetActionDone { runId action { id tool state } }
  ... on PetMessageDone { runId message { id text } pet { level xp } }
  ... on PetReplyFailed { runId reason text } } }`
)

// run is the answering of a message, as its sender is told of it.
type run struct {
	ID             string
	ConversationID string
	AfterSeq       int
}

// event is a part of an answer, as a socket hears it.
type event struct {
	Typename string `json:"__typename"`
	RunID    string
	Text     string
	Reason   string
	Message  struct{ Text string }
}

// reply is an answer as it came.
type reply struct {
	run string
	// first and ended are when its first piece and its end came.
	first, ended time.Time
	text         strings.Builder
	tokens       []token
	err          error
}

// token is a piece of the scripted model's, and when it came.
type token struct {
	answer, index int
	at            time.Time
}

// chat is one socket, on which somebody hears a pet.
type chat struct {
	frames
	keeper
	address      string
	conversation string
	// answers are those that have ended, or a last one that tells why no more
	// come.
	answers chan *reply
	over    atomic.Bool
}

// openChat opens a socket, which follows nothing yet.
func openChat(ctx context.Context, address string, who keeper) (*chat, error) {
	wire, err := (&net.Dialer{Timeout: chatPatience}).DialContext(ctx, "tcp", address)
	if err != nil {
		return nil, fmt.Errorf("opening a socket: %w", err)
	}
	c := &chat{frames: frames{wire: wire}, keeper: who, address: address, answers: make(chan *reply, 4)}
	if err = c.upgrade(address, who.cookie); err == nil {
		err = c.say(textFrame, []byte(`{"type":"connection_init"}`))
	}
	for err == nil {
		var kind byte
		var text []byte
		if kind, text, err = c.next(); err == nil && kind == textFrame {
			if string(text) != `{"type":"connection_ack"}` {
				err = fmt.Errorf("a socket was greeted with %.300q", text)
			}
			break
		}
	}
	if err != nil {
		return nil, errors.Join(err, wire.Close())
	}
	go c.hear()
	return c, nil
}

// close ends the socket.
func (c *chat) close() {
	c.over.Store(true)
	_ = c.wire.Close() // Nothing more is expected of it.
}

// hear takes down what a pet says, until the socket ends.
func (c *chat) hear() {
	defer close(c.answers)
	now := new(reply)
	for {
		kind, text, err := c.next()
		at := time.Now()
		switch {
		case err != nil:
		case kind == textFrame:
			var told event
			if told, err = readEvent(text); err == nil && now.take(told, at) {
				c.answers <- now
				now = new(reply)
			}
		case kind == pingFrame:
			err = c.say(pongFrame, text)
		case kind == closeFrame:
			err = fmt.Errorf("a socket was closed: %q", text)
		}
		if err != nil {
			if !c.over.Load() {
				c.answers <- &reply{err: err}
			}
			return
		}
	}
}

// readEvent reads a message of the subscription.
func readEvent(text []byte) (event, error) {
	var told struct {
		Type    string
		Payload struct {
			Data struct{ PetReply *event }
		}
	}
	if err := json.Unmarshal(text, &told); err != nil {
		return event{}, fmt.Errorf("no part of an answer: %w: %.300s", err, text)
	}
	if told.Type != "next" || told.Payload.Data.PetReply == nil {
		return event{}, fmt.Errorf("no part of an answer: %.300s", text)
	}
	return *told.Payload.Data.PetReply, nil
}

// take adds a part, and tells whether it was the last.
func (h *reply) take(told event, at time.Time) bool {
	if h.run == "" {
		h.run = told.RunID
	}
	if h.run != told.RunID {
		h.err = cmpOr(h.err, errors.New("parts of two answers were mixed"))
	}
	switch told.Typename {
	case "PetTextDelta":
		if h.first.IsZero() {
			h.first = at
		}
		h.text.WriteString(told.Text)
		h.tokens = append(h.tokens, tokensIn(told.Text, at)...)
	case "PetMessageDone":
		h.ended = at
		if h.first.IsZero() {
			h.err = cmpOr(h.err, errors.New("an answer came without its pieces"))
		} else if strings.TrimSpace(h.text.String()) != strings.TrimSpace(told.Message.Text) {
			h.err = cmpOr(h.err, fmt.Errorf("the pieces %q are not the answer %q", h.text.String(), told.Message.Text))
		}
		return true
	case "PetReplyFailed":
		h.ended, h.err = at, cmpOr(h.err, fmt.Errorf("no answer: %s, %s", told.Reason, told.Text))
		return true
	}
	return false
}

// send says something, and follows the conversation that it begins.
func (c *chat) send(text string) (sent run, answered time.Time, err error) {
	input := map[string]any{"petId": c.pet, "text": text, "idempotencyKey": uuid.NewString()}
	if c.conversation != "" {
		input["conversationId"] = c.conversation
	}
	answer, err := load.Ask(c.address, c.post(c.address, input))
	answered = time.Now()
	if err != nil {
		return sent, answered, fmt.Errorf("sending a message: %w", err)
	}
	if sent, err = readRun(answer); err != nil || c.conversation != "" {
		return sent, answered, err
	}
	c.conversation = sent.ConversationID
	follow := body(replyDocument, map[string]any{"conversation": sent.ConversationID, "after": sent.AfterSeq})
	return sent, answered, c.say(textFrame, fmt.Appendf(nil, `{"id":"1","type":"subscribe","payload":%s}`, follow))
}

// post is the request of a message.
func (k keeper) post(address string, input map[string]any) []byte {
	return withCookie(load.Post(address, "/graphql", body(sendDocument, map[string]any{"input": input})), k.cookie)
}

// readRun reads what a message was answered.
func readRun(answer []byte) (run, error) {
	var told struct {
		Data struct {
			PetMessageSend struct{ Run *run }
		}
	}
	err := json.Unmarshal(answer, &told)
	if err == nil && told.Data.PetMessageSend.Run == nil {
		err = errors.New("it was refused")
	}
	if err != nil {
		return run{}, fmt.Errorf("no message was sent: %w: %.300s", err, answer)
	}
	return *told.Data.PetMessageSend.Run, nil
}

// await waits for the answer of a run.
func (c *chat) await(ctx context.Context, sent run) (*reply, error) {
	timer := time.NewTimer(chatPatience)
	defer timer.Stop()
	select {
	case answer, open := <-c.answers:
		switch {
		case !open:
			return nil, errors.New("the socket has ended")
		case answer.err != nil:
			return nil, answer.err
		case answer.run != sent.ID:
			return nil, errors.New("the answer of another message came")
		}
		return answer, nil
	case <-timer.C:
		return nil, fmt.Errorf("no answer in %s", chatPatience)
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
