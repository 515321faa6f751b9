package llm

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"zuka/internal/platform/chatserver"
	"zuka/internal/shop/pet/brain"
	"zuka/internal/testenv/leak"
)

func TestMain(m *testing.M) { leak.Main(m) }

// forever bounds what a test waits for.
const forever = 2 * time.Minute

// fakeDesk is a shop with two products, which writes down what is asked of it.
type fakeDesk struct {
	brain.Desk // What no tool reaches; a call would panic.
	mu         sync.Mutex
	did        []any
	found      brain.Found
	outcome    brain.Outcome
	placed     []brain.Order
	err        error
	hold       func(context.Context) error
}

func newDesk() *fakeDesk {
	return &fakeDesk{
		found: brain.Found{Total: 2, Products: []brain.Product{
			{ID: 7, Name: "Ankara shirt", Price: 12500, Stock: 3}, {ID: 8, Name: "Linen shirt", Price: 9000, Stock: 1}}},
		outcome: brain.Outcome{State: brain.Proposed, Quantity: 1, Product: &brain.Product{ID: 8, Name: "Linen shirt", Price: 9000}},
		placed:  []brain.Order{{Number: "ZK-1", Status: "SHIPPED", Total: 9000, Placed: noon, Items: []string{"Linen shirt"}}},
	}
}

func (d *fakeDesk) note(ctx context.Context, what any) error {
	d.mu.Lock()
	d.did = append(d.did, what)
	d.mu.Unlock()
	if d.hold != nil {
		return d.hold(ctx)
	}
	return d.err
}

func (d *fakeDesk) asked() []any {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.did
}

func (d *fakeDesk) Search(ctx context.Context, in brain.Search) (brain.Found, error) {
	return d.found, d.note(ctx, in)
}

func (d *fakeDesk) Recommend(ctx context.Context, in brain.Recommend) (brain.Found, error) {
	return d.found, d.note(ctx, in)
}

func (d *fakeDesk) AddToCart(ctx context.Context, in brain.Add) (brain.Outcome, error) {
	return d.outcome, d.note(ctx, in)
}

func (d *fakeDesk) ApplyCoupon(ctx context.Context, code string) (brain.Outcome, error) {
	return d.outcome, d.note(ctx, code)
}

func (d *fakeDesk) OrderStatus(ctx context.Context, number string) ([]brain.Order, error) {
	return d.placed, d.note(ctx, order{number})
}

func (d *fakeDesk) Shop() brain.Shop {
	return brain.Shop{ReturnDays: 14, FreeFrom: 50000, CashLimit: 100000, Games: []string{"wheel"}}
}

var noon = time.Date(2026, 5, 4, 11, 0, 0, 0, time.UTC)

// stage is a brain, its server and desk, and a listener.
type stage struct {
	*chatserver.Server
	t     *testing.T
	brain *Brain
	desk  *fakeDesk
	// pieces are what was said; hear, when set, is told of each.
	pieces []string
	hear   func(piece string) error
	log    bytes.Buffer
	report Report
	waited []time.Duration
}

const secret = "sk-very-secret"

func newStage(t *testing.T, o chatserver.Options, change ...func(*Config)) *stage {
	t.Helper()
	o.Key = secret
	s := &stage{Server: chatserver.New(o), t: t, desk: newDesk()}
	c := Config{
		URL: s.URL, Key: secret, Model: "qwen3:8b", Log: slog.New(slog.NewTextHandler(&s.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
		HeaderTimeout: forever, Idle: forever, Total: forever, Observe: func(r Report) { s.report = r },
	}
	for _, f := range change {
		f(&c)
	}
	var err error
	s.brain, err = New(c)
	require.NoError(t, err)
	s.brain.pause = func(_ context.Context, d time.Duration) error {
		s.waited = append(s.waited, d)
		return nil
	}
	t.Cleanup(func() {
		s.brain.Close()
		s.Close()
		for _, private := range []string{secret, "sneakers", "Bisi", "Ankara", "It failed"} {
			require.NotContains(t, s.log.String(), private, "nothing private is logged")
		}
	})
	return s
}

// play makes a stage whose model says the turns.
func play(t *testing.T, turns ...chatserver.Turn) *stage {
	t.Helper()
	return newStage(t, chatserver.Options{Turns: turns})
}

func question() brain.Ask {
	return brain.Ask{Persona: brain.Funny, PetName: "Bisi", Message: "Any sneakers?", Now: noon}
}

func (s *stage) answer(ctx context.Context, ask brain.Ask) (brain.Answer, error) {
	s.pieces = nil
	return s.brain.Answer(ctx, ask, s.desk, func(piece string) error {
		s.pieces = append(s.pieces, piece)
		if s.hear != nil {
			return s.hear(piece)
		}
		return nil
	})
}

// ask answers the question, which must succeed, and checks the protocol.
func (s *stage) ask() brain.Answer {
	s.t.Helper()
	answer, err := s.answer(s.t.Context(), question())
	require.NoError(s.t, err)
	for _, request := range s.Requests() {
		require.Empty(s.t, request.Fault())
	}
	return answer
}

// fail answers the question, which must fail so.
func (s *stage) fail(kind Kind) brain.Answer {
	s.t.Helper()
	answer, err := s.answer(s.t.Context(), question())
	fault := &Fault{}
	require.ErrorAs(s.t, err, &fault)
	require.Equal(s.t, kind, fault.Kind, err.Error())
	require.NotContains(s.t, err.Error(), "It failed", "an error repeats nothing of the server's")
	require.Equal(s.t, string(kind), s.report.Outcome)
	return answer
}

func (s *stage) text() string { return strings.Join(s.pieces, "") }

// results are the results that the model was given last.
func (s *stage) results() []string {
	all := s.Requests()
	return all[len(all)-1].Results()
}

func TestSettings(t *testing.T) {
	t.Parallel()
	for _, wrong := range []Config{
		{}, {URL: "http://x/v1"}, {URL: "ftp://x", Model: "m"}, {URL: "http://u:p@x/v1", Model: "m"}, {URL: "http://x/v1?key=1", Model: "m"},
		{URL: "http://x/v1", Model: "m", Key: "a\nb"}, {URL: "http://x/v1", Model: "m", HTTP: &http.Client{Timeout: 1}},
		{URL: "http://x/v1", Model: "m", Idle: -1}, {URL: "http://x/v1", Model: "gpt-6-astra"},
	} {
		_, err := New(wrong)
		require.Error(t, err)
		require.NotContains(t, err.Error(), "u:p")
	}
	for _, model := range []string{"qwen3:8b", "gpt-4o-mini", "o3-mini", "gpt-5-mini", "gpt-6-sol"} {
		b, err := New(Config{URL: "http://x/v1/", Model: model, HTTP: &http.Client{}})
		require.NoError(t, err, model)
		require.Equal(t, "llm", b.Name())
		r := b.request(nil, true)
		//lint:ignore SA1019 It is what most servers are sent.
		require.Equal(t, 500, r.MaxCompletionTokens+r.MaxTokens)
		b.Close()
	}
}
