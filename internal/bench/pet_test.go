package bench

import (
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"zuka/internal/bench/load"
)

func TestWhatIsSaidToPetsCanBeSaid(t *testing.T) {
	t.Parallel()
	require.GreaterOrEqual(t, len(said), 20)
	seen := make(map[string]bool)
	for who := range len(said) {
		for n := range fullParlour.messages {
			text := saying(who, n)
			require.True(t, utf8.ValidString(text))
			require.Equal(t, strings.TrimSpace(text), text)
			require.NotEmpty(t, text)
			require.LessOrEqual(t, utf8.RuneCountInString(text), 2000)
			seen[text] = true
		}
	}
	require.Len(t, seen, len(said), "each is said, and they differ")
	require.NotEqual(t, saying(0, 0), saying(1, 0), "not everybody says the same at once")
}

// told is a message of the subscription.
func told(parts string) []byte {
	return framed(textFrame, `{"id":"1","type":"next","payload":{"data":{"petReply":{`+parts+`}}}}`)
}

// listening is a chat that hears what a server says.
func listening(t *testing.T, parts ...[]byte) *chat {
	t.Helper()
	c := &chat{frames: *scripted(t, parts...), answers: make(chan *reply, 4)}
	go c.hear()
	return c
}

func TestAnswersAreHeard(t *testing.T) {
	t.Parallel()
	c := listening(t,
		told(`"__typename":"PetTextDelta","runId":"a","text":"How "`), told(`"__typename":"PetProductsShown","runId":"a","products":[{"id":"p"}]`),
		told(`"__typename":"PetTextDelta","runId":"a","text":"w3.0 w3.1 "`), told(`"__typename":"PetMessageDone","runId":"a","message":{"id":"m","text":"How w3.0 w3.1"},"pet":{"xp":2}`),
		told(`"__typename":"PetTextDelta","runId":"b","text":"far"`), told(`"__typename":"PetMessageDone","runId":"b","message":{"text":"far"}`),
		told(`"__typename":"PetReplyFailed","runId":"c","reason":"UNAVAILABLE","text":"sorry"`),
	)
	first, err := c.await(t.Context(), run{ID: "a"})
	require.NoError(t, err)
	require.False(t, first.first.IsZero())
	require.False(t, first.ended.Before(first.first))
	require.Len(t, first.tokens, 2)
	require.Equal(t, "How w3.0 w3.1 ", first.text.String())
	second, err := c.await(t.Context(), run{ID: "b"})
	require.NoError(t, err)
	require.Empty(t, second.tokens)
	_, err = c.await(t.Context(), run{ID: "c"})
	require.EqualError(t, err, "no answer: UNAVAILABLE, sorry")
	_, err = c.await(t.Context(), run{ID: "d"})
	require.ErrorIs(t, err, io.EOF, "the server hung up")
	_, err = c.await(t.Context(), run{ID: "d"})
	require.EqualError(t, err, "the socket has ended")
}

func TestAnswersThatAreNotWhole(t *testing.T) {
	t.Parallel()
	for want, parts := range map[string][][]byte{
		"are not the answer":           {told(`"__typename":"PetTextDelta","runId":"a","text":"How"`), told(`"__typename":"PetMessageDone","runId":"a","message":{"text":"How far"}`)},
		"without its pieces":           {told(`"__typename":"PetMessageDone","runId":"a","message":{"text":"How far"}`)},
		"were mixed":                   {told(`"__typename":"PetTextDelta","runId":"a","text":"How"`), told(`"__typename":"PetMessageDone","runId":"b","message":{"text":"How"}`)},
		"the answer of another":        {told(`"__typename":"PetTextDelta","runId":"b","text":"How"`), told(`"__typename":"PetMessageDone","runId":"b","message":{"text":"How"}`)},
		"no part of an answer":         {framed(textFrame, `{"id":"1","type":"error","payload":[{"message":"no"}]}`)},
		"a socket was closed: \"bye\"": {framed(closeFrame, "bye")},
	} {
		_, err := listening(t, parts...).await(t.Context(), run{ID: "a"})
		require.ErrorContains(t, err, want)
	}
	over, cancel := context.WithCancel(t.Context())
	cancel()
	silent := &chat{answers: make(chan *reply)}
	_, err := silent.await(over, run{ID: "a"})
	require.ErrorIs(t, err, context.Canceled)
}

func TestWhatAMessageIsAnswered(t *testing.T) {
	t.Parallel()
	sent, err := readRun([]byte(`{"data":{"petMessageSend":{"run":{"id":"r","conversationId":"c","afterSeq":4096},"userErrors":[]}}}`))
	require.NoError(t, err)
	require.Equal(t, run{ID: "r", ConversationID: "c", AfterSeq: 4096}, sent)
	for _, text := range []string{``, `{"data":null}`, `{"data":{"petMessageSend":{"run":null,"userErrors":[{"code":"GONE"}]}}}`} {
		require.Error(t, accepted([]byte(text)), text)
	}
}

