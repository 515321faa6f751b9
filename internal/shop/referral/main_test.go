package referral_test

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"zuka/ent/db"
	"zuka/ent/db/order"
	"zuka/ent/shape"
	"zuka/internal/platform/clock"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/money"
	"zuka/internal/platform/postgres"
	"zuka/internal/platform/viewer"
	"zuka/internal/shop/referral"
	"zuka/internal/testenv"
)

func TestMain(m *testing.M) { testenv.Main(m) }

var noon = time.Date(2026, 11, 24, 11, 0, 0, 0, time.UTC)

// club is a shop whose people invite each other.
type club struct {
	*testing.T
	*referral.Service
	pool *postgres.Pool
	url  string
	told *notices
	made *atomic.Int32
}

// notices keeps what people are told.
type notices struct {
	sync.Mutex
	all []referral.Notice
}

func (n *notices) Tell(_ context.Context, _ postgres.Tx, notice referral.Notice) error {
	n.Lock()
	defer n.Unlock()
	n.all = append(n.all, notice)
	return nil
}

func newClub(t *testing.T) *club {
	t.Helper()
	url := testenv.Postgres(t)
	pool, err := postgres.Open(t.Context(), postgres.Options{URL: url, MaxConns: waiters + 4})
	require.NoError(t, err)
	t.Cleanup(pool.Close)
	told := &notices{}
	service := referral.New(referral.Config{Pool: pool, Notices: told, Storefront: "https://zuka.example/", Clock: clock.Fixed(noon)})
	return &club{t, service, pool, url, told, new(atomic.Int32)}
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

// member is somebody who joined yesterday, with a code of their own.
type member struct {
	id   uuid.UUID
	code string
}

func (c *club) member() member {
	c.Helper()
	n := c.made.Add(1)
	m := member{uuid.Must(uuid.NewV7()), fmt.Sprintf("CODE%d", n)}
	c.exec(`INSERT INTO users (id, name, referral_code, email, phone, created_at) VALUES ($1, $2, $3, $4, $5, $6)`,
		m.id, fmt.Sprintf("Ada%d Okafor", n), m.code, fmt.Sprintf("ada%d@example.ng", n), fmt.Sprintf("+23480312%05d", n), noon.Add(-24*time.Hour))
	return m
}

// as is a context of somebody who is signed in.
func (c *club) as(m member) context.Context { return c.on(m, "") }

// on is a context of somebody on an app's device.
func (c *club) on(m member, device string) context.Context {
	return viewer.With(context.Background(), viewer.NewRequest(viewer.Viewer{
		User: m.id, Role: viewer.Customer, Client: viewer.Client{Platform: viewer.Android, DeviceID: device},
	}, nil))
}

// order is a paid order of somebody, with goods of this worth, sent to a phone.
func (c *club) order(m member, worth money.Naira, phone string) *db.Order {
	c.Helper()
	made, err := c.pool.Ent().Order.Create().SetOrderNumber(uuid.NewString()).SetUserID(m.id).SetStatus(order.StatusPaid).
		SetPaymentStatus(order.PaymentStatusPaid).SetPaymentMethod(order.PaymentMethodPaystack).SetSubtotalNgn(worth + 100).SetDiscountNgn(100).
		SetShippingNgn(1_500).SetTotalNgn(worth + 1_500).SetShippingAddress(&shape.Address{Phone: phone}).Save(context.Background())
	require.NoError(c, err)
	return made
}

// pay is what checkout does when an order is paid.
func (c *club) pay(o *db.Order) (rewards []referral.Reward, err error) {
	err = postgres.InTx(c.Context(), c.pool, func(ctx context.Context, tx postgres.Tx) (err error) {
		rewards, err = c.Paid(ctx, tx, o)
		return err
	})
	return rewards, err
}

// giveBack is what checkout does when an order is refunded.
func (c *club) giveBack(order int) (reversed []string, err error) {
	err = postgres.InTx(c.Context(), c.pool, func(ctx context.Context, tx postgres.Tx) (err error) {
		reversed, err = c.Refunded(ctx, tx, order)
		return err
	})
	return reversed, err
}

// claimed is a pair of whom one came through the other.
func (c *club) claimed() (referrer, friend member, row *db.Referral) {
	c.Helper()
	referrer, friend = c.member(), c.member()
	row, err := c.Claim(c.as(friend), referrer.code)
	require.NoError(c, err)
	return referrer, friend, row
}

// row is an invitation as it is now.
func (c *club) row(id int) *db.Referral {
	c.Helper()
	found, err := c.pool.Ent().Referral.Get(context.Background(), id)
	require.NoError(c, err)
	return found
}

// refused fails unless an error is a refusal for a reason.
func (c *club) refused(reason fault.Reason, err error) {
	c.Helper()
	found, ok := fault.From(err)
	require.True(c, ok, "%v", err)
	require.Equal(c, reason, found.Why(), "%v", err)
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
		return err == nil && waiting >= min(waiters, n)
	}, time.Minute, time.Millisecond)
	_, err = conn.Exec(c.Context(), "COMMIT")
	require.NoError(c, err)
	done.Wait()
}
