package app_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"zuka/internal/testenv"
)

const otpDocument = `mutation($phone: String!) { result: otpRequest(phone: $phone) { challenge { id } userErrors { code } } }`

// People sign in and shop on while Redis is away. Only what costs money stops,
// since nobody counts it, and limits are each process's own.
func TestOutageOfRedisShutsNobodyOut(t *testing.T) {
	t.Parallel()
	server := testenv.OwnRedis(t)
	config := sample(t, false)
	config.RedisURL, config.RedisPrefix = server.URL(), "zuka:"
	shop := open(t, config)
	ada, bola, phone := registered(t, shop, config, "ada@example.ng"), registered(t, shop, config, "bola@example.ng"), mobile(t, shop)
	byPhone(t, phone, config, "08031234567")
	leaving := browser(t, shop)
	leaving.login("ada@example.ng")
	require.Equal(t, "Ada Obi", leaving.name(), "and so there is a hot copy")

	require.NoError(t, server.Kill())
	require.Equal(t, "Ada Obi", ada.name())
	require.Equal(t, "Bola", phone.name())
	inside := browser(t, shop)
	inside.login("ada@example.ng")
	require.Equal(t, "Ada Obi", inside.name())
	_, codes := addAddress(inside, "Lagos", "08031234567")
	require.Empty(t, codes)
	payload, codes := phone.refreshed()
	require.Empty(t, codes)
	require.NotEmpty(t, payload["tokens"])
	require.Equal(t, "Bola", phone.name())
	_, codes = browser(t, shop).do("sessionStart", "", "tokens { accessToken }", nil)
	require.Empty(t, codes)
	gone := *leaving.cookie
	_, codes = leaving.do("logout", "", "done", nil)
	require.Empty(t, codes)
	leaving.cookie = &gone
	require.Nil(t, leaving.name(), "an end counts at once")
	_, codes = browser(t, shop).do("accountRegister", `input: {name: "Eve", email: $email, password: "a password of eve"}`, "done", map[string]any{"email": "eve@example.ng"})
	require.Empty(t, codes, "the mail goes when it can")

	got, recorder := mobile(t, shop).send(otpDocument, map[string]any{"phone": "08039876543"})
	require.Equal(t, "SERVICE_UNAVAILABLE", got.Errors[0].Extensions["code"])
	require.Nil(t, got.Data["result"])
	require.Contains(t, []int{http.StatusOK, http.StatusServiceUnavailable}, recorder.Code)
	require.Zero(t, count(t, shop, `SELECT count(*) FROM account_challenges WHERE phone = '+2348039876543'`))
	bola.guessed(t)

	require.NoError(t, server.Restart(t.Context()))
	var challenge any
	require.Eventually(t, func() bool {
		got, err := mobile(t, shop).quietly(t.Context(), otpDocument, map[string]any{"phone": "08039876543"})
		if err != nil || len(got.Errors) > 0 {
			return false
		}
		challenge = got.Data["result"].(map[string]any)["challenge"]
		return true
	}, time.Minute, 20*time.Millisecond, "codes are sent again without a restart")
	require.NotNil(t, challenge, "what was stopped was not counted")
	require.Nil(t, leaving.name())
	require.Equal(t, "Ada Obi", ada.name())
	late := mobile(t, shop)
	code := ""
	for _, letter := range letters(t, shop, config) {
		if letter.To == "+2348039876543" {
			code = codeOf(t, letter)
		}
	}
	_, codes = late.do("otpVerify", "input: {challengeId: $id, code: $code}", signInFields,
		map[string]any{"id": typed{"ID!", challenge.(map[string]any)["id"]}, "code": code})
	require.Empty(t, codes)
	requireUsed(t, server.URL(), func() { require.Equal(t, "Ada Obi", ada.name()) })
}

// guessed sends many wrong passwords, which one process can count for itself.
func (v *visitor) guessed(t *testing.T) {
	t.Helper()
	thief, told := browser(t, v.shop), map[string]int{}
	for range 10 {
		told[codesIn(thief.ask(loginDocument, map[string]any{"who": "bola@example.ng", "password": "a wrong one"})["result"])[0]]++
	}
	require.Equal(t, 10, told["CREDENTIALS_INVALID"]+told["RETRY_LATER"])
	require.InDelta(t, 5, told["RETRY_LATER"], 1)
}

// refreshed exchanges an app's refresh token.
func (v *visitor) refreshed() (map[string]any, []string) {
	v.access = ""
	return v.do("sessionRefresh", "refreshToken: $token", "tokens { accessToken refreshToken }", map[string]any{"token": v.refresh})
}

// requireUsed waits until sessions and limits are in Redis again, for who uses
// them: each part asks again when its own pause is over.
func requireUsed(t *testing.T, url string, use func()) {
	t.Helper()
	options, err := redis.ParseURL(url)
	require.NoError(t, err)
	client := redis.NewClient(options)
	t.Cleanup(func() { _ = client.Close() }) // Nothing is left to be said on it.
	for _, keys := range []string{"zuka:limit:*", "zuka:session:*"} {
		require.Eventually(t, func() bool {
			use()
			found, err := client.Keys(t.Context(), keys).Result()
			return err == nil && len(found) > 0
		}, time.Minute, 20*time.Millisecond, keys)
	}
}
