package pet

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"zuka/ent/db"
	"zuka/ent/db/petrun"
	"zuka/ent/shape"
	"zuka/internal/platform/cache"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/postgres"
	"zuka/internal/platform/pubsub"
	"zuka/internal/platform/ratelimit"
	"zuka/internal/platform/viewer"
	"zuka/internal/shop/cart"
	"zuka/internal/shop/catalog"
	"zuka/internal/shop/checkout"
	"zuka/internal/shop/coupon"
	"zuka/internal/shop/inventory"
	"zuka/internal/shop/loyalty"
	"zuka/internal/shop/order"
	"zuka/internal/shop/payment"
	"zuka/internal/shop/pet/brain"
	"zuka/internal/shop/pet/stream"
	"zuka/internal/shop/pet/taste"
	"zuka/internal/shop/pet/tool"
	"zuka/internal/shop/referral"
	"zuka/internal/testenv"
)

func TestMain(m *testing.M) { testenv.Main(m) }

var noon = time.Date(2026, 11, 20, 11, 0, 0, 0, time.UTC)

// patience bounds what a test waits for.
const patience = 30 * time.Second

// kennel is a shop with pets and real nouns around them.
type kennel struct {
	testing.TB
	*Service
	*watch
	jobs   *outbox
	redis  *redis.Client
	prefix string
	url    string
}

// watch is a clock that tests move.
type watch struct {
	mu  sync.Mutex
	now time.Time
}

// Now is the time on it.
func (w *watch) Now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

func (w *watch) pass(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = w.now.Add(d)
}

// outbox notes the jobs that were left in transactions which were committed.
type outbox struct {
	mu   sync.Mutex
	runs []uuid.UUID
	fail error
}

// ThinkPet notes a job.
func (o *outbox) ThinkPet(_ context.Context, tx postgres.Tx, run uuid.UUID) error {
	tx.After(func(context.Context) {
		o.mu.Lock()
		defer o.mu.Unlock()
		o.runs = append(o.runs, run)
	})
	return o.fail
}

func (o *outbox) left() []uuid.UUID {
	o.mu.Lock()
	defer o.mu.Unlock()
	return append([]uuid.UUID(nil), o.runs...)
}

func newKennel(t testing.TB, builtin brain.Brain) *kennel {
	t.Helper()
	k := &kennel{TB: t, watch: &watch{now: noon}, jobs: &outbox{}, url: testenv.Postgres(t)}
	k.redis, k.prefix = testenv.RedisClient(t)
	k.Service = k.process(builtin)
	k.exec(`INSERT INTO categories (id, slug, name, parent_id) VALUES (1, 'wear', 'Wear', NULL), (2, 'dresses', 'Dresses', 1), (3, 'shoes', 'Shoes', NULL)`)
	k.exec(`INSERT INTO brands (id, slug, name) VALUES (1, 'yaba-threads', 'Yaba Threads')`)
	return k
}

// process is the service of another process on the same servers.
func (k *kennel) process(builtin brain.Brain) *Service {
	k.Helper()
	pool, err := postgres.Open(k.Context(), postgres.Options{URL: k.url, MaxConns: 24, ApplicationName: "pets"})
	require.NoError(k, err)
	k.Cleanup(pool.Close)
	hub := pubsub.New(k.redis, pubsub.Options{Prefix: k.prefix, Heartbeat: time.Minute, ConfirmTimeout: time.Minute, Log: slog.New(slog.DiscardHandler)})
	hub.Start()
	k.Cleanup(hub.Stop)
	bus, err := cache.NewBus(cache.Options{Disabled: true})
	require.NoError(k, err)
	goods := catalog.New(catalog.Config{Pool: pool, Bus: bus, Clock: k})
	carts := cart.New(cart.Config{Pool: pool, Hub: hub, Clock: k})
	points, orders := loyalty.New(loyalty.Config{Pool: pool, Clock: k}), order.New(order.Config{Pool: pool, Hub: hub, Clock: k})
	buying := checkout.New(checkout.Config{
		Pool: pool, Clock: k, Limits: ratelimit.New(ratelimit.Options{Off: true}), Cart: carts, Coupon: coupon.New(coupon.Config{Pool: pool, Clock: k}),
		Loyalty: points, Referral: referral.New(referral.Config{Pool: pool, Clock: k}), Order: orders, Addresses: nowhere{},
		Inventory: inventory.New(inventory.Config{Pool: pool, Hub: hub, Clock: k}), Payment: payment.New(payment.Config{Pool: pool, Hub: hub, Clock: k}),
	})
	tastes := taste.New(taste.Config{Pool: pool, Clock: k})
	words := &Words{Pool: pool, Clock: k}
	return New(Config{
		Pool: pool, Clock: k, Outbox: k.jobs, Taste: tastes, Catalog: goods, Carts: carts, Checkout: buying, Builtin: builtin, Lexicon: words.Lexicon,
		Events: stream.New(stream.Config{Redis: k.redis, Hub: hub, Prefix: k.prefix, OpTimeout: patience}),
		Tools: tool.New(tool.Config{
			Pool: pool, Catalog: goods, Carts: carts, Checkout: buying, Orders: orders, Points: points, Taste: tastes, Clock: k,
		}),
	})
}

