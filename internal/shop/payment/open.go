package payment

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"zuka/ent/db"
	"zuka/ent/db/order"
	entpayment "zuka/ent/db/payment"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/postgres"
)

// cashName follows the order's number in the reference of a cash payment.
const cashName = "cash"

// Open begins an attempt to pay an order that waits for its money. While an
// attempt is pending and younger than half an hour, it is answered again; what
// a payer may still do on an older one's page is followed all the same.
func (s *Service) Open(ctx context.Context, tx postgres.Tx, of *db.Order) (*db.Payment, error) {
	if !s.Offered(of.PaymentMethod) {
		return nil, fault.Refuse(fault.PaymentMethodUnavailable, "paymentMethod", "this way to pay is not offered")
	}
	all, err := s.lock(ctx, tx, lockOrder, of.ID)
	if err != nil {
		return nil, err
	}
	if err := all.payable(); err != nil {
		return nil, err
	}
	provider := entpayment.Provider(of.PaymentMethod)
	now := s.Clock.Now()
	if open := all.open(provider); open != nil &&
		(provider == entpayment.ProviderCashOnDelivery || open.CreatedAt.Add(pageLife).After(now)) {
		return open, nil
	}
	return s.begin(ctx, tx, all, provider, of)
}

// First begins the first attempt to pay an order that this transaction has
// placed: nobody else knows of it yet, so nothing has to be locked or looked for.
func (s *Service) First(ctx context.Context, tx postgres.Tx, of *db.Order) (*db.Payment, error) {
	if !s.Offered(of.PaymentMethod) {
		return nil, fault.Refuse(fault.PaymentMethodUnavailable, "paymentMethod", "this way to pay is not offered")
	}
	fresh := &attempts{order: of.ID, number: of.OrderNumber, status: of.Status, total: of.TotalNgn}
	return s.begin(ctx, tx, fresh, entpayment.Provider(of.PaymentMethod), of)
}

// payable is nil for an order that waits for its money.
func (a *attempts) payable() error {
	if a.status != order.StatusPending {
		return conflict("the order does not wait for its payment any more")
	}
	if a.paid() != nil {
		return conflict("the order is paid")
	}
	return nil
}

// open is the newest attempt at a provider that is not over; nil when there is
// none.
func (a *attempts) open(provider entpayment.Provider) (newest *db.Payment) {
	for _, one := range a.payments {
		if one.Provider == provider && one.Status == entpayment.StatusPending {
			newest = one
		}
	}
	return newest
}

// begin writes a new attempt.
func (s *Service) begin(ctx context.Context, tx postgres.Tx, all *attempts, provider entpayment.Provider, of *db.Order) (*db.Payment, error) {
	if all.total <= 0 && provider != entpayment.ProviderCashOnDelivery {
		return nil, fault.Refuse(fault.PaymentMethodUnavailable, "paymentMethod", "there is nothing to pay")
	}
	now := s.Clock.Now()
	made := tx.Ent().Payment.Create().SetOrderID(all.order).SetNillableUserID(of.UserID).
		SetAmountNgn(all.total).SetProvider(provider).SetCreatedAt(now)
	if provider == entpayment.ProviderCashOnDelivery {
		made.SetReference(all.number + "." + cashName)
	} else {
		made.SetReference(all.next()).SetNextCheckAt(pauses.after(now, now))
	}
	saved, err := made.Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("beginning a payment: %w", err)
	}
	return saved, nil
}

// next is the reference of the next attempt, whatever its provider.
func (a *attempts) next() string {
	highest := 0
	for _, one := range a.payments {
		after, _ := strings.CutPrefix(one.Reference, a.number+".")
		number, _, _ := strings.Cut(after, ".")
		if n, err := strconv.Atoi(number); err == nil {
			highest = max(highest, n)
		}
	}
	return a.number + "." + strconv.Itoa(highest+1)
}

// asideMark stands between the reference of a payment and the number of
// another transaction under it. No order's number has a point.
const asideMark = ".t"

// aside is the payment of another transaction that came in under a payment's
// reference; it is written when it is not there.
func (s *Service) aside(ctx context.Context, tx postgres.Tx, all *attempts, under *db.Payment, transaction string) (*db.Payment, error) {
	reference := under.Reference + asideMark + transaction
	if there := all.first(func(p *db.Payment) bool { return p.Reference == reference }); there != nil {
		return there, nil
	}
	saved, err := tx.Ent().Payment.Create().SetOrderID(under.OrderID).SetNillableUserID(under.UserID).
		SetAmountNgn(under.AmountNgn).SetProvider(under.Provider).SetReference(reference).
		SetCreatedAt(s.Clock.Now()).Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("setting a transaction aside: %w", err)
	}
	all.payments = append(all.payments, saved)
	return saved, nil
}

// atProvider is the reference under which a provider knows a payment.
func atProvider(p *db.Payment) string {
	reference, _, _ := strings.Cut(p.Reference, asideMark)
	return reference
}
