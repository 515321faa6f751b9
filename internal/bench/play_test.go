package bench

import (
	"context"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"zuka/internal/bench/load"
)

// framed is a frame as a server sends it.
func framed(kind byte, payload string) []byte {
	head := []byte{0x80 | kind}
	switch {
	case len(payload) < 126:
		head = append(head, byte(len(payload)))
	case len(payload) < 1<<16:
		head = binary.BigEndian.AppendUint16(append(head, 126), uint16(len(payload)))
	default:
		head = binary.BigEndian.AppendUint64(append(head, 127), uint64(len(payload)))
	}
	return append(head, payload...)
}

// scripted is a connection on which a server says something and hangs up.
func scripted(t *testing.T, parts ...[]byte) *frames {
	t.Helper()
	ours, theirs := net.Pipe()
	go func() {
		for _, part := range parts {
			_, _ = theirs.Write(part)
		}
		_ = theirs.Close()
	}()
	t.Cleanup(func() { _ = ours.Close() })
	return &frames{wire: ours}
}

func TestFramesAreReadHoweverTheyCome(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		lengths := rapid.SliceOfN(rapid.SampledFrom([]int{0, 1, 125, 126, 3000, 65535, 65536, 70000}), 1, 5).Draw(r, "lengths")
		var all []byte
		for i, length := range lengths {
			all = append(all, framed(textFrame, strings.Repeat(string(rune('a'+i)), length))...)
		}
		var parts [][]byte
		for len(all) > 0 {
			cut := min(len(all), rapid.IntRange(1, 50_000).Draw(r, "cut"))
			parts, all = append(parts, all[:cut]), all[cut:]
		}
		read := scripted(t, parts...)
		for i, length := range lengths {
			kind, payload, err := read.next()
			require.NoError(r, err)
			require.Equal(r, byte(textFrame), kind)
			require.Equal(r, strings.Repeat(string(rune('a'+i)), length), string(payload))
		}
		_, _, err := read.next()
		require.ErrorIs(r, err, io.EOF)
	})
}

func TestFramesThatAreNotRead(t *testing.T) {
	t.Parallel()
	for name, text := range map[string][]byte{
		"in parts": {0x01, 0}, "compressed": {0xc1, 0}, "masked": {0x81, 0x80}, "too long": append([]byte{0x81, 127}, 0xff, 0, 0, 0, 0, 0, 0, 0),
	} {
		_, _, err := scripted(t, text).next()
		require.Error(t, err, name)
		require.NotErrorIs(t, err, io.EOF, name)
	}
}

const (
	snapshot = `{"id":"1","type":"next","payload":{"data":{"leaderboard":{"snapshot":true,"changes":{"entries":[` +
		`{"rank":1,"score":70,"player":{"key":"a","name":"Ada O.","gem":"RUBY"}},{"rank":2,"score":60,"player":{"key":"b","name":"Bola A.","gem":"RUBY"}}],"left":[]}`
	overtaken = `{"id":"1","type":"next","payload":{"data":{"leaderboard":{"snapshot":false,"changes":{"entries":[` +
		`{"rank":1,"score":80,"player":{"key":"c","name":"Chi E.","gem":"RUBY"}},{"rank":2,"score":70,"player":{"key":"a","name":"Ada O.","gem":"RUBY"}}],"left":["b"]}`
)

func TestScenesFollowOneAnother(t *testing.T) {
	t.Parallel()
	var all scenes
	_, err := all.after(&all.dark, []byte(overtaken))
	require.ErrorContains(t, err, "before a snapshot")
	first, err := all.after(&all.dark, []byte(snapshot))
	require.NoError(t, err)
	again, err := all.after(&all.dark, []byte(snapshot))
	require.NoError(t, err)
	require.Same(t, first, again)
	next, err := all.after(first, []byte(overtaken))
	require.NoError(t, err)
	require.Len(t, next.places, 2)
	require.Equal(t, []string{"c", "a"}, []string{next.places[0].Player.Key, next.places[1].Player.Key})
	require.Same(t, next, all.of(next.places), "who has the same has one scene, by whatever way")
	for _, text := range []string{``, `{"id":"1","type":"error","payload":{"data":{"a":{`, `{"type":"next","payload":{"data":{"other":{"a":1`} {
		_, err := all.after(first, []byte(text))
		require.Error(t, err, text)
	}
}

