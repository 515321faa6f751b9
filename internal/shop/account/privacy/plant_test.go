package privacy

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"zuka/internal/platform/postgres"
)

// plantedAt is when everything planted happened.
var plantedAt = time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)

// shop is a database with a few people in it.
type shop struct {
	*testing.T
	pool                       *postgres.Pool
	person, stranger, neighbor *human
	product                    int64
}

// human is somebody about whom something is planted in every table. Every text
// that may say anything says the mark, and the ids begin with it.
type human struct {
	shop                              *shop
	mark, prefix                      string
	email, phone, name, street, agent string
	ip, words                         string
	ids                               int
	id, session, visit                uuid.UUID
	order, review                     int64
}

func newHuman(s *shop, mark, prefix, phone, ip string) *human {
	h := &human{shop: s, mark: mark, prefix: prefix, phone: phone, ip: ip}
	h.name, h.street = "Adaeze "+mark, "12 "+mark+" Close"
	h.email, h.agent, h.words = mark+"@example.ng", "Mozilla/5.0 ("+mark+")", "ankara gown "+mark
	h.id, h.session, h.visit = h.uuid(), h.uuid(), h.uuid()
	return h
}

// uuid is a new one that begins with the person's prefix.
func (h *human) uuid() uuid.UUID {
	h.ids++
	return uuid.MustParse(fmt.Sprintf("%s-0000-4000-8000-%012d", h.prefix, h.ids))
}

// canaries are what must be nowhere after erasure.
func (h *human) canaries() []string {
	return []string{h.mark, h.email, h.phone, h.name, h.street, h.agent, h.ip, h.words}
}

func newShop(t *testing.T, pool *postgres.Pool) *shop {
	t.Helper()
	s := &shop{T: t, pool: pool}
	category := s.insert(`INSERT INTO categories (slug, name) VALUES ('gowns', 'Gowns') RETURNING id`)
	s.product = s.insert(`INSERT INTO products (sku, slug, name, price_ngn, category_id) VALUES ('G1', 'gown', 'Gown', 15000, $1) RETURNING id`, category)
	s.person = newHuman(s, "CanaryPerson", "aaaa0001", "+2348031110001", "198.51.100.71")
	s.stranger = newHuman(s, "CanaryStranger", "bbbb0002", "+2348032220002", "198.51.100.82")
	s.neighbor = newHuman(s, "CanaryNeighbor", "cccc0003", "+2348033330003", "198.51.100.93")
	for _, h := range []*human{s.neighbor, s.person, s.stranger} {
		h.plantAccount()
		h.plantBuying()
		h.plantPlay()
		h.plantTraces()
	}
	s.exec(`INSERT INTO referrals (referral_code, referrer_user_id, referred_user_id, status, order_id, claimed_at, completed_at) VALUES ('OTHER', $1, $2, 'completed', $3, $4, $4)`,
		s.neighbor.id, s.person.id, s.person.order, plantedAt)
	s.exec(`INSERT INTO user_rewards (user_id, code, type, value_amount_ngn, used, used_at, claimed_by) VALUES ($1, $2, 'points', 300, true, $4, $3)`,
		s.neighbor.id, s.neighbor.mark+"gift", s.person.id, plantedAt)
	return s
}

// exec lets PostgreSQL see values as literals, so that one that is used for
// columns of two types need not be cast.
func (s *shop) exec(sql string, args ...any) {
	s.Helper()
	_, err := s.pool.Pgx().Exec(s.Context(), sql, append([]any{pgx.QueryExecModeSimpleProtocol}, args...)...)
	require.NoError(s, err, sql)
}

func (s *shop) insert(sql string, args ...any) int64 {
	s.Helper()
	return ask[int64](s, sql, args...)
}

func ask[T any](s *shop, sql string, args ...any) (answer T) {
	s.Helper()
	require.NoError(s, s.pool.Pgx().QueryRow(s.Context(), sql, append([]any{pgx.QueryExecModeSimpleProtocol}, args...)...).Scan(&answer), sql)
	return answer
}

