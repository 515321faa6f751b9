package checkout

import (
	"context"
	"log/slog"

	"github.com/google/uuid"

	"zuka/internal/platform/clock"
	"zuka/internal/platform/money"
	"zuka/internal/platform/postgres"
	"zuka/internal/platform/ratelimit"
	"zuka/internal/shop/cart"
	"zuka/internal/shop/coupon"
	"zuka/internal/shop/inventory"
	"zuka/internal/shop/loyalty"
	"zuka/internal/shop/order"
	"zuka/internal/shop/payment"
	"zuka/internal/shop/referral"
)

type naira = money.Naira

// Crew tells the people who work for the shop.
type Crew interface {
	// Alert tells staff, once for each source, what they must look at.
	Alert(ctx context.Context, tx postgres.Tx, title, message, source string) error
}

// Config says what the service works with.
type Config struct {
	Pool      *postgres.Pool
	Cart      *cart.Service
	Coupon    *coupon.Service
	Loyalty   *loyalty.Service
	Referral  *referral.Service
	Inventory *inventory.Service
	Order     *order.Service
	Payment   *payment.Service
	Addresses Addresses
	Crew      Crew
	Limits    *ratelimit.Limiter
	Clock     clock.Clock
	Log       *slog.Logger
}

// Service sells. It is safe for use from many goroutines.
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

// person is nil for a guest.
func person(id uuid.UUID) *uuid.UUID {
	if id == uuid.Nil {
		return nil
	}
	return &id
}

// warn logs what could not be done after a commit and heals by itself.
func (s *Service) warn(ctx context.Context, what string, err error) {
	if err != nil {
		s.Log.WarnContext(ctx, what, "cause", err)
	}
}
