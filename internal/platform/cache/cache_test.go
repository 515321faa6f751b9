package cache_test

import (
	"context"
	"errors"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"zuka/internal/platform/cache"
)

func TestLayers(t *testing.T) {
	_, p := processes(t, 2)
	one := cache.New[int, int](p[0].bus, cache.Settings{Name: "item"})
	two := cache.New[int, int](p[1].bus, cache.Settings{Name: "item"})
	rows := newSource(map[int]int{1: 10, 2: 20, 3: 30})
	ctx := context.Background()

	got, err := one.GetMany(ctx, []int{1, 2, 1, 9}, rows.fetch)
	require.NoError(t, err)
	require.Equal(t, map[int]int{1: 10, 2: 20}, got)
	require.Equal(t, 1, rows.asked(), "one question for all that is missing")
	require.Equal(t, uint64(3), one.Stats().FetchedKeys, "each key once")

	got, err = one.GetMany(ctx, []int{1, 2, 3, 9}, rows.fetch)
	require.NoError(t, err)
	require.Equal(t, map[int]int{1: 10, 2: 20, 3: 30}, got)
	require.Equal(t, uint64(4), one.Stats().FetchedKeys, "only what is missing")

	got, err = two.GetMany(ctx, []int{1, 2, 3, 9}, rows.fetch)
	require.NoError(t, err)
	require.Equal(t, map[int]int{1: 10, 2: 20, 3: 30}, got)
	require.Zero(t, two.Stats().Fetches, "Redis had them all, also that 9 does not exist")
	require.Equal(t, uint64(4), two.Stats().RedisHits)
	got, err = two.GetMany(ctx, []int{1, 2, 3, 9}, rows.fetch)
	require.NoError(t, err)
	require.Len(t, got, 3)
	require.Equal(t, uint64(4), two.Stats().LocalHits)

	got, err = two.GetMany(ctx, nil, rows.fetch)
	require.NoError(t, err)
	require.Empty(t, got)
}

func TestDropReachesEveryProcess(t *testing.T) {
	_, p := processes(t, 2)
	one := cache.New[int, int](p[0].bus, cache.Settings{Name: "item"})
	two := cache.New[int, int](p[1].bus, cache.Settings{Name: "item"})
	rows := newSource(map[int]int{1: 10})
	heard := p[1].heard()
	require.Equal(t, 10, find(t, one, 1, rows.fetch))
	require.Equal(t, 10, find(t, two, 1, rows.fetch))
	_, present, err := two.Find(context.Background(), 2, rows.fetch)
	require.NoError(t, err)
	require.False(t, present)

	rows.set(1, 11)
	rows.set(2, 22)
	require.Equal(t, 10, find(t, two, 1, rows.fetch), "cached until dropped")
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	require.NoError(t, one.Drop(ended, 1, 2), "the change is committed: a client that left does not stop this")
	await(t, heard)
	require.Equal(t, 11, find(t, one, 1, rows.fetch))
	require.Equal(t, 11, find(t, two, 1, rows.fetch))
	require.Equal(t, 22, find(t, two, 2, rows.fetch), "what was absent is dropped like the rest")
	require.NoError(t, one.Drop(context.Background()), "nothing to drop")
}

type fakeClock struct{ now atomic.Int64 }

func (c *fakeClock) Now() time.Time { return time.Unix(0, c.now.Load()).UTC() }

func TestLocalEntriesGrowOld(t *testing.T) {
	s := newServer(t)
	now := &fakeClock{}
	p := newProcess(t, s, s.addr(), cache.Options{Clock: now})
	c := cache.New[int, int](p.bus, cache.Settings{Name: "item", LocalTTL: time.Minute, NegativeTTL: 20 * time.Second})
	rows := newSource(map[int]int{1: 10})
	read := func() {
		_, err := c.GetMany(context.Background(), []int{1, 2}, rows.fetch)
		require.NoError(t, err)
	}
	read()
	now.now.Add(int64(20*time.Second) - 1)
	read()
	require.Equal(t, uint64(2), c.Stats().LocalHits)
	now.now.Add(1)
	read()
	require.Equal(t, uint64(3), c.Stats().LocalHits, "that 2 is absent is forgotten first")
	require.Equal(t, uint64(1), c.Stats().RedisHits)
	now.now.Add(int64(40 * time.Second))
	read()
	require.Equal(t, uint64(3), c.Stats().LocalHits)
	require.Equal(t, 1, rows.asked(), "Redis still has both")
}

func TestRedisEntriesHaveTheirTimes(t *testing.T) {
	s, p := processes(t, 1)
	c := cache.New[int, int](p[0].bus, cache.Settings{Name: "item", Schema: 3, TTL: time.Hour, NegativeTTL: 30 * time.Second})
	rows := newSource(map[int]int{1: 10})
	_, err := c.GetMany(context.Background(), []int{1, 2}, rows.fetch)
	require.NoError(t, err)
	client := s.client()
	require.InDelta(t, time.Hour, client.PTTL(context.Background(), "t:item:v3:1").Val(), float64(time.Minute))
	require.InDelta(t, 30*time.Second, client.PTTL(context.Background(), "t:item:v3:2").Val(), float64(15*time.Second))
}

