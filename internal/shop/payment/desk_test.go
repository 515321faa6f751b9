package payment

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"zuka/ent/db"
	"zuka/ent/db/order"
	entpayment "zuka/ent/db/payment"
	"zuka/internal/platform/postgres"
	"zuka/internal/platform/viewer"
	"zuka/internal/shop/payment/gateway"
	"zuka/internal/testenv"
)

// opened is the moment at which tests begin.
var opened = time.Date(2026, 5, 20, 12, 0, 0, 0, time.UTC)

// hands are a clock that a test moves.
type hands struct{ nanos atomic.Int64 }

func (h *hands) Now() time.Time            { return time.Unix(0, h.nanos.Load()).UTC() }
func (h *hands) advance(by time.Duration)  { h.nanos.Add(int64(by)) }
func (h *hands) set(at time.Time)          { h.nanos.Store(at.UnixNano()) }
func (h *hands) since(at time.Time) string { return at.UTC().Sub(h.Now()).String() }

// desk is a database, providers and the service between them.
type desk struct {
	testing.TB
	pool                  *postgres.Pool
	service               *Service
	paystack, flutterwave *till
	clock                 *hands
	serial                int
}

// jobs is an Outbox that leaves its jobs in a table, so that they go with the
// transaction.
type jobs struct{}

func (jobs) HandlePaymentEvent(ctx context.Context, tx postgres.Tx, event int) error {
	_, err := tx.ExecContext(ctx, "INSERT INTO jobs VALUES ('event', $1)", event)
	return err
}

func (jobs) SendRefund(ctx context.Context, tx postgres.Tx, refund int) error {
	_, err := tx.ExecContext(ctx, "INSERT INTO jobs VALUES ('refund', $1)", refund)
	return err
}

func newDesk(t testing.TB) *desk {
	t.Helper()
	d := &desk{TB: t, pool: testenv.Pool(t), paystack: newTill("paystack"), flutterwave: newTill("flutterwave"), clock: &hands{}}
	d.flutterwave.shy = true
	d.clock.set(opened)
	d.service = d.another()
	d.exec("CREATE TABLE jobs (kind text, id bigint)")
	return d
}

// another is a second process on the same database.
func (d *desk) another() *Service {
	return New(Config{
		Pool: d.pool, Providers: map[string]gateway.Provider{"paystack": d.paystack, "flutterwave": d.flutterwave},
		CallbackURL: "https://zuka.example/pay/return", Outbox: jobs{}, Clock: d.clock, StandInDomain: "no-email.zuka.example",
	})
}

func (d *desk) exec(sql string, args ...any) {
	d.Helper()
	_, err := d.pool.Pgx().Exec(d.Context(), sql, args...)
	require.NoError(d, err)
}

func (d *desk) count(sql string, args ...any) (found int) {
	d.Helper()
	require.NoError(d, d.pool.Pgx().QueryRow(d.Context(), sql, args...).Scan(&found))
	return found
}

func (d *desk) user() uuid.UUID {
	d.Helper()
	id := uuid.New()
	d.exec("INSERT INTO users (id, referral_code) VALUES ($1, $2)", id, id.String()[:12])
	return id
}

// order is a guest's of ₦5,000 by Paystack, unless it is set otherwise.
func (d *desk) order(set ...func(*db.OrderCreate)) *db.Order {
	d.Helper()
	d.serial++
	made := d.pool.Ent().Order.Create().SetOrderNumber(fmt.Sprintf("ZUKA-2026-%06d", d.serial)).SetGuestEmail("ada@example.com").
		SetPaymentMethod(order.PaymentMethodPaystack).SetSubtotalNgn(5000).SetTotalNgn(5000)
	for _, one := range set {
		one(made)
	}
	saved, err := made.Save(d.Context())
	require.NoError(d, err)
	return saved
}

func by(method order.PaymentMethod) func(*db.OrderCreate) {
	return func(o *db.OrderCreate) { o.SetPaymentMethod(method) }
}

