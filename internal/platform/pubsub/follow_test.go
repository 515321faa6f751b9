package pubsub_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"zuka/internal/platform/pubsub"
)

// thing is what is followed: a version, and who may see it.
type thing struct {
	mu      sync.Mutex
	version int64
	gone    bool
	err     error
	reads   int
}

func (t *thing) set(change func(*thing)) {
	t.mu.Lock()
	defer t.mu.Unlock()
	change(t)
}

func (t *thing) read(context.Context) (*int64, int64, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.reads++
	if t.gone || t.err != nil {
		return nil, 0, t.err
	}
	seen := t.version
	return &seen, t.version, nil
}

// shown is the next thing that a follower is shown; nil when there is no next.
func shown[T any](t *testing.T, news <-chan *T) *T {
	t.Helper()
	select {
	case one := <-news:
		return one
	case <-time.After(patience):
		require.FailNow(t, "nothing was shown")
		return nil
	}
}

func TestFollowShowsWhatIsAndWhatComes(t *testing.T) {
	hub := newHub(t, newServer(t), pubsub.Options{})
	followed := &thing{version: 3}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	news, err := pubsub.Follow(ctx, hub, "thing:1", followed.read)
	require.NoError(t, err)
	require.EqualValues(t, 3, *shown(t, news))

	// Old news is not even read; a version that comes twice is shown once.
	require.NoError(t, hub.Tell(ctx, "thing:1", pubsub.News{Version: 2}))
	followed.set(func(f *thing) { f.version = 5 })
	require.NoError(t, hub.Tell(ctx, "thing:1", pubsub.News{Version: 5}))
	require.EqualValues(t, 5, *shown(t, news))
	require.NoError(t, hub.Tell(ctx, "thing:1", pubsub.News{Version: 5}))
	followed.set(func(f *thing) { f.version = 6 })
	require.NoError(t, hub.Tell(ctx, "thing:1", pubsub.News{})) // Without a version it is read.
	require.EqualValues(t, 6, *shown(t, news))

	followed.set(func(f *thing) { f.gone = true })
	require.NoError(t, hub.Tell(ctx, "thing:1", pubsub.News{Version: 7}))
	require.Nil(t, shown(t, news), "who may not see it any more is shown nothing")
}

func TestFollowReadsAgainWhatIsOlderThanTheNews(t *testing.T) {
	hub := newHub(t, newServer(t), pubsub.Options{})
	followed := &thing{version: 1}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	stale := true
	news, err := pubsub.Follow(ctx, hub, "thing:5", func(ctx context.Context) (*int64, int64, error) {
		found, version, err := followed.read(ctx)
		if version == 2 && stale { // As an answer that somebody asked for earlier.
			stale = false
			old := int64(1)
			return &old, 1, nil
		}
		return found, version, err
	})
	require.NoError(t, err)
	require.EqualValues(t, 1, *shown(t, news))
	followed.set(func(f *thing) { f.version = 2 })
	require.NoError(t, hub.Tell(ctx, "thing:5", pubsub.News{Version: 2}))
	require.EqualValues(t, 2, *shown(t, news))
}

func TestFollowEndsWithItsReader(t *testing.T) {
	hub := newHub(t, newServer(t), pubsub.Options{})
	ctx, cancel := context.WithCancel(t.Context())
	news, err := pubsub.Follow(ctx, hub, "thing:2", (&thing{version: 1}).read)
	require.NoError(t, err)
	require.NotNil(t, shown(t, news))
	cancel()
	require.Nil(t, shown(t, news))
}

func TestFollowHasNothingToFollow(t *testing.T) {
	hub := newHub(t, newServer(t), pubsub.Options{})
	news, err := pubsub.Follow(t.Context(), hub, "thing:3", (&thing{gone: true}).read)
	require.NoError(t, err)
	require.Nil(t, news)
	broken := errors.New("broken")
	news, err = pubsub.Follow(t.Context(), hub, "thing:3", (&thing{err: broken}).read)
	require.ErrorIs(t, err, broken)
	require.Nil(t, news)
}

func TestFollowReadsAnewAfterALostConnection(t *testing.T) {
	server := newServer(t)
	hub := newHub(t, server, pubsub.Options{})
	followed := &thing{version: 1}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	news, err := pubsub.Follow(ctx, hub, "thing:4", followed.read)
	require.NoError(t, err)
	require.EqualValues(t, 1, *shown(t, news))
	followed.set(func(f *thing) { f.version = 2 }) // Nobody tells of it.
	server.killSubscribers()
	require.EqualValues(t, 2, *shown(t, news))
}

func TestListenHearsWhatComes(t *testing.T) {
	hub := newHub(t, newServer(t), pubsub.Options{})
	ctx, cancel := context.WithCancel(t.Context())
	heard, err := pubsub.Listen(ctx, hub, "things", 8)
	require.NoError(t, err)
	require.NoError(t, hub.Publish(ctx, "things", []byte("no news")))
	require.NoError(t, hub.Tell(ctx, "things", pubsub.News{ID: "7", Version: 1}))
	select {
	case one := <-heard:
		require.Equal(t, pubsub.News{ID: "7", Version: 1}, one)
	case <-time.After(patience):
		require.FailNow(t, "nothing was heard")
	}
	cancel()
	_, open := <-heard
	require.False(t, open)
}
