package inventory_test

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"zuka/internal/platform/clock"
	"zuka/internal/platform/postgres"
	"zuka/internal/platform/pubsub"
	"zuka/internal/platform/viewer"
	"zuka/internal/shop/inventory"
	"zuka/internal/testenv"
)

func TestMain(m *testing.M) { testenv.Main(m) }

var noon = time.Date(2026, 11, 24, 11, 0, 0, 0, time.UTC)

// store is a shop with nothing in it, and its inventory.
type store struct {
	*testing.T
	*inventory.Service
	pool *postgres.Pool
	told *catalogue
	url  string
}

// catalogue remembers what it was told.
type catalogue struct {
	mu       sync.Mutex
	products [][]int
	lists    []bool
	err      error
}

// StockChanged remembers.
func (c *catalogue) StockChanged(_ context.Context, products []int, lists bool) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.products, c.lists = append(c.products, products), append(c.lists, lists)
	return c.err
}

func newStore(t *testing.T) *store {
	t.Helper()
	url, told := testenv.Postgres(t), &catalogue{}
	pool, err := postgres.Open(t.Context(), postgres.Options{URL: url, MaxConns: waiters + 4})
	require.NoError(t, err)
	t.Cleanup(pool.Close)
	client, prefix := testenv.RedisClient(t)
	hub := pubsub.New(client, pubsub.Options{Prefix: prefix, Heartbeat: time.Minute, ConfirmTimeout: time.Minute, Log: slog.New(slog.DiscardHandler)})
	hub.Start()
	t.Cleanup(hub.Stop)
	s := &store{t, inventory.New(inventory.Config{Pool: pool, Hub: hub, Catalogue: told, Clock: clock.Fixed(noon)}), pool, told, url}
	s.exec("INSERT INTO categories (slug, name) VALUES ('all', 'All')")
	return s
}

func (s *store) exec(sql string, args ...any) {
	s.Helper()
	_, err := s.pool.Pgx().Exec(context.Background(), sql, args...)
	require.NoError(s, err)
}

func (s *store) number(sql string, args ...any) (n int) {
	s.Helper()
	require.NoError(s, s.pool.Pgx().QueryRow(context.Background(), sql, args...).Scan(&n))
	return n
}

// product adds a product that costs 1,000 naira.
func (s *store) product(name string, stock int) int {
	s.Helper()
	return s.number(`INSERT INTO products (sku, slug, name, category_id, price_ngn, stock_count)
		SELECT $1, $1, $1, id, 1000, $2 FROM categories LIMIT 1 RETURNING id`, name, stock)
}

// variant adds a variant, and its pieces to the product.
func (s *store) variant(product int, size, color string, stock int) int {
	s.Helper()
	id := s.number(`INSERT INTO product_variants (product_id, size, color, sku, stock_count)
		VALUES ($1, $2, $3, $4, $5) RETURNING id`, product, size, color, fmt.Sprint(product, size, color), stock)
	s.exec("UPDATE products SET stock_count = (SELECT sum(stock_count) FROM product_variants WHERE product_id = $1) WHERE id = $1", product)
	return id
}

func (s *store) stock(product int) int {
	s.Helper()
	return s.number("SELECT stock_count FROM products WHERE id = $1", product)
}

func (s *store) variantStock(id int) int {
	s.Helper()
	return s.number("SELECT stock_count FROM product_variants WHERE id = $1", id)
}

// summed fails when a product is not the sum of its variants.
func (s *store) summed() {
	s.Helper()
	require.Zero(s, s.number(`SELECT count(*) FROM products AS p WHERE stock_count <>
		(SELECT coalesce(sum(v.stock_count), p.stock_count) FROM product_variants AS v WHERE v.product_id = p.id)`))
}

// order takes pieces in a transaction of its own.
func (s *store) order(ctx context.Context, pieces ...inventory.Piece) (taken []inventory.Taken, err error) {
	err = postgres.InTx(ctx, s.pool, func(ctx context.Context, tx postgres.Tx) error {
		taken, err = s.Take(ctx, tx, pieces)
		return err
	})
	return taken, err
}

// cancel gives pieces back in a transaction of its own.
func (s *store) cancel(ctx context.Context, pieces ...inventory.Piece) (given []inventory.Taken, err error) {
	err = postgres.InTx(ctx, s.pool, func(ctx context.Context, tx postgres.Tx) error {
		given, err = s.Return(ctx, tx, pieces)
		return err
	})
	return given, err
}

// as is a context of somebody with this role and an account.
func (s *store) as(role viewer.Role) context.Context {
	s.Helper()
	id := uuid.Must(uuid.NewV7())
	s.exec("INSERT INTO users (id, referral_code) VALUES ($1, $2)", id, id.String())
	return viewer.With(s.Context(), viewer.NewRequest(viewer.Viewer{User: id, Role: role}, nil))
}

// waiters is how many workers have seen a row before another got it.
const waiters = 20

// behind runs workers while somebody else holds rows, and lets go when so many
// wait for them: what those read before is old then.
func (s *store) behind(rows string, n int, work func(i int)) {
	s.Helper()
	conn, err := pgx.Connect(s.Context(), s.url)
	require.NoError(s, err)
	defer func() { require.NoError(s, conn.Close(context.Background())) }()
	_, err = conn.Exec(s.Context(), "BEGIN; SELECT FROM "+rows+" FOR UPDATE")
	require.NoError(s, err)
	done := make(chan struct{})
	go func() {
		defer close(done)
		together(n, work)
	}()
	waiting := 0
	require.Eventually(s, func() bool {
		// A transaction is shown the same activity again unless it asks anew.
		_, err := conn.Exec(s.Context(), "SELECT pg_stat_clear_snapshot()")
		require.NoError(s, err)
		err = conn.QueryRow(s.Context(), "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'").Scan(&waiting)
		return err == nil && waiting >= waiters
	}, time.Minute, time.Millisecond)
	_, err = conn.Exec(s.Context(), "COMMIT")
	require.NoError(s, err)
	<-done
}

// together runs workers that all begin at the same moment.
func together(n int, work func(i int)) {
	var ready, done sync.WaitGroup
	begin := make(chan struct{})
	for i := range n {
		ready.Add(1)
		done.Go(func() {
			ready.Done()
			<-begin
			work(i)
		})
	}
	ready.Wait()
	close(begin)
	done.Wait()
}
