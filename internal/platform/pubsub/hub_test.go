package pubsub_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"zuka/internal/platform/pubsub"
)

func subscribe(t testing.TB, h *pubsub.Hub, channel string, o pubsub.SubscribeOptions) *pubsub.Subscription {
	t.Helper()
	s, err := h.Subscribe(context.Background(), channel, o)
	require.NoError(t, err)
	t.Cleanup(s.Close)
	return s
}

func publish(t testing.TB, h *pubsub.Hub, channel, payload string) {
	t.Helper()
	require.NoError(t, h.Publish(context.Background(), channel, []byte(payload)))
}

func receive[T any](t testing.TB, from <-chan T) T {
	t.Helper()
	select {
	case got, open := <-from:
		require.True(t, open, "the channel is closed")
		return got
	case <-time.After(patience):
		require.FailNow(t, "nothing arrived")
		panic("unreachable")
	}
}

// listening is how many connections Redis counts on each full channel name.
func listening(t testing.TB, client redis.UniversalClient, channels ...string) map[string]int64 {
	t.Helper()
	counts, err := client.PubSubNumSub(context.Background(), channels...).Result()
	require.NoError(t, err)
	return counts
}

func TestMessagesReachEveryProcessInOrder(t *testing.T) {
	s := newServer(t)
	here := newHub(t, s, pubsub.Options{Prefix: "a:"})
	there := newHub(t, s, pubsub.Options{Prefix: "a:"})
	elsewhere := newHub(t, s, pubsub.Options{Prefix: "b:"})
	strict := pubsub.SubscribeOptions{Mode: pubsub.Strict, Buffer: 100}
	one, two := subscribe(t, here, "news", strict), subscribe(t, there, "news", strict)
	stranger := subscribe(t, elsewhere, "news", strict)

	for i := range 100 {
		publish(t, here, "news", strconv.Itoa(i))
	}
	publish(t, elsewhere, "news", "own")
	for i := range 100 {
		require.Equal(t, strconv.Itoa(i), string(receive(t, one.C())))
		require.Equal(t, strconv.Itoa(i), string(receive(t, two.C())))
	}
	require.Equal(t, "own", string(receive(t, stranger.C())), "another prefix is another channel")
}

// Each message is published after Subscribe returned and must arrive, however
// the same channel was left and joined before.
func TestSubscribeReturnsWhenRedisHasConfirmed(t *testing.T) {
	s := newServer(t)
	hub := newHub(t, s, pubsub.Options{})
	other := s.client()
	defer other.Close()
	var workers sync.WaitGroup
	for worker := range 8 {
		workers.Go(func() {
			for i := range 100 {
				channel := fmt.Sprint("c", (worker+i)%3)
				sub, err := hub.Subscribe(context.Background(), channel,
					pubsub.SubscribeOptions{Mode: pubsub.Strict, Buffer: 1000})
				if err != nil {
					t.Error(err)
					return
				}
				token := fmt.Sprint(worker, "-", i)
				if err := other.Publish(context.Background(), channel, token).Err(); err != nil {
					t.Error(err)
				}
				awaitToken(t, sub, token)
				sub.Close()
			}
		})
	}
	workers.Wait()
	require.Eventually(t, func() bool {
		counts := listening(t, other, "c0", "c1", "c2")
		return counts["c0"]+counts["c1"]+counts["c2"] == 0
	}, patience, 10*time.Millisecond, "the last to leave unsubscribes")
}

func awaitToken(t *testing.T, sub *pubsub.Subscription, token string) {
	deadline := time.After(patience)
	for {
		select {
		case got, open := <-sub.C():
			if !open {
				t.Error("closed: ", sub.Err())
				return
			}
			if string(got) == token {
				return
			}
		case <-deadline:
			t.Error("missed ", token)
			return
		}
	}
}

func TestOneRedisSubscriptionForManyReaders(t *testing.T) {
	s := newServer(t)
	hub := newHub(t, s, pubsub.Options{})
	client := s.client()
	defer client.Close()
	first := subscribe(t, hub, "board", pubsub.SubscribeOptions{})
	goroutines := runtime.NumGoroutine()

	const readers = 10_000
	started := time.Now()
	subs := make([]*pubsub.Subscription, readers)
	for i := range subs {
		subs[i] = subscribe(t, hub, "board", pubsub.SubscribeOptions{})
	}
	t.Logf("%d subscriptions in %s", readers, time.Since(started))
	require.Less(t, runtime.NumGoroutine(), goroutines+10, "a subscriber has no goroutine")
	require.Equal(t, int64(1), listening(t, client, "board")["board"])
	commands, err := client.InfoMap(context.Background(), "commandstats").Result()
	require.NoError(t, err)
	require.Contains(t, commands["Commandstats"]["cmdstat_subscribe"], "calls=1,")

	started = time.Now()
	publish(t, hub, "board", "state")
	for _, sub := range subs {
		require.Equal(t, "state", string(receive(t, sub.C())))
	}
	t.Logf("fan-out to %d readers in %s", readers, time.Since(started))

	for _, sub := range subs {
		sub.Close()
	}
	require.Equal(t, int64(1), listening(t, client, "board")["board"], "one reader is left")
	first.Close()
	require.Eventually(t, func() bool { return listening(t, client, "board")["board"] == 0 },
		patience, 10*time.Millisecond)
}

