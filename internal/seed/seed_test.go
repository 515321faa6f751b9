package seed_test

import (
	"bufio"
	"context"
	"log/slog"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"zuka/ent/db/gameround"
	"zuka/internal/platform/clock"
	"zuka/internal/platform/postgres"
	"zuka/internal/seed"
	"zuka/internal/shop/analytics/rollup"
	"zuka/internal/shop/game/quiz"
	"zuka/internal/testenv"
)

func TestMain(m *testing.M) { testenv.Main(m) }

var now = time.Date(2026, 11, 24, 14, 30, 0, 0, time.UTC)

// tiny is large enough that every kind of thing happens.
func tiny() seed.Plan {
	return seed.Plan{Products: 320, Users: 500, Orders: 900, Reviews: 1_500, Events: 6_000, Pets: 40, Plays: 600, Now: now}
}

func fill(t *testing.T, plan seed.Plan) *postgres.Pool {
	t.Helper()
	pool := testenv.Pool(t)
	require.NoError(t, seed.Fill(t.Context(), pool, plan, slog.New(slog.DiscardHandler)))
	return pool
}

// wrong are questions whose answer must be no: each finds rows that contradict
// others.
var wrong = map[string]string{
	"stock is the sum of the variants": `SELECT FROM products AS p JOIN (SELECT product_id, sum(stock_count) AS n FROM product_variants GROUP BY 1) AS v
		ON v.product_id = p.id WHERE v.n <> p.stock_count`,
	"ratings are those of the published reviews": `SELECT FROM products AS p LEFT JOIN (SELECT product_id, count(*) AS n, round(avg(rating), 2) AS mean
		FROM product_reviews WHERE status = 'published' GROUP BY 1) AS r ON r.product_id = p.id
		WHERE p.rating_count <> coalesce(r.n, 0) OR abs(p.rating_average - coalesce(r.mean, 0)) > 0.01`,
	"what was sold is counted": `SELECT FROM products AS p LEFT JOIN (SELECT product_id, sum(quantity) AS n FROM order_items JOIN orders AS o ON o.id = order_id
		WHERE o.payment_status = 'paid' AND o.status <> 'cancelled' GROUP BY 1) AS s ON s.product_id = p.id WHERE p.purchase_count <> coalesce(s.n, 0)`,
	"votes are counted": `SELECT FROM product_reviews AS r WHERE helpful_count <> (SELECT count(*) FROM review_votes AS v WHERE v.review_id = r.id)`,
	"a verified review was bought": `SELECT FROM product_reviews AS r WHERE verified_purchase AND NOT EXISTS (SELECT FROM orders AS o JOIN order_items AS i ON i.order_id = o.id
		WHERE o.user_id = r.user_id AND i.product_id = r.product_id AND o.status = 'delivered')`,
	"the balance is the ledger": `SELECT FROM users AS u WHERE (reward_points, points_version) <>
		(SELECT coalesce(sum(points), 0), count(*) FROM user_points_history AS h WHERE h.user_id = u.id)`,
	"XP are what was earned and not taken back": `SELECT FROM users AS u WHERE total_xp <> (SELECT coalesce(sum(points), 0) FROM user_points_history AS h
		WHERE h.user_id = u.id AND (points > 0 AND source_type NOT IN ('checkout_return', 'debt', 'reward') OR source_type LIKE '%_reversal'))`,
	"the ledger speaks as the shop does": `SELECT FROM user_points_history AS h WHERE description !~ CASE source_type WHEN 'purchase' THEN '^For order ZUKA-' WHEN 'purchase_reversal' THEN '^Order ZUKA-.* was given back$'
		WHEN 'checkout' THEN '^Spent on an order$' WHEN 'checkout_return' THEN '^Back from a cancelled order$' WHEN 'review' THEN '^A review of something you bought$'
		WHEN 'login_streak' THEN '^Day \d+ of your streak$' WHEN 'redemption' THEN '^Spent on ' WHEN 'referral_reversal' THEN '^The friend''s first order was given back$'
		WHEN 'game' THEN '^(Snake|Tetris|Memory|Quiz): a score of \d+$|^Wheel: \d+ points$' ELSE '.' END`,
	"the shopper can buy most rewards": `SELECT FROM users WHERE email = 'shopper@zuka.example' AND reward_points < 1500`,
	"debts are what was taken and not paid": `SELECT FROM users AS u WHERE points_owed <> (SELECT coalesce(sum(points), 0) FROM user_points_history AS h
		WHERE h.user_id = u.id AND source_type = 'debt') OR points_owed > 0 AND reward_points > 0`,
	"a streak is its check-ins": `SELECT FROM users AS u WHERE concat_ws(' ', streak_days, streak_day) <> (SELECT concat_ws(' ', count(*), max(source_id))
			FROM user_points_history AS h WHERE h.user_id = u.id AND source_type = 'login_streak')
		OR streak_days > 0 AND streak_day - streak_days + 1 <> (SELECT min(source_id)::date FROM user_points_history AS h WHERE h.user_id = u.id AND source_type = 'login_streak')`,
	"a streak's day gives what it must": `SELECT FROM (SELECT points, row_number() OVER (PARTITION BY user_id ORDER BY source_id) AS n FROM user_points_history
		WHERE source_type = 'login_streak') AS d WHERE points <> (ARRAY[5, 5, 10, 10, 15, 15, 50])[(n - 1) % 7 + 1]`,
	"a review is rewarded once a product": `SELECT FROM user_points_history AS h WHERE source_type = 'review' AND NOT EXISTS (SELECT FROM product_reviews AS r
		WHERE r.user_id = h.user_id AND r.product_id::text = h.source_id AND verified_purchase AND status = 'published')`,
	"a wheel is turned once a day": `SELECT FROM game_scores WHERE game_type = 'wheel' GROUP BY user_id, (created_at AT TIME ZONE 'Africa/Lagos')::date HAVING count(*) > 1`,
	"a score is believed when it can be true": `SELECT FROM game_scores AS g, LATERAL (SELECT coalesce((metadata->>'moves')::int, 0) AS moves, coalesce((metadata->>'correct')::int, 0) AS good,
			coalesce((metadata->>'asked')::int, 0) AS asked) AS m
		WHERE (status = 'accepted') <> (level_reached <= 1 + score / 100 AND level_reached <= 100 AND CASE game_type
			WHEN 'snake' THEN score BETWEEN 0 AND 4000 AND score <= 50 + 10 * time_played_seconds
			WHEN 'tetris' THEN score BETWEEN 0 AND 1000000 AND score <= 400 + 150 * time_played_seconds
			WHEN 'memory' THEN moves BETWEEN 8 AND 300 AND score = greatest(0, 1200 - 20 * moves) AND time_played_seconds >= moves * 0.5
			WHEN 'quiz' THEN asked = 10 AND time_played_seconds >= 10 AND score = 100 * good + CASE WHEN good >= 5 THEN greatest(0, 60 - time_played_seconds) ELSE 0 END
			ELSE metadata->>'prize' = score || ' points' AND score IN (5, 10, 15, 20, 30, 50, 100) END)`,
	"a score gives at most its points": `SELECT FROM game_scores WHERE points_earned > CASE WHEN status <> 'accepted' THEN 0 ELSE CASE game_type WHEN 'snake' THEN least(score / 20, 60)
		WHEN 'tetris' THEN least(score / 100, 60) WHEN 'memory' THEN least(score / 40, 30) WHEN 'quiz' THEN 5 * (metadata->>'correct')::int ELSE score END END`,
	"the points of games are in the ledger": `SELECT FROM game_scores AS g FULL JOIN (SELECT * FROM user_points_history WHERE source_type = 'game') AS h ON h.source_id = g.id::text AND h.user_id = g.user_id
		WHERE coalesce(g.points_earned, 0) <> coalesce(h.points, 0)`,
	"a finished round has its score": `SELECT FROM game_rounds AS r LEFT JOIN game_scores AS g ON g.id = r.score_id WHERE (finished_at IS NULL) <> (g.id IS NULL)
		OR g.id IS NOT NULL AND (r.id::text, r.user_id, r.game_type, r.seed, r.finished_at) IS DISTINCT FROM (g.metadata->>'round_id', g.user_id, g.game_type, (g.metadata->>'seed')::bigint, g.created_at)
		OR finished_at > expires_at OR (r.game_type = 'quiz') <> (jsonb_array_length(questions) = 10)`,
	"rounds of the last days are kept": `SELECT FROM game_scores AS g WHERE created_at > '2026-11-24 14:30Z'::timestamptz - interval '6 days' AND NOT EXISTS (SELECT FROM game_rounds AS r WHERE r.score_id = g.id)`,
	"an invitation is as its order": `SELECT FROM referrals AS r LEFT JOIN orders AS o ON o.id = r.order_id WHERE (referred_user_id IS NULL) <> (claimed_at IS NULL)
		OR (r.status = 'completed') <> (referrer_reward_points = 500 AND referred_reward_points = 250 AND completed_at IS NOT NULL AND o.payment_status = 'paid')
		OR (r.status = 'pending') <> (o.id IS NULL) OR (r.status = 'refused') <> (refused_reason IS NOT NULL)
		OR o.id IS NOT NULL AND (o.user_id <> r.referred_user_id OR o.subtotal_ngn - o.discount_ngn < 5000 OR NOT first_purchase_completed)`,
	"an invitation waits for a large order": `SELECT FROM referrals AS r JOIN orders AS o ON o.user_id = r.referred_user_id AND o.payment_status IN ('paid', 'refunded')
			AND o.subtotal_ngn - o.discount_ngn >= 5000 LEFT JOIN orders AS first ON first.id = r.order_id WHERE first.id IS NULL OR o.paid_at < first.paid_at`,
	"who invited has the points": `SELECT FROM (SELECT r.id, p.person, p.points FROM referrals AS r, LATERAL (VALUES (referrer_user_id, referrer_reward_points), (referred_user_id, referred_reward_points)) AS p (person, points)
			WHERE p.points > 0) AS r FULL JOIN (SELECT user_id, source_id, sum(points) AS points FROM user_points_history WHERE source_type IN ('referral', 'referral_reversal') GROUP BY 1, 2) AS h
			ON h.source_id = r.id::text AND h.user_id = r.person WHERE coalesce(h.points, 0) <> coalesce(r.points, 0)`,
	"nobody gets a reward above their level": `SELECT FROM user_rewards AS u JOIN rewards AS r ON r.id = u.reward_id JOIN users AS p ON p.id = u.user_id
		WHERE array_position(ARRAY['quartz', 'amethyst', 'topaz', 'emerald', 'sapphire', 'ruby', 'diamond'], p.gem_level) < array_position(ARRAY['quartz', 'amethyst', 'topaz', 'emerald', 'sapphire', 'ruby', 'diamond'], r.min_gem_level)
		OR (expired_at IS NULL) <> (expires_at > '2026-11-24 14:30Z')`,
	"the balance was never below zero": `SELECT FROM (SELECT sum(points) OVER (PARTITION BY user_id ORDER BY created_at) AS balance FROM user_points_history) AS b WHERE balance < 0`,
	"the gem is that of the XP": `SELECT FROM users WHERE gem_level <> CASE WHEN total_xp < 1000 THEN 'quartz' WHEN total_xp < 5000 THEN 'amethyst'
		WHEN total_xp < 15000 THEN 'topaz' WHEN total_xp < 40000 THEN 'emerald' WHEN total_xp < 100000 THEN 'sapphire' WHEN total_xp < 250000 THEN 'ruby' ELSE 'diamond' END`,
	"coupons are counted": `SELECT FROM coupons AS c WHERE usage_limit IS DISTINCT FROM usage_count AND usage_count <> (SELECT count(*) FROM coupon_redemptions AS r WHERE r.coupon_id = c.id AND returned_at IS NULL)`,
	"lines add up": `SELECT FROM orders AS o WHERE subtotal_ngn <> (SELECT sum(total_price_ngn) FROM order_items AS i WHERE i.order_id = o.id)
		OR tax_ngn <> round((subtotal_ngn - discount_ngn) * 7.5 / 107.5)`,
	"a paid order has its payment":            `SELECT FROM orders AS o WHERE (payment_status IN ('paid', 'refunded')) <> EXISTS (SELECT FROM payments AS p WHERE p.order_id = o.id AND p.status = 'success' AND p.amount_ngn = o.total_ngn)`,
	"a delivery has its time":                 `SELECT FROM orders WHERE (status = 'delivered') <> (delivered_at IS NOT NULL) OR delivered_at < created_at`,
	"nobody acts before they came":            `SELECT FROM orders AS o JOIN users AS u ON u.id = o.user_id WHERE o.created_at < u.created_at`,
	"nothing happened in the future":          `SELECT created_at FROM orders WHERE created_at > '2026-11-24 14:30Z' UNION ALL SELECT created_at FROM product_reviews WHERE created_at > '2026-11-24 14:30Z' UNION ALL SELECT created_at FROM analytics_events WHERE created_at > '2026-11-24 14:45Z'`,
	"every event has its month":               `SELECT FROM analytics_events_default`,
	"everybody has one default address":       `SELECT FROM users AS u WHERE address_default_id IS DISTINCT FROM (SELECT id FROM user_addresses AS a WHERE a.user_id = u.id AND a.is_default)`,
	"a cart holds what can be bought":         `SELECT FROM carts AS c WHERE size IS NOT NULL AND NOT EXISTS (SELECT FROM product_variants AS v WHERE v.product_id = c.product_id AND v.size = c.size AND v.color = c.color)`,
	"a product with variants sells only them": `SELECT FROM order_items AS i WHERE EXISTS (SELECT FROM product_variants AS v WHERE v.product_id = i.product_id) <> (i.size IS NOT NULL)`,
	"a pet's level is that of its XP":         `SELECT FROM user_pets WHERE level <> 1 + floor(sqrt(xp / 50.0))`,
	"a game day gives at most 200":            `SELECT FROM game_scores GROUP BY user_id, (created_at AT TIME ZONE 'Africa/Lagos')::date HAVING sum(points_earned) > 200`,
	"cash is for small orders":                `SELECT FROM orders WHERE payment_method = 'cash_on_delivery' AND (total_ngn > 100000 OR user_id IS NULL)`,
	"only leaves have products":               `SELECT FROM products AS p JOIN categories AS c ON c.parent_id = p.category_id`,
	"a purchase event is a line": `SELECT FROM analytics_events AS e WHERE event_type = 'purchase' AND NOT EXISTS (SELECT FROM order_items AS i
		WHERE i.order_id = (e.metadata->>'order_id')::int AND i.product_id = e.product_id AND i.total_price_ngn = (e.metadata->>'value_ngn')::int)`,
	"each line that was paid was bought when it was ordered": `SELECT FROM (SELECT o.id, o.created_at, i.product_id, row_number() OVER (PARTITION BY o.id ORDER BY i.id) - 1 AS n
			FROM orders AS o JOIN order_items AS i ON i.order_id = o.id WHERE paid_at IS NOT NULL AND o.created_at > timestamptz '2026-11-24 15:30Z' - interval '45 days') AS l
		FULL JOIN (SELECT (metadata->>'order_id')::int AS id, product_id, created_at FROM analytics_events WHERE event_type = 'purchase') AS e USING (id, product_id)
		WHERE e.created_at IS DISTINCT FROM l.created_at + n * interval '1 microsecond'`,
	"nothing follows a purchase": `SELECT FROM analytics_events AS e JOIN analytics_events AS p USING (session_id)
		WHERE p.event_type = 'purchase' AND e.event_type <> 'purchase' AND e.created_at >= p.created_at`,
	"the figures have come as far as the events": `SELECT FROM analytics_watermarks WHERE name = 'events' AND position <> (SELECT max(id) FROM analytics_events)`,
	"a visit has its order": `SELECT FROM analytics_events AS e JOIN user_sessions_analytics AS v USING (session_id) WHERE e.event_type = 'purchase'
		AND (v.order_id IS DISTINCT FROM (e.metadata->>'order_id')::int OR NOT v.purchase_completed OR v.total_value_ngn IS NULL)`,
	"every event is of a visit":        `SELECT FROM analytics_events AS e WHERE NOT EXISTS (SELECT FROM user_sessions_analytics AS v WHERE v.client_session_id = e.session_id)`,
	"an app's visit knows its version": `SELECT FROM user_sessions_analytics WHERE (platform = 'web') <> (metadata->>'app_version' IS NULL) OR metadata->>'landing_path' IS NULL`,
	"a visit counts its events":        `SELECT FROM user_sessions_analytics AS s WHERE events_count <> (SELECT count(*) FROM analytics_events AS e WHERE e.session_id = s.session_id)`,
}

