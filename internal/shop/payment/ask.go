package payment

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"zuka/ent/db"
	entpayment "zuka/ent/db/payment"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/postgres"
	"zuka/internal/shop/payment/gateway"
)

// Ask asks the provider what became of a payment, for Record. What the provider
// does not know, as a page on which nobody has tried yet, is pending.
func (s *Service) Ask(ctx context.Context, payment int) (gateway.Charge, error) {
	of, err := s.Pool.Ent().Payment.Get(ctx, payment)
	if db.IsNotFound(err) {
		return gateway.Charge{}, fault.Missing("payment")
	}
	if err != nil {
		return gateway.Charge{}, postgres.Fault(err)
	}
	return s.ask(ctx, of)
}

func (s *Service) ask(ctx context.Context, of *db.Payment) (gateway.Charge, error) {
	provider, err := s.provider(of.Provider)
	if err != nil {
		return gateway.Charge{}, err
	}
	charge, err := provider.Verify(ctx, atProvider(of))
	switch {
	case errors.Is(err, gateway.ErrUnknown):
		charge = gateway.Charge{State: gateway.Pending}
	case errors.Is(err, gateway.ErrMode):
		charge = gateway.Charge{State: otherMode, Message: gateway.Words(err.Error())}
	case err != nil:
		return gateway.Charge{}, busy(err)
	case charge.Reference != atProvider(of):
		return gateway.Charge{}, fmt.Errorf("payment %d: %w", of.ID, errOtherReference)
	}
	charge.Reference = of.Reference
	return charge, nil
}

const due = `SELECT id FROM payments WHERE next_check_at <= $1 AND provider = ANY($2) ORDER BY next_check_at, id LIMIT $3`

// Due are payments about which their provider is to be asked now, the longest
// overdue first. Those of a provider that the shop has no more are left out.
func (s *Service) Due(ctx context.Context, limit int) ([]int, error) {
	return s.ids(ctx, due, s.Clock.Now(), s.offered(), min(limit, longestList))
}

// Postpone lets a payment wait until its schedule says: after 2, 5, 10, 20 and
// 30 minutes and then each hour. It is for when the provider could not be
// asked; what was asked and recorded is postponed already.
func (s *Service) Postpone(ctx context.Context, payment int) error {
	of, err := s.Pool.Ent().Payment.Get(ctx, payment)
	if db.IsNotFound(err) || err == nil && of.NextCheckAt == nil {
		return nil
	}
	if err != nil {
		return postgres.Fault(err)
	}
	return s.checkAt(ctx, of.ID, pauses.after(of.CreatedAt, s.Clock.Now()))
}

// checkNow makes the next sweep ask about a payment.
func (s *Service) checkNow(ctx context.Context, payment int) error {
	return s.checkAt(ctx, payment, s.Clock.Now())
}

const checkAt = "UPDATE payments SET next_check_at = $2 WHERE id = $1 AND status <> $3 AND next_check_at IS NOT NULL"

func (s *Service) checkAt(ctx context.Context, payment int, at any) error {
	_, err := s.Pool.Pgx().Exec(ctx, checkAt, payment, at, string(entpayment.StatusSuccess))
	if err != nil {
		return postgres.Fault(fmt.Errorf("saying when payment %d is asked about: %w", payment, err))
	}
	return nil
}

// ids are the numbers that a statement finds.
func (s *Service) ids(ctx context.Context, statement string, args ...any) ([]int, error) {
	rows, err := s.Pool.Pgx().Query(ctx, statement, args...)
	if err != nil {
		return nil, postgres.Fault(err)
	}
	found, err := pgx.CollectRows(rows, pgx.RowTo[int])
	return found, postgres.Fault(err)
}
