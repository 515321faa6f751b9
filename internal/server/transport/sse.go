package transport

import (
	"bytes"
	"context"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"zuka/internal/platform/fault"
	"zuka/internal/platform/viewer"
)

const (
	eventStream = "text/event-stream"
	// mostEventStreams is how many one viewer may have open: what a browser
	// with several pages needs, and no more.
	mostEventStreams = 20
	// defaultHeartbeat is shorter than the idle time of any proxy known.
	defaultHeartbeat = 12 * time.Second
	// A browser that loses its stream connects again after a time between these
	// two: not all browsers at once after they have lost the same server.
	soonest, latest = 1 * time.Second, 5 * time.Second
	// writeTimeout is how long a client may leave a message unread.
	writeTimeout = 5 * time.Second
)

// eventsWanted tells how an Accept header asks for a stream of events: before
// anything else, or at all. urql lists it last with every query, for which one
// answer is what it wants.
func eventsWanted(accept []string) (first, listed bool) {
	place := 0
	for offer := range strings.SplitSeq(strings.Join(accept, ","), ",") {
		media, parameters, err := mime.ParseMediaType(offer)
		if err != nil {
			continue
		}
		if media == eventStream && quality(parameters["q"]) > 0 {
			return place == 0, true
		}
		place++
	}
	return false, false
}

// events answers with a stream of server-sent events, in the form that
// graphql-sse calls "distinct connections". Requests that cannot be read are
// refused as everywhere, by a status and JSON.
type events struct {
	reply
	control *http.ResponseController
	timeout time.Duration
}

func newEvents(out reply, timeout time.Duration) events {
	if timeout <= 0 {
		timeout = writeTimeout
	}
	return events{reply: out, control: http.NewResponseController(out.ResponseWriter), timeout: timeout}
}

// begin sends the headers, so that a client knows that it is connected.
func (e events) begin() error {
	// The server's own time limits are those of requests: the one for reading
	// would end the request's context while the stream goes on. What cannot
	// set them, as a test's recorder, has none.
	_ = e.control.SetReadDeadline(time.Time{})
	header := e.Header()
	header["Content-Type"] = []string{eventStream}
	header["Cache-Control"] = noStore
	header["X-Accel-Buffering"] = []string{"no"}
	header.Add("Vary", "Accept")
	e.WriteHeader(http.StatusOK)
	return e.write("retry: ", strconv.FormatInt((soonest+moment(latest-soonest)).Milliseconds(), 10), "\n:\n\n")
}

// write sends one event or comment, and gives up on a client that reads none.
func (e events) write(parts ...string) error {
	_ = e.control.SetWriteDeadline(time.Now().Add(e.timeout))
	if _, err := e.ResponseWriter.Write([]byte(strings.Join(parts, ""))); err != nil {
		return err
	}
	return e.control.Flush()
}

func (e events) next(body []byte) error {
	if bytes.ContainsAny(body, "\r\n") {
		// In JSON these stand between values only; an event ends with them.
		body = bytes.Map(func(r rune) rune {
			if r == '\r' || r == '\n' {
				return ' '
			}
			return r
		}, body)
	}
	return e.write("event: next\ndata: ", string(body), "\n\n")
}

// complete ends the stream. A browser drops an event without data.
func (e events) complete() error { return e.write("event: complete\ndata: \n\n") }

// only is a whole stream of one response.
func (e events) only(body []byte) {
	if e.begin() == nil && e.next(body) == nil {
		_ = e.complete() // The client has gone; there is nobody to tell.
	}
}

// response sends the one response of a query or a mutation. Nothing is sent
// before it: a mutation may still set a cookie.
func (e events) response(response *graphql.Response) { e.only(document(response)) }

// failed answers an operation that was not run.
func (e events) failed(errs gqlerror.List) { e.only(failure(errs)) }

// lastWords is how long a stream may end by itself once its session has; such
// as one that tells of just that: a server with much to do comes to it late. A session
// whose end nobody told of is noticed within four seconds, and its streams are to have
// ended within five.
const lastWords = 750 * time.Millisecond

// subscribe streams a subscription until it ends, the client goes, its session
// ends or the server stops.
func (h HTTP) subscribe(out events, r *http.Request, run graphql.GraphExecutor, operation *graphql.OperationContext) {
	asking := viewer.From(r.Context())
	leave, in := h.Streams.enter(EventStream, asking.Owner(), mostEventStreams)
	if !in {
		out.failed(gqlerror.List{shown(errTooManyStreams)})
		return
	}
	defer leave()
	ended, stop := h.Streams.watch(asking)
	defer stop()
	var producer sync.WaitGroup
	defer producer.Wait() // It uses the request until then.
	ctx, cancel := context.WithCancel(bound(r.Context(), asking))
	defer cancel()
	responses := make(chan []byte)
	producer.Go(func() {
		defer close(responses)
		h.Streams.play(ctx, run, operation, func(body []byte) bool {
			select {
			case responses <- body:
				return true
			case <-ctx.Done():
				return false
			}
		})
	})
	if out.begin() == nil {
		h.relay(ctx, out, responses, ended)
	}
}

// relay is the stream's only writer.
func (h HTTP) relay(ctx context.Context, out events, responses <-chan []byte, ended <-chan struct{}) {
	every := h.Heartbeat
	if every <= 0 {
		every = defaultHeartbeat
	}
	beat := time.NewTicker(every)
	defer beat.Stop()
	stopping, turn, last := h.Streams.stopping, (<-chan time.Time)(nil), (<-chan time.Time)(nil)
	for {
		var err error
		select {
		case body, more := <-responses:
			if !more {
				_ = out.complete()
				return
			}
			err = out.next(body)
		case <-beat.C:
			err = out.write(":\n\n")
		case <-ended:
			// What the stream itself has to say of it goes before.
			ended, last = nil, time.After(lastWords)
		case <-last:
			if out.next(failure(gqlerror.List{shown(errSessionEnded)})) == nil {
				_ = out.complete()
			}
			return
		case <-stopping:
			stopping, turn = nil, h.Streams.turn()
		case <-turn:
			_ = out.complete()
			return
		case <-ctx.Done():
			return
		}
		if err != nil {
			return // The client has gone or does not read.
		}
	}
}

// answering chooses how a request is answered, by what it accepts.
func (h HTTP) answering(w http.ResponseWriter, r *http.Request) (out answerer, stream *events, acceptable bool) {
	accept := r.Header.Values("Accept")
	media, acceptable := negotiate(accept)
	single := reply{ResponseWriter: w, media: media}
	first, listed := false, false
	if h.Streams != nil {
		first, listed = eventsWanted(accept)
	}
	if !listed {
		return single, nil, acceptable
	}
	streamed := newEvents(reply{ResponseWriter: w, media: media}, h.WriteTimeout)
	if first || !acceptable {
		return streamed, &streamed, true
	}
	return single, &streamed, true
}

var _ answerer = events{}

// answerer is one of the two ways to answer.
type answerer interface {
	// refuse is for what is no operation.
	refuse(status int, err error)
	// failed is for an operation that was not run.
	failed(errs gqlerror.List)
	response(response *graphql.Response)
}

var errNotAcceptable = fault.Invalid("", "the answer is application/graphql-response+json, application/json or text/event-stream")
