package llm

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/sashabaranov/go-openai"

	"zuka/internal/platform/clock"
	"zuka/internal/shop/pet/brain"
)

// Config says which model thinks. Everything but URL and Model has a default.
type Config struct {
	// URL is the base of the server, as a rule ending in /v1.
	URL string
	// Key is shown to the server; many on one's own machine want none.
	Key   string
	Model string
	// MaxTokens is how much the model may write a round.
	MaxTokens int
	// HTTP is how the server is reached. It must have no timeout of its own,
	// which would cut long answers.
	HTTP *http.Client
	// HeaderTimeout is how long the server may take to begin, Idle how long
	// between two pieces, Total how long an answer may take in all.
	HeaderTimeout, Idle, Total time.Duration
	Clock                      clock.Clock
	Log                        *slog.Logger
	// Observe hears of every answer, for metrics. It must be quick.
	Observe func(Report)
}

// Report is what an answer took.
type Report struct {
	// Outcome is ok, canceled, unheard when Say failed, or the kind of a fault.
	Outcome string
	// Rounds are the requests, Calls the tools used.
	Rounds, Calls       int
	TokensIn, TokensOut int
	// First is the time to the first piece, 0 when there was none.
	First, Took time.Duration
}

// Brain lets a model think. It is safe for use from many goroutines.
type Brain struct {
	config    Config
	http      *http.Client
	transport *http.Transport // Our own, nil when the client was given.
	pause     func(context.Context, time.Duration) error
}

var _ brain.Brain = (*Brain)(nil)

// New makes a brain. It tells all that is wrong with the settings at once and
// reaches out to nobody.
func New(c Config) (*Brain, error) {
	faults := []error{checkURL(c.URL)}
	if c.Model == "" {
		faults = append(faults, errors.New("no model"))
	}
	if strings.ContainsFunc(c.Key, func(r rune) bool { return r <= ' ' || r > '~' }) {
		faults = append(faults, errors.New("the key has characters that no key has"))
	}
	if c.MaxTokens < 0 || c.HeaderTimeout < 0 || c.Idle < 0 || c.Total < 0 {
		faults = append(faults, errors.New("a limit is below 0"))
	}
	if c.HTTP != nil && c.HTTP.Timeout != 0 {
		faults = append(faults, errors.New("the HTTP client has a timeout, which would cut long answers"))
	}
	c.MaxTokens = cmp.Or(c.MaxTokens, 500)
	c.HeaderTimeout = cmp.Or(c.HeaderTimeout, 30*time.Second)
	c.Idle = cmp.Or(c.Idle, 20*time.Second)
	c.Total = cmp.Or(c.Total, 90*time.Second)
	c.Log = cmp.Or(c.Log, slog.New(slog.DiscardHandler))
	if c.Clock == nil {
		c.Clock = clock.System{}
	}
	b := &Brain{config: c, pause: pause}
	// The library refuses some models' settings only when it is used.
	faults = append(faults, openai.NewReasoningValidator().Validate(b.request(nil, true)))
	if err := errors.Join(faults...); err != nil {
		return nil, fmt.Errorf("llm: %w", err)
	}
	b.connect(c.HTTP)
	return b, nil
}

func checkURL(text string) error {
	u, err := url.Parse(text)
	switch {
	case err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https":
		return errors.New("the URL must be like https://host/v1")
	case u.User != nil || u.RawQuery != "" || u.Fragment != "":
		return errors.New("the URL must have no user, query or fragment")
	}
	return nil
}

// connect prepares the HTTP client. The transport's own header timeout is not
// used, since a client that was given has none: a timer does for both.
func (b *Brain) connect(given *http.Client) {
	client := http.Client{}
	if given != nil {
		client = *given
	} else {
		b.transport = http.DefaultTransport.(*http.Transport).Clone()
		b.transport.MaxIdleConnsPerHost = 64
		b.transport.DisableCompression = true // A compressor collects pieces.
		client.Transport = b.transport
	}
	// What shoppers write goes to the configured server only.
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	b.http = &client
}

// Close lets go of idle connections.
func (b *Brain) Close() {
	if b.transport != nil {
		b.transport.CloseIdleConnections()
	}
}

// Name is llm.
func (*Brain) Name() string { return "llm" }

// Answer asks the model. On a failure the Answer still tells the tokens that
// were charged. A context that ends gives its error, a failure of say its own,
// and the server's failures are a *Fault.
func (b *Brain) Answer(ctx context.Context, ask brain.Ask, desk brain.Desk, say brain.Say) (brain.Answer, error) {
	work, cancel := context.WithTimeoutCause(ctx, b.config.Total, &Fault{Kind: Late})
	defer cancel()
	a := newAnswering(b, ask, desk, say)
	err := a.think(work)
	if err != nil {
		err = reason(ctx, work, err)
	}
	b.report(ctx, a, err)
	return a.answer, err
}

// reason is why an answer failed: the client's own wish before the deadline and
// before what came of either.
func reason(client, work context.Context, err error) error {
	if gone := client.Err(); gone != nil {
		return gone
	}
	if _, ok := errors.AsType[*Fault](err); ok {
		return err
	}
	if fault, ok := errors.AsType[*Fault](context.Cause(work)); ok {
		return fault
	}
	return err
}

func (b *Brain) report(ctx context.Context, a *answering, err error) {
	r := Report{
		Outcome: "ok", Rounds: a.rounds, Calls: a.clerk.calls, TokensIn: a.answer.TokensIn, TokensOut: a.answer.TokensOut,
		First: a.mouth.first, Took: time.Since(a.began),
	}
	level := slog.LevelDebug
	if fault, ok := errors.AsType[*Fault](err); ok {
		r.Outcome, level = string(fault.Kind), slog.LevelWarn
	} else if ctx.Err() != nil {
		r.Outcome = "canceled"
	} else if err != nil {
		r.Outcome = "unheard"
	}
	attrs := []slog.Attr{
		slog.String("outcome", r.Outcome), slog.Int("rounds", r.Rounds), slog.Int("calls", r.Calls),
		slog.Int("asked_bytes", len(a.ask.Message)), slog.Int("said_bytes", a.mouth.said),
		slog.Int("tokens_in", r.TokensIn), slog.Int("tokens_out", r.TokensOut), slog.Duration("took", r.Took),
	}
	if fault, ok := errors.AsType[*Fault](err); ok {
		attrs = append(attrs, slog.Int("status", fault.Status), slog.String("code", fault.Code))
	}
	b.config.Log.LogAttrs(ctx, level, "a model answered", attrs...)
	if b.config.Observe != nil {
		b.config.Observe(r)
	}
}
