package stream

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"zuka/internal/platform/pubsub"
	"zuka/internal/testenv"
)

func TestAReaderOnAnotherServerHearsEverythingInOrder(t *testing.T) {
	t.Parallel()
	eachServers(t, func(t *testing.T, all []server) {
		conversation, run := uuid.New(), uuid.New()
		all[0].write(conversation, run, 1, text(run, 1), text(run, 2))
		heard, err := all[1].Follow(t.Context(), conversation, 0, nothingStored)
		require.NoError(t, err)
		require.Equal(t, []int{1, 2}, next(t, heard, 2), "what was there before")
		all[0].write(conversation, run, 1, text(run, 3))
		all[0].write(conversation, run, 1, text(run, 4), Event{Seq: 5, Run: run, Kind: Done, Row: 7})
		require.Equal(t, []int{3, 4, 5}, next(t, heard, 3), "what came then")
	})
}

// Readers come and go in the middle of an answer, each time with the last number
// they had: together they hear each event once.
func TestAReaderThatComesBackMissesNothingAndHearsNothingTwice(t *testing.T) {
	t.Parallel()
	eachServers(t, func(t *testing.T, all []server) {
		const events = 400
		conversation, run := uuid.New(), uuid.New()
		var writing sync.WaitGroup
		writing.Go(func() {
			for seq := 1; seq <= events; seq++ {
				all[0].write(conversation, run, 1, text(run, seq))
			}
		})
		var seen []int
		for len(seen) < events {
			ctx, leave := context.WithCancel(t.Context())
			heard, err := all[1].Follow(ctx, conversation, len(seen), nothingStored)
			require.NoError(t, err)
			seen = append(seen, next(t, heard, min(1+rand.IntN(60), events-len(seen)))...)
			leave()
		}
		writing.Wait()
		require.Equal(t, from(1, events), seen)
	})
}

// Whoever takes an answer over reads what was written of it, and the process
// that had it before cannot write any more, however late it wakes up.
func TestATakenOverAnswerHasOneWriter(t *testing.T) {
	t.Parallel()
	eachServers(t, func(t *testing.T, all []server) {
		conversation, run, other := uuid.New(), uuid.New(), uuid.New()
		all[0].write(conversation, other, 1, text(other, 1))
		all[0].write(conversation, run, 1, text(run, 11), text(run, 12))
		written, err := all[1].Claim(t.Context(), conversation, run, 2)
		require.NoError(t, err)
		require.Equal(t, []Event{text(run, 11), text(run, 12)}, written, "of this answer only")
		require.ErrorIs(t, all[0].Append(t.Context(), conversation, run, 1, text(run, 13)), ErrShutOut)
		_, err = all[0].Claim(t.Context(), conversation, run, 1)
		require.ErrorIs(t, err, ErrShutOut)
		all[1].write(conversation, run, 2, text(run, 13))
		events, err := all[0].After(t.Context(), conversation, 11)
		require.NoError(t, err)
		require.Equal(t, []Event{text(run, 12), text(run, 13)}, events)
	})
}

func TestEventsAreKeptForTenMinutes(t *testing.T) {
	t.Parallel()
	all, client := servers(t, 1)
	conversation, run := uuid.New(), uuid.New()
	all[0].write(conversation, run, 1, text(run, 1))
	left, err := client.PTTL(t.Context(), all[0].events(conversation)).Result()
	require.NoError(t, err)
	require.InDelta(t, Kept, left, float64(10*time.Second))
}

// The end of an answer comes although the log lost it, and although nobody told
// of it.
func TestAStoredEndComesWhenTheLogHasNone(t *testing.T) {
	t.Parallel()
	all, client := servers(t, 1)
	conversation, run := uuid.New(), uuid.New()
	all[0].write(conversation, run, 1, text(run, 1), text(run, 2))
	var mu sync.Mutex
	var stored []Event
	ends := func(_ context.Context, after int) ([]Event, error) {
		mu.Lock()
		defer mu.Unlock()
		if len(stored) == 0 || stored[0].Seq <= after {
			return nil, nil
		}
		return stored, nil
	}
	heard, err := all[0].Follow(t.Context(), conversation, 0, ends)
	require.NoError(t, err)
	require.Equal(t, []int{1, 2}, next(t, heard, 2))
	require.NoError(t, client.Del(t.Context(), all[0].events(conversation)).Err())
	mu.Lock()
	stored = []Event{{Seq: 9, Run: run, Kind: Done, Row: 1}}
	mu.Unlock()
	require.Equal(t, []int{9}, next(t, heard, 1))
}

// A conversation that the reader may not see gives an error and no channel.
func TestWhoMayNotSeeAConversationIsTold(t *testing.T) {
	t.Parallel()
	all, _ := servers(t, 1)
	no := errors.New("not yours")
	heard, err := all[0].Follow(t.Context(), uuid.New(), 0, func(context.Context, int) ([]Event, error) { return nil, no })
	require.ErrorIs(t, err, no)
	require.Nil(t, heard)
}

// While Redis is away an answer is not held up: the first word waits for it, the
// others do not.
func TestADeadRedisIsNotAskedForEachWord(t *testing.T) {
	t.Parallel()
	own := testenv.OwnRedis(t)
	options, err := redis.ParseURL(own.URL())
	require.NoError(t, err)
	options.MaxRetries, options.DialTimeout = -1, 100*time.Millisecond
	client := redis.NewClient(options)
	t.Cleanup(func() { _ = client.Close() })
	log := New(Config{Redis: client, Hub: pubsub.New(client, pubsub.Options{})})
	require.NoError(t, own.Kill())
	run := uuid.New()
	require.Error(t, log.Append(t.Context(), run, run, 1, text(run, 1)))
	tried := 0 // After a pause it is asked again, and a slow machine takes some pauses for them all.
	for range 1_000 {
		err := log.Append(t.Context(), run, run, 1, text(run, 1))
		require.Error(t, err)
		if !errors.Is(err, errAway) {
			tried++
		}
	}
	require.Less(t, tried, 50)
}