func (h *human) plantAccount() {
	h.shop.Helper()
	s := h.shop
	s.exec(`INSERT INTO users (id, created_at, email, phone, name, password_hash, profile_image_url, date_of_birth, gender_preference, email_verified, phone_verified,
		auth_provider, reward_points, gem_level, total_xp, points_owed, points_version, streak_days, streak_day, last_login_at, role, referral_code)
		VALUES ($1, $9, $2, $3, $4, '$argon2id$' || $5, 'https://img/' || $5, '1990-01-02', 'women', true, true, 'phone', 70, 'amethyst', 1200, 5, 2, 3, '2026-03-04', $6, $7, 'R' || $8)`,
		h.id, h.email, h.phone, h.name, h.mark, plantedAt, "staff", h.prefix, plantedAt)
	address := s.insert(`INSERT INTO user_addresses (user_id, label, recipient_name, phone, street_address, city, state, postal_code, is_default)
		VALUES ($1, $2, $3, $4, $5, $2, 'Lagos', $2, true) RETURNING id`, h.id, h.mark, h.name, h.phone, h.street)
	s.exec(`UPDATE users SET address_default_id = $2 WHERE id = $1`, h.id, address)
	s.exec(`INSERT INTO user_identities (user_id, provider, subject, email) VALUES ($1, 'google', $2, $3)`, h.id, h.mark, h.email)
	s.exec(`INSERT INTO user_sessions (id, user_id, token_hash, device_id, ip_address, user_agent, expires_at, metadata)
		VALUES ($1, $2, sha256($3::bytea), $3, $4, $5, $6, jsonb_build_object('name', $3::text))`, h.session, h.id, h.mark, h.ip, h.agent, plantedAt)
	s.exec(`INSERT INTO refresh_tokens (id, session_id, token_hash, expires_at) VALUES ($1, $2, sha256($3::bytea), $4)`, h.uuid(), h.session, h.mark+"r", plantedAt)
	s.exec(`INSERT INTO account_challenges (id, created_at, purpose, user_id, email, pending, expires_at) VALUES
		($1, $5, 'email_change', $2, 'new-' || $3, jsonb_build_object('name', $4::text, 'password_hash', 'secret-of-' || $4), $5)`, h.uuid(), h.id, h.email, h.mark, plantedAt)
	s.exec(`INSERT INTO account_challenges (id, created_at, purpose, email, expires_at) VALUES ($1, $3, 'password_reset', $2, $3)`, h.uuid(), h.email, plantedAt)
	s.exec(`INSERT INTO account_challenges (id, created_at, purpose, phone, expires_at) VALUES ($1, $3, 'phone_login', $2, $3)`, h.uuid(), h.phone, plantedAt)
	s.exec(`INSERT INTO data_exports (id, user_id, blob_key) VALUES ($1, $2, 'exports/' || $3)`, h.uuid(), h.id, h.mark)
	s.exec(`INSERT INTO idempotency_keys (owner, key, request_hash, result, expires_at) VALUES
		('user:' || $1::text, $2, sha256($2::bytea), jsonb_build_object('kind', 'Order', 'id', '1', 'body', $2::text), $3),
		('session:' || $4::text, $2, sha256($2::bytea), NULL, $3)`, h.id.String(), h.mark, plantedAt, h.session.String())
}

