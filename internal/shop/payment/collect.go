package payment

import (
	"context"

	"github.com/google/uuid"

	"zuka/ent/db"
	entpayment "zuka/ent/db/payment"
	"zuka/ent/shape"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/postgres"
)

// Collected records that staff took the money of an order at the door: all of
// it, in cash, by a POS terminal or by bank transfer. It happens once.
func (s *Service) Collected(ctx context.Context, tx postgres.Tx, order int, staff uuid.UUID, amount naira, how string) (*db.Payment, error) {
	if how != Cash && how != POS && how != BankTransfer {
		return nil, fault.Invalid("how", "must be %s, %s or %s", Cash, POS, BankTransfer)
	}
	all, err := s.lock(ctx, tx, lockOrder, order)
	if err != nil {
		return nil, err
	}
	if all.paid() != nil {
		return nil, conflict("the order is paid")
	}
	due := all.open(entpayment.ProviderCashOnDelivery)
	if due == nil {
		return nil, conflict("the order is not paid at the door")
	}
	if amount != due.AmountNgn {
		return nil, fault.Invalid("amount", "must be %s, all that is to be paid", due.AmountNgn.Formatted())
	}
	now := s.Clock.Now()
	return change(ctx, due.Update().SetStatus(entpayment.StatusSuccess).SetPaymentMethod(how).
		SetCollectedBy(staff).SetMetadata(&shape.PaymentDetail{Channel: how, PaidAt: &now}), due)
}
