package app_test

import (
	"context"
	"encoding/json"
	"net"
	"net/http"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/stretchr/testify/require"

	"zuka/internal/app"
)

// ending is a server that can be stopped, as a deployment does.
type ending struct {
	*app.App
	address string
	stop    func() error
}

func (s *stadium) ending() ending {
	s.t.Helper()
	config := s.config
	config.NoJobs, config.Grace = true, 5*time.Second
	shop := open(s.t, config)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(s.t, err)
	running, stop := context.WithCancel(s.t.Context())
	served := make(chan error, 1)
	go func() { served <- shop.Run(running, listener) }()
	return ending{shop, "ws://" + listener.Addr().String() + "/graphql", func() error {
		stop()
		defer shop.Close()
		return <-served
	}}
}

// watchesAt shows a board over a WebSocket of a server of the network. What
// closes the socket comes out of the channel.
func (v *visitor) watchesAt(address, game, period string) (*screen, <-chan websocket.StatusCode) {
	v.t.Helper()
	conn, _, err := websocket.Dial(v.t.Context(), address, &websocket.DialOptions{
		Subprotocols: []string{"graphql-transport-ws"}, HTTPHeader: http.Header{"X-Client-Platform": {string(v.platform)}},
	})
	require.NoError(v.t, err)
	v.t.Cleanup(func() { _ = conn.CloseNow() })
	s := socket{conn, v.t}
	s.say(map[string]any{"type": "connection_init", "payload": map[string]any{"authorization": "Bearer " + v.access}})
	s.hears("", "connection_ack")
	s.subscribe("1", "subscription { told: "+boardField(game, period)+" }")
	events, closed := make(chan string, 100), make(chan websocket.StatusCode, 1)
	go func() {
		defer close(events)
		for {
			_, text, err := s.Read(v.t.Context())
			if err != nil {
				closed <- websocket.CloseStatus(err)
				return
			}
			var got struct{ Payload json.RawMessage }
			if json.Unmarshal(text, &got) != nil {
				return
			}
			events <- string(got.Payload)
		}
	}()
	return newScreen(&follower{t: v.t, what: game, events: events}), closed
}

// What is played at one server is shown at the other, never older than before;
// when one server stops, those at the other
// watch on, and those who come over from it are shown the same.
func TestPlayLiveABoardIsOneForAllServers(t *testing.T) {
	t.Parallel()
	s := newStadium(t, 6)
	leaving := s.ending()
	a, b := s.players[0], s.players[1]
	here := []*screen{a.watchesBySocket("TETRIS", "WEEKLY"), b.watches(s.server, "TETRIS", "DAILY")}
	there, closed := b.watchesAt(leaving.address, "TETRIS", "WEEKLY")
	for i, v := range s.players { // One after the other at either server.
		v.at([]*app.App{s.shop, leaving.App}[i%2]).scores("TETRIS", 10*i+5)
		for _, one := range append(here, there) {
			one.ends(s.truth("TETRIS", nil, nil))
		}
	}
	require.Equal(t, map[string]any{"rank": 5.0, "score": 15.0}, there.me, "each is told their own place")
	require.Equal(t, map[string]any{"rank": 6.0, "score": 5.0}, here[0].me)

	for i := range s.players { // And all at once, half of them at each.
		if i%2 == 1 {
			s.players[i] = s.players[i].at(leaving.App)
		}
	}
	s.play("TETRIS", 8, nil)
	for _, one := range append(here, there) {
		one.ends(s.truth("TETRIS", nil, nil))
	}

	for i := range s.players {
		s.players[i] = s.players[i].at(s.shop)
	}
	stopped := make(chan error, 1)
	s.play("TETRIS", 6, map[int]func(){9: func() { go func() { stopped <- leaving.stop() }() }})
	require.NoError(t, <-stopped)
	require.Equal(t, websocket.StatusGoingAway, <-closed)
	s.players[5].scores("TETRIS", 399)
	for _, one := range here {
		one.ends(s.truth("TETRIS", nil, nil)) // On the stream that they have.
	}
	again := b.watchesBySocket("TETRIS", "WEEKLY")
	require.Equal(t, here[0].shown(), again.shown())
	s.right("TETRIS")
}