func (h *human) plantBuying() {
	h.shop.Helper()
	s := h.shop
	address := `jsonb_build_object('recipient_name', $3::text, 'phone', $4::text, 'street_address', $5::text, 'city', $6::text, 'state', 'Lagos', 'country', 'Nigeria', 'more', $6::text)`
	h.order = s.insert(`INSERT INTO orders (order_number, user_id, guest_email, guest_phone, guest_token_hash, status, payment_status, payment_method, subtotal_ngn, shipping_ngn,
		discount_ngn, total_ngn, shipping_address, billing_address, tracking_number, points_earned)
		VALUES ('ZUKA-2026-' || $1, $2, $7, $4, sha256($6::bytea), 'delivered', 'paid', 'paystack', 30000, 1500, 500, 31000, `+address+`, `+address+`, $6, 300) RETURNING id`,
		h.prefix, h.id, h.name, h.phone, h.street, h.mark, h.email)
	s.exec(`INSERT INTO order_items (order_id, product_id, quantity, unit_price_ngn, total_price_ngn, product_snapshot)
		VALUES ($1, $2, 2, 15000, 30000, jsonb_build_object('name', 'Gown', 'sku', $3::text))`, h.order, s.product, h.prefix)
	payment := s.insert(`INSERT INTO payments (order_id, user_id, amount_ngn, provider, reference, status, failure_reason, metadata) VALUES ($1, $2, 31000, 'paystack', $3, 'success', $4,
		jsonb_build_object('provider_id', '77', 'fees_ngn', 465, 'authorization_url', 'https://pay/' || $4, 'card_last4', '4081', 'gateway_message', $4::text, 'email', $5::text)) RETURNING id`,
		h.order, h.id, "REF-"+h.prefix, h.mark, h.email)
	s.exec(`INSERT INTO payment_events (provider, event_key, event_type, reference, body, note, payment_id)
		VALUES ('paystack', $1 || '-1', 'charge.success', $1, convert_to($2, 'UTF8'), $2, $3), ('paystack', $1 || '-2', 'charge.success', $1, convert_to($2, 'UTF8'), NULL, NULL)`,
		"REF-"+h.prefix, `{"customer":{"email":"`+h.email+`","phone":"`+h.phone+`"}}`, payment)
	coupon := s.insert(`INSERT INTO coupons (code, name, type, value_amount_ngn, usage_count) VALUES ('C-' || $1, 'Off', 'fixed_amount', 500, 1) RETURNING id`, h.prefix)
	s.exec(`INSERT INTO coupon_redemptions (coupon_id, order_id, user_id, discount_ngn) VALUES ($1, $2, $3, 500)`, coupon, h.order, h.id)
	s.exec(`INSERT INTO carts (user_id, product_id, size) VALUES ($1, $2, $3)`, h.id, s.product, h.mark)
	s.exec(`INSERT INTO carts (session_id, product_id, size) VALUES ($1, $2, $3)`, h.session, s.product, h.mark)
	s.exec(`INSERT INTO cart_headers (id, user_id, coupon_code) VALUES ($1, $2, $3)`, h.uuid(), h.id, h.mark)
	s.exec(`INSERT INTO cart_headers (id, session_id, coupon_code) VALUES ($1, $2, $3)`, h.uuid(), h.session, h.mark)
	s.exec(`INSERT INTO order_events (order_id, version, kind, actor, user_id, note) VALUES ($1, 1, 'placed', 'customer', $2, $3)`, h.order, h.id, h.mark)
	s.exec(`INSERT INTO refunds (order_id, payment_id, amount_ngn, reason, failure, user_id) VALUES ($1, $2, 31000, $3, $3, $4)`, h.order, payment, h.mark, h.id)
	s.exec(`INSERT INTO stock_adjustments (product_id, change, reason, user_id) VALUES ($1, 5, 'First delivery', $2)`, s.product, h.id)
	s.exec(`INSERT INTO wishlists (user_id, product_id) VALUES ($1, $2)`, h.id, s.product)
	h.review = s.insert(`INSERT INTO product_reviews (user_id, product_id, rating, title, comment, images, helpful_count) VALUES ($1, $2, 4, $3, $4, jsonb_build_array(jsonb_build_object('url', $3::text)), 1) RETURNING id`,
		h.id, s.product, h.mark, "I am "+h.name)
	// The first vote is for oneself, for there is nobody else yet.
	s.exec(`INSERT INTO review_votes (user_id, review_id) VALUES ($1, $2)`, h.id, s.neighbor.review)
}

