package app_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"runtime"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"zuka/ent/db/gamescore"
	"zuka/graph"
	"zuka/graph/loader"
	"zuka/internal/platform/pubsub"
	"zuka/internal/platform/viewer"
	"zuka/internal/server"
	"zuka/internal/shop/game/board"
	"zuka/internal/shop/game/live"
	"zuka/internal/testenv"
)

// stands are a board in memory on which three of ten places change at each read,
// and on which everybody who asks stands.
type stands struct{ reads atomic.Int64 }

// RawTop are the first places.
func (s *stands) RawTop(_ context.Context, _ board.Board, n int) ([]board.Entry, error) {
	turn := int(s.reads.Add(1))
	entries := make([]board.Entry, n)
	for i := range entries {
		entries[i] = board.Entry{Rank: i + 1, User: uuid.NewSHA1(uuid.NameSpaceOID, []byte{byte(i)}), Score: 1_000_000 - i*1000}
	}
	for i := range 3 {
		entries[i].Score += turn % 1000
	}
	return entries, nil
}

// PlayersOf is everybody.
func (*stands) PlayersOf(_ context.Context, ids []uuid.UUID) (map[uuid.UUID]board.Player, error) {
	found := make(map[uuid.UUID]board.Player, len(ids))
	for _, id := range ids {
		found[id] = board.Player{Key: id.String()[:24], Name: "Ada O.", Gem: "bronze"}
	}
	return found, nil
}

// Places move at each read too.
func (s *stands) Places(_ context.Context, _ board.Board, users []uuid.UUID) (map[uuid.UUID]board.Place, error) {
	found := make(map[uuid.UUID]board.Place, len(users))
	for i, id := range users {
		found[id] = board.Place{Rank: 200 + i + int(s.reads.Load())%100, Score: 7, ScoreID: i + 1}
	}
	return found, nil
}

// Count is how many play.
func (*stands) Count(context.Context, board.Board) (int, error) { return 5000, nil }

// doormen know a visitor by the number in the cookie.
type doormen struct{ signedIn bool }

// ByCookie is somebody else for each token.
func (d doormen) ByCookie(_ context.Context, token string, client viewer.Client) (viewer.Viewer, error) {
	v := viewer.Viewer{Session: uuid.NewSHA1(uuid.NameSpaceURL, []byte(token)), Client: client}
	if d.signedIn {
		v.User, v.Role = v.Session, viewer.Customer
	}
	return v, nil
}

// ByAccess is nobody.
func (d doormen) ByAccess(context.Context, string, viewer.Client) (v viewer.Viewer, expired bool, err error) {
	return viewer.Viewer{}, false, nil
}

// theatre is the whole way from the news of a board to sockets, without a database.
type theatre struct {
	testing.TB
	hub     *pubsub.Hub
	address string
	seats   []seat
	buffer  []byte
}

// seat is a client's end of a socket.
type seat struct{ wire net.Conn }

func openTheatre(t testing.TB, signedIn bool) *theatre {
	t.Helper()
	client, prefix := testenv.RedisClient(t)
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	hub := pubsub.New(client, pubsub.Options{Prefix: prefix, Log: log})
	hub.Start()
	t.Cleanup(hub.Stop)
	boards := live.New(live.Config{Source: new(stands), Hub: hub, Log: log, Every: time.Millisecond})
	boards.Start()
	t.Cleanup(boards.Stop)
	handler := server.New(server.Options{
		Schema: graph.NewSchema(&graph.Resolver{Live: boards}), Sessions: doormen{signedIn}, Log: log, Present: graph.Presenter(log, server.RequestID),
		Attach: func(ctx context.Context) context.Context { return loader.Attach(ctx, new(loader.Sources)) },
	})
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	ctx, stop := context.WithCancel(context.Background())
	served := make(chan error, 1)
	go func() { served <- server.Serve(ctx, listener, handler, log, 5*time.Second) }()
	h := &theatre{TB: t, hub: hub, address: listener.Addr().String(), buffer: make([]byte, 1<<20)}
	t.Cleanup(func() {
		for _, one := range h.seats {
			_ = one.wire.Close()
		}
		stop()
		require.NoError(t, <-served)
	})
	return h
}

const seatDocument = `{"query":"subscription Board { leaderboard(game: TETRIS, period: ALL_TIME, top: 10) {\n  snapshot changes { entries { rank score player { key name gem } } left } me { rank score } players } }"}`

// masked is a client's frame.
func masked(text string) []byte {
	head := []byte{0x81, 0x80 | 126}
	head = binary.BigEndian.AppendUint16(head, uint16(len(text)))
	return append(append(head, 0, 0, 0, 0), text...)
}

