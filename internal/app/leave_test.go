package app_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"zuka/internal/app"
	"zuka/internal/testenv/leak"
)

// Clients hang up in the middle, or send one request after the other and never
// read an answer. Neither may keep a connection to the database, of which
// there are two here, and nothing of them may be left when the shop is closed.
//
// Not parallel, because it looks at all goroutines there are.
func TestClientsThatLeaveOrDoNotReadHoldNothing(t *testing.T) {
	config := sample(t, true)
	config.DatabaseMax, config.Grace = 2, 5*time.Second
	before := goleak.IgnoreCurrent()
	shop, err := app.New(t.Context(), config, slog.New(slog.DiscardHandler))
	require.NoError(t, err)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	serving, stop := context.WithCancel(t.Context())
	served := make(chan error, 1)
	go func() { served <- shop.Run(serving, listener) }()
	client := &http.Client{Transport: &http.Transport{}}
	send := func(ctx context.Context) (*http.Response, error) {
		request, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+listener.Addr().String()+"/graphql", strings.NewReader(largePage))
		require.NoError(t, err)
		request.Header.Set("Content-Type", "application/json")
		return client.Do(request)
	}

	silent := make([]net.Conn, 2)
	for i := range silent {
		silent[i] = callAndIgnore(t, listener.Addr())
	}
	var leaving sync.WaitGroup
	for i := range 60 {
		leaving.Go(func() {
			ctx, leave := context.WithTimeout(t.Context(), time.Duration(i)*time.Millisecond/2)
			defer leave()
			if response, err := send(ctx); err == nil {
				_ = response.Body.Close() // Unread, which also hangs up.
			}
		})
	}
	leaving.Wait()
	for range 10 {
		response, err := send(t.Context())
		require.NoError(t, err)
		requireWhole(t, response)
	}
	require.Eventually(t, func() bool { return shop.Pool.Pgx().Stat().AcquiredConns() == 0 }, time.Minute, 5*time.Millisecond)

	for _, connection := range silent {
		require.NoError(t, connection.Close())
	}
	client.CloseIdleConnections()
	stop()
	require.NoError(t, <-served)
	shop.Close()
	dialing := goleak.IgnoreAnyFunction("github.com/redis/go-redis/v9/internal/pool.(*ConnPool).tryDial")
	leak.None(t, before, dialing)
}

// requireWhole reads an answer that has to be without errors.
func requireWhole(t *testing.T, response *http.Response) {
	t.Helper()
	body, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
	require.True(t, json.Valid(body))
	require.NotContains(t, string(body), `"errors"`)
}

// largePage is a request with an answer of some 50 KB.
const largePage = `{"query":"{ products(first: 100) { nodes { id sku slug name description imageUrl sizes colors tags price { formatted } brand { name } category { name } variants { id sku size color price { formatted } } } } }"}`

// callAndIgnore sends many requests on one connection and reads nothing: the
// answers soon fill what the kernel holds for it.
func callAndIgnore(t *testing.T, to net.Addr) net.Conn {
	t.Helper()
	connection, err := net.Dial(to.Network(), to.String())
	require.NoError(t, err)
	require.NoError(t, connection.(*net.TCPConn).SetReadBuffer(4<<10))
	require.NoError(t, connection.SetWriteDeadline(time.Now().Add(20*time.Second)))
	request := fmt.Sprintf("POST /graphql HTTP/1.1\r\nHost: shop.test\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", len(largePage), largePage)
	_, err = io.WriteString(connection, strings.Repeat(request, 100))
	require.NoError(t, err)
	return connection
}
