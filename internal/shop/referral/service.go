package referral

import (
	"context"
	"log/slog"
	"strings"

	entsql "entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"zuka/internal/platform/clock"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/postgres"
	"zuka/internal/platform/viewer"
)

// Notice is something to tell a person once: never again from the same source.
type Notice struct {
	User           uuid.UUID
	Title, Message string
	// ActionURL is a path of the storefront.
	ActionURL string
	Source    string
}

// Notices tell people things.
type Notices interface {
	// Tell leaves a notice within a transaction; devices learn of it after the
	// commit.
	Tell(ctx context.Context, tx postgres.Tx, notice Notice) error
}

// Config says what the service works with.
type Config struct {
	Pool *postgres.Pool
	// Notices is nil where nobody is told.
	Notices Notices
	// Storefront is the address that links begin with, as in https://zuka.ng.
	Storefront string
	Clock      clock.Clock
	Log        *slog.Logger
}

// Service keeps invitations. It is safe for use from many goroutines.
type Service struct{ Config }

// New makes the service.
func New(config Config) *Service {
	if config.Clock == nil {
		config.Clock = clock.System{}
	}
	if config.Log == nil {
		config.Log = slog.New(slog.DiscardHandler)
	}
	config.Storefront = strings.TrimRight(config.Storefront, "/")
	return &Service{config}
}

// noKey is how rows are locked: others that name them may still be written.
var noKey = entsql.WithLockClause("FOR NO KEY UPDATE")

// me is who is signed in.
func me(ctx context.Context) (uuid.UUID, error) {
	v := viewer.From(ctx)
	if !v.SignedIn() {
		return uuid.Nil, fault.New(fault.Unauthenticated, "please sign in")
	}
	return v.User, nil
}
