package session

import (
	"bytes"
	"context"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"zuka/internal/platform/viewer"
	"zuka/internal/testenv"
)

// before is a hook that does something once, right before a hot copy is
// written, by whatever command.
type before struct {
	once sync.Once
	do   func()
}

func (b *before) DialHook(next redis.DialHook) redis.DialHook { return next }

func (b *before) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return next
}

func (b *before) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, command redis.Cmder) error {
		for _, arg := range command.Args() {
			if text, ok := arg.([]byte); ok && bytes.HasPrefix(text, []byte(`{"`)) {
				b.once.Do(b.do)
			}
		}
		return next(ctx, command)
	}
}

// The reader has the row as it was before the end, and writes its copy after
// the copies were taken away: the dangerous order.
func TestACopyReadBeforeTheEndIsNotWrittenAfterIt(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	signed := s.signed(browser)
	at := s.Redis.(*redis.Client).Options()
	hooked := redis.NewClient(&redis.Options{Addr: at.Addr, Username: at.Username, Password: at.Password, DB: at.DB, TLSConfig: at.TLSConfig})
	t.Cleanup(func() { require.NoError(t, hooked.Close()) })
	happened := false
	hooked.AddHook(&before{do: func() {
		happened = true
		s.revoke(signed.Viewer.Session)
		require.NoError(t, s.Over(t.Context(), signed.Viewer.Session))
	}})
	reader := s.neighbour(func(c *Config) { c.Redis = hooked })

	require.NotZero(t, reader.byCookie(signed.Cookie).Session, "this request began before the end")
	require.True(t, happened)
	require.Zero(t, reader.byCookie(signed.Cookie).Session)
	require.Zero(t, s.byCookie(signed.Cookie).Session)
}

func TestNobodysLeaseIsTaken(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	signed := s.signed(browser)
	key := s.key(signed.Viewer.Session)
	// A reader that died holds the lease.
	require.NoError(t, s.Redis.Set(t.Context(), key, lease+"another's", time.Hour).Err()) // Longer than any test.
	for range 3 {
		require.Equal(t, 1, s.statements(signed.Cookie), "meanwhile the row is read")
		require.Equal(t, lease+"another's", s.Redis.Get(t.Context(), key).Val())
	}
	require.InDelta(t, time.Hour, s.Redis.PTTL(t.Context(), key).Val(), float64(30*time.Minute), "who asks must not change how long it lasts")
	// One whose lease has ended and was given to somebody else writes nothing.
	require.NoError(t, s.put(t.Context(), signed.Viewer.Session, lease+"mine", &record{}))
	require.Equal(t, lease+"another's", s.Redis.Get(t.Context(), key).Val())
	require.NoError(t, s.Redis.Del(t.Context(), key).Err())
	require.NoError(t, s.put(t.Context(), signed.Viewer.Session, lease+"mine", &record{}))
	require.Equal(t, 1, s.statements(signed.Cookie))
	require.Zero(t, s.statements(signed.Cookie), "once it has ended the session is hot again")
}

func TestACopyLivesADayAfterTheLastUse(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	signed := s.signed(browser)
	key := s.key(signed.Viewer.Session)
	remaining := func() time.Duration { return s.Redis.PTTL(t.Context(), key).Val() }
	require.NotZero(t, s.byCookie(signed.Cookie).Session)
	require.InDelta(t, HotLife, remaining(), float64(time.Minute))
	require.NoError(t, s.Redis.Expire(t.Context(), key, time.Minute).Err())
	s.watch(signed.Viewer.Session)
	s.look()
	require.LessOrEqual(t, remaining(), time.Minute, "a stream is no use")
	require.Zero(t, s.statements(signed.Cookie))
	require.InDelta(t, HotLife, remaining(), float64(time.Minute))
}

func TestACopyHoldsNoToken(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	signed := s.signed(browser)
	require.NotZero(t, s.byCookie(signed.Cookie).Session)
	copied := s.Redis.Get(t.Context(), s.key(signed.Viewer.Session)).Val()
	require.NotEmpty(t, copied)
	require.NotContains(t, copied, signed.Cookie[len(signed.Cookie)-20:])
}

// Another version of the server may write what this one cannot read.
func TestAnUnreadableCopyIsMadeAnew(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	signed := s.signed(browser)
	for _, copied := range []string{"", "{", `[1]`, `{"h":5}`, "lease"} {
		require.NoError(t, s.Redis.Set(t.Context(), s.key(signed.Viewer.Session), copied, HotLife).Err())
		require.Equal(t, 1, s.statements(signed.Cookie), copied)
		require.Zero(t, s.statements(signed.Cookie), copied)
	}
}

// Looking up what does not exist must not fill Redis for good.
func TestWhatIsNotThereLeavesALeaseAtMost(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	id := uuid.New()
	for range 3 {
		found, err := s.find(t.Context(), id)
		require.NoError(t, err)
		require.Nil(t, found)
	}
	require.LessOrEqual(t, s.Redis.PTTL(t.Context(), s.key(id)).Val(), leaseLife)
}

// Nobody can tell is another answer than nobody.
func TestWithoutPostgresOnlyTheHotAreKnown(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	hot, cold := s.signed(browser), s.signed(phone)
	require.NotZero(t, s.byCookie(hot.Cookie).Session)
	s.Pool.Close()
	require.Equal(t, hot.Viewer, s.byCookie(hot.Cookie))
	v, expired, err := s.ByAccess(t.Context(), cold.Tokens.AccessToken, phone)
	require.Error(t, err)
	require.Equal(t, viewer.Viewer{Client: phone}, v)
	require.False(t, expired)
	stream := s.watch(cold.Viewer.Session)
	s.look()
	requireOpen(t, stream)
}

func TestFlushingRedisOnlyCostsSQL(t *testing.T) {
	t.Parallel()
	s := onOwnRedis(t, testenv.OwnRedis(t))
	page, app := s.signed(browser), s.signed(phone)
	require.Equal(t, 1, s.statements(page.Cookie))
	s.warms(page.Cookie)
	v, _ := s.byAccess(app.Tokens.AccessToken)
	require.NotZero(t, v.Session)
	stream := s.watch(page.Viewer.Session)
	require.NoError(t, s.Redis.FlushAll(t.Context()).Err())
	require.NoError(t, s.Redis.ScriptFlush(t.Context()).Err())
	s.look()
	requireOpen(t, stream)
	require.Equal(t, 1, s.statements(page.Cookie))
	s.warms(page.Cookie)
	v, _ = s.byAccess(app.Tokens.AccessToken)
	require.Equal(t, app.Viewer.User, v.User)
}
