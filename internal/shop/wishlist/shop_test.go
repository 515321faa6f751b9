package wishlist

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"zuka/internal/platform/clock"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/postgres"
	"zuka/internal/platform/viewer"
	"zuka/internal/testenv"
)

// openAt is the moment of the service's clock: the hour 494316.
var openAt = time.Date(2026, 5, 23, 12, 30, 0, 0, time.UTC)

// shop is a database with a category, and a wish service on it, whose cart and
// notices are the test's own.
type shop struct {
	testing.TB
	pool    *postgres.Pool
	service *Service
	made    atomic.Int64
	// heard counts what devices were let know of.
	heard atomic.Int64

	mu      sync.Mutex
	told    []Notice
	fail    error
	changed []uuid.UUID
}

func newShop(t testing.TB) *shop {
	t.Helper()
	s := &shop{TB: t, pool: testenv.Pool(t)}
	s.service = New(Config{Pool: s.pool, Clock: clock.Fixed(openAt), Cart: s, Notices: s})
	s.exec(`INSERT INTO categories (id, slug, name) VALUES (1, 'dresses', 'Dresses')`)
	return s
}

// Tell keeps what is told, however often.
func (s *shop) Tell(_ context.Context, _ postgres.Tx, notices []Notice) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.fail != nil {
		return s.fail
	}
	s.told = append(s.told, notices...)
	return nil
}

// AddTx puts a line into the person's cart, unless it is to fail.
func (s *shop) AddTx(ctx context.Context, tx postgres.Tx, line MoveInput) ([]Warning, error) {
	_, err := tx.ExecContext(ctx, `INSERT INTO carts (user_id, product_id, quantity)
		VALUES ($1, coalesce(nullif($2::bigint, 0), (SELECT product_id FROM product_variants WHERE id = $3::bigint)), $4)`,
		viewer.From(ctx).User, line.Product, line.Variant, line.Quantity)
	if err != nil {
		return nil, err
	}
	return []Warning{{Code: "QUANTITY_REDUCED"}}, s.fail
}

// Changed keeps whose cart was told of.
func (s *shop) Changed(_ context.Context, user uuid.UUID) { s.changed = append(s.changed, user) }

// news are what was told since the last time.
func (s *shop) news() []Notice {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer func() { s.told = nil }()
	return s.told
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

// product is a new product of ₦10,000.
func (s *shop) product(stock int) int {
	s.Helper()
	n := s.made.Add(1)
	return s.number(`INSERT INTO products (sku, slug, name, price_ngn, stock_count, category_id) VALUES ($1, $2, $3, 10000, $4, 1) RETURNING id`,
		fmt.Sprintf("SKU-%d", n), fmt.Sprintf("thing-%d", n), fmt.Sprintf("Thing %d", n), stock)
}

// is sets the price and the stock of a product.
func (s *shop) is(product, price, stock int) {
	s.Helper()
	s.exec("UPDATE products SET price_ngn = $2, stock_count = $3 WHERE id = $1", product, price, stock)
}

// person is somebody signed in, and their context.
func (s *shop) person() (context.Context, uuid.UUID) {
	s.Helper()
	id := uuid.New()
	s.exec(`INSERT INTO users (id, referral_code) VALUES ($1, $2)`, id, id.String())
	return viewer.With(s.Context(), viewer.NewRequest(viewer.Viewer{User: id, Role: viewer.Customer}, nil)), id
}

func (s *shop) watch() int {
	s.Helper()
	told, err := s.service.Watch(s.Context(), 1<<20)
	require.NoError(s, err)
	return told
}

// atOnce runs n pieces of work that begin together.
func atOnce(n int, work func(int) error) error {
	var (
		all     errgroup.Group
		barrier sync.WaitGroup
	)
	barrier.Add(n)
	for i := range n {
		all.Go(func() error {
			barrier.Done()
			barrier.Wait()
			return work(i)
		})
	}
	return all.Wait()
}

// requireFault is a fault of this reason at this field.
func requireFault(t testing.TB, err error, reason fault.Reason, at ...string) {
	t.Helper()
	found, ok := fault.From(err)
	require.True(t, ok, "%v", err)
	require.Equal(t, reason, found.Why(), "%v", err)
	require.Equal(t, at, found.Field, "%v", err)
}

// Told is heard by nobody in these tests but counted.
func (s *shop) Told(context.Context, Notice) { s.heard.Add(1) }
