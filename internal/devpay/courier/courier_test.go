package courier

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"zuka/internal/platform/clock"
	"zuka/internal/testenv/leak"
)

func TestMain(m *testing.M) { leak.Main(m) }

// shop is a transport that answers with one status after the other, the last
// of them for ever, and remembers what it was told.
type shop struct {
	mu      sync.Mutex
	answers []int
	bodies  []string
	hang    bool
}

func (s *shop) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	s.bodies = append(s.bodies, string(body))
	status, hang := s.answers[0], s.hang
	if len(s.answers) > 1 {
		s.answers = s.answers[1:]
	}
	s.mu.Unlock()
	if hang {
		<-r.Context().Done()
		return nil, r.Context().Err()
	}
	if status == 0 {
		return nil, errors.New("no route")
	}
	return &http.Response{
		StatusCode: status, Header: http.Header{"Location": {"http://shop.example/other"}}, Body: io.NopCloser(strings.NewReader("ok")), Request: r,
	}, nil
}

func (s *shop) calls() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.bodies)
}

func start(to *shop, tries int) *Courier {
	return New(Config{
		HTTP: &http.Client{Transport: to}, Clock: clock.System{}, Log: slog.New(slog.DiscardHandler), Pause: 3 * time.Second, Tries: tries,
	})
}

func message(topic string) Message {
	return Message{Topic: topic, Event: "e", URL: "http://shop.example/hook", Header: http.Header{"X-A": {"b"}}, Body: []byte("body")}
}

func TestAnythingBut200IsTriedAgain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		to := &shop{answers: []int{500, 0, 302, 201, 200}}
		c := start(to, 5)
		defer c.Close()
		begun := time.Now()
		<-c.Post(message("a"), How{})
		require.Equal(t, []string{"body"}, to.bodies)
		require.Equal(t, Waiting, c.Log("a")[0].State)
		require.Equal(t, begun.Add(3*time.Second).UTC(), c.Log("a")[0].Due)
		time.Sleep(time.Minute) // The bubble's time: nobody waits.
		sent := c.Log("a")[0]
		require.Equal(t, Delivered, sent.State)
		require.Zero(t, sent.Due)
		var statuses []int
		for i, try := range sent.Tries {
			statuses = append(statuses, try.Status)
			require.Equal(t, begun.Add(time.Duration(i)*3*time.Second).UTC(), try.At)
		}
		require.Equal(t, []int{500, 0, 302, 201, 200}, statuses)
		require.Contains(t, sent.Tries[1].Problem, "no route")
	})
}

func TestItGivesUp(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		to := &shop{answers: []int{503}}
		c := start(to, 3)
		defer c.Close()
		<-c.Post(message("a"), How{})
		<-c.Post(message("b"), How{Once: true})
		time.Sleep(time.Hour)
		require.Equal(t, GivenUp, c.Log("a")[0].State)
		require.Len(t, c.Log("a")[0].Tries, 3)
		require.Equal(t, GivenUp, c.Log("b")[0].State)
		require.Len(t, c.Log("b")[0].Tries, 1)
	})
}

func TestAShopThatDoesNotAnswerIsNotWaitedForForever(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		to := &shop{answers: []int{200}, hang: true}
		c := start(to, 1)
		defer c.Close()
		begun := time.Now()
		<-c.Post(message("a"), How{})
		require.Equal(t, patience, time.Since(begun))
		require.Contains(t, c.Log("a")[0].Tries[0].Problem, "deadline")
	})
}