func TestTheShopContradictsItselfNowhere(t *testing.T) {
	t.Parallel()
	pool := fill(t, tiny())
	for what, sql := range wrong {
		var n int
		require.NoError(t, pool.Pgx().QueryRow(t.Context(), "SELECT count(*) FROM ("+sql+") AS wrong").Scan(&n), what)
		require.Zero(t, n, what)
	}
	// What comes next does not collide.
	_, err := pool.Pgx().Exec(t.Context(), `INSERT INTO brands (slug, name) VALUES ('new', 'New');
		INSERT INTO categories (slug, name) VALUES ('new', 'New')`)
	require.NoError(t, err)
}

// What the seed counted is what the shop counts.
func TestCountingTheSampleEventsAnewChangesNothing(t *testing.T) {
	t.Parallel()
	pool := fill(t, tiny())
	marks := func() (marks []string) {
		for _, table := range []string{"product_analytics", "analytics_daily", "analytics_monthly", "analytics_searches", "user_sessions_analytics", "category_analytics"} {
			var mark string
			require.NoError(t, pool.Pgx().QueryRow(t.Context(), `SELECT string_agg(x, E'\n' ORDER BY x) FROM (
				SELECT (to_jsonb(t) - 'id' - 'updated_at')::text AS x FROM `+table+" AS t) AS x").Scan(&mark))
			marks = append(marks, mark)
		}
		return marks
	}
	before := marks()
	service := rollup.New(pool, clock.Fixed(now), slog.New(slog.DiscardHandler))
	done, err := service.Advance(t.Context())
	require.NoError(t, err)
	require.Zero(t, done.Events)
	done, err = service.Rebuild(t.Context(), now.AddDate(0, 0, -45), now)
	require.NoError(t, err)
	require.EqualValues(t, tiny().Events, done.Events)
	require.NoError(t, service.RefreshViews(t.Context()))
	require.Equal(t, before, marks())
}