// person is somebody with an account, signed in.
func (k *kennel) person() (context.Context, uuid.UUID) {
	k.Helper()
	id := uuid.New()
	k.exec(`INSERT INTO users (id, referral_code, name) VALUES ($1, $1::uuid::text, 'Ada Obi')`, id)
	return signedIn(k.Context(), id, viewer.Customer), id
}

func signedIn(ctx context.Context, user uuid.UUID, role viewer.Role) context.Context {
	return viewer.With(ctx, viewer.NewRequest(viewer.Viewer{User: user, Role: role}, nil))
}

// owner is somebody with a pet.
func (k *kennel) owner() (ctx context.Context, user uuid.UUID, pet int) {
	k.Helper()
	ctx, user = k.person()
	adopted, err := k.Adopt(ctx, AdoptInput{"funny", "Bingo"})
	require.NoError(k, err)
	return ctx, user, adopted.ID
}

// says sends a message; conversation is nil for a new one.
func (k *kennel) says(ctx context.Context, pet int, conversation *uuid.UUID, text string) *Sent {
	k.Helper()
	sent, err := k.Send(ctx, SendInput{pet, conversation, text, uuid.NewString()})
	require.NoError(k, err)
	return sent
}

// product is a new dress without choices.
func (k *kennel) product(name string, price, stock int) int {
	k.Helper()
	return k.number(`INSERT INTO products (sku, slug, name, price_ngn, stock_count, category_id, brand_id) VALUES ($1::text, $1::text, $1::text, $2, $3, 2, 1) RETURNING id`, name, price, stock)
}

func (k *kennel) exec(sql string, args ...any) {
	k.Helper()
	_, err := k.Pool.Pgx().Exec(context.Background(), sql, args...)
	require.NoError(k, err)
}

func (k *kennel) number(sql string, args ...any) (n int) {
	k.Helper()
	require.NoError(k, k.Pool.Pgx().QueryRow(context.Background(), sql, args...).Scan(&n), sql)
	return n
}

func (k *kennel) run(id uuid.UUID) *db.PetRun {
	k.Helper()
	found, err := k.Pool.Ent().PetRun.Get(context.Background(), id)
	require.NoError(k, err)
	return found
}

// ended is a run, which must have ended so.
func (k *kennel) ended(id uuid.UUID, state petrun.State) *db.PetRun {
	k.Helper()
	found := k.run(id)
	require.Equal(k, state, found.State)
	return found
}

// answer is the text of the only answer of a run, empty for none.
func (k *kennel) answer(id uuid.UUID) (text string) {
	k.Helper()
	require.NoError(k, k.Pool.Pgx().QueryRow(context.Background(), `SELECT coalesce(max(c.message_text), '') FROM pet_runs AS r
		JOIN pet_conversations AS c ON c.id = r.answer_id WHERE r.id = $1`, id).Scan(&text))
	return text
}

// think lets a process answer a run and waits for it.
func (k *kennel) think(t *Thinker, run uuid.UUID) {
	k.Helper()
	require.NoError(k, t.Think(k.Context(), run))
}

// thinker answers by hand: it hears of nothing unless it is told.
func (k *kennel) thinker(s *Service) *Thinker {
	t := NewThinker(s)
	k.Cleanup(t.Stop)
	return t
}

// nowhere is an address book with nothing in it.
type nowhere struct{}

// Check takes none.
func (nowhere) Check(checkout.Address) (*shape.Address, error) { return nil, errors.New("no address") }

// Kept has none.
func (nowhere) Kept(context.Context, *int) (*shape.Address, error) { return nil, nil }

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

func refused(t testing.TB, err error, reason fault.Reason, field ...string) *fault.Fault {
	t.Helper()
	found, ok := fault.From(err)
	require.True(t, ok, "%v", err)
	require.Equal(t, reason, found.Why(), "%v", err)
	require.Equal(t, field, found.Field)
	return found
}
