package transport

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"sync"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/coder/websocket"

	"zuka/internal/platform/fault"
	"zuka/internal/platform/viewer"
)

// farewell is how long the last messages and the close may take. Twice as long
// and a bit is less than the 5 seconds that a stream outlives its session.
const farewell = 2 * time.Second

// socket is one connection. It has two goroutines: the reader, which alone uses
// what has no lock, and one that keeps watch; and one for each operation. There are
// many of them and they wait most of the time, so what takes a deep stack is done
// by the crew.
type socket struct {
	WebSocket
	conn    *websocket.Conn
	wire    *wire
	run     graphql.GraphExecutor
	request *http.Request
	// ctx ends with the socket; its cause is why. Fail ends it.
	ctx  context.Context
	fail context.CancelCauseFunc

	asking         viewer.Viewer
	introduced     bool
	patience       *time.Timer
	leave, unwatch func()
	// watched hands the end of the viewer's session to the watchman.
	watched chan (<-chan struct{})

	operations sync.WaitGroup
	mu         sync.Mutex
	// live are the operations that the client knows, by its ids; working is how
	// many goroutines there are of these and of those that it has stopped.
	live    map[string]*operation
	working int
	// brief are those that a server waits for when it stops, and leaving closes when
	// there are none; it is nil until then.
	brief   int
	leaving chan struct{}
	// over is set when the session has ended: nothing begins any more.
	over bool
}

// serve returns when nothing of the socket is left.
func (s *socket) serve() {
	var helpers sync.WaitGroup
	defer func() { s.leave() }()
	defer func() { s.unwatch() }()
	defer helpers.Wait()
	defer s.operations.Wait()
	defer s.fail(nil)
	s.patience = time.AfterFunc(or(s.InitTimeout, defaultInitTimeout), func() { s.fail(closeInitTimeout) })
	defer s.patience.Stop()
	helpers.Go(func() { s.keep(&helpers) })
	s.read()
}

// read handles what the client sends. It goes on reading when the socket has
// failed, for the client's own close comes then. Its context never ends: that
// would cut the connection off before the client is told why.
func (s *socket) read() {
	for {
		kind, body, err := s.conn.Read(context.WithoutCancel(s.ctx))
		switch {
		case errors.Is(err, websocket.ErrMessageTooBig):
			s.fail(closeTooLarge)
			return
		case err != nil:
			return // The client has gone.
		case s.ctx.Err() != nil:
		case kind != websocket.MessageText:
			s.fail(closeBadMessage)
		default:
			s.Streams.crew.do(func() { s.handle(body) })
		}
	}
}

// keep watches for what ends the socket, and tells the client of its end. Pings are
// sent by helpers, who wait for the answer: a goroutine for them would do nothing
// else most of the time.
func (s *socket) keep(helpers *sync.WaitGroup) {
	beat := time.NewTicker(or(s.Heartbeat, defaultHeartbeat))
	defer beat.Stop()
	var ended, idle <-chan struct{}
	var last, turn <-chan time.Time
	stopping := s.Streams.stopping
	for s.ctx.Err() == nil {
		select {
		case ended = <-s.watched:
		case <-ended:
			// What a stream itself has to say of it goes before.
			ended, last = nil, time.After(lastWords)
			s.shut()
		case <-last:
			s.expel()
			s.fail(closeEnded)
		case <-stopping:
			stopping, turn = nil, s.Streams.turn()
		case <-turn:
			turn, idle = nil, s.finished()
		case <-idle:
			s.fail(closeStopping)
		case <-beat.C:
			helpers.Go(s.ping)
		case <-s.ctx.Done():
		}
	}
	s.hangUp()
}

// hangUp tells the client why, and waits for its own close for so long, or
// until the server cuts off what takes too long.
func (s *socket) hangUp() {
	s.wire.hurry(farewell)
	_ = s.wire.SetReadDeadline(time.Now().Add(farewell)) // What cannot set one ends when its client does.
	defer context.AfterFunc(s.Streams.life, func() { _ = s.wire.Close() })()
	if why, told := context.Cause(s.ctx).(closing); told {
		_ = s.conn.Close(why.code, why.reason) // The client may have gone.
		return
	}
	_ = s.conn.CloseNow()
}

