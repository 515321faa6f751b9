package transport

import (
	"context"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/google/uuid"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"zuka/internal/platform/fault"
	"zuka/internal/platform/viewer"
)

// Names of the transports that stream, as metrics have them.
const (
	EventStream = "sse"
	Socket      = "websocket"
)

// StreamSettings is what Streams are made of; every field may be nil.
type StreamSettings struct {
	// Attach prepares the context of one event: what a loader has kept since
	// the one before may have changed.
	Attach func(context.Context) context.Context
	// Watch tells when a session ends; stop is called when nobody waits any
	// more.
	Watch func(session uuid.UUID) (ended <-chan struct{}, stop func())
	// Keep gives a socket's context what it needs of that of the request that opened
	// it. The request itself is not kept: with it would be its buffers.
	Keep func(socket, request context.Context) context.Context
	// Spread is over how long the streams end after Stop: their clients come back to
	// the servers that are left, and should not all do so at once.
	Spread time.Duration
	// Count is told of each stream that opens (1) and closes (-1).
	Count func(transport string, by int)
}

// Streams are the streams of one server: how many there are of each viewer,
// whose session has ended, and whether all of them must end.
type Streams struct {
	settings StreamSettings
	stopping chan struct{}
	quiet    chan struct{}
	crew     crew
	// life is what sockets live in, who outlive the requests that opened them; cut
	// ends it.
	life context.Context
	cut  context.CancelFunc

	mu   sync.Mutex
	held map[holder]int
	open int
}

// holder is whose streams are counted.
type holder struct{ transport, owner string }

// NewStreams is no streams yet.
func NewStreams(settings StreamSettings) *Streams {
	if settings.Attach == nil {
		settings.Attach = func(ctx context.Context) context.Context { return ctx }
	}
	if settings.Watch == nil {
		settings.Watch = func(uuid.UUID) (<-chan struct{}, func()) { return nil, func() {} }
	}
	if settings.Count == nil {
		settings.Count = func(string, int) {}
	}
	if settings.Keep == nil {
		settings.Keep = func(socket, _ context.Context) context.Context { return socket }
	}
	s := &Streams{settings: settings, stopping: make(chan struct{}), quiet: make(chan struct{}), held: make(map[holder]int)}
	s.life, s.cut = context.WithCancel(context.Background())
	return s
}

// Stop tells every stream to end, each at a moment of its own within the spread.
// Sockets that would open later are refused; event streams end as all do.
func (s *Streams) Stop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stopped() {
		return
	}
	close(s.stopping)
	s.settle()
}

// Cut ends at once the sockets that Stop has left some time. Event streams end with
// their requests.
func (s *Streams) Cut() { s.cut() }

// Wait returns when the streams have ended after Stop. The error is that of
// ctx, when it has ended before.
func (s *Streams) Wait(ctx context.Context) error {
	select {
	case <-s.quiet:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// turn tells when a stream is to end after Stop.
func (s *Streams) turn() <-chan time.Time { return time.After(moment(s.settings.Spread)) }

// moment is one of a time, at random.
func moment(within time.Duration) time.Duration {
	if within <= 0 {
		return 0
	}
	return rand.N(within)
}

func (s *Streams) stopped() bool { return isClosed(s.stopping) }

// settle lets go who waits, once there is nothing to wait for.
func (s *Streams) settle() {
	if s.open == 0 {
		s.crew.dismiss()
	}
	if s.stopped() && s.open == 0 && !isClosed(s.quiet) {
		close(s.quiet)
	}
}

func isClosed(signal <-chan struct{}) bool {
	select {
	case <-signal:
		return true
	default:
		return false
	}
}

// enter counts a stream to its owner; one of whom too many are open is not let
// in. Leave is called at its end.
func (s *Streams) enter(transport, owner string, most int) (leave func(), in bool) {
	whose := holder{transport, owner}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.held[whose] >= most {
		return func() {}, false
	}
	s.held[whose]++
	s.open++
	s.settings.Count(transport, 1)
	return sync.OnceFunc(func() { s.leave(whose) }), true
}

func (s *Streams) leave(whose holder) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.held[whose]--; s.held[whose] == 0 {
		delete(s.held, whose)
	}
	s.open--
	s.settings.Count(whose.transport, -1)
	s.settle()
}

// watch waits for the end of a viewer's session. Who has none is not watched:
// the channel never closes.
func (s *Streams) watch(asking viewer.Viewer) (ended <-chan struct{}, stop func()) {
	if asking.Session == uuid.Nil {
		return nil, func() {}
	}
	return s.settings.Watch(asking.Session)
}

// bound makes a stream's operation the viewer's who opened it. It can hand out
// no cookie, for the headers are gone.
func bound(ctx context.Context, asking viewer.Viewer) context.Context {
	return viewer.With(ctx, viewer.NewRequest(asking, nil))
}

// What a stream says of itself.
var (
	errSessionEnded   = fault.New(fault.Unauthenticated, "the session has ended")
	errTooManyStreams = fault.New(fault.RateLimited, "too many streams are open: close one first")
)

// shown is a fault that no presenter sees.
func shown(err *fault.Fault) *gqlerror.Error {
	return &gqlerror.Error{Err: err, Message: err.Message, Extensions: map[string]any{"code": string(err.Code)}}
}
