package cache_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"zuka/internal/platform/cache"
)

// The connection that carries drops is lost; rows change meanwhile.
func TestLocalLayerIsOffWhileDropsAreNotHeard(t *testing.T) {
	s := newServer(t)
	way := newProxy(t, s.addr())
	deaf := newProcess(t, s, way.addr(), cache.Options{})
	other := newProcess(t, s, s.addr(), cache.Options{})
	reader := cache.New[int, int](deaf.bus, cache.Settings{Name: "item"})
	writer := cache.New[int, int](other.bus, cache.Settings{Name: "item"})
	rows := newSource(map[int]int{1: 10, 2: 20})
	for range 2 {
		find(t, reader, 1, rows.fetch)
		find(t, reader, 2, rows.fetch)
	}
	require.Equal(t, uint64(2), reader.Stats().LocalHits)

	way.setCut(true)
	require.Eventually(t, func() bool { return !deaf.hub.Connected() }, patience, time.Millisecond)
	rows.set(1, 11)
	drop(t, writer, 1)
	require.Equal(t, 11, find(t, reader, 1, rows.fetch), "not heard of, and yet not served")
	require.Equal(t, 20, find(t, reader, 2, rows.fetch))
	require.Equal(t, uint64(2), reader.Stats().LocalHits)

	// A read that is under way when the connection comes back is not kept:
	// the drop of its row came before.
	gate := newBarrier()
	drop(t, writer, 2)
	old := make(chan int, 1)
	go func() {
		value, _, err := reader.Find(context.Background(), 2, gate.after(rows.fetch))
		if err != nil {
			t.Error(err)
		}
		old <- value
	}()
	await(t, gate.reached)
	rows.set(2, 21)
	drop(t, writer, 2)
	way.setCut(false)
	require.Eventually(t, deaf.hub.Connected, patience, time.Millisecond)
	close(gate.release)
	require.Equal(t, 20, await(t, old))
	require.Equal(t, 21, find(t, reader, 2, rows.fetch))
	require.Equal(t, 11, find(t, reader, 1, rows.fetch))
	require.Equal(t, uint64(2), reader.Stats().LocalHits, "the layer came back empty")
	require.Equal(t, 11, find(t, reader, 1, rows.fetch))
	require.Equal(t, uint64(3), reader.Stats().LocalHits, "and is used again")
}

// A reader has the old value from Redis in its hands; the drop goes unheard and
// the connection is back before the reader is done.
func TestOldValueFromRedisIsNotKeptAfterAGap(t *testing.T) {
	s := newServer(t)
	way := newProxy(t, s.addr())
	deaf := newProcess(t, s, way.addr(), cache.Options{})
	other := newProcess(t, s, s.addr(), cache.Options{})
	gate := newBarrier()
	reader := cache.NewCustom(deaf.bus, cache.Settings{Name: "item"},
		cache.Custom[int, int]{Codec: slow{once: &sync.Once{}, gate: gate}})
	writer := cache.New[int, int](other.bus, cache.Settings{Name: "item"})
	rows := newSource(map[int]int{1: 10})
	find(t, writer, 1, rows.fetch)
	old := make(chan int, 1)
	go func() {
		value, _, err := reader.Find(context.Background(), 1, rows.fetch)
		if err != nil {
			t.Error(err)
		}
		old <- value
	}()
	await(t, gate.reached)
	way.setCut(true)
	require.Eventually(t, func() bool { return !deaf.hub.Connected() }, patience, time.Millisecond)
	rows.set(1, 11)
	drop(t, writer, 1)
	way.setCut(false)
	require.Eventually(t, deaf.hub.Connected, patience, time.Millisecond)
	close(gate.release)
	require.Equal(t, 10, await(t, old))
	require.Equal(t, 11, find(t, reader, 1, rows.fetch))
}

// Connections of subscribers are killed again and again while rows change.
func TestKilledConnections(t *testing.T) {
	s, p := processes(t, 2)
	reader := cache.New[int, int](p[0].bus, cache.Settings{Name: "item"})
	writer := cache.New[int, int](p[1].bus, cache.Settings{Name: "item"})
	rows := newSource(map[int]int{1: 0})
	client := s.client()
	for value := 1; value <= 20; value++ {
		find(t, reader, 1, rows.fetch)
		require.NoError(t, client.Do(context.Background(), "CLIENT", "KILL", "TYPE", "pubsub").Err())
		rows.set(1, value)
		drop(t, writer, 1)
		require.Eventually(t, func() bool { return find(t, reader, 1, rows.fetch) == value }, patience, time.Millisecond)
		require.Equal(t, value, find(t, writer, 1, rows.fetch))
	}
	require.Eventually(t, func() bool { return p[0].hub.Connected() && p[1].hub.Connected() }, patience, time.Millisecond)
	hits := reader.Stats().LocalHits
	require.Eventually(t, func() bool {
		return find(t, reader, 1, rows.fetch) == 20 && reader.Stats().LocalHits > hits
	}, patience, time.Millisecond)
}