// ping finds clients that have gone without a word.
func (s *socket) ping() {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(s.ctx), or(s.Heartbeat, defaultHeartbeat))
	defer cancel()
	if err := s.conn.Ping(ctx); err != nil {
		s.fail(err)
	}
}

// message is what a client sends.
type message struct {
	ID      string          `json:"id"`
	Type    string          `json:"type"`
	Payload json.RawMessage `json:"payload"`
}

// none tells that a message has no payload, isObject that it has one of the
// form that the protocol wants.
func (m message) none() bool { return len(m.Payload) == 0 || string(m.Payload) == "null" }

func (m message) isObject() bool { return len(m.Payload) > 0 && m.Payload[0] == '{' }

// spoken is a message to a client. Its id and payload are JSON already; encoding/json
// would read all of it again, and for each of many the same.
type spoken struct {
	id      []byte
	kind    string
	payload []byte
}

// text appends the message in JSON.
func (m spoken) text(out []byte) []byte {
	out = append(out, '{')
	if len(m.id) > 0 {
		out = append(append(append(out, `"id":`...), m.id...), ',')
	}
	out = append(append(append(out, `"type":"`...), m.kind...), '"')
	if len(m.payload) > 0 {
		out = append(append(out, `,"payload":`...), m.payload...)
	}
	return append(out, '}')
}

// handle does what a message asks for. A panic, which here would end the process,
// ends the socket.
func (s *socket) handle(body []byte) {
	defer func() {
		if thrown := recover(); thrown != nil {
			_ = s.presented(thrown)
			s.fail(closeBroken)
		}
	}()
	body, _ = nameBroken(body)
	var got message
	if json.Unmarshal(body, &got) != nil || !got.none() && !got.isObject() {
		s.fail(closeBadMessage)
		return
	}
	switch got.Type {
	case "connection_init":
		s.introduce(got)
	case "ping":
		if got.none() {
			got.Payload = nil
		}
		s.send(spoken{kind: "pong", payload: got.Payload})
	case "pong":
	case "subscribe":
		s.subscribe(got)
	case "complete":
		s.stop(got.ID)
	default:
		s.fail(closeBadMessage)
	}
}

// introduce finds out who asks: whom the upgrade's cookie or header names, or
// whom the client says now.
func (s *socket) introduce(got message) {
	if s.introduced {
		s.fail(closeTwice)
		return
	}
	s.introduced = true
	if !s.patience.Stop() {
		return // Too late; the socket is being closed.
	}
	var said struct{ Authorization any }
	if !got.none() && json.Unmarshal(got.Payload, &said) != nil {
		s.fail(closeBadMessage)
		return
	}
	// Clients without a token send an empty one.
	if said.Authorization != nil && said.Authorization != "" {
		word, isText := said.Authorization.(string)
		if !isText {
			s.fail(closeForbidden)
			return
		}
		if why := s.identify(word); why != nil {
			s.fail(why)
			return
		}
	}
	ended, unwatch := s.Streams.watch(s.asking)
	s.unwatch = unwatch
	s.watched <- ended
	s.send(spoken{kind: "connection_ack"})
}

// identify makes the socket another viewer's, to whom it is counted from now on.
func (s *socket) identify(authorization string) error {
	if s.Authenticate == nil {
		return closeForbidden
	}
	ctx, cancel := context.WithTimeout(s.ctx, or(s.InitTimeout, defaultInitTimeout))
	defer cancel()
	asking, err := s.Authenticate(s.request.WithContext(ctx), authorization)
	if known, ok := fault.From(err); ok && known.Code != fault.ServiceUnavailable {
		return closing{forbidden, known.Message}
	}
	if err != nil {
		return closeTryAgain
	}
	if asking.Owner() != s.asking.Owner() {
		leave, in := s.Streams.enter(Socket, asking.Owner(), mostSockets)
		if !in {
			return closeTooMany
		}
		s.leave()
		s.leave = leave
	}
	s.asking = asking
	return nil
}

// send writes one message.
func (s *socket) send(out spoken) bool { return s.write(s.ctx, out) }

// write sends a message unless what it is about has ended, and gives the socket up
// if its client reads none.
func (s *socket) write(about context.Context, out spoken) bool {
	sent, err := s.wire.send(about, out)
	if err != nil {
		s.fail(err)
	}
	return sent
}
