package checkout_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"zuka/internal/platform/postgres"
	"zuka/internal/shop/cart"
	"zuka/internal/shop/checkout"
	"zuka/internal/testenv"
)

// cutCommits ends connections of the shop while they commit, until it is told to
// stop. The commits take a moment, so that many are cut; and half of the
// transactions are spared, so that however quick it is some orders are made.
func (s *shop) cutCommits(by *postgres.Pool) (stop func()) {
	s.exec(`CREATE FUNCTION dawdle() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(0.02); RETURN NULL; END';
		CREATE CONSTRAINT TRIGGER dawdle AFTER INSERT ON orders DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION dawdle()`)
	ctx, cancel := context.WithCancel(s.Context())
	var cutting sync.WaitGroup
	cutting.Go(func() {
		for ctx.Err() == nil {
			_, _ = by.Pgx().Exec(ctx, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()
				AND application_name = 'shop' AND query ILIKE 'commit%' AND state = 'active' AND hashint8(backend_xid::text::bigint) % 2 = 0`)
		}
	})
	return func() {
		cancel()
		cutting.Wait()
	}
}

// The server ends the connection of an order at some moment, in its commit too.
// The shopper is told of the order, or that there is none.
func TestACommitOfWhichNothingIsKnown(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	thing := s.product(5_000, 10_000)
	const each = 15
	people, inputs := s.shoppers(8*each, func(int) []cart.LineInput { return []cart.LineInput{{Product: thing}} })
	aside, err := postgres.Open(t.Context(), postgres.Options{URL: s.url, MaxConns: 9, ApplicationName: "aside"})
	require.NoError(t, err)
	defer aside.Close()
	count := func(sql string, args ...any) (n int) {
		assert.NoError(t, aside.Pgx().QueryRow(t.Context(), sql, args...).Scan(&n))
		return n
	}
	stop := s.cutCommits(aside)
	const mine = "SELECT count(*) FROM idempotency_keys AS k JOIN orders AS o ON o.id = (k.result->>'id')::bigint WHERE k.key = $1"
	var made, failed, unknown atomic.Int32
	together(8, func(worker int) {
		for i := range each {
			at := worker*each + i
			done, err := s.Complete(people[at], inputs[at])
			if err == nil {
				made.Add(1)
				assert.Equal(t, 1, count(mine+" AND o.id = $2", inputs[at].IdempotencyKey, done.Order.ID))
				continue
			}
			failed.Add(1)
			if errors.Is(err, postgres.ErrUnknown) {
				unknown.Add(1)
			}
			assert.Zero(t, count(mine, inputs[at].IdempotencyKey), "%v", err)
			// With the same key it can be tried again.
			if done, err = s.Complete(people[at], inputs[at]); err == nil {
				assert.Equal(t, 1, count(mine+" AND o.id = $2", inputs[at].IdempotencyKey, done.Order.ID))
			}
		}
	})
	stop()
	t.Logf("%d made at once, %d failed, %d of them in the commit", made.Load(), failed.Load(), unknown.Load())
	require.Positive(t, made.Load())
	require.Positive(t, failed.Load())
	require.Positive(t, unknown.Load())
	s.pool.Pgx().Reset() // Some of its connections are dead.
	require.Zero(t, s.number("SELECT count(*) FROM (SELECT FROM orders GROUP BY user_id HAVING count(*) > 1 AND user_id IS NOT NULL) AS twice"))
	s.sound()
}

// The server has written the commit, waits for a standby that there is none of,
// and loses the connection then: the order is there, and the shopper is told so.
func TestACommitThatTookPlaceThoughItFailed(t *testing.T) {
	t.Parallel()
	s := newShopOn(t, testenv.OwnPostgres(t).URL())
	thing := s.product(5_000, 100)
	aside, err := postgres.Open(t.Context(), postgres.Options{URL: s.url, MaxConns: 2, ApplicationName: "aside"})
	require.NoError(t, err)
	defer aside.Close()
	set := func(sql string) {
		for _, statement := range []string{sql, "SELECT pg_reload_conf()"} {
			_, err := aside.Pgx().Exec(context.Background(), statement)
			require.NoError(t, err)
		}
	}
	people, inputs := make([]context.Context, 10), make([]checkout.Input, 10)
	for i := range people {
		people[i], _ = s.person()
		s.fill(people[i], cart.LineInput{Product: thing})
		inputs[i] = s.input(people[i], cash)
	}
	s.exec("CREATE TABLE probe (n integer)")
	set("ALTER SYSTEM SET synchronous_standby_names = 'nobody'")
	var cut atomic.Int32
	ctx, stop := context.WithCancel(t.Context())
	var cutting sync.WaitGroup
	cutting.Go(func() {
		for ctx.Err() == nil {
			gone, _ := aside.Pgx().Exec(ctx, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep' AND application_name = 'shop'")
			cut.Add(int32(gone.RowsAffected()))
		}
	})
	// The server is only asked to read its settings: it has when a commit waits.
	for began := time.Now(); cut.Load() == 0; {
		require.Less(t, time.Since(began), time.Minute, "no commit waits for a standby")
		_, _ = s.pool.Pgx().Exec(ctx, "INSERT INTO probe VALUES (1)") // It fails when it was cut.
	}
	probed := cut.Load()
	for i := range people {
		done, err := s.Complete(people[i], inputs[i])
		if assert.NoError(t, err) {
			assert.EqualValues(t, inputs[i].ExpectedTotal, done.Order.TotalNgn)
			assert.NotNil(t, done.Payment)
		}
	}
	stop()
	cutting.Wait()
	set("ALTER SYSTEM RESET synchronous_standby_names")
	require.Greater(t, cut.Load(), probed)
	s.pool.Pgx().Reset()
	require.Equal(t, len(people), s.number("SELECT count(*) FROM orders"))
	s.sound()
}
