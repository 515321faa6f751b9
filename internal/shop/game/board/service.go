package board

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/google/uuid"
	"github.com/redis/go-redis/v9"

	"zuka/internal/platform/cache"
	"zuka/internal/platform/clock"
	"zuka/internal/platform/page"
	"zuka/internal/platform/postgres"
)

// Connection is a page of a board.
type Connection = page.Connection[*Entry]

// Edge is one place of a page with its cursor.
type Edge = page.Edge[*Entry]

// Notices tells people what happened to their places.
type Notices interface {
	// Overtaken tells somebody that another has passed them on this week's
	// board of a game and what their place is now. It is called each time; once
	// a Lagos day and person is enough.
	Overtaken(ctx context.Context, user uuid.UUID, game Game, rank int) error
}

// Config is what the boards are made of.
type Config struct {
	Pool *postgres.Pool
	// Redis must honour the deadlines of contexts and read from masters. Without
	// it everything is read from PostgreSQL.
	Redis redis.UniversalClient
	// Prefix stands before every key, and before the channels, which Redis
	// publishes to by itself when a board changes: the prefix of the hub that
	// listens must be the same.
	Prefix string
	// OpTimeout bounds one round trip to Redis, the wait for a connection
	// included. Default 500 ms.
	OpTimeout time.Duration
	// Bus carries the cache of pages; nil for none.
	Bus *cache.Bus
	// Outbox leaves jobs; nil where no board is ordered.
	Outbox Outbox
	// Notices may be nil.
	Notices Notices
	// Clock is nil for the machine's.
	Clock clock.Clock
	// Log is nil for slog.Default().
	Log *slog.Logger
}

// pageTTL is how old a page may be. What is read live is not cached.
const pageTTL = 5 * time.Minute

// Service keeps the boards. It is safe for use from many goroutines.
type Service struct {
	cfg     Config
	breaker breaker
	spare   spare

	group *cache.Group // of all pages; nil without a bus.
	pages *cache.Answers[[]*Entry]

	overtaken chan overtaken
	rebuilds  chan Board
	mu        sync.Mutex
	wanted    map[string]time.Time // boards that wait for a rebuild, or shall not be tried before.

	ctx    context.Context
	cancel context.CancelFunc
	work   sync.WaitGroup
	once   sync.Once
}

// New makes the boards of a process; Start begins their background work.
func New(cfg Config) *Service {
	if cfg.OpTimeout <= 0 {
		cfg.OpTimeout = defaultOpTimeout
	}
	if cfg.Clock == nil {
		cfg.Clock = clock.System{}
	}
	if cfg.Log == nil {
		cfg.Log = slog.Default()
	}
	s := &Service{
		cfg:       cfg,
		breaker:   breaker{log: cfg.Log},
		spare:     newSpare(),
		overtaken: make(chan overtaken, overtakenQueue),
		rebuilds:  make(chan Board, rebuildQueue),
		wanted:    map[string]time.Time{},
	}
	if cfg.Bus != nil {
		s.group = cache.NewGroup(cfg.Bus, "boards")
		s.pages = cache.NewAnswers[[]*Entry](s.group, cache.Settings{Name: "board.page", TTL: pageTTL})
	}
	s.ctx, s.cancel = context.WithCancel(context.Background())
	return s
}

// Start begins the work in the background: telling who was overtaken, and
// rebuilding what a read has found missing. A second call does nothing.
func (s *Service) Start() {
	s.once.Do(func() {
		s.work.Go(s.tellOvertaken)
		for range rebuilders {
			s.work.Go(s.rebuildWanted)
		}
	})
}

// Stop ends the work in the background and waits for it; a rebuild that is
// under way is given up. Notices that wait are lost.
func (s *Service) Stop() {
	s.cancel()
	s.work.Wait()
}
