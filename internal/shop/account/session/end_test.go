package session

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"zuka/internal/platform/postgres"
	"zuka/internal/platform/viewer"
)

// listening makes servers hear the news of ends, and nothing else of what Start
// starts: what closes a stream here is no look.
func listening(t *testing.T, servers ...*shop) {
	t.Helper()
	for _, s := range servers {
		t.Cleanup(s.listen())
	}
	channel := servers[0].Prefix + endings
	require.Eventually(t, func() bool {
		heard, err := servers[0].Redis.PubSubNumSub(t.Context(), channel).Result()
		return err == nil && heard[channel] == int64(len(servers))
	}, patience, time.Millisecond)
}

func (s *shop) watch(id uuid.UUID) <-chan struct{} {
	ended, stop := s.Watch(id)
	s.t.Cleanup(stop)
	return ended
}

func requireOpen(t *testing.T, ended <-chan struct{}) {
	t.Helper()
	select {
	case <-ended:
		require.Fail(t, "the stream was closed")
	default:
	}
}

func requireClosed(t *testing.T, ended <-chan struct{}) {
	t.Helper()
	select {
	case <-ended:
	case <-time.After(patience):
		require.Fail(t, "the stream was not closed")
	}
}

func TestAnEndedSessionIsForgottenEverywhere(t *testing.T) {
	t.Parallel()
	here := newShop(t)
	there := here.neighbour(nil)
	listening(t, here, there)
	page, app, other := here.signed(browser), here.signed(phone), here.signed(browser)
	for _, s := range []*shop{here, there} {
		require.NotZero(t, s.byCookie(page.Cookie).Session)
		require.Zero(t, s.statements(page.Cookie), "it is hot")
		v, _ := s.byAccess(app.Tokens.AccessToken)
		require.NotZero(t, v.Session)
	}
	var closing []<-chan struct{}
	for _, id := range []uuid.UUID{page.Viewer.Session, app.Viewer.Session} {
		closing = append(closing, here.watch(id), there.watch(id), there.watch(id))
	}
	open := there.watch(other.Viewer.Session)

	here.revoke(page.Viewer.Session)
	here.revoke(app.Viewer.Session)
	require.NoError(t, here.Over(t.Context(), page.Viewer.Session, app.Viewer.Session))
	for _, s := range []*shop{there, here} {
		require.Equal(t, viewer.Viewer{Client: browser}, s.byCookie(page.Cookie))
		v, expired := s.byAccess(app.Tokens.AccessToken)
		require.Zero(t, v.Session)
		require.False(t, expired)
	}
	for _, ended := range closing {
		requireClosed(t, ended)
	}
	requireOpen(t, open)
	require.NotZero(t, there.byCookie(other.Cookie).Session)
}

func TestLostNewsIsFoundByLooking(t *testing.T) {
	t.Parallel()
	here := newShop(t)
	deaf := here.neighbour(func(c *Config) { c.Hub = newHub(t, c.Redis, c.Prefix+"elsewhere:") })
	ended, hot, cold, gone := here.signed(browser), here.signed(browser), here.signed(browser), here.signed(browser)
	for _, issued := range []*Issued{ended, hot, gone} {
		require.NotZero(t, deaf.byCookie(issued.Cookie).Session)
	}
	closing := []<-chan struct{}{deaf.watch(ended.Viewer.Session), deaf.watch(gone.Viewer.Session), deaf.watch(uuid.New())}
	open := []<-chan struct{}{deaf.watch(hot.Viewer.Session), deaf.watch(cold.Viewer.Session)}

	here.revoke(ended.Viewer.Session)
	require.NoError(t, here.Over(t.Context(), ended.Viewer.Session))
	here.exec("UPDATE users SET deleted_at = now() WHERE id = $1", gone.Viewer.User)
	require.NoError(t, here.Renew(t.Context(), gone.Viewer.Session))
	requireOpen(t, closing[0])
	deaf.look()
	for _, stream := range closing {
		requireClosed(t, stream)
	}
	for _, stream := range open {
		requireOpen(t, stream)
	}
	deaf.clock.pass(PersonLife)
	require.NoError(t, here.Renew(t.Context(), hot.Viewer.Session))
	deaf.look()
	for _, stream := range open {
		requireClosed(t, stream) // They have run out.
	}
	require.Less(t, LookEvery, 5*time.Second)
}

