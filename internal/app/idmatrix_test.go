package app_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2/ast"

	"zuka/internal/platform/globalid"
)

// readers tell, for each type with a global id, who may read the owner's thing
// or the shop's. A new type fails the test until it has a line here.
func readers(h *household) map[string]struct {
	id  string
	may []string
} {
	type line = struct {
		id  string
		may []string
	}
	all := slices.Sorted(maps.Keys(h.everybody))
	return map[string]line{
		"User": {h.theirs["User"], []string{"owner", "staff"}}, "Address": {h.theirs["Address"], []string{"owner"}},
		"Session": {h.theirs["Session"], []string{"owner"}}, "Identity": {h.theirs["Identity"], []string{"owner"}},
		"DataExport": {h.theirs["DataExport"], []string{"owner"}},
		"Category":   {globalid.New("Category", 1).String(), all}, "Brand": {globalid.New("Brand", 1).String(), all},
		"Product": {globalid.New("Product", 1).String(), all}, "ProductVariant": {globalid.New("ProductVariant", 1).String(), all},
		"ProductReview": {globalid.New("ProductReview", 1).String(), all},
	}
}

func TestIDMatrixOfNodes(t *testing.T) {
	t.Parallel()
	h := newHousehold(t)
	table := readers(h)
	for _, kind := range contract().GetPossibleTypes(contract().Types["Node"]) {
		require.Contains(t, table, kind.Name, "who may read this type by its id?")
	}
	require.Len(t, table, len(contract().GetPossibleTypes(contract().Types["Node"])))
	const one, several = `query($id: ID!) { node(id: $id) { __typename id } }`, `query($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }`
	for kind, line := range table {
		missing := nobodys(t, line.id)
		for name, v := range h.everybody {
			place := name + " reads " + kind
			single, list := v.body(t.Context(), one, map[string]any{"id": line.id}), v.body(t.Context(), several, map[string]any{"ids": []string{line.id, missing}})
			if slices.Contains(line.may, name) {
				require.JSONEq(t, fmt.Sprintf(`{"data":{"node":{"__typename":%q,"id":%q}}}`, kind, line.id), single, place)
				require.JSONEq(t, fmt.Sprintf(`{"data":{"nodes":[{"__typename":%q,"id":%q},null]}}`, kind, line.id), list, place)
				continue
			}
			require.Equal(t, v.body(t.Context(), one, map[string]any{"id": missing}), single, place)
			require.JSONEq(t, `{"data":{"node":null}}`, single, place)
			require.Equal(t, v.body(t.Context(), several, map[string]any{"ids": []string{missing, missing}}), list, place)
		}
	}
}

// Rows of tables that have no type of their own are nobody's to read, and
// nonsense is told to be nonsense in the same words to everybody.
func TestIDMatrixOfWhatIsNoNode(t *testing.T) {
	t.Parallel()
	h := newHousehold(t)
	challenge := h.challenge("accountDelete", "")
	const document = `query($id: ID!) { node(id: $id) { __typename id } }`
	for name, v := range h.everybody {
		for _, id := range []string{challenge, nobodys(t, challenge)} {
			require.JSONEq(t, `{"data":{"node":null}}`, v.body(t.Context(), document, map[string]any{"id": id}), name)
		}
		for kind, id := range h.theirs {
			for what, text := range broken(id) {
				var got reply
				require.NoError(t, json.Unmarshal([]byte(v.body(t.Context(), document, map[string]any{"id": text})), &got))
				if len(got.Errors) == 0 && what != "other kind" {
					require.Nil(t, got.Data["node"], "%s, %s, %s", name, kind, what)
				}
				for _, one := range got.Errors {
					require.Equal(t, "BAD_USER_INPUT", one.Extensions["code"], "%s, %s, %s", name, kind, what)
				}
			}
		}
	}
}

// named is one place of a mutation that takes an id.
type named struct {
	// arguments are the mutation's, with $id in the place.
	arguments string
	// theirs is the id of a thing of the owner's.
	theirs string
	// open says that the thing is nobody's until it is answered: knowing its id
	// is all there is to it, and a try is counted.
	open bool
	// own says that the owner gets through with it.
	own bool
}

