package board_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"zuka/internal/platform/keyvalue"
	"zuka/internal/shop/game/board"
	"zuka/internal/testenv"
)

// rush lets writers score and void until stop is closed.
func (a *arena) rush(writers int, people []uuid.UUID, stop <-chan struct{}) *sync.WaitGroup {
	var done sync.WaitGroup
	for range writers {
		done.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				one := a.score(people[rand.IntN(len(people))], rand.IntN(1000))
				if rand.IntN(4) == 0 {
					a.void(one)
				}
			}
		})
	}
	return &done
}

func TestARebuildUnderWritersLosesNothing(t *testing.T) {
	t.Parallel()
	eachArena(t, func(t *testing.T, a *arena) {
		people := a.players(40)
		for _, p := range people {
			a.score(p, 0)
		}
		for round := range 12 {
			a.clock.set(noon.AddDate(0, 0, round)) // Each on a board of its own.
			b := a.now(board.Daily)
			stop := make(chan struct{})
			writers := a.rush(20, people, stop)
			for range 5 {
				if err := a.Rebuild(t.Context(), b); err != nil { // Or one that a score began.
					require.ErrorIs(t, err, board.ErrRebuilding)
				}
			}
			close(stop)
			writers.Wait()
			await(t, func() bool { return a.whole(b) }, "it is whole")
			// One that a score began may still be under way; it must not matter.
			require.Equal(t, a.model(b), append([]board.Entry{}, top(t, a.Service, b)...), "round %d", round)
			a.rebuildOnce(b)
			require.Equal(t, a.model(b), append([]board.Entry{}, top(t, a.Service, b)...), "round %d", round)
		}
	})
}

func TestOneRebuildsAtATime(t *testing.T) {
	t.Parallel()
	eachArena(t, func(t *testing.T, a *arena) {
		b := a.now(board.AllTime)
		a.score(a.player(), 5)
		await(t, func() bool { return a.whole(b) }, "the score has begun a rebuild")
		key := a.prefix + "{boards}:snake:all_time:rebuild"
		require.NoError(t, a.client.Set(t.Context(), key, "another", 0).Err())
		require.ErrorIs(t, a.Rebuild(t.Context(), b), board.ErrRebuilding)
		require.Equal(t, "another", a.client.Get(t.Context(), key).Val())
		require.NoError(t, a.client.Del(t.Context(), key).Err())
		require.NoError(t, a.Rebuild(t.Context(), b))
		require.ErrorIs(t, a.Rebuild(t.Context(), board.At(snake, board.Daily, noon.AddDate(0, 0, -9))), board.ErrNotKept)
		require.ErrorIs(t, a.Rebuild(t.Context(), board.At(snake, board.Daily, noon.AddDate(0, 0, 1))), board.ErrNotKept)
	})
}

func TestKeysGoWithTheirBoards(t *testing.T) {
	t.Parallel()
	a := newArena(t)
	a.score(a.player(), 5)
	a.rebuildOnce(a.now(board.Daily))
	a.rebuildOnce(a.now(board.AllTime))
	a.score(a.player(), 6)
	for _, key := range []string{"places", "people"} {
		left := a.client.PTTL(t.Context(), a.prefix+"{boards}:snake:daily:2026-11-24:"+key).Val()
		require.InDelta(t, (12*time.Hour + 8*24*time.Hour).Hours(), left.Hours(), 0.1)
		left = a.client.PTTL(t.Context(), a.prefix+"{boards}:snake:all_time:"+key).Val()
		require.EqualValues(t, -1, left)
	}
	for _, key := range a.client.Keys(t.Context(), a.prefix+"*:rebuild*").Val() {
		// One that a score began may end before it is asked, and its key with it (-2).
		require.NotEqualValues(t, -1, a.client.PTTL(t.Context(), key).Val(), key)
	}
}

// A board that is over is read from PostgreSQL and leaves nothing in Redis.
func TestOldBoardsAreReadFromPostgreSQL(t *testing.T) {
	t.Parallel()
	a := newArena(t)
	b := a.now(board.Daily)
	a.commit(a.player(), 5)
	a.clock.set(noon.AddDate(0, 2, 0))
	require.Equal(t, a.model(b), top(t, a.Service, b))
	require.Empty(t, a.client.Keys(t.Context(), a.prefix+"*").Val())
}

func TestABoardThatLostHalfIsNotBelieved(t *testing.T) {
	t.Parallel()
	for _, lost := range []string{"places", "people"} {
		a := newArena(t)
		b := a.now(board.Daily)
		a.score(a.player(), 5)
		a.score(a.player(), 5)
		a.rebuildOnce(b)
		require.NoError(t, a.client.Del(t.Context(), a.prefix+"{boards}:snake:daily:2026-11-24:"+lost).Err())
		require.Equal(t, a.model(b), top(t, a.Service, b))
		// One that a busy machine broke off is begun by the next read.
		await(t, func() bool { return a.whole(b) || len(top(t, a.Service, b)) == 0 }, "a read has begun a rebuild")
		require.Equal(t, a.model(b), top(t, a.Service, b))
	}
}

