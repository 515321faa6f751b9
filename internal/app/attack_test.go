package app_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"zuka/internal/app"
	"zuka/internal/platform/globalid"
	"zuka/internal/platform/postgres"
)

// Documents that attackers send again and again.
const (
	loginDocument = `mutation($who: String!, $password: String!) { result: login(input: {identifier: $who, password: $password}) {
		user { id } userErrors { code message field ... on RetryLaterError { retryAfter } } } }`
	verifyDocument = `mutation($id: ID!, $code: String!) { result: otpVerify(input: {challengeId: $id, code: $code}) {
		user { id } created userErrors { code message field } } }`
)

// quietly asks as send does, but neither fails the test nor keeps what the
// answer hands out: goroutines may do it at once with one visitor.
func (v *visitor) quietly(ctx context.Context, query string, variables map[string]any) (got reply, err error) {
	body := v.body(ctx, query, variables)
	if err := json.Unmarshal([]byte(body), &got); err != nil {
		return got, fmt.Errorf("%w in %s", err, body)
	}
	return got, nil
}

// body is the whole answer as it was sent.
func (v *visitor) body(ctx context.Context, query string, variables map[string]any) string {
	asked, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		return err.Error()
	}
	recorder := httptest.NewRecorder()
	v.shop.Handler.ServeHTTP(recorder, v.request(ctx, http.MethodPost, "/graphql", asked, map[string]string{"Content-Type": "application/json"}))
	return recorder.Body.String()
}

func (v *visitor) request(ctx context.Context, method, target string, body []byte, header map[string]string) *http.Request {
	request := httptest.NewRequestWithContext(ctx, method, target, bytes.NewReader(body))
	request.Header.Set("X-Client-Platform", string(v.platform))
	request.RemoteAddr = v.address + ":4711"
	if v.cookie != nil {
		request.AddCookie(v.cookie)
	}
	if v.access != "" {
		request.Header.Set("Authorization", "Bearer "+v.access)
	}
	for name, value := range header {
		request.Header.Set(name, value)
	}
	return request
}

// codesIn are the user errors' codes of one payload.
func codesIn(payload any) []string {
	codes := []string{}
	for _, one := range payload.(map[string]any)["userErrors"].([]any) {
		codes = append(codes, one.(map[string]any)["code"].(string))
	}
	return codes
}

// One request with many tries must not be one try.
func TestAliasesAreCountedEach(t *testing.T) {
	t.Parallel()
	config := sample(t, false)
	shop := open(t, config)
	registered(t, shop, config, "ada@example.ng")
	aliased := func(field string) string {
		var document strings.Builder
		for i := range 10 {
			fmt.Fprintf(&document, " a%d: %s { userErrors { code ... on RetryLaterError { retryAfter } } }", i, field)
		}
		return "mutation {" + document.String() + "}"
	}
	data := browser(t, shop).ask(aliased(`login(input: {identifier: "ada@example.ng", password: "a wrong one"})`), nil)
	for i := range 10 {
		payload := data[fmt.Sprintf("a%d", i)]
		if i < 5 {
			require.Equal(t, []string{"CREDENTIALS_INVALID"}, codesIn(payload), i)
			continue
		}
		require.Equal(t, []string{"RETRY_LATER"}, codesIn(payload), i)
		require.GreaterOrEqual(t, payload.(map[string]any)["userErrors"].([]any)[0].(map[string]any)["retryAfter"], 1.0)
	}

	guesser := browser(t, shop)
	verify := aliased(fmt.Sprintf(`otpVerify(input: {challengeId: "%s", code: "123456"})`, globalid.New("AccountChallenge", uuid.New())))
	counted := map[string]int{}
	begun := time.Now()
	for range 22 {
		for _, payload := range guesser.ask(verify, nil) {
			counted[codesIn(payload)[0]]++
		}
	}
	require.Equal(t, 220, counted["CODE_INVALID"]+counted["RETRY_LATER"])
	more := int(time.Since(begun) / (6 * time.Second)) // One more comes back in six seconds.
	require.GreaterOrEqual(t, counted["CODE_INVALID"], 200)
	require.LessOrEqual(t, counted["CODE_INVALID"], 201+more)

	data = browser(t, shop).ask(aliased(`otpRequest(phone: "08031234567")`), nil)
	sent := 0
	for _, payload := range data {
		if len(codesIn(payload)) == 0 {
			sent++
		}
	}
	require.Equal(t, 1, sent, "ten aliases send one code")
}

