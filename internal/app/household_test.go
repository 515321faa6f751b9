package app_test

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2/ast"

	"zuka/graph"
	"zuka/internal/app"
	"zuka/internal/platform/globalid"
)

// household is a shop with somebody who has one of everything, and others who
// should not get at it.
type household struct {
	shop   *app.App
	config app.Config
	// owner has one of everything.
	owner *visitor
	// everybody are those who ask, by what they are.
	everybody map[string]*visitor
	// theirs are the owner's things, by their GraphQL type.
	theirs map[string]string
	// codes answer the owner's challenges, by their ids.
	codes map[string]string
}

func newHousehold(t *testing.T) *household {
	t.Helper()
	config := sample(t, false)
	config.LimitsOff = true
	h := &household{shop: open(t, config), config: config, codes: map[string]string{}}
	h.owner = registered(t, h.shop, config, "ada@example.ng")
	guest, stranger, staff := browser(t, h.shop), mobile(t, h.shop), registered(t, h.shop, config, "staff@example.ng")
	_, codes := guest.do("sessionStart", "", "tokens { accessToken }", nil)
	require.Empty(t, codes)
	byPhone(t, stranger, config, "08031234567")
	role(t, h.shop, "staff@example.ng", "staff")
	staff.login("staff@example.ng")
	h.everybody = map[string]*visitor{"nobody": browser(t, h.shop), "guest": guest, "stranger": stranger, "staff": staff, "owner": h.owner}

	id, value := h.owner.nonce()
	_, codes = h.owner.with("identityLinkGoogle", idToken(t, h.shop, "google", "ada@gmail.com", value), id)
	require.Empty(t, codes)
	for range 2 {
		_, codes = addAddress(h.owner, "Lagos", "08031234567")
		require.Empty(t, codes)
	}
	_, codes = h.owner.do("accountExport", "", "export { id }", nil)
	require.Empty(t, codes)
	browser(t, h.shop).login("ada@example.ng")
	h.collect(t)
	return h
}

func (v *visitor) login(email string) {
	v.t.Helper()
	_, codes := v.do("login", "input: {identifier: $who, password: $password}", signInFields,
		map[string]any{"who": email, "password": "owambe-saturday"})
	require.Empty(v.t, codes)
}

// collect finds the ids of what the owner has.
func (h *household) collect(t *testing.T) {
	t.Helper()
	me := h.owner.ask(`{ me { profile { id } addresses { id isDefault } sessions { id current } identities { id } dataExport { id } } }`, nil)["me"].(map[string]any)
	only := func(list any, not string) string {
		for _, one := range list.([]any) {
			if one := one.(map[string]any); not == "" || one[not] == false {
				return one["id"].(string)
			}
		}
		t.Fatalf("nothing without %s", not)
		return ""
	}
	h.theirs = map[string]string{
		"User": me["profile"].(map[string]any)["id"].(string), "DataExport": me["dataExport"].(map[string]any)["id"].(string),
		"Address": only(me["addresses"], "isDefault"), "Session": only(me["sessions"], "current"), "Identity": only(me["identities"], ""),
	}
}

// challenge asks something of the owner and remembers the code.
func (h *household) challenge(field, arguments string) string {
	t := h.owner.t
	t.Helper()
	payload, codes := h.owner.do(field, arguments, challengeFields, nil)
	require.Empty(t, codes)
	id := payload["challenge"].(map[string]any)["id"].(string)
	h.codes[id] = codeOf(t, letters(t, h.shop, h.config)[0])
	return id
}

// belongings are all rows of the owner, but for when they were last seen.
func (h *household) belongings(t *testing.T) string {
	t.Helper()
	id, err := globalid.Parse(h.theirs["User"])
	require.NoError(t, err)
	owner, err := id.UUID("User", "id")
	require.NoError(t, err)
	var rows strings.Builder
	for _, table := range []string{"user_addresses", "user_identities", "data_exports", "account_challenges", "user_sessions", "users"} {
		column := "user_id"
		if table == "users" {
			column = "id"
		}
		var all string
		require.NoError(t, h.shop.Pool.Pgx().QueryRow(t.Context(), fmt.Sprintf(
			`SELECT coalesce(string_agg((to_jsonb(t) - 'last_activity_at' - 'sent_at')::text, ' ' ORDER BY t.id), 'none') FROM %s AS t WHERE %s = $1`,
			table, column), owner).Scan(&all))
		require.NotEqual(t, "none", all, table)
		fmt.Fprintln(&rows, table, all)
	}
	return rows.String()
}

// nobodys is an id of the same kind that names nothing.
func nobodys(t *testing.T, id string) string {
	t.Helper()
	parsed, err := globalid.Parse(id)
	require.NoError(t, err)
	if _, err := parsed.UUID(parsed.Kind, ""); err == nil {
		return globalid.New(parsed.Kind, uuid.Must(uuid.NewV7())).String()
	}
	return globalid.New(parsed.Kind, 1<<30).String()
}

// broken are texts that are no id, or none of the kind.
func broken(id string) map[string]string {
	raw, _ := base64.RawURLEncoding.DecodeString(id)
	kind, key, _ := strings.Cut(string(raw), ":")
	encode := base64.RawURLEncoding.EncodeToString
	return map[string]string{
		"empty": "", "no base64": "!!!", "padded": id + "=", "cut": id[:len(id)-3], "no kind": encode([]byte(key)), "no key": encode([]byte(kind + ":")),
		"two": encode([]byte(kind + ":" + key + "," + key)), "sql": encode([]byte(kind + ":" + key + "' OR '1'='1")), "raw": kind + ":" + key,
		"zero": encode([]byte(kind + ":0")), "minus": encode([]byte(kind + ":-1")), "large": encode([]byte(kind + ":99999999999999999999")),
		"nil": encode([]byte(kind + ":00000000-0000-0000-0000-00000000000g")), "upper": encode([]byte(strings.ToUpper(kind) + ":" + key)),
		"long": strings.Repeat("A", 5000), "other kind": globalid.New("Product", 1).String(), "no such kind": encode([]byte("Cart:" + key)),
	}
}

// contract is the schema as it is served.
func contract() *ast.Schema { return graph.NewSchema(&graph.Resolver{}).Schema() }