func of(user uuid.UUID) func(*db.OrderCreate) {
	return func(o *db.OrderCreate) { o.SetUserID(user) }
}

func withToken(token string) func(*db.OrderCreate) {
	hash := sha256.Sum256([]byte(token))
	return func(o *db.OrderCreate) { o.SetGuestTokenHash(hash[:]) }
}

func (d *desk) inTx(work func(ctx context.Context, tx postgres.Tx) error) error {
	return postgres.InTx(d.Context(), d.pool, work)
}

func (d *desk) open(of *db.Order) *db.Payment {
	d.Helper()
	made, err := d.tryOpen(of)
	require.NoError(d, err)
	return made
}

func (d *desk) tryOpen(of *db.Order) (made *db.Payment, err error) {
	err = d.inTx(func(ctx context.Context, tx postgres.Tx) (err error) {
		made, err = d.service.Open(ctx, tx, of)
		return err
	})
	return made, err
}

// secondAttempt is an attempt after the first one's page is old.
func (d *desk) secondAttempt(of *db.Order) *db.Payment {
	d.Helper()
	d.clock.advance(pageLife)
	return d.open(of)
}

func (d *desk) record(payment *db.Payment, charge gateway.Charge) Outcome {
	d.Helper()
	outcome, err := d.tryRecord(payment.ID, charge)
	require.NoError(d, err)
	return outcome
}

func (d *desk) tryRecord(payment int, charge gateway.Charge) (outcome Outcome, err error) {
	err = d.inTx(func(ctx context.Context, tx postgres.Tx) (err error) {
		outcome, err = d.service.Record(ctx, tx, payment, charge)
		return err
	})
	return outcome, err
}

// paid is an order's payment that succeeded by a transaction.
func (d *desk) paid(of *db.Order, transaction string) *db.Payment {
	d.Helper()
	made := d.open(of)
	outcome := d.record(made, d.paystack.pays(made.Reference, gateway.Success, 500_000, transaction))
	require.Equal(d, Paid, outcome.Kind)
	return outcome.Payment
}

func (d *desk) row(id int) *db.Payment {
	d.Helper()
	found, err := d.pool.Ent().Payment.Get(d.Context(), id)
	require.NoError(d, err)
	return found
}

func (d *desk) refundRow(id int) *db.Refund {
	d.Helper()
	found, err := d.pool.Ent().Refund.Get(d.Context(), id)
	require.NoError(d, err)
	return found
}

func (d *desk) rows(order int) []*db.Payment {
	d.Helper()
	found, err := d.pool.Ent().Payment.Query().Where(entpayment.OrderID(order)).Order(entpayment.ByID()).All(d.Context())
	require.NoError(d, err)
	return found
}

func (d *desk) as(v viewer.Viewer) context.Context {
	return viewer.With(d.Context(), viewer.NewRequest(v, nil))
}

// together runs work many times at once, all behind one barrier. The pool has
// all its connections by then: else the first one would do the work alone while
// the others are being opened.
func (d *desk) together(times int, work func(i int)) {
	d.Helper()
	var open []*pgxpool.Conn
	for range d.pool.Pgx().Config().MaxConns {
		conn, err := d.pool.Pgx().Acquire(d.Context())
		require.NoError(d, err)
		open = append(open, conn)
	}
	for _, conn := range open {
		conn.Release()
	}
	start := make(chan struct{})
	var all sync.WaitGroup
	for i := range times {
		all.Go(func() {
			<-start
			work(i)
		})
	}
	close(start)
	all.Wait()
}

// same compares two rows by what is in them.
func same(t testing.TB, want, got *db.Payment, why ...any) {
	t.Helper()
	expected, err := json.Marshal(want)
	require.NoError(t, err)
	actual, err := json.Marshal(got)
	require.NoError(t, err)
	require.JSONEq(t, string(expected), string(actual), why...)
}
