package app_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"zuka/internal/platform/postgres"
)

func TestRegisteringByMail(t *testing.T) {
	t.Parallel()
	config := sample(t, false)
	shop := open(t, config)
	v := registered(t, shop, config, "ada@example.ng")
	require.True(t, v.cookie.HttpOnly)
	require.Equal(t, http.SameSiteLaxMode, v.cookie.SameSite)
	require.Equal(t, "Ada Obi", v.name())

	_, codes := v.do("logout", "", "done", nil)
	require.Empty(t, codes)
	require.Nil(t, v.cookie)
	require.Nil(t, v.name())

	payload, codes := v.do("login", "input: {identifier: $who, password: $password}", signInFields,
		map[string]any{"who": "ADA@example.ng", "password": "owambe-saturday"})
	require.Empty(t, codes)
	require.Nil(t, payload["tokens"], "a browser has a cookie and nothing that scripts can read")
	require.Equal(t, "Ada Obi", v.name())
	for _, wrong := range []map[string]any{
		{"who": "ada@example.ng", "password": "wrong-password"}, {"who": "nobody@example.ng", "password": "owambe-saturday"},
	} {
		_, codes := browser(t, shop).do("login", "input: {identifier: $who, password: $password}", signInFields, wrong)
		require.Equal(t, []string{"CREDENTIALS_INVALID"}, codes)
	}
}

func TestNobodyLearnsWhoHasAnAccount(t *testing.T) {
	t.Parallel()
	config := sample(t, false)
	shop := open(t, config)
	registered(t, shop, config, "ada@example.ng")
	register := func(email string) map[string]any {
		payload, _ := browser(t, shop).do("accountRegister", "input: {name: $name, email: $email, password: $password}", "done",
			map[string]any{"name": "Somebody", "email": email, "password": "another-password"})
		return payload
	}
	require.Equal(t, register("new@example.ng"), register("Ada@example.ng"))
	got := letters(t, shop, config)
	require.Equal(t, "You already have an account", got[0].Subject)
	require.NotContains(t, got[0].Text, "token=")
	require.Equal(t, "Confirm your e-mail address", got[1].Subject)

	reset := func(email string) map[string]any {
		payload, _ := browser(t, shop).do("passwordResetRequest", "email: $email", "done", map[string]any{"email": email})
		return payload
	}
	require.Equal(t, reset("nobody@example.ng"), reset("ada@example.ng"))
	after := letters(t, shop, config)
	require.Len(t, after, len(got)+1, "only the owner of an account is written to")
	require.Equal(t, "ada@example.ng", after[0].To)
}

func TestResettingAPasswordSignsEverybodyOut(t *testing.T) {
	t.Parallel()
	config := sample(t, false)
	shop := open(t, config)
	first := registered(t, shop, config, "ada@example.ng")
	stranger := browser(t, shop)
	_, codes := stranger.do("passwordResetRequest", "email: $email", "done", map[string]any{"email": "ada@example.ng"})
	require.Empty(t, codes)
	token := tokenOf(t, letters(t, shop, config)[0])
	_, codes = stranger.do("passwordReset", "input: {token: $token, password: $password}", signInFields, map[string]any{"token": token, "password": "short"})
	require.Equal(t, []string{"INVALID"}, codes)
	_, codes = stranger.do("passwordReset", "input: {token: $token, password: $password}", signInFields, map[string]any{"token": token, "password": "a-new-password"})
	require.Empty(t, codes)
	require.Equal(t, "Ada Obi", stranger.name())
	require.Nil(t, first.name(), "the other browser is signed out")
	_, codes = browser(t, shop).do("passwordReset", "input: {token: $token, password: $password}", signInFields, map[string]any{"token": token, "password": "third-password"})
	require.Equal(t, []string{"TOKEN_INVALID"}, codes, "a link works once")
	_, codes = browser(t, shop).do("login", "input: {identifier: $who, password: $password}", signInFields,
		map[string]any{"who": "ada@example.ng", "password": "owambe-saturday"})
	require.Equal(t, []string{"CREDENTIALS_INVALID"}, codes)
}

func TestSigningInByPhone(t *testing.T) {
	t.Parallel()
	config := sample(t, false)
	shop := open(t, config)
	v := mobile(t, shop)
	payload := byPhone(t, v, config, "0803 123 4567")
	require.Equal(t, true, payload["created"])
	require.NotEmpty(t, v.access)
	require.Nil(t, v.cookie, "an app gets no cookie")
	require.Equal(t, "+2348031234567", payload["user"].(map[string]any)["phone"])
	require.Equal(t, "Bola", v.name())

	_, codes := mobile(t, shop).do("otpRequest", "phone: $phone", challengeFields, map[string]any{"phone": "+234 803 123 4567"})
	require.Equal(t, []string{"RETRY_LATER"}, codes, "60 seconds between codes, whoever asks")
	for _, wrong := range []string{"012345678", "+447911123456", "0803", ""} {
		_, codes := mobile(t, shop).do("otpRequest", "phone: $phone", challengeFields, map[string]any{"phone": wrong})
		require.Equal(t, []string{"INVALID"}, codes, wrong)
	}
}

