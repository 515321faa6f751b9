package privacy

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"zuka/internal/platform/postgres"
	"zuka/internal/testenv"
)

// leave is what the account's owner does before erasure.
func (s *shop) leave(h *human) {
	s.Helper()
	s.exec(`UPDATE users SET deleted_at = $2 WHERE id = $1`, h.id, plantedAt.AddDate(1, 0, 0))
}

// requireErased checks everything that erasure promises.
func (s *shop) requireErased(before []string) {
	s.Helper()
	after := s.dump()
	for _, canary := range s.person.canaries() {
		require.Empty(s, saying(after, canary), canary)
	}
	for _, other := range []string{s.stranger.mark, s.stranger.prefix} {
		require.Equal(s, saying(before, other), saying(after, other))
	}
	s.requireBooksKept()
	s.requireShell()
	// What is the neighbor's has lost the vote, the friend and who took the gift, nothing else.
	require.Equal(s, len(saying(before, s.neighbor.mark)), len(saying(after, s.neighbor.mark)))
	require.EqualValues(s, 0, ask[int](s, `SELECT count(*) FROM review_votes WHERE user_id = $1`, s.person.id))
	require.Equal(s, "completed", ask[string](s, `SELECT status FROM referrals WHERE referrer_user_id = $1 AND referred_user_id IS NULL AND referral_code LIKE 'ERASED-%'`, s.neighbor.id))
	require.EqualValues(s, s.person.order, ask[int64](s, `SELECT order_id FROM referrals WHERE referrer_user_id = $1 AND referred_user_id IS NULL AND claimed_at IS NOT NULL`, s.neighbor.id),
		"an order that is given back is known, and the invitation is not open again")
	require.Equal(s, "t 300", ask[string](s, `SELECT concat_ws(' ', used, value_amount_ngn, claimed_by) FROM user_rewards WHERE code = $1`, s.neighbor.mark+"gift"))
}

func (s *shop) requireBooksKept() {
	s.Helper()
	id := s.person.id
	require.Equal(s, "30000 1500 500 31000 delivered Lagos Nigeria", ask[string](s, `SELECT concat_ws(' ', subtotal_ngn, shipping_ngn, discount_ngn, total_ngn, status,
		shipping_address->>'state', billing_address->>'country', guest_email, guest_phone, guest_token_hash, tracking_number) FROM orders WHERE user_id = $1`, id))
	require.Equal(s, "2 15000 30000", ask[string](s, `SELECT concat_ws(' ', quantity, unit_price_ngn, total_price_ngn) FROM order_items WHERE order_id = $1`, s.person.order))
	require.Equal(s, "31000 success REF-aaaa0001", ask[string](s, `SELECT concat_ws(' ', amount_ngn, status, reference, user_id) FROM payments WHERE order_id = $1`, s.person.order))
	require.JSONEq(s, `{"provider_id": "77", "fees_ngn": 465}`, ask[string](s, `SELECT metadata FROM payments WHERE order_id = $1`, s.person.order))
	require.Equal(s, 2, ask[int](s, `SELECT count(*) FROM payment_events WHERE reference = 'REF-aaaa0001' AND body = ''`))
	require.Equal(s, "500", ask[string](s, `SELECT concat_ws(' ', discount_ngn, user_id) FROM coupon_redemptions WHERE order_id = $1`, s.person.order))
	require.Equal(s, "4 published", ask[string](s, `SELECT concat_ws(' ', rating, status) FROM product_reviews WHERE user_id = $1`, id))
	// Every event still counts, as one of anybody; so does the visit.
	require.Equal(s, 30, ask[int](s, `SELECT count(*) FROM analytics_events WHERE product_id = $1 AND state = 'Lagos' AND metadata->>'quantity' = '3'`, s.product))
	require.JSONEq(s, `{"quantity": 3}`, ask[string](s, `SELECT metadata FROM analytics_events WHERE session_id = $1 LIMIT 1`, s.person.visit))
	require.Equal(s, 31000, ask[int](s, `SELECT total_value_ngn FROM user_sessions_analytics WHERE session_id = $1`, s.person.visit))
	require.Equal(s, 2, ask[int](s, `SELECT count(*) FROM user_sessions_analytics WHERE client_session_id IN ($1, $2) AND events_count = 7
		AND num_nonnulls(user_id, order_id, device_id, city, referrer, metadata) = 0`, s.person.visit, s.person.session))
	// The friend cannot be referred again.
	require.Equal(s, "pending", ask[string](s, `SELECT status FROM referrals WHERE referrer_user_id = $1 AND referred_user_id IS NOT NULL`, id))
	require.Equal(s, s.neighbor.helpful(), ask[int](s, `SELECT count(*) FROM review_votes WHERE review_id = $1`, s.neighbor.review))
}

