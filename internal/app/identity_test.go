package app_test

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"zuka/internal/app"
)

// idToken is a token of the development identity page.
func idToken(t *testing.T, shop *app.App, provider, email, nonce string) string {
	t.Helper()
	form := url.Values{"provider": {provider}, "email": {email}, "email_verified": {"true"}, "name": {"Chidi Eze"}, "nonce": {nonce}}
	request := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/dev/identity?format=json", strings.NewReader(form.Encode()))
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	recorder := httptest.NewRecorder()
	shop.Handler.ServeHTTP(recorder, request)
	require.Equal(t, http.StatusOK, recorder.Code, recorder.Body.String())
	var got map[string]any
	require.NoError(t, json.Unmarshal(recorder.Body.Bytes(), &got))
	for _, name := range []string{"idToken", "id_token", "token"} {
		if token, ok := got[name].(string); ok {
			return token
		}
	}
	t.Fatalf("no token in %s", recorder.Body)
	return ""
}

func (v *visitor) nonce() (id, value string) {
	v.t.Helper()
	payload, codes := v.do("loginNonceCreate", "", "nonce { id value }", nil)
	require.Empty(v.t, codes)
	nonce := payload["nonce"].(map[string]any)
	return nonce["id"].(string), nonce["value"].(string)
}

func (v *visitor) with(field, token, nonce string) (map[string]any, []string) {
	v.t.Helper()
	selection := signInFields
	if strings.HasPrefix(field, "identityLink") {
		selection = "identity { id provider email }"
	}
	return v.do(field, "input: {idToken: $token, nonceId: $nonce}", selection, map[string]any{"token": token, "nonce": typed{"ID!", nonce}})
}

func TestSigningInWithGoogleAndApple(t *testing.T) {
	t.Parallel()
	config := sample(t, false)
	shop := open(t, config)
	for provider, field := range map[string]string{"google": "loginWithGoogle", "apple": "loginWithApple"} {
		email := provider + "@gmail.com"
		v := browser(t, shop)
		id, value := v.nonce()
		token := idToken(t, shop, provider, email, value)
		payload, codes := v.with(field, token, id)
		require.Empty(t, codes, provider)
		require.Equal(t, true, payload["created"])
		require.Equal(t, email, payload["user"].(map[string]any)["email"])
		first := payload["user"].(map[string]any)["id"]

		_, codes = browser(t, shop).with(field, token, id)
		require.Equal(t, []string{"ID_TOKEN_INVALID"}, codes, "a nonce is good for one sign-in")

		again := browser(t, shop)
		id, value = again.nonce()
		payload, codes = again.with(field, idToken(t, shop, provider, email, value), id)
		require.Empty(t, codes)
		require.Equal(t, false, payload["created"])
		require.Equal(t, first, payload["user"].(map[string]any)["id"])
	}
}

func TestTokensThatAreNotBelieved(t *testing.T) {
	t.Parallel()
	config := sample(t, false)
	shop := open(t, config)
	v := browser(t, shop)
	id, value := v.nonce()
	good := idToken(t, shop, "google", "chidi@gmail.com", value)
	parts := strings.Split(good, ".")
	none := base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none","typ":"JWT"}`)) + "." + parts[1] + "."
	for name, token := range map[string]string{
		"alg none": none, "no signature": parts[0] + "." + parts[1] + ".", "empty": "", "garbage": "a.b.c", "huge": strings.Repeat("x", 9000) + ".b.c",
	} {
		id, _ := v.nonce()
		_, codes := v.with("loginWithGoogle", token, id)
		require.Equal(t, []string{"ID_TOKEN_INVALID"}, codes, name)
	}
	other, _ := v.nonce()
	_, codes := v.with("loginWithGoogle", good, other)
	require.Equal(t, []string{"ID_TOKEN_INVALID"}, codes, "another's nonce")
	_, codes = v.with("loginWithApple", good, id)
	require.Equal(t, []string{"ID_TOKEN_INVALID"}, codes, "another's provider")
	_, codes = v.with("loginWithGoogle", good, "QWNjb3VudENoYWxsZW5nZTox")
	require.Equal(t, []string{"INVALID"}, codes, "a broken id")
	require.Nil(t, v.name())
}

func TestAnAddressAloneOpensNoAccount(t *testing.T) {
	t.Parallel()
	config := sample(t, false)
	shop := open(t, config)
	owner := registered(t, shop, config, "ada@gmail.com")
	other := browser(t, shop)
	id, value := other.nonce()
	_, codes := other.with("loginWithGoogle", idToken(t, shop, "google", "ada@gmail.com", value), id)
	require.Equal(t, []string{"ACCOUNT_EXISTS"}, codes)

	id, value = owner.nonce()
	payload, codes := owner.with("identityLinkGoogle", idToken(t, shop, "google", "ada@gmail.com", value), id)
	require.Empty(t, codes)
	linked := payload["identity"].(map[string]any)["id"]
	id, value = other.nonce()
	_, codes = other.with("loginWithGoogle", idToken(t, shop, "google", "ada@gmail.com", value), id)
	require.Empty(t, codes)
	require.Equal(t, "Ada Obi", other.name())

	stranger := browser(t, shop)
	byPhone(t, stranger, config, "08031234567")
	id, value = stranger.nonce()
	_, codes = stranger.with("identityLinkGoogle", idToken(t, shop, "google", "ada@gmail.com", value), id)
	require.Equal(t, []string{"ALREADY_TAKEN"}, codes)
	_, codes = stranger.do("identityUnlink", "id: $id", "done", map[string]any{"id": typed{"ID!", linked}})
	require.Equal(t, []string{"NOT_FOUND"}, codes)
	_, codes = owner.do("identityUnlink", "id: $id", "done", map[string]any{"id": typed{"ID!", linked}})
	require.Empty(t, codes)
}

func TestTheLastWayInStays(t *testing.T) {
	t.Parallel()
	config := sample(t, false)
	shop := open(t, config)
	v := browser(t, shop)
	id, value := v.nonce()
	// Google cannot speak for this address, so the account has none of its own.
	_, codes := v.with("loginWithGoogle", idToken(t, shop, "google", "chidi@example.ng", value), id)
	require.Empty(t, codes)
	identities := v.ask(`{ me { identities { id provider } profile { email hasPassword } } }`, nil)["me"].(map[string]any)
	require.Nil(t, identities["profile"].(map[string]any)["email"])
	only := identities["identities"].([]any)[0].(map[string]any)["id"]
	_, codes = v.do("identityUnlink", "id: $id", "done", map[string]any{"id": typed{"ID!", only}})
	require.Equal(t, []string{"LAST_SIGN_IN"}, codes)
	require.Len(t, v.ask(`{ me { identities { id } } }`, nil)["me"].(map[string]any)["identities"], 1)
}
