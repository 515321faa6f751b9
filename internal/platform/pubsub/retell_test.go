package pubsub_test

import (
	"context"
	"errors"
	"net"
	"sync/atomic"
	"testing"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"zuka/internal/platform/pubsub"
)

// deaf lets no command through while it is set.
type deaf struct{ atomic.Bool }

func (d *deaf) DialHook(next redis.DialHook) redis.DialHook {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		return next(ctx, network, address)
	}
}

func (d *deaf) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, command redis.Cmder) error {
		if d.Load() {
			return errors.New("nobody hears")
		}
		return next(ctx, command)
	}
}

func (d *deaf) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return next
}

// Redis does not take news for a while, and no connection of those who listen is
// lost meanwhile: no gap lets them read anew.
func TestNewsThatWereNotTakenAreToldAgain(t *testing.T) {
	s := newServer(t)
	listening := newHub(t, s, pubsub.Options{})
	client, away := s.client(), &deaf{}
	client.AddHook(away)
	telling := pubsub.New(client, pubsub.Options{})
	t.Cleanup(func() {
		telling.Stop()
		require.NoError(t, client.Close())
	})
	followed := &thing{version: 1}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	news, err := pubsub.Follow(ctx, listening, "thing:9", followed.read)
	require.NoError(t, err)
	require.EqualValues(t, 1, *shown(t, news))
	away.Store(true)
	for version := int64(2); version <= 4; version++ {
		followed.set(func(f *thing) { f.version = version })
		require.Error(t, telling.Tell(ctx, "thing:9", pubsub.News{Version: version}))
	}
	require.Error(t, telling.Tell(ctx, "thing:9", pubsub.News{Version: 3}), "one that comes late")
	away.Store(false)
	require.EqualValues(t, 4, *shown(t, news))
}

func TestAHubThatStopsTellsNoMore(t *testing.T) {
	s := newServer(t)
	client, away := s.client(), &deaf{}
	client.AddHook(away)
	away.Store(true)
	hub := pubsub.New(client, pubsub.Options{})
	require.Error(t, hub.Tell(t.Context(), "thing:9", pubsub.News{Version: 1}))
	hub.Stop()
	require.Error(t, hub.Tell(t.Context(), "thing:9", pubsub.News{Version: 2}))
	require.NoError(t, client.Close()) // newServer looks for goroutines that were left.
}
