package app_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/stretchr/testify/require"

	"zuka/internal/app"
)

// socket is a client of graphql-transport-ws.
type socket struct {
	*websocket.Conn
	t *testing.T
}

// socketOf opens one as a visitor and introduces itself by this payload.
func socketOf(t *testing.T, shop *app.App, v *visitor, payload map[string]any) socket {
	t.Helper()
	server := httptest.NewServer(shop.Handler)
	t.Cleanup(server.Close)
	header := http.Header{"X-Client-Platform": {string(v.platform)}}
	if v.cookie != nil {
		header.Set("Cookie", v.cookie.Name+"="+v.cookie.Value)
	}
	conn, _, err := websocket.Dial(t.Context(), server.URL+"/graphql", &websocket.DialOptions{
		Subprotocols: []string{"graphql-transport-ws"}, HTTPHeader: header,
	})
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.CloseNow() })
	s := socket{conn, t}
	s.say(map[string]any{"type": "connection_init", "payload": payload})
	return s
}

func (s socket) say(message map[string]any) {
	s.t.Helper()
	text, err := json.Marshal(message)
	require.NoError(s.t, err)
	require.NoError(s.t, s.Write(s.t.Context(), websocket.MessageText, text))
}

func (s socket) subscribe(id, query string) {
	s.t.Helper()
	s.say(map[string]any{"id": id, "type": "subscribe", "payload": map[string]any{"query": query}})
}

// hears is the payload of the next message, which is of this kind.
func (s socket) hears(id, kind string) string {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(s.t.Context(), time.Minute)
	defer cancel()
	_, text, err := s.Read(ctx)
	require.NoError(s.t, err)
	var got struct {
		ID, Type string
		Payload  json.RawMessage
	}
	require.NoError(s.t, json.Unmarshal(text, &got), string(text))
	require.Equal(s.t, []string{id, kind}, []string{got.ID, got.Type}, string(text))
	return string(got.Payload)
}

func (s socket) closedBy(code websocket.StatusCode) {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(s.t.Context(), time.Minute)
	defer cancel()
	_, text, err := s.Read(ctx)
	require.Equal(s.t, code, websocket.CloseStatus(err), string(text))
}

// TestTheEndOfASessionReachesItsSocket signs a browser and an app out from
// another server than the one that they listen to.
func TestTheEndOfASessionReachesItsSocket(t *testing.T) {
	t.Parallel()
	config := sample(t, false)
	here, there := open(t, config), open(t, config)
	page := registered(t, here, config, "ada@example.ng")
	signIn := map[string]any{"who": "ada@example.ng", "password": "owambe-saturday"}
	phone := mobile(t, here)
	_, codes := phone.do("login", "input: {identifier: $who, password: $password}", signInFields, signIn)
	require.Empty(t, codes)
	require.NotEmpty(t, phone.access)

	byCookie := socketOf(t, here, page, nil)
	byBearer := socketOf(t, here, phone, map[string]any{"authorization": "Bearer " + phone.access})
	for _, s := range []socket{byCookie, byBearer} {
		s.hears("", "connection_ack")
		s.subscribe("1", `subscription { sessionEnded { at } }`)
		s.subscribe("2", `{ me { profile { name } } }`)
		require.JSONEq(t, `{"data":{"me":{"profile":{"name":"Ada Obi"}}}}`, s.hears("2", "next"))
		s.hears("2", "complete")
	}

	other := browser(t, there)
	_, codes = other.do("login", "input: {identifier: $who, password: $password}", signInFields, signIn)
	require.Empty(t, codes)
	payload, _ := other.do("sessionRevokeAll", "", "revoked", nil)
	require.EqualValues(t, 2, payload["revoked"])
	for _, s := range []socket{byCookie, byBearer} {
		require.Contains(t, s.hears("1", "next"), `"sessionEnded":{"at":"`)
		s.hears("1", "complete")
		s.closedBy(4403)
	}
}

func TestWhoHasNoSessionOverASocket(t *testing.T) {
	t.Parallel()
	config := sample(t, false)
	shop := open(t, config)
	guest := socketOf(t, shop, browser(t, shop), nil)
	guest.hears("", "connection_ack")
	guest.subscribe("1", `subscription { sessionEnded { at } }`)
	require.Contains(t, guest.hears("1", "next"), `"UNAUTHENTICATED"`)
	guest.hears("1", "complete")
	guest.subscribe("1", `mutation { sessionRevokeAll { revoked } }`)
	require.Contains(t, guest.hears("1", "error"), "sent by POST")
	guest.subscribe("1", `{ shop { name } }`)
	require.Contains(t, guest.hears("1", "next"), `"shop":{"name":"`)
	guest.hears("1", "complete")
	socketOf(t, shop, mobile(t, shop), map[string]any{"authorization": "Bearer za_strange"}).closedBy(4403)
}
