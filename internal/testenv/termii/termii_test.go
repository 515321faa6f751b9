package termii

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var good = request{To: "2348031234567", From: Sender, SMS: "Your code is 123456.", Type: "plain", Channel: "dnd", Key: Key}

func post(ctx context.Context, t *testing.T, server *Server, body string) (int, string, error) {
	t.Helper()
	asked, err := http.NewRequestWithContext(ctx, http.MethodPost, server.URL()+"/api/sms/send", strings.NewReader(body))
	require.NoError(t, err)
	asked.Header.Set("Content-Type", "application/json")
	answer, err := server.Client().Do(asked)
	if err != nil {
		return 0, "", err
	}
	defer func() { require.NoError(t, answer.Body.Close()) }()
	text, err := io.ReadAll(answer.Body)
	return answer.StatusCode, string(text), err
}

func ask(t *testing.T, server *Server, what request) (int, string) {
	t.Helper()
	body, err := json.Marshal(what)
	require.NoError(t, err)
	status, text, err := post(t.Context(), t, server, string(body))
	require.NoError(t, err)
	return status, text
}

func TestAMessageIsTakenAndPaidFor(t *testing.T) {
	t.Parallel()
	server := Start(t)
	server.SetBalance(1.5)
	status, body := ask(t, server, good)
	require.Equal(t, http.StatusOK, status)
	require.JSONEq(t, `{"code":"ok","message_id":"9122821270554870000","message":"Successfully Sent","balance":0.5,"user":"Zuka"}`, body)
	taken := server.Await(t)
	require.Equal(t, Message{ID: "9122821270554870000", To: good.To, From: Sender, Text: good.SMS, Type: "plain", Channel: "dnd"}, taken)
	status, body = ask(t, server, good)
	require.Equal(t, http.StatusBadRequest, status)
	require.Contains(t, body, "Insufficient balance")
	require.Len(t, server.Messages(), 1)
	require.Equal(t, 2, server.Requests())
}

func TestWhatTermiiRefuses(t *testing.T) {
	t.Parallel()
	server := Start(t)
	for name, test := range map[string]struct {
		spoil  func(*request)
		status int
	}{
		"plus":    {func(r *request) { r.To = "+" + r.To }, http.StatusBadRequest},
		"local":   {func(r *request) { r.To = "08031234567" }, http.StatusBadRequest},
		"key":     {func(r *request) { r.Key = "other" }, http.StatusUnauthorized},
		"sender":  {func(r *request) { r.From = "" }, http.StatusUnprocessableEntity},
		"unknown": {func(r *request) { r.From = "Other" }, http.StatusBadRequest},
		"text":    {func(r *request) { r.SMS = "" }, http.StatusUnprocessableEntity},
		"type":    {func(r *request) { r.Type = "" }, http.StatusBadRequest},
		"channel": {func(r *request) { r.Channel = "" }, http.StatusBadRequest},
	} {
		bad := good
		test.spoil(&bad)
		status, _ := ask(t, server, bad)
		require.Equal(t, test.status, status, name)
	}
	status, _, err := post(t.Context(), t, server, "not json")
	require.NoError(t, err)
	require.Equal(t, http.StatusBadRequest, status)
	require.Empty(t, server.Messages())
	require.InDelta(t, startBalance, server.Balance(), 0)
}

func TestTheServerDoesAsTold(t *testing.T) {
	t.Parallel()
	server := Start(t)
	lost := Status(http.StatusBadGateway, "bad gateway")
	lost.Taken = true
	server.Answer(Status(http.StatusTooManyRequests, "slow down"), Says("Message queued"), lost)
	status, _ := ask(t, server, good)
	require.Equal(t, http.StatusTooManyRequests, status)
	status, body := ask(t, server, good)
	require.Equal(t, http.StatusOK, status)
	require.Contains(t, body, "Message queued")
	require.Empty(t, server.Messages())
	status, _ = ask(t, server, good)
	require.Equal(t, http.StatusBadGateway, status)
	require.Len(t, server.Messages(), 1)
	status, _ = ask(t, server, good)
	require.Equal(t, http.StatusOK, status)
}

func TestAClientThatIsLeftHangingMayLeave(t *testing.T) {
	t.Parallel()
	server := Start(t)
	server.Answer(Hangs())
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, _, err := post(ctx, t, server, "{}")
	require.ErrorIs(t, err, context.Canceled)
}
