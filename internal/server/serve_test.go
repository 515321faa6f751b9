package server

import (
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"zuka/internal/testenv/leak"
)

// slow answers when it is let go, and says that it was asked.
type slow struct {
	*Handler
	asked, goOn chan struct{}
	ended       chan error
}

func (s slow) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	close(s.asked)
	select {
	case <-s.goOn:
		_, _ = io.WriteString(w, "done")
		s.ended <- nil
	case <-r.Context().Done():
		s.ended <- r.Context().Err()
	}
}

type outcome struct {
	body string
	err  error
}

// serveOnce runs Serve and one request against it; stop is called while the
// request runs.
func serveOnce(t *testing.T, handler slow, grace time.Duration) (stop context.CancelFunc, served chan error, got chan outcome) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	ctx, stop := context.WithCancel(t.Context())
	served, got = make(chan error, 1), make(chan outcome, 1)
	go func() { served <- Serve(ctx, listener, handler, slog.New(slog.DiscardHandler), grace) }()
	go func() {
		client := http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
		response, err := client.Get("http://" + listener.Addr().String())
		if err != nil {
			got <- outcome{err: err}
			return
		}
		body, err := io.ReadAll(response.Body)
		_ = response.Body.Close()
		got <- outcome{string(body), err}
	}()
	await(t, handler.asked)
	return stop, served, got
}

func await[T any](t *testing.T, from <-chan T) T {
	t.Helper()
	select {
	case value := <-from:
		return value
	case <-time.After(time.Minute):
		require.FailNow(t, "nothing came")
		panic("not reached")
	}
}

func newSlow() slow {
	return slow{new(Handler), make(chan struct{}), make(chan struct{}), make(chan error, 1)}
}

// These two look for goroutines of the whole process, so they do not run
// beside other tests.
func TestServeLetsRequestsFinish(t *testing.T) {
	defer leak.None(t, goleak.IgnoreCurrent())
	handler := newSlow()
	stop, served, got := serveOnce(t, handler, time.Minute)
	stop()
	require.Eventually(t, handler.stopping.Load, time.Minute, time.Millisecond, "readiness goes first")
	close(handler.goOn)
	require.NoError(t, await(t, served))
	require.Equal(t, outcome{body: "done"}, await(t, got))
	require.NoError(t, await(t, handler.ended))
}

func TestServeCutsOffWhatTakesTooLong(t *testing.T) {
	defer leak.None(t, goleak.IgnoreCurrent())
	handler := newSlow()
	stop, served, got := serveOnce(t, handler, time.Millisecond)
	stop()
	require.NoError(t, await(t, served))
	require.Error(t, await(t, got).err)
	require.ErrorIs(t, await(t, handler.ended), context.Canceled)
}

func TestServeTellsOfABrokenListener(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, listener.Close())
	err = Serve(t.Context(), listener, http.NotFoundHandler(), slog.New(slog.DiscardHandler), time.Second)
	require.ErrorIs(t, err, net.ErrClosed)
}