func TestBurstAsksOnce(t *testing.T) {
	_, p := processes(t, 1)
	c := cache.New[int, int](p[0].bus, cache.Settings{Name: "item"})
	rows := newSource(map[int]int{1: 10})
	gate := newBarrier()
	impatient, leave := context.WithCancel(context.Background())
	left := make(chan error, 1)
	go func() {
		_, _, err := c.Find(impatient, 1, gate.after(rows.fetch))
		left <- err
	}()
	await(t, gate.reached)

	const callers = 50
	answers := make(chan int, callers)
	for i := range callers {
		go func() {
			ids := []int{1}
			if i%2 == 0 {
				ids = []int{1, 100 + i} // A batch that joins for one key and asks for the other.
			}
			found, err := c.GetMany(context.Background(), ids, rows.fetch)
			if err != nil {
				t.Error(err)
			}
			answers <- found[1]
		}()
	}
	require.Eventually(t, func() bool { return c.Stats().Coalesced == callers }, patience, time.Millisecond)
	leave()
	require.ErrorIs(t, await(t, left), context.Canceled, "who leaves does not wait")
	close(gate.release)
	for range callers {
		require.Equal(t, 10, await(t, answers), "the one who left does not fail the others")
	}
	require.Equal(t, uint64(1+callers/2), c.Stats().Fetches, "key 1 was asked for once")
	require.Equal(t, 10, find(t, c, 1, rows.fetch))
}

func TestUnreadableValuesAreReplaced(t *testing.T) {
	s, p := processes(t, 1)
	c := cache.New[int, int](p[0].bus, cache.Settings{Name: "item"})
	rows := newSource(map[int]int{1: 10, 2: 20, 3: 30})
	client := s.client()
	for id, bad := range map[int]string{1: "Vnot json", 2: "?", 3: ""} {
		require.NoError(t, client.Set(context.Background(), "t:item:v0:"+strconv.Itoa(id), bad, 0).Err())
	}
	got, err := c.GetMany(context.Background(), []int{1, 2, 3}, rows.fetch)
	require.NoError(t, err)
	require.Equal(t, map[int]int{1: 10, 2: 20, 3: 30}, got)
	require.Equal(t, uint64(3), c.Stats().Undecodable)
	require.Equal(t, "V10", client.Get(context.Background(), "t:item:v0:1").Val())
	require.Equal(t, "V30", client.Get(context.Background(), "t:item:v0:3").Val())
}

// While a new binary replaces an old one, neither reads the other's layout and
// each drops what the other keeps.
func TestTwoVersionsSideBySide(t *testing.T) {
	_, p := processes(t, 2)
	older := cache.New[int, int](p[0].bus, cache.Settings{Name: "item", Schema: 1})
	newer := cache.New[int, int](p[1].bus, cache.Settings{Name: "item", Schema: 2})
	rows := newSource(map[int]int{1: 10})
	heard := []<-chan struct{}{p[0].heard(), p[1].heard()}
	for value := 11; value < 15; value++ {
		find(t, older, 1, rows.fetch)
		find(t, newer, 1, rows.fetch)
		rows.set(1, value)
		drop(t, []*cache.Cache[int, int]{older, newer}[value%2], 1)
		await(t, heard[0])
		await(t, heard[1])
		require.Equal(t, value, find(t, older, 1, rows.fetch))
		require.Equal(t, value, find(t, newer, 1, rows.fetch))
	}
	require.Zero(t, newer.Stats().RedisHits+older.Stats().RedisHits)
}

func TestDisabled(t *testing.T) {
	s, p := processes(t, 1)
	off := newProcess(t, s, s.addr(), cache.Options{Disabled: true})
	working := cache.New[int, int](p[0].bus, cache.Settings{Name: "item"})
	without := cache.New[int, int](off.bus, cache.Settings{Name: "item"})
	rows := newSource(map[int]int{1: 10})
	heard := p[0].heard()
	require.True(t, without.Disabled())
	require.False(t, working.Disabled())
	require.True(t, cache.New[int, int](p[0].bus, cache.Settings{Name: "other", Disabled: true}).Disabled())
	for range 3 {
		require.Equal(t, 10, find(t, without, 1, rows.fetch))
	}
	require.Equal(t, 3, rows.asked())
	find(t, working, 1, rows.fetch)
	rows.set(1, 11)
	drop(t, without, 1)
	await(t, heard)
	require.Equal(t, 11, find(t, working, 1, rows.fetch), "a process without caches still drops")

	alone, err := cache.NewBus(cache.Options{Disabled: true})
	require.NoError(t, err)
	alone.Start()
	defer alone.Stop()
	c := cache.New[int, int](alone, cache.Settings{Name: "item"})
	got, err := c.GetMany(context.Background(), []int{1, 1}, rows.fetch)
	require.NoError(t, err)
	require.Equal(t, map[int]int{1: 11}, got)
	drop(t, c, 1)
}