func TestSlowReaders(t *testing.T) {
	s := newServer(t)
	hub := newHub(t, s, pubsub.Options{})
	latest := subscribe(t, hub, "c", pubsub.SubscribeOptions{Mode: pubsub.Latest})
	lastThree := subscribe(t, hub, "c", pubsub.SubscribeOptions{Mode: pubsub.Latest, Buffer: 3})
	strict := subscribe(t, hub, "c", pubsub.SubscribeOptions{Mode: pubsub.Strict, Buffer: 5})
	marker := subscribe(t, hub, "c", pubsub.SubscribeOptions{Mode: pubsub.Strict, Buffer: 10})

	for i := range 10 {
		publish(t, hub, "c", strconv.Itoa(i))
	}
	for i := range 10 {
		require.Equal(t, strconv.Itoa(i), string(receive(t, marker.C())))
	}
	// The others are served under the same lock, which Err waits for.
	require.NoError(t, marker.Err())

	require.Equal(t, "9", string(receive(t, latest.C())))
	for _, want := range []string{"7", "8", "9"} {
		require.Equal(t, want, string(receive(t, lastThree.C())))
	}
	require.ErrorIs(t, strict.Err(), pubsub.ErrSlow)
	for i := range 5 {
		require.Equal(t, strconv.Itoa(i), string(receive(t, strict.C())), "what had fitted is still delivered")
	}
	_, open := <-strict.C()
	require.False(t, open)
	strict.Close()
	require.ErrorIs(t, strict.Err(), pubsub.ErrSlow, "the first reason stays")
}

func TestSlowStrictReaderLeavesTheChannel(t *testing.T) {
	s := newServer(t)
	hub := newHub(t, s, pubsub.Options{})
	client := s.client()
	defer client.Close()
	strict := subscribe(t, hub, "c", pubsub.SubscribeOptions{Mode: pubsub.Strict, Buffer: 1})
	publish(t, hub, "c", "1")
	publish(t, hub, "c", "2")
	require.Eventually(t, func() bool { return errors.Is(strict.Err(), pubsub.ErrSlow) }, patience, time.Millisecond)
	require.Eventually(t, func() bool { return listening(t, client, "c")["c"] == 0 }, patience, 10*time.Millisecond)
}

func TestStopEndsEverybody(t *testing.T) {
	s := newServer(t)
	hub := newHub(t, s, pubsub.Options{})
	sub := subscribe(t, hub, "c", pubsub.SubscribeOptions{})
	own := subscribe(t, hub, "c", pubsub.SubscribeOptions{})
	own.Close()
	require.ErrorIs(t, own.Err(), pubsub.ErrClosed)
	down := make(chan struct{}, 1)
	hub.Listen("c", pubsub.Listener{OnDown: func() { down <- struct{}{} }})
	require.NoError(t, sub.Err())

	var stops sync.WaitGroup
	for range 3 {
		stops.Go(hub.Stop)
	}
	stops.Wait()
	receive(t, down)
	_, open := <-sub.C()
	require.False(t, open)
	require.ErrorIs(t, sub.Err(), pubsub.ErrStopped)
	require.False(t, hub.Connected())
	_, err := hub.Subscribe(context.Background(), "c", pubsub.SubscribeOptions{})
	require.ErrorIs(t, err, pubsub.ErrStopped)
	hub.Start()
	require.False(t, hub.Connected(), "a stopped hub stays stopped")
}

func TestStartAndStopUnderStress(t *testing.T) {
	s := newServer(t)
	for range 20 {
		hub := newHub(t, s, pubsub.Options{})
		var work sync.WaitGroup
		for i := range 4 {
			work.Go(func() {
				for {
					sub, err := hub.Subscribe(context.Background(), fmt.Sprint(i%2), pubsub.SubscribeOptions{})
					if err != nil {
						if !errors.Is(err, pubsub.ErrStopped) {
							t.Error(err)
						}
						return
					}
					if hub.Publish(context.Background(), fmt.Sprint(i%2), []byte("x")) == nil {
						<-sub.C()
					}
					sub.Close()
				}
			})
		}
		require.Eventually(t, hub.Connected, patience, time.Millisecond)
		hub.Stop()
		work.Wait()
	}
}
