package rollup_test

import (
	"context"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"zuka/internal/platform/clock"
	"zuka/internal/platform/postgres"
	"zuka/internal/shop/analytics/rollup"
	"zuka/internal/testenv"
)

// manyEvents lie in the last 85 days; sessions have 8 events on average, and half
// of them are of one of 200,000 people.
const manyEvents = 1_000_000

// happen are events numbered from $1 to $2 between $3 and $4. A session's events lie
// some seconds apart; some numbers are spread by multiplying with a large prime.
const happen = `INSERT INTO analytics_events (event_id, user_id, session_id, event_type, event_name, platform, page_path, product_id, search_query, metadata,
		device_type, os, state, city, utm_source, created_at)
	SELECT gen_random_uuid(), CASE WHEN visit % 2 = 0 THEN md5('u' || visit * 7919 % 200000)::uuid END, md5('s' || visit)::uuid, kind, kind,
		(ARRAY['web', 'web', 'android', 'ios'])[visit % 4 + 1], '/p/' || product, CASE WHEN kind <> 'search' THEN product END,
		CASE WHEN kind = 'search' THEN 'query ' || n * 31 % 5000 END,
		CASE kind WHEN 'purchase' THEN '{"value_ngn": 9000, "order_id": 1}'::jsonb WHEN 'search' THEN '{"result_count": 0}' END,
		'mobile', 'Android', (ARRAY['Lagos', 'Kano', 'Rivers', 'Oyo', 'Abia'])[visit % 5 + 1], 'Ikeja', (ARRAY['instagram', 'google', NULL, NULL, 'tiktok'])[visit % 5 + 1],
		$3::timestamptz + ($4::timestamptz - $3::timestamptz) * (visit * 7919 % 1000003 / 1000003.0) + n % 8 * interval '20 seconds'
	FROM (SELECT n, n / 8 AS visit, 1 + n * 104729 % 20000 AS product,
		(ARRAY['page_view', 'product_view', 'product_view', 'product_view', 'add_to_cart', 'search', 'page_view', 'purchase'])[CASE WHEN n % 8 = 7 AND n % 5 > 0 THEN 2 ELSE n % 8 + 1 END] AS kind
		FROM generate_series($1::bigint, $2::bigint) AS n) AS e`

// within runs work in a transaction that may take long and minds no references.
func within(b *testing.B, pool *postgres.Pool, do func(pgx.Tx) error) {
	b.Helper()
	require.NoError(b, pgx.BeginFunc(context.Background(), pool.Pgx(), func(tx pgx.Tx) error {
		if _, err := tx.Exec(context.Background(), `SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0;
			SET LOCAL session_replication_role = replica`); err != nil {
			return err
		}
		return do(tx)
	}))
}

func execute(b *testing.B, pool *postgres.Pool, sql string, args ...any) {
	b.Helper()
	within(b, pool, func(tx pgx.Tx) error {
		_, err := tx.Exec(context.Background(), sql, append([]any{pgx.QueryExecModeExec}, args...)...)
		return err
	})
}

// crowded is a shop with many events and the figures of them, which end now.
func crowded(b *testing.B) (*postgres.Pool, time.Time) {
	b.Helper()
	pool := testenv.Pool(b)
	end := time.Now().UTC()
	begin := end.AddDate(0, 0, -85)
	_, err := postgres.EnsurePartitions(b.Context(), pool.Pgx(), begin.AddDate(0, -1, 0), end.AddDate(0, 1, 0))
	require.NoError(b, err)
	for _, sql := range []string{
		"INSERT INTO users (id, referral_code) SELECT md5('u' || n)::uuid, 'C' || n FROM generate_series(0, 199999) AS n",
		"INSERT INTO categories (id, slug, name) VALUES (1, 'gowns', 'Gowns')",
		"INSERT INTO products (id, sku, slug, name, price_ngn, category_id) SELECT n, 'g' || n, 'g' || n, 'g', 100, 1 FROM generate_series(1, 20000) AS n",
		// They are not read by what is measured, and slow to fill.
		"DROP INDEX idx_analytics_events_query_trgm, idx_analytics_search_gin, idx_analytics_events_name, idx_analytics_events_event",
	} {
		execute(b, pool, sql)
	}
	execute(b, pool, happen, 0, manyEvents-1, begin, end)
	settle := func() {
		conn, err := pool.Pgx().Acquire(b.Context())
		require.NoError(b, err)
		defer conn.Release()
		for _, sql := range []string{"SET statement_timeout = 0", "VACUUM ANALYZE", "RESET statement_timeout"} {
			_, err := conn.Exec(b.Context(), sql)
			require.NoError(b, err)
		}
	}
	settle()
	begun := time.Now()
	within(b, pool, func(tx pgx.Tx) error { return rollup.Fill(context.Background(), tx, end) })
	b.Logf("figures of %d events were made in %s", manyEvents, time.Since(begun))
	settle()
	return pool, end
}

// How long it takes to count what is new among many events, next to computing the
// materialized view over all of them.
func BenchmarkAdvance(b *testing.B) {
	pool, end := crowded(b)
	service := rollup.New(pool, clock.System{}, slog.New(slog.DiscardHandler))
	next := manyEvents
	for _, n := range []int{5_000, 50_000} {
		b.Run(fmt.Sprintf("new=%d", n), func(b *testing.B) {
			for b.Loop() {
				b.StopTimer() // Half of what is new is in sessions that have events already.
				execute(b, pool, happen, next-n/2, next+n/2-1, end.Add(-2*time.Hour), end)
				next += n / 2
				b.StartTimer()
				done, err := service.Advance(context.Background())
				require.NoError(b, err)
				require.EqualValues(b, n, done.Events)
			}
		})
	}
	b.Run("refresh", func(b *testing.B) {
		for b.Loop() {
			execute(b, pool, "REFRESH MATERIALIZED VIEW CONCURRENTLY product_analytics_daily")
		}
	})
}
