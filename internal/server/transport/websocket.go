package transport

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/coder/websocket"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"zuka/internal/platform/fault"
	"zuka/internal/platform/viewer"
)

const (
	subprotocol = "graphql-transport-ws"
	// mostSockets is how many one viewer may have open: browsers keep one for
	// each page, apps one.
	mostSockets = 10
	// defaultInitTimeout is how long a client may take to introduce itself.
	defaultInitTimeout = 5 * time.Second
)

// WebSocket carries subscriptions and queries over a socket, in the protocol
// graphql-transport-ws and no other. Mutations are refused: they are sent by
// POST, which can hand out a cookie and is guarded against foreign pages.
type WebSocket struct {
	// Streams count the sockets and end them; they must be there.
	Streams *Streams
	// Permit refuses upgrades that come from foreign pages; nil refuses none.
	Permit func(r *http.Request) error
	// Authenticate is who introduces itself by this text in connection_init, as
	// it would by the Authorization header, which not every client can set. Its
	// error is a fault; nil takes nobody's word.
	Authenticate func(r *http.Request, authorization string) (viewer.Viewer, error)
	// InitTimeout is how long a client may take to introduce itself, Heartbeat
	// how often it is pinged, and must have answered by the next time,
	// WriteTimeout how long it may leave a message unread, and Deadline how long
	// a query may take; zero is 5, 12, 5 and 10 seconds.
	InitTimeout, Heartbeat, WriteTimeout, Deadline time.Duration
}

var _ graphql.Transport = WebSocket{}

// Supports takes upgrades to a WebSocket.
func (WebSocket) Supports(r *http.Request) bool {
	return listed(r.Header.Values("Upgrade"), "websocket")
}

// listed tells whether a header that is a list has this word.
func listed(lines []string, word string) bool {
	for one := range strings.SplitSeq(strings.Join(lines, ","), ",") {
		if strings.EqualFold(strings.TrimSpace(one), word) {
			return true
		}
	}
	return false
}

// Do opens one socket, which is served until it is closed. What can be refused before the
// upgrade is answered by a status and JSON.
func (t WebSocket) Do(w http.ResponseWriter, r *http.Request, executor graphql.GraphExecutor) {
	asking := viewer.From(r.Context())
	leave, status, refusal := t.admit(r, asking)
	if refusal != nil {
		if status == http.StatusServiceUnavailable {
			w.Header().Set("Retry-After", "1")
		}
		reply{w, plainJSON}.errors(status, gqlerror.List{shown(refusal)})
		return
	}
	below := &wire{patience: or(t.WriteTimeout, writeTimeout)}
	conn, err := websocket.Accept(upgrading{w, below}, r, &websocket.AcceptOptions{
		Subprotocols: []string{subprotocol}, InsecureSkipVerify: true, // Permit has verified the origin, by the rules of POST.
	})
	if err != nil {
		leave()
		return // It has answered.
	}
	conn.SetReadLimit(MaxBody)
	ctx, fail := context.WithCancelCause(t.Streams.settings.Keep(t.Streams.life, r.Context()))
	s := &socket{
		WebSocket: t, conn: conn, wire: below, run: executor, request: r.WithContext(ctx), ctx: ctx, fail: fail,
		asking: asking, leave: leave, unwatch: func() {}, watched: make(chan (<-chan struct{}), 1),
		live: make(map[string]*operation),
	}
	// The goroutine of the request has grown with all that was done for it, and
	// holds what net/http needs for an answer: it ends.
	go s.serve()
}

// admit refuses what may not have a socket, and counts what may.
func (t WebSocket) admit(r *http.Request, asking viewer.Viewer) (leave func(), status int, refusal *fault.Fault) {
	if t.Permit != nil && t.Permit(r) != nil {
		return nil, http.StatusForbidden, errForeignPage
	}
	if !slices.Contains(offered(r), subprotocol) {
		return nil, http.StatusBadRequest, errSubprotocol
	}
	leave, in := t.Streams.enter(Socket, asking.Owner(), mostSockets)
	if !in {
		return nil, http.StatusTooManyRequests, errTooManySockets
	}
	// Looked at after it was counted: whoever waits for the end of all streams
	// waits for this one, or it sees that it comes too late.
	if t.Streams.stopped() {
		leave()
		return nil, http.StatusServiceUnavailable, errStopping
	}
	return leave, 0, nil
}

// offered are the protocols that a client speaks.
func offered(r *http.Request) []string {
	protocols := strings.Split(strings.Join(r.Header.Values("Sec-WebSocket-Protocol"), ","), ",")
	for i := range protocols {
		protocols[i] = strings.TrimSpace(protocols[i])
	}
	return protocols
}

// What a request for a socket is refused with.
var (
	errForeignPage    = fault.New(fault.Forbidden, "this page may not open sockets here")
	errSubprotocol    = fault.New(fault.BadUserInput, "the subprotocol must be "+subprotocol)
	errTooManySockets = fault.New(fault.RateLimited, "too many sockets are open: close one first")
	errStopping       = fault.New(fault.ServiceUnavailable, "this server stops: connect again")
)

// closing is why a socket is closed, as its client is told. The reason has at
// most 123 bytes.
type closing struct {
	code   websocket.StatusCode
	reason string
}

// Error lets a closing be the cause of a context's end.
func (c closing) Error() string { return c.reason }

const (
	badRequest   websocket.StatusCode = 4400
	unauthorized websocket.StatusCode = 4401
	forbidden    websocket.StatusCode = 4403
	initTimeout  websocket.StatusCode = 4408
	idTaken      websocket.StatusCode = 4409
	tooMany      websocket.StatusCode = 4429
)

// The reasons, in the protocol's words where it has some.
var (
	closeBadMessage  = closing{badRequest, "Invalid message"}
	closeTooLarge    = closing{websocket.StatusMessageTooBig, "Message too large"}
	closeStranger    = closing{unauthorized, "Unauthorized"}
	closeForbidden   = closing{forbidden, "Forbidden"}
	closeEnded       = closing{forbidden, "The session has ended"}
	closeInitTimeout = closing{initTimeout, "Connection initialisation timeout"}
	closeIDTaken     = closing{idTaken, "Subscriber already exists"} // With the id it could be too long.
	closeTwice       = closing{tooMany, "Too many initialisation requests"}
	closeTooMany     = closing{tooMany, "Too many sockets"}
	closeStopping    = closing{websocket.StatusGoingAway, "The server stops"}
	closeTryAgain    = closing{websocket.StatusTryAgainLater, "Try again"}
	closeBroken      = closing{websocket.StatusInternalError, "Internal error"}
)

func or(set, otherwise time.Duration) time.Duration {
	if set > 0 {
		return set
	}
	return otherwise
}