func TestAQuizAsksWhatTheBankKnows(t *testing.T) {
	t.Parallel()
	pool, bank := fill(t, tiny()), quiz.New()
	rounds, err := pool.Ent().GameRound.Query().Where(gameround.GameTypeEQ(gameround.GameTypeQuiz)).All(t.Context())
	require.NoError(t, err)
	require.NotEmpty(t, rounds)
	for _, round := range rounds {
		require.Len(t, bank.Ask(round.Questions), 10)
	}
}

func TestRoundsAreOpenAndLedgersHaveEverySource(t *testing.T) {
	t.Parallel()
	pool := fill(t, tiny())
	for what, sql := range map[string]string{
		"rounds that are played":         "SELECT FROM game_rounds WHERE finished_at IS NULL AND abandoned_at IS NULL",
		"scores that are not believed":   "SELECT FROM game_scores WHERE status = 'rejected'",
		"streaks that can go on":         "SELECT FROM users WHERE streak_day = '2026-11-23'",
		"invitations that are completed": "SELECT FROM referrals WHERE status = 'completed'",
		"purchases that were given back": "SELECT FROM user_points_history WHERE source_type = 'purchase_reversal'",
	} {
		var some bool
		require.NoError(t, pool.Pgx().QueryRow(t.Context(), "SELECT EXISTS ("+sql+")").Scan(&some), what)
		require.True(t, some, what)
	}
}

