package session

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"zuka/internal/devstack"
	"zuka/internal/testenv"
)

// onOwnRedis is a shop on a Redis that may be killed. Its client gives up
// quickly, as the server's does.
func onOwnRedis(t *testing.T, server *devstack.Server) *shop {
	t.Helper()
	options, err := redis.ParseURL(server.URL())
	require.NoError(t, err)
	options.MaxRetries, options.DialerRetries, options.DialTimeout = -1, 1, time.Second
	client := redis.NewClient(options)
	t.Cleanup(func() { require.NoError(t, client.Close()) })
	return openShop(t, client, "zuka:")
}

// warms waits until Redis answers for a cookie without SQL. It is left alone after each
// failure, of which a busy machine makes some more, until time has gone on.
func (s *shop) warms(cookie string) {
	s.t.Helper()
	require.Eventually(s.t, func() bool {
		if s.statements(cookie) == 0 {
			return true
		}
		s.clock.pass(redisRest)
		return false
	}, patience, 10*time.Millisecond, "the session is hot")
}

func TestRedisAway(t *testing.T) {
	t.Parallel()
	server := testenv.OwnRedis(t)
	s := onOwnRedis(t, server)
	kept, ended := s.signed(browser), s.signed(browser)
	require.Equal(t, []int{1, 0}, []int{s.statements(ended.Cookie), s.statements(ended.Cookie)})
	copied := s.Redis.Get(t.Context(), s.key(ended.Viewer.Session)).Val()
	require.NotZero(t, s.byCookie(kept.Cookie).Session)
	stream := s.watch(ended.Viewer.Session)

	require.NoError(t, server.Kill())
	require.Equal(t, 1, s.statements(kept.Cookie))
	require.True(t, s.resting())
	require.Equal(t, 1, s.statements(kept.Cookie))
	require.NotZero(t, s.byCookie(s.signed(browser).Cookie).User, "signing in goes on")
	s.revoke(ended.Viewer.Session)
	require.Error(t, s.Over(t.Context(), ended.Viewer.Session), "the job has to do it again")
	requireClosed(t, stream)
	require.Zero(t, s.byCookie(ended.Cookie).Session)
	s.clock.pass(redisRest)
	require.Zero(t, s.byCookie(ended.Cookie).Session, "nor when Redis is tried again")

	require.NoError(t, server.Restart(t.Context()))
	s.clock.pass(redisRest)
	require.Zero(t, s.byCookie(ended.Cookie).Session)
	require.Equal(t, 1, s.statements(kept.Cookie))
	s.warms(kept.Cookie) // It is used again without a restart.
	// A Redis that was only out of reach comes back with what it had.
	require.Eventually(t, func() bool {
		s.clock.pass(redisRest)
		kept := s.Redis.Set(context.Background(), s.key(ended.Viewer.Session), copied, HotLife).Err()
		return kept == nil && s.Renew(context.Background(), ended.Viewer.Session) == nil
	}, patience, 10*time.Millisecond)
	require.Zero(t, s.byCookie(ended.Cookie).Session)
}

// While Redis rests no request waits for it, though it may be back already.
func TestRedisIsLeftAloneForAMoment(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	signed := s.signed(browser)
	require.NotZero(t, s.byCookie(signed.Cookie).Session)
	s.rest(t.Context(), redis.ErrClosed)
	require.Equal(t, 1, s.statements(signed.Cookie))
	require.Len(t, s.cold(t.Context(), []uuid.UUID{signed.Viewer.Session}), 1)
	s.clock.pass(redisRest)
	require.Zero(t, s.statements(signed.Cookie))
	require.Empty(t, s.cold(t.Context(), []uuid.UUID{signed.Viewer.Session}))
}

// Somebody who hangs up says nothing about Redis.
func TestACancelledRequestDoesNotSlowOthersDown(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	signed := s.signed(browser)
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := s.ByCookie(gone, signed.Cookie, browser)
	require.ErrorIs(t, err, context.Canceled)
	require.False(t, s.resting())
	// An end is finished even when whoever asked for it has gone.
	require.NotZero(t, s.byCookie(signed.Cookie).Session)
	s.revoke(signed.Viewer.Session)
	require.NoError(t, s.Over(gone, signed.Viewer.Session))
	require.Zero(t, s.byCookie(signed.Cookie).Session)
}
