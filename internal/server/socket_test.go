package server

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"zuka/internal/platform/fault"
	"zuka/internal/testenv/leak"
)

const subprotocol = "graphql-transport-ws"

// connect opens a socket as a browser would, which asks for packed answers too.
func connect(t *testing.T, address string, headers ...string) (*websocket.Conn, *http.Response, error) {
	t.Helper()
	options := websocket.DialOptions{
		Subprotocols: []string{subprotocol}, HTTPHeader: http.Header{"Accept-Encoding": {"gzip"}},
		HTTPClient: &http.Client{Transport: &http.Transport{DisableKeepAlives: true}},
	}
	for i := 0; i+1 < len(headers); i += 2 {
		options.HTTPHeader.Set(headers[i], headers[i+1])
	}
	conn, response, err := websocket.Dial(t.Context(), address+"/graphql", &options)
	if err == nil {
		t.Cleanup(func() { _ = conn.CloseNow() })
	}
	return conn, response, err
}

func say(t *testing.T, conn *websocket.Conn, text string) {
	t.Helper()
	require.NoError(t, conn.Write(t.Context(), websocket.MessageText, []byte(text)))
}

func hear(t *testing.T, conn *websocket.Conn, text string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	_, got, err := conn.Read(ctx)
	require.NoError(t, err)
	require.JSONEq(t, text, string(got))
}

func requireClosed(t *testing.T, conn *websocket.Conn, code websocket.StatusCode) (reason string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	_, got, err := conn.Read(ctx)
	var why websocket.CloseError
	require.ErrorAs(t, err, &why, string(got))
	require.Equal(t, code, why.Code, why.Reason)
	return why.Reason
}

// listenOn introduces a client by what it says of itself, and subscribes.
func listenOn(t *testing.T, conn *websocket.Conn, payload string) {
	t.Helper()
	say(t, conn, `{"type":"connection_init","payload":`+payload+`}`)
	hear(t, conn, `{"type":"connection_ack"}`)
	say(t, conn, `{"id":"1","type":"subscribe","payload":{"query":"subscription{texts}"}}`)
}

// Serve waits for sockets, of which net/http knows nothing any more. This and
// the next one look for goroutines of the whole process, so they do not run
// beside other tests.
func TestServeEndsSockets(t *testing.T) {
	defer leak.None(t, goleak.IgnoreCurrent())
	var log synced
	opts, texts := options(t, &log), make(chan string)
	address, stop, served := streaming(t, opts, texts)
	defer stop()
	conn, response, err := connect(t, address)
	require.NoError(t, err)
	require.Equal(t, http.StatusSwitchingProtocols, response.StatusCode)
	require.Empty(t, response.Header.Get("Content-Encoding"))
	listenOn(t, conn, `{}`)
	texts <- "one"
	hear(t, conn, `{"id":"1","type":"next","payload":{"data":{"texts":"one"}}}`)
	require.Equal(t, map[string]float64{"websocket": 1}, openStreams(t, opts))
	stop()
	requireClosed(t, conn, 1001)
	require.NoError(t, await(t, served))
	require.Equal(t, map[string]float64{"websocket": 0}, openStreams(t, opts), "it waited")
	require.Eventually(t, func() bool { return strings.Contains(log.String(), `"status":101`) }, time.Minute, time.Millisecond)
	families, err := opts.Registry.Gather()
	require.NoError(t, err)
	for _, family := range families {
		require.NotEqual(t, "zuka_http_request_seconds", family.GetName(), "how long a socket was open measures nothing")
	}
	require.NotContains(t, log.String(), "hijacked")
}

func TestServeCutsOffSocketsThatTakeTooLong(t *testing.T) {
	defer leak.None(t, goleak.IgnoreCurrent())
	held, asked, released := make(chan struct{}), make(chan struct{}), make(chan struct{})
	opts := options(t, io.Discard)
	opts.Attach = func(ctx context.Context) context.Context {
		close(asked)
		<-ctx.Done()
		close(released)
		<-held // As a resolver does that does not look at its context.
		return ctx
	}
	var log synced
	listener, ctx, stop := listening(t)
	served := make(chan error, 1)
	go func() {
		served <- Serve(ctx, listener, New(opts), slog.New(slog.NewTextHandler(&log, nil)), 10*time.Millisecond)
	}()
	conn, _, err := connect(t, "http://"+listener.Addr().String())
	require.NoError(t, err)
	listenOn(t, conn, `{}`)
	await(t, asked)
	stop()
	await(t, released)
	require.NoError(t, await(t, served))
	require.Contains(t, log.String(), "did not finish in time")
	close(held)
}

// openStreams are the gauge's values.
func openStreams(t *testing.T, opts Options) map[string]float64 {
	t.Helper()
	families, err := opts.Registry.Gather()
	require.NoError(t, err)
	open := map[string]float64{}
	for _, family := range families {
		for _, metric := range family.GetMetric() {
			if family.GetName() == "zuka_open_streams" {
				open[metric.GetLabel()[0].GetValue()] = metric.GetGauge().GetValue()
			}
		}
	}
	return open
}

