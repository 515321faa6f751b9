package sms

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"zuka/internal/testenv/termii"
)

var code = Message{To: "+2348031234567", Text: "Your Zuka code is 123456. Never share it."}

func sender(t *testing.T, server *termii.Server) *Termii {
	t.Helper()
	s, err := NewTermii(TermiiConfig{BaseURL: server.URL(), APIKey: termii.Key, From: termii.Sender, Client: server.Client()})
	require.NoError(t, err)
	return s
}

// silent checks that an error tells no number, no text and no key.
func silent(t *testing.T, err error) {
	t.Helper()
	require.Error(t, err)
	for ; err != nil; err = errors.Unwrap(err) {
		for _, secret := range []string{"8031234567", "123456", termii.Key, "share"} {
			require.NotContains(t, err.Error(), secret)
		}
	}
}

func TestAMessageIsSentAsTermiiWantsIt(t *testing.T) {
	t.Parallel()
	server := termii.Start(t)
	require.NoError(t, sender(t, server).Send(t.Context(), code))
	got := server.Await(t)
	require.Equal(t, "2348031234567", got.To)
	require.Equal(t, code.Text, got.Text)
	require.Equal(t, termii.Sender, got.From)
	require.Equal(t, "plain", got.Type)
	require.Equal(t, "dnd", got.Channel)

	promotion := sender(t, server)
	promotion.channel = "generic"
	require.NoError(t, promotion.Send(t.Context(), code))
	require.Equal(t, "generic", server.Await(t).Channel)
}

func TestWhatRefusesAMessage(t *testing.T) {
	t.Parallel()
	const quoting = " 2348031234567 " + termii.Key + " Your Zuka code is 123456"
	for name, test := range map[string]struct {
		answer termii.Answer
		final  bool
		says   string
	}{
		"sender":            {termii.Status(400, "Invalid Sender Id"+quoting), true, "sender"},
		"sender not found":  {termii.Status(404, "ApplicationSenderId not found for applicationId: 1"+quoting), true, "sender"},
		"sender in a list":  {termii.Answer{Status: 404, Body: `{"message":[{"issue":"ApplicationSenderId not found"}]}`}, true, "sender"},
		"number":            {termii.Status(422, "Invalid phone number"+quoting), true, "number"},
		"unknown complaint": {termii.Status(400, "Something"+quoting), true, "unknown"},
		"number in a 200":   {termii.Says("Invalid phone number" + quoting), true, "number"},
		"balance":           {termii.Status(400, "Insufficient balance"+quoting), false, "balance"},
		"balance in a 200":  {termii.Says("Insufficient balance"), false, "balance"},
		"dnd not activated": {termii.Status(400, "Country Inactive. Contact Administrator to activate country."), false, "not active"},
		"account":           {termii.Status(403, "Your account is not active"+quoting), false, "not active"},
		"route":             {termii.Status(400, "You are not set up on this route"+quoting), false, "route"},
		"key":               {termii.Status(401, "Unauthorized"+quoting), false, "key"},
		"too many":          {termii.Status(429, "slow down"+quoting), false, "429"},
		"their trouble":     {termii.Status(500, "Invalid Sender Id"+quoting), false, "500"},
		"gateway":           {termii.Answer{Status: 502, Body: "<html>bad gateway</html>"}, false, "502"},
		"wrong address":     {termii.Answer{Status: 404, Body: "not found"}, false, "404"},
		"a proxy's 400":     {termii.Answer{Status: 400, Body: "<html>bad request</html>"}, false, "400"},
		"other words":       {termii.Says("Message queued" + quoting), false, "200"},
		"no words":          {termii.Answer{}, false, "200"},
		"an error's code":   {termii.Answer{Body: `{"code":"error","message":"Successfully Sent"}`}, false, "200"},
		"too long":          {termii.Answer{Body: `{"message":"Successfully Sent","x":"` + strings.Repeat("x", maxAnswer) + `"}`}, false, "too long"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := termii.Start(t)
			server.Answer(test.answer)
			s := sender(t, server)
			err := s.Send(t.Context(), code)
			silent(t, err)
			require.Equal(t, test.final, errors.Is(err, ErrRefused), err)
			require.ErrorContains(t, err, test.says)
			require.Empty(t, server.Messages())
			require.NoError(t, s.Send(t.Context(), code), "the next one passes")
		})
	}
}

