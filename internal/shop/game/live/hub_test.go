package live_test

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"zuka/ent/db/gamescore"
	"zuka/internal/devstack"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/pubsub"
	"zuka/internal/shop/game/board"
	"zuka/internal/shop/game/live"
	"zuka/internal/testenv/leak"
)

const patience = 20 * time.Second

// table is a Source of which all are on the top.
type table struct {
	mu      sync.Mutex
	entries []board.Entry
}

func (b *table) set(entries ...board.Entry) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.entries = entries
}

func (b *table) RawTop(context.Context, board.Board, int) ([]board.Entry, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Clone(b.entries), nil
}

func (b *table) Count(context.Context, board.Board) (int, error) { return 0, nil }

func (b *table) PlayersOf(_ context.Context, ids []uuid.UUID) (map[uuid.UUID]board.Player, error) {
	found := map[uuid.UUID]board.Player{}
	for _, id := range ids {
		found[id] = board.Player{Key: id.String()}
	}
	return found, nil
}

func (b *table) Places(context.Context, board.Board, []uuid.UUID) (map[uuid.UUID]board.Place, error) {
	return map[uuid.UUID]board.Place{}, nil
}

// process is one copy of the service.
type process struct {
	*live.Service
	hub *pubsub.Hub
}

func newProcess(t *testing.T, url string, source live.Source) process {
	t.Helper()
	options, err := redis.ParseURL(url)
	require.NoError(t, err)
	client := redis.NewClient(options)
	t.Cleanup(func() { require.NoError(t, client.Close()) })
	// A killed Redis is noticed without the heartbeat, which on a busy machine would tell
	// of losses that there are not.
	hub := pubsub.New(client, pubsub.Options{Heartbeat: patience, ConfirmTimeout: patience})
	hub.Start()
	t.Cleanup(hub.Stop)
	service := live.New(live.Config{Source: source, Hub: hub})
	service.Start()
	t.Cleanup(service.Stop)
	return process{service, hub}
}

// newRedis is a server of the test's own. It is the first thing that a test
// asks for, so its look for goroutines is the last thing the test does.
func newRedis(t *testing.T) *devstack.Server {
	t.Helper()
	before := goleak.IgnoreCurrent()
	// The client's pool notices up to a second after it was closed that it need
	// not try to dial any more.
	dialing := goleak.IgnoreAnyFunction("github.com/redis/go-redis/v9/internal/pool.(*ConnPool).tryDial")
	t.Cleanup(func() { leak.None(t, before, dialing) })
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	server, err := devstack.StartRedis(ctx, devstack.Options{Throwaway: true, Install: true})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, server.Stop(context.Background())) })
	return server
}

func shown(t *testing.T, updates <-chan *live.Update) *live.Update {
	t.Helper()
	select {
	case u, open := <-updates:
		require.True(t, open, "closed")
		return u
	case <-time.After(patience):
		require.FailNow(t, "nothing is shown")
		return nil
	}
}

func TestEveryProcessShowsWhatOneTells(t *testing.T) {
	server := newRedis(t)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	source := &table{}
	var processes []process
	var readers []<-chan *live.Update
	for range 2 {
		p := newProcess(t, server.URL(), source)
		updates, err := p.Follow(t.Context(), gamescore.GameTypeSnake, board.AllTime, 10, uuid.New())
		require.NoError(t, err)
		require.True(t, shown(t, updates).Snapshot)
		processes, readers = append(processes, p), append(readers, updates)
	}
	of := board.At(gamescore.GameTypeSnake, board.AllTime, time.Now())
	row := board.Entry{Rank: 1, User: uuid.New(), Score: 7}
	source.set(row)
	require.NoError(t, processes[0].hub.Publish(ctx, board.Channel(of), []byte("1")))
	for _, updates := range readers {
		u := shown(t, updates)
		require.False(t, u.Snapshot)
		require.Len(t, u.Entries(), 1)
		require.Equal(t, 7, u.Entries()[0].Score)
	}

	require.NoError(t, server.Kill())
	row.Score = 8
	source.set(row) // Nobody can be told.
	_, err := processes[0].Follow(ctx, gamescore.GameTypeSnake, board.Daily, 10, uuid.Nil)
	found, ok := fault.From(err)
	require.True(t, ok, "%v", err)
	require.Equal(t, fault.ServiceUnavailable, found.Code)
	again, err := processes[0].Follow(ctx, gamescore.GameTypeSnake, board.AllTime, 10, uuid.Nil)
	require.NoError(t, err, "what is followed already can be joined")
	require.Equal(t, 7, shown(t, again).Entries()[0].Score)

	require.NoError(t, server.Restart(ctx))
	for _, updates := range append(readers, again) {
		u := shown(t, updates)
		require.True(t, u.Snapshot)
		require.Equal(t, 8, u.Entries()[0].Score)
	}
	processes[0].hub.Stop()
	for range readers[0] { // Until it is closed.
	}
}
