package order

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"

	"zuka/ent/db"
	row "zuka/ent/db/order"
	"zuka/ent/shape"
	"zuka/internal/platform/money"
	"zuka/internal/platform/postgres"
)

// Draft is an order that is about to be placed. Who makes it has checked and
// priced it.
type Draft struct {
	// Number is from Number.
	Number string
	// User is nil for a guest, who has an address or a phone, and a token.
	User                   *uuid.UUID
	GuestEmail, GuestPhone *string
	TokenHash              []byte

	Method                                   Method
	Subtotal, Discount, Shipping, Tax, Total naira
	ShippingAddress, BillingAddress          *shape.Address
	CouponCode, RewardCode                   *string
	PointsUsed                               int
	// EstimatedDelivery is a day; its time is not looked at.
	EstimatedDelivery *time.Time
	// ExpiresAt is when it is given up unpaid; nil when it is not.
	ExpiresAt *time.Time
	// Visit is the one in which it is placed, for figures; nil when it is not known.
	Visit *uuid.UUID
	Lines []DraftLine
}

// DraftLine is one product of a draft.
type DraftLine struct {
	Product     int
	Snapshot    shape.ProductSnapshot
	Quantity    int
	UnitPrice   naira
	Size, Color *string
}

// place writes an order, its lines and the beginning of its timeline at once:
// one journey to the database, whatever the number of lines.
const place = `WITH placed AS (
	INSERT INTO orders (created_at, updated_at, order_number, user_id, guest_email, guest_phone, guest_token_hash, payment_method,
		subtotal_ngn, discount_ngn, shipping_ngn, tax_ngn, total_ngn, shipping_address, billing_address,
		coupon_code, reward_code, points_used, estimated_delivery_date, expires_at, visit_id)
	VALUES ($1, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13::jsonb, $14::jsonb, $15, $16, $17, $18, $19, $20)
	RETURNING id
), lines AS (
	INSERT INTO order_items (created_at, order_id, product_id, product_snapshot, quantity, unit_price_ngn, total_price_ngn, size, color)
	SELECT $1, placed.id, line.product, line.snapshot::jsonb, line.quantity, line.price, line.price * line.quantity, line.size, line.color
	FROM placed, unnest($21::bigint[], $22::text[], $23::integer[], $24::bigint[], $25::text[], $26::text[])
		WITH ORDINALITY AS line (product, snapshot, quantity, price, size, color, place)
	ORDER BY line.place
), told AS (
	INSERT INTO order_events (created_at, order_id, version, kind, actor, user_id)
	SELECT $1, placed.id, 1, 'placed', 'customer', $3 FROM placed
)
SELECT id FROM placed`

// Place writes a new order, pending and at version 1, and leaves the job that
// tells of it. It costs one statement and the job's.
func (s *Service) Place(ctx context.Context, tx postgres.Tx, draft Draft) (*db.Order, error) {
	now := s.now()
	lines, err := columns(draft.Lines)
	if err != nil {
		return nil, err
	}
	addresses, err := jsonOf(draft.ShippingAddress, draft.BillingAddress)
	if err != nil {
		return nil, err
	}
	args := append([]any{
		now, draft.Number, draft.User, draft.GuestEmail, draft.GuestPhone, draft.TokenHash, string(draft.Method),
		int64(draft.Subtotal), int64(draft.Discount), int64(draft.Shipping), int64(draft.Tax), int64(draft.Total), addresses[0], addresses[1],
		draft.CouponCode, draft.RewardCode, draft.PointsUsed, day(draft.EstimatedDelivery), draft.ExpiresAt, draft.Visit,
	}, lines...)
	placed := draft.row(now)
	if err := tx.QueryRowContext(ctx, place, args...).Scan(&placed.ID); err != nil {
		return nil, fmt.Errorf("placing an order: %w", err)
	}
	return placed, s.Outbox.OrderChanged(ctx, tx, placed.ID, 1)
}

// row is the order as it will be read, so that it need not be.
func (d Draft) row(now time.Time) *db.Order {
	return &db.Order{
		CreatedAt: now, UpdatedAt: now, OrderNumber: d.Number, UserID: d.User, GuestEmail: d.GuestEmail, GuestPhone: d.GuestPhone,
		Status: row.StatusPending, PaymentStatus: row.PaymentStatusPending, PaymentMethod: d.Method,
		SubtotalNgn: d.Subtotal, DiscountNgn: d.Discount, ShippingNgn: d.Shipping, TaxNgn: d.Tax, TotalNgn: d.Total, Currency: money.Currency,
		ShippingAddress: d.ShippingAddress, BillingAddress: d.BillingAddress, CouponCode: d.CouponCode, RewardCode: d.RewardCode,
		PointsUsed: d.PointsUsed, EstimatedDeliveryDate: day(d.EstimatedDelivery), ExpiresAt: d.ExpiresAt, Version: 1, StockHeld: true,
		GuestTokenHash: &d.TokenHash, // Never nil, as ent reads it: where there is none it points at nil.
	}
}

// columns are the lines as place takes them, one array a column.
func columns(lines []DraftLine) ([]any, error) {
	n := len(lines)
	products, snapshots, quantities := make([]int64, n), make([]string, n), make([]int32, n)
	prices, sizes, colors := make([]int64, n), make([]*string, n), make([]*string, n)
	for i, line := range lines {
		snapshot, err := json.Marshal(line.Snapshot)
		if err != nil {
			return nil, fmt.Errorf("writing a line of an order: %w", err)
		}
		products[i], snapshots[i], quantities[i] = int64(line.Product), string(snapshot), int32(line.Quantity)
		prices[i], sizes[i], colors[i] = int64(line.UnitPrice), line.Size, line.Color
	}
	return []any{products, snapshots, quantities, prices, sizes, colors}, nil
}

// jsonOf are addresses as text; nil where there is none.
func jsonOf(addresses ...*shape.Address) ([]*string, error) {
	texts := make([]*string, len(addresses))
	for i, address := range addresses {
		if address == nil {
			continue
		}
		raw, err := json.Marshal(address)
		if err != nil {
			return nil, fmt.Errorf("writing an address of an order: %w", err)
		}
		text := string(raw)
		texts[i] = &text
	}
	return texts, nil
}

// day is a calendar day as the database gives it back.
func day(t *time.Time) *time.Time {
	if t == nil {
		return nil
	}
	year, month, date := t.Date()
	plain := time.Date(year, month, date, 0, 0, 0, 0, time.UTC)
	return &plain
}

// now is the moment as the database keeps it.
func (s *Service) now() time.Time { return s.Clock.Now().Truncate(time.Microsecond) }
