package bench

import (
	"bufio"
	"bytes"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"zuka/internal/app"
	"zuka/internal/platform/postgres"
	"zuka/internal/seed"
	events "zuka/internal/shop/analytics/event"
	"zuka/internal/testenv"
)

func TestCallsTellEventsOfTheirOwn(t *testing.T) {
	t.Parallel()
	calls, err := makeCalls("127.0.0.1:1", []shopper{{cookie: "a=1"}, {cookie: "a=2"}}, []int{4, 5, 6})
	require.NoError(t, err)
	require.Len(t, calls, differentCalls)
	ids, kinds, agents := map[uuid.UUID]bool{}, map[events.Type]bool{}, map[string]bool{}
	dice := rand.New(rand.NewPCG(1, 2))
	var room []byte
	for _, one := range append(calls, calls[0]) {
		room = one.fresh(room, dice)
		request, err := http.ReadRequest(bufio.NewReader(bytes.NewReader(room)))
		require.NoError(t, err)
		text, err := io.ReadAll(request.Body)
		require.NoError(t, err)
		require.Equal(t, "/events", request.URL.Path)
		require.NotEmpty(t, request.Header.Get("Cookie"))
		agents[request.UserAgent()] = true
		told, err := events.Read(text)
		require.NoError(t, err)
		good, faults := events.Check(told, events.Origin{UserAgent: request.UserAgent()}, time.Now())
		require.Empty(t, faults)
		require.Len(t, good, eventsACall)
		sessions := map[uuid.UUID]int{}
		for _, e := range good {
			require.False(t, ids[e.ID], "each event has an id that none had")
			ids[e.ID], kinds[e.Type] = true, true
			sessions[e.Session]++
			require.NotEmpty(t, e.Device)
		}
		require.Len(t, sessions, (eventsACall+eventsAVisit-1)/eventsAVisit)
	}
	require.Len(t, kinds, 5)
	require.Greater(t, len(agents), 3)
}

func TestOutcomesOfCalls(t *testing.T) {
	t.Parallel()
	pause, err := outcome(202, "", []byte(`{"accepted":50,"faults":[]}`))
	require.NoError(t, err)
	require.Zero(t, pause)
	pause, err = outcome(429, "5", nil)
	require.NoError(t, err)
	require.Equal(t, 5*time.Second, pause)
	for _, wrong := range []struct {
		status      int
		after, text string
	}{{202, "", `{"accepted":49,"faults":[{"index":3}]}`}, {503, "5", ""}, {429, "", ""}, {429, "soon", ""}, {429, "0", ""}} {
		_, err := outcome(wrong.status, wrong.after, []byte(wrong.text))
		require.Error(t, err, wrong)
	}
}

func TestEventsAreTakenAndCopied(t *testing.T) {
	t.Parallel()
	_, database, options := opened(t)
	shop, err := app.New(t.Context(), app.Config{
		DatabaseURL: database.url, RedisURL: options.RedisURL, RedisPrefix: database.name + ":", DatabaseMax: 4, RedisTimeout: options.RedisTimeout, PublicURL: "http://localhost:8080",
		Storefront: "http://localhost:3000", FilesURL: t.TempDir(), JobConns: 5, SecretKeys: []string{benchSecret}, LimitsOff: true, Development: true,
	}, slog.New(slog.DiscardHandler))
	require.NoError(t, err)
	t.Cleanup(shop.Close)
	stop, err := shop.StartJobs(t.Context())
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, stop()) })
	server := self(t, address(t, shop.Handler))

	till, err := options.openTill(t.Context(), database)
	require.NoError(t, err)
	t.Cleanup(func() { _ = till.close() })
	who, buyers, err := options.comeIn(t.Context(), till)
	require.NoError(t, err)
	require.Len(t, who, tellers)
	m, err := options.openMouth(t.Context(), till, database, server, who)
	require.NoError(t, err)
	// The other database knows the shop, but not these people and events.
	bare := copied(t, database)
	seen := new(analytics)
	require.NoError(t, options.tellAll(t.Context(), m, bare, buyers, seen))
	require.NoError(t, seen.failure())
	require.Len(t, seen.takes, 1)
	require.Positive(t, seen.takes[0].events)
	require.Positive(t, seen.takes[0].copied)
	require.NotEmpty(t, seen.paced.samples)
	for _, orders := range seen.sold.orders {
		require.Len(t, orders.Samples, options.buyersATurn())
	}

	rows, different, _ := toldIn(t, bare)
	require.Equal(t, seen.takes[0].events, rows)
	require.Equal(t, rows, different)
	all, _, signedIn := toldIn(t, database)
	require.Positive(t, signedIn)
	require.LessOrEqual(t, 2*signedIn, all, "most are not signed in")
	var out strings.Builder
	seen.write(&printer{&out}, &options)
	require.Contains(t, out.String(), "| as fast as answers come |")
	require.Contains(t, out.String(), "| 1000 events/s | `checkoutComplete` |")
	tables(t, out.String())
}