func TestRedisGoneAndBack(t *testing.T) {
	s, p := processes(t, 1)
	c := cache.New[int, int](p[0].bus, cache.Settings{Name: "item"})
	rows := newSource(map[int]int{1: 10, 2: 20})
	find(t, c, 1, rows.fetch)
	require.NoError(t, s.Kill())
	require.Eventually(t, func() bool { return !p[0].hub.Connected() }, patience, time.Millisecond)

	started := time.Now()
	for value := range 200 {
		rows.set(1, value)
		_ = c.Drop(context.Background(), 1) // It fails, and says so below.
		require.Equal(t, value, find(t, c, 1, rows.fetch), "answers come from the source, fresh ones")
	}
	require.Less(t, time.Since(started), patience, "400 calls do not each wait for a dead Redis")
	require.Error(t, c.Drop(context.Background(), 1))

	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	require.NoError(t, s.Restart(ctx))
	require.Eventually(t, func() bool {
		find(t, c, 1, rows.fetch)
		find(t, c, 2, rows.fetch)
		now := c.Stats()
		return now.Fills > 2 && now.LocalHits > 0
	}, patience, time.Millisecond, "both layers work again without a restart")
	require.NoError(t, c.Drop(context.Background(), 1))
}

// A Redis that hangs keeps its data: what was dropped meanwhile is still there
// when it wakes up.
func TestRedisHangsAndKeepsOldValues(t *testing.T) {
	s := newServer(t)
	writing := newProcess(t, s, s.addr(), cache.Options{OpTimeout: 50 * time.Millisecond})
	reading := newProcess(t, s, s.addr(), cache.Options{OpTimeout: 50 * time.Millisecond})
	writer := cache.New[int, int](writing.bus, cache.Settings{Name: "item"})
	reader := cache.New[int, int](reading.bus, cache.Settings{Name: "item"})
	rows := newSource(map[int]int{1: 10})
	find(t, writer, 1, rows.fetch)
	find(t, reader, 1, rows.fetch)
	thaw := s.freeze()

	rows.set(1, 11)
	require.Error(t, writer.Drop(context.Background(), 1))
	var callers sync.WaitGroup
	started := time.Now()
	for range 20 {
		callers.Go(func() {
			for range 20 {
				value, _, err := writer.Find(context.Background(), 1, rows.fetch)
				if err != nil || value != 11 {
					t.Error(value, err)
				}
			}
		})
	}
	callers.Wait()
	require.Less(t, time.Since(started), patience, "nobody queues for a hanging Redis")
	require.Eventually(t, func() bool { return !reading.hub.Connected() }, patience, time.Millisecond,
		"the heartbeat notices")

	filled := func() uint64 { return writer.Stats().Fills + reader.Stats().Fills }
	before := filled()
	thaw()
	require.Equal(t, 11, find(t, writer, 1, rows.fetch), "its own drop is not undone by what Redis still has")
	require.Eventually(t, func() bool { return find(t, reader, 1, rows.fetch) == 11 }, patience, time.Millisecond,
		"the drop is repeated")
	require.Eventually(t, func() bool {
		find(t, writer, 1, rows.fetch)
		return filled() > before && find(t, reader, 1, rows.fetch) == 11
	}, patience, time.Millisecond, "and the row is cached again")
	require.Equal(t, 11, find(t, writer, 1, rows.fetch))
}

// Redis answers, and still holds a value whose drop it refused: the process
// that dropped it does not read it there.
func TestRefusedDropIsRepeated(t *testing.T) {
	s, p := processes(t, 2)
	writer := cache.New[int, int](p[0].bus, cache.Settings{Name: "item"})
	reader := cache.New[int, int](p[1].bus, cache.Settings{Name: "item"})
	rows := newSource(map[int]int{1: 10})
	find(t, writer, 1, rows.fetch)
	ctx, admin := context.Background(), s.client()
	require.NoError(t, admin.Do(ctx, "ACL", "SETUSER", "default", "-del").Err())
	rows.set(1, 11)
	require.ErrorContains(t, writer.Drop(ctx, 1), "NOPERM")
	for range 5 {
		require.Equal(t, 11, find(t, writer, 1, rows.fetch))
	}
	require.Equal(t, "V10", admin.Get(ctx, "t:item:v0:1").Val())
	require.NoError(t, admin.Do(ctx, "ACL", "SETUSER", "default", "+del").Err())
	require.Eventually(t, func() bool { return find(t, reader, 1, rows.fetch) == 11 }, patience, time.Millisecond)
	require.Eventually(t, func() bool {
		hits := writer.Stats().LocalHits
		return find(t, writer, 1, rows.fetch) == 11 && writer.Stats().LocalHits > hits
	}, patience, time.Millisecond)
}

func TestStopWithDropsLeftUndone(t *testing.T) {
	s, p := processes(t, 1)
	c := cache.New[int, int](p[0].bus, cache.Settings{Name: "item"})
	rows := newSource(map[int]int{1: 10})
	require.NoError(t, s.Kill())
	require.Error(t, c.Drop(context.Background(), 1))
	started := time.Now()
	p[0].bus.Stop()
	p[0].bus.Stop()
	require.Less(t, time.Since(started), patience)
	require.Equal(t, 10, find(t, c, 1, rows.fetch), "a stopped bus still answers")
	require.Error(t, c.Drop(context.Background(), 1))
}
