package app_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"zuka/internal/app"
	"zuka/internal/platform/mailbox"
	"zuka/internal/platform/viewer"
)

// visitor is a client of the shop: a browser that keeps its cookie, or an app
// that keeps its tokens.
type visitor struct {
	t        *testing.T
	shop     *app.App
	platform viewer.Platform
	address  string
	cookie   *http.Cookie
	access   string
	refresh  string
}

func browser(t *testing.T, shop *app.App) *visitor {
	return &visitor{t: t, shop: shop, platform: viewer.Web, address: nextAddress()}
}

func mobile(t *testing.T, shop *app.App) *visitor {
	return &visitor{t: t, shop: shop, platform: viewer.Android, address: nextAddress()}
}

// nextAddress keeps visitors out of each other's limits.
func nextAddress() string {
	id := uuid.New()
	return fmt.Sprintf("10.%d.%d.%d", id[0], id[1], id[2])
}

// send asks and keeps what the answer hands out.
func (v *visitor) send(query string, variables map[string]any) (reply, *httptest.ResponseRecorder) {
	v.t.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	require.NoError(v.t, err)
	request := httptest.NewRequestWithContext(v.t.Context(), http.MethodPost, "/graphql", bytes.NewReader(body))
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("X-Client-Platform", string(v.platform))
	request.RemoteAddr = v.address + ":4711"
	if v.cookie != nil {
		request.AddCookie(v.cookie)
	}
	if v.access != "" {
		request.Header.Set("Authorization", "Bearer "+v.access)
	}
	recorder := httptest.NewRecorder()
	v.shop.Handler.ServeHTTP(recorder, request)
	for _, cookie := range recorder.Result().Cookies() {
		v.cookie = cookie
		if cookie.MaxAge < 0 {
			v.cookie = nil
		}
	}
	var got reply
	require.NoError(v.t, json.Unmarshal(recorder.Body.Bytes(), &got), recorder.Body.String())
	return got, recorder
}

// ask is the data of an answer without errors.
func (v *visitor) ask(query string, variables map[string]any) map[string]any {
	v.t.Helper()
	got, _ := v.send(query, variables)
	require.Empty(v.t, got.Errors, query)
	return got.Data
}

// do runs a mutation and gives its payload; it names the user errors' codes.
func (v *visitor) do(field, arguments, selection string, variables map[string]any) (payload map[string]any, codes []string) {
	v.t.Helper()
	var declared []string
	for name, value := range variables {
		kind := "String!"
		switch value := value.(type) {
		case typed:
			kind, variables[name] = value.kind, value.value
		case bool:
			kind = "Boolean!"
		}
		declared = append(declared, "$"+name+": "+kind)
	}
	head := "mutation"
	if len(declared) > 0 {
		head += "(" + strings.Join(declared, ", ") + ")"
	}
	if arguments != "" {
		arguments = "(" + arguments + ")"
	}
	data := v.ask(fmt.Sprintf(`%s { result: %s%s { %s %s } }`, head, field, arguments, selection, userErrors), variables)
	payload = data["result"].(map[string]any)
	if tokens, ok := payload["tokens"].(map[string]any); ok {
		v.access, v.refresh = tokens["accessToken"].(string), tokens["refreshToken"].(string)
	}
	for _, one := range payload["userErrors"].([]any) {
		codes = append(codes, one.(map[string]any)["code"].(string))
	}
	rightPaths(v.t, field, payload)
	return payload, codes
}

// typed is a variable whose type is no String.
type typed struct {
	kind  string
	value any
}

// userErrors is everything that an expected failure tells.
const userErrors = `userErrors { code message field ... on RetryLaterError { retryAfter } ... on InsufficientStockError { available }
	... on CouponError { couponCode reason } ... on PriceChangedError { expected { amount } actual { amount } } ... on InsufficientPointsError { balance } }`

const (
	signInFields    = `user { id name email phone role hasPassword } created tokens { accessToken refreshToken }`
	challengeFields = `challenge { id sentTo }`
)

// letters sends what waits to be sent and gives what is in the mailbox, the
// newest first.
func letters(t *testing.T, shop *app.App, config app.Config) []mailbox.Letter {
	t.Helper()
	rows, err := shop.Pool.Pgx().Query(t.Context(), `SELECT id FROM account_challenges
		WHERE sent_at IS NULL AND purpose <> 'id_token' AND expires_at > now() ORDER BY id`)
	require.NoError(t, err)
	var ids []uuid.UUID
	for rows.Next() {
		var id uuid.UUID
		require.NoError(t, rows.Scan(&id))
		ids = append(ids, id)
	}
	require.NoError(t, rows.Err())
	for _, id := range ids {
		require.NoError(t, shop.Account.SendChallenge(t.Context(), id))
	}
	recorder := httptest.NewRecorder()
	shop.Handler.ServeHTTP(recorder, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/dev/mailbox?format=json", nil))
	require.Equal(t, http.StatusOK, recorder.Code)
	var got []mailbox.Letter
	require.NoError(t, json.Unmarshal(recorder.Body.Bytes(), &got))
	return got
}

var (
	codeInText  = regexp.MustCompile(`\b[0-9]{6}\b`)
	tokenInText = regexp.MustCompile(`token=(\S+)`)
)

func codeOf(t *testing.T, letter mailbox.Letter) string {
	t.Helper()
	code := codeInText.FindString(letter.Text)
	require.NotEmpty(t, code, letter.Text)
	return code
}

func tokenOf(t *testing.T, letter mailbox.Letter) string {
	t.Helper()
	found := tokenInText.FindStringSubmatch(letter.Text)
	require.Len(t, found, 2, letter.Text)
	return found[1]
}

// registered is a browser signed in on a new account by e-mail.
func registered(t *testing.T, shop *app.App, config app.Config, email string) *visitor {
	t.Helper()
	v := browser(t, shop)
	_, codes := v.do("accountRegister", "input: {name: $name, email: $email, password: $password}", "done",
		map[string]any{"name": "Ada Obi", "email": email, "password": "owambe-saturday"})
	require.Empty(t, codes)
	payload, codes := v.do("emailVerify", "token: $token", signInFields, map[string]any{"token": tokenOf(t, letters(t, shop, config)[0])})
	require.Empty(t, codes)
	require.Equal(t, true, payload["created"])
	return v
}

// byPhone is a visitor signed in by a code.
func byPhone(t *testing.T, v *visitor, config app.Config, number string) map[string]any {
	t.Helper()
	payload, codes := v.do("otpRequest", "phone: $phone", challengeFields, map[string]any{"phone": number})
	require.Empty(t, codes, payload)
	challenge := payload["challenge"].(map[string]any)["id"]
	payload, codes = v.do("otpVerify", "input: {challengeId: $id, code: $code, name: \"Bola\"}", signInFields,
		map[string]any{"id": typed{"ID!", challenge}, "code": codeOf(t, letters(t, v.shop, config)[0])})
	require.Empty(t, codes)
	return payload
}

func (v *visitor) client() viewer.Client {
	return viewer.Client{Platform: v.platform, Address: v.address}
}

func (v *visitor) name() any {
	v.t.Helper()
	me := v.ask(`{ me { profile { name } } }`, nil)["me"]
	if me == nil {
		return nil
	}
	return me.(map[string]any)["profile"].(map[string]any)["name"]
}
