package wire

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"zuka/internal/shop/payment/gateway"
)

const key = "sk_test_fixture"

func settings(server *httptest.Server) Settings {
	return Settings{Provider: "payer", BaseURL: server.URL + "/v3", Key: key, HTTP: server.Client(), Timeout: 5 * time.Second}
}

func serve(t *testing.T, handle http.HandlerFunc) (*Line, *httptest.Server) {
	t.Helper()
	server := httptest.NewServer(handle)
	t.Cleanup(server.Close)
	line, err := New(settings(server))
	require.NoError(t, err)
	line.now = func() time.Time { return time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC) }
	return line, server
}

// silent checks that an error tells no key and nothing that the body held.
func silent(t *testing.T, err error) *gateway.Unavailable {
	t.Helper()
	found, ok := gateway.IsUnavailable(err)
	require.True(t, ok, "%v", err)
	for ; err != nil; err = errors.Unwrap(err) {
		for _, secret := range []string{key, "ada", "8031234567", "secret"} {
			require.NotContains(t, err.Error(), secret)
		}
	}
	return found
}

func TestHowAProviderIsAsked(t *testing.T) {
	t.Parallel()
	var seen []string
	line, _ := serve(t, func(w http.ResponseWriter, r *http.Request) {
		var body map[string]any
		_ = json.NewDecoder(r.Body).Decode(&body)
		seen = append(seen, fmt.Sprint(r.Method, " ", r.URL.EscapedPath(), "?", r.URL.RawQuery, " ", body, " ", r.Header.Get("Authorization"),
			" ", r.Header.Get("User-Agent"), " ", r.Header.Get("Content-Type")))
		_, _ = fmt.Fprint(w, ` {"a":1}`)
	})
	answer, err := line.Post(t.Context(), "/pay", map[string]any{"email": "ada"})
	require.NoError(t, err)
	require.Equal(t, ` {"a":1}`, string(answer.Body))
	require.True(t, answer.OK())
	_, err = line.Get(t.Context(), "/a%2Fb", map[string][]string{"tx_ref": {"A=1&x"}})
	require.NoError(t, err)
	require.Equal(t, []string{
		"POST /v3/pay? map[email:ada] Bearer " + key + " zuka application/json",
		"GET /v3/a%2Fb?tx_ref=A%3D1%26x map[] Bearer " + key + " zuka ",
	}, seen)
	_, err = line.Post(t.Context(), "/pay", make(chan int))
	silent(t, err)
	_, err = line.Get(t.Context(), "/%zz", nil)
	silent(t, err)
}

func TestWhatIsNoAnswer(t *testing.T) {
	t.Parallel()
	const quoting = `{"status":false,"message":"secret ada 08031234567 ` + key + `"}`
	for name, test := range map[string]struct {
		status int
		after  string
		body   string
		wait   time.Duration
		cause  error
		says   string
	}{
		"key":             {401, "", quoting, 0, gateway.ErrKey, "401"},
		"forbidden":       {403, "", quoting, 0, gateway.ErrKey, "403"},
		"too many":        {429, "7", quoting, 7 * time.Second, nil, "429"},
		"too many, date":  {429, "Fri, 02 Jan 2026 03:04:35 GMT", quoting, 30 * time.Second, nil, "429"},
		"a date gone by":  {429, "Fri, 02 Jan 2025 03:04:35 GMT", quoting, 0, nil, "429"},
		"too long":        {429, "999999999", quoting, time.Hour, nil, "429"},
		"nonsense":        {429, "-5 soon", quoting, 0, nil, "429"},
		"their trouble":   {500, "", "<html>secret</html>", 0, nil, "500"},
		"their trouble 2": {503, "2", quoting, 2 * time.Second, nil, "503"},
		"timeout":         {408, "", "", 0, nil, "408"},
		"a proxy's page":  {200, "", "<html>secret</html>", 0, nil, "not JSON"},
		"a proxy's 404":   {404, "", "not found, secret", 0, nil, "404"},
		"empty":           {200, "", "", 0, nil, "not JSON"},
		"a list":          {200, "", "[]", 0, nil, "not JSON"},
		"half":            {200, "", `{"status":true,`, 0, nil, "not JSON"},
		"unmodified":      {304, "", "", 0, nil, "304"},
		"long":            {200, "", `{"x":"` + strings.Repeat("x", maxAnswer) + `"}`, 0, nil, "too long"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			line, _ := serve(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Retry-After", test.after)
				w.WriteHeader(test.status)
				_, _ = fmt.Fprint(w, test.body)
			})
			_, err := line.Get(t.Context(), "/x", nil)
			require.Equal(t, test.wait, silent(t, err).RetryAfter)
			require.ErrorContains(t, err, test.says)
			if test.cause != nil {
				require.ErrorIs(t, err, test.cause)
			}
		})
	}
}

func TestARefusalIsAnAnswer(t *testing.T) {
	t.Parallel()
	line, _ := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusBadRequest)
		_, _ = fmt.Fprint(w, `{"status":false}`)
	})
	answer, err := line.Get(t.Context(), "/x", nil)
	require.NoError(t, err)
	require.False(t, answer.OK())
	no := &Refusal{Provider: "payer", Status: 400, Code: "duplicate_reference", Words: "Duplicate Transaction Reference"}
	require.ErrorIs(t, no, gateway.ErrRefused)
	require.EqualError(t, no, "refused for good: payer: Duplicate Transaction Reference (status 400, duplicate_reference)")
	require.True(t, no.Says("duplicate_reference") && no.Says("x", "duplicate transaction"))
	require.False(t, no.Says("", "amount"))
}

