package app_test

import (
	"bufio"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestTheEndOfASessionReachesItsStream signs a browser out from another server
// than the one that it listens to.
func TestTheEndOfASessionReachesItsStream(t *testing.T) {
	t.Parallel()
	config := sample(t, false)
	here, there := open(t, config), open(t, config)
	v := registered(t, here, config, "ada@example.ng")
	server := httptest.NewServer(here.Handler)
	t.Cleanup(server.Close)
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet,
		server.URL+"/graphql?query="+url.QueryEscape(`subscription { sessionEnded { at } }`), nil)
	require.NoError(t, err)
	request.Header.Set("Accept", "text/event-stream")
	request.AddCookie(v.cookie)
	answer, err := server.Client().Do(request)
	require.NoError(t, err)
	defer func() { _ = answer.Body.Close() }()
	require.Equal(t, "text/event-stream", strings.Split(answer.Header.Get("Content-Type"), ";")[0])

	other := browser(t, there)
	_, codes := other.do("login", "input: {identifier: $who, password: $password}", signInFields,
		map[string]any{"who": "ada@example.ng", "password": "owambe-saturday"})
	require.Empty(t, codes)
	payload, _ := other.do("sessionRevokeAll", "", "revoked", nil)
	require.EqualValues(t, 1, payload["revoked"])

	var heard []string
	lines := bufio.NewScanner(answer.Body)
	for lines.Scan() {
		if line := lines.Text(); line != "" && line != ":" && !strings.HasPrefix(line, "retry: ") {
			heard = append(heard, line)
		}
	}
	require.NoError(t, lines.Err())
	require.Len(t, heard, 4, heard)
	require.Equal(t, "event: next", heard[0])
	require.Contains(t, heard[1], `"sessionEnded":{"at":"`)
	require.Equal(t, "event: complete", heard[2])
}

func TestAGuestCannotListenToASession(t *testing.T) {
	t.Parallel()
	config := sample(t, false)
	shop := open(t, config)
	request := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/graphql?query="+url.QueryEscape(`subscription { sessionEnded { at } }`), nil)
	request.Header.Set("Accept", "text/event-stream")
	recorder := httptest.NewRecorder()
	shop.Handler.ServeHTTP(recorder, request)
	require.Contains(t, recorder.Body.String(), "UNAUTHENTICATED")
	require.Contains(t, recorder.Body.String(), "event: complete")
}