func TestACodeIsTriedFiveTimes(t *testing.T) {
	t.Parallel()
	config := sample(t, false)
	shop := open(t, config)
	v := mobile(t, shop)
	payload, _ := v.do("otpRequest", "phone: $phone", challengeFields, map[string]any{"phone": "08031234567"})
	require.Equal(t, "+234803***4567", payload["challenge"].(map[string]any)["sentTo"])
	id := payload["challenge"].(map[string]any)["id"]
	code := codeOf(t, letters(t, shop, config)[0])
	wrong := "000000"
	if code == wrong {
		wrong = "000001"
	}
	try := func(code string) []string {
		_, codes := v.do("otpVerify", "input: {challengeId: $id, code: $code}", signInFields, map[string]any{"id": typed{"ID!", id}, "code": code})
		return codes
	}
	for range 5 {
		require.Equal(t, []string{"CODE_INVALID"}, try(wrong))
	}
	require.Equal(t, []string{"CODE_INVALID"}, try(code), "after five tries even the right code is worthless")
}

func TestASignedInReadNeedsNoSQL(t *testing.T) {
	t.Parallel()
	config := sample(t, false)
	shop := open(t, config)
	v := registered(t, shop, config, "ada@example.ng")
	v.ask(`{ shop { name } me { __typename } }`, nil)
	ctx, counter := postgres.WithCounter(t.Context())
	_, err := shop.Sessions.ByCookie(ctx, v.cookie.Value, v.client())
	require.NoError(t, err)
	require.Empty(t, counter.Statements())
}

func TestSessionsAreListedAndEnded(t *testing.T) {
	t.Parallel()
	config := sample(t, false)
	shop := open(t, config)
	one := registered(t, shop, config, "ada@example.ng")
	login := map[string]any{"who": "ada@example.ng", "password": "owambe-saturday"}
	two, three := browser(t, shop), mobile(t, shop)
	for _, v := range []*visitor{two, three} {
		_, codes := v.do("login", "input: {identifier: $who, password: $password}", signInFields, map[string]any{"who": login["who"], "password": login["password"]})
		require.Empty(t, codes)
	}
	list := one.ask(`{ me { sessions { id platform current device } } }`, nil)["me"].(map[string]any)["sessions"].([]any)
	require.Len(t, list, 3)
	current := 0
	for _, session := range list {
		session := session.(map[string]any)
		if session["current"] == true {
			current++
		}
		if session["platform"] == "ANDROID" {
			_, codes := one.do("sessionRevoke", "id: $id", "done", map[string]any{"id": typed{"ID!", session["id"]}})
			require.Empty(t, codes)
			_, codes = one.do("sessionRevoke", "id: $id", "done", map[string]any{"id": typed{"ID!", session["id"]}})
			require.Equal(t, []string{"NOT_FOUND"}, codes)
		}
	}
	require.Equal(t, 1, current)
	got, recorder := three.send(`{ me { __typename } }`, nil)
	require.Equal(t, http.StatusUnauthorized, recorder.Code)
	require.Equal(t, "UNAUTHENTICATED", got.Errors[0].Extensions["code"])
	payload, _ := one.do("sessionRevokeAll", "", "revoked", nil)
	require.EqualValues(t, 1, payload["revoked"])
	require.Nil(t, two.name())
	require.Equal(t, "Ada Obi", one.name())
}

func TestAGuestKeepsTheSessionOnSigningIn(t *testing.T) {
	t.Parallel()
	config := sample(t, false)
	shop := open(t, config)
	v := browser(t, shop)
	_, codes := v.do("sessionStart", "", "tokens { accessToken }", nil)
	require.Empty(t, codes)
	planted := *v.cookie
	byPhone(t, v, config, "08031234567")
	require.NotEqual(t, planted.Value, v.cookie.Value, "a session that somebody planted does not come along")
	thief := browser(t, shop)
	thief.cookie = &planted
	require.Nil(t, thief.name())
	var sessions int
	require.NoError(t, shop.Pool.Pgx().QueryRow(t.Context(), `SELECT count(*) FROM user_sessions`).Scan(&sessions))
	require.Equal(t, 1, sessions)
	_, codes = thief.do("sessionStart", "", "tokens { accessToken }", nil)
	require.Empty(t, codes)
	require.NoError(t, shop.Pool.Pgx().QueryRow(t.Context(), `SELECT count(*) FROM user_sessions`).Scan(&sessions))
	require.Equal(t, 1, sessions, "a late request begins no session that would take the cookie's place")
}
