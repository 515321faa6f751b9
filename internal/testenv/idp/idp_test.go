package idp

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/go-jose/go-jose/v4"
	"github.com/stretchr/testify/require"

	"zuka/internal/testenv/leak"
)

func TestMain(m *testing.M) { leak.Main(m) }

func get(t *testing.T, from *Server, path string) (status int, body string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, strings.TrimSuffix(from.KeysURL(), "/keys")+path, nil)
	require.NoError(t, err)
	response, err := from.Client().Do(request)
	require.NoError(t, err)
	text, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
	return response.StatusCode, string(text)
}

// names are the keys that are served.
func names(t *testing.T, from *Server) []string {
	t.Helper()
	status, body := get(t, from, "/keys")
	require.Equal(t, http.StatusOK, status)
	var set jose.JSONWebKeySet
	require.NoError(t, json.Unmarshal([]byte(body), &set))
	ids := make([]string, len(set.Keys))
	for i, key := range set.Keys {
		require.True(t, key.IsPublic(), "a private key is served")
		ids[i] = key.KeyID
	}
	return ids
}

// A library that knows nothing of this package has to accept its tokens.
func TestTokensAreAcceptedByGoOIDC(t *testing.T) {
	t.Parallel()
	server := New(t)
	ctx := oidc.ClientContext(t.Context(), server.Client())
	keys := oidc.NewRemoteKeySet(ctx, server.KeysURL())
	now := time.Now()
	for issuer, claims := range map[string]map[string]any{
		"https://accounts.google.com": Google("app", "n", now), "https://appleid.apple.com": Apple("app", "n", now),
	} {
		token, err := oidc.NewVerifier(issuer, keys, &oidc.Config{ClientID: "app"}).Verify(ctx, server.Mint(t, claims))
		require.NoError(t, err)
		require.Equal(t, "n", token.Nonce)
	}
}

func TestKeysRotate(t *testing.T) {
	t.Parallel()
	server := New(t)
	first := server.Key().ID
	require.Equal(t, []string{first}, names(t, server))
	server.Overlap()
	require.Equal(t, []string{first, server.Key().ID}, names(t, server))
	server.Rotate()
	require.Equal(t, []string{server.Key().ID}, names(t, server))
	require.NotEqual(t, first, server.Key().ID)
	require.Equal(t, 3, server.Fetches())
	require.NotContains(t, KeySet(server.Key()), `"d"`)
}

func TestItFailsAsAsked(t *testing.T) {
	t.Parallel()
	server := New(t)
	status, _ := get(t, server, "/other")
	require.Equal(t, http.StatusNotFound, status)
	require.Zero(t, server.Fetches())
	server.Down()
	status, _ = get(t, server, "/keys")
	require.Equal(t, http.StatusServiceUnavailable, status)
	server.Answer(http.StatusOK, "rubbish")
	_, body := get(t, server, "/keys")
	require.Equal(t, "rubbish", body)
	server.Redirect("/other")
	status, _ = get(t, server, "/keys")
	require.Equal(t, http.StatusNotFound, status)
	server.Up()
	require.Len(t, names(t, server), 1)
}

func TestItHangsUntilReleased(t *testing.T) {
	t.Parallel()
	server := New(t)
	release := server.Hang()
	ctx, cancel := context.WithCancel(t.Context())
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, server.KeysURL(), nil)
	require.NoError(t, err)
	failed := make(chan error, 1)
	go func() {
		response, err := server.Client().Do(request)
		if err == nil {
			err = response.Body.Close()
		}
		failed <- err
	}()
	<-server.Arrived()
	cancel()
	require.ErrorIs(t, <-failed, context.Canceled)
	release()
	release()
	require.Len(t, names(t, server), 1)
}

func TestForgeriesSayWhatTheyAre(t *testing.T) {
	t.Parallel()
	server := New(t)
	none := Sign(t, Signing{Alg: "none"}, map[string]any{"sub": "x"})
	require.True(t, strings.HasSuffix(none, "."))
	require.Equal(t, 2, strings.Count(none, "."))
	secret := server.Key().PublicPEM()
	require.Contains(t, string(secret), "BEGIN PUBLIC KEY")
	shared, err := jose.ParseSignedCompact(SignText(t, Signing{Alg: "HS256", Key: secret}, "x"), []jose.SignatureAlgorithm{jose.HS256})
	require.NoError(t, err)
	_, err = shared.Verify(secret)
	require.NoError(t, err)
	require.NotEqual(t, Stranger().Private, server.Key().Private)
}

func TestWithChangesACopy(t *testing.T) {
	t.Parallel()
	before := map[string]any{"a": 1, "b": 2}
	require.Equal(t, map[string]any{"a": 3}, With(before, map[string]any{"a": 3, "b": nil}))
	require.Equal(t, map[string]any{"a": 1, "b": 2}, before)
}
