package graph

import (
	"context"
	"time"

	"zuka/ent/db"
	"zuka/ent/db/order"
	paymentrow "zuka/ent/db/payment"
	"zuka/ent/db/paymentevent"
	"zuka/ent/shape"
	"zuka/graph/model"
	"zuka/graph/usererror"
	"zuka/internal/platform/globalid"
	"zuka/internal/platform/page"
	"zuka/internal/shop/payment"
)

// Payment is one attempt that the viewer may see.
func (q query) Payment(ctx context.Context, reference string, accessToken *string) (*db.Payment, error) {
	return q.Resolver.Payments.ByReference(ctx, reference, accessToken)
}

// Payments are all of them, for staff.
func (q query) Payments(ctx context.Context, filter *model.PaymentFilter, first *int32, after *string, last *int32, before *string) (*payment.Connection, error) {
	var wanted payment.Filter
	if filter != nil {
		wanted = payment.Filter{Status: filter.Status.Value(), Query: filter.Query.Value(), Held: filter.HeldOnly}
		if provider := filter.Provider.Value(); provider != nil {
			wanted.Provider = new(paymentrow.Provider(*provider))
		}
	}
	return q.Resolver.Payments.Payments(ctx, wanted, page.Args{First: first, After: after, Last: last, Before: before})
}

// PaymentEvents are what providers told, for staff.
func (q query) PaymentEvents(ctx context.Context, filter *model.PaymentEventFilter, first *int32, after *string, last *int32, before *string) (*payment.EventConnection, error) {
	var wanted payment.EventFilter
	if filter != nil {
		wanted = payment.EventFilter{Status: filter.Status.Value(), Reference: filter.Reference.Value()}
		if provider := filter.Provider.Value(); provider != nil {
			wanted.Provider = new(paymentevent.Provider(*provider))
		}
	}
	return q.Resolver.Payments.Events(ctx, wanted, page.Args{First: first, After: after, Last: last, Before: before})
}

func returnedMoney(found *db.Refund, failed error) (*model.RefundPayload, error) {
	errs, err := usererror.From(failed)
	if err != nil {
		return nil, err
	}
	return &model.RefundPayload{Refund: found, UserErrors: errs}, nil
}

// PaymentReturn gives back what is held.
func (m mutation) PaymentReturn(ctx context.Context, input model.PaymentReturnInput) (*model.RefundPayload, error) {
	return returnedMoney(m.Checkout.ReturnHeld(ctx, input.Reference, input.Reason))
}

// RefundSettle says that money is with the customer.
func (m mutation) RefundSettle(ctx context.Context, id globalid.ID) (*model.RefundPayload, error) {
	key, err := id.Int("Refund", "id")
	if err != nil {
		return returnedMoney(nil, err)
	}
	return returnedMoney(m.Checkout.SettleRefund(ctx, key))
}

// PaymentUpdated follows an attempt.
func (s subscription) PaymentUpdated(ctx context.Context, reference string, accessToken *string) (<-chan *db.Payment, error) {
	return orMissing[*db.Payment](ctx, "payment")(s.Resolver.Payments.Follow(ctx, reference, accessToken))
}

type paymentFields struct{ *Resolver }

// Provider is who takes the money.
func (paymentFields) Provider(_ context.Context, p *db.Payment) (order.PaymentMethod, error) {
	return order.PaymentMethod(p.Provider), nil
}

func detailOf(p *db.Payment) shape.PaymentDetail {
	if p.Metadata == nil {
		return shape.PaymentDetail{}
	}
	return *p.Metadata
}

// URL is the provider's page, while it is of use.
func (paymentFields) URL(_ context.Context, p *db.Payment) (*string, error) {
	if p.Status == paymentrow.StatusSuccess {
		return nil, nil
	}
	return orNull(detailOf(p).AuthorizationURL), nil
}

// Channel is what the payer used.
func (paymentFields) Channel(_ context.Context, p *db.Payment) (*string, error) {
	return p.PaymentMethod, nil
}

// CardBrand is the kind of card.
func (paymentFields) CardBrand(_ context.Context, p *db.Payment) (*string, error) {
	return orNull(detailOf(p).CardType), nil
}

// CardLast4 are its last digits.
func (paymentFields) CardLast4(_ context.Context, p *db.Payment) (*string, error) {
	return orNull(detailOf(p).CardLast4), nil
}

// PaidAt is when the money came.
func (paymentFields) PaidAt(_ context.Context, p *db.Payment) (*time.Time, error) {
	return detailOf(p).PaidAt, nil
}

type paymentEventFields struct{ *Resolver }

// Provider is who sent it.
func (paymentEventFields) Provider(_ context.Context, e *db.PaymentEvent) (order.PaymentMethod, error) {
	return order.PaymentMethod(e.Provider), nil
}
