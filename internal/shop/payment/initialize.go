package payment

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"zuka/ent/db"
	entpayment "zuka/ent/db/payment"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/postgres"
	"zuka/internal/shop/payment/gateway"
)

// Payer is who is going to pay. Each may be empty.
type Payer struct{ Email, Phone, Name string }

// Initialize gets the page on which a payment is paid; one that has its page is
// answered at once. It runs on when the caller goes away, so that the page of
// an impatient client is there when it asks again. Where the page of an attempt
// is lost with a provider's answer, the payment answered is a newer attempt.
//
// While the provider cannot be relied on, it is SERVICE_UNAVAILABLE and the
// caller may try again; what the provider refuses for good is
// PAYMENT_METHOD_UNAVAILABLE.
func (s *Service) Initialize(ctx context.Context, payment *db.Payment, payer Payer) (*db.Payment, error) {
	// Two calls at once for the same attempt would take it for lost.
	answered := s.opening.DoChan(strconv.Itoa(payment.ID), func() (any, error) {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), initializeTime)
		defer cancel()
		return s.initialize(ctx, payment.ID, payer)
	})
	select {
	case answer := <-answered:
		if answer.Err != nil {
			return nil, answer.Err
		}
		return answer.Val.(*db.Payment), nil
	case <-ctx.Done():
		return nil, fault.Unavailable(ctx.Err())
	}
}

// errLost says that an attempt's page will never be known.
var errLost = errors.New("the page of the attempt is lost")

func (s *Service) initialize(ctx context.Context, id int, payer Payer) (*db.Payment, error) {
	for range mostAttempts {
		payment, first, err := s.claimPage(ctx, id)
		if err != nil {
			return nil, err
		}
		if pageOf(payment) != "" {
			return payment, nil
		}
		provider, err := s.provider(payment.Provider)
		if err != nil {
			return nil, fault.Refuse(fault.PaymentMethodUnavailable, "", "this way to pay is not offered")
		}
		if !first {
			err = s.lost(ctx, provider, payment)
		}
		if err == nil {
			payment, err = s.page(ctx, provider, payment, payer)
		}
		if !errors.Is(err, errLost) {
			return payment, err
		}
		s.Log.WarnContext(ctx, "the page of a payment is lost, another attempt begins", "payment", payment.ID, "reference", payment.Reference)
		if id, err = s.again(ctx, payment); err != nil {
			return nil, err
		}
	}
	return nil, fault.Unavailable(fmt.Errorf("payment %d: %w, %d times", id, errLost, mostAttempts))
}

// pageOf is the address of a payment's page, empty when it has none.
func pageOf(p *db.Payment) string {
	if p.Metadata == nil {
		return ""
	}
	return p.Metadata.AuthorizationURL
}

const claimPage = `UPDATE payments SET metadata = '{}', updated_at = $2
	WHERE id = $1 AND status = 'pending' AND metadata IS NULL AND next_check_at IS NOT NULL`

// claimPage reads a payment and tells whether the provider was never asked for
// its page before. That it is being asked now is known before it is: an answer
// may be lost, and so may this process.
func (s *Service) claimPage(ctx context.Context, id int) (payment *db.Payment, first bool, err error) {
	claimed, err := s.Pool.Pgx().Exec(ctx, claimPage, id, s.Clock.Now())
	if err != nil {
		return nil, false, postgres.Fault(fmt.Errorf("claiming a page: %w", err))
	}
	payment, err = s.Pool.Ent().Payment.Get(ctx, id)
	if db.IsNotFound(err) {
		return nil, false, fault.Missing("payment")
	}
	if err != nil {
		return nil, false, postgres.Fault(err)
	}
	if payment.Status != entpayment.StatusPending || payment.Provider == entpayment.ProviderCashOnDelivery {
		return nil, false, conflict("the payment does not wait for anybody to pay online")
	}
	return payment, claimed.RowsAffected() == 1, nil
}

// lost asks about an attempt whose page was asked for before and is not known.
// Nil means that the provider has never heard of it.
func (s *Service) lost(ctx context.Context, provider gateway.Provider, payment *db.Payment) error {
	charge, err := provider.Verify(ctx, payment.Reference)
	switch {
	case errors.Is(err, gateway.ErrUnknown):
		return nil
	case err != nil:
		return busy(err)
	case charge.State != gateway.Success:
		return errLost
	}
	if err := s.checkNow(ctx, payment.ID); err != nil {
		return err
	}
	return conflict("the order is paid already; the shop is just being told")
}

// page asks the provider for a payment's page and keeps it.
func (s *Service) page(ctx context.Context, provider gateway.Provider, payment *db.Payment, payer Payer) (*db.Payment, error) {
	number, _, _ := strings.Cut(payment.Reference, ".")
	if payer.Email == "" && s.StandInDomain != "" {
		payer.Email = strings.ToLower(number) + "@" + s.StandInDomain
	}
	opened, err := provider.Initialize(ctx, gateway.Start{
		Reference: payment.Reference, OrderNumber: number, Amount: payment.AmountNgn, CallbackURL: s.CallbackURL,
		Email: payer.Email, Phone: payer.Phone, Name: payer.Name,
	})
	switch {
	case err == nil:
		return s.keepPage(ctx, payment.ID, opened.URL)
	case errors.Is(err, gateway.ErrDuplicate):
		// Another server may have asked and kept it meanwhile.
		there, readErr := s.Pool.Ent().Payment.Get(ctx, payment.ID)
		if readErr != nil {
			return nil, postgres.Fault(readErr)
		}
		if pageOf(there) != "" {
			return there, nil
		}
		return payment, errLost
	case errors.Is(err, gateway.ErrRefused):
		s.Log.ErrorContext(ctx, "a provider refuses a payment", "payment", payment.ID, "cause", err)
		return nil, fault.Refuse(fault.PaymentMethodUnavailable, "", "this order cannot be paid this way")
	}
	return nil, busy(err)
}

const keepPage = `UPDATE payments SET version = version + 1, updated_at = $3,
	metadata = coalesce(metadata, '{}') || jsonb_build_object('authorization_url', $2::text)
	WHERE id = $1 AND metadata ->> 'authorization_url' IS NULL`

func (s *Service) keepPage(ctx context.Context, id int, url string) (*db.Payment, error) {
	if _, err := s.Pool.Pgx().Exec(ctx, keepPage, id, url, s.Clock.Now()); err != nil {
		return nil, postgres.Fault(fmt.Errorf("keeping a page: %w", err))
	}
	return s.Pool.Ent().Payment.Get(ctx, id)
}

// again is the attempt after one whose page is lost. Several who lost the same
// get the same.
func (s *Service) again(ctx context.Context, lost *db.Payment) (id int, err error) {
	err = postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx postgres.Tx) error {
		all, err := s.lock(ctx, tx, lockOrder, lost.OrderID)
		if err != nil {
			return err
		}
		if err := all.payable(); err != nil {
			return err
		}
		next := all.open(lost.Provider)
		if next == nil || next.ID <= lost.ID {
			next, err = s.begin(ctx, tx, all, lost.Provider, &db.Order{UserID: lost.UserID})
		}
		if err == nil {
			id = next.ID
		}
		return err
	})
	return id, postgres.Fault(err)
}
