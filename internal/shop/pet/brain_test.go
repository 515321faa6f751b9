package pet

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"zuka/internal/shop/pet/brain"
)

// script is a brain that does what a test says.
type script struct {
	name string
	do   func(ctx context.Context, ask brain.Ask, desk brain.Desk, say brain.Say) (brain.Answer, error)
}

// Name is the builtin's unless the test says otherwise.
func (s script) Name() string {
	if s.name == "" {
		return "builtin"
	}
	return s.name
}

// Answer does it.
func (s script) Answer(ctx context.Context, ask brain.Ask, desk brain.Desk, say brain.Say) (brain.Answer, error) {
	return s.do(ctx, ask, desk, say)
}

// saying says pieces.
func saying(pieces ...string) script {
	return script{do: func(_ context.Context, _ brain.Ask, _ brain.Desk, say brain.Say) (brain.Answer, error) {
		for _, piece := range pieces {
			if err := say(piece); err != nil {
				return brain.Answer{}, err
			}
		}
		return brain.Answer{}, nil
	}}
}

// echo answers each message by its own words.
func echo() script {
	return script{do: func(_ context.Context, ask brain.Ask, _ brain.Desk, say brain.Say) (brain.Answer, error) {
		return brain.Answer{}, say("re: " + ask.Message)
	}}
}

// held is a brain that waits in the middle of each answer for what a test says.
type held struct {
	name string
	// deaf does not hear that it is to stop, as a process that hangs.
	deaf  bool
	asked chan *call
}

func newHeld() *held { return &held{asked: make(chan *call, 64)} }

type call struct {
	ctx  context.Context
	ask  brain.Ask
	desk brain.Desk
	say  brain.Say
	done chan ending
}

type ending struct {
	answer brain.Answer
	err    error
}

// Name is the builtin's unless the test says otherwise.
func (h *held) Name() string { return script{name: h.name}.Name() }

// Answer waits.
func (h *held) Answer(ctx context.Context, ask brain.Ask, desk brain.Desk, say brain.Say) (brain.Answer, error) {
	c := &call{ctx, ask, desk, say, make(chan ending, 1)}
	h.asked <- c
	over := ctx.Done()
	if h.deaf {
		over = nil
	}
	select {
	case end := <-c.done:
		return end.answer, end.err
	case <-over:
		return brain.Answer{}, ctx.Err()
	}
}

// next is the next answer that somebody waits for.
func (h *held) next(k *kennel) *call {
	k.Helper()
	select {
	case c := <-h.asked:
		return c
	case <-time.After(patience):
		require.FailNow(k, "nobody asked the brain")
		return nil
	}
}

func (c *call) end() { c.done <- ending{} }

// soon waits for a signal.
func (k *kennel) soon(signal <-chan struct{}, what string) {
	k.Helper()
	select {
	case <-signal:
	case <-time.After(patience):
		require.FailNow(k, "it did not come: "+what)
	}
}

// aside does something beside the test, and tells when it is over.
func aside(work func()) <-chan struct{} {
	over := make(chan struct{})
	go func() {
		defer close(over)
		work()
	}()
	return over
}

// heard collects what a reader of a conversation gets, who comes back where they
// were when they were too slow.
type heard struct {
	k            *kennel
	ctx          context.Context
	conversation uuid.UUID
	replies      <-chan Reply
	text         string
	last         int
}

func (k *kennel) listens(ctx context.Context, sent *Sent) *heard {
	k.Helper()
	h := &heard{k: k, ctx: ctx, conversation: sent.Run.ConversationID}
	h.begin()
	return h
}

func (h *heard) begin() {
	h.k.Helper()
	var err error
	h.replies, err = h.k.Follow(h.ctx, h.conversation, h.last)
	require.NoError(h.k, err)
}

func seqOf(reply Reply) int {
	switch r := reply.(type) {
	case *TextDelta:
		return r.Seq
	case *ProductsShown:
		return r.Seq
	case *ActionProposed:
		return r.Seq
	case *ActionDone:
		return r.Seq
	case *MessageDone:
		return r.Seq
	}
	return reply.(*ReplyFailed).Seq
}

// until reads replies up to one that the test waits for.
func (h *heard) until(last func(Reply) bool) Reply {
	h.k.Helper()
	for {
		select {
		case reply, open := <-h.replies:
			if !open {
				h.begin()
				continue
			}
			require.Greater(h.k, seqOf(reply), h.last, "it goes on")
			h.last = seqOf(reply)
			if delta, ok := reply.(*TextDelta); ok {
				h.text += delta.Text
			}
			if last(reply) {
				return reply
			}
		case <-time.After(patience):
			require.FailNow(h.k, "no reply came", "after %q", h.text)
		}
	}
}

func isEnd(reply Reply) bool {
	switch reply.(type) {
	case *MessageDone, *ReplyFailed:
		return true
	}
	return false
}
