package live

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/google/uuid"

	"zuka/internal/platform/clock"
	"zuka/internal/platform/pubsub"
	"zuka/internal/shop/game/board"
)

// MostTop is how many places of a board can be followed.
const MostTop = 100

// defaultEvery keeps to 4 pushes a second.
const defaultEvery = 250 * time.Millisecond

// Source is where boards are read.
type Source interface {
	// RawTop are the first n places, without the players.
	RawTop(ctx context.Context, b board.Board, n int) ([]board.Entry, error)
	// PlayersOf are the people as the public sees them, without those who are
	// no more.
	PlayersOf(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]board.Player, error)
	// Places are where people stand, without those who are not on the board.
	Places(ctx context.Context, b board.Board, users []uuid.UUID) (map[uuid.UUID]board.Place, error)
	// Count is how many are on the board.
	Count(ctx context.Context, b board.Board) (int, error)
}

// Config says what the service works with.
type Config struct {
	Source Source
	// Hub carries the news of board.Channel.
	Hub *pubsub.Hub
	// Clock says which board is the present one; nil is the machine's.
	Clock clock.Clock
	Log   *slog.Logger
	// Every is the shortest time between two pushes of a board; 0 is 250 ms.
	Every time.Duration
}

// feed is how a watcher hears of one board: a pubsub.Subscription.
type feed interface {
	C() <-chan []byte
	Gaps() <-chan struct{}
	Close()
}

// which is what is followed: the board of it changes with the calendar.
type which struct {
	game   board.Game
	period board.Period
}

// Service follows boards. It is safe for use from many goroutines.
type Service struct {
	Config
	names     names
	subscribe func(ctx context.Context, channel string) (feed, error)

	ctx    context.Context
	cancel context.CancelFunc
	work   sync.WaitGroup

	mu       sync.Mutex // taken before a watcher's lock, never after it.
	running  bool
	watchers map[which]*watcher
}

// New makes a service that has not been started.
func New(c Config) *Service {
	if c.Clock == nil {
		c.Clock = clock.System{}
	}
	if c.Log == nil {
		c.Log = slog.Default()
	}
	if c.Every <= 0 {
		c.Every = defaultEvery
	}
	s := &Service{Config: c, names: names{known: map[uuid.UUID]name{}}, watchers: map[which]*watcher{}}
	s.subscribe = func(ctx context.Context, channel string) (feed, error) {
		sub, err := c.Hub.Subscribe(ctx, channel, pubsub.SubscribeOptions{Mode: pubsub.Latest})
		if err != nil {
			return nil, err // Not a feed that is a nil subscription.
		}
		return sub, nil
	}
	s.ctx, s.cancel = context.WithCancel(context.Background())
	return s
}

// Start lets people follow. A second call, or one after Stop, does nothing.
func (s *Service) Start() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.running = s.ctx.Err() == nil
}

// Stop closes what everybody follows and returns when no goroutine of the
// service is left.
func (s *Service) Stop() {
	s.mu.Lock()
	s.running = false
	s.cancel()
	s.mu.Unlock()
	s.work.Wait()
}