// fill seats n more.
func (h *theatre) fill(n int) {
	h.Helper()
	for range n {
		wire, err := net.Dial("tcp", h.address)
		require.NoError(h, err)
		_, err = fmt.Fprintf(wire, "GET /graphql HTTP/1.1\r\nHost: %s\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"+
			"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\nCookie: zuka_session=%d\r\n"+
			"User-Agent: Mozilla/5.0 (X11; Linux x86_64)\r\n\r\n", h.address, len(h.seats)/10)
		require.NoError(h, err)
		one := seat{wire}
		h.seats = append(h.seats, one)
		reader := bufio.NewReaderSize(wire, 512)
		answer, err := http.ReadResponse(reader, nil)
		require.NoError(h, err)
		require.Equal(h, http.StatusSwitchingProtocols, answer.StatusCode)
		_, err = wire.Write(masked(`{"type":"connection_init"}`))
		require.NoError(h, err)
		require.Equal(h, `{"type":"connection_ack"}`, string(h.next(one)))
		_, err = wire.Write(masked(`{"id":"1","type":"subscribe","payload":` + seatDocument + `}`))
		require.NoError(h, err)
		require.Contains(h, string(h.next(one)), `"snapshot":true`)
	}
}

// next reads one message, and allocates nothing.
func (h *theatre) next(one seat) []byte {
	for {
		require.NoError(h, readFull(one.wire, h.buffer[:2]))
		kind, length := h.buffer[0]&15, int(h.buffer[1])
		if length == 126 {
			require.NoError(h, readFull(one.wire, h.buffer[:2]))
			length = int(binary.BigEndian.Uint16(h.buffer))
		}
		require.NoError(h, readFull(one.wire, h.buffer[:length]))
		if kind == 9 {
			_, err := one.wire.Write(append([]byte{0x8a, 0x80 | byte(length), 0, 0, 0, 0}, h.buffer[:length]...))
			require.NoError(h, err)
			continue
		}
		require.Equal(h, byte(1), kind)
		return h.buffer[:length]
	}
}

func readFull(wire net.Conn, into []byte) error {
	_, err := io.ReadFull(wire, into)
	return err
}

// turn changes the board once and reads what everybody is told of it.
func (h *theatre) turn() {
	require.NoError(h, h.hub.Publish(context.Background(), board.Channel(board.At(gamescore.GameTypeTetris, board.AllTime, time.Now())), nil))
	for _, one := range h.seats {
		if text := h.next(one); !bytes.Contains(text, []byte(`"snapshot":false`)) {
			require.FailNow(h, "no change", string(text))
		}
	}
}

// held is what the process holds, in bytes.
type held struct{ heap, stack float64 }

func holding() held {
	var m runtime.MemStats
	for range 3 { // A stack shrinks by half at most, each time.
		runtime.GC()
	}
	runtime.ReadMemStats(&m)
	return held{float64(m.HeapAlloc), float64(m.StackInuse)}
}

// cost is what one socket holds, in KiB, and what one event takes.
type cost struct {
	heap, stack    float64
	bytes, objects float64
	took           time.Duration
}

// watched is what n sockets cost while more tells that there is another event.
func (h *theatre) watched(n int, more func() bool) (c cost) {
	h.fill(10)
	before := holding()
	h.fill(n)
	after := holding()
	c.heap, c.stack = (after.heap-before.heap)/float64(n)/1024, (after.stack-before.stack)/float64(n)/1024
	h.turn()
	var from, to runtime.MemStats
	runtime.ReadMemStats(&from)
	begun, events := time.Now(), 0
	for more() {
		h.turn()
		events += len(h.seats)
	}
	c.took = time.Since(begun) / time.Duration(max(events, 1))
	runtime.ReadMemStats(&to)
	c.bytes = float64(to.TotalAlloc-from.TotalAlloc) / float64(events)
	c.objects = float64(to.Mallocs-from.Mallocs) / float64(events)
	return c
}

// TestASocketCostsLittle holds what ten thousand of one board need: it measures the
// whole process, so nothing runs beside it.
func TestASocketCostsLittle(t *testing.T) {
	for name, signedIn := range map[string]bool{"guests": false, "players": true} {
		t.Run(name, func(t *testing.T) {
			turns := 0
			c := openTheatre(t, signedIn).watched(200, func() bool { turns++; return turns <= 20 })
			t.Logf("%+v", c)
			require.Less(t, c.heap+c.stack, 40.0, "KiB a socket")
			if !signedIn { // They are told the same, which is written once.
				require.Less(t, c.bytes, 1024.0, "bytes an event")
			}
		})
	}
}

// BenchmarkSeats is what a socket that follows a board costs, at rest and an event.
func BenchmarkSeats(b *testing.B) {
	for name, signedIn := range map[string]bool{"guests": false, "players": true} {
		b.Run(name, func(b *testing.B) {
			c := openTheatre(b, signedIn).watched(400, b.Loop)
			b.ReportMetric(c.heap, "heapKB/socket")
			b.ReportMetric(c.stack, "stackKB/socket")
			b.ReportMetric(c.bytes, "B/event")
			b.ReportMetric(c.objects, "allocs/event")
			b.ReportMetric(float64(c.took.Nanoseconds()), "ns/event")
		})
	}
}