// ownArena is on a Redis that may be flushed and killed.
func ownArena(t *testing.T) (*arena, func()) {
	t.Helper()
	server := testenv.OwnRedis(t)
	options, err := redis.ParseURL(server.URL())
	require.NoError(t, err)
	options.ContextTimeoutEnabled = true
	options.DialTimeout, options.ReadTimeout, options.WriteTimeout = opTimeout, opTimeout, opTimeout
	options.MaxRetries = -1
	client := redis.NewClient(options)
	t.Cleanup(func() { _ = client.Close() }) // It has nothing more to say.
	restart := func() {
		require.NoError(t, server.Kill())
		require.NoError(t, server.Restart(context.Background()))
	}
	return newArenaOn(t, client, "t:", nil), restart
}

// Whatever happens to Redis in the middle of rebuilds and scores, the boards are
// what PostgreSQL says when it is over, and all reads are answered meanwhile.
func TestLosingRedisLosesNothing(t *testing.T) {
	t.Parallel()
	a, restart := ownArena(t)
	people := a.players(30)
	b := a.now(board.Daily)
	for round := range 6 {
		stop := make(chan struct{})
		writers := a.rush(6, people, stop)
		rebuilt := make(chan error, 1)
		go func() { rebuilt <- a.Rebuild(context.Background(), b) }()
		top(t, a.Service, b)
		if round%2 == 0 {
			require.NoError(t, a.client.FlushAll(t.Context()).Err())
		} else {
			restart()
		}
		for range 5 {
			top(t, a.Service, b)
		}
		<-rebuilt // What it says depends on when Redis went.
		close(stop)
		writers.Wait()
		await(t, func() bool {
			_, err := a.Reconcile(context.Background())
			return err == nil && a.whole(b)
		}, "redis is back and whole")
		require.Equal(t, a.model(b), append([]board.Entry{}, top(t, a.Service, b)...), fmt.Sprint("round ", round))
	}
}

func TestWithoutRedisPostgreSQLAnswers(t *testing.T) {
	t.Parallel()
	server := testenv.OwnRedis(t)
	options, err := redis.ParseURL(server.URL())
	require.NoError(t, err)
	options.MaxRetries, options.DialerRetries = -1, 1
	client := redis.NewClient(options)
	t.Cleanup(func() { _ = client.Close() }) // It has nothing more to say.
	a := newArenaOn(t, client, "t:", nil)
	require.NoError(t, server.Kill())
	one := a.player()
	lost := a.score(one, 5)
	b := a.now(board.Weekly)
	asked := time.Now()
	require.Equal(t, a.model(b), top(t, a.Service, b))
	a.score(one, 6)
	if kept := top(t, a.Service, b)[0].Score; time.Since(asked) < 5*time.Second { // It is kept for that long.
		require.Equal(t, 5, kept, "the same answer is kept for a moment")
	}
	a.void(lost)
	require.Equal(t, 6, top(t, a.Service, b)[0].Score, "but not with what was taken away")
	places, err := a.Places(t.Context(), b, []uuid.UUID{one})
	require.NoError(t, err)
	require.Equal(t, 6, places[one].Score)
	require.Error(t, a.Forget(t.Context(), one), "it is to be tried again")
	_, err = a.Reconcile(t.Context())
	require.Error(t, err)
	require.NoError(t, server.Restart(t.Context()))
	await(t, func() bool {
		_, err := a.Reconcile(context.Background())
		return err == nil && a.whole(b)
	}, "redis is used again")
	require.Equal(t, a.model(b), top(t, a.Service, b))
}

// The node that has the boards dies, with the mark or without: while it is away
// PostgreSQL answers, and a node that comes back empty is filled.
func TestLosingTheNodeOfTheBoardsLosesNothing(t *testing.T) {
	t.Parallel()
	nodes := testenv.OwnRedisCluster(t)
	client, err := keyvalue.Open(nodes.URL())
	require.NoError(t, err)
	t.Cleanup(func() { _ = client.Close() }) // It has nothing more to say.
	a := newArenaOn(t, client, "t:", nil)
	people := a.players(10)
	b := a.now(board.Daily)
	a.reconcile()
	owner, err := nodes.Owner(t.Context(), "{boards}")
	require.NoError(t, err)
	for range 2 {
		stop := make(chan struct{})
		writers := a.rush(4, people, stop)
		require.NoError(t, owner.Kill())
		for range 5 {
			top(t, a.Service, b)
		}
		_, err := a.Reconcile(t.Context())
		require.Error(t, err)
		require.NoError(t, owner.Restart(t.Context()))
		require.NoError(t, nodes.Whole(t.Context()))
		close(stop)
		writers.Wait()
		await(t, func() bool {
			_, err := a.Reconcile(context.Background())
			return err == nil && a.whole(b)
		}, "the node is back and whole")
		require.Equal(t, a.model(b), append([]board.Entry{}, top(t, a.Service, b)...))
	}
}