func TestLaterHeldAndLost(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		to := &shop{answers: []int{200}}
		c := start(to, 3)
		defer c.Close()
		begun := time.Now()
		<-c.Post(message("later"), How{Delay: 2 * time.Minute})
		<-c.Post(message("held"), How{Held: true})
		<-c.Post(message("lost"), How{Lost: true})
		nowhere := message("nowhere")
		nowhere.URL = ""
		<-c.Post(nowhere, How{})
		time.Sleep(time.Hour)
		require.Equal(t, begun.Add(2*time.Minute).UTC(), c.Log("later")[0].Tries[0].At)
		require.Equal(t, 1, to.calls())
		require.Equal(t, Held, c.Log("held")[0].State)
		require.Equal(t, Lost, c.Log("lost")[0].State)
		require.Equal(t, Lost, c.Log("nowhere")[0].State)
		sent, err := c.RetryNow(t.Context())
		require.NoError(t, err)
		require.Zero(t, sent)
		sent, err = c.Release(t.Context(), "held")
		require.NoError(t, err)
		require.Equal(t, 1, sent)
		require.Equal(t, Delivered, c.Log("held")[0].State)
		require.Equal(t, 2, to.calls())
	})
}

func TestNobodyNeedsToWait(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		to := &shop{answers: []int{500, 500, 200}}
		c := start(to, 5)
		defer c.Close()
		<-c.Post(message("a"), How{Delay: time.Hour})
		for want, calls := range []int{1, 1, 1, 0} {
			sent, err := c.RetryNow(t.Context())
			require.NoError(t, err)
			require.Equal(t, calls, sent, want)
		}
		require.Len(t, c.Log("a")[0].Tries, 3)
		require.NoError(t, c.Settle(t.Context()))
	})
}

func TestSettleWaitsForWhatFlies(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		to := &shop{answers: []int{200}, hang: true}
		c := start(to, 1)
		defer c.Close()
		c.Post(message("a"), How{})
		c.Post(message("b"), How{})
		ended, cancel := context.WithCancel(t.Context())
		cancel()
		require.ErrorIs(t, c.Settle(ended), context.Canceled)
		require.NoError(t, c.Settle(t.Context()))
		require.Len(t, c.Log("b")[0].Tries, 1)
	})
}

func TestCloseEndsEverything(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		to := &shop{answers: []int{500}, hang: true}
		c := start(to, 3)
		flying := c.Post(message("flying"), How{})
		c.Post(message("later"), How{Delay: time.Hour})
		c.Post(message("held"), How{Held: true})
		synctest.Wait()
		c.Close()
		<-flying
		for _, topic := range []string{"flying", "later", "held"} {
			require.Equal(t, GivenUp, c.Log(topic)[0].State, topic)
		}
		<-c.Post(message("after"), How{})
		require.Empty(t, c.Log("after"))
		sent, err := c.RetryNow(t.Context())
		require.NoError(t, err)
		require.Zero(t, sent)
		require.Equal(t, 1, to.calls())
		c.Close()
	})
}

func TestATopicCanBeForgotten(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		to := &shop{answers: []int{500}}
		c := start(to, 3)
		defer c.Close()
		<-c.Post(message("a"), How{})
		<-c.Post(message("a"), How{Held: true})
		c.Forget("a")
		time.Sleep(time.Hour)
		require.Equal(t, 1, to.calls())
		require.Empty(t, c.Log("a"))
		for range maxKept + 5 {
			c.Post(message("b"), How{Lost: true})
		}
		require.Len(t, c.Log("b"), maxKept)
	})
}

func TestWaitingMessagesAreBounded(t *testing.T) {
	t.Parallel()
	c := start(&shop{answers: []int{200}}, 1)
	defer c.Close()
	for range maxActive {
		c.Post(message("a"), How{Held: true})
	}
	<-c.Post(message("b"), How{})
	require.Equal(t, Lost, c.Log("b")[0].State)
}

func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	to := &shop{answers: []int{500, 200}}
	c := start(to, 5)
	defer c.Close()
	var group sync.WaitGroup
	for range 16 {
		group.Go(func() {
			<-c.Post(message("a"), How{})
			c.Post(message("b"), How{Held: true})
			_, _ = c.Release(t.Context(), "b")
			_, _ = c.RetryNow(t.Context())
			c.Log("a")
			c.Forget("c")
		})
	}
	group.Wait()
	_, err := c.RetryNow(t.Context())
	require.NoError(t, err)
	require.NoError(t, c.Settle(t.Context()))
	for _, sent := range append(c.Log("a"), c.Log("b")...) {
		require.Equal(t, Delivered, sent.State)
	}
}
