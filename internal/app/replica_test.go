package app_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"zuka/internal/platform/postgres"
	"zuka/internal/testenv"
)

// Reports are read from a server that follows the other by streaming, and what
// staff decide by is not; when it dies, reports come from the other one.
func TestReportsAreReadFromTheReplica(t *testing.T) {
	t.Parallel()
	primary := testenv.OwnPostgres(t)
	config := sampleAt(t, primary.URL(), false)
	follower := testenv.Replica(t, primary)
	config.ReplicaURL, config.ReplicaMax, config.ReplicaLag = follower.URL(), 2, time.Hour
	m := newMarketOf(t, config)
	admin, err := postgres.Open(t.Context(), postgres.Options{URL: follower.URL(), MaxConns: 1})
	require.NoError(t, err)
	defer admin.Close()
	replay := func(function string) {
		_, err := admin.Pgx().Exec(t.Context(), "SELECT "+function+"()")
		require.NoError(t, err)
	}
	caughtUp := func() {
		var position string
		require.NoError(t, m.shop.Pool.Pgx().QueryRow(t.Context(), "SELECT pg_current_wal_lsn()::text").Scan(&position))
		for there := false; !there; { // PostgreSQL has no way to wait for replay.
			require.NoError(t, admin.Pgx().QueryRow(t.Context(), "SELECT pg_last_wal_replay_lsn() >= $1::text::pg_lsn", position).Scan(&there))
		}
	}
	// Each range is asked for once, for reports are kept.
	back := 0
	sold := func() any {
		back++
		today := time.Now().UTC().Add(time.Hour) // Lagos.
		got := m.staff.ask(fmt.Sprintf(`{ analytics { sales(range: {from: %q, to: %q}) { totals { orders } } } }`,
			today.AddDate(0, 0, -back).Format(time.DateOnly), today.Format(time.DateOnly)), nil)
		return got["analytics"].(map[string]any)["sales"].(map[string]any)["totals"].(map[string]any)["orders"]
	}
	order := func() {
		_, err := m.shop.Pool.Pgx().Exec(t.Context(), `INSERT INTO orders (order_number, guest_phone, payment_method, subtotal_ngn, total_ngn)
			VALUES ('ZUKA-R' || (SELECT count(*) FROM orders), '+2348030000001', 'paystack', 100, 100)`)
		require.NoError(t, err)
	}
	placed := func() any {
		return m.staff.ask(`{ orders(first: 1) { totalCount } }`, nil)["orders"].(map[string]any)["totalCount"]
	}
	caughtUp()
	before, known := sold(), placed()
	replay("pg_wal_replay_pause")
	order()
	require.Equal(t, before, sold(), "the replica does not know of it yet")
	require.Equal(t, known.(float64)+1, placed(), "staff do")
	replay("pg_wal_replay_resume")
	caughtUp()
	require.Equal(t, before.(float64)+1, sold())

	admin.Close()
	require.NoError(t, follower.Kill())
	order()
	require.Equal(t, before.(float64)+2, sold(), "from the primary")
}
