package app_test

import (
	"encoding/base64"
	"fmt"
	"slices"
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
	// deletion is the owner's challenge to leave.
	deletion string
	// bought are ids of what the owner bought and of what there is of it.
	bought
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
	// While orders are on their way nobody can leave.
	h.deletion = h.challenge("accountDelete", "")
	h.collect(t)
	h.shops(t)
	h.plays(t)
	h.keeps(t)
	return h
}

// keeps lets the owner have a pet, something said to it, and a proposal of its.
func (h *household) keeps(t *testing.T) {
	t.Helper()
	adopted, codes := h.owner.do("petAdopt", `input: {persona: FUNNY, name: "Bobo"}`, "pet { id }", nil)
	require.Empty(t, codes)
	h.theirs["Pet"] = adopted["pet"].(map[string]any)["id"].(string)
	sent, codes := h.owner.do("petMessageSend", fmt.Sprintf(`input: {petId: %q, text: "hello", idempotencyKey: "household-1"}`, h.theirs["Pet"]),
		"run { id conversationId } message { id }", nil)
	require.Empty(t, codes)
	run := sent["run"].(map[string]any)
	h.theirs["PetRun"], h.theirs["PetConversation"] = run["id"].(string), run["conversationId"].(string)
	h.theirs["PetMessage"] = sent["message"].(map[string]any)["id"].(string)
	var action int
	err := h.shop.Pool.Pgx().QueryRow(t.Context(), `WITH likes AS (UPDATE user_pets SET preferences = '{"colors": [{"value": "Red", "weight": 2, "source": "said", "learned_at": "2026-01-01T00:00:00Z"}]}')
		INSERT INTO pet_actions (user_id, pet_id, action_type, action_data, state, expires_at)
		SELECT user_id, id, 'add_to_cart', '{"product_id": 1, "quantity": 1}', 'proposed', now() + interval '1 day' FROM user_pets RETURNING id`).Scan(&action)
	require.NoError(t, err)
	h.theirs["PetAction"] = number("PetAction", action)
	h.publishes(t)
}

// publishes lets the shop know a document.
func (h *household) publishes(t *testing.T) {
	t.Helper()
	const text = "query Home { shop { name } }"
	var id int
	err := h.shop.Pool.Pgx().QueryRow(t.Context(), `INSERT INTO persisted_operations (document_id, sha256, document, name, client, version)
		VALUES (encode(sha256(convert_to($1, 'UTF8')), 'hex'), encode(sha256(convert_to($1, 'UTF8')), 'hex'), $1, 'Home', 'storefront', '1') RETURNING id`, text).Scan(&id)
	require.NoError(t, err)
	h.theirs["PersistedOperation"] = number("PersistedOperation", id)
}

// plays lets the owner have one of everything that people have by playing.
func (h *household) plays(t *testing.T) {
	t.Helper()
	done := func(who, field, arguments, thing, selection string) map[string]any {
		payload, codes := h.everybody[who].do(field, arguments, selection, nil)
		require.Empty(t, codes, field)
		made, _ := payload[thing].(map[string]any)
		return made
	}
	reward := func(slug, more string) string {
		return done("staff", "rewardUpsert", fmt.Sprintf(rewardInput, slug, more), "reward", "reward { id }")["id"].(string)
	}
	h.theirs["Reward"], h.theirs["Reward, off"] = reward("five-hundred-off", ""), reward("no-more", ", active: false")
	done("owner", "dailyCheckIn", "", "", "points")
	h.theirs["Referral"] = done("owner", "referralInvite", "", "referral", "referral { id }")["id"].(string)
	round := done("owner", "gameStart", "game: SNAKE", "round", "round { id }")["id"].(string)
	score := done("owner", "gameFinish", fmt.Sprintf("input: {roundId: %q, score: 10}", round), "score", "score { id status }")
	require.Equal(t, "ACCEPTED", score["status"])
	h.theirs["GameScore"] = score["id"].(string)
	h.theirs["GameRound"] = done("owner", "gameStart", "game: TETRIS", "round", "round { id }")["id"].(string)
	points := h.owner.ask(`{ me { points { history(first: 1) { nodes { id } } } } }`, nil)["me"].(map[string]any)["points"].(map[string]any)
	h.theirs["PointsEntry"] = points["history"].(map[string]any)["nodes"].([]any)[0].(map[string]any)["id"].(string)
}

// rewardInput is a reward as staff make it, with its slug and what else it has.
const rewardInput = `input: {slug: %q, name: "Five hundred off", description: "At checkout", type: DISCOUNT, valueAmount: 500, cost: 5%s}`

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
	owner := h.keyOf(t, "User")
	var rows strings.Builder
	for table, which := range map[string]string{
		"users": "id = $1", "order_items": ofOrders, "order_events": ofOrders, "refunds": ofOrders,
		"user_addresses": "", "user_identities": "", "data_exports": "", "account_challenges": "", "user_sessions": "", "cart_headers": "", "carts": "",
		"orders": "", "payments": "", "user_rewards": "", "wishlists": "", "notifications": "", "product_reviews": "",
		"user_points_history": "", "referrals": "referrer_user_id = $1", "game_scores": "", "game_rounds": "",
	} {
		if which == "" {
			which = "user_id = $1"
		}
		var all string
		require.NoError(t, h.shop.Pool.Pgx().QueryRow(t.Context(), fmt.Sprintf(
			`SELECT coalesce(string_agg((to_jsonb(t) - 'last_activity_at' - 'sent_at')::text, ' ' ORDER BY t.id), 'none') FROM %s AS t WHERE %s`,
			table, which), owner).Scan(&all))
		require.NotEqual(t, "none", all, table)
		fmt.Fprintln(&rows, table, all)
	}
	lines := strings.Split(rows.String(), "\n")
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

const ofOrders = "order_id IN (SELECT id FROM orders WHERE user_id = $1)"

// keyOf is the key of one of the owner's things that has a UUID.
func (h *household) keyOf(t *testing.T, kind string) uuid.UUID {
	t.Helper()
	id, err := globalid.Parse(h.theirs[kind])
	require.NoError(t, err)
	key, err := id.UUID(id.Kind, "id")
	require.NoError(t, err)
	return key
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
	other := "Product"
	if kind == other {
		other = "Brand"
	}
	return map[string]string{
		"empty": "", "no base64": "!!!", "padded": id + "=", "cut": id[:len(id)-3], "no kind": encode([]byte(key)), "no key": encode([]byte(kind + ":")),
		"two": encode([]byte(kind + ":" + key + "," + key)), "sql": encode([]byte(kind + ":" + key + "' OR '1'='1")), "raw": kind + ":" + key,
		"zero": encode([]byte(kind + ":0")), "minus": encode([]byte(kind + ":-1")), "large": encode([]byte(kind + ":99999999999999999999")),
		"nil": encode([]byte(kind + ":00000000-0000-0000-0000-00000000000g")), "upper": encode([]byte(strings.ToUpper(kind) + ":" + key)),
		"long": strings.Repeat("A", 5000), "other kind": globalid.New(other, 1).String(), "no such kind": encode([]byte("Basket:" + key)),
	}
}

// contract is the schema as it is served.
func contract() *ast.Schema { return graph.NewSchema(&graph.Resolver{}).Schema() }
