package transport

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/stretchr/testify/require"
)

const hello = `{"type":"connection_init"}`

// The codes by which a socket is closed, and what the client says before.
func TestCloseCodes(t *testing.T) {
	t.Parallel()
	const listen = `{"id":"1","type":"subscribe","payload":{"query":"subscription{changes}"}}`
	for name, row := range map[string]struct {
		code websocket.StatusCode
		says []string
	}{
		"subscribed before the greeting": {4401, []string{listen}},
		"greeted twice":                  {4429, []string{hello, hello}},
		"an id twice":                    {4409, []string{hello, listen, listen}},
		"no JSON":                        {4400, []string{`{"type"`}},
		"nothing":                        {4400, []string{``}},
		"a list":                         {4400, []string{`[` + hello + `]`}},
		"null":                           {4400, []string{`null`}},
		"two messages in one":            {4400, []string{hello + hello}},
		"no type":                        {4400, []string{`{}`}},
		"a strange type":                 {4400, []string{hello, `{"type":"start","id":"1","payload":{"query":"{echo}"}}`}},
		"a server's type":                {4400, []string{hello, `{"type":"connection_ack"}`}},
		"a type that is a number":        {4400, []string{`{"type":1}`}},
		"an id that is a number":         {4400, []string{hello, `{"id":1,"type":"subscribe","payload":{"query":"{echo}"}}`}},
		"no id":                          {4400, []string{hello, `{"type":"subscribe","payload":{"query":"{echo}"}}`}},
		"an id with a NUL":               {4400, []string{hello, `{"id":"\u0000","type":"subscribe","payload":{"query":"{echo}"}}`}},
		"an id that is not UTF-8":        {4400, []string{hello, "{\"id\":\"\xff\",\"type\":\"subscribe\",\"payload\":{\"query\":\"{echo}\"}}"}},
		"a long id":                      {4400, []string{hello, `{"id":"` + strings.Repeat("1", longestID+1) + `","type":"subscribe","payload":{"query":"{echo}"}}`}},
		"subscribed to nothing":          {4400, []string{hello, `{"id":"1","type":"subscribe"}`}},
		"subscribed to null":             {4400, []string{hello, `{"id":"1","type":"subscribe","payload":null}`}},
		"subscribed to a text":           {4400, []string{hello, `{"id":"1","type":"subscribe","payload":"{echo}"}`}},
		"a query that is a number":       {4400, []string{hello, `{"id":"1","type":"subscribe","payload":{"query":1}}`}},
		"completed nothing":              {4400, []string{hello, `{"type":"complete"}`}},
		"a greeting that is a text":      {4400, []string{`{"type":"connection_init","payload":"hello"}`}},
		"a ping that is a list":          {4400, []string{`{"type":"ping","payload":[1]}`}},
		"a stranger":                     {4403, []string{`{"type":"connection_init","payload":{"authorization":"Bearer eve"}}`}},
		"another kind":                   {4403, []string{`{"type":"connection_init","payload":{"Authorization":"Basic YTpi"}}`}},
		"a number for a name":            {4403, []string{`{"type":"connection_init","payload":{"authorization":7}}`}},
		"when nobody can tell":           {1013, []string{`{"type":"connection_init","payload":{"authorization":"Bearer busy"}}`}},
		"a large message":                {1009, []string{padded(MaxBody + 1)}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newHall(t)
			p := connect(t, h.serve(t, WebSocket{}))
			for _, text := range row.says {
				p.say(text)
				if text == hello && !strings.HasPrefix(name, "greeted") {
					p.hears(`{"type":"connection_ack"}`)
				}
			}
			if strings.HasPrefix(name, "greeted") {
				p.hears(`{"type":"connection_ack"}`)
			}
			reason := p.closedBy(row.code)
			if name == "a stranger" {
				require.Equal(t, "nobody knows you", reason)
			}
			require.Equal(t, []int{1, -1}, []int{await(t, h.counts), await(t, h.counts)})
		})
	}
	for _, why := range []closing{closeBadMessage, closeTooLarge, closeStranger, closeForbidden, closeEnded, closeInitTimeout, closeIDTaken, closeTwice,
		closeTooMany, closeStopping, closeTryAgain, closeBroken} {
		require.LessOrEqual(t, len(why.Error()), 123)
	}
}