func (h *human) plantPlay() {
	h.shop.Helper()
	s := h.shop
	s.exec(`INSERT INTO user_points_history (user_id, points, source_type, source_id, description) VALUES
		($1, 100, 'game', $2, $2), ($1, -30, 'checkout', $2, $2)`, h.id, h.mark)
	s.exec(`INSERT INTO user_rewards (user_id, code, type, value_percent, used_order_id) VALUES ($1, $2, 'discount', 10, $3)`, h.id, h.mark, h.order)
	s.exec(`INSERT INTO referrals (referral_code, referrer_user_id) VALUES ($1, $2)`, h.mark+"1", h.id)
	friend := h.uuid()
	s.exec(`INSERT INTO users (id, referral_code) VALUES ($1, $2)`, friend, "F"+h.prefix)
	// Whose the order is does not matter here: it is not who invited who placed it.
	s.exec(`INSERT INTO referrals (referral_code, referrer_user_id, referred_user_id, order_id) VALUES ($1, $2, $3, $4)`, h.mark+"2", h.id, friend, h.order)
	score := s.insert(`INSERT INTO game_scores (user_id, game_type, score, metadata) VALUES ($1, 'snake', 50, jsonb_build_object('round_id', $2::text)) RETURNING id`, h.id, h.mark)
	s.exec(`INSERT INTO game_rounds (id, user_id, game_type, seed, questions, started_at, expires_at, finished_at, finish_hash, score_id)
		VALUES ($1, $2, 'snake', 7, jsonb_build_array(jsonb_build_object('id', $3::text)), $4, $4, $4, sha256($3::bytea), $5)`, h.uuid(), h.id, h.mark, plantedAt, score)
	s.exec(`INSERT INTO notifications (user_id, type, title, message, action_url) VALUES ($1, 'account', $2, $3, $2)`, h.id, h.mark, h.name)
	pet := s.insert(`INSERT INTO user_pets (user_id, persona_type, name, preferences, memory_context) VALUES
		($1, 'funny', $2, '{}', jsonb_build_object('summary', $2::text)) RETURNING id`, h.id, h.mark)
	s.exec(`INSERT INTO pet_conversations (session_id, user_id, pet_id, role, message_text) VALUES ($1, $2, $3, 'user', $4)`, h.uuid(), h.id, pet, "I live at "+h.street)
	s.exec(`INSERT INTO pet_runs (id, conversation_id, user_id, pet_id, first_seq) VALUES ($1, $1, $2, $3, 1)`, h.uuid(), h.id, pet)
	s.exec(`INSERT INTO pet_actions (user_id, pet_id, action_type, action_data) VALUES ($1, $2, 'product_search', jsonb_build_object('query', $3::text))`, h.id, pet, h.words)
}

func (h *human) plantTraces() {
	h.shop.Helper()
	s := h.shop
	s.exec(`INSERT INTO user_behavior_profiles (user_id, size_preference) VALUES ($1, jsonb_build_array($2::text))`, h.id, h.mark)
	s.exec(`INSERT INTO user_sessions_analytics (session_id, client_session_id, user_id, device_id, started_at, city, referrer, metadata, order_id, total_value_ngn) VALUES
		($1, $1, $2, $3, $4, $3, 'https://' || $3, jsonb_build_object('landing_path', '/search?q=' || $5::text), $6, 31000)`, h.visit, h.id, h.mark, plantedAt, h.words, h.order)
	// What was seen before signing in: earlier in the visit, and in the session.
	for _, client := range []uuid.UUID{h.visit, h.session} {
		s.exec(`INSERT INTO user_sessions_analytics (session_id, client_session_id, device_id, started_at, city, referrer, metadata, events_count) VALUES
			($1, $2, $3, $4, $3, 'https://' || $3, jsonb_build_object('exit_path', '/search?q=' || $5::text), 7)`, h.uuid(), client, h.mark, plantedAt.Add(-time.Hour), h.words)
	}
	event := `INSERT INTO analytics_events (event_id, created_at, user_id, session_id, event_type, event_name, product_id, page_path, search_query, metadata, ip_address, user_agent, city, referrer_url, state)
		VALUES ($1, $2, $3, $4, 'search', 'search', $5, '/search?q=' || $6, $6, jsonb_build_object('corrected_query', $6::text, 'quantity', 3, 'order_id', $10::bigint), $7, $8, $9, 'https://' || $9, 'Lagos')`
	// The last visit is not rolled up yet.
	for i, visit := range []uuid.UUID{h.visit, h.visit, h.visit, h.session, h.uuid()} {
		for _, user := range []*uuid.UUID{&h.id, nil} {
			s.exec(event, h.uuid(), plantedAt.AddDate(0, i, 0), user, visit, s.product, h.words, h.ip, h.agent, h.mark, h.order)
		}
	}
}
