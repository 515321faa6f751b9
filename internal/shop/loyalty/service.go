package loyalty

import (
	"zuka/internal/platform/clock"
	"zuka/internal/platform/money"
	"zuka/internal/platform/postgres"
)

// Config says what the service works with.
type Config struct {
	Pool  *postgres.Pool
	Clock clock.Clock
}

// Service keeps points and rewards. It is safe for use from many goroutines.
type Service struct{ Config }

// New makes the service.
func New(config Config) *Service {
	if config.Clock == nil {
		config.Clock = clock.System{}
	}
	return &Service{config}
}

// MostAt is how many points may be spent on an order of this subtotal; fewer
// than Least means none.
func (s *Service) MostAt(subtotal money.Naira) int { return most(subtotal) }