// toldIn counts the events in a database that were told.
func toldIn(t *testing.T, database *database) (rows, different, signedIn int) {
	t.Helper()
	const told = "SELECT count(*), count(DISTINCT event_id), count(user_id) FROM analytics_events WHERE entry IS NOT NULL"
	require.NoError(t, connected(t.Context(), database.url, func(conn *pgx.Conn) error {
		return conn.QueryRow(t.Context(), told).Scan(&rows, &different, &signedIn)
	}))
	return rows, different, signedIn
}

// copied is another database with the same products.
func copied(t *testing.T, database *database) *database {
	t.Helper()
	other := *database
	other.url = testenv.Postgres(t)
	pool, err := postgres.Open(t.Context(), postgres.Options{URL: other.url, MaxConns: 2})
	require.NoError(t, err)
	t.Cleanup(pool.Close)
	require.NoError(t, seed.Fill(t.Context(), pool, plan(1500), slog.New(slog.DiscardHandler)))
	return &other
}

// tables have as many columns in each row.
func tables(t *testing.T, text string) {
	t.Helper()
	columns := 0
	for line := range strings.Lines(text) {
		switch {
		case !strings.HasPrefix(line, "|"):
			columns = 0
		case columns == 0:
			columns = strings.Count(line, "|")
		default:
			require.Equal(t, columns, strings.Count(line, "|"), line)
		}
	}
}

func TestThePastIsLikeLife(t *testing.T) {
	t.Parallel()
	url := testenv.Postgres(t)
	pool, err := postgres.Open(t.Context(), postgres.Options{URL: url, MaxConns: 2})
	require.NoError(t, err)
	t.Cleanup(pool.Close)
	plan := seed.Plan{Products: 320, Users: 500, Orders: 400, Reviews: 10, Pets: 20, Plays: 60, Now: time.Now()}
	require.NoError(t, seed.Fill(t.Context(), pool, plan, slog.New(slog.DiscardHandler)))
	indexes := func() (all []string) {
		rows, err := pool.Pgx().Query(t.Context(), "SELECT indexdef FROM pg_indexes WHERE tablename LIKE 'analytics_events%' AND tablename NOT LIKE '%20__\\___' ORDER BY 1")
		require.NoError(t, err)
		all, err = pgx.CollectRows(rows, pgx.RowTo[string])
		require.NoError(t, err)
		return all
	}
	migrated := indexes()
	options, seen := Options{Rounds: 1, Events: 8_000, Log: slog.New(slog.DiscardHandler)}, new(analytics)
	require.NoError(t, options.relive(t.Context(), &database{name: "past", url: url}, plan, seen))
	require.Equal(t, migrated, indexes(), "the indexes are those of the migrations")
	require.InDelta(t, options.Events, seen.past.events, 0.1*float64(options.Events))
	require.Equal(t, seen.past.funnel.report, seen.past.funnel.raw)
	require.Positive(t, seen.past.funnel.raw.Purchases)
	require.Positive(t, seen.past.archived.rows)

	for what, c := range map[string]struct {
		sql         string
		least, most float64
	}{
		"signed in":               {"SELECT avg((user_id IS NOT NULL)::int) FROM user_sessions_analytics", 0.15, 0.25},
		"a client's later visits": {"SELECT avg((session_id <> client_session_id)::int) FROM user_sessions_analytics", 0.07, 0.11},
		"products that are none":  {"SELECT count(*) FROM analytics_events AS e WHERE product_id IS NOT NULL AND NOT EXISTS (SELECT FROM products WHERE id = e.product_id)", 0, 0},
		"of a tenth of products":  {"SELECT avg((product_id <= 32)::int) FROM analytics_events WHERE product_id IS NOT NULL", 0.5, 0.8},
		"of the first ten words":  {"SELECT sum(n) FILTER (WHERE place <= 10) / sum(n) FROM (SELECT count(*) AS n, row_number() OVER (ORDER BY count(*) DESC) AS place FROM analytics_events WHERE search_query IS NOT NULL GROUP BY search_query) AS q", 0.2, 0.6},
		"orders of visits":        {"SELECT avg((EXISTS (SELECT FROM user_sessions_analytics AS v WHERE v.session_id = o.visit_id))::int) FROM orders AS o", 0.8, 1},
		"in the future":           {"SELECT count(*) FROM analytics_events WHERE created_at > now()", 0, 0},
		"in DEFAULT":              {"SELECT count(*) FROM analytics_events_default", 0, 0},
	} {
		var share float64
		require.NoError(t, pool.Pgx().QueryRow(t.Context(), "SELECT ("+c.sql+")::float8").Scan(&share), what)
		require.GreaterOrEqual(t, share, c.least, what)
		require.LessOrEqual(t, share, c.most, what)
	}
	var out strings.Builder
	seen.write(&printer{&out}, &options)
	for _, want := range []string{"| rolling up | ", "| Funnel, range | ", "| Retention, first visit, weeks | ", "| archived | ", "is what the raw events give"} {
		require.Contains(t, out.String(), want)
	}
	tables(t, out.String())
}
