package seed

import (
	"context"
	"fmt"
)

// What follows from rows that are there already is written by SQL.
var (
	// basketsFollow are the headers of carts, and what shoppers have seen of
	// prices and stock.
	basketsFollow = []string{
		`INSERT INTO cart_headers (id, created_at, updated_at, user_id, session_id, version)
			SELECT md5('cart ' || coalesce(user_id, session_id))::uuid, min(added_at), max(updated_at), user_id, session_id, count(*) FROM carts GROUP BY user_id, session_id`,
		`UPDATE carts AS c SET unit_price_ngn = coalesce(v.price_ngn, p.current_price_ngn) FROM products AS p
			LEFT JOIN product_variants AS v ON v.product_id = p.id
			WHERE p.id = c.product_id AND v.size IS NOT DISTINCT FROM c.size AND v.color IS NOT DISTINCT FROM c.color`,
		`UPDATE wishlists AS w SET seen_price_ngn = p.current_price_ngn, seen_in_stock = p.in_stock FROM products AS p WHERE p.id = w.product_id`,
	}
	// refundsFollow is the money that went back.
	refundsFollow = []string{
		`INSERT INTO refunds (created_at, updated_at, order_id, payment_id, amount_ngn, status, reason)
			SELECT o.updated_at - interval '1 day', o.updated_at, o.id, p.id, p.amount_ngn, 'done', 'The customer sent it back.'
			FROM orders AS o JOIN payments AS p ON p.order_id = o.id AND p.status = 'success' WHERE o.status = 'refunded' ORDER BY o.id`,
	}
	// stockFollows are the deliveries of some products, as staff entered them.
	stockFollows = []string{
		`INSERT INTO stock_adjustments (created_at, product_id, variant_id, change, reason)
			SELECT p.created_at, p.id, v.id, coalesce(v.stock_count, p.stock_count), 'First delivery'
			FROM products AS p LEFT JOIN product_variants AS v ON v.product_id = p.id
			WHERE p.id % 20 = 0 AND coalesce(v.stock_count, p.stock_count) > 0 ORDER BY p.id, v.id`,
	}
)

// follow runs statements.
func (w *writer) follow(ctx context.Context, statements []string) error {
	for _, statement := range statements {
		if _, err := w.tx.Exec(ctx, statement); err != nil {
			return fmt.Errorf("writing what follows from rows: %w", err)
		}
	}
	return nil
}
