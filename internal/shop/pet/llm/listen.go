package llm

import (
	"encoding/json"
	"errors"
	"io"
)

const (
	// maxHidden is how much text a round may have, most of it not shown.
	maxHidden = 32 << 10
	// maxArguments is how much of a call's arguments is kept; who writes more
	// has lost the thread and is stopped.
	maxArguments = 16 << 10
	// maxCalls is how many calls of a round are looked at.
	maxCalls = 12
)

// pending is a call of a tool as it comes in.
type pending struct {
	id, name  string
	joiner    joiner
	arguments []byte
	over      bool
}

// heard is what came in a round.
type heard struct {
	calls  []*pending
	open   map[int]*pending
	last   *pending
	finish string
	// stopped tells that we ended the round: the rest would be too long.
	stopped bool
	// text and arguments are how much the model wrote, shown or not, in bytes.
	text, arguments int
	usage           *usage
}

// usage is what the server says that it charges.
type usage struct{ in, out int }

// listen hears a round to its end, and says what is to be said at once.
func (a *answering) listen(s *stream) (*heard, error) {
	h := &heard{open: map[int]*pending{}}
	for {
		data, err := s.next()
		if errors.Is(err, io.EOF) || err != nil && s.whole {
			break // After the end only the count of tokens can be lost.
		}
		if err != nil {
			return h, err
		}
		c, err := readChunk(data)
		if err != nil {
			return h, err
		}
		if err := a.hear(h, c); err != nil {
			return h, err
		}
		s.whole = h.finish != ""
		if a.mouth.full || h.stopped {
			h.stopped = true
			break
		}
	}
	if h.finish == "" && !h.stopped {
		return h, &Fault{Kind: Cut}
	}
	return h, a.mouth.pauseForBreath()
}

func (a *answering) hear(h *heard, c chunk) error {
	if c.Usage != nil {
		h.usage = &usage{in: sane(c.Usage.In), out: sane(c.Usage.Out)}
	}
	for _, choice := range c.Choices {
		if choice.Index != 0 {
			continue
		}
		if content := unquote(choice.Delta.Content); len(content) > 0 {
			h.text += len(content)
			if err := a.mouth.take(content); err != nil {
				return err
			}
		}
		for _, delta := range choice.Delta.ToolCalls {
			h.add(delta)
		}
		if choice.FinishReason != "" {
			h.finish = choice.FinishReason
		}
	}
	if h.text > maxHidden {
		h.stopped = true
	}
	return nil
}

// add takes a piece of a call. A new id is a new call, even at an old index.
func (h *heard) add(delta callDelta) {
	call := h.last
	if delta.Index != nil {
		call = h.open[*delta.Index]
	}
	if call == nil || delta.ID != "" && call.id != "" && delta.ID != call.id {
		call = &pending{}
		if len(h.calls) < maxCalls { // Pieces of further calls go nowhere.
			h.calls = append(h.calls, call)
		}
	}
	h.last = call
	if delta.Index != nil {
		h.open[*delta.Index] = call
	}
	if call.id == "" {
		call.id = delta.ID
	}
	if call.name == "" {
		call.name = delta.Function.Name
	}
	piece := []byte(delta.Function.Arguments)
	if len(piece) > 0 && piece[0] == '"' {
		piece = unquote(delta.Function.Arguments)
	} else if string(piece) == "null" {
		piece = nil
	}
	h.arguments += len(piece)
	call.arguments = append(call.arguments, call.joiner.push(piece)...)
	if len(call.arguments) > maxArguments {
		call.arguments, call.over = call.arguments[:0], true
		h.stopped = true
	}
}

// sane is a number of tokens as far as one can believe it.
func sane(tokens float64) int { return int(min(max(tokens, 0), 1e7)) }

// valid tells whether the arguments may be shown to the model again: servers
// stumble over halves of JSON in a history.
func (p *pending) valid() bool { return !p.over && json.Valid(p.arguments) }
