package loyalty

import (
	"context"
	"log/slog"

	"github.com/google/uuid"

	"zuka/internal/platform/clock"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/money"
	"zuka/internal/platform/postgres"
	"zuka/internal/platform/pubsub"
	"zuka/internal/platform/viewer"
)

// Config says what the service works with.
type Config struct {
	Pool *postgres.Pool
	// Hub carries the news of changed points; without one nobody hears of them.
	Hub *pubsub.Hub
	// Notices tells people of levels and rewards; nil tells nobody.
	Notices Notices
	// Shown hears when the catalogue has changed; nil where nothing shows it.
	Shown Shown
	Clock clock.Clock
	Log   *slog.Logger
}

// Notices tells people what has happened.
type Notices interface {
	// Tell writes a notice in the transaction, once for its person and source.
	// The person's devices learn of it after the commit.
	Tell(ctx context.Context, tx postgres.Tx, n Notice) error
}

// Kind is what a notice is about.
type Kind string

// The kinds of notices that are told from here.
const (
	KindPoints Kind = "points"
	KindReward Kind = "reward"
)

// Notice is something to be told to a person.
type Notice struct {
	User           uuid.UUID
	Kind           Kind
	Title, Message string
	// ActionURL is where it leads: a path of the storefront.
	ActionURL string
	// Source is what it is told of; a person is told of it once.
	Source string
}

// Shown keeps answers that show the catalogue of rewards.
type Shown interface {
	// RewardsChanged drops them.
	RewardsChanged(ctx context.Context) error
}

// Service keeps points and rewards. It is safe for use from many goroutines.
type Service struct{ Config }

// New makes the service.
func New(config Config) *Service {
	if config.Clock == nil {
		config.Clock = clock.System{}
	}
	if config.Log == nil {
		config.Log = slog.Default()
	}
	return &Service{config}
}

// MostAt is how many points may be spent on an order of this subtotal; fewer
// than Least means none.
func (s *Service) MostAt(subtotal money.Naira) int { return most(subtotal) }

// person is who asks; a fault when nobody is signed in.
func person(ctx context.Context) (uuid.UUID, error) {
	if v := viewer.From(ctx); v.SignedIn() {
		return v.User, nil
	}
	return uuid.Nil, unknown()
}

func unknown() error { return fault.New(fault.Unauthenticated, "please sign in") }

func staff(ctx context.Context) error {
	if _, err := person(ctx); err != nil {
		return err
	}
	if !viewer.From(ctx).May(viewer.Staff) {
		return fault.New(fault.Forbidden, "only staff may do this")
	}
	return nil
}

// tell is for notices where somebody tells them.
func (s *Service) tell(ctx context.Context, tx postgres.Tx, notice Notice) error {
	if s.Notices == nil {
		return nil
	}
	return s.Notices.Tell(ctx, tx, notice)
}
