package app_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"zuka/internal/app"
	"zuka/internal/platform/postgres"
)

// manyOrders gives somebody sixty orders with two lines, three steps, two
// attempts to pay and a refund each.
func manyOrders(t *testing.T, shop *app.App, email string) {
	t.Helper()
	for _, statement := range []string{
		`INSERT INTO orders (order_number, user_id, payment_method, subtotal_ngn, total_ngn, shipping_address, created_at)
			SELECT 'ZUKA-2020-' || lpad(i::text, 6, '0'), u.id, 'paystack', 1000, 1000, '{"recipient_name": "Ada", "phone": "+2348031234567"}', now() - i * interval '1 hour'
			FROM users AS u, generate_series(1, 60) AS i WHERE u.email = $1`,
		`INSERT INTO order_items (order_id, product_id, product_snapshot, quantity, unit_price_ngn, total_price_ngn)
			SELECT o.id, p, '{"name": "Dress"}', 1, 500, 500 FROM orders AS o JOIN users AS u ON u.id = o.user_id, generate_series(1, 2) AS p WHERE u.email = $1`,
		`INSERT INTO order_events (order_id, version, kind, actor) SELECT o.id, v, 'placed', 'customer' FROM orders AS o JOIN users AS u ON u.id = o.user_id, generate_series(1, 3) AS v WHERE u.email = $1`,
		`INSERT INTO payments (order_id, user_id, amount_ngn, provider, reference) SELECT o.id, u.id, 1000, 'paystack', o.order_number || '.' || n FROM orders AS o JOIN users AS u ON u.id = o.user_id, generate_series(1, 2) AS n WHERE u.email = $1`,
		`INSERT INTO refunds (order_id, payment_id, amount_ngn, reason) SELECT p.order_id, min(p.id), 1000, 'Torn' FROM payments AS p JOIN users AS u ON u.id = p.user_id WHERE u.email = $1 GROUP BY 1`,
		`INSERT INTO wishlists (user_id, product_id) SELECT u.id, p.id FROM users AS u, products AS p WHERE u.email = $1`,
		`INSERT INTO notifications (user_id, type, title, message) SELECT u.id, 'promotion', 'Sale', 'All' FROM users AS u, generate_series(1, 60) WHERE u.email = $1`,
		`INSERT INTO coupons (code, name, type, value_percent, applicable_categories) SELECT 'C' || i, 'Ten', 'percentage', 10, '[3]' FROM generate_series(1, 60) AS i WHERE $1 <> ''`,
	} {
		_, err := shop.Pool.Pgx().Exec(t.Context(), statement, email)
		require.NoError(t, err, statement)
	}
}

const whole = `number status total { amount } lines { name quantity product { name brand { name } } } timeline { kind note } payments { reference status } refunds { status }`

// A list takes as many statements for fifty as for one.
func TestListsOfBuyingTakeABoundedNumberOfStatements(t *testing.T) {
	t.Parallel()
	config := sample(t, true)
	shop := open(t, config)
	v := registered(t, shop, config, "ada@example.ng")
	role(t, shop, "ada@example.ng", "staff")
	v.login("ada@example.ng")
	stocked(t, shop)
	manyOrders(t, shop, "ada@example.ng")
	for product := 1; product <= 25; product++ {
		v.takes(product, 1)
	}
	for name, list := range map[string]struct {
		query string
		most  int
	}{
		// The page, and lines, products, brands, timeline, payments, refunds.
		"my orders":     {`query($n: Int) { me { orders(first: $n) { nodes { ` + whole + ` } pageInfo { hasNextPage } } } }`, 8},
		"orders":        {`query($n: Int) { orders(first: $n) { totalCount nodes { customer { name } ` + whole + ` } } }`, 10},
		"payments":      {`query($n: Int) { payments(first: $n) { totalCount nodes { reference amount { amount } } } }`, 2},
		"wishes":        {`query($n: Int) { me { wishlist(first: $n) { totalCount nodes { product { name brand { name } } } } } }`, 5},
		"notifications": {`query($n: Int) { me { notifications(first: $n) { totalCount unreadCount nodes { title } } } }`, 4},
		"coupons":       {`query($n: Int) { coupons(first: $n) { totalCount nodes { code categories { name } } } }`, 4},
		"reviews":       {`query($n: Int) { reviews(first: $n) { totalCount nodes { title author { displayName } product { name } } edges { node { author { displayName } } } } }`, 6},
		"stock":         {`query($n: Int) { stockLow(first: $n) { totalCount nodes { stock product { name } } } }`, 4},
		"products":      {`query($n: Int) { managedProducts(first: $n) { totalCount nodes { name category { name } brand { name } variants { sku } } } }`, 8},
		"cart":          {`query($n: Int) { cart { total { amount } lines { product { name brand { name } variants { sku } } total { amount } available } problems { code } } orders(first: $n) { nodes { id } } }`, 9},
	} {
		for _, size := range []int{1, 10, 50} {
			statements := fewest(t, v, list.query, size, list.most)
			require.NotEmpty(t, statements, name)
			require.LessOrEqual(t, len(statements), list.most, "%s of %d:\n%s", name, size, strings.Join(statements, "\n"))
		}
	}
}

// fewest are the statements of a question, asked again while there are more
// than wanted: on a busy machine a tick of the loaders ends within a level and
// cuts some in two. A statement for each row would be there every time.
func fewest(t *testing.T, v *visitor, question string, size, most int) (best []string) {
	t.Helper()
	for try := range 60 {
		ctx, counter := postgres.WithCounter(t.Context())
		got, err := v.quietly(ctx, question, map[string]any{"n": size})
		require.NoError(t, err)
		require.Empty(t, got.Errors, question)
		if statements := counter.Statements(); try == 0 || len(statements) < len(best) {
			best = statements
		}
		if len(best) <= most {
			break
		}
	}
	return best
}
