package rollup_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"zuka/internal/platform/clock"
	"zuka/internal/platform/postgres"
	"zuka/internal/shop/analytics/rollup"
	"zuka/internal/testenv"
)

func TestMain(m *testing.M) { testenv.Main(m) }

var now = time.Date(2026, 11, 24, 14, 30, 0, 0, time.UTC)

// happening is an event of a test; who did what is a small number, 0 for nobody
// and nothing.
type happening struct {
	session, user, product int
	kind, platform         string
	state, utm, query      string
	path                   string
	detail                 map[string]any
	at                     time.Time
}

func number(kind byte, n int) uuid.UUID {
	return uuid.UUID{kind, 6: 0x40, 8: 0x80, 15: byte(n)}
}

func session(n int) uuid.UUID { return number('s', n) }
func person(n int) uuid.UUID  { return number('u', n) }

// shop is a database with a few products, people and orders.
type shop struct {
	pool    *postgres.Pool
	service *rollup.Service
}

const ofEach = 4

func open(t testing.TB) shop {
	t.Helper()
	pool := testenv.Pool(t)
	_, err := postgres.EnsurePartitions(t.Context(), pool.Pgx(), time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC), now)
	require.NoError(t, err)
	s := shop{pool, rollup.New(pool, clock.Fixed(now), slog.New(slog.DiscardHandler))}
	s.exec(t, "INSERT INTO categories (id, slug, name) VALUES (1, 'gowns', 'Gowns')")
	for n := 1; n <= ofEach; n++ {
		s.exec(t, "INSERT INTO users (id, referral_code) VALUES ($1, $2)", person(n), fmt.Sprintf("CODE%d", n))
		s.exec(t, "INSERT INTO products (id, sku, slug, name, price_ngn, category_id) VALUES ($1, $2, $2, $2, 100, 1)", n, fmt.Sprintf("gown-%d", n))
		s.exec(t, "INSERT INTO orders (id, order_number, guest_phone, payment_method, subtotal_ngn, total_ngn) VALUES ($1, $2, '+2348030000001', 'paystack', 100, 100)", n, fmt.Sprintf("ZUKA-%d", n))
	}
	return s
}

func (s shop) exec(t require.TestingT, sql string, args ...any) {
	_, err := s.pool.Pgx().Exec(context.Background(), sql, args...)
	require.NoError(t, err, sql)
}

// ask is one value.
func ask[T any](t require.TestingT, s shop, sql string, args ...any) (value T) {
	require.NoError(t, s.pool.Pgx().QueryRow(context.Background(), sql, args...).Scan(&value), sql)
	return value
}

// write writes events as the intake does: under the shared lock.
func (s shop) write(t require.TestingT, events ...happening) {
	err := pgx.BeginFunc(context.Background(), s.pool.Pgx(), func(tx pgx.Tx) error { return add(tx, events, true) })
	require.NoError(t, err)
}

func add(tx pgx.Tx, events []happening, locked bool) error {
	ctx := context.Background()
	if locked {
		if _, err := tx.Exec(ctx, "SELECT pg_advisory_xact_lock_shared($1)", postgres.EventsLock); err != nil {
			return err
		}
	}
	columns := "event_id session_id user_id event_type event_name platform product_id state utm_source search_query page_path metadata created_at"
	_, err := tx.CopyFrom(ctx, pgx.Identifier{"analytics_events"}, strings.Fields(columns), pgx.CopyFromSlice(len(events), func(i int) ([]any, error) {
		e := events[i]
		var who, detail any
		if e.user > 0 {
			who = [16]byte(person(e.user))
		}
		if e.detail != nil {
			text, err := json.Marshal(e.detail)
			if err != nil {
				return nil, err
			}
			detail = text
		}
		platform := e.platform
		if platform == "" {
			platform = "web"
		}
		return []any{[16]byte(uuid.New()), [16]byte(session(e.session)), who, e.kind, e.kind, platform, unless(e.product), unless(e.state),
			unless(e.utm), unless(e.query), unless(e.path), detail, e.at}, nil
	}))
	return err
}

func unless[T comparable](value T) any {
	var zero T
	if value == zero {
		return nil
	}
	return value
}

