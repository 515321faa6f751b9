package live

import (
	"context"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/google/uuid"

	"zuka/internal/platform/pubsub"
	"zuka/internal/shop/game/board"
)

const (
	// readTime bounds one read of a board.
	readTime = 3 * time.Second
	// minBackoff and maxBackoff are around the time before something that
	// failed is tried again.
	minBackoff = 100 * time.Millisecond
	maxBackoff = 5 * time.Second
	// lookAgain is how often the calendar is looked at: a timer of a month
	// would not notice that the machine slept or its clock was set.
	lookAgain = time.Minute
)

// watcher follows one game and period for all its readers.
type watcher struct {
	service *Service
	what    which
	ctx     context.Context
	cancel  context.CancelFunc
	// begun closes when the first state has been read or could not be; err is
	// set before in the second case.
	begun chan struct{}
	err   error
	// came says that there are newcomers; capacity 1.
	came chan struct{}

	// These belong to the goroutine of run.
	feed     feed
	board    board.Board
	wanted   bool      // there may be something to read, from `due` on.
	fresh    bool      // news may have been lost: readers get a snapshot.
	due      time.Time // on the machine's clock, as all timers are.
	turn     time.Time // the calendar is not looked at before.
	failures int       // in a row

	mu      sync.Mutex
	now     *state // nil before the first read
	readers []*reader
	seats   map[uuid.UUID]*seat
	// seated are the seats in a list; nil when it is to be made again.
	seated []*seat
	// newcomers have joined and wait for their place to be read.
	newcomers []*reader
	// deltas are what readers are told of `now`, by what they have.
	deltas map[change]*Delta
}

// change is from what a reader is told of the present state.
type change struct {
	from *state
	top  int
}

func newWatcher(s *Service, what which) *watcher {
	w := &watcher{
		service: s, what: what,
		begun: make(chan struct{}), came: make(chan struct{}, 1),
		seats: map[uuid.UUID]*seat{}, deltas: map[change]*Delta{},
	}
	w.ctx, w.cancel = context.WithCancel(s.ctx)
	return w
}

// run watches until nobody reads any more.
func (w *watcher) run() {
	defer w.end()
	if w.err = w.begin(); w.err != nil {
		return
	}
	close(w.begun)
	timer := time.NewTimer(w.wait())
	defer timer.Stop()
	for {
		select {
		case <-w.ctx.Done():
			return
		case _, open := <-w.feed.C():
			if !open {
				return // The hub has stopped.
			}
			w.wanted = true
		case <-w.feed.Gaps():
			w.wanted, w.fresh = true, true
		case <-w.came:
			w.greet()
		case <-timer.C:
			w.onTime()
		}
		timer.Reset(w.wait())
	}
}

// begin listens and then reads, so that no change falls in between.
func (w *watcher) begin() (err error) {
	if err = w.listen(w.present()); err == nil {
		err = w.read()
	}
	if err != nil && w.ctx.Err() != nil {
		err = pubsub.ErrStopped
	}
	if err != nil {
		return unavailable(err)
	}
	return nil
}

// present is the board that scores of this moment are on.
func (w *watcher) present() board.Board {
	return board.At(w.what.game, w.what.period, w.service.Clock.Now())
}

// listen hears of a board from now on, and of the one before no more.
func (w *watcher) listen(b board.Board) error {
	next, err := w.service.subscribe(w.ctx, board.Channel(b))
	if err != nil {
		return err
	}
	if w.feed != nil {
		w.feed.Close()
	}
	w.feed, w.board = next, b
	return nil
}

// wait is the time until there is something to do without news.
func (w *watcher) wait() time.Duration {
	wait := lookAgain
	if !w.board.Until.IsZero() {
		end := max(w.board.Until.Sub(w.service.Clock.Now()), time.Until(w.turn))
		wait = min(wait, max(end, time.Millisecond))
	}
	if w.wanted {
		wait = min(wait, max(time.Until(w.due), 0))
	}
	return wait
}

// onTime does what is due.
func (w *watcher) onTime() {
	if b := w.present(); b != w.board && !time.Now().Before(w.turn) {
		if err := w.listen(b); err != nil {
			w.turn = w.failed("the next board cannot be heard", err)
			return
		}
		w.failures, w.wanted, w.fresh, w.due = 0, true, true, time.Time{}
	}
	if w.wanted && !time.Now().Before(w.due) {
		w.refresh()
	}
}

// refresh reads the board and shows it. News that come meanwhile wait in the
// feed and make the next one.
func (w *watcher) refresh() {
	w.wanted = false
	if err := w.read(); err != nil {
		w.later("a board cannot be read", err)
		return
	}
	w.failures = 0
	// Counted from the push, not from the read before it, so that a slow read
	// does not bring two pushes together.
	w.due = time.Now().Add(w.service.Every)
}

// later reads the board after something failed, though never sooner than
// without the failure.
func (w *watcher) later(what string, err error) {
	w.wanted = true
	if again := w.failed(what, err); again.After(w.due) {
		w.due = again
	}
}

// failed says when to try again. Only the first failure in a row is logged.
func (w *watcher) failed(what string, err error) time.Time {
	if w.failures == 0 && w.ctx.Err() == nil {
		w.service.Log.Warn(what, "board", board.Channel(w.board), "cause", err)
	}
	backoff := min(minBackoff<<min(w.failures, 10), maxBackoff)
	w.failures++
	// Copies of the service must not come back in step.
	return time.Now().Add(backoff/2 + rand.N(backoff/2))
}

// end closes the readers that are left.
func (w *watcher) end() {
	w.service.mu.Lock()
	w.mu.Lock()
	w.forget()
	for len(w.readers) > 0 {
		w.remove(w.readers[len(w.readers)-1])
	}
	w.mu.Unlock()
	w.service.mu.Unlock()
	if w.feed != nil {
		w.feed.Close()
	}
	if w.err != nil {
		close(w.begun)
	}
}

// forget makes the next reader begin a new watcher. The caller holds the
// service's lock and w.mu.
func (w *watcher) forget() {
	if w.service.watchers[w.what] == w {
		delete(w.service.watchers, w.what)
	}
	w.cancel()
}
