package pet

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"

	"zuka/internal/shop/pet/stream"
	"zuka/internal/shop/pet/tool"
)

// teller passes an answer on as it is thought of.
type teller struct {
	*work
	mu   sync.Mutex
	text strings.Builder
	seq  int
	// waits are events that Redis has not taken yet.
	waits []stream.Event
	// told are the products and actions that were told of.
	told map[string]bool
	// full says that nothing more is passed on: a shorter piece must not follow
	// one that was left out.
	full bool
}

// mostWaits is how many events wait for Redis; the end of the answer holds all
// words anyhow.
const mostWaits = 256

// listenIn makes the teller of an attempt, which goes on where an earlier one
// broke off.
func (w *work) listenIn(ctx context.Context) (*teller, error) {
	t := &teller{work: w, seq: w.run.FirstSeq - 1, told: make(map[string]bool)}
	written, err := w.Events.Claim(ctx, w.run.ConversationID, w.run.ID, w.attempt)
	if errors.Is(err, stream.ErrShutOut) {
		return nil, errLost
	}
	if err != nil || len(written) == 0 {
		// What an earlier attempt wrote is not known: this one begins behind it.
		t.seq += (min(w.attempt, mostAttempts+1) - 1) * (Window / (mostAttempts + 2))
		return t, nil
	}
	for _, event := range written {
		t.seq = max(t.seq, event.Seq)
		t.text.WriteString(textOf(event))
		t.told[name(event)] = true
	}
	return t, nil
}

// name tells the same products and actions.
func name(event stream.Event) string { return fmt.Sprint(event.Kind, event.IDs, event.Row) }

func textOf(event stream.Event) string {
	if event.Kind == stream.Text {
		return event.Text
	}
	return ""
}

// said is the answer so far.
func (t *teller) said() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.text.String()
}

// say passes a piece of the answer on.
func (t *teller) say(ctx context.Context, piece string) error {
	if err := ctx.Err(); err != nil {
		return context.Cause(ctx)
	}
	if t.desk != nil && t.desk.Stopped() {
		return tool.ErrStopped // A brain that makes words of every failure must not of this one.
	}
	piece = storable(piece)
	t.mu.Lock()
	defer t.mu.Unlock()
	t.full = t.full || t.text.Len()+len(piece) > longestAnswer
	if t.full || piece == "" {
		return nil
	}
	t.text.WriteString(piece)
	return t.tell(ctx, stream.Event{Kind: stream.Text, Text: piece})
}

// storable is a piece without what PostgreSQL takes in no text.
func storable(piece string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(piece, ""), "\x00", "")
}

// Products shows products.
func (t *teller) Products(ctx context.Context, ids []int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	_ = t.once(ctx, stream.Event{Kind: stream.Products, IDs: ids}) // Who is shut out hears of it with the next word.
}

// Action shows what was proposed or done.
func (t *teller) Action(ctx context.Context, id int, proposed bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	kind := stream.Acted
	if proposed {
		kind = stream.Proposed
	}
	_ = t.once(ctx, stream.Event{Kind: kind, Row: id})
}

// once tells of something unless an earlier attempt did.
func (t *teller) once(ctx context.Context, event stream.Event) error {
	what := name(event)
	if t.told[what] {
		return nil
	}
	t.told[what] = true
	return t.tell(ctx, event)
}

// tell writes an event, and those that wait before it. The last numbers of a run
// are kept for its end.
func (t *teller) tell(ctx context.Context, event stream.Event) error {
	if t.seq >= t.run.FirstSeq+Window-4 {
		return nil
	}
	t.seq++
	event.Seq, event.Run = t.seq, t.run.ID
	t.waits = append(t.waits, event)
	if len(t.waits) > mostWaits {
		t.waits = t.waits[1:]
	}
	return t.flush(ctx)
}

func (t *teller) flush(ctx context.Context) error {
	err := t.Events.Append(ctx, t.run.ConversationID, t.run.ID, t.attempt, t.waits...)
	if errors.Is(err, stream.ErrShutOut) {
		t.Thinker.end(t.run.ID, t.attempt, errLost) // Whatever the brain makes of the error.
		return errLost
	}
	if err == nil {
		t.waits = nil
	}
	return nil // Redis is away: they wait, and the end holds all words.
}

// ending is the number of the end.
func (t *teller) ending() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.seq++
	return t.seq
}

// end tells of the stored end.
func (t *teller) end(ctx context.Context, event stream.Event) {
	t.mu.Lock()
	defer t.mu.Unlock()
	event.Run = t.run.ID
	t.waits = append(t.waits, event)
	if t.flush(ctx) != nil || len(t.waits) > 0 {
		t.Log.WarnContext(ctx, "the end of an answer is seen later by who follows it", "run", t.run.ID)
	}
}
