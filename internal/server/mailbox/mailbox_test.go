package mailbox

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"html"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"regexp"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"zuka/internal/platform/mailbox"
)

// shelf is a Source.
type shelf struct {
	letters []mailbox.Letter
	err     error
}

func (s shelf) Letters(context.Context) ([]mailbox.Letter, error) { return s.letters, s.err }

const attack = `"'><script>alert(1)</script>`

var letters = []mailbox.Letter{
	{ID: "C", Kind: mailbox.KindSMS, To: "+2348031234567", Text: "Your Zuka code is 012345. Never share it.\n@zuka.example #012345",
		SentAt: time.Date(2026, 10, 1, 23, 30, 0, 0, time.UTC)},
	{ID: "B", Kind: mailbox.KindMail, To: "Ada <ada@zuka.example>", Subject: "Verify <your> address",
		Text: "Hello 123456,\nhttps://zuka.example/verify?a=1&b=2.\nBye", HTML: `<p class="x">Hello & <a href="https://zuka.example">open</a></p>`},
	{ID: "A", Kind: mailbox.KindMail, To: attack, Subject: attack, Text: attack + " javascript:alert(1)", HTML: attack},
}

func page(t *testing.T, from Source, target string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	request := httptest.NewRequestWithContext(t.Context(), http.MethodGet, target, nil)
	for i := 0; i+1 < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	recorder := httptest.NewRecorder()
	Handler("/dev/mailbox", "/playground", from, slog.New(slog.DiscardHandler)).ServeHTTP(recorder, request)
	return recorder
}

// browser is what one sends as Accept.
const browser = "text/html,application/xhtml+xml,application/xml;q=0.9,application/json;q=0.1,*/*;q=0.8"

func TestTheListShowsTheNewestFirst(t *testing.T) {
	t.Parallel()
	for _, target := range []string{"/dev/mailbox", "/dev/mailbox/"} {
		answer := page(t, shelf{letters: letters}, target, "Accept", browser)
		require.Equal(t, http.StatusOK, answer.Code)
		require.Equal(t, "text/html; charset=utf-8", answer.Header().Get("Content-Type"))
		body := answer.Body.String()
		opened := regexp.MustCompile(`href="/dev/mailbox/(\w)"`).FindAllStringSubmatch(body, -1)
		require.Len(t, opened, 3)
		require.Equal(t, []string{"C", "B", "A"}, []string{opened[0][1], opened[1][1], opened[2][1]})
		require.Contains(t, body, "2 Oct 00:30:00", "the time in Lagos")
		require.Len(t, regexp.MustCompile(`<span class="code"[^>]*>012345</span>`).FindAllString(body, -1), 1)
		require.Contains(t, body, `href="/playground"`)
		require.Contains(t, body, `http-equiv="refresh" content="5"`)
	}
}

func TestTheEmptyList(t *testing.T) {
	t.Parallel()
	require.Contains(t, page(t, shelf{}, "/dev/mailbox").Body.String(), "No letters yet")
	require.JSONEq(t, "[]", page(t, shelf{}, "/dev/mailbox?format=json").Body.String())
}

func TestAnOpenedMail(t *testing.T) {
	t.Parallel()
	body := page(t, shelf{letters: letters}, "/dev/mailbox/B").Body.String()
	require.NotContains(t, body, "http-equiv", "it stays as it is while somebody reads")
	require.Contains(t, body, `<a href="https://zuka.example/verify?a=1&amp;b=2" rel="noreferrer">https://zuka.example/verify?a=1&amp;b=2</a>.`)
	require.Contains(t, body, `<h2>Verify &lt;your&gt; address</h2>`)
	require.NotContains(t, body, `class="code`, "a number in a mail is not a code")
	require.Contains(t, body, `rel="prev" href="/dev/mailbox/C"`)
	require.Contains(t, body, `rel="next" href="/dev/mailbox/A"`)
	frame := regexp.MustCompile(`<iframe[^>]* sandbox="([^"]*)" srcdoc="([^"]*)">`).FindStringSubmatch(body)
	require.NotContains(t, frame[1], "allow-scripts")
	require.NotContains(t, frame[1], "allow-same-origin")
	require.Equal(t, newTab+letters[1].HTML, html.UnescapeString(frame[2]))
}