// A page may open a socket where it may send a POST, and nowhere else.
func TestSocketsOfForeignPages(t *testing.T) {
	t.Parallel()
	opts := options(t, io.Discard)
	opts.Origins = []string{"https://shop.example"}
	server := httptest.NewServer(New(opts))
	t.Cleanup(server.Close)
	for name, row := range map[string]struct {
		headers []string
		status  int
	}{
		"no page":                      {nil, 101},
		"its own":                      {[]string{"Origin", server.URL}, 101},
		"its own, says the browser":    {[]string{"Origin", server.URL, "Sec-Fetch-Site", "same-origin"}, 101},
		"one of the settings":          {[]string{"Origin", "https://shop.example", "Sec-Fetch-Site", "cross-site"}, 101},
		"one of the settings, plainly": {[]string{"Origin", "https://shop.example"}, 101},
		"a foreign one":                {[]string{"Origin", "https://evil.example", "Sec-Fetch-Site", "cross-site"}, 403},
		"a foreign one, plainly":       {[]string{"Origin", "https://evil.example"}, 403},
		"almost one of the settings":   {[]string{"Origin", "https://shop.example.evil.example"}, 403},
		"without encryption":           {[]string{"Origin", "http://shop.example"}, 403},
		"a file":                       {[]string{"Origin", "null"}, 403},
		"of the same site":             {[]string{"Origin", "https://other.shop.example", "Sec-Fetch-Site", "same-site"}, 403},
	} {
		conn, response, err := connect(t, server.URL, row.headers...)
		require.Equal(t, row.status, response.StatusCode, name)
		if row.status == http.StatusSwitchingProtocols {
			require.NoError(t, err, name)
			say(t, conn, `{"type":"ping"}`)
			hear(t, conn, `{"type":"pong"}`)
			require.NoError(t, conn.CloseNow())
			continue
		}
		body, err := io.ReadAll(response.Body)
		require.NoError(t, err)
		require.Contains(t, string(body), `"FORBIDDEN"`, name)
	}
}

// whoOpens serves sockets and gives the session that each is watched for.
func whoOpens(t *testing.T, sessions Sessions) (address string, watched <-chan uuid.UUID, end func()) {
	t.Helper()
	ended, asked := make(chan struct{}), make(chan uuid.UUID, 20)
	opts := options(t, io.Discard)
	opts.Sessions = sessions
	opts.Watch = func(session uuid.UUID) (<-chan struct{}, func()) {
		asked <- session
		return ended, func() {}
	}
	address, stop, _ := streaming(t, opts, nil)
	t.Cleanup(stop)
	return address, asked, sync.OnceFunc(func() { close(ended) })
}

func TestWhoASocketIs(t *testing.T) {
	t.Parallel()
	address, watched, end := whoOpens(t, &doorman{known: everybody})
	var all []*websocket.Conn
	for name, row := range map[string]struct {
		payload string
		headers []string
		want    uuid.UUID
	}{
		"by cookie":               {`{}`, []string{"Cookie", "zuka_session=zw_page"}, pageSession},
		"by header":               {`{"authorization":""}`, []string{"Authorization", "Bearer za_app"}, appSession},
		"by greeting":             {`{"authorization":"Bearer za_app"}`, nil, appSession},
		"by greeting, loudly":     {`{"Authorization":"BEARER za_app "}`, []string{"X-Client-Platform", "ios"}, appSession},
		"by greeting, not cookie": {`{"authorization":"Bearer za_app"}`, []string{"Cookie", "zuka_session=zw_page"}, appSession},
	} {
		conn, _, err := connect(t, address, row.headers...)
		require.NoError(t, err, name)
		listenOn(t, conn, row.payload)
		require.Equal(t, row.want, await(t, watched), name)
		all = append(all, conn)
	}
	guest, _, err := connect(t, address)
	require.NoError(t, err)
	listenOn(t, guest, `null`)
	end()
	for _, conn := range all {
		hear(t, conn, `{"id":"1","type":"error","payload":[{"message":"the session has ended","extensions":{"code":"UNAUTHENTICATED"}}]}`)
		requireClosed(t, conn, 4403)
	}
	require.Empty(t, watched, "a guest has no session to end")
	say(t, guest, `{"type":"ping"}`)
	hear(t, guest, `{"type":"pong"}`)
}

func TestASocketWhoseTokenIsNoGoodIsTold(t *testing.T) {
	t.Parallel()
	reasons := map[string]bool{}
	for name, row := range map[string]struct {
		doorman       doorman
		authorization string
		code          websocket.StatusCode
	}{
		"strange":      {doorman{known: everybody}, "Bearer za_strange", 4403},
		"expired":      {doorman{known: everybody, expired: true}, "Bearer za_app", 4403},
		"another kind": {doorman{known: everybody}, "Basic za_app", 4403},
		"nobody knows": {doorman{known: everybody, err: errors.New("postgres: away")}, "Bearer za_app", 1013},
	} {
		address, _, _ := whoOpens(t, &row.doorman)
		conn, _, err := connect(t, address)
		require.NoError(t, err, name)
		say(t, conn, `{"type":"connection_init","payload":{"authorization":"`+row.authorization+`"}}`)
		reason := requireClosed(t, conn, row.code)
		require.NotContains(t, reason, "postgres")
		reasons[reason] = true
	}
	require.Len(t, reasons, 4, "an app that should refresh is told apart from one that should sign in")
	address, _, _ := whoOpens(t, &doorman{known: everybody})
	_, response, err := connect(t, address, "Authorization", "Bearer za_strange")
	require.Error(t, err)
	require.Equal(t, http.StatusUnauthorized, response.StatusCode)
	_, refusal := visitors{sessions: &doorman{}}.introduced(httptest.NewRequest(http.MethodGet, "/graphql", nil), strings.Repeat("a", 1000))
	require.True(t, fault.Is(refusal, fault.Unauthenticated))
	address, _, _ = whoOpens(t, nil)
	conn, _, err := connect(t, address)
	require.NoError(t, err)
	listenOn(t, conn, `{"authorization":"Bearer za_strange"}`) // Without sessions everybody is a guest.
}

// synced is a log that is read while it is written.
type synced struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (s *synced) Write(line []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.Write(line)
}

func (s *synced) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}
