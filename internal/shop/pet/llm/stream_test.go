package llm

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"zuka/internal/platform/chatserver"
)

func TestPiecesAreSaidAtOnce(t *testing.T) {
	t.Parallel()
	gate := make(chan struct{})
	s := play(t, chatserver.Turn{Pieces: []string{"Good", " day", "!"}, Gate: gate, Comments: 3})
	s.hear = func(string) error { // The next piece is sent only when this one was heard.
		if len(s.pieces) < 3 {
			gate <- struct{}{}
		}
		return nil
	}
	go func() { gate <- struct{}{} }()
	answer := s.ask()
	require.Equal(t, []string{"Good", " day", "!"}, s.pieces)
	require.Equal(t, 10, answer.TokensIn)
	require.Equal(t, 5, answer.TokensOut)
	require.Empty(t, answer.Learned)
	request := s.Requests()[0]
	require.True(t, request.StreamOptions.IncludeUsage)
	require.Equal(t, 500, request.MaxTokens)
	require.Equal(t, []string{productSearch, recommend, addToCart, couponApply, orderStatus}, request.Names())
	require.Equal(t, "ok", s.report.Outcome)
	require.Positive(t, s.report.First)
}

func TestFailuresBeforeTheStream(t *testing.T) {
	t.Parallel()
	fail, good := chatserver.Fail, chatserver.Say("Fine")
	for name, test := range map[string]struct {
		turns []chatserver.Turn
		kind  Kind // Empty when all is well in the end.
		asked int
		wait  time.Duration
	}{
		"busy":            {turns: []chatserver.Turn{fail(429, "rate_limit_exceeded").RetryAfter("0"), good}, asked: 2},
		"busy, a second":  {turns: []chatserver.Turn{fail(429, "rate_limit_exceeded").RetryAfter("1"), good}, asked: 2, wait: time.Second},
		"busy, too long":  {turns: []chatserver.Turn{fail(429, "rate_limit_exceeded").RetryAfter("3"), good}, kind: Busy, asked: 1},
		"quota":           {turns: []chatserver.Turn{fail(429, "insufficient_quota").RetryAfter("0"), good}, kind: Quota, asked: 1},
		"down":            {turns: []chatserver.Turn{fail(503, "overloaded"), good}, asked: 2, wait: breath},
		"down twice":      {turns: []chatserver.Turn{fail(500, "x"), fail(502, "x"), good}, kind: Down, asked: 2, wait: breath},
		"a page":          {turns: []chatserver.Turn{chatserver.HTML(502), chatserver.HTML(200)}, kind: NoStream, asked: 2, wait: breath},
		"wrong key":       {turns: []chatserver.Turn{fail(401, "invalid_api_key"), good}, kind: Refused, asked: 1},
		"no such model":   {turns: []chatserver.Turn{fail(404, "not_found_error"), good}, kind: Refused, asked: 1},
		"sent elsewhere":  {turns: []chatserver.Turn{{Before: &chatserver.Failure{Status: 307, Header: http.Header{"Location": {"/v1/chat/completions"}}}}, good}, kind: Refused, asked: 1},
		"an empty answer": {turns: []chatserver.Turn{{}}, kind: Empty, asked: 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := play(t, test.turns...)
			if test.kind == "" {
				s.ask()
				require.Equal(t, "Fine", s.text())
			} else {
				answer := s.fail(test.kind)
				require.Empty(t, s.pieces)
				if test.kind != Empty {
					require.Zero(t, answer.TokensIn, "what was refused is not charged")
				}
			}
			require.Equal(t, test.asked, s.Asked())
			waited := time.Duration(0)
			for _, d := range s.waited {
				waited += d
			}
			require.Equal(t, test.wait, waited)
		})
	}
}

func TestRetryAfter(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]time.Duration{
		"": breath, "1.5": 1500 * time.Millisecond, "-1": breath, "soon": breath, "1e300": 1e6 * time.Second, "NaN": breath,
		noon.Add(2 * time.Second).Format(http.TimeFormat): 2 * time.Second, noon.Add(-time.Hour).Format(http.TimeFormat): 0,
	} {
		require.Equal(t, want, retryAfter(http.Header{"Retry-After": {text}}, noon), text)
	}
	require.Equal(t, 30*time.Millisecond, retryAfter(http.Header{"Retry-After-Ms": {"30"}, "Retry-After": {"9"}}, noon))
}

func TestPause(t *testing.T) {
	t.Parallel()
	require.NoError(t, pause(t.Context(), 0))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	require.ErrorIs(t, pause(ctx, time.Hour), context.Canceled)
}

