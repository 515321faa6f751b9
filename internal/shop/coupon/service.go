package coupon

import (
	"context"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	entsql "entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"zuka/ent/db"
	"zuka/ent/db/coupon"
	"zuka/ent/db/couponredemption"
	"zuka/internal/platform/clock"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/money"
	"zuka/internal/platform/postgres"
)

// Config says what the service works with.
type Config struct {
	Pool  *postgres.Pool
	Clock clock.Clock
}

// Service knows the coupons. It is safe for use from many goroutines.
type Service struct{ Config }

// New makes the service.
func New(config Config) *Service {
	if config.Clock == nil {
		config.Clock = clock.System{}
	}
	return &Service{config}
}

// Check is what a code would do to a basket, without using it. The refusal says
// why it does nothing.
func (s *Service) Check(ctx context.Context, code string, basket Basket) (*Outcome, error) {
	return s.try(ctx, s.Pool.Ent(), code, basket)
}

// Redeem uses a code for an order that is placed in this transaction: the same
// checks on the locked row, and one more use. Until the transaction ends nobody
// else gets at the coupon, so this comes late and before any product is locked.
func (s *Service) Redeem(ctx context.Context, tx postgres.Tx, code string, basket Basket) (*Outcome, error) {
	outcome, err := s.try(ctx, tx.Ent(), code, basket, func(query *db.CouponQuery) {
		query.ForUpdate(entsql.WithLockClause("FOR NO KEY UPDATE"))
	})
	if err != nil {
		return nil, err
	}
	used, err := tx.ExecContext(ctx, `UPDATE coupons SET usage_count = usage_count + 1, updated_at = $2
		WHERE id = $1 AND (usage_limit IS NULL OR usage_count < usage_limit)`, outcome.Coupon.ID, s.Clock.Now())
	if err != nil {
		return nil, fmt.Errorf("using a coupon: %w", err)
	}
	if n, err := used.RowsAffected(); err != nil || n != 1 {
		return nil, orElse(err, refuse(outcome.Coupon.Code, usageLimit, outcome.Coupon))
	}
	outcome.Coupon.UsageCount++
	return outcome, nil
}

func (s *Service) try(ctx context.Context, client *db.Client, typed string, basket Basket, lock ...func(*db.CouponQuery)) (*Outcome, error) {
	code, readable := readCode(typed)
	if !readable {
		return nil, refuse(code, notFound, nil)
	}
	query := client.Coupon.Query().Where(coupon.Code(code))
	for _, lock := range lock {
		lock(query)
	}
	found, err := query.Only(ctx)
	if db.IsNotFound(err) {
		return nil, refuse(code, notFound, nil)
	}
	if err != nil {
		return nil, fmt.Errorf("reading a coupon: %w", err)
	}
	used := 0
	if found.UserLimit != nil && basket.User != uuid.Nil {
		used, err = client.CouponRedemption.Query().Where(couponredemption.CouponID(found.ID),
			couponredemption.UserID(basket.User), couponredemption.ReturnedAtIsNil()).Count(ctx)
		if err != nil {
			return nil, fmt.Errorf("counting redemptions: %w", err)
		}
	}
	outcome, reason := try(found, used, basket, s.Clock.Now())
	if reason != "" {
		return nil, refuse(found.Code, reason, found)
	}
	return outcome, nil
}

// readCode is a code as it is looked for. What cannot be a code is not asked for.
func readCode(typed string) (code string, readable bool) {
	code = strings.TrimSpace(strings.ToValidUTF8(typed, "\ufffd"))
	if runes := []rune(code); len(runes) > longestCode {
		return string(runes[:longestCode]), false
	}
	return code, code != "" && !strings.ContainsFunc(code, unicode.IsControl) && utf8.ValidString(typed)
}

// refuse tells why a code does nothing.
func refuse(code, reason string, c *db.Coupon) *fault.Fault {
	return fault.Refuse(fault.CouponRefused, "code", "%s", explain(reason, c)).With(fault.CouponDetail{Code: code, Reason: reason})
}

func explain(reason string, c *db.Coupon) string {
	switch reason {
	case inactive:
		return "this code does not work any more"
	case notStarted:
		return "this code works from " + day(c.ValidFrom)
	case expired:
		return "this code ended on " + day(*c.ValidUntil)
	case usageLimit:
		return "this code has been used as often as it can be"
	case signInRequired:
		return "please sign in to use this code"
	case userLimit:
		return "you have used this code as often as you can"
	case minimumSpend:
		return "this code works on orders from " + c.MinSpendNgn.Formatted()
	case notApplicable:
		return "this code does not work on anything in this order"
	}
	return "there is no such code"
}

func day(t time.Time) string { return t.In(clock.Lagos).Format("2 January 2006") }

// Record notes which order used a coupon, whose it is (uuid.Nil for a guest) and
// what it took off, in the transaction that redeemed it. An order uses one.
func (s *Service) Record(ctx context.Context, tx postgres.Tx, coupon, order int, user uuid.UUID, discount money.Naira) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO coupon_redemptions (coupon_id, order_id, user_id, discount_ngn, created_at)
		VALUES ($1, $2, $3, $4, $5)`, coupon, order, uuid.NullUUID{UUID: user, Valid: user != uuid.Nil}, int64(discount), s.Clock.Now())
	if err != nil {
		return fmt.Errorf("recording a coupon: %w", err)
	}
	return nil
}

// Return gives an order's coupon back, once. It does nothing for an order that
// used none. It comes before products are locked, as Redeem does.
func (s *Service) Return(ctx context.Context, tx postgres.Tx, order int) error {
	_, err := tx.ExecContext(ctx, `WITH back AS (
			UPDATE coupon_redemptions SET returned_at = $2 WHERE order_id = $1 AND returned_at IS NULL RETURNING coupon_id)
		UPDATE coupons AS c SET usage_count = c.usage_count - 1, updated_at = $2
		FROM back WHERE c.id = back.coupon_id AND c.usage_count > 0`, order, s.Clock.Now())
	if err != nil {
		return fmt.Errorf("giving a coupon back: %w", err)
	}
	return nil
}

func orElse(err error, instead *fault.Fault) error {
	if err != nil {
		return err
	}
	return instead
}
