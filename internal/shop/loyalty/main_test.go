package loyalty_test

import (
	"context"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"zuka/internal/platform/clock"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/postgres"
	"zuka/internal/platform/viewer"
	"zuka/internal/shop/loyalty"
	"zuka/internal/testenv"
)

func TestMain(m *testing.M) { testenv.Main(m) }

var noon = time.Date(2026, 11, 24, 11, 0, 0, 0, time.UTC)

// club is a shop in which nobody has points yet.
type club struct {
	*testing.T
	*loyalty.Service
	pool *postgres.Pool
	url  string
}

func newClub(t *testing.T) *club {
	t.Helper()
	url := testenv.Postgres(t)
	pool, err := postgres.Open(t.Context(), postgres.Options{URL: url, MaxConns: waiters + 4})
	require.NoError(t, err)
	t.Cleanup(pool.Close)
	return &club{t, loyalty.New(loyalty.Config{Pool: pool, Notices: notices{}, Clock: clock.Fixed(noon), Log: slog.New(slog.DiscardHandler)}), pool, url}
}

// at is the shop at another moment.
func (c *club) at(moment time.Time) *loyalty.Service {
	config := c.Config
	config.Clock = clock.Fixed(moment)
	return loyalty.New(config)
}

// notices writes what is told, once for a person and a source.
type notices struct{}

func (notices) Tell(ctx context.Context, tx postgres.Tx, n loyalty.Notice) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO notifications (user_id, type, title, message, action_url, source)
		VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (user_id, source) DO NOTHING`, n.User, string(n.Kind), n.Title, n.Message, n.ActionURL, n.Source)
	return err
}

func (c *club) told(user uuid.UUID, source string) int {
	c.Helper()
	return c.number("SELECT count(*) FROM notifications WHERE user_id = $1 AND source = $2", user, source)
}

// as is the context of somebody who asks.
func (c *club) as(user uuid.UUID, role viewer.Role) context.Context {
	return viewer.With(c.Context(), viewer.NewRequest(viewer.Viewer{User: user, Role: role}, nil))
}

func (c *club) me(user uuid.UUID) context.Context { return c.as(user, viewer.Customer) }

func (c *club) staff() context.Context { return c.as(c.member(0), viewer.Staff) }

// refused fails unless an error is a fault of this reason and field.
func refused(t require.TestingT, err error, reason fault.Reason, field string) {
	found, ok := fault.From(err)
	require.True(t, ok, "%v", err)
	require.Equal(t, reason, found.Why(), "%v", err)
	require.Equal(t, field, strings.Join(found.Field, "."), "%v", err)
}

func (c *club) earn(awards ...loyalty.Award) (earned []loyalty.Earned, err error) {
	err = c.in(func(ctx context.Context, tx postgres.Tx) error {
		earned, err = c.Earn(ctx, tx, awards...)
		return err
	})
	return earned, err
}

func (c *club) reverse(list ...loyalty.Reversal) error {
	return c.in(func(ctx context.Context, tx postgres.Tx) error { return c.ReverseAll(ctx, tx, list...) })
}

func (c *club) account(user uuid.UUID) *loyalty.Account {
	c.Helper()
	c.balanced(user)
	account, err := c.AccountOf(c.Context(), user)
	require.NoError(c, err)
	return account
}

func (c *club) exec(sql string, args ...any) {
	c.Helper()
	_, err := c.pool.Pgx().Exec(context.Background(), sql, args...)
	require.NoError(c, err)
}

func (c *club) number(sql string, args ...any) (n int) {
	c.Helper()
	require.NoError(c, c.pool.Pgx().QueryRow(context.Background(), sql, args...).Scan(&n))
	return n
}

// member is somebody who earned so many points.
func (c *club) member(points int) uuid.UUID {
	c.Helper()
	id := uuid.Must(uuid.NewV7())
	c.exec("INSERT INTO users (id, referral_code, reward_points, total_xp) VALUES ($1, $2, $3, $3)", id, id.String(), points)
	if points > 0 {
		c.exec("INSERT INTO user_points_history (user_id, points, source_type, source_id) VALUES ($1, $2, 'adjustment', 'start')", id, points)
	}
	return id
}

// order is an order of somebody, for references to it.
func (c *club) order() int {
	c.Helper()
	return c.number(`INSERT INTO orders (order_number, guest_email, payment_method, subtotal_ngn, total_ngn)
		VALUES ($1, 'guest@example.com', 'paystack', 0, 0) RETURNING id`, uuid.NewString())
}

// in runs a step in a transaction of its own.
func (c *club) in(step func(context.Context, postgres.Tx) error) error {
	return postgres.InTx(c.Context(), c.pool, step)
}

func (c *club) spend(user uuid.UUID, points, order int) error {
	return c.in(func(ctx context.Context, tx postgres.Tx) error { return c.Spend(ctx, tx, user, points, order) })
}

func (c *club) giveBack(order int) error {
	return c.in(func(ctx context.Context, tx postgres.Tx) error { return c.ReturnSpent(ctx, tx, order) })
}

// balanced fails when somebody's points are not the sum of their ledger, and
// answers the points.
func (c *club) balanced(user uuid.UUID) int {
	c.Helper()
	points, err := c.Balance(c.Context(), user)
	require.NoError(c, err)
	require.GreaterOrEqual(c, points, 0)
	require.Equal(c, c.number("SELECT coalesce(sum(points), 0) FROM user_points_history WHERE user_id = $1", user), points)
	owed := c.number("SELECT points_owed FROM users WHERE id = $1", user)
	require.Equal(c, c.number("SELECT coalesce(sum(points), 0) FROM user_points_history WHERE user_id = $1 AND source_type = 'debt'", user), owed)
	require.True(c, owed == 0 || points == 0, "%d points are kept though %d are owed", points, owed)
	return points
}

// waiters is how many workers have seen a row before another got it.
const waiters = 20

// behind runs workers while somebody else holds rows, and lets go when so many
// wait for them: what those read before is old then.
func (c *club) behind(rows string, n int, work func(i int)) {
	c.Helper()
	conn, err := pgx.Connect(c.Context(), c.url)
	require.NoError(c, err)
	defer func() { require.NoError(c, conn.Close(context.Background())) }()
	_, err = conn.Exec(c.Context(), "BEGIN; SELECT FROM "+rows+" FOR UPDATE")
	require.NoError(c, err)
	var done sync.WaitGroup
	for i := range n {
		done.Go(func() { work(i) })
	}
	waiting := 0
	require.Eventually(c, func() bool {
		// A transaction is shown the same activity again unless it asks anew.
		_, err := conn.Exec(c.Context(), "SELECT pg_stat_clear_snapshot()")
		require.NoError(c, err)
		err = conn.QueryRow(c.Context(), "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'").Scan(&waiting)
		return err == nil && waiting >= waiters
	}, time.Minute, time.Millisecond)
	_, err = conn.Exec(c.Context(), "COMMIT")
	require.NoError(c, err)
	done.Wait()
}
