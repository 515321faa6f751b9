package bench

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"zuka/internal/bench/load"
	"zuka/internal/platform/money"
	"zuka/internal/platform/postgres"
)

// number is what a statement counts.
func number(t *testing.T, shop *till, sql string) (count int) {
	t.Helper()
	require.NoError(t, shop.pool.Pgx().QueryRow(t.Context(), sql).Scan(&count))
	return count
}

func TestCartsAreFilledAndOrdered(t *testing.T) {
	t.Parallel()
	server, database, options := opened(t)
	shop, err := options.openTill(t.Context(), database)
	require.NoError(t, err)
	t.Cleanup(func() { _ = shop.close() })
	const orders = 8
	crowd, err := options.makeShoppers(t.Context(), shop, orders, 0)
	require.NoError(t, err)
	require.Len(t, crowd.all(), 2*orders+1)

	for _, way := range []payWay{online, atDoor} {
		who := crowd.guests
		if way.people {
			who = crowd.people
		}
		made, err := options.scriptOf(t.Context(), shop, database, way, who)
		require.NoError(t, err)
		require.Greater(t, made.statements, 8, made.text)
		require.NotContains(t, made.text, "$1")
		one := &sale{payWay: way, products: 5}
		require.NoError(t, options.sell(t.Context(), shop, database, server, made, one, who))
		require.NoError(t, one.first)
		require.Len(t, one.rounds, 1)
		require.Equal(t, orders, one.rounds[0].shop.Requests)
		require.Equal(t, orders, one.rounds[0].bare.Requests)
		require.Positive(t, one.ratios()[0])

		// What pgbench does is what the shop does.
		require.NoError(t, shop.refill(t.Context()))
		const left = "SELECT sum(stock_count)::bigint FROM products WHERE id IN (SELECT id FROM bench_products)"
		stock := number(t, shop, left)
		_, err = pgbench(t.Context(), database.url, shop, made, orders)
		require.NoError(t, err)
		require.Equal(t, stock-orders, number(t, shop, left))
		require.Equal(t, orders, number(t, shop, `SELECT count(DISTINCT o.id)::int FROM orders AS o JOIN order_items AS i ON i.order_id = o.id
			JOIN payments AS p ON p.order_id = o.id AND p.reference LIKE o.order_number || '.%' JOIN order_events AS e ON e.order_id = o.id
			JOIN bench_shoppers AS s ON s.product = i.product_id AND s.person IS NOT DISTINCT FROM o.user_id WHERE o.id > 700000000`))
		require.Equal(t, orders, number(t, shop, "SELECT count(DISTINCT owner)::int FROM idempotency_keys WHERE result IS NOT NULL"))
		require.Equal(t, orders, number(t, shop, "SELECT count(*)::int FROM river_job"))
		require.Zero(t, number(t, shop, "SELECT count(*)::int FROM carts JOIN bench_shoppers AS s ON s.person = carts.user_id OR s.session = carts.session_id"))
	}

	adds, err := options.fillCarts(t.Context(), shop, server, crowd.people)
	require.NoError(t, err)
	require.Len(t, adds, 2)
	for _, one := range adds {
		require.NoError(t, one.first)
	}
	require.Positive(t, adds[1].figures.Requests)

	// Nothing is in the carts of those who have ordered.
	one := &sale{payWay: online, products: 5}
	require.NoError(t, shop.queue(t.Context(), crowd.guests, 0, 5))
	require.NoError(t, shop.refill(t.Context()))
	for range 2 {
		_, err = one.through(t.Context(), server, crowd.guests)
		require.NoError(t, err)
	}
	require.NoError(t, one.first, "the same key is the same order")
	require.Equal(t, orders, number(t, shop, "SELECT count(*)::int FROM orders WHERE id > 700000000"))
}

func TestNewsOfOrdersIsTimed(t *testing.T) {
	t.Parallel()
	from, database, options := opened(t)
	to := another(t, database, options)
	shop, err := options.openTill(t.Context(), database)
	require.NoError(t, err)
	t.Cleanup(func() { _ = shop.close() })
	_, err = shop.pool.Pgx().Exec(t.Context(), newsSQL)
	require.NoError(t, err)
	crowd, err := options.makeShoppers(t.Context(), shop, 0, 5)
	require.NoError(t, err)
	options.Rounds = 2
	for first, count := range map[int]int{1: 5, 6: 1} {
		orders, err := shop.paid(t.Context(), first, count)
		require.NoError(t, err)
		require.Len(t, orders, count)
		seen, err := options.watch(t.Context(), shop, from, to, crowd.clerk, crowd.watchers, orders)
		require.NoError(t, err)
		require.Equal(t, 2*count, seen.changes)
		require.Equal(t, 10, seen.news.Requests, "everybody is told of everything")
		require.Positive(t, seen.news.P50)
		require.Less(t, seen.news.Max, newsPatience)
	}

	orders, err := shop.paid(t.Context(), 7, 1)
	require.NoError(t, err)
	strange := []followed{{id: orders[0].id, number: orders[0].number, token: "wrong"}}
	_, err = options.watch(t.Context(), shop, from, to, crowd.clerk, crowd.watchers[:1], strange)
	require.ErrorContains(t, err, "no news of an order")
	_, err = options.watch(t.Context(), shop, from, to, crowd.watchers[0], crowd.watchers[:1], orders)
	require.Error(t, err, "a guest moves no orders")
}

