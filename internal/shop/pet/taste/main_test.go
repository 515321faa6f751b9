package taste_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"zuka/ent/shape"
	"zuka/internal/platform/clock"
	"zuka/internal/platform/postgres"
	"zuka/internal/shop/pet/taste"
	"zuka/internal/testenv"
)

func TestMain(m *testing.M) { testenv.Main(m) }

// stall is a shop with a few things and nobody in it.
type stall struct {
	*testing.T
	*taste.Service
	pool *postgres.Pool
}

func newStall(t *testing.T) *stall {
	t.Helper()
	pool := testenv.Pool(t)
	s := &stall{t, nil, pool}
	s.Service = s.at(noon)
	s.exec(`INSERT INTO categories (id, slug, name, parent_id) VALUES (1, 'wear', 'Wear', NULL), (2, 'dresses', 'Dresses', 1), (3, 'shirts', 'Shirts', 1), (4, 'shoes', 'Shoes', NULL)`)
	s.exec(`INSERT INTO brands (id, slug, name) VALUES (1, 'yaba-threads', 'Yaba Threads'), (2, 'eko-kicks', 'Eko Kicks')`)
	s.product(1, 2, 1, 10_000, `["Black"]`, `["S", "M"]`)
	s.product(2, 3, 1, 20_000, `["Black", "White"]`, `["M"]`)
	s.product(3, 4, 2, 30_000, `["Red"]`, `["42"]`)
	s.product(4, 4, nil, 40_000, `[]`, `[]`)
	return s
}

// at is the service at another moment.
func (s *stall) at(moment time.Time) *taste.Service {
	return taste.New(taste.Config{Pool: s.pool, Lag: -1, Clock: clock.Fixed(moment), Log: slog.New(slog.DiscardHandler)})
}

func (s *stall) exec(sql string, args ...any) {
	s.Helper()
	_, err := s.pool.Pgx().Exec(context.Background(), sql, args...)
	require.NoError(s, err)
}

func (s *stall) number(sql string, args ...any) (n int) {
	s.Helper()
	require.NoError(s, s.pool.Pgx().QueryRow(context.Background(), sql, args...).Scan(&n))
	return n
}

func (s *stall) product(id, category int, brand any, price int, colors, sizes string) {
	s.Helper()
	s.exec(`INSERT INTO products (id, sku, slug, name, category_id, brand_id, price_ngn, stock_count, colors, sizes, purchase_count, created_at)
		VALUES ($1, $2, $2, $2, $3, $4, $5, 9, $6::text::jsonb, $7::text::jsonb, $9, $8)`, id, fmt.Sprintf("product-%d", id), category, brand, price, colors, sizes, noon, id)
}

func (s *stall) person() uuid.UUID {
	s.Helper()
	id := uuid.Must(uuid.NewV7())
	s.exec("INSERT INTO users (id, referral_code) VALUES ($1, $2)", id, id.String())
	return id
}

func (s *stall) pet(user uuid.UUID) int {
	s.Helper()
	return s.number(`INSERT INTO user_pets (user_id, persona_type, name, created_at) VALUES ($1, 'funny', 'Bingo', $2) RETURNING id`, user, noon.Add(-99*day))
}

// views is a visit in which products were seen, and so written.
func (s *stall) views(user uuid.UUID, at time.Time, products ...int) {
	s.Helper()
	visit := uuid.New()
	for _, product := range products {
		s.exec(`INSERT INTO analytics_events (event_id, user_id, session_id, event_type, event_name, product_id, created_at, updated_at)
			VALUES ($1, $2, $3, 'product_view', 'product_view', $4, $5, $5)`, uuid.New(), user, visit, product, at)
	}
}

// buys is a paid order of one thing.
func (s *stall) buys(user uuid.UUID, at time.Time, product, price int, size, color any) int {
	s.Helper()
	order := s.number(`INSERT INTO orders (order_number, user_id, status, payment_status, payment_method, subtotal_ngn, total_ngn, created_at, updated_at, paid_at)
		VALUES ($1, $2, 'paid', 'paid', 'paystack', $3, $3, $4, $4, $4) RETURNING id`, uuid.NewString(), user, price, at)
	s.exec(`INSERT INTO order_items (order_id, product_id, product_snapshot, quantity, unit_price_ngn, total_price_ngn, size, color)
		VALUES ($1, $2, '{}', 1, $3, $3, $4, $5)`, order, product, price, size, color)
	s.step(order, 2, "paid", at)
	return order
}

func (s *stall) step(order, version int, kind string, at time.Time) {
	s.Helper()
	s.exec("INSERT INTO order_events (order_id, version, kind, actor, created_at) VALUES ($1, $2, $3, 'shop', $4)", order, version, kind, at)
}

func (s *stall) refunds(order int, at time.Time) {
	s.Helper()
	s.exec("UPDATE orders SET status = 'refunded', payment_status = 'refunded', updated_at = $2 WHERE id = $1", order, at)
	s.step(order, 3, "refunded", at)
}

func (s *stall) declines(user uuid.UUID, pet, product int, at time.Time) {
	s.Helper()
	s.exec(`INSERT INTO pet_actions (user_id, pet_id, action_type, action_data, state, created_at, updated_at, resolved_at)
		VALUES ($1, $2, 'add_to_cart', jsonb_build_object('product_id', $3::bigint), 'declined', $4, $4, $4)`, user, pet, product, at)
}

func (s *stall) knows(pet int) (p shape.PetPreferences) {
	s.Helper()
	var text string
	require.NoError(s, s.pool.Pgx().QueryRow(s.Context(), "SELECT coalesce(preferences, '{}')::text FROM user_pets WHERE id = $1", pet).Scan(&text))
	require.NoError(s, json.Unmarshal([]byte(text), &p))
	return p
}

func (s *stall) keeps(pet int, p shape.PetPreferences) {
	s.Helper()
	s.exec("UPDATE user_pets SET preferences = $2 WHERE id = $1", pet, p)
}

// weights are what is learned, by value.
func weights(lists ...[]shape.Learned) map[string]float64 {
	all := map[string]float64{}
	for _, list := range lists {
		for _, l := range list {
			all[l.Value] = l.Weight
		}
	}
	return all
}
