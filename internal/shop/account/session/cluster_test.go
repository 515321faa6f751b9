package session

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"zuka/internal/platform/keyvalue"
	"zuka/internal/testenv"
)

// crowd is more sessions than a cluster has nodes, several on each.
const crowd = 12

func sessionsOf(all []*Issued) (ids []uuid.UUID) {
	for _, one := range all {
		ids = append(ids, one.Viewer.Session)
	}
	return ids
}

// Sessions lie on all nodes; whoever ends several takes away copies on several.
func TestSessionsOnOneServerAndOnACluster(t *testing.T) {
	t.Parallel()
	testenv.EachRedis(t, func(t *testing.T, client redis.UniversalClient, prefix string) {
		s := openShop(t, client, prefix)
		other := s.neighbour(nil)
		var all []*Issued
		for range crowd {
			one := s.signed(browser)
			all = append(all, one)
			require.Equal(t, []int{1, 0}, []int{s.statements(one.Cookie), other.statements(one.Cookie)}, "found once, and then hot")
		}
		for _, one := range all {
			s.revoke(one.Viewer.Session)
		}
		require.Empty(t, other.cold(t.Context(), sessionsOf(all)), "all copies are there still")
		require.NoError(t, s.Over(t.Context(), sessionsOf(all)...))
		require.Len(t, other.cold(t.Context(), sessionsOf(all)), crowd)
		for _, one := range all {
			require.Zero(t, other.byCookie(one.Cookie).Session)
		}
		app := s.signed(phone)
		v, expired := other.byAccess(app.Tokens.AccessToken)
		require.False(t, expired)
		require.Equal(t, app.Viewer.User, v.User)
	})
}

// A dead node takes the copies it had, and nobody's session.
func TestSessionsOutliveANodeOfTheCluster(t *testing.T) {
	t.Parallel()
	nodes := testenv.OwnRedisCluster(t)
	client, err := keyvalue.Open(nodes.URL())
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, client.Close()) })
	s := openShop(t, client, "zuka:")
	dead, lost := nodes.Nodes()[1], 0
	var all []*Issued
	for len(all) < crowd || lost == 0 {
		one := s.signed(browser)
		require.NotZero(t, s.byCookie(one.Cookie).Session)
		owner, err := nodes.Owner(t.Context(), s.key(one.Viewer.Session))
		require.NoError(t, err)
		if owner == dead {
			lost++
		}
		all = append(all, one)
	}
	require.NotZero(t, lost)
	require.NoError(t, dead.Kill())
	for range 3 {
		for _, one := range all {
			require.Equal(t, one.Viewer.User, s.byCookie(one.Cookie).User)
		}
		s.clock.pass(redisRest)
	}
	ended := all[0]
	s.revoke(ended.Viewer.Session)
	_ = s.Over(t.Context(), ended.Viewer.Session) // The job does it again where its node is dead.
	require.Zero(t, s.byCookie(ended.Cookie).Session)
	require.NotZero(t, s.byCookie(s.signed(browser).Cookie).User, "signing in goes on")

	require.NoError(t, dead.Restart(t.Context()))
	require.NoError(t, nodes.Whole(t.Context()))
	for _, one := range all[1:] {
		require.Eventually(t, func() bool {
			s.clock.pass(redisRest)
			s.statements(one.Cookie)
			return s.statements(one.Cookie) == 0
		}, patience, 10*time.Millisecond, "the copies come back")
	}
	require.Zero(t, s.byCookie(ended.Cookie).Session)
}