// names are all places of mutations that take an id, in an order in which the
// owner can do all of them. A new one fails the test until it has a line here.
func names(h *household) (order []string, table map[string]named) {
	const place = `{recipientName: "Eve", phone: "08031234567", streetAddress: "1 Eve Street", city: "Ikeja", state: "Lagos"}`
	nonce, _ := h.owner.nonce()
	foreign := idToken(h.owner.t, h.shop, "google", "eve@gmail.com", "a nonce of nobody's")
	login := h.challenge("otpRequest", `phone: "08051234567"`)
	email, phone := h.challenge("emailChangeRequest", `email: "obi@example.ng"`), h.challenge("phoneChangeRequest", `phone: "08061234567"`)
	deletion := h.challenge("accountDelete", "")
	token := fmt.Sprintf(`input: {idToken: %q, nonceId: $id}`, foreign)
	code := func(id string) string { return fmt.Sprintf(`input: {challengeId: $id, code: %q}`, h.codes[id]) }
	table = map[string]named{
		"sessionRevoke.id": {"id: $id", h.theirs["Session"], false, true}, "identityUnlink.id": {"id: $id", h.theirs["Identity"], false, true},
		"addressUpdate.id": {"id: $id, input: " + place, h.theirs["Address"], false, true}, "addressSetDefault.id": {"id: $id", h.theirs["Address"], false, true},
		"addressDelete.id": {"id: $id", h.theirs["Address"], false, true}, "userSetRole.userId": {"userId: $id, role: ADMIN", h.theirs["User"], false, false},
		"loginWithGoogle.input.nonceId": {token, nonce, true, false}, "loginWithApple.input.nonceId": {token, nonce, true, false},
		"identityLinkGoogle.input.nonceId": {token, nonce, true, false}, "identityLinkApple.input.nonceId": {token, nonce, true, false},
		"otpVerify.input.challengeId":          {fmt.Sprintf(`input: {challengeId: $id, code: %q}`, wrongFor(h.codes[login])), login, true, false},
		"emailChangeConfirm.input.challengeId": {code(email), email, false, true}, "phoneChangeConfirm.input.challengeId": {code(phone), phone, false, true},
		"accountDeleteConfirm.input.challengeId": {code(deletion), deletion, false, true},
	}
	return []string{
		"sessionRevoke.id", "identityUnlink.id", "addressUpdate.id", "addressSetDefault.id", "addressDelete.id",
		"emailChangeConfirm.input.challengeId", "phoneChangeConfirm.input.challengeId", "accountDeleteConfirm.input.challengeId",
	}, table
}

// document runs the mutation of one place and shows all of its payload that
// tells anything.
func (n named) document(at string) string {
	field, _, _ := strings.Cut(at, ".")
	show := map[string]string{
		"UserPayload": "user { id name email role }", "ActionPayload": "done", "AddressPayload": "address { id city }",
		"SignInPayload": "user { id name } created tokens { accessToken }", "IdentityPayload": "identity { id email }",
	}[contract().Mutation.Fields.ForName(field).Type.Name()]
	return fmt.Sprintf(`mutation($id: ID!) { result: %s(%s) { %s userErrors { code message field } } }`, field, n.arguments, show)
}

func TestIDMatrixOfMutations(t *testing.T) {
	t.Parallel()
	h := newHousehold(t)
	order, table := names(h)
	require.Equal(t, placesOfIDs(contract()), slices.Sorted(maps.Keys(table)), "what happens with an id of somebody else?")
	before := h.belongings(t)
	for at, line := range table {
		document, missing := line.document(at), nobodys(t, line.theirs)
		for name, v := range h.everybody {
			if name == "owner" {
				continue
			}
			place := name + " does " + at
			// Nobody may not be told apart by what it is asked first.
			none := v.body(t.Context(), document, map[string]any{"id": missing})
			require.Equal(t, none, v.body(t.Context(), document, map[string]any{"id": line.theirs}), place)
			require.NotContains(t, none, `"userErrors":[]`, place)
			require.NotContains(t, none, "INTERNAL", place)
			require.Equal(t, before, h.belongings(t), place)
		}
	}
	h.nonsense(t, table)
	require.Equal(t, before, h.belongings(t), "nonsense changes nothing")
	for _, at := range order {
		line := table[at]
		require.True(t, line.own, at)
		answer := h.owner.body(t.Context(), line.document(at), map[string]any{"id": line.theirs})
		require.Contains(t, answer, `"userErrors":[]`, at)
	}
}

// nonsense sends texts that are no id to every place, as the owner.
func (h *household) nonsense(t *testing.T, table map[string]named) {
	t.Helper()
	for at, line := range table {
		for what, text := range broken(line.theirs) {
			got, err := h.owner.quietly(t.Context(), line.document(at), map[string]any{"id": text})
			require.NoError(t, err, "%s, %s", at, what)
			for _, one := range got.Errors {
				require.Contains(t, []any{"BAD_USER_INPUT", "FORBIDDEN"}, one.Extensions["code"], "%s, %s", at, what)
			}
			if len(got.Errors) == 0 {
				require.Equal(t, []string{"INVALID"}, codesIn(got.Data["result"]), "%s, %s", at, what)
			}
		}
	}
}

// placesOfIDs walks the mutations' arguments and what is in their inputs.
func placesOfIDs(schema *ast.Schema) []string {
	var places []string
	var look func(place string, of *ast.Type)
	look = func(place string, of *ast.Type) {
		definition := schema.Types[of.Name()]
		if definition.Name == "ID" {
			places = append(places, place)
		}
		if definition.Kind == ast.InputObject {
			for _, field := range definition.Fields {
				look(place+"."+field.Name, field.Type)
			}
		}
	}
	for _, field := range schema.Mutation.Fields {
		for _, argument := range field.Arguments {
			look(field.Name+"."+argument.Name, argument.Type)
		}
	}
	slices.Sort(places)
	return places
}
