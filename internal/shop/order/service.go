package order

import (
	"context"
	"log/slog"

	"golang.org/x/sync/singleflight"

	"zuka/internal/platform/clock"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/money"
	"zuka/internal/platform/postgres"
	"zuka/internal/platform/pubsub"
	"zuka/internal/platform/viewer"
)

type naira = money.Naira

// Outbox leaves work for later in a transaction: it is done if and only if the
// transaction commits.
type Outbox interface {
	// OrderChanged tells people of a version of an order.
	OrderChanged(ctx context.Context, tx postgres.Tx, order int, version int64) error
}

// Keys makes the access tokens of guests.
type Keys interface {
	// Token is 128 bits in 22 characters of base64url, the same for the same
	// purpose and text, and known to nobody without the server's key.
	Token(purpose, text string) string
}

// Config says what the service works with.
type Config struct {
	Pool   *postgres.Pool
	Hub    *pubsub.Hub
	Outbox Outbox
	Keys   Keys
	Clock  clock.Clock
	Log    *slog.Logger
}

// Service keeps orders. It is safe for use from many goroutines.
type Service struct {
	Config
	reading singleflight.Group
}

// New makes the service.
func New(config Config) *Service {
	if config.Clock == nil {
		config.Clock = clock.System{}
	}
	if config.Log == nil {
		config.Log = slog.New(slog.DiscardHandler)
	}
	return &Service{Config: config}
}

// me is who is signed in.
func me(ctx context.Context) (viewer.Viewer, error) {
	v := viewer.From(ctx)
	if !v.SignedIn() {
		return v, fault.New(fault.Unauthenticated, "please sign in")
	}
	return v, nil
}

func onlyStaff(ctx context.Context) error {
	v, err := me(ctx)
	if err == nil && !v.May(viewer.Staff) {
		err = fault.New(fault.Forbidden, "only staff may do this")
	}
	return err
}
