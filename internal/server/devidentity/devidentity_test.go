package devidentity

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"

	"zuka/internal/platform/clock"
	"zuka/internal/shop/account/idtoken"
	"zuka/internal/testenv/leak"
)

func TestMain(m *testing.M) { leak.Main(m) }

const base = "/dev/identity"

var now = clock.Fixed(time.Date(2026, 3, 31, 12, 0, 0, 0, time.UTC))

// The key is made once; tests only read.
var played = New(Config{Audience: map[string]string{"google": "web-client", "apple": "com.zuka.shop"}, Clock: now}).Handler(base)

func send(t *testing.T, to http.Handler, method, target string, fields url.Values) *httptest.ResponseRecorder {
	t.Helper()
	request := httptest.NewRequestWithContext(t.Context(), method, target, strings.NewReader(fields.Encode()))
	if fields != nil {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	recorder := httptest.NewRecorder()
	to.ServeHTTP(recorder, request)
	return recorder
}

// script asks as a script does.
func script(t *testing.T, fields url.Values) Answer {
	t.Helper()
	fields.Set("format", "json")
	reply := send(t, played, http.MethodGet, base+"?"+fields.Encode(), nil)
	require.Equal(t, http.StatusOK, reply.Code, reply.Body.String())
	require.Equal(t, "application/json", reply.Header().Get("Content-Type"))
	require.Equal(t, "no-store", reply.Header().Get("Cache-Control"))
	var made Answer
	require.NoError(t, json.Unmarshal(reply.Body.Bytes(), &made))
	return made
}

// verifier is the shop's own, with the address of the keys changed and nothing
// else.
func verifier(t *testing.T) *idtoken.Verifier {
	t.Helper()
	server := httptest.NewServer(played)
	t.Cleanup(server.Close)
	google, apple := idtoken.GoogleDefaults(), idtoken.AppleDefaults()
	google.Audiences, apple.Audiences = []string{"web-client"}, []string{"com.zuka.shop"}
	for _, config := range []*idtoken.Config{&google, &apple} {
		config.KeysURL, config.HTTP, config.Clock = server.URL+base+"/keys", server.Client(), now
	}
	return idtoken.New(map[idtoken.Provider]idtoken.Config{idtoken.Google: google, idtoken.Apple: apple})
}

func TestTheShopAcceptsTheTokens(t *testing.T) {
	t.Parallel()
	verify := verifier(t)
	made := script(t, url.Values{"provider": {"google"}, "email": {"Ada@gmail.com"}, "name": {"Ada Obi"}, "nonce": {"n1"}})
	claims, err := verify.Verify(t.Context(), idtoken.Google, made.IDToken, "n1")
	require.NoError(t, err)
	require.Equal(t, idtoken.Claims{
		Provider: idtoken.Google, Subject: made.Subject, Email: "Ada@gmail.com", EmailVerified: true, EmailAuthoritative: true, Name: "Ada Obi",
	}, claims)
	made = script(t, url.Values{"provider": {"apple"}, "email": {"x@privaterelay.appleid.com"}, "name": {"Ada"}, "nonce": {"n2"}})
	claims, err = verify.Verify(t.Context(), idtoken.Apple, made.IDToken, "n2")
	require.NoError(t, err)
	require.Equal(t, idtoken.Claims{
		Provider: idtoken.Apple, Subject: made.Subject, Email: "x@privaterelay.appleid.com", EmailVerified: true, EmailAuthoritative: true, PrivateRelay: true,
	}, claims)
	made = script(t, url.Values{"provider": {"apple"}, "subject": {"me"}, "nonce": {"n3"}})
	claims, err = verify.Verify(t.Context(), idtoken.Apple, made.IDToken, "n3")
	require.NoError(t, err)
	require.Equal(t, idtoken.Claims{Provider: idtoken.Apple, Subject: "me"}, claims)
	for _, provider := range []string{"google", "apple"} {
		made = script(t, url.Values{"provider": {provider}, "email": {"ada@gmail.com"}, "verified": {"no"}, "nonce": {"n4"}})
		claims, err = verify.Verify(t.Context(), idtoken.Provider(provider), made.IDToken, "n4")
		require.NoError(t, err)
		require.False(t, claims.EmailVerified)
		require.Equal(t, time.Time(now).Add(time.Hour), made.ExpiresAt)
	}
	made = script(t, url.Values{"provider": {"google"}, "email": {"ada@gmail.com"}})
	_, err = verify.Verify(t.Context(), idtoken.Google, made.IDToken, "n5")
	require.ErrorIs(t, err, idtoken.ErrRejected, "no nonce was asked for")
}

func TestAnAddressIsAlwaysTheSamePerson(t *testing.T) {
	t.Parallel()
	require.Equal(t, subject(google, "ada@gmail.com"), subject(google, "ADA@gmail.com"))
	require.NotEqual(t, subject(google, "ada@gmail.com"), subject(google, "obi@gmail.com"))
	require.Regexp(t, `^1\d{20}$`, subject(google, "ada@gmail.com"))
	require.Regexp(t, `^\d{6}\.[0-9a-f]{32}\.\d{4}$`, subject(apple, "ada@gmail.com"))
}

func TestTheKeysArePublic(t *testing.T) {
	t.Parallel()
	reply := send(t, played, http.MethodGet, base+"/keys", nil)
	require.Equal(t, http.StatusOK, reply.Code)
	var set jose.JSONWebKeySet
	require.NoError(t, json.Unmarshal(reply.Body.Bytes(), &set))
	require.Len(t, set.Keys, 1)
	require.True(t, set.Keys[0].IsPublic())
	require.NotContains(t, reply.Body.String(), `"d"`)
}

func TestTheOperationHoldsTheToken(t *testing.T) {
	t.Parallel()
	for provider, name := range map[string]string{"google": "loginWithGoogle", "apple": "loginWithApple"} {
		made := script(t, url.Values{"provider": {provider}, "email": {"a@b.c"}, "nonceId": {`q"<x>` + "\n\u2028\\"}})
		document, err := parser.ParseQuery(&ast.Source{Input: made.Operation})
		require.NoError(t, err)
		field := document.Operations[0].SelectionSet[0].(*ast.Field)
		require.Equal(t, name, field.Name)
		input := field.Arguments[0].Value
		require.Equal(t, made.IDToken, input.Children.ForName("idToken").Raw)
		require.Equal(t, `q"<x>`+"\n\u2028\\", input.Children.ForName("nonceId").Raw)
	}
}

func TestTheFirstLook(t *testing.T) {
	t.Parallel()
	reply := send(t, played, http.MethodGet, base, nil)
	require.Equal(t, http.StatusOK, reply.Code)
	require.Equal(t, "text/html; charset=utf-8", reply.Header().Get("Content-Type"))
	body := reply.Body.String()
	require.NotContains(t, body, "<textarea")
	require.NotContains(t, body, `role="alert"`)
	require.Contains(t, body, `<form method="post" action="/dev/identity">`)
	require.Contains(t, body, `<option value="google" selected>`)
	for _, field := range []string{"provider", "email", "verified", "subject", "name", "nonce", "nonceId"} {
		require.Contains(t, body, `name="`+field+`"`)
	}
}

func TestThePageNeedsNothingButItself(t *testing.T) {
	t.Parallel()
	reply := send(t, played, http.MethodGet, base, nil)
	body, policy := reply.Body.String(), reply.Header().Get("Content-Security-Policy")
	require.NotContains(t, body, "<script")
	require.NotContains(t, body, "//")
	require.NotRegexp(t, `\s(style|on\w+|src|href)=`, body)
	inline := regexp.MustCompile(`(?s)<style>(.*)</style>`).FindStringSubmatch(body)
	hash := sha256.Sum256([]byte(inline[1]))
	require.Contains(t, policy, "style-src 'sha256-"+base64.StdEncoding.EncodeToString(hash[:])+"'")
	require.Contains(t, policy, "default-src 'none'")
	require.NotContains(t, policy, "unsafe")
}

func TestTheFormShowsTheTokenAndWhatWasAsked(t *testing.T) {
	t.Parallel()
	asked := url.Values{
		"provider": {"apple"}, "email": {`"><script>alert(1)</script>@x.y`}, "verified": {"no"}, "nonce": {"n&n"}, "nonceId": {"id-1"},
	}
	reply := send(t, played, http.MethodPost, base, asked)
	require.Equal(t, http.StatusOK, reply.Code)
	require.Equal(t, "no-store", reply.Header().Get("Cache-Control"))
	body := reply.Body.String()
	require.NotContains(t, body, "<script")
	require.Contains(t, body, `<option value="apple" selected>`)
	require.Contains(t, body, `<option value="no" selected>`)
	require.Contains(t, body, `value="n&amp;n"`)
	areas := regexp.MustCompile(`(?s)readonly>(.*?)</textarea>`).FindAllStringSubmatch(body, -1)
	require.Len(t, areas, 2)
	require.Equal(t, 2, strings.Count(areas[0][1], "."))
	require.Contains(t, html.UnescapeString(areas[1][1]), `loginWithApple(input: { idToken: "`+areas[0][1]+`", nonceId: "id-1" })`)
}

func TestWhatCannotBeMadeIsToldInBothForms(t *testing.T) {
	t.Parallel()
	for problem, fields := range map[string]url.Values{
		"the provider must be one of: google, apple":    {"provider": {"facebook"}, "email": {"a@b.c"}},
		"there must be an e-mail or a subject":          {"provider": {"google"}, "email": {"  "}},
		"the subject must not be longer than 255 bytes": {"provider": {"google"}, "subject": {strings.Repeat("x", 256)}},
	} {
		reply := send(t, played, http.MethodPost, base, fields)
		require.Equal(t, http.StatusBadRequest, reply.Code)
		require.Contains(t, reply.Body.String(), problem)
		require.NotEmpty(t, reply.Header().Get("Content-Security-Policy"))
		reply = send(t, played, http.MethodPost, base+"?format=json", fields)
		require.Equal(t, http.StatusBadRequest, reply.Code)
		require.JSONEq(t, `{"error":"`+problem+`"}`, reply.Body.String())
	}
	reply := send(t, played, http.MethodPost, base, url.Values{"email": {strings.Repeat("x", maxForm)}})
	require.Equal(t, http.StatusBadRequest, reply.Code)
	require.Contains(t, reply.Body.String(), "cannot be read")
	require.Equal(t, http.StatusMethodNotAllowed, send(t, played, http.MethodDelete, base, nil).Code)
	require.Equal(t, http.StatusNotFound, send(t, played, http.MethodGet, base+"/other", nil).Code)
}

func TestOnlyConfiguredProvidersArePlayed(t *testing.T) {
	t.Parallel()
	one := New(Config{Audience: map[string]string{"apple": "com.zuka.shop", "google": ""}}).Handler("/elsewhere")
	reply := send(t, one, http.MethodGet, "/elsewhere", nil)
	require.Contains(t, reply.Body.String(), `<option value="apple" selected>`)
	require.NotContains(t, reply.Body.String(), `value="google"`)
	reply = send(t, one, http.MethodGet, "/elsewhere?format=json&provider=google&email=a@b.c", nil)
	require.JSONEq(t, `{"error":"the provider must be one of: apple"}`, reply.Body.String())
}
