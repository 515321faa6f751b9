package checkout

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/google/uuid"

	"zuka/ent/db"
	"zuka/ent/db/order"
	paymentrow "zuka/ent/db/payment"
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
	// Payment is the attempt to pay; its page is where the shopper goes next. It
	// is nil when there was nothing to pay.
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
	v := viewer.From(ctx) // Once, for the cart and the key must be the same one's.
	owner, known := cart.OwnerOf(v)
	if !known {
		return nil, fault.Refuse(fault.CartEmpty, "", "there is nothing in the cart")
	}
	key, err := idempotency.NewKey(v.Owner(), in.IdempotencyKey, in.request())
	if err != nil {
		return nil, fault.Below("input", err)
	}
	wanted, err := s.check(ctx, in, owner.User == uuid.Nil)
	if err != nil {
		return s.earlier(ctx, owner, key, err)
	}
	made, err := s.place(ctx, owner, wanted, key)
	if err != nil {
		return nil, err
	}
	return s.begin(ctx, made)
}

// earlier answers an order that was made before its input became one that
// cannot be accepted, as when the address in it was deleted.
func (s *Service) earlier(ctx context.Context, owner cart.Owner, key idempotency.Key, refused error) (*Completed, error) {
	answer, err := idempotency.Find(ctx, s.Pool, key)
	if err != nil || answer == nil {
		return nil, refused
	}
	made := &placing{Service: s, owner: owner}
	if err := made.again(answer); err != nil {
		return nil, err
	}
	return s.begin(ctx, made)
}

// placingTries is how often an order is begun again whose prices moved.
const placingTries = 3

// place runs the transaction, and finds out whether it took place when that is
// not known.
func (s *Service) place(ctx context.Context, owner cart.Owner, in *wanted, key idempotency.Key) (made *placing, err error) {
	for range placingTries {
		made = &placing{Service: s, owner: owner, in: in}
		err = postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx postgres.Tx) error { return made.once(ctx, tx, key) })
		if !errors.Is(err, errMoved) {
			break
		}
	}
	switch {
	case errors.Is(err, errMoved):
		return nil, fault.Unavailable(err)
	case errors.Is(err, postgres.ErrUnknown):
		return made, made.find(ctx, key, err)
	}
	return made, err
}

// errLooked ends a transaction that was only to look.
var errLooked = errors.New("nothing was to be written")

// find finds out whether the order was placed though its commit failed. Looking
// for the key would not see a commit that is still under way; claiming it waits
// for that one's end. The claim itself is rolled back.
func (p *placing) find(ctx context.Context, key idempotency.Key, failed error) error {
	var answer *idempotency.Answer
	err := postgres.InTx(context.WithoutCancel(ctx), p.Pool, func(ctx context.Context, tx postgres.Tx) (err error) {
		if answer, err = idempotency.Claim(ctx, tx, key, p.Clock.Now()); err == nil {
			err = errLooked
		}
		return err
	})
	switch {
	case answer == nil:
		return fault.Unavailable(errors.Join(failed, err))
	case p.order != nil && answer.ID == strconv.Itoa(p.order.ID):
		return nil
	}
	return p.again(answer)
}

// begin hands out what was placed: the news of it, and the page where it is
// paid. It is the same for an order that was placed by an earlier request.
func (s *Service) begin(ctx context.Context, made *placing) (*Completed, error) {
	if made.replayed {
		if err := made.recall(ctx); err != nil {
			return nil, err
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
	if !made.payable() {
		return done, nil
	}
	paying, err := s.Payment.Initialize(ctx, made.payment, s.payer(ctx, made.order, made.quote))
	if err != nil {
		if _, expected := fault.From(err); !expected {
			s.Log.ErrorContext(ctx, "an order is placed and its payment cannot begin", "order", made.order.ID, "cause", err)
		}
		done.Unreached = err
		return done, nil
	}
	done.Payment = paying
	return done, nil
}

// recall reads what an earlier request made: the order as it is now, and the
// payment that paid it or else the newest attempt.
func (p *placing) recall(ctx context.Context) (err error) {
	if p.order, err = p.Pool.Ent().Order.Get(ctx, p.orderID); err != nil {
		return fmt.Errorf("reading an order that was placed before: %w", err)
	}
	attempts, err := p.Payment.Of(ctx, []int{p.orderID})
	if err != nil {
		return err
	}
	for _, one := range attempts[p.orderID] { // The oldest first.
		p.payment = one
		if one.Status == paymentrow.StatusSuccess {
			break
		}
	}
	return nil
}

// payable tells whether somebody can go and pay now.
func (p *placing) payable() bool {
	return p.payment != nil && p.order.Status == order.StatusPending &&
		p.payment.Status == paymentrow.StatusPending && p.payment.Provider != paymentrow.ProviderCashOnDelivery
}

// payer is who the provider is told of. What is known of the person is in the
// quote, if the order was made of one just now.
func (s *Service) payer(ctx context.Context, o *db.Order, q *Quote) payment.Payer {
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
	var known standing
	if q != nil {
		known = q.standing
	} else {
		var err error
		known, err = standingIn(ctx, s.Pool.SQL(), *o.UserID)
		s.warn(ctx, "a payer is told to the provider without their address", err)
	}
	if known.email != "" && known.emailSure {
		payer.Email = known.email
	}
	if known.name != "" {
		payer.Name = known.name
	}
	return payer
}
