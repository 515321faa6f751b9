package app_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"zuka/internal/app"
)

// canaries are what people tell the shop: none of it may be where nobody
// looks after it.
var canaries = []string{
	"Wuraola", "Ikebekwu", "Chizitere", "kokumo.q7", "bidemi.q8", "KOKUMO.Q7", "8098765431", "8098765432", "809 876 5431",
	"Zanzibarrow", "Quuxtown", "tall-yellow-agbada", "short-green-agbada", "wrong-blue-agbada",
	"Folakemi", "adunni.q9", "ADUNNI.Q9", "8098765433", "809 876 5433", "Kpakirika",
	"CanaryBrowser", "device-xq81", "Tembisa phone", "1991-03-07", "canary-face.png", "198.51.100.",
}

// secretInBody are the secrets that answers hand out.
var secretInBody = regexp.MustCompile(`"(?:accessToken|refreshToken|value|idToken|id_token|token)": ?"([^"]{20,})"`)

// aviary is a shop whose log is kept, with the secrets that it handed out.
type aviary struct {
	t      *testing.T
	shop   *app.App
	config app.Config
	mu     sync.Mutex
	log    bytes.Buffer
	// secrets are cookies, tokens and nonces; codes are of six digits.
	secrets, codes map[string]bool
}

// Write is the log's.
func (a *aviary) Write(line []byte) (int, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.log.Write(line)
}

func newAviary(t *testing.T) *aviary {
	t.Helper()
	a := &aviary{t: t, config: sample(t, false), secrets: map[string]bool{}, codes: map[string]bool{}}
	shop, err := app.New(t.Context(), a.config, slog.New(slog.NewTextHandler(a, &slog.HandlerOptions{Level: slog.LevelDebug})))
	require.NoError(t, err)
	t.Cleanup(shop.Close)
	a.shop = shop
	inner := shop.Handler
	shop.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Header.Set("User-Agent", "CanaryBrowser/7.3 (Linux)")
		r.Header.Set("X-Device-Id", "device-xq81")
		r.Header.Set("X-Device-Name", "Tembisa phone")
		recorder := httptest.NewRecorder()
		inner.ServeHTTP(recorder, r)
		for _, found := range secretInBody.FindAllStringSubmatch(recorder.Body.String(), -1) {
			a.secrets[found[1]] = true
		}
		for _, cookie := range recorder.Result().Cookies() {
			if cookie.Value != "" {
				a.secrets[cookie.Value] = true
			}
		}
		for name, values := range recorder.Header() {
			w.Header()[name] = values
		}
		w.WriteHeader(recorder.Code)
		_, _ = w.Write(recorder.Body.Bytes()) // A recorder does not fail.
	})
	return a
}

// person is a visitor whose address is a canary too.
func (a *aviary) person(v *visitor, last int) *visitor {
	v.address = fmt.Sprintf("198.51.100.%d", last)
	return v
}

func (a *aviary) newest() (code, token string) {
	a.t.Helper()
	letter := letters(a.t, a.shop, a.config)[0]
	code = codeInText.FindString(letter.Text)
	if found := tokenInText.FindStringSubmatch(letter.Text); found != nil {
		token = found[1]
		a.secrets[token] = true
	}
	if code != "" {
		a.codes[code] = true
	}
	return code, token
}

// joins lets somebody have an account by mail and do what people do.
func (a *aviary) joins() *visitor {
	t := a.t
	v := a.person(browser(t, a.shop), 7)
	_, codes := v.do("accountRegister", `input: {name: "Wuraola Ikebekwu", email: "kokumo.q7@example.ng", password: "tall-yellow-agbada"}`, "done", nil)
	require.Empty(t, codes)
	_, token := a.newest()
	_, codes = v.do("emailVerify", "token: $token", signInFields, map[string]any{"token": token})
	require.Empty(t, codes)
	_, codes = v.do("profileUpdate", `input: {name: "Chizitere Ikebekwu", dateOfBirth: "1991-03-07", profileImageUrl: "https://img.example/canary-face.png"}`, "user { name dateOfBirth }", nil)
	require.Empty(t, codes)
	const place = `{recipientName: "Wuraola", phone: "08098765431", streetAddress: "7 Zanzibarrow Street", city: "Quuxtown", state: "Lagos"}`
	_, codes = v.do("addressCreate", "input: "+place, "address { id streetAddress }", nil)
	require.Empty(t, codes)
	a.changes(v, "phoneChange", `phone: "0809 876 5431"`)
	a.changes(v, "emailChange", `email: "bidemi.q8@example.ng"`)
	_, codes = v.do("passwordChange", `input: {currentPassword: "tall-yellow-agbada", newPassword: "short-green-agbada"}`, "done", nil)
	require.Empty(t, codes)
	id, value := v.nonce()
	_, codes = v.with("identityLinkGoogle", idToken(t, a.shop, "google", "kokumo.q7@gmail.com", value), id)
	require.Empty(t, codes)
	v.ask(`query Mine { me { profile { name email phone dateOfBirth profileImageUrl } addresses { streetAddress city phone } sessions { id device } identities { email } } shop { name } products(first: 1) { nodes { name } } }`, nil)
	return v
}

