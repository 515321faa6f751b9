package review

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"zuka/ent/db"
	"zuka/internal/platform/clock"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/postgres"
	"zuka/internal/platform/viewer"
	"zuka/internal/testenv"
)

func TestMain(m *testing.M) { testenv.Main(m) }

var noon = time.Date(2026, 5, 20, 12, 0, 0, 0, time.UTC)

// shop is a database with products, and what the service tells others.
type shop struct {
	*testing.T
	*Service
	pool *postgres.Pool
	// strangers bought nothing; everybody else bought everything.
	strangers map[uuid.UUID]bool
	mu        sync.Mutex
	dropped   []int
	told      []string
}

func newShop(t *testing.T) *shop {
	t.Helper()
	s := &shop{T: t, pool: testenv.Pool(t), strangers: map[uuid.UUID]bool{}}
	s.Service = New(Config{Pool: s.pool, Purchases: s, Catalogue: s, Notices: s, Clock: clock.Fixed(noon)})
	s.exec(`WITH c AS (INSERT INTO categories (name, slug) VALUES ('Gowns', 'gowns') RETURNING id)
		INSERT INTO products (id, name, slug, sku, category_id, price_ngn, active)
		SELECT n, 'Gown', 'gown-' || n, 'G-' || n, c.id, 100, n < 9 FROM c, generate_series(1, 9) AS n`)
	return s
}

func (s *shop) Purchased(_ context.Context, user uuid.UUID, _ int) (bool, error) {
	return !s.strangers[user], nil
}

func (s *shop) ReviewsChanged(_ context.Context, product int) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.dropped = append(s.dropped, product)
	return nil
}

func (s *shop) ReviewHidden(ctx context.Context, tx postgres.Tx, hidden *db.ProductReview, reason string) error {
	s.told = append(s.told, reason)
	return tx.Ent().ProductReview.UpdateOne(hidden).Exec(ctx) // It is within the transaction.
}

func (s *shop) exec(sql string, args ...any) {
	s.Helper()
	_, err := s.pool.Pgx().Exec(s.Context(), sql, args...)
	require.NoError(s, err)
}

func ask[T any](s *shop, sql string, args ...any) (answer T) {
	s.Helper()
	require.NoError(s, s.pool.Pgx().QueryRow(s.Context(), sql, args...).Scan(&answer))
	return answer
}

// person is somebody with an account, signed in.
func (s *shop) person(role viewer.Role) (context.Context, uuid.UUID) {
	s.Helper()
	id := uuid.New()
	s.exec(`INSERT INTO users (id, referral_code, role) VALUES ($1, $1::uuid::text, $2)`, id, string(role))
	return viewer.With(s.Context(), viewer.NewRequest(viewer.Viewer{User: id, Role: role}, nil)), id
}

func (s *shop) customer() context.Context {
	ctx, _ := s.person(viewer.Customer)
	return ctx
}

// reviewed is a review of product 1 by somebody new.
func (s *shop) reviewed(rating int) (context.Context, *db.ProductReview) {
	s.Helper()
	ctx := s.customer()
	made, err := s.Create(ctx, CreateInput{Product: 1, Rating: rating})
	require.NoError(s, err)
	return ctx, made
}

// rating is that of product 1 as its row has it.
func (s *shop) rating() string {
	s.Helper()
	return ask[string](s, `SELECT concat_ws(' of ', rating_average, rating_count) FROM products WHERE id = 1`)
}

// exact fails unless every product's rating is that of its published reviews
// and every review counts its votes.
func (s *shop) exact() {
	s.Helper()
	require.Zero(s, ask[int](s, `SELECT count(*) FROM products AS p WHERE (rating_average, rating_count) IS DISTINCT FROM
		(SELECT (COALESCE(round(avg(rating), 2), 0), count(*)::integer) FROM product_reviews WHERE product_id = p.id AND status = 'published')`))
	require.Zero(s, ask[int](s, `SELECT count(*) FROM product_reviews AS r WHERE helpful_count <> (SELECT count(*) FROM review_votes WHERE review_id = r.id)`))
}

func refused(t testing.TB, err error, reason fault.Reason, field ...string) {
	t.Helper()
	found, ok := fault.From(err)
	require.True(t, ok, "%v", err)
	require.Equal(t, reason, found.Why(), "%v", err)
	require.Equal(t, field, found.Field)
}

func pointer[T any](value T) *T { return &value }
