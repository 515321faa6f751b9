package app_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"zuka/ent/db/accountchallenge"
	"zuka/internal/app"
	"zuka/internal/platform/globalid"
	"zuka/internal/shop/account/secret"
)

// crowd is how many do a thing at once.
const crowd = 40

// payload is the `result` of an answer.
type payload struct {
	fields map[string]any
	codes  []string
}

func (p payload) signedIn() bool { return p.fields["user"] != nil }

// atOnce lets a crowd wait at one barrier and then ask, each in its own way.
func atOnce(t *testing.T, ask func(i int) (reply, error)) []payload {
	t.Helper()
	answers, failed := make([]reply, crowd), make([]error, crowd)
	var ready, done sync.WaitGroup
	start := make(chan struct{})
	for i := range crowd {
		ready.Add(1)
		done.Go(func() {
			ready.Done()
			<-start
			answers[i], failed[i] = ask(i)
		})
	}
	ready.Wait()
	close(start)
	done.Wait()
	payloads := make([]payload, crowd)
	for i, answer := range answers {
		require.NoError(t, failed[i])
		require.Empty(t, answer.Errors)
		payloads[i] = payload{answer.Data["result"].(map[string]any), codesIn(answer.Data["result"])}
	}
	return payloads
}

// browsers are a crowd of them, each at its own address.
func browsers(t *testing.T, shop *app.App) []*visitor {
	all := make([]*visitor, crowd)
	for i := range all {
		all[i] = browser(t, shop)
	}
	return all
}

func count(t *testing.T, shop *app.App, sql string, args ...any) int {
	t.Helper()
	var n int
	require.NoError(t, shop.Pool.Pgx().QueryRow(t.Context(), sql, args...).Scan(&n))
	return n
}

// asked is a challenge that waits for its code.
func (v *visitor) asked(config app.Config, number string) (id, code string) {
	v.t.Helper()
	payload, codes := v.do("otpRequest", "phone: $phone", challengeFields, map[string]any{"phone": number})
	require.Empty(v.t, codes)
	return payload["challenge"].(map[string]any)["id"].(string), codeOf(v.t, letters(v.t, v.shop, config)[0])
}

func wrongFor(code string) string {
	if code == "000000" {
		return "000001"
	}
	return "000000"
}

func TestACodeSignsInOnce(t *testing.T) {
	t.Parallel()
	config := sample(t, false)
	shop := open(t, config)
	id, code := mobile(t, shop).asked(config, "08031234567")
	crowded := browsers(t, shop)
	signedIn := 0
	for _, one := range atOnce(t, func(i int) (reply, error) {
		return crowded[i].quietly(t.Context(), verifyDocument, map[string]any{"id": id, "code": code})
	}) {
		if one.signedIn() {
			signedIn++
			continue
		}
		require.Equal(t, []string{"CODE_INVALID"}, one.codes)
	}
	require.Equal(t, 1, signedIn)
	require.Equal(t, 1, count(t, shop, `SELECT count(*) FROM user_sessions`))
	require.Equal(t, 1, count(t, shop, `SELECT count(*) FROM users WHERE phone = '+2348031234567'`))
}

func TestGuessesSideBySideCountEach(t *testing.T) {
	t.Parallel()
	config := sample(t, false)
	shop := open(t, config)
	id, code := mobile(t, shop).asked(config, "08031234567")
	crowded := browsers(t, shop)
	for _, one := range atOnce(t, func(i int) (reply, error) {
		return crowded[i].quietly(t.Context(), verifyDocument, map[string]any{"id": id, "code": wrongFor(code)})
	}) {
		require.Equal(t, []string{"CODE_INVALID"}, one.codes)
	}
	require.Equal(t, 5, count(t, shop, `SELECT max(tries) FROM account_challenges`))
	after := browser(t, shop).ask(verifyDocument, map[string]any{"id": id, "code": code})["result"]
	require.Equal(t, []string{"CODE_INVALID"}, codesIn(after), "the right one comes too late")
	require.Zero(t, count(t, shop, `SELECT count(*) FROM user_sessions`))
}

func TestOneAddressBecomesOneAccount(t *testing.T) {
	t.Parallel()
	config := sample(t, false)
	shop := open(t, config)
	crowded := browsers(t, shop)
	begun := 0
	for _, one := range atOnce(t, func(i int) (reply, error) {
		return crowded[i].quietly(t.Context(), `mutation($name: String!) {
			result: accountRegister(input: {name: $name, email: "ada@example.ng", password: "owambe-saturday"}) { done userErrors { code } } }`,
			map[string]any{"name": fmt.Sprintf("Ada %d", i)})
	}) {
		if len(one.codes) == 0 {
			begun++
			continue
		}
		require.Equal(t, []string{"RETRY_LATER"}, one.codes)
	}
	require.InDelta(t, 3, begun, 1, "an address is not flooded with mail")
	var tokens []string
	for _, letter := range letters(t, shop, config) {
		tokens = append(tokens, tokenOf(t, letter))
	}
	require.Len(t, tokens, begun)
	created := 0
	for _, one := range atOnce(t, func(i int) (reply, error) {
		return crowded[i].quietly(t.Context(), `mutation($token: String!) { result: emailVerify(token: $token) { user { id } created userErrors { code } } }`,
			map[string]any{"token": tokens[i%len(tokens)]})
	}) {
		if one.signedIn() {
			created++
			continue
		}
		require.Equal(t, []string{"TOKEN_INVALID"}, one.codes)
	}
	require.Equal(t, 1, created)
	require.Equal(t, 1, count(t, shop, `SELECT count(*) FROM users WHERE email = 'ada@example.ng'`))
	require.Equal(t, 1, count(t, shop, `SELECT count(*) FROM user_sessions`))
}