func TestParametersAreWrittenAsPostgreSQLReadsThem(t *testing.T) {
	t.Parallel()
	text, id := `a "b" \ c`, uuid.MustParse("01a20f46-ed6b-7a26-80c3-00b4a97aea18")
	var nobody *uuid.UUID
	for want, arg := range map[string]any{
		"7": money.Naira(7), text: &text, id.String(): &id, `\x01ff`: []byte{1, 255}, "true": true,
		"2026-11-24T20:00:00.000000001Z": time.Date(2026, 11, 24, 21, 0, 0, 1, time.FixedZone("Lagos", 3600)),
		"{1,2}":                          []int64{1, 2}, `{"a \"b\" \\ c",NULL}`: []*string{&text, nil}, "{}": []int32{},
	} {
		got, null, err := asText(arg)
		require.NoError(t, err)
		require.False(t, null, want)
		require.Equal(t, want, got)
	}
	for _, arg := range []any{nil, nobody, []byte(nil), []string(nil)} {
		_, null, err := asText(arg)
		require.NoError(t, err)
		require.True(t, null)
	}
	for _, arg := range []any{struct{}{}, []struct{}{{}}} {
		_, _, err := asText(arg)
		require.Error(t, err)
	}
}

func TestAScriptNamesWhatBelongsToTheOrder(t *testing.T) {
	t.Parallel()
	runs := []postgres.Run{
		{SQL: "SELECT before"}, {SQL: "begin"},
		{SQL: "-- name: x :one\nINSERT INTO orders VALUES ($1, $2, $1, $3) RETURNING id", Args: []any{pgx.QueryResultFormats{1}, "N-1", 5, nil}},
		{SQL: "UPDATE t SET x = $1", Args: []any{9}}, {SQL: "commit"}, {SQL: "SELECT after"},
	}
	made, err := listened{runs: runs, known: map[string]string{"N-1": "number", "9": "made_id"}, suffix: ".1"}.write()
	require.NoError(t, err)
	require.Equal(t, shopperSQL+"begin;\nINSERT INTO orders VALUES (:number, :c2_2, :number, NULL) RETURNING id \\gset made_\nUPDATE t SET x = :made_id;\ncommit;\n", made.text)
	require.Equal(t, map[string]string{"c2_2": "5", "i": "-1", "suffix": ".1"}, made.constants)
	require.Equal(t, 2, made.statements)
	for name, broken := range map[string][]postgres.Run{
		"no end": runs[:4], "nothing": nil, "no order": {runs[1], {SQL: "SELECT 1"}, runs[4]}, "a value is missing": {runs[1], {SQL: "SELECT $2", Args: []any{1}}, runs[4]},
	} {
		_, err := listened{runs: broken, known: map[string]string{"N-1": "number"}}.write()
		require.Error(t, err, name)
	}
}

func TestTheLogOfPgbenchIsRead(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	for name, text := range map[string]string{"log.1": "0 0 1500 0 100 250000\n0 1 failed 0 100 300000\n", "log.1.1": "1 0 2500 0 101 0\n", "order.sql": "x"} {
		require.NoError(t, os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600))
	}
	all, err := pgbenchLog(folder)
	require.NoError(t, err)
	require.Equal(t, []pgbenchTurn{
		{0, 0, 1500 * time.Microsecond, time.Unix(100, 250_000_000)}, {1, 0, 2500 * time.Microsecond, time.Unix(101, 0)},
	}, all)
	for _, broken := range []string{"0 0 x 0 1 1\n", "0 0 1\n"} {
		require.NoError(t, os.WriteFile(filepath.Join(folder, "log.2"), []byte(broken), 0o600))
		_, err = pgbenchLog(folder)
		require.Error(t, err)
	}
}

func TestOnlySteadyTransactionsCount(t *testing.T) {
	t.Parallel()
	second := func(n float64) time.Time { return time.Unix(0, int64(n*1e9)) }
	var all []pgbenchTurn
	for n := range 10 {
		all = append(all, pgbenchTurn{0, n, time.Second, second(float64(n + 1))}, pgbenchTurn{1, n, time.Second, second(float64(n) + 1.5)})
	}
	some, elapsed := steady(all, 2)
	require.Equal(t, 2500*time.Millisecond, elapsed, "from the seventh of the slower one to the last of the faster")
	require.Len(t, some, 5)
	few, elapsed := steady([]pgbenchTurn{{0, 0, time.Second, second(3)}, {1, 0, time.Second, second(4)}}, 2)
	require.Len(t, few, 2)
	require.Equal(t, 2*time.Second, elapsed)
}

