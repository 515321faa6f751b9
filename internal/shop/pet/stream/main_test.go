package stream

import (
	"context"
	"strconv"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"zuka/internal/platform/pubsub"
	"zuka/internal/testenv"
)

func TestMain(m *testing.M) { testenv.Main(m) }

// server is a process that writes or follows answers.
type server struct {
	testing.TB
	*Log
}

// servers are processes on the same Redis.
func servers(t testing.TB, n int) (all []server, client redis.UniversalClient) {
	client, prefix := testenv.RedisClient(t)
	return serversOn(t, client, prefix, n), client
}

// eachServers is a test of two processes, on one Redis and on a cluster.
func eachServers(t *testing.T, test func(t *testing.T, all []server)) {
	testenv.EachRedis(t, func(t *testing.T, client redis.UniversalClient, prefix string) {
		test(t, serversOn(t, client, prefix, 2))
	})
}

func serversOn(t testing.TB, client redis.UniversalClient, prefix string, n int) (all []server) {
	for range n {
		hub := pubsub.New(client, pubsub.Options{Prefix: prefix, Heartbeat: time.Minute, ConfirmTimeout: time.Minute})
		hub.Start()
		t.Cleanup(hub.Stop)
		// More than a busy machine takes for an answer of Redis, which does not hang here.
		all = append(all, server{t, New(Config{Redis: client, Hub: hub, Prefix: prefix, OpTimeout: 20 * time.Second})})
	}
	return all
}

func nothingStored(context.Context, int) ([]Event, error) { return nil, nil }

// text is a piece of an answer.
func text(run uuid.UUID, seq int) Event {
	return Event{Seq: seq, Run: run, Kind: Text, Text: strconv.Itoa(seq)}
}

func (s server) write(conversation, run uuid.UUID, attempt int, events ...Event) {
	s.Helper()
	require.NoError(s, s.Append(s.Context(), conversation, run, attempt, events...))
}

// next are the numbers of the next n events.
func next(t testing.TB, from <-chan Event, n int) (seqs []int) {
	t.Helper()
	for range n {
		select {
		case event, open := <-from:
			require.True(t, open, "the events ended after %v", seqs)
			seqs = append(seqs, event.Seq)
		case <-time.After(time.Minute):
			require.FailNow(t, "no event came", "after %v", seqs)
		}
	}
	return seqs
}

func from(first, last int) (seqs []int) {
	for seq := first; seq <= last; seq++ {
		seqs = append(seqs, seq)
	}
	return seqs
}
