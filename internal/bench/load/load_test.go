package load_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"zuka/internal/bench/load"
	"zuka/internal/testenv/leak"
)

func TestMain(m *testing.M) { leak.Main(m) }

// counting is a server that counts what it is asked for.
func counting(t *testing.T, handle http.HandlerFunc) (address string, counts func() map[string]int) {
	t.Helper()
	var mu sync.Mutex
	seen := make(map[string]int)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		seen[r.URL.Path]++
		mu.Unlock()
		handle(w, r)
	}))
	t.Cleanup(server.Close)
	return strings.TrimPrefix(server.URL, "http://"), func() map[string]int {
		mu.Lock()
		defer mu.Unlock()
		return seen
	}
}

func fine(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(`{"data":{}}`)) }

func TestWithoutATimeEachRequestIsSentOnce(t *testing.T) {
	address, counts := counting(t, fine)
	requests := [][]byte{load.Get(address, "/a"), load.Get(address, "/b"), load.Get(address, "/c")}
	result, err := load.Run(t.Context(), load.Options{Address: address, Requests: requests, Connections: 8})
	require.NoError(t, err)
	require.Equal(t, map[string]int{"/a": 1, "/b": 1, "/c": 1}, counts())
	require.Len(t, result.Samples, 3)
	require.Zero(t, result.Errors)
}

func TestTheNumberOfRequestsIsBounded(t *testing.T) {
	address, _ := counting(t, fine)
	result, err := load.Run(t.Context(), load.Options{
		Address: address, Requests: [][]byte{load.Get(address, "/")}, Connections: 3, Duration: time.Minute, Limit: 20,
	})
	require.NoError(t, err)
	require.Len(t, result.Samples, 20)
}

func TestAFailureIsCountedAndTheNextRequestSent(t *testing.T) {
	address, _ := counting(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/cut" {
			panic(http.ErrAbortHandler)
		}
		fine(w, r)
	})
	requests := [][]byte{load.Get(address, "/cut"), load.Get(address, "/good"), load.Get(address, "/cut"), load.Get(address, "/good")}
	result, err := load.Run(t.Context(), load.Options{Address: address, Requests: requests, Connections: 1})
	require.NoError(t, err)
	require.Equal(t, 2, result.Errors)
	require.Error(t, result.First)
	require.Len(t, result.Samples, 2)
}

func TestTheRunEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	address, _ := counting(t, func(w http.ResponseWriter, r *http.Request) {
		cancel()
		fine(w, r)
	})
	_, err := load.Run(ctx, load.Options{Address: address, Requests: [][]byte{load.Get(address, "/")}, Connections: 2, Duration: time.Hour})
	require.ErrorIs(t, err, context.Canceled)
}

func TestOnlyThisMachineIsAsked(t *testing.T) {
	for _, address := range []string{"192.0.2.1:80", "example.com:80", "127.0.0.1", "localhost:80"} {
		_, err := load.Run(t.Context(), load.Options{Address: address, Requests: [][]byte{nil}, Connections: 1})
		require.Error(t, err, address)
	}
	_, err := load.Run(t.Context(), load.Options{Address: "127.0.0.1:80", Connections: 1})
	require.Error(t, err)
}

func TestAnswersThatAreNotGoodAreErrors(t *testing.T) {
	t.Parallel()
	address, _ := counting(t, func(w http.ResponseWriter, r *http.Request) { _, _ = w.Write([]byte(r.URL.Path)) })
	refused := errors.New("refused")
	result, err := load.Run(t.Context(), load.Options{
		Address: address, Requests: [][]byte{load.Get(address, "/yes"), load.Get(address, "/no"), load.Get(address, "/yes")}, Connections: 1,
		Good: func(body []byte) error {
			if string(body) == "/no" {
				return refused
			}
			return nil
		},
	})
	require.NoError(t, err)
	require.Len(t, result.Samples, 2)
	require.Equal(t, 1, result.Errors)
	require.ErrorIs(t, result.First, refused)
}

// The second's moment comes long before what it waits for: it is timed from the later.
func TestARequestWaitsForTheAnswerToAnother(t *testing.T) {
	t.Parallel()
	asked, answered, came := make(chan struct{}), make(chan struct{}), make(chan time.Time, 1)
	address, _ := counting(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/first" {
			<-asked
			came <- time.Now()
			panic(http.ErrAbortHandler) // A bad answer is one, too.
		}
		fine(w, r)
	})
	var from time.Time
	result, err := load.Run(t.Context(), load.Options{
		Address: address, Requests: [][]byte{load.Get(address, "/first"), load.Get(address, "/second")}, Connections: 2, Every: time.Nanosecond,
		After: func(request int) <-chan struct{} {
			if request == 0 {
				return nil
			}
			close(asked)
			return answered
		},
		Sent: func(request int, at time.Time) {
			if request == 1 {
				from = at
			}
		},
		Done: func(request int) {
			if request == 0 {
				close(answered)
			}
		},
	})
	require.NoError(t, err)
	require.Equal(t, 1, result.Errors)
	require.Len(t, result.Samples, 1)
	require.Equal(t, 1, result.Samples[0].Request)
	require.True(t, from.After(<-came))
}

func TestWhatARequestWaitsForMayNeverCome(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	address, counts := counting(t, fine)
	_, err := load.Run(ctx, load.Options{
		Address: address, Requests: [][]byte{load.Get(address, "/")}, Connections: 1,
		After: func(int) <-chan struct{} { cancel(); return make(chan struct{}) },
	})
	require.ErrorIs(t, err, context.Canceled)
	require.Empty(t, counts())
}

func TestOneIsSentHoweverShortTheTimeIs(t *testing.T) {
	t.Parallel()
	address, _ := counting(t, fine)
	result, err := load.Run(t.Context(), load.Options{Address: address, Requests: [][]byte{load.Get(address, "/")}, Connections: 2, Duration: time.Nanosecond})
	require.NoError(t, err)
	require.Len(t, result.Samples, 1)
}

func TestPausesAreNoPartOfTheTime(t *testing.T) {
	t.Parallel()
	address, counts := counting(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("{}")) })
	requests := [][]byte{load.Get(address, "/a"), load.Get(address, "/b")}
	result, err := load.Run(t.Context(), load.Options{Address: address, Requests: requests, Connections: 1, Pause: time.Millisecond})
	require.NoError(t, err)
	require.Len(t, result.Samples, 2)
	require.Greater(t, result.Elapsed, result.Samples[0].Took+result.Samples[1].Took)
	require.Equal(t, map[string]int{"/a": 1, "/b": 1}, counts())
	// Who is stopped in a pause asks nothing more.
	ctx, stop := context.WithTimeout(t.Context(), time.Millisecond)
	defer stop()
	_, err = load.Run(ctx, load.Options{Address: address, Requests: requests, Connections: 3, Pause: time.Hour})
	require.ErrorIs(t, err, context.DeadlineExceeded)
}
