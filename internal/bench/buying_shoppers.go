package bench

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/redis/go-redis/v9"
	"golang.org/x/sync/errgroup"

	"zuka/internal/platform/globalid"
	"zuka/internal/platform/postgres"
	"zuka/internal/shop/account/secret"
	"zuka/internal/shop/account/session"
)

const (
	// saleProducts is how many products are bought.
	saleProducts = 1000
	// salePrice is what each costs, in naira, so that every order comes to the
	// same total.
	salePrice = 12_000
	// cookieName is the web session's where the shop is reached by HTTP.
	cookieName = "zuka_session"
	// benchSecret is the servers' and ours: cookies made here are believed there.
	benchSecret = "benchbenchbenchbenchbenchbenchbenchbench"
)

// shopper is somebody with a cart of their own.
type shopper struct {
	session uuid.UUID
	// cookie is name=value.
	cookie string
}

// till is what shoppers are made and looked after by, in the database.
type till struct {
	pool    *postgres.Pool
	redis   *redis.Client
	store   *session.Store
	variant map[int]int // By product, the first one's id.
}

// openTill prepares a shop for being bought out of: the first products cost the
// same and do not run out.
func (o *Options) openTill(ctx context.Context, shop *database) (*till, error) {
	t, err := o.openDoor(ctx, shop)
	if err != nil {
		return nil, err
	}
	if err := t.stockUp(ctx); err != nil {
		return nil, errors.Join(err, t.close())
	}
	return t, nil
}

// openDoor lets people into a shop in which nothing was prepared.
func (o *Options) openDoor(ctx context.Context, shop *database) (*till, error) {
	pool, err := postgres.Open(ctx, postgres.Options{URL: shop.url, MaxConns: makers, ApplicationName: "zuka bench"})
	if err != nil {
		return nil, err
	}
	options, err := redis.ParseURL(o.RedisURL)
	if err != nil {
		pool.Close()
		return nil, errors.New("REDIS_URL is not an address")
	}
	t := &till{pool: pool, redis: redis.NewClient(options)}
	keys, err := secret.NewKeys(benchSecret)
	if err == nil {
		t.store = session.New(session.Config{Pool: pool, Redis: t.redis, Prefix: shop.name + ":", Keys: keys, Log: o.Log})
		return t, nil
	}
	return nil, errors.Join(err, t.close())
}

func (t *till) close() error {
	t.pool.Close()
	return t.redis.Close()
}

// sweep takes everything out of Redis whose key begins so.
func (t *till) sweep(ctx context.Context, prefix string) error {
	keys := t.redis.Scan(ctx, 0, prefix+"*", 1000).Iterator()
	var err error
	for err == nil && keys.Next(ctx) {
		err = t.redis.Unlink(ctx, keys.Val()).Err()
	}
	return errors.Join(err, keys.Err())
}

// stockUpSQL chooses what is sold: products that come in sizes or colours, as
// most do.
const stockUpSQL = `
CREATE TABLE bench_products AS SELECT row_number() OVER (ORDER BY p.id) - 1 AS place, p.id, v.id AS variant, v.size, v.color
	FROM products AS p CROSS JOIN LATERAL (SELECT id, size, color FROM product_variants WHERE product_id = p.id ORDER BY id LIMIT 1) AS v
	WHERE p.active ORDER BY p.id LIMIT $1;`

// prepareSQL makes prices and stock alike, and lets ids begin where no other
// number of an order is.
const prepareSQL = `
UPDATE products SET price_ngn = 12000, sale_price_ngn = NULL, stock_count = 100000000 WHERE id IN (SELECT id FROM bench_products);
UPDATE product_variants SET price_ngn = NULL, stock_count = 10000000 WHERE product_id IN (SELECT id FROM bench_products);
CREATE TABLE bench_shoppers (n int PRIMARY KEY, session uuid NOT NULL, person uuid, owner uuid NOT NULL, whose text NOT NULL, phone text NOT NULL,
	product bigint NOT NULL, products text NOT NULL, size text NOT NULL, color text NOT NULL, cart uuid NOT NULL);
CREATE TABLE bench_commits (order_id bigint NOT NULL, status text NOT NULL, at timestamptz NOT NULL);
SELECT setval(pg_get_serial_sequence('orders', 'id'), 700000000), setval(pg_get_serial_sequence('payments', 'id'), 800000000);`

func (t *till) stockUp(ctx context.Context) error {
	sql := strings.Replace(stockUpSQL, "$1", fmt.Sprint(saleProducts), 1) + prepareSQL
	if _, err := t.pool.Pgx().Exec(ctx, sql, pgx.QueryExecModeSimpleProtocol); err != nil {
		return fmt.Errorf("stocking the shop up: %w", err)
	}
	t.variant = make(map[int]int)
	rows, err := t.pool.Pgx().Query(ctx, "SELECT place, variant FROM bench_products")
	if err != nil {
		return fmt.Errorf("reading what is sold: %w", err)
	}
	var place, variant int
	_, err = pgx.ForEachRow(rows, []any{&place, &variant}, func() error {
		t.variant[place] = variant
		return nil
	})
	if err == nil && len(t.variant) == 0 {
		err = errors.New("nothing in the shop comes in sizes")
	}
	return err
}

// guests are new sessions, side by side.
func (t *till) guests(ctx context.Context, count int) ([]shopper, error) {
	all := make([]shopper, count)
	var making errgroup.Group
	making.SetLimit(makers)
	for i := range all {
		making.Go(func() error {
			begun, err := t.store.Begin(ctx, asking)
			if err == nil {
				all[i] = shopper{begun.Viewer.Session, cookieName + "=" + begun.Cookie}
			}
			return err
		})
	}
	return all, making.Wait()
}

