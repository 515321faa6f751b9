package coupon_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"zuka/ent/db"
	dbcoupon "zuka/ent/db/coupon"
	"zuka/internal/platform/clock"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/postgres"
	"zuka/internal/platform/viewer"
	"zuka/internal/shop/coupon"
	"zuka/internal/testenv"
)

func TestMain(m *testing.M) { testenv.Main(m) }

var (
	percentage   = coupon.To(dbcoupon.TypePercentage)
	fixedAmount  = coupon.To(dbcoupon.TypeFixedAmount)
	freeShipping = coupon.To(dbcoupon.TypeFreeShipping)
)

var noon = time.Date(2026, 11, 24, 11, 0, 0, 0, time.UTC)

// drawer is a shop with no coupons yet.
type drawer struct {
	*testing.T
	*coupon.Service
	pool *postgres.Pool
	url  string
}

func newDrawer(t *testing.T) *drawer {
	t.Helper()
	url := testenv.Postgres(t)
	pool, err := postgres.Open(t.Context(), postgres.Options{URL: url, MaxConns: waiters + 4})
	require.NoError(t, err)
	t.Cleanup(pool.Close)
	return &drawer{t, coupon.New(coupon.Config{Pool: pool, Clock: clock.Fixed(noon)}), pool, url}
}

func (d *drawer) exec(sql string, args ...any) {
	d.Helper()
	_, err := d.pool.Pgx().Exec(context.Background(), sql, args...)
	require.NoError(d, err)
}

func (d *drawer) number(sql string, args ...any) (n int) {
	d.Helper()
	require.NoError(d, d.pool.Pgx().QueryRow(context.Background(), sql, args...).Scan(&n))
	return n
}

// person is somebody with an account.
func (d *drawer) person() uuid.UUID {
	id := uuid.Must(uuid.NewV7())
	_, err := d.pool.Pgx().Exec(context.Background(), "INSERT INTO users (id, referral_code) VALUES ($1, $2)", id, id.String())
	require.NoError(d, err)
	return id
}

// as is a context of somebody with this role.
func (d *drawer) as(role viewer.Role) context.Context {
	return viewer.With(d.Context(), viewer.NewRequest(viewer.Viewer{User: d.person(), Role: role}, nil))
}

// ten takes ten percent off and has the limits that are given.
func (d *drawer) ten(code string, usage, user *int) *db.Coupon {
	d.Helper()
	made, err := d.Upsert(d.as(viewer.Staff), coupon.UpsertInput{
		Code: coupon.To(code), Name: coupon.To("Ten off"), Type: percentage, ValuePercent: coupon.To(10),
		UsageLimit: coupon.Change[int]{Wanted: true, Value: usage}, UserLimit: coupon.Change[int]{Wanted: true, Value: user},
	})
	require.NoError(d, err)
	return made
}

// order places an order with a code, as checkout does, and answers its id.
func (d *drawer) order(code string, user uuid.UUID) (id int, err error) {
	err = postgres.InTx(d.Context(), d.pool, func(ctx context.Context, tx postgres.Tx) error {
		outcome, err := d.Redeem(ctx, tx, code, basket(user))
		if err != nil {
			return err
		}
		err = tx.QueryRowContext(ctx, `INSERT INTO orders (order_number, guest_email, payment_method, subtotal_ngn, total_ngn)
			VALUES ($1, 'guest@example.com', 'paystack', 0, 0) RETURNING id`, uuid.NewString()).Scan(&id)
		if err != nil {
			return err
		}
		return d.Record(ctx, tx, outcome.Coupon.ID, id, user, outcome.Discount)
	})
	return id, err
}

// cancel gives an order's coupon back.
func (d *drawer) cancel(order int) error {
	return postgres.InTx(d.Context(), d.pool, func(ctx context.Context, tx postgres.Tx) error {
		return d.Return(ctx, tx, order)
	})
}

func basket(user uuid.UUID) coupon.Basket {
	return coupon.Basket{Lines: []coupon.Line{{Product: 1, Categories: []int{1}, Amount: 10_000}}, Subtotal: 10_000, User: user}
}

// reason is why a coupon was refused.
func reason(err error) string {
	found, ok := fault.From(err)
	if !ok {
		return ""
	}
	detail, _ := found.Detail.(fault.CouponDetail)
	return detail.Reason
}

func to[T any](value T) *T { return &value }

// waiters is how many workers have seen a row before another got it.
const waiters = 20

// behind runs workers while somebody else holds rows, and lets go when so many
// wait for them: what those read before is old then.
func (d *drawer) behind(rows string, n int, work func(i int)) {
	d.Helper()
	conn, err := pgx.Connect(d.Context(), d.url)
	require.NoError(d, err)
	defer func() { require.NoError(d, conn.Close(context.Background())) }()
	_, err = conn.Exec(d.Context(), "BEGIN; SELECT FROM "+rows+" FOR UPDATE")
	require.NoError(d, err)
	var done sync.WaitGroup
	for i := range n {
		done.Go(func() { work(i) })
	}
	waiting := 0
	require.Eventually(d, func() bool {
		// A transaction is shown the same activity again unless it asks anew.
		_, err := conn.Exec(d.Context(), "SELECT pg_stat_clear_snapshot()")
		require.NoError(d, err)
		err = conn.QueryRow(d.Context(), "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'").Scan(&waiting)
		return err == nil && waiting >= waiters
	}, time.Minute, time.Millisecond)
	_, err = conn.Exec(d.Context(), "COMMIT")
	require.NoError(d, err)
	done.Wait()
}
