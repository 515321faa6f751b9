package notify

import (
	"context"
	"errors"
	"log/slog"

	"github.com/google/uuid"

	"zuka/ent/db"
	"zuka/internal/platform/clock"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/mail"
	"zuka/internal/platform/postgres"
	"zuka/internal/platform/pubsub"
	"zuka/internal/platform/sms"
	"zuka/internal/platform/viewer"
	"zuka/internal/shop/notify/letter"
)

// ErrUndeliverable means that no further try will bring a letter to its
// address.
var ErrUndeliverable = errors.New("the letter cannot be delivered")

// Outbox leaves work for later in a transaction: it is done if and only if the
// transaction commits.
type Outbox interface {
	// Broadcast tells many people the same, by DeliverBroadcast.
	Broadcast(ctx context.Context, tx postgres.Tx, broadcast Broadcast) error
}

// Orders tells those who follow an order, as order.Service does.
type Orders interface {
	// Announce tells of the version that an order has.
	Announce(ctx context.Context, order *db.Order)
}

// Config says what the service works with.
type Config struct {
	Pool   *postgres.Pool
	Hub    *pubsub.Hub
	Outbox Outbox
	Orders Orders
	// Mail and SMS are nil where the shop has none: nothing is sent that way.
	Mail mail.Sender
	SMS  sms.Sender
	// Letters knows how the shop writes to people.
	Letters letter.Writer
	// Token is the word with which a guest reads an order, by its number.
	Token func(number string) string
	Clock clock.Clock
	Log   *slog.Logger
}

// Service tells people what concerns them. It is safe for use from many
// goroutines.
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

func onlyStaff(ctx context.Context) (viewer.Viewer, error) {
	v := viewer.From(ctx)
	switch {
	case !v.SignedIn():
		return v, fault.New(fault.Unauthenticated, "please sign in")
	case !v.May(viewer.Staff):
		return v, fault.New(fault.Forbidden, "only staff may do this")
	}
	return v, nil
}
