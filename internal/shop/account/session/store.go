package session

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/google/uuid"
	"github.com/redis/go-redis/v9"

	"zuka/internal/platform/clock"
	"zuka/internal/platform/postgres"
	"zuka/internal/platform/pubsub"
	"zuka/internal/shop/account/secret"
)

// Config says what a store works with.
type Config struct {
	Pool  *postgres.Pool
	Redis redis.UniversalClient
	// Prefix stands before every key, ending in a colon.
	Prefix string
	Hub    *pubsub.Hub
	Keys   secret.Keys
	// Forget leaves a job in a transaction that ends sessions: it takes their
	// hot copies away should Redis be out of reach after the commit. Nil leaves
	// none.
	Forget func(ctx context.Context, tx postgres.Tx, sessions []uuid.UUID) error
	Clock  clock.Clock
	Log    *slog.Logger
}

// Store finds, begins, changes and ends sessions. It is safe for use from many
// goroutines, in as many processes as there are.
type Store struct {
	Config
	// restUntil is until when Redis is left alone, in Unix nanoseconds.
	restUntil atomic.Int64

	mu      sync.Mutex
	touched map[uuid.UUID]touch
	// seen is when each session was last noted, so that a busy one is noted
	// once a minute.
	seen    map[uuid.UUID]time.Time
	watched map[uuid.UUID]map[*watch]struct{}

	stop      chan struct{}
	stopped   sync.WaitGroup
	unlisten  func()
	lifecycle sync.Mutex
}

// New makes a store; Start starts what it does in the background.
func New(config Config) *Store {
	if config.Clock == nil {
		config.Clock = clock.System{}
	}
	if config.Log == nil {
		config.Log = slog.New(slog.DiscardHandler)
	}
	return &Store{
		Config: config, touched: make(map[uuid.UUID]touch), seen: make(map[uuid.UUID]time.Time),
		watched: make(map[uuid.UUID]map[*watch]struct{}),
	}
}

// Start notes uses in PostgreSQL and looks after open streams until Stop.
func (s *Store) Start() {
	s.lifecycle.Lock()
	defer s.lifecycle.Unlock()
	if s.stop != nil {
		return
	}
	s.stop = make(chan struct{})
	s.unlisten = s.listen()
	s.stopped.Go(func() { s.every(touchEvery/2, s.flush) })
	s.stopped.Go(func() { s.every(lookEvery, s.look) })
}

// Stop ends the background work after noting the last uses.
func (s *Store) Stop() {
	s.lifecycle.Lock()
	defer s.lifecycle.Unlock()
	if s.stop == nil {
		return
	}
	close(s.stop)
	s.unlisten()
	s.stopped.Wait()
	s.stop = nil
	s.flush()
}

func (s *Store) every(pause time.Duration, work func()) {
	ticker := time.NewTicker(pause)
	defer ticker.Stop()
	for {
		select {
		case <-s.stop:
			return
		case <-ticker.C:
			work()
		}
	}
}