// Asking twice at the same moment may leave two codes that are good.
func TestTwoCodesOfAPhoneMakeOneAccount(t *testing.T) {
	t.Parallel()
	config := sample(t, false)
	shop := open(t, config)
	keys, err := secret.NewKeys(config.SecretKeys...)
	require.NoError(t, err)
	var ids, codes [2]string
	for i := range ids {
		id := uuid.Must(uuid.NewV7())
		shop.Pool.Ent().AccountChallenge.Create().SetID(id).SetPurpose(accountchallenge.PurposePhoneLogin).SetPhone("+2348031234567").
			SetExpiresAt(time.Now().Add(time.Minute)).SaveX(t.Context())
		ids[i], codes[i] = globalid.New("AccountChallenge", id).String(), keys.Code("phone_login", id, "+2348031234567")
	}
	crowded := browsers(t, shop)
	created, signedIn := 0, 0
	for _, one := range atOnce(t, func(i int) (reply, error) {
		return crowded[i].quietly(t.Context(), verifyDocument, map[string]any{"id": ids[i%2], "code": codes[i%2]})
	}) {
		if one.signedIn() {
			signedIn++
		}
		if one.fields["created"] == true {
			created++
		}
	}
	require.Equal(t, 1, created)
	require.LessOrEqual(t, signedIn, 2)
	require.Equal(t, 1, count(t, shop, `SELECT count(*) FROM users WHERE phone = '+2348031234567'`))
	require.Equal(t, signedIn, count(t, shop, `SELECT count(*) FROM user_sessions`))
}

func TestTheLastWayInStaysInARace(t *testing.T) {
	t.Parallel()
	config := sample(t, false)
	shop := open(t, config)
	v := browser(t, shop)
	id, value := v.nonce()
	// Google cannot speak for this address, so the account has none of its own.
	_, codes := v.with("loginWithGoogle", idToken(t, shop, "google", "chidi@example.ng", value), id)
	require.Empty(t, codes)
	id, value = v.nonce()
	_, codes = v.with("identityLinkApple", idToken(t, shop, "apple", "chidi@example.ng", value), id)
	require.Empty(t, codes)
	linked := v.ask(`{ me { identities { id } } }`, nil)["me"].(map[string]any)["identities"].([]any)
	require.Len(t, linked, 2)
	told := map[string]int{}
	for _, one := range atOnce(t, func(i int) (reply, error) {
		return v.quietly(t.Context(), `mutation($id: ID!) { result: identityUnlink(id: $id) { done userErrors { code } } }`,
			map[string]any{"id": linked[i%2].(map[string]any)["id"]})
	}) {
		if len(one.codes) == 0 {
			told["done"]++
			continue
		}
		told[one.codes[0]]++
	}
	require.Equal(t, map[string]int{"done": 1, "LAST_SIGN_IN": crowd / 2, "NOT_FOUND": crowd/2 - 1}, told)
	require.Equal(t, 1, count(t, shop, `SELECT count(*) FROM user_identities`))
}

func TestThereIsOneDefaultAddressAfterARace(t *testing.T) {
	t.Parallel()
	config := sample(t, false)
	shop := open(t, config)
	v := registered(t, shop, config, "ada@example.ng")
	var book []any
	for range 4 {
		made, codes := addAddress(v, "Lagos", "08031234567")
		require.Empty(t, codes)
		book = append(book, made["address"].(map[string]any)["id"])
	}
	const input = `{recipientName: "Ada Obi", phone: "08031234567", streetAddress: "12 Allen Avenue", city: "Ikeja", state: "Lagos"}`
	refused := 0
	for i, one := range atOnce(t, func(i int) (reply, error) {
		ids := map[string]any{"id": book[i/4%4]}
		switch i % 4 {
		case 0:
			return v.quietly(t.Context(), `mutation { result: addressCreate(input: `+input+`, asDefault: true) { userErrors { code } } }`, nil)
		case 1:
			return v.quietly(t.Context(), `mutation { result: addressCreate(input: `+input+`) { userErrors { code } } }`, nil)
		case 2:
			return v.quietly(t.Context(), `mutation($id: ID!) { result: addressSetDefault(id: $id) { userErrors { code } } }`, ids)
		}
		if i == crowd-1 { // One of the old ones, which may be the default just then.
			return v.quietly(t.Context(), `mutation($id: ID!) { result: addressDelete(id: $id) { userErrors { code } } }`, map[string]any{"id": book[0]})
		}
		return v.quietly(t.Context(), `mutation($id: ID!) { result: addressUpdate(id: $id, input: `+input+`) { userErrors { code } } }`, ids)
	}) {
		if len(one.codes) > 0 {
			require.Contains(t, []string{"LIMIT_REACHED", "NOT_FOUND"}, one.codes[0], i)
			refused++
		}
	}
	require.NotZero(t, refused, "24 do not fit into a book of 20")
	require.LessOrEqual(t, count(t, shop, `SELECT count(*) FROM user_addresses`), 20)
	require.Equal(t, 1, count(t, shop, `SELECT count(*) FROM user_addresses WHERE is_default`))
	require.Equal(t, 1, count(t, shop, `SELECT count(*) FROM user_addresses AS a JOIN users AS u ON u.address_default_id = a.id WHERE a.is_default`))
}
