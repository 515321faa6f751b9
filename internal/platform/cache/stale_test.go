package cache_test

import (
	"context"
	"encoding/json"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"zuka/internal/platform/cache"
)

// A reader has read the row, the row changes and is dropped, and only then
// does the reader come to store what it read: it must not.
func TestOldValueIsNotStoredAfterADrop(t *testing.T) {
	for name, dropper := range map[string]int{"dropped here": 0, "dropped elsewhere": 1} {
		t.Run(name, func(t *testing.T) {
			_, p := processes(t, 3)
			var caches []*cache.Cache[int, int]
			for _, one := range p {
				caches = append(caches, cache.New[int, int](one.bus, cache.Settings{Name: "item"}))
			}
			rows := newSource(map[int]int{1: 10})
			heard := p[0].heard()
			gate := newBarrier()
			old := make(chan int, 1)
			go func() {
				value, _, err := caches[0].Find(context.Background(), 1, gate.after(rows.fetch))
				if err != nil {
					t.Error(err)
				}
				old <- value
			}()
			await(t, gate.reached)
			rows.set(1, 11)
			drop(t, caches[dropper], 1)
			await(t, heard)

			// Whoever asks now does not join the reader from before the change.
			require.Equal(t, 11, find(t, caches[0], 1, rows.fetch))
			drop(t, caches[dropper], 1) // So that Redis is empty when the old reader comes.
			await(t, heard)
			close(gate.release)
			require.Equal(t, 10, await(t, old), "it had asked before the change")
			require.Equal(t, uint64(1), caches[0].Stats().RefusedFills)
			require.Empty(t, p[0].client.Keys(context.Background(), "t:item:*").Val())
			for _, c := range caches {
				require.Equal(t, 11, find(t, c, 1, rows.fetch))
				require.Equal(t, 11, find(t, c, 1, rows.fetch))
			}
		})
	}
}

// slow is a codec whose first Decode waits: the reader has the old value from
// Redis in its hands while it is dropped.
type slow struct {
	cache.JSON[int]
	once *sync.Once
	gate *barrier
}

func (s slow) Decode(data []byte) (value int, err error) {
	err = json.Unmarshal(data, &value)
	s.once.Do(func() {
		close(s.gate.reached)
		<-s.gate.release
	})
	return value, err
}

func TestOldValueFromRedisIsNotKeptInTheProcess(t *testing.T) {
	_, p := processes(t, 2)
	gate := newBarrier()
	reader := cache.NewCustom(p[0].bus, cache.Settings{Name: "item"},
		cache.Custom[int, int]{Codec: slow{once: &sync.Once{}, gate: gate}})
	writer := cache.New[int, int](p[1].bus, cache.Settings{Name: "item"})
	rows := newSource(map[int]int{1: 10})
	find(t, writer, 1, rows.fetch) // Now Redis has it.
	heard := p[0].heard()

	old := make(chan int, 1)
	go func() {
		value, _, err := reader.Find(context.Background(), 1, rows.fetch)
		if err != nil {
			t.Error(err)
		}
		old <- value
	}()
	await(t, gate.reached)
	rows.set(1, 11)
	drop(t, writer, 1)
	await(t, heard)
	close(gate.release)
	require.Equal(t, 10, await(t, old))
	require.Equal(t, 11, find(t, reader, 1, rows.fetch))
	require.Zero(t, reader.Stats().LocalHits)
}

// What another process is reading is neither waited for nor kept: only the
// holder of the lease stores.
func TestOnlyTheLeaseHolderStores(t *testing.T) {
	_, p := processes(t, 2)
	holder := cache.New[int, int](p[0].bus, cache.Settings{Name: "item"})
	other := cache.New[int, int](p[1].bus, cache.Settings{Name: "item"})
	rows := newSource(map[int]int{1: 10})
	gate := newBarrier()
	done := make(chan struct{})
	go func() {
		defer close(done)
		if _, _, err := holder.Find(context.Background(), 1, gate.after(rows.fetch)); err != nil {
			t.Error(err)
		}
	}()
	await(t, gate.reached)
	require.Equal(t, 10, find(t, other, 1, rows.fetch))
	require.Equal(t, 10, find(t, other, 1, rows.fetch))
	require.Equal(t, uint64(2), other.Stats().Fetches)
	close(gate.release)
	await(t, done)
	require.Equal(t, 10, find(t, other, 1, rows.fetch))
	require.Equal(t, uint64(1), other.Stats().RedisHits)
}

// Two processes change, drop and read the same few rows as fast as they can.
// A reader never sees less than what its own process had dropped before it
// asked, and in the end everybody sees the last value.
func TestReadersNeverGoBack(t *testing.T) {
	const keys, rounds = 4, 300
	_, p := processes(t, 2)
	rows := newSource(map[int]int{0: 0, 1: 0, 2: 0, 3: 0})
	var caches []*cache.Cache[int, int]
	var work sync.WaitGroup
	for _, one := range p {
		c := cache.New[int, int](one.bus, cache.Settings{Name: "item", LocalSize: 3})
		caches = append(caches, c)
		var committed [keys]atomic.Int64
		for range 2 {
			work.Go(func() {
				for range rounds {
					id := rand.IntN(keys)
					version := rows.raise(id)
					if err := c.Drop(context.Background(), id); err != nil {
						t.Error(err)
					}
					raise(&committed[id], int64(version))
				}
			})
		}
		for range 4 {
			work.Go(func() {
				for range 3 * rounds {
					id := rand.IntN(keys)
					least := committed[id].Load()
					value, _, err := c.Find(context.Background(), id, rows.fetch)
					if err != nil || int64(value) < least {
						t.Error("went back: ", value, " < ", least, err)
					}
				}
			})
		}
	}
	work.Wait()
	heard := []<-chan struct{}{p[0].heardOf("marker"), p[1].heardOf("marker")}
	marker := cache.New[int, int](p[0].bus, cache.Settings{Name: "marker"})
	drop(t, marker, 0)
	await(t, heard[0])
	await(t, heard[1]) // News come in order, so all earlier ones have been heard.
	for _, c := range caches {
		for id := range keys {
			require.Equal(t, rows.rows[id], find(t, c, id, rows.fetch))
			require.Equal(t, rows.rows[id], find(t, c, id, rows.fetch))
		}
	}
}

func (s *source) raise(id int) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rows[id]++
	return s.rows[id]
}

func raise(to *atomic.Int64, value int64) {
	for {
		now := to.Load()
		if now >= value || to.CompareAndSwap(now, value) {
			return
		}
	}
}
