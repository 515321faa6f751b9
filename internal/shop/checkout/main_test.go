package checkout_test

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/base64"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"zuka/ent/db/order"
	"zuka/internal/devpay"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/postgres"
	"zuka/internal/platform/pubsub"
	"zuka/internal/platform/ratelimit"
	"zuka/internal/server/webhook"
	"zuka/internal/shop/cart"
	"zuka/internal/shop/checkout"
	"zuka/internal/shop/coupon"
	"zuka/internal/shop/inventory"
	"zuka/internal/shop/loyalty"
	orders "zuka/internal/shop/order"
	"zuka/internal/shop/payment"
	"zuka/internal/shop/payment/flutterwave"
	"zuka/internal/shop/payment/gateway"
	"zuka/internal/shop/payment/paystack"
	"zuka/internal/shop/referral"
	"zuka/internal/testenv"
)

func TestMain(m *testing.M) { testenv.Main(m) }

const (
	online = order.PaymentMethodPaystack
	waved  = order.PaymentMethodFlutterwave
	cash   = order.PaymentMethodCashOnDelivery

	paystackKey, flutterwaveKey, flutterwaveHash = "sk_test_fixture", "FLWSECK_TEST-fixture-X", "flw-secret-hash-fixture"

	// workers go at the same thing at once.
	workers = 40
)

// opened is when the clock of a shop begins.
var opened = time.Date(2026, 11, 24, 11, 0, 0, 0, time.UTC)

// watch is a clock that tests move.
type watch struct{ passed atomic.Int64 }

// Now is the time on it.
func (w *watch) Now() time.Time { return opened.Add(time.Duration(w.passed.Load())) }

func (w *watch) add(d time.Duration) { w.passed.Add(int64(d)) }

// shop is a shop with real nouns, a database of its own, and providers that
// are played over HTTP.
type shop struct {
	testing.TB
	*checkout.Service
	pool      *postgres.Pool
	url       string
	clock     *watch
	pay       *devpay.Provider
	addresses *book
	made      atomic.Int64
}

func newShop(t testing.TB) *shop {
	t.Helper()
	return newShopOn(t, testenv.Postgres(t))
}

// newShopOn is a shop on a database that is migrated.
func newShopOn(t testing.TB, url string) *shop {
	t.Helper()
	s := &shop{TB: t, url: url, clock: &watch{}, addresses: &book{}}
	var err error
	s.pool, err = postgres.Open(t.Context(), postgres.Options{URL: s.url, MaxConns: 12, ApplicationName: "shop"})
	require.NoError(t, err)
	t.Cleanup(s.pool.Close)
	s.exec(`CREATE TABLE outbox (id bigserial PRIMARY KEY, kind text NOT NULL, ref bigint NOT NULL, version bigint NOT NULL DEFAULT 0);
		CREATE TABLE alerts (title text NOT NULL, message text NOT NULL, source text PRIMARY KEY);
		CREATE TABLE initial (product bigint NOT NULL, size text NOT NULL, color text NOT NULL, n integer NOT NULL);
		INSERT INTO categories (id, slug, name) VALUES (1, 'all', 'All'), (4, 'other', 'Other');
		INSERT INTO categories (id, slug, name, parent_id) VALUES (2, 'dresses', 'Dresses', 1);
		INSERT INTO categories (id, slug, name, parent_id) VALUES (3, 'long-dresses', 'Long dresses', 2)`)
	s.wire(s.providers())
	return s
}

// providers are Paystack and Flutterwave, played, with their messages coming
// to the shop's own webhook.
func (s *shop) providers() map[string]gateway.Provider {
	s.Helper()
	hooks := httptest.NewServer(webhook.Handler(inbox{s}, slog.New(slog.DiscardHandler)))
	s.Cleanup(hooks.Close)
	s.pay = devpay.New(devpay.Config{
		PaystackKey: paystackKey, FlutterwaveKey: flutterwaveKey, FlutterwaveHash: flutterwaveHash, FlutterwaveRefund: "completed-bank-transfer",
		PaystackWebhook: hooks.URL + "/webhooks/paystack", FlutterwaveWebhook: hooks.URL + "/webhooks/flutterwave",
		HTTP: hooks.Client(), Clock: s.clock, RetryPause: time.Hour, Tries: 2,
	})
	api := httptest.NewServer(s.pay.Handler())
	s.pay.SetBaseURL(api.URL + "/pay")
	s.Cleanup(api.Close)
	s.Cleanup(s.pay.Close)
	first, err := paystack.New(paystack.Config{BaseURL: api.URL + "/pay/paystack", SecretKeys: []string{paystackKey}, HTTP: api.Client()})
	require.NoError(s, err)
	second, err := flutterwave.New(flutterwave.Config{
		BaseURL: api.URL + "/pay/flutterwave/v3", SecretKey: flutterwaveKey, WebhookHash: flutterwaveHash, HTTP: api.Client(),
	})
	require.NoError(s, err)
	return map[string]gateway.Provider{"paystack": first, "flutterwave": second}
}

// inbox is the shop's, which is wired after its address is known.
type inbox struct{ *shop }

// Receive keeps a message.
func (i inbox) Receive(ctx context.Context, provider string, header http.Header, body []byte) error {
	return i.Payment.Receive(ctx, provider, header, body)
}