func (a *aviary) changes(v *visitor, what, argument string) {
	a.t.Helper()
	payload, codes := v.do(what+"Request", argument, challengeFields, nil)
	require.Empty(a.t, codes)
	code, _ := a.newest()
	_, codes = v.do(what+"Confirm", "input: {challengeId: $id, code: $code}", "user { email phone }",
		map[string]any{"id": typed{"ID!", payload["challenge"].(map[string]any)["id"]}, "code": code})
	require.Empty(a.t, codes)
}

// errs does what goes wrong: there errors are logged, with what they hold.
func (a *aviary) errs(v *visitor) {
	t := a.t
	eve := a.person(browser(t, a.shop), 8)
	eve.ask(loginDocument, map[string]any{"who": "bidemi.q8@example.ng", "password": "wrong-blue-agbada"})
	eve.ask(loginDocument, map[string]any{"who": "0809 876 5431", "password": "wrong-blue-agbada"})
	eve.do("accountRegister", `input: {name: "Wuraola\u202e", email: "kokumo.q7", password: "wrong-blue-agbada"}`, "done", nil)
	eve.do("accountRegister", `input: {name: "Wuraola", email: "kokumo.q7@example.ng", password: "wrong-blue-agbada"}`, "done", nil)
	a.newest()
	eve.do("passwordResetRequest", `email: "bidemi.q8@example.ng"`, "done", nil)
	_, token := a.newest()
	_, codes := eve.do("passwordReset", "input: {token: $token, password: $it}", signInFields, map[string]any{"token": token + "A", "it": "wrong-blue-agbada"})
	require.Equal(t, []string{"TOKEN_INVALID"}, codes)
	for _, document := range []string{
		`mutation { login(input: {identifier: "kokumo.q7@example.ng", password: "wrong-blue-agbada"`,
		`mutation { login(input: {identifier: "kokumo.q7@example.ng", passwort: "wrong-blue-agbada"}) { created } }`,
		`{ node(id: "kokumo.q7@example.ng") { id } }`,
	} {
		eve.body(t.Context(), document, map[string]any{"it": "tall-yellow-agbada"})
	}
	for _, target := range []string{"/graphql?query=tall-yellow-agbada", "/nowhere?who=kokumo.q7@example.ng", "/files/x?sig=tall-yellow-agbada"} {
		a.shop.Handler.ServeHTTP(httptest.NewRecorder(), eve.request(t.Context(), http.MethodGet, target, nil, nil))
	}
	phone := a.person(mobile(t, a.shop), 9)
	byPhone(t, phone, a.config, "0809 876 5432")
	a.newest()
	phone.refreshed()
	good := phone.access
	phone.access = "tall-yellow-agbada"
	phone.body(t.Context(), `{ me { __typename } }`, nil)
	phone.access = good
	require.Equal(t, "Bola", phone.name())

	// PostgreSQL tells the whole row that it refuses.
	_, err := a.shop.Pool.Pgx().Exec(t.Context(), `ALTER TABLE user_addresses ADD CONSTRAINT nowhere CHECK (city <> 'Quuxtown II')`)
	require.NoError(t, err)
	got, _ := v.send(`mutation { addressCreate(input: {recipientName: "Wuraola", phone: "08098765431", streetAddress: "7 Zanzibarrow Street",
		city: "Quuxtown II", state: "Lagos"}) { userErrors { code } } }`, nil)
	require.NotEmpty(t, got.Errors)
}

// worked waits until every job that was left is done.
func (a *aviary) worked() {
	a.t.Helper()
	require.Eventually(a.t, func() bool {
		return count(a.t, a.shop, `SELECT count(*) FROM river_job WHERE state IN ('available', 'running', 'pending', 'retryable')`) == 0
	}, patience, 20*time.Millisecond)
}

