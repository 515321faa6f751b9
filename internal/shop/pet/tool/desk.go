package tool

import (
	"context"
	"encoding/json"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/google/uuid"

	"zuka/internal/platform/clock"
	"zuka/internal/platform/postgres"
	"zuka/internal/platform/viewer"
	"zuka/internal/shop/cart"
	"zuka/internal/shop/catalog"
	"zuka/internal/shop/checkout"
	"zuka/internal/shop/loyalty"
	"zuka/internal/shop/order"
	"zuka/internal/shop/pet/brain"
	"zuka/internal/shop/pet/taste"
	"zuka/internal/shop/pet/understand"
)

const (
	// MostCalls is how many tools a message may use (rules.md, "The pet").
	MostCalls = 5
	// mostCoupons is how many of them may be coupons.
	mostCoupons = 1
	// Life is how long a proposal can be accepted.
	Life = 24 * time.Hour
	// shown is how many products an answer shows.
	shown = 6
)

// Config says what desks work with.
type Config struct {
	Pool     *postgres.Pool
	Catalog  *catalog.Service
	Carts    *cart.Service
	Checkout *checkout.Service
	Orders   *order.Service
	Points   *loyalty.Service
	Taste    *taste.Service
	Rules    brain.Shop
	Clock    clock.Clock
	Log      *slog.Logger
}

// Tools makes desks. It is safe for use from many goroutines.
type Tools struct{ Config }

// New makes it.
func New(config Config) *Tools {
	if config.Clock == nil {
		config.Clock = clock.System{}
	}
	if config.Log == nil {
		config.Log = slog.New(slog.DiscardHandler)
	}
	return &Tools{config}
}

// Scope is whose message a desk works for, chosen by the server.
type Scope struct {
	Run uuid.UUID
	// Attempt is the one that the desk is for: a later one shuts it out.
	Attempt int
	User    uuid.UUID
	Pet     int
	// Meaning is the desk's own reading of the person's own message, in Context.
	Meaning understand.Meaning
	Context understand.Context
	// Tell passes on what the person is to see.
	Tell Teller
}

// Teller passes on what the person is to see.
type Teller interface {
	// Products shows products.
	Products(ctx context.Context, ids []int)
	// Action shows what was proposed, done, refused or failed.
	Action(ctx context.Context, id int, proposed bool)
}

// Desk is where one answer is worked at. It belongs to one goroutine.
type Desk struct {
	*Tools
	Scope
	calls, coupons int
	shownIDs       []int
	actions        []int
	kind           string
	stopped        atomic.Bool
	// results are what calls were told, by fingerprint; added what was put into the
	// cart at once, by product.
	results map[string]json.RawMessage
	added   map[int]json.RawMessage
}

var _ brain.Desk = (*Desk)(nil)

// Desk makes a desk, which knows what earlier attempts at the answer did.
func (s *Tools) Desk(ctx context.Context, scope Scope) (*Desk, error) {
	d := &Desk{Tools: s, Scope: scope, results: make(map[string]json.RawMessage), added: make(map[int]json.RawMessage)}
	return d, d.recall(ctx)
}

// Calls is how many tools were used.
func (d *Desk) Calls() int { return d.calls }

// Shown are the products that were shown, in order, each once.
func (d *Desk) Shown() []int { return d.shownIDs }

// Actions are the rows of what was done.
func (d *Desk) Actions() []int { return d.actions }

// Kind is what kind of message the answer is, by what was done last; empty for
// words alone.
func (d *Desk) Kind() string { return d.kind }

// Stopped tells whether nothing more is to be done for the message.
func (d *Desk) Stopped() bool { return d.stopped.Load() }

// as puts the person of the scope into a context: a customer, whatever else they
// are, for staff may see everybody's orders.
func (d *Desk) as(ctx context.Context) context.Context {
	return viewer.With(ctx, viewer.NewRequest(viewer.Viewer{User: d.User, Role: viewer.Customer}, nil))
}

// Shop are the rules of the shop.
func (d *Desk) Shop() brain.Shop { return d.Rules }
