package llm

import (
	"bytes"
	"context"
	"errors"
	"io"
	"mime"
	"net/http"
	"time"

	"github.com/sashabaranov/go-openai"
)

const (
	// maxLine is the longest line of a stream, maxStream the most of it all:
	// the library reads both without a limit.
	maxLine   = 1 << 20
	maxStream = 8 << 20
	// maxError is how much of an error's body is read.
	maxError = 16 << 10
	// aftertaste is how long the end of the stream may take once the answer is
	// complete: only the count of tokens is missing then.
	aftertaste = 2 * time.Second
	// farewell is how long the last bytes of the body may take, which let the
	// connection be used again.
	farewell = 50 * time.Millisecond
)

// stream is one answer of the server. Its timer cancels the request when the
// next thing does not come in time.
type stream struct {
	brain  *Brain
	ctx    context.Context
	cancel context.CancelCauseFunc
	timer  *time.Timer
	lines  *openai.ChatCompletionStream
	body   io.ReadCloser
	// whole tells that the answer is complete.
	whole bool
}

// open sends a request and returns when the header is there. Close the stream.
func (b *Brain) open(ctx context.Context, request openai.ChatCompletionRequest) (*stream, error) {
	s := &stream{brain: b}
	s.ctx, s.cancel = context.WithCancelCause(ctx)
	s.timer = time.AfterFunc(b.config.HeaderTimeout, func() { s.cancel(&Fault{Kind: Mute}) })
	config := openai.DefaultConfig(b.config.Key)
	config.BaseURL = b.config.URL
	config.HTTPClient = s
	config.EmptyMessagesLimit = maxStream // Comments keep a connection alive; the timer bounds them.
	lines, err := openai.NewClientWithConfig(config).CreateChatCompletionStream(s.ctx, request)
	s.timer.Stop()
	if err != nil {
		err = s.why(err)
		s.close()
		return nil, err
	}
	s.lines = lines
	return s, nil
}

// Do sends the request for the library, and keeps from it what it would read
// without a limit or take for a stream.
func (s *stream) Do(request *http.Request) (*http.Response, error) {
	response, err := s.brain.http.Do(request)
	if err != nil {
		return nil, &Fault{Kind: Unreachable, again: true, after: breath}
	}
	s.body = response.Body
	if response.StatusCode != http.StatusOK {
		body, _ := io.ReadAll(io.LimitReader(response.Body, maxError))
		return nil, refusal(response, body, s.brain.config.Clock.Now())
	}
	if media, _, _ := mime.ParseMediaType(response.Header.Get("Content-Type")); media == "text/html" {
		return nil, &Fault{Kind: NoStream, Status: response.StatusCode}
	}
	response.Body = &guard{ReadCloser: response.Body}
	return response, nil
}

// next is the data of the next event. io.EOF is the end, rightful or not.
func (s *stream) next() ([]byte, error) {
	patience := s.brain.config.Idle
	if s.whole {
		patience = min(patience, aftertaste)
	}
	timer := time.AfterFunc(patience, func() { s.cancel(&Fault{Kind: Idle}) })
	data, err := s.lines.RecvRaw()
	timer.Stop() // What the shopper's side takes is not the server's fault.
	switch {
	case errors.Is(err, io.EOF):
		return nil, io.EOF
	case err != nil:
		return nil, s.why(err)
	case data == nil:
		// The library has swallowed an error that followed a comment.
		return nil, &Fault{Kind: Broken}
	}
	return data, nil
}

// why is the reason of an error: a timer that ended, or the error itself.
func (s *stream) why(err error) error {
	if s.ctx.Err() != nil {
		return context.Cause(s.ctx)
	}
	return broken(err)
}

// close ends the request, and keeps the connection when the stream has ended.
func (s *stream) close() {
	s.timer.Stop()
	if s.body != nil {
		if s.whole && s.ctx.Err() == nil {
			timer := time.AfterFunc(farewell, func() { s.cancel(context.Canceled) })
			_, _ = io.CopyN(io.Discard, s.body, 1<<10)
			timer.Stop()
		}
		_ = s.body.Close()
	}
	s.cancel(context.Canceled)
}

// guard ends a body that goes on too long.
type guard struct {
	io.ReadCloser
	line, all int
}

func (g *guard) Read(p []byte) (int, error) {
	n, err := g.ReadCloser.Read(p)
	g.all += n
	for rest := p[:n]; len(rest) > 0; {
		end := bytes.IndexByte(rest, '\n')
		if end < 0 {
			end = len(rest)
		}
		if g.line += end; g.line > maxLine || g.all > maxStream {
			return 0, &Fault{Kind: TooLong}
		}
		if end == len(rest) {
			break
		}
		g.line, rest = 0, rest[end+1:]
	}
	return n, err
}
