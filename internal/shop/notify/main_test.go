package notify

import (
	"context"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"zuka/ent/db"
	"zuka/internal/platform/clock"
	"zuka/internal/platform/mail"
	"zuka/internal/platform/postgres"
	"zuka/internal/platform/pubsub"
	"zuka/internal/platform/sms"
	"zuka/internal/platform/viewer"
	"zuka/internal/shop/notify/letter"
	"zuka/internal/testenv"
)

func TestMain(m *testing.M) { testenv.Main(m) }

// noon is the moment that the service's clock begins at.
var noon = time.Date(2026, 5, 20, 12, 0, 0, 0, time.UTC)

// patience is how long a test waits for what must come.
const patience = 20 * time.Second

// post keeps what is sent and announced, and fails when it is told to.
type post struct {
	mu        sync.Mutex
	mails     []mail.Message
	texts     []sms.Message
	announced []db.Order
	jobs      []Broadcast
	fail      func() error
}

func (p *post) sent(keep func()) error {
	p.mu.Lock()
	fail := p.fail
	p.mu.Unlock()
	if fail != nil {
		if err := fail(); err != nil {
			return err
		}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	keep()
	return nil
}

type mailer struct{ *post }

func (m mailer) Send(_ context.Context, message mail.Message) error {
	return m.sent(func() { m.mails = append(m.mails, message) })
}

type texter struct{ *post }

func (t texter) Send(_ context.Context, message sms.Message) error {
	return t.sent(func() { t.texts = append(t.texts, message) })
}

func (p *post) Announce(_ context.Context, order *db.Order) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.announced = append(p.announced, *order)
}

func (p *post) Broadcast(_ context.Context, _ postgres.Tx, b Broadcast) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.jobs = append(p.jobs, b)
	return nil
}

// world is a shop of this test alone.
type world struct {
	*testing.T
	*post
	pool    *postgres.Pool
	service *Service
	logged  *strings.Builder
	product int
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{T: t, post: &post{}, pool: testenv.Pool(t), logged: &strings.Builder{}}
	client, prefix := testenv.RedisClient(t)
	hub := pubsub.New(client, pubsub.Options{Prefix: prefix, Heartbeat: time.Minute, ConfirmTimeout: time.Minute, Log: slog.New(slog.DiscardHandler)})
	hub.Start()
	t.Cleanup(hub.Stop)
	w.service = New(Config{
		Pool: w.pool, Hub: hub, Outbox: w.post, Orders: w.post, Mail: mailer{w.post}, SMS: texter{w.post},
		Letters: letter.Writer{Shop: "Zuka", Storefront: "https://zuka.ng"}, Token: func(number string) string { return "token-of-" + number },
		Clock: clock.Fixed(noon), Log: slog.New(slog.NewTextHandler(w.logged, nil)),
	})
	var category int
	w.scan(&category, `INSERT INTO categories (slug, name) VALUES ('dresses', 'Dresses') RETURNING id`)
	w.scan(&w.product, `INSERT INTO products (sku, slug, name, price_ngn, category_id) VALUES ('red', 'red', 'Red', 12500, $1) RETURNING id`, category)
	return w
}

func (w *world) scan(into any, sql string, args ...any) {
	w.Helper()
	require.NoError(w, w.pool.Pgx().QueryRow(context.Background(), sql, args...).Scan(into))
}

func (w *world) exec(sql string, args ...any) {
	w.Helper()
	_, err := w.pool.Pgx().Exec(context.Background(), sql, args...)
	require.NoError(w, err)
}

// person makes an account with an address.
func (w *world) person(email string) uuid.UUID {
	w.Helper()
	id := uuid.New()
	w.exec(`INSERT INTO users (id, name, email, referral_code) VALUES ($1, 'Ada Okafor', NULLIF($2, ''), $3)`, id, email, id.String())
	return id
}

// as is a request of somebody.
func as(user uuid.UUID, role viewer.Role) context.Context {
	return viewer.With(context.Background(), viewer.NewRequest(viewer.Viewer{User: user, Role: role, Session: uuid.New()}, nil))
}

// tell writes a notice and lets devices know.
func (w *world) tell(n Notice) {
	w.Helper()
	require.NoError(w, postgres.InTx(context.Background(), w.pool, func(ctx context.Context, tx postgres.Tx) error {
		return w.service.Tell(ctx, tx, n)
	}))
	if n.Source != "" {
		w.service.Told(context.Background(), n.User, n.Source)
	}
}

// at moves the clock.
func (w *world) at(moment time.Time) { w.service.Clock = clock.Fixed(moment) }

func ptr[T any](value T) *T { return &value }

// together runs work n times at once, from behind a barrier.
func together(n int, work func(i int)) {
	var ready, done sync.WaitGroup
	start := make(chan struct{})
	ready.Add(n)
	for i := range n {
		done.Go(func() {
			ready.Done()
			<-start
			work(i)
		})
	}
	ready.Wait()
	close(start)
	done.Wait()
}