func TestNobodyListens(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, listener.Close())
	s := newStage(t, chatserver.Options{}, func(c *Config) { c.URL = "http://" + listener.Addr().String() + "/v1" })
	s.fail(Unreachable)
	require.Len(t, s.waited, 1, "it was tried twice")
}

func TestNoSecondTryOnceSomethingWasSaid(t *testing.T) {
	t.Parallel()
	looking := chatserver.Use(recommend, "{}")
	looking.Pieces = []string{"Let me look."}
	s := play(t, looking, chatserver.Fail(503, "x"), chatserver.Say("Never"))
	answer := s.fail(Down)
	require.Equal(t, "Let me look.", s.text())
	require.Equal(t, 10, answer.TokensIn, "the first round was charged")
	require.Equal(t, 2, s.Asked())
}

func TestStreamsThatBreak(t *testing.T) {
	t.Parallel()
	said := []string{"Well,"}
	for name, test := range map[string]struct {
		turn chatserver.Turn
		kind Kind
	}{
		"cut":               {chatserver.Turn{Pieces: said, Cut: true}, Cut},
		"done too early":    {chatserver.Turn{Pieces: said, Raw: []string{"data: [DONE]"}, Cut: true}, Cut},
		"an error":          {chatserver.Turn{Pieces: said, Inside: `{"error":{"message":"It failed.","code":"overloaded"}}`}, Broken},
		"after a comment":   {chatserver.Turn{Pieces: said, Comments: 1, Inside: `{"error":{"message":"It failed."}}`}, Broken},
		"with an id":        {chatserver.Turn{Pieces: said, Inside: `{"id":"1","choices":[],"error":{"message":"It failed."}}`}, Broken},
		"as plain text":     {chatserver.Turn{Pieces: said, Inside: `{"error":"It failed."}`}, Broken},
		"no JSON":           {chatserver.Turn{Pieces: said, Raw: []string{`data: {"choices":[{]}`}}, Broken},
		"wrong types":       {chatserver.Turn{Pieces: said, Raw: []string{`data: {"choices":7}`}}, Broken},
		"a huge line":       {chatserver.Turn{Pieces: said, Huge: 2 << 20}, TooLong},
		"a page":            {chatserver.Turn{Raw: []string{"<html>", "</html>"}, Cut: true}, Cut},
		"filtered":          {chatserver.Turn{Finish: "content_filter"}, Filtered},
		"thoughts only":     {chatserver.Turn{Pieces: []string{"<think>Hm"}, Finish: "length"}, Empty},
		"filtered, a call":  {chatserver.Turn{Calls: chatserver.Use(recommend, "{}").Calls, Finish: "content_filter"}, Filtered},
		"a call, then cut":  {chatserver.Turn{Calls: chatserver.Use(recommend, "{}").Calls, Cut: true}, Cut},
		"markup in content": {chatserver.Say(`{"name": "recommend", `, `"arguments": {}}`), Empty},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := play(t, test.turn)
			answer := s.fail(test.kind)
			require.Equal(t, 1, s.Asked(), "a stream that broke is not tried again")
			require.Positive(t, answer.TokensIn, "it is charged all the same")
			require.Empty(t, s.desk.asked())
			if len(test.turn.Pieces) == 1 && test.kind != Empty {
				require.Equal(t, "Well,", s.text())
			}
		})
	}
}

func TestEndsThatAreFine(t *testing.T) {
	t.Parallel()
	said := []string{"Well"}
	for name, test := range map[string]struct {
		turn chatserver.Turn
		text string
	}{
		"too little room":   {chatserver.Turn{Pieces: said, Finish: "length"}, "Well…"},
		"filtered half-way": {chatserver.Turn{Pieces: said, Finish: "content_filter"}, "Well"},
		"many comments":     {chatserver.Turn{Pieces: said, Comments: 1000}, "Well"},
		"an open end":       {chatserver.Turn{Pieces: said, Linger: true}, "Well"},
		"cut after the end": {chatserver.Turn{Pieces: said, Cut: true, Raw: []string{`data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}`}}, "Well"},
		"odd chunks": {chatserver.Turn{Pieces: said, Raw: []string{
			`data: {"choices":null,"usage":null,"obfuscation":"x"}`, `data:{"choices":[{"index":1,"delta":{"content":"no"}}]}`,
			`data: {"choices":[{"index":0,"delta":{"content":null,"reasoning":"hm","tool_calls":null},"finish_reason":null}]}`}}, "Well"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := play(t, test.turn)
			s.ask()
			require.Equal(t, test.text, s.text())
		})
	}
}

