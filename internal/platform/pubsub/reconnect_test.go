package pubsub_test

import (
	"context"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"zuka/internal/platform/pubsub"
)

func TestGapAfterKilledConnection(t *testing.T) {
	s := newServer(t)
	hub := newHub(t, s, pubsub.Options{})
	up, down := make(chan struct{}, 10), make(chan struct{}, 10)
	stop := hub.Listen("c", pubsub.Listener{
		OnUp:   func() { up <- struct{}{} },
		OnDown: func() { down <- struct{}{} },
	})
	defer stop()
	receive(t, up)
	latest := subscribe(t, hub, "c", pubsub.SubscribeOptions{})
	strict := subscribe(t, hub, "d", pubsub.SubscribeOptions{Mode: pubsub.Strict})
	require.Empty(t, latest.Gaps(), "the first confirmation is no gap")

	for range 3 {
		s.killSubscribers()
		receive(t, down)
		receive(t, up)
		receive(t, latest.Gaps())
		receive(t, strict.Gaps())
		// The gap is told after Redis confirmed: this must arrive.
		publish(t, hub, "c", "after")
		publish(t, hub, "d", "after")
		require.Equal(t, "after", string(receive(t, latest.C())))
		require.Equal(t, "after", string(receive(t, strict.C())))
		require.Eventually(t, hub.Connected, patience, time.Millisecond)
	}
	require.NoError(t, strict.Err())
}

func TestServerGoneAndBack(t *testing.T) {
	s := newServer(t)
	hub := newHub(t, s, pubsub.Options{ConfirmTimeout: patience})
	// This one is asked only while the server is gone: a busy machine could not
	// confirm in its time.
	hasty := newHub(t, s, pubsub.Options{ConfirmTimeout: 50 * time.Millisecond})
	sub := subscribe(t, hub, "c", pubsub.SubscribeOptions{})
	require.Eventually(t, hasty.Connected, patience, time.Millisecond)
	s.kill()
	require.Eventually(t, func() bool { return !hub.Connected() && !hasty.Connected() }, patience, time.Millisecond)
	_, err := hasty.Subscribe(context.Background(), "new", pubsub.SubscribeOptions{})
	require.ErrorIs(t, err, pubsub.ErrUnavailable)
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	_, err = hub.Subscribe(ended, "new", pubsub.SubscribeOptions{})
	require.ErrorIs(t, err, context.Canceled)
	require.Error(t, hub.Publish(context.Background(), "c", []byte("lost")))
	require.NoError(t, sub.Err(), "readers stay while the hub reconnects")

	s.restart()
	receive(t, sub.Gaps())
	publish(t, hub, "c", "back")
	require.Equal(t, "back", string(receive(t, sub.C())))
	require.Eventually(t, func() bool { return hub.Connected() && hasty.Connected() }, patience, time.Millisecond)
	client := s.client()
	defer client.Close()
	require.Zero(t, listening(t, client, "new")["new"], "who gave up is not subscribed later")
}

// A client that dials again and again must not keep the loss to itself
// meanwhile.
func TestLossIsToldBeforeRedialing(t *testing.T) {
	s := newServer(t)
	client := redis.NewClient(&redis.Options{
		Addr: s.addr(), DialerRetries: 100, DialerRetryTimeout: time.Second,
	})
	defer client.Close()
	hub := pubsub.New(client, pubsub.Options{})
	up, down := make(chan struct{}, 1), make(chan struct{}, 1)
	hub.Listen("c", pubsub.Listener{
		OnUp:   func() { up <- struct{}{} },
		OnDown: func() { down <- struct{}{} },
	})
	hub.Start()
	defer hub.Stop()
	receive(t, up)
	killed := time.Now()
	s.kill()
	receive(t, down)
	require.Less(t, time.Since(killed), patience, "redialing takes longer")
}

func TestStartBeforeRedis(t *testing.T) {
	s := newServer(t)
	s.kill()
	hub := newHub(t, s, pubsub.Options{})
	up := make(chan struct{}, 1)
	hub.Listen("c", pubsub.Listener{OnUp: func() { up <- struct{}{} }})
	require.False(t, hub.Connected())
	s.restart()
	receive(t, up)
}

// A server that hangs with its connections open is noticed by the heartbeat.
func TestHangingServer(t *testing.T) {
	s := newServer(t)
	hub := newHub(t, s, pubsub.Options{Heartbeat: 50 * time.Millisecond})
	down := make(chan struct{}, 10)
	hub.Listen("c", pubsub.Listener{OnDown: func() { down <- struct{}{} }})
	sub := subscribe(t, hub, "c", pubsub.SubscribeOptions{})
	require.Eventually(t, hub.Connected, patience, time.Millisecond)
	thaw := s.freeze()
	t.Cleanup(thaw) // Stopping the server needs it awake, whatever fails here.
	// A heartbeat so short may have lost the connection before, and may lose it again:
	// a busy machine is silent for as long. So it is said until it is heard.
	receive(t, down)
	require.Eventually(t, func() bool { return !hub.Connected() }, patience, time.Millisecond)
	thaw()
	receive(t, sub.Gaps())
	require.Eventually(t, func() bool {
		_ = hub.Publish(context.Background(), "c", []byte("back"))
		select {
		case got := <-sub.C():
			return string(got) == "back"
		default:
			return false
		}
	}, patience, 10*time.Millisecond)
}

func TestStopWhileRedisIsGone(t *testing.T) {
	s := newServer(t)
	hub := newHub(t, s, pubsub.Options{})
	require.Eventually(t, hub.Connected, patience, time.Millisecond)
	s.kill()
	require.Eventually(t, func() bool { return !hub.Connected() }, patience, time.Millisecond)
	started := time.Now()
	hub.Stop()
	require.Less(t, time.Since(started), patience)
}

func TestListener(t *testing.T) {
	s := newServer(t)
	hub := newHub(t, s, pubsub.Options{})
	subscribe(t, hub, "c", pubsub.SubscribeOptions{}) // Confirmed already.
	var order []string
	heard := make(chan string, 10)
	stop := hub.Listen("c", pubsub.Listener{
		OnUp:      func() { order = append(order, "up") },
		OnMessage: func(payload []byte) { heard <- string(payload) },
	})
	require.Equal(t, []string{"up"}, order, "a confirmed channel is up at once")
	silent := hub.Listen("c", pubsub.Listener{})
	defer silent()
	publish(t, hub, "c", "1")
	require.Equal(t, "1", receive(t, heard))
	stop()
	stop()
	sub := subscribe(t, hub, "c", pubsub.SubscribeOptions{})
	publish(t, hub, "c", "2")
	receive(t, sub.C())
	require.Empty(t, heard, "nothing is heard after stop")
}