func TestWhatAMessageTells(t *testing.T) {
	t.Parallel()
	shared, own, err := splitNews([]byte(snapshot + string(ownPlace(3, 50)) + `,"players":7}}}}`))
	require.NoError(t, err)
	require.Equal(t, snapshot, string(shared))
	require.Equal(t, `,"me":{"rank":3,"score":50},"players":7}}}}`, string(own))
	require.Equal(t, 70, topScore(shared))
	require.Zero(t, topScore([]byte(`{"entries":[]`)))
	_, _, err = splitNews([]byte(`{"id":"1","type":"complete"}`))
	require.Error(t, err)
	require.NoError(t, started([]byte(`{"data":{"gameStart":{"round":{"id":"x"},"userErrors":[]}}}`)))
	require.Error(t, started([]byte(`{"data":{"gameStart":{"round":null}}}`)))
	require.NoError(t, finished([]byte(`{"data":{"gameFinish":{"score":{"id":"x"},"userErrors":[]}}}`)))
	require.Error(t, finished([]byte(`{"data":{"gameFinish":{"score":{"id":"x"},"userErrors":[{"code":"SCORE_REJECTED"}]}}}`)))
	require.NoError(t, placed([]byte(`{"me":{"rank":1}}`)))
	require.Error(t, placed([]byte(`{"me":null}`)))
}

// TestAHallIsPlayedIn plays before few, by all the steps of the whole.
func TestAHallIsPlayedIn(t *testing.T) {
	t.Parallel()
	server, database, options := opened(t)
	a, err := options.openArcade(t.Context(), database, hall{
		spectators: 20, sittings: 10, players: 10, every: time.Millisecond, single: 2, step: 300 * time.Millisecond, hurried: 8, places: 200,
	})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, a.shut(context.WithoutCancel(t.Context()))) })
	submits, err := a.submitAll(t.Context(), &options, server)
	require.NoError(t, err)
	require.Len(t, submits, 3)
	for _, who := range []audience{{"guests", a.guests}, {"players", a.players[:2]}} {
		seen := &show{name: who.name, spectators: 20}
		require.NoError(t, a.show(t.Context(), &options, server, who, seen))
		require.Zero(t, seen.stale)
		require.GreaterOrEqual(t, seen.single.Requests, 20, "each is told")
		require.Positive(t, seen.hurried.Requests)
		require.Equal(t, 8, seen.submits.Requests)
	}
	large, err := a.measureLarge(t.Context(), &options, server)
	require.NoError(t, err)
	require.NoError(t, large.first)
	require.Zero(t, large.wrong)
	require.Len(t, large.reads, 3)
}

func TestTheReportOfPlayIsMarkdown(t *testing.T) {
	t.Parallel()
	p := &play{
		hall:    fullHall,
		submits: []submitting{{what: "start"}, {what: "finish", bound: true, figures: load.Figures{Requests: 1, P99: 16 * time.Millisecond}}},
		shows: []*show{
			{name: "guests", spectators: 1000, empty: 100 << 20, seated: 130 << 20, highest: 150 << 20, perSecond: 30_000, single: load.Figures{Requests: 1, P99: mostDelay}},
			{name: "players", spectators: 1000, stale: 1},
		},
		large: &largeBoard{places: 5, rebuilt: mostRebuild, reads: []largeRead{{what: "own", bound: true, figures: load.Figures{Requests: 1, P99: mostPlace}}}, wrong: 1},
	}
	var out strings.Builder
	r := report{play: p}
	r.write(&out)
	for _, want := range []string{
		"**missed**, p99 to 15ms", "met, p99 to 500ms", "| 30000 | met, at least 30000 |", "| 30.7 KB | met, to 40 KB | 51.2 KB | **missed**, to 40 KB |",
		"| 0 | met, none |", "| 1 | **missed**, none |", "met, p99 to 5ms", "| 30.0 s | met, to 30s |", "`MEMORY_TARGET` is its default",
	} {
		require.Contains(t, out.String(), want)
	}
	columns := 0
	for line := range strings.Lines(out.String()) {
		switch {
		case !strings.HasPrefix(line, "|"):
			columns = 0
		case columns == 0:
			columns = strings.Count(line, "|")
		default:
			require.Equal(t, columns, strings.Count(line, "|"), line)
		}
	}
	require.NoError(t, r.failure())
	p.shows[0].first = errors.New("broken")
	require.EqualError(t, r.failure(), "showing a board to guests: broken")
}
