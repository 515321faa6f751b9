package tool_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"zuka/ent/shape"
	"zuka/internal/platform/cache"
	"zuka/internal/platform/clock"
	"zuka/internal/platform/postgres"
	"zuka/internal/platform/ratelimit"
	"zuka/internal/shop/cart"
	"zuka/internal/shop/catalog"
	"zuka/internal/shop/checkout"
	"zuka/internal/shop/coupon"
	"zuka/internal/shop/inventory"
	"zuka/internal/shop/loyalty"
	"zuka/internal/shop/order"
	"zuka/internal/shop/payment"
	"zuka/internal/shop/pet/brain"
	"zuka/internal/shop/pet/taste"
	"zuka/internal/shop/pet/tool"
	"zuka/internal/shop/pet/understand"
	"zuka/internal/shop/referral"
	"zuka/internal/testenv"
)

func TestMain(m *testing.M) { testenv.Main(m) }

var noon = time.Date(2026, 11, 20, 11, 0, 0, 0, time.UTC)

// shop is a shop with real nouns, and tools.
type shop struct {
	testing.TB
	*tool.Tools
	pool *postgres.Pool
	seq  int
}

func newShop(t testing.TB) *shop {
	t.Helper()
	s := &shop{TB: t, pool: testenv.Pool(t)}
	now, pool := clock.Fixed(noon), s.pool
	bus, err := cache.NewBus(cache.Options{Disabled: true})
	require.NoError(t, err)
	goods, carts := catalog.New(catalog.Config{Pool: pool, Bus: bus, Clock: now}), cart.New(cart.Config{Pool: pool, Clock: now})
	points, orders := loyalty.New(loyalty.Config{Pool: pool, Clock: now}), order.New(order.Config{Pool: pool, Clock: now})
	s.Tools = tool.New(tool.Config{
		Pool: pool, Catalog: goods, Carts: carts, Orders: orders, Points: points, Taste: taste.New(taste.Config{Pool: pool, Clock: now}), Clock: now,
		Checkout: checkout.New(checkout.Config{
			Pool: pool, Clock: now, Limits: ratelimit.New(ratelimit.Options{Off: true}), Cart: carts, Coupon: coupon.New(coupon.Config{Pool: pool, Clock: now}),
			Loyalty: points, Referral: referral.New(referral.Config{Pool: pool, Clock: now}), Order: orders, Addresses: nowhere{},
			Inventory: inventory.New(inventory.Config{Pool: pool, Clock: now}), Payment: payment.New(payment.Config{Pool: pool, Clock: now}),
		}),
	})
	s.exec(`INSERT INTO categories (id, slug, name, parent_id) VALUES (1, 'wear', 'Wear', NULL), (2, 'dresses', 'Dresses', 1), (3, 'shoes', 'Shoes', NULL)`)
	s.exec(`INSERT INTO brands (id, slug, name) VALUES (1, 'yaba-threads', 'Yaba Threads')`)
	return s
}

// nowhere is an address book with nothing in it.
type nowhere struct{}

// Check takes none.
func (nowhere) Check(checkout.Address) (*shape.Address, error) { return nil, errors.New("no address") }

// Kept has none.
func (nowhere) Kept(context.Context, *int) (*shape.Address, error) { return nil, nil }

func (s *shop) exec(sql string, args ...any) {
	s.Helper()
	_, err := s.pool.Pgx().Exec(context.Background(), sql, args...)
	require.NoError(s, err)
}

func (s *shop) number(sql string, args ...any) (n int) {
	s.Helper()
	require.NoError(s, s.pool.Pgx().QueryRow(context.Background(), sql, args...).Scan(&n), sql)
	return n
}

// product is a new dress, of these sizes in red, or without choices.
func (s *shop) product(name string, price, stock int, sizes ...string) int {
	s.Helper()
	id := s.number(`INSERT INTO products (sku, slug, name, price_ngn, stock_count, category_id, brand_id) VALUES ($1::text, $1::text, $1::text, $2, $3, 2, 1) RETURNING id`, name, price, stock)
	for _, size := range sizes {
		s.exec("INSERT INTO product_variants (product_id, size, color, sku, stock_count) VALUES ($1, $2, 'Red', $3, $4)", id, size, name+size, stock)
	}
	return id
}

func (s *shop) person(role string) uuid.UUID {
	s.Helper()
	id := uuid.New()
	s.exec("INSERT INTO users (id, referral_code, role) VALUES ($1, $1::uuid::text, $2)", id, role)
	return id
}

// order is a paid order of a thing.
func (s *shop) order(user uuid.UUID, number string, product int) {
	s.Helper()
	id := s.number(`INSERT INTO orders (order_number, user_id, status, payment_status, payment_method, subtotal_ngn, total_ngn, paid_at)
		VALUES ($1, $2, 'paid', 'paid', 'paystack', 5000, 5000, now()) RETURNING id`, number, user)
	s.exec(`INSERT INTO order_items (order_id, product_id, product_snapshot, quantity, unit_price_ngn, total_price_ngn)
		VALUES ($1, $2, '{"name": "Shirt"}', 1, 5000, 5000)`, id, product)
}

// message is what somebody wrote, whose answer is worked at.
type message struct {
	*shop
	tool.Scope
	mu    sync.Mutex
	shown [][]int
	acted []bool
}

func (s *shop) message(user uuid.UUID, text string, memory brain.Memory) *message {
	s.Helper()
	s.seq++
	pet := s.number("INSERT INTO user_pets (user_id, persona_type, name) VALUES ($1, 'funny', 'Bingo') RETURNING id", user)
	run := uuid.New()
	s.exec(`INSERT INTO pet_runs (id, user_id, pet_id, conversation_id, first_seq, state, attempt) VALUES ($1, $2, $3, $1, 1, 'thinking', 1)`, run, user, pet)
	lexicon := understand.NewLexicon([]understand.Entry{{Slug: "dresses", Name: "Dresses"}, {Slug: "shoes", Name: "Shoes"}},
		[]understand.Entry{{Slug: "yaba-threads", Name: "Yaba Threads"}}, []string{"Red"}, []string{"S", "M", "L"})
	in := understand.Context{Memory: memory}
	m := &message{shop: s, Scope: tool.Scope{Run: run, Attempt: 1, User: user, Pet: pet, Context: in, Meaning: lexicon.Read(text, in)}}
	m.Tell = m
	return m
}

// Products notes what is shown.
func (m *message) Products(_ context.Context, ids []int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.shown = append(m.shown, ids)
}

// Action notes whether it is a proposal.
func (m *message) Action(_ context.Context, _ int, proposed bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.acted = append(m.acted, proposed)
}

// desk is the desk of the next attempt.
func (m *message) desk() *tool.Desk {
	m.shop.Helper()
	m.Attempt = m.number("UPDATE pet_runs SET attempt = attempt + 1 WHERE id = $1 RETURNING attempt", m.Run)
	d, err := m.Tools.Desk(m.test(), m.Scope)
	require.NoError(m.shop, err)
	return d
}

// test is the test's context: the scope has a Context of its own.
func (m *message) test() context.Context { return m.shop.TB.Context() }

func (m *message) rows(state string) int {
	m.shop.Helper()
	return m.number("SELECT count(*) FROM pet_actions WHERE run_id = $1 AND ($2 = '' OR state = $2)", m.Run, state)
}

func (m *message) inCart() int {
	m.shop.Helper()
	return m.number("SELECT coalesce(sum(quantity), 0) FROM carts WHERE user_id = $1", m.User)
}