// leaves fetches the file with everything and deletes the account.
func (a *aviary) leaves(v *visitor) {
	t := a.t
	link := v.ask(`{ me { dataExport { url } } }`, nil)["me"].(map[string]any)["dataExport"].(map[string]any)["url"].(string)
	parsed, err := url.Parse(link)
	require.NoError(t, err)
	for name, values := range parsed.Query() {
		if len(values[0]) >= 20 {
			a.secrets[values[0]] = true
		}
		require.NotEmpty(t, values[0], name)
	}
	recorder := httptest.NewRecorder()
	a.shop.Handler.ServeHTTP(recorder, httptest.NewRequestWithContext(t.Context(), http.MethodGet, parsed.RequestURI(), nil))
	require.Equal(t, http.StatusOK, recorder.Code)
	require.Contains(t, recorder.Body.String(), "Zanzibarrow", "the file has it all")
	payload, codes := v.do("accountDelete", "", challengeFields, nil)
	require.Empty(t, codes)
	code, _ := a.newest()
	_, codes = v.do("accountDeleteConfirm", "input: {challengeId: $id, code: $code}", "done",
		map[string]any{"id": typed{"ID!", payload["challenge"].(map[string]any)["id"]}, "code": code})
	require.Empty(t, codes)
}

func TestCanariesAreFoundNowhere(t *testing.T) {
	t.Parallel()
	a := newAviary(t)
	v := a.joins()
	a.errs(v)
	_, codes := v.do("accountExport", "", "export { id }", nil)
	require.Empty(t, codes)
	a.shops(v)
	stop, err := a.shop.StartJobs(t.Context())
	require.NoError(t, err)
	a.worked()
	a.search()
	a.delivered()
	a.leaves(v)
	a.worked()
	require.NoError(t, stop())
	a.search()
}

// search looks for every canary and secret where none may be.
func (a *aviary) search() {
	t := a.t
	t.Helper()
	recorder := httptest.NewRecorder()
	a.shop.Handler.ServeHTTP(recorder, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/metrics", nil))
	var jobs string
	require.NoError(t, a.shop.Pool.Pgx().QueryRow(t.Context(), `SELECT string_agg(to_jsonb(j)::text, ' ') FROM river_job AS j`).Scan(&jobs))
	a.mu.Lock()
	log := a.log.String()
	a.mu.Unlock()
	places := map[string]string{"log": log, "metrics": recorder.Body.String(), "jobs": jobs, "redis": inRedis(t, a.config)}
	for name, sign := range map[string]string{"log": "path=/graphql", "metrics": "zuka_http_request_seconds", "jobs": "order_changed", "redis": "session:{"} {
		require.Contains(t, places[name], sign, "what is searched is there")
	}
	require.GreaterOrEqual(t, len(a.secrets), 8)
	require.GreaterOrEqual(t, len(a.codes), 3)
	for place, text := range places {
		for _, canary := range canaries {
			require.False(t, strings.Contains(text, canary), "%s in %s", canary, place)
		}
		for secret := range a.secrets {
			require.False(t, strings.Contains(text, secret) || strings.Contains(text, secret[len(secret)-20:]), "a token in %s", place)
		}
		for code := range a.codes {
			// Not within something longer, such as a time or an id.
			require.NotRegexp(t, `(^|[^0-9A-Za-z.-])`+code+`($|[^0-9A-Za-z-])`, text, place)
		}
	}
}

// inRedis is every key and what it holds, but for the development mailbox.
func inRedis(t *testing.T, config app.Config) string {
	t.Helper()
	options, err := redis.ParseURL(config.RedisURL)
	require.NoError(t, err)
	client := redis.NewClient(options)
	defer func() { _ = client.Close() }() // Nothing is left to be said on it.
	var all strings.Builder
	keys := client.Scan(t.Context(), 0, config.RedisPrefix+"*", 1000).Iterator()
	for keys.Next(t.Context()) {
		key := keys.Val()
		if key == config.RedisPrefix+"letters" {
			continue
		}
		switch kind := client.Type(t.Context(), key).Val(); kind {
		case "string", "none":
			fmt.Fprintln(&all, key, client.Get(t.Context(), key).Val())
		case "set":
			fmt.Fprintln(&all, key, client.SMembers(t.Context(), key).Val())
		case "zset":
			fmt.Fprintln(&all, key, client.ZRangeWithScores(t.Context(), key, 0, -1).Val())
		case "hash":
			fmt.Fprintln(&all, key, client.HGetAll(t.Context(), key).Val())
		case "stream":
			fmt.Fprintln(&all, key, client.XRange(t.Context(), key, "-", "+").Val())
		default:
			require.Fail(t, "nobody reads this here", "%s is a %s", key, kind)
		}
	}
	require.NoError(t, keys.Err())
	return all.String()
}