// peopleSQL makes a person with a confirmed phone of each session.
const peopleSQL = `WITH made AS (
	INSERT INTO users (id, email, phone, name, auth_provider, phone_verified, email_verified, referral_code)
	SELECT gen_random_uuid(), 'bench' || n || '@zuka.example', '+23490' || lpad(n::text, 8, '0'), 'Ada Obi', 'phone', true, true, 'BENCH' || n
	FROM generate_series(1, $2::int) AS n RETURNING id, referral_code)
UPDATE user_sessions SET user_id = made.id, signed_in_at = now(), rotated_at = now()
FROM made, unnest($1::uuid[]) WITH ORDINALITY AS s (id, n) WHERE user_sessions.id = s.id AND made.referral_code = 'BENCH' || s.n`

// people are new sessions of people who each have a confirmed phone.
func (t *till) people(ctx context.Context, count int) ([]shopper, error) {
	all, err := t.guests(ctx, count)
	if err != nil {
		return nil, err
	}
	if _, err := t.pool.Pgx().Exec(ctx, peopleSQL, sessionsOf(all), count); err != nil {
		return nil, fmt.Errorf("making people: %w", err)
	}
	return all, nil
}

// clerk is somebody who works for the shop.
func (t *till) clerk(ctx context.Context) (shopper, error) {
	one, err := t.guests(ctx, 1)
	if err != nil {
		return shopper{}, err
	}
	done, err := t.pool.Pgx().Exec(ctx, `UPDATE user_sessions SET user_id = (SELECT id FROM users WHERE role = 'staff' AND deleted_at IS NULL ORDER BY id LIMIT 1),
		signed_in_at = now(), rotated_at = now() WHERE id = $1 AND EXISTS (SELECT FROM users WHERE role = 'staff')`, one[0].session)
	if err == nil && done.RowsAffected() == 0 {
		err = errors.New("nobody works for the shop")
	}
	return one[0], err
}

// forget takes sessions' copies out of Redis.
func (t *till) forget(ctx context.Context, shoppers []shopper) error {
	return t.store.Renew(ctx, sessionsOf(shoppers)...)
}

func sessionsOf(shoppers []shopper) []uuid.UUID {
	ids := make([]uuid.UUID, len(shoppers))
	for i, one := range shoppers {
		ids[i] = one.session
	}
	return ids
}

// queueSQL makes carts of their own for shoppers, each with one thing in it: the
// n-th of so many products.
const queueSQL = `
DELETE FROM bench_shoppers;
INSERT INTO cart_headers (id, user_id, session_id)
	SELECT gen_random_uuid(), user_id, CASE WHEN user_id IS NULL THEN id END FROM user_sessions WHERE id = ANY(%[1]s) ON CONFLICT DO NOTHING;
INSERT INTO bench_shoppers
	SELECT s.n - 1, u.id, u.user_id, coalesce(u.user_id, u.id), CASE WHEN u.user_id IS NULL THEN 'session:' || u.id ELSE 'user:' || u.user_id END,
		coalesce(users.phone, ''), p.id, '{' || p.id || '}', p.size, p.color, h.id
	FROM unnest(%[1]s) WITH ORDINALITY AS s (id, n)
	JOIN user_sessions AS u ON u.id = s.id LEFT JOIN users ON users.id = u.user_id
	JOIN cart_headers AS h ON h.user_id = u.user_id OR (u.user_id IS NULL AND h.session_id = u.id)
	JOIN bench_products AS p ON p.place = %[2]d + (s.n - 1) %% %[3]d;`

// clearSQL takes everything away that was ordered, so that each round begins
// alike, and fills the carts again.
const clearSQL = `
DELETE FROM payments WHERE order_id > 700000000;
DELETE FROM order_items WHERE order_id > 700000000;
DELETE FROM order_events WHERE order_id > 700000000;
DELETE FROM orders WHERE id > 700000000;
DELETE FROM idempotency_keys;
DELETE FROM river_job;
DELETE FROM carts WHERE user_id IN (SELECT person FROM bench_shoppers) OR session_id IN (SELECT session FROM bench_shoppers);
INSERT INTO carts (user_id, session_id, product_id, size, color, quantity, unit_price_ngn)
	SELECT person, CASE WHEN person IS NULL THEN session END, product, size, color, 1, 12000 FROM bench_shoppers;`

// vacuumed are the tables that a round wears out.
const vacuumed = `VACUUM (ANALYZE) payments, order_items, order_events, orders, idempotency_keys, river_job, carts, cart_headers, products, product_variants, bench_shoppers`

// queue has shoppers stand in line for products from the first one on.
func (t *till) queue(ctx context.Context, shoppers []shopper, first, products int) error {
	var ids strings.Builder
	for i, one := range shoppers {
		if i > 0 {
			ids.WriteByte(',')
		}
		ids.WriteString(one.session.String())
	}
	_, err := t.pool.Pgx().Exec(ctx, fmt.Sprintf(queueSQL, "'{"+ids.String()+"}'::uuid[]", first, products), pgx.QueryExecModeSimpleProtocol)
	if err != nil {
		return fmt.Errorf("queueing up: %w", err)
	}
	return nil
}

// refill clears what was ordered away and puts the same into the carts again.
func (t *till) refill(ctx context.Context) error {
	for _, sql := range []string{clearSQL, vacuumed} {
		if _, err := t.pool.Pgx().Exec(ctx, sql, pgx.QueryExecModeSimpleProtocol); err != nil {
			return fmt.Errorf("filling the carts again: %w", err)
		}
	}
	return nil
}

// variantID is the global id of the n-th thing that is sold.
func (t *till) variantID(n int) string {
	return globalid.New("ProductVariant", t.variant[n%len(t.variant)]).String()
}
