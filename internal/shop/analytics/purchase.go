package analytics

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"zuka/ent/shape"
	"zuka/internal/shop/analytics/archive"
	"zuka/internal/shop/analytics/event"
)

// purchases names the events and visits that are made of orders.
var purchases = uuid.MustParse("6d7e3c1c-4f1b-5e0e-9c86-2f5a1f0b7a11")

const (
	// toldFor is how long after its money came a purchase is told. A change of the
	// order, as a refund, tells it anew, and who would count it twice must still know
	// it then: the live counters do for 8 days, and the table until its month goes.
	toldFor = 7 * 24 * time.Hour
	// placedBefore is how long before its payment an order may have been placed and be
	// dated by that. Until a day after the purchase was told last, the month that it
	// was placed in is still there: a month goes archive.Retention after its end at
	// the earliest.
	placedBefore = archive.Retention - toldFor - 24*time.Hour
)

// linesOfPaid are the lines of an order whose money came after a moment. The program
// it was placed with is that of its visit, where that is known.
const linesOfPaid = `SELECT i.id, o.user_id, o.visit_id, o.created_at, o.paid_at, i.product_id, p_category.slug, i.quantity, i.total_price_ngn,
	coalesce(o.coupon_code, ''), coalesce(o.shipping_address ->> 'state', '')
	FROM orders AS o JOIN order_items AS i ON i.order_id = o.id
	LEFT JOIN products AS p ON p.id = i.product_id LEFT JOIN categories AS p_category ON p_category.id = p.category_id
	WHERE o.id = $1 AND o.status <> 'cancelled' AND o.paid_at > $2 ORDER BY i.id`

// linesTold are those of some events of an order that are in the table, whatever
// time they have: once they were dated by the payment. None is from before the order
// but for clocks, so that no older month is looked into.
const linesTold = `SELECT event_id FROM analytics_events WHERE event_id = ANY ($1::uuid[])
	AND created_at >= (SELECT created_at FROM orders WHERE id = $2) - interval '1 day'`

// OrderChanged tells of the purchase when the order's money has come: one event for
// each line, at the moment the order was placed, so that it belongs to the visit that
// ordered. Telling it again tells nothing twice, and a week after the payment it is
// not told any more.
func (k *Keeper) OrderChanged(ctx context.Context, order int) error {
	events, err := k.bought(ctx, order)
	if err != nil {
		return fmt.Errorf("reading the lines of a paid order: %w", err)
	}
	if len(events) == 0 {
		return nil
	}
	left, err := k.untold(ctx, order, events)
	if err != nil {
		return fmt.Errorf("looking for purchases that were told: %w", err)
	}
	if len(left) > 0 {
		if err := k.Writer.Add(ctx, left); err != nil {
			return err
		}
	}
	// All of them: who wrote them may have died before counting them here.
	return k.Hot.Once(ctx, events)
}

// bought are the events of an order whose money came lately; none where it did not.
func (k *Keeper) bought(ctx context.Context, order int) ([]event.Event, error) {
	rows, err := k.Pool.Pgx().Query(ctx, linesOfPaid, order, k.now().Add(-toldFor))
	if err != nil {
		return nil, err
	}
	number := 0
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (event.Event, error) {
		one, err := purchase(row, order, number)
		number++
		return one, err
	})
}

// untold are those of the events that are not in the table.
func (k *Keeper) untold(ctx context.Context, order int, events []event.Event) ([]event.Event, error) {
	ids := make([]uuid.UUID, len(events))
	for i := range events {
		ids[i] = events[i].ID
	}
	rows, err := k.Pool.Pgx().Query(ctx, linesTold, ids, order)
	if err != nil {
		return nil, err
	}
	told, err := pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
	if err != nil {
		return nil, err
	}
	var left []event.Event
	for i := range events {
		if !slices.Contains(told, ids[i]) {
			left = append(left, events[i])
		}
	}
	return left, nil
}

// purchase is the event of one line. Lines are told a microsecond apart, in their
// order.
func purchase(row pgx.CollectableRow, order, number int) (event.Event, error) {
	var line int
	var user, visit *uuid.UUID
	var placed, paid time.Time
	var product *int
	var category *string
	detail := shape.EventDetail{OrderID: order}
	one := event.Event{Type: event.Purchase, Name: string(event.Purchase), Platform: "web", Detail: &detail}
	err := row.Scan(&line, &user, &visit, &placed, &paid, &product, &category, &detail.Quantity, &detail.ValueNGN, &detail.Coupon, &one.State)
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
	one.At = happened(placed, paid).Add(time.Duration(number) * time.Microsecond)
	return one, err
}

// happened is when an order was bought: when it was placed, as reports count it,
// unless that month may be in the archive. It depends on nothing but the order, so
// that it is the same whenever the purchase is told.
func happened(placed, paid time.Time) time.Time {
	if paid.Sub(placed) > placedBefore {
		return paid
	}
	return placed
}
