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
func servers(t testing.TB, n int) (all []server, client *redis.Client) {
	url, prefix := testenv.Redis(t)
	options, err := redis.ParseURL(url)
	require.NoError(t, err)
	client = redis.NewClient(options)
	t.Cleanup(func() { _ = client.Close() })
	for range n {
		hub := pubsub.New(client, pubsub.Options{Prefix: prefix})
		hub.Start()
		t.Cleanup(hub.Stop)
		all = append(all, server{t, New(Config{Redis: client, Hub: hub, Prefix: prefix})})
	}
	return all, client
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
		case <-time.After(20 * time.Second):
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
