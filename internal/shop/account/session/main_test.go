package session

import (
	"context"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"zuka/ent/db"
	"zuka/internal/platform/postgres"
	"zuka/internal/platform/pubsub"
	"zuka/internal/platform/viewer"
	"zuka/internal/shop/account/secret"
	"zuka/internal/testenv"
)

func TestMain(m *testing.M) { testenv.Main(m) }

// patience bounds what a test waits for; nothing takes this long.
const patience = 20 * time.Second

var (
	browser = viewer.Client{Platform: viewer.Web, Address: "102.89.1.1", UserAgent: "Firefox"}
	phone   = viewer.Client{Platform: viewer.Android, Address: "102.89.1.2", UserAgent: "Zuka/1", DeviceID: "d1", DeviceName: "Tecno"}
)

// watchmaker is a clock that the test sets.
type watchmaker struct {
	mu  sync.Mutex
	now time.Time
}

func (w *watchmaker) Now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

func (w *watchmaker) pass(time time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = w.now.Add(time)
}

// shop is a store that was not started, so that nothing happens behind the
// test's back, and what is around it.
type shop struct {
	*Store
	t     testing.TB
	clock *watchmaker
}

func newShop(t testing.TB) *shop {
	t.Helper()
	client, prefix := testenv.RedisClient(t)
	return openShop(t, client, prefix)
}

func openShop(t testing.TB, client redis.UniversalClient, prefix string) *shop {
	t.Helper()
	keys, err := secret.NewKeys(strings.Repeat("k", secret.LeastKey))
	require.NoError(t, err)
	clock := &watchmaker{now: time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)}
	return &shop{t: t, clock: clock, Store: New(Config{
		Pool: testenv.Pool(t), Redis: client, Prefix: prefix, Hub: newHub(t, client, prefix), Keys: keys, Clock: clock,
	})}
}

func newHub(t testing.TB, client redis.UniversalClient, prefix string) *pubsub.Hub {
	t.Helper()
	hub := pubsub.New(client, pubsub.Options{Prefix: prefix, Log: slog.New(slog.DiscardHandler)})
	hub.Start()
	t.Cleanup(hub.Stop)
	return hub
}

// neighbour is the same shop in another process; change alters what it works with.
func (s *shop) neighbour(change func(*Config)) *shop {
	config := s.Config
	config.Hub = newHub(s.t, s.Redis, s.Prefix)
	if change != nil {
		change(&config)
	}
	return &shop{t: s.t, clock: s.clock, Store: New(config)}
}

// person is somebody with an account.
func (s *shop) person() *db.User {
	s.t.Helper()
	word := uuid.NewString()
	person, err := s.Pool.Ent().User.Create().SetEmail(word + "@zuka.example").SetName("Ada").SetReferralCode(word[:8]).Save(s.t.Context())
	require.NoError(s.t, err)
	return person
}

func (s *shop) begin(client viewer.Client) *Issued {
	s.t.Helper()
	issued, err := s.Begin(s.t.Context(), client)
	require.NoError(s.t, err)
	return issued
}

// signIn does what the account does to sign in: what the session was before is
// over after the commit.
func (s *shop) signIn(v viewer.Viewer, person *db.User) *Issued {
	s.t.Helper()
	var issued *Issued
	s.inTx(func(ctx context.Context, tx postgres.Tx) (err error) {
		issued, err = s.SignIn(ctx, tx, v, person)
		return err
	})
	if v.Session != uuid.Nil {
		require.NoError(s.t, s.Over(s.t.Context(), v.Session))
	}
	return issued
}

// signed is a person's new session.
func (s *shop) signed(client viewer.Client) *Issued {
	s.t.Helper()
	return s.signIn(viewer.Viewer{Client: client}, s.person())
}

// revoke ends a session in PostgreSQL only, as far as the commit.
func (s *shop) revoke(id uuid.UUID) {
	s.t.Helper()
	s.inTx(func(ctx context.Context, tx postgres.Tx) error {
		ended, err := s.End(ctx, tx, id, nil)
		require.Equal(s.t, []uuid.UUID{id}, ended)
		return err
	})
}

func (s *shop) inTx(work func(context.Context, postgres.Tx) error) {
	s.t.Helper()
	require.NoError(s.t, postgres.InTx(s.t.Context(), s.Pool, work))
}

func (s *shop) byCookie(token string) viewer.Viewer {
	s.t.Helper()
	v, err := s.ByCookie(s.t.Context(), token, browser)
	require.NoError(s.t, err)
	v.SignedInAt = v.SignedInAt.UTC() // PostgreSQL says it in the machine's zone.
	return v
}

func (s *shop) byAccess(token string) (v viewer.Viewer, expired bool) {
	s.t.Helper()
	v, expired, err := s.ByAccess(s.t.Context(), token, phone)
	require.NoError(s.t, err)
	v.SignedInAt = v.SignedInAt.UTC()
	return v, expired
}

// statements is how many SQL statements it takes to recognise a cookie.
func (s *shop) statements(token string) int {
	s.t.Helper()
	ctx, counter := postgres.WithCounter(s.t.Context())
	v, err := s.ByCookie(ctx, token, browser)
	require.NoError(s.t, err)
	require.NotZero(s.t, v.Session, "the cookie is not recognised")
	return len(counter.Statements())
}

func (s *shop) row(id uuid.UUID) *db.UserSession {
	s.t.Helper()
	row, err := s.Pool.Ent().UserSession.Get(s.t.Context(), id)
	require.NoError(s.t, err)
	return row
}

// exec changes rows as nobody in the shop does.
func (s *shop) exec(statement string, args ...any) {
	s.t.Helper()
	_, err := s.Pool.Pgx().Exec(s.t.Context(), statement, args...)
	require.NoError(s.t, err)
}
