package analytics

import (
	"context"
	"log/slog"
	"time"

	"github.com/google/uuid"

	"zuka/internal/platform/cache"
	"zuka/internal/platform/clock"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/viewer"
	"zuka/internal/shop/analytics/archive"
	"zuka/internal/shop/analytics/event"
	"zuka/internal/shop/analytics/hot"
	"zuka/internal/shop/analytics/report"
	"zuka/internal/shop/analytics/rollup"
)

// Intake takes events that are to be written.
type Intake interface {
	// Put acknowledges all of them or none; its errors are faults.
	Put(ctx context.Context, events []event.Event) error
	// Came is when each event came first of which its teller does not say when it
	// happened: now for one that is new. Its errors are faults.
	Came(ctx context.Context, ids []uuid.UUID, now time.Time) ([]time.Time, error)
	// Oldest is when the oldest event came that is not written yet; there is none
	// where waits is false.
	Oldest(ctx context.Context) (at time.Time, waits bool, err error)
}

// Writer writes the shop's own events past the stream; twice is once.
type Writer interface {
	// Add writes them; those that are there stay.
	Add(ctx context.Context, events []event.Event) error
}

// Config says what the service works with.
type Config struct {
	Bus     *cache.Bus
	Intake  Intake
	Hot     *hot.Counters
	Rollup  *rollup.Service
	Reports *report.Service
	Archive *archive.Service
	// Secret makes the sessions of those whom nobody gave one.
	Secret []byte
	Clock  clock.Clock
	Log    *slog.Logger
}

// Service takes events and answers questions about them. It is safe for use from
// many goroutines.
type Service struct {
	Config
	group   *cache.Group
	kept    *cache.Answers[[]byte]
	beside  *aside
	reading reading
	// rebuilds and archivings outlive the requests that ask for them.
	rebuilds   *errand[rollup.Result]
	archivings *errand[int]
}

const (
	// reportTTL is how long a report is kept.
	reportTTL = 15 * time.Minute
	// reportsKept is how many a process remembers.
	reportsKept = 200
)

// New makes the service.
func New(config Config) *Service {
	if config.Clock == nil {
		config.Clock = clock.System{}
	}
	if config.Log == nil {
		config.Log = slog.New(slog.DiscardHandler)
	}
	group := cache.NewGroup(config.Bus, "analytics")
	return &Service{
		Config: config, group: group, beside: newAside(config.Intake, config.Log),
		kept: cache.NewCustomAnswers(group, cache.Settings{Name: "report1", TTL: reportTTL, LocalTTL: reportTTL, LocalSize: reportsKept, FetchTimeout: time.Minute},
			cache.Custom[string, []byte]{Codec: cache.Bytes{}}),
		rebuilds:   newErrand[rollup.Result]("counting days anew", "analytics { freshness }", config.Log),
		archivings: newErrand[int]("archiving", "archives", config.Log),
	}
}

// Start begins to carry what the shop tells by the way to the stream.
func (s *Service) Start() { s.beside.start() }

// Stop carries the last of it, and cuts off what goes on in the background: days
// that are counted anew then are as they were, and archiving goes on where another
// process begins.
func (s *Service) Stop() {
	s.rebuilds.stop()
	s.archivings.stop()
	s.beside.stop()
}

// staff lets only staff in.
func staff(ctx context.Context, role viewer.Role) error {
	v := viewer.From(ctx)
	switch {
	case !v.SignedIn():
		return fault.New(fault.Unauthenticated, "please sign in")
	case !v.May(role):
		return fault.New(fault.Forbidden, "only %s may do this", role)
	}
	return nil
}
