// Package courier carries a played provider's messages to the shop: at once,
// later, when told, or never, and again for as long as the shop does not say
// 200. It remembers what it carried.
package courier

import (
	"context"
	"log/slog"
	"net/http"
	"slices"
	"sync"
	"time"

	"zuka/internal/platform/clock"
)

// State is where a message is.
type State string

// The states. The first three are of messages that may still be carried.
const (
	Flying    State = "on its way"
	Waiting   State = "waiting"
	Held      State = "held"
	Lost      State = "lost"
	Delivered State = "delivered"
	GivenUp   State = "given up"
)

const (
	// maxKept bounds what is remembered of one topic.
	maxKept = 200
	// maxActive bounds what may still be carried, over all topics.
	maxActive = 10_000
	// patience is how long the shop may take to answer.
	patience = 30 * time.Second
)

// Message is what is carried.
type Message struct {
	// Topic is what the message is about; it is remembered below it.
	Topic string
	// Event is the message's kind, for people.
	Event  string
	URL    string
	Header http.Header
	Body   []byte
	// Forged marks a message that the provider never sent.
	Forged bool
}

// How says when a message is carried. The zero value means at once.
type How struct {
	// Delay is how long it waits before its first try.
	Delay time.Duration
	// Held makes it wait until Release; Lost means that it never leaves.
	Held, Lost bool
	// Once means that it is not tried again.
	Once bool
}

// Try is one time that a message was posted.
type Try struct {
	At time.Time
	// Status is the shop's answer, 0 if there was none.
	Status int
	// Problem is why there was none.
	Problem string
}

// Sent is a message and what became of it.
type Sent struct {
	Message
	State State
	Tries []Try
	// Due is when it leaves next, if it is waiting.
	Due time.Time
}

// Config is what a courier is made from.
type Config struct {
	HTTP  *http.Client
	Clock clock.Clock
	Log   *slog.Logger
	// Pause is how long it waits between tries, of which there are Tries.
	Pause time.Duration
	Tries int
}

// letter is a message under way. All but its message is guarded by the
// courier's lock.
type letter struct {
	Message
	once  bool
	state State
	tries []Try
	due   time.Time
	timer *time.Timer
	// tried is closed when the next try is over, or will not come.
	tried chan struct{}
}

// Courier is safe for many goroutines.
type Courier struct {
	client http.Client
	clock  clock.Clock
	log    *slog.Logger
	pause  time.Duration
	most   int

	ctx     context.Context //nolint:containedctx // Ends the tries when the courier is closed.
	cancel  context.CancelFunc
	flights sync.WaitGroup

	mu     sync.Mutex
	closed bool
	kept   map[string][]*letter // By topic, oldest first.
	active map[*letter]struct{}
}

// New is a courier that Close must end.
func New(config Config) *Courier {
	made := &Courier{
		client: *config.HTTP, clock: config.Clock, log: config.Log, pause: config.Pause, most: max(config.Tries, 1),
		kept: make(map[string][]*letter), active: make(map[*letter]struct{}),
	}
	// A redirect is no 200, and providers do not follow any.
	made.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	made.ctx, made.cancel = context.WithCancel(context.Background())
	return made
}

// Post takes a message. The channel is closed when its first try is over, or
// at once if there will be none soon.
func (c *Courier) Post(message Message, how How) <-chan struct{} {
	sent := &letter{Message: message, once: how.Once, tried: make(chan struct{})}
	tried := sent.tried
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		sent.over(GivenUp)
		return tried
	}
	c.keep(sent)
	switch {
	case how.Lost || message.URL == "":
		sent.over(Lost)
		return tried
	case len(c.active) >= maxActive:
		c.log.Warn("too many messages are waiting: one is lost", "event", message.Event)
		sent.over(Lost)
		return tried
	}
	c.active[sent] = struct{}{}
	switch {
	case how.Held:
		sent.state = Held
		sent.signal()
	case how.Delay > 0:
		c.wait(sent, how.Delay)
		sent.signal()
	default:
		c.launch(sent)
	}
	return tried
}

// keep remembers a message; the lock is held.
func (c *Courier) keep(sent *letter) {
	kept := append(c.kept[sent.Topic], sent)
	if len(kept) > maxKept {
		kept = slices.Delete(kept, 0, len(kept)-maxKept)
	}
	c.kept[sent.Topic] = kept
}

// signal tells who waits for a try that there is nothing to wait for.
func (s *letter) signal() {
	close(s.tried)
	s.tried = make(chan struct{})
}

func (s *letter) over(state State) {
	s.state = state
	s.signal()
}

// wait puts a message aside for a while; the lock is held.
func (c *Courier) wait(sent *letter, pause time.Duration) {
	sent.state, sent.due = Waiting, c.clock.Now().Add(pause)
	sent.timer = time.AfterFunc(pause, func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		if sent.state == Waiting { // Nobody was faster.
			c.launch(sent)
		}
	})
}

// launch begins a try of a message that is not flying; the lock is held.
func (c *Courier) launch(sent *letter) {
	if c.closed {
		return
	}
	if sent.timer != nil {
		sent.timer.Stop()
	}
	sent.state, sent.due = Flying, time.Time{}
	c.flights.Go(func() { c.fly(sent) })
}

func (c *Courier) fly(sent *letter) {
	try := c.try(&sent.Message)
	c.mu.Lock()
	defer c.mu.Unlock()
	sent.tries = append(sent.tries, try)
	_, wanted := c.active[sent] // Otherwise its topic was forgotten, or all is over.
	switch {
	case try.Status == http.StatusOK:
		delete(c.active, sent)
		sent.state = Delivered
	case sent.once || len(sent.tries) >= c.most || !wanted:
		delete(c.active, sent)
		sent.state = GivenUp
	default:
		c.wait(sent, c.pause)
	}
	sent.signal()
}

// Log is what was carried about a topic, oldest first.
func (c *Courier) Log(topic string) []Sent {
	c.mu.Lock()
	defer c.mu.Unlock()
	all := make([]Sent, len(c.kept[topic]))
	for i, sent := range c.kept[topic] {
		all[i] = Sent{Message: sent.Message, State: sent.state, Tries: slices.Clone(sent.tries), Due: sent.due}
	}
	return all
}

// Forget drops a topic and what was still to be carried about it.
func (c *Courier) Forget(topic string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.kept, topic)
	for sent := range c.active {
		if sent.Topic == topic {
			c.drop(sent)
		}
	}
}

// drop gives a message up; the lock is held.
func (c *Courier) drop(sent *letter) {
	delete(c.active, sent)
	if sent.timer != nil {
		sent.timer.Stop()
	}
	if sent.state != Flying { // Who flies is told when it lands.
		sent.over(GivenUp)
	}
}

// Close ends what is waiting and what is on its way, and returns when nothing
// is.
func (c *Courier) Close() {
	c.mu.Lock()
	c.closed = true
	for sent := range c.active {
		c.drop(sent)
	}
	c.mu.Unlock()
	c.cancel()
	c.flights.Wait()
	c.client.CloseIdleConnections()
}
