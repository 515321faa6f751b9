package checkout

import (
	"context"
	"errors"
	"strconv"

	"github.com/google/uuid"

	"zuka/ent/db"
	"zuka/ent/db/order"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/idempotency"
	"zuka/internal/platform/postgres"
	"zuka/internal/platform/viewer"
	"zuka/internal/shop/cart"
	"zuka/internal/shop/payment"
)

// Completed is the outcome of ordering.
type Completed struct {
	Order *db.Order
	// Payment is the attempt to pay; its page is where the shopper goes next.
	Payment *db.Payment
	// AccessToken lets a guest read the order; empty for who is signed in.
	AccessToken string
	// Unreached is why the provider's page could not be had. The order is made
	// all the same.
	Unreached error
}

// Complete makes an order of the viewer's cart, once for each idempotency key,
// and begins to pay for it.
func (s *Service) Complete(ctx context.Context, in Input) (*Completed, error) {
	owner, known := cart.OwnerOf(viewer.From(ctx))
	if !known {
		return nil, fault.Refuse(fault.CartEmpty, "", "there is nothing in the cart")
	}
	wanted, err := s.check(ctx, in, owner.User == uuid.Nil)
	if err != nil {
		return nil, err
	}
	key, err := idempotency.NewKey(viewer.From(ctx).Owner(), in.IdempotencyKey, wanted.request())
	if err != nil {
		return nil, fault.Below("input", err)
	}
	made, err := s.place(ctx, owner, wanted, key)
	if err != nil {
		return nil, err
	}
	return s.begin(ctx, made)
}

// place runs the transaction, and looks whether it took place when that is not
// known.
func (s *Service) place(ctx context.Context, owner cart.Owner, in *wanted, key idempotency.Key) (*placing, error) {
	var done *placing
	err := postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx postgres.Tx) error {
		done = &placing{Service: s, tx: tx, owner: owner, in: in}
		answer, err := idempotency.Claim(ctx, tx, key, s.Clock.Now())
		if err != nil {
			return fault.Below("input", err)
		}
		if answer != nil {
			return done.again(answer)
		}
		if err := done.run(ctx); err != nil {
			return err
		}
		return idempotency.Keep(ctx, tx, key, idempotency.Answer{Kind: "Order", ID: strconv.Itoa(done.order.ID)})
	})
	if err == nil || !errors.Is(err, postgres.ErrUnknown) {
		return done, err
	}
	// The commit may have succeeded although it returned an error; another
	// connection knows.
	answer, looked := idempotency.Find(context.WithoutCancel(ctx), s.Pool, key)
	if looked != nil || answer == nil {
		return nil, err
	}
	done = &placing{Service: s, owner: owner, in: in}
	return done, done.again(answer)
}

// begin hands out what was placed: the news of it, and the page where it is
// paid. It is the same for an order that was placed by an earlier request.
func (s *Service) begin(ctx context.Context, made *placing) (*Completed, error) {
	if made.replayed {
		found, err := s.Pool.Ent().Order.Get(ctx, made.orderID)
		if err != nil {
			return nil, err
		}
		made.order = found
		attempts, err := s.Payment.Of(ctx, []int{found.ID})
		if err != nil {
			return nil, err
		}
		if all := attempts[found.ID]; len(all) > 0 {
			made.payment = all[0] // The newest.
		}
	} else {
		s.Inventory.Settle(ctx, made.taken)
		s.Cart.Changed(ctx, made.owner)
		s.Order.Announce(ctx, made.order)
	}
	done := &Completed{Order: made.order, Payment: made.payment}
	if made.order.UserID == nil {
		done.AccessToken = s.Order.Token(made.order.OrderNumber)
	}
	if made.order.PaymentMethod == order.PaymentMethodCashOnDelivery || made.order.Status != order.StatusPending || made.payment == nil {
		return done, nil
	}
	paying, err := s.Payment.Initialize(ctx, made.payment, s.payer(ctx, made.order))
	if err != nil {
		if _, expected := fault.From(err); !expected {
			return nil, err
		}
		done.Unreached = err
		return done, nil
	}
	done.Payment = paying
	return done, nil
}

// payer is who the provider is told of.
func (s *Service) payer(ctx context.Context, o *db.Order) payment.Payer {
	payer := payment.Payer{}
	if o.ShippingAddress != nil {
		payer.Name, payer.Phone = o.ShippingAddress.RecipientName, o.ShippingAddress.Phone
	}
	if o.GuestEmail != nil {
		payer.Email = *o.GuestEmail
	}
	if o.GuestPhone != nil {
		payer.Phone = *o.GuestPhone
	}
	if o.UserID == nil {
		return payer
	}
	known, err := s.standing(ctx, *o.UserID)
	s.warn(ctx, "a payer is told to the provider without their address", err)
	if known.email != "" && known.emailSure {
		payer.Email = known.email
	}
	if known.name != "" {
		payer.Name = known.name
	}
	return payer
}
