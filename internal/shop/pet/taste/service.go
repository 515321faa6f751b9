package taste

import (
	"log/slog"
	"time"

	"zuka/internal/platform/clock"
	"zuka/internal/platform/postgres"
)

const (
	// memory is how far back deeds say something of a taste.
	memory = 180 * 24 * time.Hour
	// defaultLag is how long a row may take from its time to its commit.
	defaultLag = time.Minute
	// defaultWindow is how far back is looked for people who did something.
	defaultWindow = 48 * time.Hour
)

// Config says what the service works with.
type Config struct {
	Pool *postgres.Pool
	// Lag is how long after its time a row may still be on its way; what is
	// younger is left for the next time. 0 is a minute, less than 0 none.
	Lag time.Duration
	// Window is how far back people are looked for who did something; 0 is two
	// days. It has to be longer than the pause between two runs. Of those who
	// are found, all that is new is read, however old.
	Window time.Duration
	Clock  clock.Clock
	Log    *slog.Logger
}

// Service learns from what people do, and recommends. It is safe for use from
// many goroutines.
type Service struct{ Config }

// New makes the service.
func New(config Config) *Service {
	if config.Clock == nil {
		config.Clock = clock.System{}
	}
	if config.Log == nil {
		config.Log = slog.Default()
	}
	if config.Lag == 0 {
		config.Lag = defaultLag
	}
	if config.Window <= 0 {
		config.Window = defaultWindow
	}
	return &Service{config}
}

// settled is up to when everything that happened can be read.
func (s *Service) settled() time.Time { return moment(s.Clock.Now().Add(-max(0, s.Lag))) }