// Nothing to show yet: made by what later runs, or by clients.
var empty = map[string]bool{"idempotency_keys": true, "persisted_operations": true, "analytics_archives": true}

func TestEveryTableHasSomethingToShow(t *testing.T) {
	t.Parallel()
	pool := fill(t, tiny())
	file, err := os.Open("../../migrations/testdata/tables.txt")
	require.NoError(t, err)
	defer file.Close()
	tables := 0
	for lines := bufio.NewScanner(file); lines.Scan(); {
		table, _, _ := strings.Cut(strings.TrimSpace(lines.Text()), " ")
		table = strings.TrimSuffix(table, ":")
		if table == "" || strings.HasPrefix(table, "#") || empty[table] {
			continue
		}
		tables++
		var some bool
		require.NoError(t, pool.Pgx().QueryRow(t.Context(), "SELECT EXISTS (SELECT FROM "+table+")").Scan(&some), table)
		require.True(t, some, table)
	}
	require.GreaterOrEqual(t, tables, 27)
}

func TestTheSamePlanMakesTheSameShop(t *testing.T) {
	t.Parallel()
	plan := tiny()
	plan.Products, plan.Users, plan.Orders, plan.Reviews, plan.Events, plan.Plays = 120, 100, 150, 200, 600, 80
	marks := func(pool *postgres.Pool) (marks []string) {
		for _, table := range []string{"products", "product_variants", "user_addresses", "orders", "product_reviews", "user_points_history", "pet_conversations", "analytics_events"} {
			var mark string
			require.NoError(t, pool.Pgx().QueryRow(t.Context(), "SELECT md5(string_agg(x::text, '|' ORDER BY id)) FROM "+table+" AS x").Scan(&mark))
			marks = append(marks, mark)
		}
		return marks
	}
	require.Equal(t, marks(fill(t, plan)), marks(fill(t, plan)))
}