func TestGetAndCustom(t *testing.T) {
	_, p := processes(t, 2)
	type key struct{ a, b int }
	make := func(bus *cache.Bus) *cache.Cache[key, string] {
		return cache.NewCustom(bus, cache.Settings{Name: "pair"}, cache.Custom[key, string]{
			Key:   func(k key) string { return strconv.Itoa(k.a) + "/" + strconv.Itoa(k.b) },
			Codec: reversed{},
		})
	}
	one, two := make(p[0].bus), make(p[1].bus)
	got, err := one.Get(context.Background(), key{1, 2}, func(context.Context) (string, error) { return "abc", nil })
	require.NoError(t, err)
	require.Equal(t, "abc", got)
	require.Equal(t, "Vcba", p[0].client.Get(context.Background(), "t:pair:v0:1/2").Val())
	got, err = two.Get(context.Background(), key{1, 2}, func(context.Context) (string, error) { return "", errors.New("not asked") })
	require.NoError(t, err)
	require.Equal(t, "abc", got)
	_, err = two.Get(context.Background(), key{3, 4}, func(context.Context) (string, error) { return "no", nil })
	require.NoError(t, err, "what cannot be encoded is answered, not kept")
	require.Zero(t, two.Stats().Fills)
}

// reversed is a codec that refuses "no".
type reversed struct{}

func (reversed) Encode(value string) ([]byte, error) {
	if value == "no" {
		return nil, errors.New("no")
	}
	raw := []byte(value)
	for i, j := 0, len(raw)-1; i < j; i, j = i+1, j-1 {
		raw[i], raw[j] = raw[j], raw[i]
	}
	return raw, nil
}

func (r reversed) Decode(data []byte) (string, error) {
	raw, err := r.Encode(string(data))
	return string(raw), err
}

func TestMisuseIsRefused(t *testing.T) {
	s := newServer(t)
	deaf := redis.NewClient(&redis.Options{Addr: s.addr()})
	defer deaf.Close()
	_, err := cache.NewBus(cache.Options{Redis: deaf})
	require.ErrorContains(t, err, "ContextTimeoutEnabled")
	replicas := redis.NewClusterClient(&redis.ClusterOptions{
		Addrs: []string{s.addr()}, ContextTimeoutEnabled: true, ReadOnly: true,
	})
	defer replicas.Close()
	_, err = cache.NewBus(cache.Options{Redis: replicas})
	require.ErrorContains(t, err, "replicas")
	_, err = cache.NewBus(cache.Options{})
	require.Error(t, err)

	bus, err := cache.NewBus(cache.Options{Redis: s.client()})
	require.NoError(t, err)
	cache.New[int, int](bus, cache.Settings{Name: "item"})
	require.Panics(t, func() { cache.New[int, int](bus, cache.Settings{Name: "item"}) })
	require.Panics(t, func() { cache.New[int, int](bus, cache.Settings{}) })
	require.Panics(t, func() { cache.New[int, int](bus, cache.Settings{Name: "x", TTL: -time.Second}) })
}

// Without a hub nothing is kept in the process, and Redis is used all the same.
func TestWithoutHub(t *testing.T) {
	s := newServer(t)
	bus, err := cache.NewBus(cache.Options{Redis: s.client()})
	require.NoError(t, err)
	bus.Start()
	defer bus.Stop()
	c := cache.New[int, int](bus, cache.Settings{Name: "item"})
	rows := newSource(map[int]int{1: 10})
	for range 3 {
		require.Equal(t, 10, find(t, c, 1, rows.fetch))
	}
	require.Equal(t, 1, rows.asked())
	require.Zero(t, c.Stats().LocalHits)
	rows.set(1, 11)
	drop(t, c, 1)
	require.Equal(t, 11, find(t, c, 1, rows.fetch))
}

func TestManyKeysAtOnce(t *testing.T) {
	_, p := processes(t, 2)
	one := cache.New[int, int](p[0].bus, cache.Settings{Name: "item"})
	two := cache.New[int, int](p[1].bus, cache.Settings{Name: "item", LocalSize: 100})
	rows := newSource(map[int]int{})
	ids := make([]int, 3000)
	for i := range ids {
		ids[i] = i
		rows.set(i, i)
	}
	var readers sync.WaitGroup
	for _, c := range []*cache.Cache[int, int]{one, two} {
		readers.Go(func() {
			got, err := c.GetMany(context.Background(), ids, rows.fetch)
			if err != nil || len(got) != len(ids) {
				t.Error(len(got), err)
			}
		})
	}
	readers.Wait()
	heard := p[1].heard()
	for _, id := range ids {
		rows.set(id, -id)
	}
	drop(t, one, ids...)
	for range 6 {
		await(t, heard)
	}
	for _, c := range []*cache.Cache[int, int]{one, two} {
		got, err := c.GetMany(context.Background(), ids, rows.fetch)
		require.NoError(t, err)
		require.Equal(t, -2999, got[2999])
		require.Equal(t, -1, got[1])
	}
}
