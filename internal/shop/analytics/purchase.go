package analytics

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"zuka/ent/shape"
	"zuka/internal/shop/analytics/event"
)

// purchases names the events and visits that are made of orders.
var purchases = uuid.MustParse("6d7e3c1c-4f1b-5e0e-9c86-2f5a1f0b7a11")

// linesOfPaid are the lines of an order whose money has come. The program it was
// placed with is that of its visit, where that is known.
const linesOfPaid = `SELECT i.id, o.user_id, o.visit_id, o.paid_at, i.product_id, p_category.slug, i.quantity, i.total_price_ngn,
	coalesce(o.coupon_code, ''), coalesce(o.shipping_address ->> 'state', '')
	FROM orders AS o JOIN order_items AS i ON i.order_id = o.id
	LEFT JOIN products AS p ON p.id = i.product_id LEFT JOIN categories AS p_category ON p_category.id = p.category_id
	WHERE o.id = $1 AND o.paid_at IS NOT NULL ORDER BY i.id`

// OrderChanged tells of the purchase when the order's money has come: one event for
// each line. Telling it again tells nothing twice.
func (k *Keeper) OrderChanged(ctx context.Context, order int) error {
	rows, err := k.Pool.Pgx().Query(ctx, linesOfPaid, order)
	if err != nil {
		return fmt.Errorf("reading the lines of a paid order: %w", err)
	}
	number := 0
	events, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (event.Event, error) {
		one, err := purchase(row, order, number)
		number++
		return one, err
	})
	if err != nil {
		return fmt.Errorf("reading the lines of a paid order: %w", err)
	}
	if len(events) == 0 {
		return nil
	}
	if err := k.Writer.Add(ctx, events); err != nil {
		return err
	}
	return k.Hot.Once(ctx, events)
}

// purchase is the event of one line. Lines are told a microsecond apart, in their
// order.
func purchase(row pgx.CollectableRow, order, number int) (event.Event, error) {
	var line int
	var user, visit *uuid.UUID
	var paid time.Time
	var product *int
	var category *string
	detail := shape.EventDetail{OrderID: order}
	one := event.Event{Type: event.Purchase, Name: string(event.Purchase), Platform: "web", Detail: &detail}
	err := row.Scan(&line, &user, &visit, &paid, &product, &category, &detail.Quantity, &detail.ValueNGN, &detail.Coupon, &one.State)
	one.ID = uuid.NewSHA1(purchases, []byte("line "+strconv.Itoa(line)))
	one.Session = uuid.NewSHA1(purchases, []byte("order "+strconv.Itoa(order)))
	if visit != nil {
		one.Session = *visit
	}
	if user != nil {
		one.User = *user
	}
	if product != nil {
		one.Product = *product
	}
	if category != nil {
		one.Category = *category
	}
	one.At = paid.Add(time.Duration(number) * time.Microsecond)
	return one, err
}