func (s *shop) wire(providers map[string]gateway.Provider) {
	client, prefix := testenv.RedisClient(s)
	hub := pubsub.New(client, pubsub.Options{Prefix: prefix, Heartbeat: time.Minute, ConfirmTimeout: time.Minute, Log: slog.New(slog.DiscardHandler)})
	hub.Start()
	s.Cleanup(hub.Stop)
	s.Service = checkout.New(checkout.Config{
		Pool: s.pool, Clock: s.clock, Addresses: s.addresses, Crew: crew{}, Limits: ratelimit.New(ratelimit.Options{Off: true}),
		Cart:      cart.New(cart.Config{Pool: s.pool, Hub: hub, Clock: s.clock}),
		Coupon:    coupon.New(coupon.Config{Pool: s.pool, Clock: s.clock}),
		Loyalty:   loyalty.New(loyalty.Config{Pool: s.pool, Clock: s.clock}),
		Referral:  referral.New(referral.Config{Pool: s.pool, Clock: s.clock}),
		Inventory: inventory.New(inventory.Config{Pool: s.pool, Hub: hub, Catalogue: caches{}, Clock: s.clock}),
		Order:     orders.New(orders.Config{Pool: s.pool, Hub: hub, Outbox: outbox{}, Keys: keys{}, Clock: s.clock}),
		Payment: payment.New(payment.Config{
			Pool: s.pool, Hub: hub, Providers: providers, CallbackURL: "https://shop.example/return", Outbox: outbox{}, Clock: s.clock,
			StandInDomain: "payer.example",
		}),
	})
}

// caches has nothing to drop.
type caches struct{}

// StockChanged drops nothing.
func (caches) StockChanged(context.Context, []int, bool) error { return nil }

// keys makes tokens.
type keys struct{}

// Token is the same for the same text.
func (keys) Token(purpose, text string) string {
	sum := sha256.Sum256([]byte(purpose + text))
	return base64.RawURLEncoding.EncodeToString(sum[:16])
}

// crew keeps alerts in the transaction that makes them.
type crew struct{}

// Alert keeps one, once for each source.
func (crew) Alert(ctx context.Context, tx postgres.Tx, title, message, source string) error {
	_, err := tx.ExecContext(ctx, "INSERT INTO alerts VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", title, message, source)
	return err
}

// outbox leaves jobs in a table, for work to do.
type outbox struct{}

func (outbox) leave(ctx context.Context, tx postgres.Tx, kind string, ref int, version int64) error {
	_, err := tx.ExecContext(ctx, "INSERT INTO outbox (kind, ref, version) VALUES ($1, $2, $3)", kind, ref, version)
	return err
}

// OrderChanged leaves one.
func (o outbox) OrderChanged(ctx context.Context, tx postgres.Tx, order int, version int64) error {
	return o.leave(ctx, tx, "order", order, version)
}

// HandlePaymentEvent leaves one.
func (o outbox) HandlePaymentEvent(ctx context.Context, tx postgres.Tx, event int) error {
	return o.leave(ctx, tx, "event", event, 0)
}

// SendRefund leaves one.
func (o outbox) SendRefund(ctx context.Context, tx postgres.Tx, refund int) error {
	return o.leave(ctx, tx, "refund", refund, 0)
}

// job takes one job out of the table; false when there is none. One that fails is put
// back, behind the others.
func (s *shop) job() (worked bool, err error) {
	var kind string
	var ref int
	err = s.pool.SQL().QueryRowContext(s.Context(), `DELETE FROM outbox WHERE id = (SELECT id FROM outbox WHERE kind <> 'order' ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED)
		RETURNING kind, ref`).Scan(&kind, &ref)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	do := s.SendRefund
	if kind == "event" {
		do = s.HandleEvent
	}
	if err = do(s.Context(), ref); err != nil {
		_, lost := s.pool.SQL().ExecContext(s.Context(), "INSERT INTO outbox (kind, ref) VALUES ($1, $2)", kind, ref)
		err = errors.Join(err, lost)
	}
	return true, err
}

// work does jobs until there are none.
func (s *shop) work() {
	s.Helper()
	for {
		worked, err := s.job()
		require.NoError(s, err)
		if !worked {
			return
		}
	}
}

func (s *shop) exec(sql string, args ...any) {
	s.Helper()
	_, err := s.pool.Pgx().Exec(context.Background(), sql, args...)
	require.NoError(s, err)
}

func ask[T any](s *shop, sql string, args ...any) (answer T) {
	s.Helper()
	require.NoError(s, s.pool.Pgx().QueryRow(context.Background(), sql, args...).Scan(&answer), sql)
	return answer
}

func (s *shop) number(sql string, args ...any) int {
	s.Helper()
	return ask[int](s, sql, args...)
}

// together runs workers that all begin at the same moment.
func together(n int, work func(i int)) {
	var ready, done sync.WaitGroup
	begin := make(chan struct{})
	for i := range n {
		ready.Add(1)
		done.Go(func() {
			ready.Done()
			<-begin
			work(i)
		})
	}
	ready.Wait()
	close(begin)
	done.Wait()
}

// refused is a fault of this reason, alone or among others.
func refused(err error, reason fault.Reason) bool {
	var several fault.Faults
	if !errors.As(err, &several) {
		return fault.For(err, reason)
	}
	for _, one := range several {
		if one.Why() == reason {
			return true
		}
	}
	return false
}

func requireRefused(t testing.TB, err error, reason fault.Reason) {
	t.Helper()
	require.True(t, refused(err, reason), "%v is not %s", err, reason)
}

// devpaySucceed pays, and says so.
var devpaySucceed = devpay.Action{Kind: devpay.Succeed}