func TestBinaryIsNotTaken(t *testing.T) {
	t.Parallel()
	p := connect(t, newHall(t).serve(t, WebSocket{}))
	require.NoError(t, p.Write(t.Context(), websocket.MessageBinary, []byte(hello)))
	p.closedBy(4400)
}

func TestWhoSaysNothingIsClosed(t *testing.T) {
	bubble(t, func(t *testing.T) {
		h := newHall(t)
		h.bubble = true
		connect(t, h.serve(t, WebSocket{InitTimeout: time.Millisecond})).closedBy(4408)
		p := connect(t, h.serve(t, WebSocket{InitTimeout: 500 * time.Millisecond}))
		p.lives() // A ping is no introduction.
		p.closedBy(4408)
		p = introduced(t, h.serve(t, WebSocket{InitTimeout: 500 * time.Millisecond, Deadline: 700 * time.Millisecond}))
		p.subscribe("1", "{wait}")
		require.Contains(t, p.next(), "SERVICE_UNAVAILABLE", "it lives longer than the greeting may take")
	})
}

// What is refused before the upgrade is refused by a status.
func TestWhoGetsNoSocket(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	server := h.serve(t, WebSocket{Permit: func(r *http.Request) error {
		if r.Header.Get("Origin") != "" {
			return errors.New("foreign")
		}
		return nil
	}})
	for name, row := range map[string]struct {
		protocols []string
		headers   []string
		status    int
		code      string
	}{
		"a foreign page":      {[]string{subprotocol}, []string{"Origin", "https://evil.example"}, 403, `"FORBIDDEN"`},
		"no protocol":         {nil, nil, 400, `"BAD_USER_INPUT"`},
		"the legacy protocol": {[]string{"graphql-ws"}, nil, 400, `"BAD_USER_INPUT"`},
		"another protocol":    {[]string{"mqtt", "GRAPHQL-TRANSPORT-WS"}, nil, 400, `"BAD_USER_INPUT"`},
	} {
		_, response, err := dial(t, server, &websocket.DialOptions{Subprotocols: row.protocols}, row.headers...)
		require.Error(t, err, name)
		require.Equal(t, row.status, response.StatusCode, name)
		body, err := io.ReadAll(response.Body)
		require.NoError(t, err)
		require.Contains(t, string(body), row.code, name)
	}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL, nil)
	require.NoError(t, err)
	request.Header.Set("Sec-WebSocket-Protocol", subprotocol)
	response, err := server.Client().Do(request)
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
	require.Equal(t, http.StatusUpgradeRequired, response.StatusCode)
	require.Equal(t, []int{1, -1}, []int{await(t, h.counts), await(t, h.counts)}, "it was counted for a moment")
	require.Empty(t, h.counts)
	for upgrade, takes := range map[string]bool{"websocket": true, "WebSocket": true, "h2c, websocket": true, "h2c": false, "": false} {
		request.Header.Set("Upgrade", upgrade)
		require.Equal(t, takes, WebSocket{}.Supports(request), upgrade)
	}
}

func TestAViewerHasSoManySockets(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	server := h.serve(t, WebSocket{})
	var guests []peer
	for range mostSockets {
		guests = append(guests, connect(t, server))
		require.Equal(t, 1, await(t, h.counts))
	}
	refused := func() (status int, body string) {
		_, response, err := dial(t, server, &websocket.DialOptions{Subprotocols: []string{subprotocol}})
		require.Error(t, err)
		told, err := io.ReadAll(response.Body)
		require.NoError(t, err)
		return response.StatusCode, string(told)
	}
	status, body := refused()
	require.Equal(t, http.StatusTooManyRequests, status)
	require.Contains(t, body, `"RATE_LIMITED"`)
	for range mostSockets {
		introduced(t, server, "Session", "Bearer ada")
	}
	for range mostSockets {
		require.Equal(t, 1, await(t, h.counts), "another owner has as many")
	}
	guests[0].say(`{"type":"connection_init","payload":{"authorization":"Bearer bola"}}`)
	guests[0].hears(`{"type":"connection_ack"}`)
	require.Equal(t, []int{1, -1}, []int{await(t, h.counts), await(t, h.counts)}, "it is counted to whom it says it is")
	connect(t, server).lives()
	require.Equal(t, 1, await(t, h.counts), "its place is free")
	guests[1].say(`{"type":"connection_init","payload":{"authorization":"Bearer ada"}}`)
	guests[1].closedBy(4429)
	require.Equal(t, -1, await(t, h.counts))
	connect(t, server).lives()
}