// helpful is how many people call the neighbor's review helpful.
func (h *human) helpful() int {
	return ask[int](h.shop, `SELECT helpful_count FROM product_reviews WHERE id = $1`, h.review)
}

// requireShell checks that nothing is left in the person's row, and nothing
// that erasure does not mean to keep refers to it.
func (s *shop) requireShell() {
	s.Helper()
	id := s.person.id
	require.JSONEq(s, `{"name": "", "role": "customer", "auth_provider": "email", "gem_level": "quartz", "reward_points": 0, "total_xp": 0,
		"points_owed": 0, "points_version": 0, "streak_days": 0,
		"email_verified": false, "phone_verified": false}`, ask[string](s, `SELECT jsonb_strip_nulls(to_jsonb(t) - array['id', 'created_at', 'updated_at', 'deleted_at', 'referral_code'])
		FROM users AS t WHERE id = $1`, id))
	require.Regexp(s, "^ERASED-", ask[string](s, `SELECT referral_code FROM users WHERE id = $1`, id))
	require.Zero(s, ask[int](s, `SELECT count(*) FROM user_points_history WHERE user_id = $1`, id))
	left := map[string]bool{}
	for _, row := range saying(s.dump(), id.String()) {
		left[strings.Fields(row)[0]] = true
	}
	require.Equal(s, []string{"orders", "product_reviews", "referrals", "users"}, slices.Sorted(maps.Keys(left)))
}

// theShop has helpful_count right: its neighbor has three votes.
func theShop(t *testing.T) *shop {
	t.Helper()
	s := newShop(t, testenv.Pool(t))
	s.exec(`UPDATE product_reviews SET helpful_count = 3 WHERE id = $1`, s.neighbor.review)
	s.leave(s.person)
	return s
}

// small is an eraser that needs several portions everywhere.
func (s *shop) small() eraser { return eraser{pool: s.pool, user: s.person.id, portion: 1} }

func TestErasureLeavesNothingOfAPerson(t *testing.T) {
	t.Parallel()
	s := theShop(t)
	before := s.dump()
	for _, canary := range s.person.canaries() {
		require.NotEmpty(t, saying(before, canary), "%s is not planted", canary)
	}
	require.NoError(t, Erase(t.Context(), s.pool, s.person.id))
	s.requireErased(before)

	once := s.dump()
	require.NoError(t, Erase(t.Context(), s.pool, s.person.id))
	require.Equal(t, once, s.dump(), "twice is not the same as once")
}

// erasedAfter erases the person while somebody is at work in a transaction, which
// ends when erasure waits for it.
func (s *shop) erasedAfter(statements ...string) {
	s.Helper()
	work, err := s.pool.Pgx().Begin(s.Context())
	require.NoError(s, err)
	defer func() { _ = work.Rollback(context.WithoutCancel(s.Context())) }()
	for _, sql := range statements {
		_, err := work.Exec(s.Context(), sql, s.person.id)
		require.NoError(s, err)
	}
	erased := make(chan error, 1)
	go func() { erased <- Erase(s.Context(), s.pool, s.person.id) }()
	require.Eventually(s, func() bool {
		return ask[int](s, "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'") > 0
	}, time.Minute, time.Millisecond)
	require.NoError(s, work.Commit(s.Context()))
	require.NoError(s, <-erased)
}