func TestWhatShoppersAndStaffAreAnswered(t *testing.T) {
	t.Parallel()
	const done = `{"data":{"checkoutComplete":{"order":{"id":"x","number":"N"},"payment":null,"userErrors":[]}}}`
	require.NoError(t, ordered([]byte(done)))
	require.Error(t, ordered([]byte(`{"data":{"checkoutComplete":{"order":null,"userErrors":[{"code":"CART_EMPTY"}]}}}`)))
	require.Error(t, ordered([]byte(strings.Replace(done, `[]`, `[{"code":"SERVICE_UNAVAILABLE"}]`, 1))), "an order without its page is half an order")
	require.NoError(t, added([]byte(`{"data":{"cartLinesAdd":{"cart":{"id":"x"},"userErrors":[]}}}`)))
	require.Error(t, added([]byte(`{"data":{"cartLinesAdd":{"cart":null,"userErrors":[{"code":"NOT_FOUND"}]}}}`)))
	require.NoError(t, moved([]byte(`{"data":{"orderSetStatus":{"order":{"id":"x"}}}}`)))
	require.Error(t, moved([]byte(`{"data":{"orderSetStatus":{"order":null}}}`)))
	what, err := readNews([]byte(`{"id":"1","type":"next","payload":{"data":{"orderStatus":{"number":"N","status":"PAID"}}}}`))
	require.NoError(t, err)
	require.Equal(t, happening{"N", "PAID"}, what)
	for _, text := range []string{``, `{"type":"complete"}`, `{"type":"next","payload":{"data":null}}`} {
		_, err := readNews([]byte(text))
		require.Error(t, err, text)
	}
}

func TestWhoWaitsForNewsIsToldOfFailures(t *testing.T) {
	t.Parallel()
	told := newBoard()
	told.note(happening{"N", "PAID"}, time.Now(), nil)
	require.NoError(t, told.await(t.Context(), 1))
	stopped, stop := context.WithCancel(t.Context())
	stop()
	require.ErrorIs(t, told.await(stopped, 2), context.Canceled)
	broken := errors.New("broken")
	told.note(happening{}, time.Now(), broken)
	require.ErrorIs(t, told.await(t.Context(), 1), broken)
}

func TestTheReportOfBuyingIsMarkdown(t *testing.T) {
	t.Parallel()
	at := func(perSecond float64) load.Figures { return load.Figures{Requests: 1, PerSecond: perSecond} }
	sold := func(way payWay, products int, rounds ...saleRound) *sale {
		return &sale{payWay: way, products: products, statements: 11, orders: 2000, rounds: rounds}
	}
	attended := sold(online, 1000, saleRound{at(1000), at(399)})
	attended.attended = true
	r := report{options: Options{Connections: 50, Seconds: 4}, buying: &buying{
		adds: []adding{
			{pause: 100 * time.Millisecond, figures: load.Figures{Requests: 1, P99: 20 * time.Millisecond}},
			{figures: load.Figures{Requests: 1, P99: 21 * time.Millisecond}},
		},
		sales:   []*sale{sold(online, 1000, saleRound{at(1000), at(400)}, saleRound{at(1000), at(500)}), sold(atDoor, 1000, saleRound{at(1000), at(900)}), sold(online, 1), attended},
		watches: []watching{{name: "each their own", people: 1000, news: load.Figures{P99: mostNews}}, {name: "all the same", news: load.Figures{P99: mostNews + 1}}},
	}}
	var out strings.Builder
	r.write(&out)
	for _, want := range []string{
		"| 100ms, at random | 0 | 0.0 ms | 0.0 ms | 20.0 ms | 0.0 ms | 0 | met, p99 to 20ms |", "| 21.0 ms | 0.0 ms | 0 | **missed**, p99 to 20ms |",
		"40 at once, 2000 orders a round, 2 rounds", "| 1000 | guests, online | pgbench, 11 statements | 1000 (1000 to 1000) |  |  |",
		"| 1000 | guests, online | zuka, jobs elsewhere | 450 (400 to 500) | 0.45 (0.40 to 0.50) | met, at least 0.4 |",
		"| zuka, jobs in the same process | 399 (399 to 399) | 0.40 (0.40 to 0.40) | **missed**, at least 0.4 |", "50% of the time of an order",
		"| each their own | 0 | 0 | 0.0 ms | 0.0 ms | 100.0 ms | 0.0 ms | met, p99 to 100ms |", "**missed**, p99 to 100ms |",
	} {
		require.Contains(t, out.String(), want)
	}
	columns := 0
	for line := range strings.Lines(out.String()) {
		switch {
		case !strings.HasPrefix(line, "|"):
			columns = 0
		case columns == 0:
			columns = strings.Count(line, "|")
		default:
			require.Equal(t, columns, strings.Count(line, "|"), line)
		}
	}
	require.NoError(t, r.failure())
	r.buying.sales[0].first, r.buying.watches[1].first = errors.New("broken"), errors.New("lost")
	require.EqualError(t, r.failure(), "selling to guests, online: broken\nfollowing orders, all the same: lost")
}
