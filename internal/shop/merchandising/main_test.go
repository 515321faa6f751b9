package merchandising

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"zuka/internal/platform/clock"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/postgres"
	"zuka/internal/platform/viewer"
	"zuka/internal/testenv"
)

func TestMain(m *testing.M) { testenv.Main(m) }

var noon = time.Date(2026, 5, 20, 12, 0, 0, 0, time.UTC)

// The tree that every test begins with: women (1) above gowns (2) and bags (3),
// men (4) alone, and old (5), which shoppers do not see.
const (
	women = iota + 1
	gowns
	bags
	men
	old
)

// shop is a database with a tree and a brand, and the service in the hands of
// one of the staff.
type shop struct {
	*testing.T
	*Service
	pool *postgres.Pool
	ctx  context.Context
	mu   sync.Mutex
	// shown are the changes that the catalogue was told of.
	shown []touched
	away  bool
}

func newShop(t *testing.T) *shop {
	t.Helper()
	s := &shop{T: t, pool: testenv.Pool(t)}
	s.Service = New(Config{Pool: s.pool, Catalogue: s, Clock: clock.Fixed(noon)})
	s.exec(`INSERT INTO categories (name, slug, parent_id, active) VALUES ('Women', 'women', NULL, true), ('Gowns', 'gowns', 1, true),
		('Bags', 'bags', 1, true), ('Men', 'men', NULL, true), ('Old', 'old', NULL, false)`)
	s.exec(`INSERT INTO brands (name, slug) VALUES ('Ọjà', 'oja')`)
	s.ctx = s.as(viewer.Staff)
	return s
}

func (s *shop) as(role viewer.Role) context.Context {
	s.Helper()
	id := uuid.New()
	s.exec(`INSERT INTO users (id, referral_code, role) VALUES ($1, $1::uuid::text, $2)`, id, string(role))
	return viewer.With(s.Context(), viewer.NewRequest(viewer.Viewer{User: id, Role: role}, nil))
}

func (s *shop) Changed(_ context.Context, products, brands []int, lists bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.shown = append(s.shown, touched{products, brands, lists})
	if s.away {
		return errors.New("redis is away")
	}
	return nil
}

// told are the changes that the catalogue was told of since this was asked.
func (s *shop) told() []touched {
	s.mu.Lock()
	defer s.mu.Unlock()
	shown := s.shown
	s.shown = nil
	return shown
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

// gown is a new product that can be accepted.
func gown(sku string) ProductInput {
	return ProductInput{SKU: sku, Name: "Ankara gown", Category: gowns, Gender: "women", Price: 20_000}
}

func (s *shop) product(in ProductInput) *Managed {
	s.Helper()
	made, err := s.ProductCreate(s.ctx, in)
	require.NoError(s, err)
	return made
}

// option is a new variant.
func option(product int, size, color, sku string, stock int) VariantInput {
	return VariantInput{Product: product, Size: To(size), Color: To(color), SKU: To(sku), InitialStock: stock}
}

func (s *shop) variant(in VariantInput) int {
	s.Helper()
	made, err := s.VariantUpsert(s.ctx, in)
	require.NoError(s, err)
	return made.ID
}

// one is a product as staff see it.
func (s *shop) one(id int) *Managed {
	s.Helper()
	found, err := s.One(s.ctx, id)
	require.NoError(s, err)
	require.NotNil(s, found)
	return found
}

// consistent fails unless what must hold between rows does.
func (s *shop) consistent() {
	s.Helper()
	for what, sql := range map[string]string{
		"the stock is the variants'": `SELECT count(*) FROM products AS p WHERE stock_count <>
			(SELECT sum(stock_count) FROM product_variants AS v WHERE v.product_id = p.id)`,
		"the sizes are the variants'": `SELECT count(*) FROM product_variants AS v JOIN products AS p ON p.id = v.product_id
			WHERE v.size <> '' AND NOT p.sizes ? v.size OR v.color <> '' AND NOT p.colors ? v.color`,
		"the stock is accounted for": `SELECT count(*) FROM products AS p WHERE stock_count <>
			(SELECT COALESCE(sum(change), 0) FROM stock_adjustments AS a WHERE a.product_id = p.id)`,
		"products are on leaves": `SELECT count(*) FROM products AS p JOIN categories AS c ON c.parent_id = p.category_id`,
		"the tree has no circle and three levels": `WITH RECURSIVE walk (id, level) AS (SELECT id, 1 FROM categories WHERE parent_id IS NULL
			UNION ALL SELECT c.id, level + 1 FROM categories AS c JOIN walk ON walk.id = c.parent_id)
			SELECT (SELECT count(*) FROM categories) - (SELECT count(*) FROM walk WHERE level <= 3)`,
		"what is for sale can be found": `SELECT count(*) FROM products AS p JOIN categories AS c ON c.id = p.category_id WHERE p.active AND NOT c.active`,
	} {
		require.Zero(s, ask[int](s, sql), what)
	}
}

func refused(t testing.TB, err error, reason fault.Reason, field ...string) {
	t.Helper()
	found, ok := fault.From(err)
	require.True(t, ok, "%v", err)
	require.Equal(t, reason, found.Why(), "%v", err)
	require.Equal(t, field, found.Field, "%v", err)
}

func pointer[T any](value T) *T { return &value }
