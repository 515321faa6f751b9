package app_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// A page of somebody else can make a browser send its cookie. None of what it
// may send without asking does anything.
func TestAForeignPageCanDoNothing(t *testing.T) {
	t.Parallel()
	config := sample(t, false)
	shop := open(t, config)
	v := registered(t, shop, config, "ada@example.ng")
	const body = `{"query":"mutation { logout { done } }"}`
	form := url.Values{"query": {"mutation { logout { done } }"}}.Encode()
	const json = "application/json"
	for name, row := range map[string]struct {
		method, target, body, contentType string
		header                            map[string]string
		status                            int
	}{
		"origin":        {"POST", "/graphql", body, json, map[string]string{"Origin": "https://evil.example"}, 403},
		"null origin":   {"POST", "/graphql", body, json, map[string]string{"Origin": "null"}, 403},
		"fetch site":    {"POST", "/graphql", body, json, map[string]string{"Sec-Fetch-Site": "cross-site"}, 403},
		"neighbour":     {"POST", "/graphql", body, json, map[string]string{"Sec-Fetch-Site": "same-site"}, 403},
		"same and site": {"POST", "/graphql", body, json, map[string]string{"Sec-Fetch-Site": "cross-site", "Origin": "http://example.com"}, 403},
		"form":          {"POST", "/graphql", form, "application/x-www-form-urlencoded", nil, 415},
		"plain text":    {"POST", "/graphql", body, "text/plain", nil, 415},
		"disguised":     {"POST", "/graphql", body, "text/plain; charset=application/json", nil, 415},
		"multipart":     {"POST", "/graphql", body, "multipart/form-data; boundary=x", nil, 415},
		"no type":       {"POST", "/graphql", body, "", nil, 415},
		"link":          {"GET", "/graphql?" + form, "", "", nil, 405},
		"link and body": {"GET", "/graphql?" + form, body, json, nil, 405},
		"image":         {"HEAD", "/graphql?" + form, "", "", nil, 405},
		"address":       {"POST", "/graphql?" + form, "", json, nil, 400},
	} {
		header := map[string]string{"Content-Type": row.contentType}
		for field, value := range row.header {
			header[field] = value
		}
		recorder := httptest.NewRecorder()
		shop.Handler.ServeHTTP(recorder, v.request(t.Context(), row.method, row.target, []byte(row.body), header))
		require.Equal(t, row.status, recorder.Code, "%s: %s", name, recorder.Body)
		require.Equal(t, "Ada Obi", v.name(), name)
	}
	recorder := httptest.NewRecorder()
	shop.Handler.ServeHTTP(recorder, v.request(t.Context(), "POST", "/graphql", []byte(body),
		map[string]string{"Content-Type": json, "Sec-Fetch-Site": "same-origin", "Origin": "http://example.com"}))
	require.Equal(t, http.StatusOK, recorder.Code, "the shop's own page")
	require.Nil(t, v.name())
}

func TestACookieThatWasTouchedIsNobodys(t *testing.T) {
	t.Parallel()
	config := sample(t, false)
	shop := open(t, config)
	v := registered(t, shop, config, "ada@example.ng")
	app := mobile(t, shop)
	byPhone(t, app, config, "08031234567")
	elsewhere := sample(t, false)
	stranger := registered(t, open(t, elsewhere), elsewhere, "ada@example.ng")

	good := v.cookie.Value
	forged := []string{"", "x", stranger.cookie.Value, app.access, app.refresh, good + "A", good[1:], good[:len(good)-1], strings.ToUpper(good), strings.Repeat("A", 4000)}
	for i := range good {
		other := byte('A')
		if good[i] == other {
			other = 'B'
		}
		forged = append(forged, good[:i]+string(other)+good[i+1:])
	}
	for _, value := range forged {
		thief := browser(t, shop)
		thief.cookie = &http.Cookie{Name: v.cookie.Name, Value: value}
		got, err := thief.quietly(t.Context(), `{ me { profile { name } } shop { name } }`, nil)
		require.NoError(t, err)
		require.Empty(t, got.Errors, value)
		require.Nil(t, got.Data["me"], value)
	}
	require.Equal(t, "Ada Obi", v.name(), "and the right one still is hers")
}

func TestATokenOfAnotherKindOpensNothing(t *testing.T) {
	t.Parallel()
	config := sample(t, false)
	shop := open(t, config)
	v := registered(t, shop, config, "ada@example.ng")
	phone := mobile(t, shop)
	byPhone(t, phone, config, "08031234567")
	_, codes := browser(t, shop).do("passwordResetRequest", "email: $email", "done", map[string]any{"email": "ada@example.ng"})
	require.Empty(t, codes)
	link := tokenOf(t, letters(t, shop, config)[0])
	other := config
	other.SecretKeys = []string{strings.Repeat("x", 64)}
	ofOtherKeys := mobile(t, open(t, other))
	_, codes = ofOtherKeys.do("sessionStart", "", "tokens { accessToken refreshToken }", nil)
	require.Empty(t, codes)

	for name, token := range map[string]string{
		"cookie": v.cookie.Value, "refresh": phone.refresh, "link": link, "other keys": ofOtherKeys.access, "empty": " ",
		"cut": phone.access[:len(phone.access)-1], "longer": phone.access + "A", "garbage": "eyJhbGciOiJub25lIn0.e30.",
	} {
		thief := mobile(t, shop)
		thief.access = token
		got, recorder := thief.send(`{ me { profile { name } } }`, nil)
		require.Equal(t, http.StatusUnauthorized, recorder.Code, name)
		require.Nil(t, got.Data, name)
		require.Equal(t, "UNAUTHENTICATED", got.Errors[0].Extensions["code"], name)
	}
	for name, token := range map[string]string{"access": phone.access, "cookie": v.cookie.Value, "link": link, "other": ofOtherKeys.access, "empty": ""} {
		_, codes := mobile(t, shop).do("sessionRefresh", "refreshToken: $token", "tokens { accessToken }", map[string]any{"token": token})
		require.Equal(t, []string{"TOKEN_INVALID"}, codes, name)
		_, codes = browser(t, shop).do("emailVerify", "token: $token", signInFields, map[string]any{"token": token})
		require.Equal(t, []string{"TOKEN_INVALID"}, codes, name)
	}
	require.Equal(t, "Ada Obi", v.name())
	require.Equal(t, "Bola", phone.name())
}

// A page on a neighbouring host can set cookies for the whole domain. Over
// HTTPS the shop takes only one that no neighbour can set.
func TestOverHTTPSOnlyTheHostsOwnCookieCounts(t *testing.T) {
	t.Parallel()
	config := sample(t, false)
	config.PublicURL = "https://shop.test"
	shop := open(t, config)
	v := registered(t, shop, config, "ada@example.ng")
	require.Equal(t, "__Host-zuka_session", v.cookie.Name)
	require.True(t, v.cookie.Secure)
	require.True(t, v.cookie.HttpOnly)
	require.Equal(t, "/", v.cookie.Path)
	require.Empty(t, v.cookie.Domain)
	require.Equal(t, "Ada Obi", v.name())
	for _, name := range []string{"zuka_session", "__Secure-zuka_session", "__host-zuka_session"} {
		planted := browser(t, shop)
		planted.cookie = &http.Cookie{Name: name, Value: v.cookie.Value}
		require.Nil(t, planted.name(), name)
	}
}
