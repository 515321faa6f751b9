package llm

import (
	"context"
	"time"

	"github.com/sashabaranov/go-openai"

	"zuka/internal/shop/pet/brain"
)

// maxRounds is how often the model is asked for one answer.
const maxRounds = 6

// answering is an answer in the making.
type answering struct {
	brain    *Brain
	ask      brain.Ask
	mouth    *mouth
	clerk    *clerk
	messages []openai.ChatCompletionMessage
	answer   brain.Answer
	rounds   int
	retried  bool
	began    time.Time
}

func newAnswering(b *Brain, ask brain.Ask, desk brain.Desk, say brain.Say) *answering {
	a := &answering{brain: b, ask: ask, mouth: newMouth(say, ask.Said), began: time.Now()}
	a.answer.Memory = ask.Memory
	a.answer.Memory.Question = nil // Asked by a brain that keeps such notes; this one reads the history.
	a.clerk = &clerk{desk: desk, memory: &a.answer.Memory}
	a.messages = conversation(ask, desk.Shop())
	return a
}

// think asks the model and does what it asks for, until it has answered.
func (a *answering) think(ctx context.Context) error {
	for !a.mouth.full {
		a.rounds++
		// Without tools there is nothing left but to answer.
		last := a.rounds == maxRounds || a.clerk.usedUp
		h, err := a.listenOnce(ctx, last)
		if err != nil {
			return err
		}
		if last || a.mouth.full || len(h.calls) == 0 || h.finish == string(openai.FinishReasonContentFilter) {
			return a.finish(h)
		}
		if err := a.use(ctx, h); err != nil {
			return err
		}
	}
	return nil
}

// listenOnce is one request and its answer.
func (a *answering) listenOnce(ctx context.Context, last bool) (*heard, error) {
	request := a.brain.request(a.messages, !last)
	s, err := a.open(ctx, request)
	if err != nil {
		return nil, err
	}
	defer s.close()
	h, err := a.listen(s)
	a.charge(request, h)
	return h, err
}

// charge counts what a round has cost, or may have.
func (a *answering) charge(request openai.ChatCompletionRequest, h *heard) {
	if h.usage != nil && (h.usage.in > 0 || h.usage.out > 0) {
		a.answer.TokensIn += h.usage.in
		a.answer.TokensOut += h.usage.out
		return
	}
	bytes := 0
	for _, message := range request.Messages {
		bytes += len(message.Content)
		for _, call := range message.ToolCalls {
			bytes += len(call.Function.Name) + len(call.Function.Arguments)
		}
	}
	if len(request.Tools) > 0 {
		bytes += toolBytes
	}
	a.answer.TokensIn += tokens(bytes)
	a.answer.TokensOut += tokens(h.text + h.arguments)
}

// tokens is about how many tokens so many bytes are.
func tokens(bytes int) int { return (bytes + 3) / 4 }

// finish looks whether there is an answer.
func (a *answering) finish(h *heard) error {
	switch {
	case a.mouth.spoken && h.finish == string(openai.FinishReasonLength) && !a.mouth.full:
		return a.mouth.utter("…")
	case a.mouth.spoken:
		return nil
	case h.finish == string(openai.FinishReasonContentFilter):
		return &Fault{Kind: Filtered}
	case a.ask.Said != "" && h.finish == string(openai.FinishReasonStop):
		return nil // What was said already was all of it.
	}
	return &Fault{Kind: Empty}
}

// use carries the calls of a round out, in their order, and writes down what
// came of them.
func (a *answering) use(ctx context.Context, h *heard) error {
	wish := openai.ChatCompletionMessage{Role: openai.ChatMessageRoleAssistant, Content: a.mouth.takeRound()}
	results := make([]openai.ChatCompletionMessage, 0, len(h.calls))
	for i, call := range h.calls {
		result := a.clerk.serve(ctx, call)
		if err := ctx.Err(); err != nil {
			return err
		}
		id := a.id(call.id, i, wish.ToolCalls)
		wish.ToolCalls = append(wish.ToolCalls, openai.ToolCall{
			ID: id, Type: openai.ToolTypeFunction, Function: openai.FunctionCall{Name: shownName(call.name), Arguments: shownArguments(call)},
		})
		results = append(results, openai.ChatCompletionMessage{Role: openai.ChatMessageRoleTool, ToolCallID: id, Content: result})
	}
	a.messages = append(append(a.messages, wish), results...)
	return nil
}