func TestNobodyWaitsForEver(t *testing.T) {
	t.Parallel()
	hang := func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }
	line, server := serve(t, hang)
	line.timeout = 30 * time.Millisecond
	_, err := line.Get(t.Context(), "/x", nil)
	silent(t, err)
	require.ErrorIs(t, err, context.DeadlineExceeded)

	impatient := settings(server)
	impatient.HTTP = &http.Client{Timeout: 30 * time.Millisecond}
	line, err = New(impatient)
	require.NoError(t, err)
	_, err = line.Get(t.Context(), "/x", nil)
	silent(t, err)
	require.ErrorIs(t, err, context.DeadlineExceeded)

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = line.Get(ctx, "/x", nil)
	silent(t, err)
	require.ErrorIs(t, err, context.Canceled)
}

func TestAConnectionThatIsCut(t *testing.T) {
	t.Parallel()
	for name, sent := range map[string]string{"before": "", "inside": "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{\"secret\"", "no HTTP": "ada@secret.example\r\n"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			line, _ := serve(t, func(w http.ResponseWriter, _ *http.Request) {
				connection, buffer, err := w.(http.Hijacker).Hijack()
				if err == nil {
					_, _ = buffer.WriteString(sent)
					_ = buffer.Flush()
					_ = connection.Close()
				}
			})
			_, err := line.Post(t.Context(), "/x", struct{}{})
			silent(t, err)
		})
	}
	away, err := New(Settings{Provider: "payer", BaseURL: "http://127.0.0.1:1", Key: key, Timeout: time.Second})
	require.NoError(t, err)
	_, err = away.Get(t.Context(), "/x", nil)
	silent(t, err)
}

func TestTheKeyDoesNotFollowRedirects(t *testing.T) {
	t.Parallel()
	thief := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("the request went elsewhere") }))
	t.Cleanup(thief.Close)
	line, _ := serve(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, thief.URL, http.StatusTemporaryRedirect)
	})
	_, err := line.Post(t.Context(), "/x", struct{}{})
	silent(t, err)
	require.ErrorContains(t, err, "307")
}

func TestSettings(t *testing.T) {
	t.Parallel()
	jar, err := cookiejar.New(nil)
	require.NoError(t, err)
	given := &http.Client{Jar: jar}
	good := Settings{Provider: "payer", BaseURL: "https://api.example/v3/", Key: key, HTTP: given, Live: true}
	line, err := New(good)
	require.NoError(t, err)
	require.Equal(t, "https://api.example/v3", line.base)
	require.Nil(t, line.client.Jar)
	require.Nil(t, given.CheckRedirect, "the client is copied")
	for name, spoil := range map[string]func(*Settings){
		"no address": func(s *Settings) { s.BaseURL = "" },
		"no scheme":  func(s *Settings) { s.BaseURL = "api.example" },
		"a query":    func(s *Settings) { s.BaseURL += "?key=" + key },
		"a password": func(s *Settings) { s.BaseURL = "https://user:" + key + "@api.example" },
		"not secret": func(s *Settings) { s.BaseURL = "http://api.example" },
		"unreadable": func(s *Settings) { s.BaseURL = "https://%zz" },
		"no key":     func(s *Settings) { s.Key = "" },
		"two lines":  func(s *Settings) { s.Key += "\r\nX: y" },
		"spaces":     func(s *Settings) { s.Key += " " },
	} {
		bad := good
		spoil(&bad)
		_, err := New(bad)
		require.Error(t, err, name)
		require.NotContains(t, err.Error(), key, name)
	}
}

func TestFieldsThatChangeTheirType(t *testing.T) {
	t.Parallel()
	var read struct{ A, B, C, D, E, F Text }
	require.True(t, Object([]byte(`{"a":"x","b":18446744073709551615,"c":12500.50,"d":null,"e":{"x":1},"f":true}`), &read))
	require.Equal(t, Text("18446744073709551615"), read.B)
	require.Equal(t, Text("12500.50"), read.C)
	require.Equal(t, [4]Text{"x"}, [4]Text{read.A, read.D, read.E, read.F})
	for _, odd := range []string{``, `null`, `""`, `0`, `[]`, `[1]`} {
		require.False(t, Object([]byte(odd), &read), odd)
	}
	list, ok := Objects[struct{ A Text }]([]byte(` [{"a":1},{"a":"2"}]`))
	require.True(t, ok)
	require.Len(t, list, 2)
	list, ok = Objects[struct{ A Text }]([]byte(`{"a":1}`))
	require.True(t, ok)
	require.Equal(t, Text("1"), list[0].A)
	for _, odd := range []string{``, `null`, `"x"`, `[1]`} {
		_, ok = Objects[struct{ A Text }]([]byte(odd))
		require.False(t, ok, odd)
	}
	require.Nil(t, Text("yesterday").Time())
	require.Equal(t, "2024-08-22T09:15:02Z", Text("2024-08-22T10:15:02.000+01:00").Time().Format(time.RFC3339Nano))
	require.Equal(t, "4081", Text("4081").Last4())
	for _, no := range []Text{"", "408", "40844081", "a081"} {
		require.Empty(t, no.Last4())
	}
}
