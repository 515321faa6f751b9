package cart

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"zuka/internal/platform/clock"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/postgres"
	"zuka/internal/platform/pubsub"
	"zuka/internal/platform/viewer"
	"zuka/internal/testenv"
)

// openAt is the moment of the service's clock.
var openAt = time.Date(2026, 5, 20, 12, 0, 0, 0, time.UTC)

// shop is a database with a category, and a cart service on it.
type shop struct {
	testing.TB
	pool    *postgres.Pool
	service *Service
	made    atomic.Int64
}

func newShop(t testing.TB) *shop {
	t.Helper()
	s := &shop{TB: t, pool: testenv.Pool(t)}
	s.service = New(Config{Pool: s.pool, Clock: clock.Fixed(openAt), Sessions: begun{s}})
	s.exec(`INSERT INTO categories (id, slug, name) VALUES (1, 'dresses', 'Dresses')`)
	s.exec(`INSERT INTO brands (id, slug, name) VALUES (1, 'ade', 'Adé')`)
	return s
}

// hub lets the service tell and follow live.
func (s *shop) hub() {
	client, prefix := testenv.RedisClient(s)
	hub := pubsub.New(client, pubsub.Options{Prefix: prefix, Heartbeat: time.Minute, ConfirmTimeout: time.Minute})
	hub.Start()
	s.Cleanup(hub.Stop)
	s.service.Hub = hub
}

func (s *shop) exec(sql string, args ...any) {
	s.Helper()
	_, err := s.pool.Pgx().Exec(s.Context(), sql, args...)
	require.NoError(s, err)
}

func (s *shop) number(sql string, args ...any) (n int) {
	s.Helper()
	require.NoError(s, s.pool.Pgx().QueryRow(s.Context(), sql, args...).Scan(&n))
	return n
}

// product is a new product without variants.
func (s *shop) product(stock int) int {
	s.Helper()
	n := s.made.Add(1)
	return s.number(`INSERT INTO products (sku, slug, name, image_url, price_ngn, stock_count, category_id, brand_id)
		VALUES ($1, $2, $3, '/images/p.svg', 10000, $4, 1, 1) RETURNING id`, fmt.Sprintf("SKU-%d", n), fmt.Sprintf("thing-%d", n), fmt.Sprintf("Thing %d", n), stock)
}

// variant is a new variant of a product.
func (s *shop) variant(product int, size, color string, stock int) int {
	s.Helper()
	id := s.number(`INSERT INTO product_variants (product_id, size, color, sku, stock_count) VALUES ($1, $2, $3, $4, $5) RETURNING id`,
		product, size, color, fmt.Sprintf("V-%d", s.made.Add(1)), stock)
	s.exec(`UPDATE products SET stock_count = (SELECT sum(stock_count) FROM product_variants WHERE product_id = $1) WHERE id = $1`, product)
	return id
}

func (s *shop) stock(product, stock int) {
	s.Helper()
	s.exec("UPDATE products SET stock_count = $2 WHERE id = $1", product, stock)
}

func as(ctx context.Context, v viewer.Viewer) context.Context {
	return viewer.With(ctx, viewer.NewRequest(v, nil))
}

// person is somebody signed in, and their context.
func (s *shop) person() (context.Context, uuid.UUID) {
	s.Helper()
	id := uuid.New()
	s.exec(`INSERT INTO users (id, referral_code) VALUES ($1, $2)`, id, id.String())
	return as(s.Context(), viewer.Viewer{User: id, Session: uuid.New(), Role: viewer.Customer}), id
}

// visitor is a guest with a session, and their context.
func (s *shop) visitor() (context.Context, uuid.UUID) {
	s.Helper()
	id := s.session(s.Context())
	return as(s.Context(), viewer.Viewer{Session: id}), id
}

func (s *shop) session(ctx context.Context) uuid.UUID {
	id := uuid.New()
	_, err := s.pool.Pgx().Exec(ctx, `INSERT INTO user_sessions (id, token_hash, expires_at) VALUES ($1, $2, now() + interval '1 day')`,
		id, append(id[:], id[:]...))
	require.NoError(s, err)
	return id
}

// begun gives strangers sessions.
type begun struct{ *shop }

// Begin begins a session.
func (b begun) Begin(ctx context.Context) error {
	viewer.Become(ctx, viewer.Viewer{Session: b.session(ctx)}, "", 0)
	return nil
}

// merge signs a guest in, as far as the cart is concerned.
func (s *shop) merge(ctx context.Context, session, user uuid.UUID) (told []Warning, err error) {
	err = postgres.InTx(ctx, s.pool, func(ctx context.Context, tx postgres.Tx) error {
		if _, err := tx.ExecContext(ctx, "UPDATE user_sessions SET user_id = $2 WHERE id = $1", session, user); err != nil {
			return err
		}
		told, err = s.service.MergeGuest(ctx, tx, session, user)
		return err
	})
	return told, err
}

func (s *shop) add(ctx context.Context, lines ...LineInput) *Result {
	s.Helper()
	result, err := s.service.Add(ctx, lines)
	require.NoError(s, err)
	return result
}

func (s *shop) mine(ctx context.Context) *Cart {
	s.Helper()
	cart, err := s.service.Mine(ctx)
	require.NoError(s, err)
	return cart
}

// quantities are how many pieces of each product a cart has.
func quantities(cart *Cart) map[int]int {
	found := map[int]int{}
	if cart != nil {
		for _, line := range cart.Lines {
			found[line.ProductID] += line.Quantity
		}
	}
	return found
}

func codes(warnings []Warning) (all []string) {
	for _, w := range warnings {
		all = append(all, w.Code)
	}
	return all
}

// requireFault is a fault of this reason at this field.
func requireFault(t testing.TB, err error, reason fault.Reason, at ...string) *fault.Fault {
	t.Helper()
	found, ok := fault.From(err)
	require.True(t, ok, "%v", err)
	require.Equal(t, reason, found.Why(), "%v", err)
	require.Equal(t, at, found.Field, "%v", err)
	return found
}

func ptr[T any](value T) *T { return &value }