func TestAnOpenedTextMessage(t *testing.T) {
	t.Parallel()
	body := page(t, shelf{letters: letters}, "/dev/mailbox/C").Body.String()
	require.Regexp(t, `<p class="code big"[^>]*>012345</p>`, body)
	require.Contains(t, body, `code is <span class="code">012345</span>. Never`)
	require.NotContains(t, body, "<iframe")
	require.NotContains(t, body, `rel="prev"`)
}

func TestALetterIsOnlyEverText(t *testing.T) {
	t.Parallel()
	for _, target := range []string{"/dev/mailbox", "/dev/mailbox/A"} {
		answer := page(t, shelf{letters: letters}, target)
		require.NotContains(t, answer.Body.String(), "<script")
		require.NotContains(t, answer.Body.String(), `href="javascript`)
		require.NotContains(t, answer.Body.String(), "ZgotmplZ")
		policy := answer.Header().Get("Content-Security-Policy")
		require.Contains(t, policy, "default-src 'none'")
		require.NotContains(t, policy, "script-src")
		require.NotContains(t, policy, "http")
		require.Equal(t, "no-referrer", answer.Header().Get("Referrer-Policy"))
		require.Equal(t, "no-store", answer.Header().Get("Cache-Control"))
		require.Equal(t, "nosniff", answer.Header().Get("X-Content-Type-Options"))
	}
}

func TestScriptsGetJSON(t *testing.T) {
	t.Parallel()
	for _, ask := range [][]string{{"/dev/mailbox?format=json", browser}, {"/dev/mailbox", "application/json"}} {
		answer := page(t, shelf{letters: letters}, ask[0], "Accept", ask[1])
		require.Equal(t, "application/json", answer.Header().Get("Content-Type"))
		var got []mailbox.Letter
		require.NoError(t, json.Unmarshal(answer.Body.Bytes(), &got))
		require.Equal(t, letters, got)
	}
	require.JSONEq(t,
		`{"id":"C","kind":"sms","to":"+2348031234567","text":"Your Zuka code is 012345. Never share it.\n@zuka.example #012345","sentAt":"2026-10-01T23:30:00Z"}`,
		page(t, shelf{letters: letters}, "/dev/mailbox/C?format=json").Body.String())
	require.Contains(t, page(t, shelf{letters: letters}, "/dev/mailbox?format=html", "Accept", "application/json").Body.String(), "<html")
}

func TestWhatCannotBeShown(t *testing.T) {
	t.Parallel()
	require.Equal(t, http.StatusNotFound, page(t, shelf{letters: letters}, "/dev/mailbox/Z").Code)
	require.Equal(t, http.StatusNotFound, page(t, shelf{letters: letters}, "/dev/mailbox/A/B").Code)
	for _, target := range []string{"/dev/mailbox", "/dev/mailbox/A", "/dev/mailbox?format=json"} {
		var log bytes.Buffer
		recorder := httptest.NewRecorder()
		request := httptest.NewRequestWithContext(t.Context(), http.MethodGet, target, nil)
		from := shelf{err: errors.New("redis is away")}
		Handler("/dev/mailbox", "/playground", from, slog.New(slog.NewTextHandler(&log, nil))).ServeHTTP(recorder, request)
		require.Equal(t, http.StatusServiceUnavailable, recorder.Code)
		require.NotContains(t, recorder.Body.String(), "redis")
		require.Contains(t, log.String(), "redis is away")
	}
	recorder := httptest.NewRecorder()
	request := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/dev/mailbox", nil)
	Handler("/dev/mailbox", "/playground", shelf{}, slog.New(slog.DiscardHandler)).ServeHTTP(recorder, request)
	require.Equal(t, http.StatusMethodNotAllowed, recorder.Code)
}