func TestAnEndlessAnswerIsStopped(t *testing.T) {
	t.Parallel()
	s := play(t, chatserver.Turn{Pieces: []string{strings.Repeat("é", 2990), strings.Repeat("ẹ", 20)}, Stall: true})
	answer := s.ask()
	require.Len(t, s.text(), 5998)
	require.Positive(t, answer.TokensOut)
	wait(t, s.Gone())
}

func wait(t *testing.T, signal <-chan struct{}) {
	t.Helper()
	select {
	case <-signal:
	case <-time.After(forever): // It is within a second where a machine has no other work.
		t.Fatal("the server did not see the cancel")
	}
}

func TestTimers(t *testing.T) {
	t.Parallel()
	short := 30 * time.Millisecond
	for name, test := range map[string]struct {
		turn chatserver.Turn
		set  func(*Config)
		kind Kind
	}{
		"header":   {chatserver.Turn{Silent: true}, func(c *Config) { c.HeaderTimeout = short }, Mute},
		"idle":     {chatserver.Turn{Pieces: []string{"Hm"}, Stall: true}, func(c *Config) { c.Idle = short }, Idle},
		"comments": {chatserver.Turn{StallComments: true}, func(c *Config) { c.Idle = short }, Idle},
		"total":    {chatserver.Turn{Pieces: []string{"Hm"}, Stall: true}, func(c *Config) { c.Total = short }, Late},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for began, asked := time.Now(), 0; asked == 0; {
				require.Less(t, time.Since(began), forever, "the server was never asked in time")
				s := newStage(t, chatserver.Options{Turns: []chatserver.Turn{test.turn, test.turn}}, test.set)
				s.fail(test.kind)
				if asked = s.Asked(); asked > 0 { // Else the time was over before the server had read the question.
					wait(t, s.Gone())
					require.Equal(t, 1, s.Asked())
				}
			}
		})
	}
}

func TestTheShopperLeaves(t *testing.T) {
	t.Parallel()
	for name, turn := range map[string]chatserver.Turn{
		"before the header": {Silent: true}, "in the middle": {Pieces: []string{"Hm"}, Stall: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithCancel(t.Context())
			s := newStage(t, chatserver.Options{Script: func(chatserver.Request) chatserver.Turn {
				if turn.Silent {
					cancel()
				}
				return turn
			}})
			s.hear = func(string) error { cancel(); return nil }
			_, err := s.answer(ctx, question())
			require.ErrorIs(t, err, context.Canceled)
			wait(t, s.Gone())
			require.Equal(t, "canceled", s.report.Outcome)
		})
	}
}

func TestAShopperWhoHearsNoMore(t *testing.T) {
	t.Parallel()
	s := play(t, chatserver.Turn{Pieces: []string{"Hm", "Hm"}, Stall: true})
	deaf := errors.New("deaf")
	s.hear = func(string) error { return deaf }
	_, err := s.answer(t.Context(), question())
	require.ErrorIs(t, err, deaf)
	require.Len(t, s.pieces, 1)
	require.Equal(t, "unheard", s.report.Outcome)
	wait(t, s.Gone())
}

func TestConnectionsAreUsedAgain(t *testing.T) {
	t.Parallel()
	s := play(t, chatserver.Use(recommend, "{}"), chatserver.Say("There."))
	dialed := 0
	s.brain.transport.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		dialed++
		return (&net.Dialer{}).DialContext(ctx, network, address)
	}
	s.ask()
	require.Equal(t, 1, dialed)
}

func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	server := chatserver.New(chatserver.Options{Keep: -1, Script: func(r chatserver.Request) chatserver.Turn {
		switch {
		case r.Has("stay"):
			return chatserver.Turn{Pieces: []string{"Hm"}, Stall: true}
		case len(r.Results()) == 0:
			return chatserver.Use(recommend, "{}")
		}
		return chatserver.Say(r.Last().ToolCallID, " for ", r.Messages[1].Content)
	}})
	defer server.Close()
	b, err := New(Config{URL: server.URL, Model: "m"})
	require.NoError(t, err)
	defer b.Close()
	var all sync.WaitGroup
	for i := range 60 {
		all.Go(func() {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			ask, said := question(), ""
			ask.Message = fmt.Sprint("number ", i)
			if i%3 == 0 {
				ask.Message = "stay"
			}
			_, err := b.Answer(ctx, ask, newDesk(), func(piece string) error {
				said += piece
				if i%3 == 0 {
					cancel()
				}
				return nil
			})
			if i%3 == 0 {
				assert.ErrorIs(t, err, context.Canceled)
				return
			}
			assert.NoError(t, err)
			assert.Equal(t, "call_1 for "+ask.Message, said)
		})
	}
	all.Wait()
	for range 20 {
		wait(t, server.Gone())
	}
}
