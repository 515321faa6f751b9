package webhook

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"zuka/internal/platform/fault"
)

// inbox is a scripted Inbox that keeps what it was given.
type inbox struct {
	answer   error
	provider string
	header   http.Header
	bodies   [][]byte
}

func (i *inbox) Receive(_ context.Context, provider string, header http.Header, body []byte) error {
	i.provider, i.header, i.bodies = provider, header, append(i.bodies, body)
	return i.answer
}

const secret = "signature-that-nobody-may-read"

func send(t *testing.T, to *inbox, method, path string, body io.Reader) (*httptest.ResponseRecorder, string) {
	t.Helper()
	var log bytes.Buffer
	request := httptest.NewRequest(method, path, body)
	request.Header.Set("X-Paystack-Signature", secret)
	answer := httptest.NewRecorder()
	Handler(to, slog.New(slog.NewTextHandler(&log, nil))).ServeHTTP(answer, request)
	return answer, log.String()
}

func TestTheRawBytesArriveAtTheInbox(t *testing.T) {
	t.Parallel()
	for _, provider := range []string{"paystack", "flutterwave"} {
		to := &inbox{}
		raw := "{ \"event\" :\t\"charge.success\" }\r\n\x00\xff"
		answer, log := send(t, to, http.MethodPost, "/webhooks/"+provider, strings.NewReader(raw))
		require.Equal(t, http.StatusOK, answer.Code)
		require.Equal(t, "no-store", answer.Header().Get("Cache-Control"))
		require.Empty(t, answer.Body.String())
		require.Equal(t, provider, to.provider)
		require.Equal(t, secret, to.header.Get("X-Paystack-Signature"))
		require.Equal(t, [][]byte{[]byte(raw)}, to.bodies)
		require.Empty(t, log)
	}
}

func TestWhatAProviderIsAnswered(t *testing.T) {
	t.Parallel()
	slow := fault.Unavailable(errors.New("away"))
	slow.RetryAfter = 1500 * time.Millisecond
	for name, row := range map[string]struct {
		err    error
		status int
		retry  string
	}{
		"kept":           {nil, http.StatusOK, ""},
		"forged":         {fault.New(fault.Unauthenticated, "no"), http.StatusUnauthorized, ""},
		"unknown":        {fault.Missing("provider"), http.StatusNotFound, ""},
		"database away":  {slow, http.StatusServiceUnavailable, "2"},
		"anything else":  {errors.New("canary body"), http.StatusServiceUnavailable, "1"},
		"without a time": {fault.New(fault.ServiceUnavailable, "busy"), http.StatusServiceUnavailable, "1"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			answer, log := send(t, &inbox{answer: row.err}, http.MethodPost, "/webhooks/paystack", strings.NewReader("body-of-a-person"))
			require.Equal(t, row.status, answer.Code)
			require.Equal(t, row.retry, answer.Header().Get("Retry-After"))
			require.Empty(t, answer.Body.String())
			require.NotContains(t, log, secret)
			require.NotContains(t, log, "body-of-a-person")
		})
	}
}

func TestOnlyOneMebibyteIsRead(t *testing.T) {
	t.Parallel()
	fits := strings.Repeat("x", maxBody)
	to := &inbox{}
	answer, _ := send(t, to, http.MethodPost, "/webhooks/paystack", strings.NewReader(fits))
	require.Equal(t, http.StatusOK, answer.Code)
	require.Len(t, to.bodies, 1)

	to = &inbox{}
	answer, _ = send(t, to, http.MethodPost, "/webhooks/paystack", strings.NewReader(fits+"x"))
	require.Equal(t, http.StatusRequestEntityTooLarge, answer.Code)
	// Without a length, it shows only on reading.
	answer, _ = send(t, to, http.MethodPost, "/webhooks/paystack", io.MultiReader(strings.NewReader(fits), strings.NewReader("x")))
	require.Equal(t, http.StatusRequestEntityTooLarge, answer.Code)
	require.Empty(t, to.bodies)
}

func TestABodyThatBreaksOffIsNotKept(t *testing.T) {
	t.Parallel()
	to := &inbox{}
	answer, _ := send(t, to, http.MethodPost, "/webhooks/paystack", io.MultiReader(strings.NewReader("half"), broken{}))
	require.Equal(t, http.StatusBadRequest, answer.Code)
	require.Empty(t, to.bodies)
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

func TestNothingButPostsToAProvider(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		method, path string
		status       int
	}{
		{http.MethodGet, "/webhooks/paystack", http.StatusMethodNotAllowed},
		{http.MethodPut, "/webhooks/paystack", http.StatusMethodNotAllowed},
		{http.MethodPost, "/webhooks/", http.StatusNotFound},
		{http.MethodPost, "/webhooks/paystack/more", http.StatusNotFound},
		{http.MethodPost, "/webhooks", http.StatusNotFound},
	} {
		to := &inbox{}
		answer, _ := send(t, to, row.method, row.path, strings.NewReader("{}"))
		require.Equal(t, row.status, answer.Code, row)
		require.Empty(t, to.bodies)
	}
}

// Over a real connection, with its deadlines.
func TestAServerKeepsAMessage(t *testing.T) {
	t.Parallel()
	to := &inbox{}
	server := httptest.NewServer(Handler(to, slog.New(slog.DiscardHandler)))
	defer server.Close()
	answer, err := http.Post(server.URL+"/webhooks/flutterwave", "application/json", strings.NewReader("{}"))
	require.NoError(t, err)
	require.NoError(t, answer.Body.Close())
	require.Equal(t, http.StatusOK, answer.StatusCode)
	require.Equal(t, "flutterwave", to.provider)
}
