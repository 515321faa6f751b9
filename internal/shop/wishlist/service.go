package wishlist

import (
	"context"
	"log/slog"

	"github.com/google/uuid"

	"zuka/internal/platform/clock"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/postgres"
	"zuka/internal/platform/viewer"
)

// Cart takes what was wished for.
type Cart interface {
	// AddTx puts a line into the caller's cart within a transaction. Its faults
	// are about the fields of `line`.
	AddTx(ctx context.Context, tx postgres.Tx, line MoveInput) ([]Warning, error)
	// Changed tells of the person's cart after the commit.
	Changed(ctx context.Context, user uuid.UUID)
}

// Notice is something to tell a person once: never again from the same source.
type Notice struct {
	User           uuid.UUID
	Title, Message string
	ActionURL      string
	Source         string
}

// Notices tell people things.
type Notices interface {
	// Tell leaves notices within a transaction.
	Tell(ctx context.Context, tx postgres.Tx, notices []Notice) error
	// Told lets the person's devices know of one, after the commit.
	Told(ctx context.Context, notice Notice)
}

// Config says what the service works with.
type Config struct {
	Pool    *postgres.Pool
	Cart    Cart
	Notices Notices
	Clock   clock.Clock
	Log     *slog.Logger
}

// Service keeps wishes. It is safe for use from many goroutines.
type Service struct{ Config }

// New makes the service.
func New(config Config) *Service {
	if config.Clock == nil {
		config.Clock = clock.System{}
	}
	if config.Log == nil {
		config.Log = slog.New(slog.DiscardHandler)
	}
	return &Service{config}
}

// me is who is signed in.
func me(ctx context.Context) (uuid.UUID, error) {
	v := viewer.From(ctx)
	if !v.SignedIn() {
		return uuid.Nil, fault.New(fault.Unauthenticated, "please sign in")
	}
	return v.User, nil
}