func TestSuccessInItsOtherForms(t *testing.T) {
	t.Parallel()
	server := termii.Start(t)
	server.Answer(
		termii.Answer{Body: `{"message_id":"1","message":"Successfully Sent","balance":9.5,"user":"Zuka"}`},
		termii.Answer{Status: 201, Body: `{"code":"OK","message_id":2,"message":"Successfully sent","balance":"9"}`},
	)
	s := sender(t, server)
	require.NoError(t, s.Send(t.Context(), code))
	require.NoError(t, s.Send(t.Context(), code))
	require.Equal(t, 2, server.Requests())
}

func TestTheRealRefusalsOfTermii(t *testing.T) {
	t.Parallel()
	server := termii.Start(t)
	s := sender(t, server)
	s.from = "Other"
	require.ErrorIs(t, s.Send(t.Context(), code), ErrRefused)
	s = sender(t, server)
	s.key = "wrong"
	require.NotErrorIs(t, s.Send(t.Context(), code), ErrRefused)
	s = sender(t, server)
	server.SetBalance(0)
	require.NotErrorIs(t, s.Send(t.Context(), code), ErrRefused)
}

func TestWhatIsNotEvenAsked(t *testing.T) {
	t.Parallel()
	server := termii.Start(t)
	s := sender(t, server)
	for _, bad := range []Message{
		{To: "08031234567", Text: "x"}, {To: "2348031234567", Text: "x"}, {To: "+234 803", Text: "x"}, {To: "", Text: "x"},
		{To: "+0348031234567", Text: "x"}, {To: "+2348031234567\n", Text: "x"}, {To: code.To}, {To: code.To, Text: " \n"},
	} {
		err := s.Send(t.Context(), bad)
		require.ErrorIs(t, err, ErrRefused, "%q", bad.To)
		silent(t, err)
	}
	require.Zero(t, server.Requests())
}

func TestNobodyWaitsForEver(t *testing.T) {
	t.Parallel()
	server := termii.Start(t)
	server.Answer(termii.Hangs(), termii.Hangs())
	s := sender(t, server)
	require.Equal(t, 10*time.Second, s.timeout)
	s.timeout = 50 * time.Millisecond
	err := s.Send(t.Context(), code)
	require.ErrorIs(t, err, context.DeadlineExceeded)
	require.NotErrorIs(t, err, ErrRefused)
	silent(t, err)

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	require.ErrorIs(t, s.Send(ctx, code), context.Canceled)
}

func TestTheKeyDoesNotFollowRedirects(t *testing.T) {
	t.Parallel()
	thief := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		t.Error("the request went elsewhere")
	}))
	t.Cleanup(thief.Close)
	server := termii.Start(t)
	server.Answer(termii.Answer{Status: http.StatusTemporaryRedirect, Header: http.Header{"Location": {thief.URL}}})
	require.ErrorContains(t, sender(t, server).Send(t.Context(), code), "307")
}

func TestTermiiThatIsAway(t *testing.T) {
	t.Parallel()
	s, err := NewTermii(TermiiConfig{BaseURL: "http://127.0.0.1:1", APIKey: termii.Key, From: "Zuka"})
	require.NoError(t, err)
	err = s.Send(t.Context(), code)
	silent(t, err)
	require.NotErrorIs(t, err, ErrRefused)
}

func TestSettings(t *testing.T) {
	t.Parallel()
	good := TermiiConfig{BaseURL: "https://v3.api.termii.com/", APIKey: termii.Key, From: "N-Alert"}
	s, err := NewTermii(good)
	require.NoError(t, err)
	require.Equal(t, "https://v3.api.termii.com/api/sms/send", s.endpoint)
	for name, spoil := range map[string]func(*TermiiConfig){
		"no address": func(c *TermiiConfig) { c.BaseURL = "" },
		"no scheme":  func(c *TermiiConfig) { c.BaseURL = "v3.api.termii.com" },
		"a key in it": func(c *TermiiConfig) {
			c.BaseURL = "https://v3.api.termii.com/?api_key=" + termii.Key
		},
		"no key":       func(c *TermiiConfig) { c.APIKey = "" },
		"short sender": func(c *TermiiConfig) { c.From = "Zu" },
		"long sender":  func(c *TermiiConfig) { c.From = "Zuka Fashion" },
		"channel":      func(c *TermiiConfig) { c.Channel = "pigeon" },
	} {
		bad := good
		spoil(&bad)
		_, err := NewTermii(bad)
		require.Error(t, err, name)
		require.NotContains(t, err.Error(), termii.Key, name)
	}
	_, err = NewTermii(TermiiConfig{})
	require.ErrorContains(t, err, "address")
	require.ErrorContains(t, err, "key")
}