// A client that goes on asking with what it had must not keep its streams.
func TestAskingOnDoesNotHideAnEnd(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	signed := s.signed(browser)
	stream := s.watch(signed.Viewer.Session)
	s.revoke(signed.Viewer.Session)
	require.NoError(t, s.Renew(t.Context(), signed.Viewer.Session)) // What the job does: it tells nobody.
	for range 3 {
		require.Zero(t, s.byCookie(signed.Cookie).Session)
	}
	s.look()
	requireClosed(t, stream)
}

// More streams than are looked for at once.
func TestLookingAfterManyStreams(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	running := s.watch(s.begin(browser).Viewer.Session)
	var ended []<-chan struct{}
	for range 2*lookTogether + 1 {
		ended = append(ended, s.watch(uuid.New()))
	}
	s.look()
	for _, stream := range ended {
		requireClosed(t, stream)
	}
	requireOpen(t, running)
}

func TestAWatchThatIsStoppedIsForgotten(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	id := s.begin(browser).Viewer.Session
	ended, stop := s.Watch(id)
	again, stopAgain := s.Watch(id)
	stop()
	stop() // Twice does no harm.
	require.NoError(t, s.Over(t.Context(), id))
	requireOpen(t, ended)
	requireClosed(t, again)
	later, stopLater := s.Watch(id)
	stopAgain() // It must not take the later one along.
	require.NoError(t, s.Over(t.Context(), id))
	requireClosed(t, later)
	stopLater()
	require.Empty(t, s.watched)
}

func TestAPersonsSessions(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	ada, bola := s.person(), s.person()
	var mine []uuid.UUID
	for range 3 {
		s.clock.pass(time.Minute)
		mine = append([]uuid.UUID{s.signIn(viewer.Viewer{Client: browser}, ada).Viewer.Session}, mine...)
	}
	hers := s.signIn(viewer.Viewer{Client: phone}, bola)
	require.Equal(t, mine, s.of(ada.ID), "the last used first")
	one, err := s.One(t.Context(), ada.ID, mine[1])
	require.NoError(t, err)
	require.Equal(t, mine[1], one.ID)
	stranger, err := s.One(t.Context(), ada.ID, hers.Viewer.Session)
	require.NoError(t, err)
	require.Nil(t, stranger)

	s.inTx(func(ctx context.Context, tx postgres.Tx) error {
		ended, err := s.End(ctx, tx, hers.Viewer.Session, &ada.ID)
		require.Empty(t, ended, "another's session is as if it were not there")
		return err
	})
	s.inTx(func(ctx context.Context, tx postgres.Tx) error {
		ended, err := s.EndAll(ctx, tx, ada.ID, mine[1])
		require.ElementsMatch(t, []uuid.UUID{mine[0], mine[2]}, ended)
		return err
	})
	require.Equal(t, []uuid.UUID{mine[1]}, s.of(ada.ID))
	s.inTx(func(ctx context.Context, tx postgres.Tx) error {
		ended, err := s.EndAll(ctx, tx, ada.ID, uuid.Nil)
		require.Equal(t, []uuid.UUID{mine[1]}, ended)
		return err
	})
	require.Empty(t, s.of(ada.ID))
	ended, err := s.One(t.Context(), ada.ID, mine[1])
	require.NoError(t, err)
	require.Nil(t, ended)
	s.refresh(hers.Tokens.RefreshToken)
	s.clock.pass(AppLife)
	require.Empty(t, s.of(bola.ID), "what has run out is not listed")
}

func (s *shop) of(user uuid.UUID) []uuid.UUID {
	s.t.Helper()
	rows, err := s.Of(s.t.Context(), user)
	require.NoError(s.t, err)
	var ids []uuid.UUID
	for _, row := range rows {
		ids = append(ids, row.ID)
	}
	return ids
}

// An end that is rolled back has ended nothing.
func TestAnEndIsPartOfItsTransaction(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	app := s.signed(phone)
	failed := errors.New("the change behind it failed")
	err := postgres.InTx(t.Context(), s.Pool, func(ctx context.Context, tx postgres.Tx) error {
		ended, err := s.EndAll(ctx, tx, app.Viewer.User, uuid.Nil)
		require.NoError(t, err)
		require.Len(t, ended, 1)
		return failed
	})
	require.ErrorIs(t, err, failed)
	s.refresh(app.Tokens.RefreshToken)
	require.NoError(t, s.Over(t.Context()), "nothing to be over is no failure")
}