// advance counts everything, in turns of so many events.
func (s shop) advance(t require.TestingT, perTurn int) rollup.Result {
	service := rollup.New(s.pool, clock.Fixed(now), slog.New(slog.DiscardHandler))
	service.SetPerTurn(perTurn)
	done, err := service.Advance(context.Background())
	require.NoError(t, err)
	return done
}

// lines are the rows of a query as text, in its order.
func (s shop) lines(t require.TestingT, sql string) []string {
	rows, err := s.pool.Pgx().Query(context.Background(), "SELECT q::text FROM ("+sql+") AS q ORDER BY 1")
	require.NoError(t, err, sql)
	lines, err := pgx.CollectRows(rows, pgx.RowTo[string])
	require.NoError(t, err, sql)
	return lines
}

// counted is an SQL condition: counted already.
const counted = "id <= (SELECT position FROM analytics_watermarks WHERE name = 'events')"

// references are the tables of figures, each with its contents as they must be,
// made of the events in the plainest words that there are.
var references = func() map[string][2]string {
	all := map[string][2]string{
		"product_analytics": {
			"SELECT product_id, date, views_count, unique_views_count, add_to_cart_count, purchases_count, revenue_ngn, conversion_rate FROM product_analytics",
			`SELECT product_id, (created_at AT TIME ZONE 'Africa/Lagos')::date, count(*) FILTER (WHERE event_type = 'product_view'),
			count(DISTINCT session_id) FILTER (WHERE event_type = 'product_view'), count(*) FILTER (WHERE event_type = 'add_to_cart'),
			count(*) FILTER (WHERE event_type = 'purchase'), coalesce(sum((metadata->>'value_ngn')::bigint) FILTER (WHERE event_type = 'purchase'), 0),
			(count(*) FILTER (WHERE event_type = 'purchase')::numeric / greatest(1, count(*) FILTER (WHERE event_type = 'product_view')))::numeric(8,4)
			FROM analytics_events WHERE product_id IS NOT NULL AND event_type IN ('product_view', 'add_to_cart', 'purchase') AND ` + counted + ` GROUP BY 1, 2`,
		},
		"analytics_searches": {
			"SELECT date, query, searches_count, without_results_count FROM analytics_searches",
			`SELECT (created_at AT TIME ZONE 'Africa/Lagos')::date, lower(trim(search_query)), count(*), count(*) FILTER (WHERE metadata->>'result_count' = '0')
			FROM analytics_events WHERE event_type = 'search' AND trim(search_query) <> '' AND ` + counted + ` GROUP BY 1, 2`,
		},
	}
	maps.Copy(all, sumReferences)
	for _, of := range []struct{ table, column, period string }{
		{"analytics_daily", "date", "(created_at AT TIME ZONE 'Africa/Lagos')::date"},
		{"analytics_monthly", "month", "date_trunc('month', created_at AT TIME ZONE 'Africa/Lagos')::date"},
	} {
		var parts []string
		for _, one := range [][2]string{
			{"'', '', ''", "true"}, {"platform, '', ''", "true"}, {"'', state, ''", "state IS NOT NULL"}, {"'', '', utm_source", "utm_source IS NOT NULL"},
		} {
			parts = append(parts, fmt.Sprintf(`SELECT %s, event_type, %s, count(*), count(DISTINCT session_id), count(DISTINCT user_id),
				coalesce(sum((metadata->>'value_ngn')::bigint) FILTER (WHERE event_type = 'purchase'), 0)
				FROM analytics_events WHERE %s AND %s GROUP BY 1, 2, 3, 4, 5`, of.period, one[0], one[1], counted))
		}
		all[of.table] = [2]string{
			"SELECT " + of.column + ", event_type, platform, state, utm_source, events_count, sessions_count, users_count, revenue_ngn FROM " + of.table,
			strings.Join(parts, " UNION ALL "),
		}
	}
	return all
}()

// agree compares every table of figures, and the visits, with the events.
func (s shop) agree(t require.TestingT, when string) {
	for table, sql := range references {
		require.Equal(t, s.lines(t, sql[1]), s.lines(t, sql[0]), "%s %s", table, when)
	}
	require.Equal(t, s.visitsOfEvents(t), s.visits(t), "visits %s", when)
}