// A model is asked as a shop does; its tokens come with their times.
func TestTheModelTimesItsTokens(t *testing.T) {
	t.Parallel()
	m := openModel(5, 4*time.Millisecond)
	t.Cleanup(m.close)
	for number := range 2 {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, m.server.URL+"/chat/completions", strings.NewReader(`{"model":"m","stream":true,"messages":[]}`))
		require.NoError(t, err)
		request.Header.Set("Content-Type", "application/json")
		answer, err := http.DefaultClient.Do(request)
		require.NoError(t, err)
		text, err := io.ReadAll(answer.Body)
		require.NoError(t, err)
		require.NoError(t, answer.Body.Close())
		tokens := tokensIn(string(text), time.Now())
		require.Len(t, tokens, 5)
		require.Equal(t, number, tokens[4].answer)
		delays, lost := m.delays(tokens)
		require.Zero(t, lost)
		require.Len(t, delays, 5)
		for i, delay := range delays[1:] {
			require.Positive(t, delay.Took)
			require.Greater(t, delays[i].Took, delay.Took, "what was said before came at the same time")
		}
		_, lost = m.delays(append(tokens[1:3], token{answer: 1 - number, index: 4}, token{answer: 99}))
		require.Equal(t, 3, lost)
	}
	_, lost := m.delays(nil)
	require.Equal(t, 5, lost, "the built-in brain may have answered")
}

func TestTokensAreFoundInPieces(t *testing.T) {
	t.Parallel()
	at := time.Now()
	require.Equal(t, []token{{12, 0, at}, {12, 1, at}}, tokensIn("Oh! "+tokenText(12, 0)+tokenText(12, 1)+"w12.2", at), "the last is not whole")
	require.Empty(t, tokensIn("w99999999999999999999.1 w1.99999999999999999999 wow. ", at))
}

func TestPeopleTalkByTurns(t *testing.T) {
	t.Parallel()
	dice, begun := rand.New(rand.NewPCG(1, 1)), time.Now().Add(time.Hour)
	crowd := &talk{chats: 4, messages: 1, within: 4 * time.Minute}
	require.InDelta(t, time.Hour+3*time.Minute, crowd.wait(3, 0, begun, dice), float64(time.Minute))
	few := &talk{chats: 4, messages: 2, pause: talkPause}
	for n := range 50 {
		wait := few.wait(0, n, begun, dice)
		require.GreaterOrEqual(t, wait, leastPause)
		require.Less(t, wait, talkPause)
	}
	require.Zero(t, (&talk{}).wait(0, 1, begun, dice))
}

func TestWhatAllHaveSeenIsAddedUp(t *testing.T) {
	t.Parallel()
	var sum samples
	for i := range 100 {
		took := []load.Sample{{Took: time.Duration(i+1) * time.Millisecond}}
		sum.add(&samples{sends: took, first: took, whole: took, tokens: took})
	}
	sum.add(&samples{lost: 2, errors: 1, wrong: errors.New("first")})
	sum.add(&samples{errors: 1, wrong: errors.New("second")})
	var seen talk
	seen.tell(&sum, 10*time.Second)
	for _, figures := range []load.Figures{seen.sends, seen.first, seen.whole, seen.tokens} {
		require.Equal(t, load.Figures{
			Requests: 100, PerSecond: 10, P50: 50 * time.Millisecond, P95: 95 * time.Millisecond, P99: 99 * time.Millisecond, Max: 100 * time.Millisecond,
		}, figures)
	}
	require.Equal(t, 2, seen.lost)
	require.Equal(t, 2, seen.errors)
	require.EqualError(t, seen.wrong, "first")
}

func TestTheReportOfPetsIsMarkdown(t *testing.T) {
	t.Parallel()
	p := &pets{
		size: fullParlour,
		talks: []*talk{
			{name: "built-in", chats: 1, messages: 1, bound: true, first: load.Figures{Requests: 1, P95: mostFirst}, whole: load.Figures{Requests: 1, P95: mostWhole + 1}},
			{name: "model", chats: 2, messages: 1, bound: true, model: new(model), whole: load.Figures{Requests: 2}, tokens: load.Figures{Requests: 9, P99: mostToken}},
			{name: "model", chats: 3, messages: 1, model: new(model), whole: load.Figures{Requests: 2}, lost: 7, errors: 1},
		},
		held: &holding{chats: 5, looks: 9, connections: 25, idle: 1, answered: 5},
	}
	var out strings.Builder
	r := report{pets: p, options: Options{DatabaseConnections: 20}}
	r.write(&out)
	for _, want := range []string{
		"met, p95 to 150ms", "**missed**, p95 to 1.5s", "| 0 | met, none |", "| 1 | **missed**, none |", "| met, p99 to 20ms | 0 |", "|  | 7 |",
		"### 5 answers that a model thinks about", "| 25 | 0 | met, none | 1 | **missed**, none |", "| 5 | met, all |",
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
	p.talks[2].wrong, p.held.wrong = errors.New("broken"), errors.New("away")
	require.EqualError(t, r.failure(), "3 chats with pets, model: broken\nwaiting for a model: away")
}