// A rollup read the person's events before they were of nobody, and writes visits
// of theirs afterwards: erasure waits for it.
func TestErasureWaitsForARollupOfThePersonsEvents(t *testing.T) {
	t.Parallel()
	s := theShop(t)
	s.exec("INSERT INTO analytics_watermarks (name) VALUES ('events')")
	s.erasedAfter(
		"SELECT FROM analytics_watermarks WHERE name = 'events' AND $1::uuid IS NOT NULL FOR UPDATE",
		`WITH client AS MATERIALIZED (SELECT gen_random_uuid() AS id)
			INSERT INTO user_sessions_analytics (session_id, client_session_id, user_id, started_at, city)
			SELECT gen_random_uuid(), client.id, who.id, now(), 'Ikeja' FROM client, (VALUES ($1::uuid), (NULL)) AS who (id)`)
	require.Zero(t, ask[int](s, "SELECT count(*) FROM user_sessions_analytics WHERE user_id = $1 OR city = 'Ikeja'", s.person.id))
}

// Who writes events looked for the person before the account was deleted.
func TestErasureWaitsForWhoWritesEvents(t *testing.T) {
	t.Parallel()
	s := theShop(t)
	s.erasedAfter(
		"SELECT pg_advisory_xact_lock_shared("+strconv.Itoa(postgres.EventsLock)+") WHERE $1::uuid IS NOT NULL",
		`INSERT INTO analytics_events (event_id, session_id, user_id, event_type, event_name, search_query)
			VALUES (gen_random_uuid(), gen_random_uuid(), $1, 'search', 'search', 'late')`)
	require.Zero(t, ask[int](s, "SELECT count(*) FROM analytics_events WHERE user_id = $1 OR search_query = 'late'", s.person.id))
}

func TestErasureGoesOnWhereItWasCutOff(t *testing.T) {
	t.Parallel()
	s := theShop(t)
	before := s.dump()
	cut := errors.New("cut off")
	cuts := 0
	for {
		// Each run gets one statement further than the run before.
		e, left := s.small(), cuts
		e.after = func(string) error {
			if left--; left < 0 {
				return cut
			}
			return nil
		}
		err := e.run(t.Context())
		if err == nil {
			break
		}
		require.ErrorIs(t, err, cut)
		cuts++
	}
	require.Greater(t, cuts, len(tables))
	s.requireErased(before)
}

func TestErasureStopsWhenItIsToldTo(t *testing.T) {
	t.Parallel()
	s := theShop(t)
	before := s.dump()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	e := s.small()
	e.after = func(table string) error {
		if table == "user_pets" {
			cancel()
		}
		return nil
	}
	require.ErrorIs(t, e.run(ctx), context.Canceled)
	require.Equal(t, s.person.email, ask[string](s, `SELECT email FROM users WHERE id = $1`, s.person.id))
	require.NoError(t, s.small().run(t.Context()))
	s.requireErased(before)
}

func TestTwoErasuresAtATimeDoNoHarm(t *testing.T) {
	t.Parallel()
	s := theShop(t)
	before := s.dump()
	other := make(chan error)
	go func() { other <- Erase(t.Context(), s.pool, s.person.id) }()
	mine := Erase(t.Context(), s.pool, s.person.id)
	if err := errors.Join(mine, <-other); err != nil {
		t.Log("one gave way to the other:", err)
	}
	require.NoError(t, Erase(t.Context(), s.pool, s.person.id))
	s.requireErased(before)
}

func TestSomebodyWhoHasNotLeftIsNotErased(t *testing.T) {
	t.Parallel()
	s := newShop(t, testenv.Pool(t))
	before := s.dump()
	require.ErrorIs(t, Erase(t.Context(), s.pool, s.person.id), ErrNotDeleted)
	require.Error(t, Erase(t.Context(), s.pool, uuid.New()))
	require.Equal(t, before, s.dump())
}

func TestAnAddressTakenAgainIsTheNewOwners(t *testing.T) {
	t.Parallel()
	s := theShop(t)
	later := s.person.uuid()
	s.exec(`INSERT INTO account_challenges (id, created_at, purpose, phone, expires_at) VALUES ($1, $3, 'phone_login', $2, $3)`,
		later, s.person.phone, plantedAt.AddDate(2, 0, 0))
	require.NoError(t, Erase(t.Context(), s.pool, s.person.id))
	require.Equal(t, 1, ask[int](s, `SELECT count(*) FROM account_challenges WHERE id = $1`, later))
}