func TestGuessingAPasswordIsSlowed(t *testing.T) {
	t.Parallel()
	config := sample(t, false)
	shop := open(t, config)
	for _, email := range []string{"ada@example.ng", "bola@example.ng", "chi@example.ng"} {
		registered(t, shop, config, email)
	}
	login := func(v *visitor, email, password string) []string {
		return codesIn(v.ask(loginDocument, map[string]any{"who": email, "password": password})["result"])
	}
	const right, wrong = "owambe-saturday", "owambe-sunday"
	thief := browser(t, shop)
	for range 5 {
		require.Equal(t, []string{"CREDENTIALS_INVALID"}, login(thief, "ada@example.ng", wrong))
	}
	require.Equal(t, []string{"RETRY_LATER"}, login(thief, "ADA@example.ng ", right), "however it is written, and even with the right one")
	require.Empty(t, login(browser(t, shop), "ada@example.ng", right), "the owner is elsewhere")
	require.Empty(t, login(thief, "chi@example.ng", right), "neighbours behind one address are let in")

	refused := 0
	for range 24 {
		// Another address each time, as from a botnet.
		if login(browser(t, shop), "bola@example.ng", wrong)[0] == "RETRY_LATER" {
			refused++
		}
	}
	require.InDelta(t, 4, refused, 1, "20 and what has come back meanwhile")
	require.Equal(t, []string{"RETRY_LATER"}, login(browser(t, shop), "bola@example.ng", wrong))
	require.Empty(t, login(browser(t, shop), "chi@example.ng", right), "nobody else is slowed")
}

// Numbers bought in a row are how SMS are sold to premium carriers.
func TestCodesToNumbersInARowAreLimited(t *testing.T) {
	t.Parallel()
	shop := open(t, sample(t, false))
	ask := func(number string) []string {
		_, codes := mobile(t, shop).do("otpRequest", "phone: $phone", challengeFields, map[string]any{"phone": number})
		return codes
	}
	for i := range 50 {
		require.Empty(t, ask(fmt.Sprintf("0803123%04d", i)), i)
	}
	require.Equal(t, []string{"RETRY_LATER"}, ask("08031239999"))
	require.Empty(t, ask("08031249999"), "the next ten thousand numbers have their own")
}

// Whether there is an account must not show: not in the answer, and not in the
// work that was done for it, which takes time.
func TestAnswersLookAlikeWhoeverHasAnAccount(t *testing.T) {
	t.Parallel()
	config := sample(t, false)
	shop := open(t, config)
	ada := registered(t, shop, config, "ada@example.ng")
	byPhone(t, mobile(t, shop), config, "08031234567")
	registered(t, shop, config, "bola@example.ng")
	shop = limitless(t, config)
	ada.shop = shop
	// What is shown of the addresses and numbers that were typed is the same.
	const errs = `userErrors { code message field }`
	for name, row := range map[string]struct {
		signedIn                 bool
		document                 string
		known, another, stranger string
	}{
		"login":         {false, `mutation($it: String!) { login(input: {identifier: $it, password: "a wrong one"}) { user { id } created ` + errs + ` } }`, "bola@example.ng", "BOLA@example.ng", "byron@example.ng"},
		"loginByNumber": {false, `mutation($it: String!) { login(input: {identifier: $it, password: "a wrong one"}) { user { id } created ` + errs + ` } }`, "08031234567", "+2348031234567", "08039994567"},
		"register":      {false, `mutation($it: String!) { accountRegister(input: {name: "Eve", email: $it, password: "a password of eve"}) { done ` + errs + ` } }`, "bola@example.ng", "BOLA@example.ng", "byron@example.ng"},
		"reset":         {false, `mutation($it: String!) { passwordResetRequest(email: $it) { done ` + errs + ` } }`, "bola@example.ng", "Bola@Example.ng", "byron@example.ng"},
		"code":          {false, `mutation($it: String!) { otpRequest(phone: $it) { challenge { sentTo } ` + errs + ` } }`, "08031234567", "+2348031234567", "08039994567"},
		"newAddress":    {true, `mutation($it: String!) { emailChangeRequest(email: $it) { challenge { sentTo } ` + errs + ` } }`, "bola@example.ng", " bola@example.ng", "byron@example.ng"},
		"newNumber":     {true, `mutation($it: String!) { phoneChangeRequest(phone: $it) { challenge { sentTo } ` + errs + ` } }`, "08031234567", "0803 123 4567", "08039994567"},
	} {
		measure := func(it string) (map[string]any, []string) {
			v := browser(t, shop)
			if row.signedIn {
				v = ada
			}
			ctx, counter := postgres.WithCounter(t.Context())
			got, err := v.quietly(ctx, row.document, map[string]any{"it": it})
			require.NoError(t, err)
			require.Empty(t, got.Errors, name)
			// River wakes its workers up once in a while, whatever was asked.
			return got.Data, slices.DeleteFunc(counter.Statements(), func(sql string) bool { return strings.Contains(sql, "PGNotifyMany") })
		}
		measure(row.stranger) // Sessions and plans are warm then.
		answer, statements := measure(row.stranger)
		for _, it := range []string{row.known, row.another} {
			same, as := measure(it)
			require.Equal(t, answer, same, name)
			require.Equal(t, statements, as, name)
		}
	}
}

// limitless is one more server of the same shop that counts nobody's tries.
func limitless(t *testing.T, config app.Config) *app.App {
	t.Helper()
	config.LimitsOff = true
	return open(t, config)
}