func TestAShopIsFilledOnce(t *testing.T) {
	t.Parallel()
	plan := seed.Plan{Products: 5, Users: 5, Now: now}
	pool := fill(t, plan)
	require.ErrorIs(t, seed.Fill(t.Context(), pool, plan, slog.New(slog.DiscardHandler)), seed.ErrNotEmpty)
	var n int
	require.NoError(t, pool.Pgx().QueryRow(t.Context(), "SELECT count(*) FROM products").Scan(&n))
	require.Equal(t, 5, n)
}

// stopper ends the context when a step has been written.
type stopper struct {
	slog.Handler
	stop context.CancelFunc
}

func (s stopper) Enabled(context.Context, slog.Level) bool { return true }

func (s stopper) Handle(context.Context, slog.Record) error { s.stop(); return nil }

func TestAnInterruptedShopLeavesNothing(t *testing.T) {
	t.Parallel()
	pool := testenv.Pool(t)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	require.Error(t, seed.Fill(ctx, pool, tiny(), slog.New(stopper{slog.DiscardHandler, stop})))
	empty, err := seed.Empty(t.Context(), pool)
	require.NoError(t, err)
	require.True(t, empty)
	require.NoError(t, seed.Fill(t.Context(), pool, seed.Plan{Products: 5, Users: 5, Now: now}, slog.New(slog.DiscardHandler)))
}

func TestEveryFaultOfAPlanIsTold(t *testing.T) {
	t.Parallel()
	err := seed.Fill(t.Context(), nil, seed.Plan{Users: 1, Pets: 2, Orders: -1}, slog.New(slog.DiscardHandler))
	for _, part := range []string{"product", "people", "pets", "fewer", "history"} {
		require.ErrorContains(t, err, part)
	}
}
