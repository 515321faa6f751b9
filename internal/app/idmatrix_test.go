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

// reader is a thing and who may read it.
type reader struct {
	id  string
	may []string
}

// readers tell, for each type with a global id, who may read the owner's thing
// or the shop's. A new type fails the test until it has a line here.
func readers(h *household) map[string]reader {
	all := slices.Sorted(maps.Keys(h.everybody))
	return map[string]reader{
		"User": {h.theirs["User"], []string{"owner", "staff"}}, "Address": {h.theirs["Address"], []string{"owner"}},
		"Session": {h.theirs["Session"], []string{"owner"}}, "Identity": {h.theirs["Identity"], []string{"owner"}},
		"DataExport": {h.theirs["DataExport"], []string{"owner"}},
		"Category":   {globalid.New("Category", 1).String(), all}, "Brand": {globalid.New("Brand", 1).String(), all},
		"Product": {globalid.New("Product", 1).String(), all}, "ProductVariant": {globalid.New("ProductVariant", 1).String(), all},
		"ProductReview": {h.theirs["ProductReview"], all},
		"Cart":          {h.theirs["Cart"], []string{"owner"}}, "CartLine": {h.theirs["CartLine"], []string{"owner"}},
		"Order": {h.theirs["Order"], []string{"owner", "staff"}}, "OrderLine": {h.theirs["OrderLine"], []string{"owner", "staff"}},
		"OrderEvent": {h.theirs["OrderEvent"], []string{"owner", "staff"}}, "Payment": {h.theirs["Payment"], []string{"owner", "staff"}},
		"Refund": {h.theirs["Refund"], []string{"owner", "staff"}}, "PaymentEvent": {h.theirs["PaymentEvent"], []string{"staff"}},
		"Coupon": {h.theirs["Coupon"], []string{"staff"}}, "UserReward": {h.theirs["UserReward"], []string{"owner"}},
		"WishlistItem": {h.theirs["WishlistItem"], []string{"owner"}}, "Notification": {h.theirs["Notification"], []string{"owner"}},
		"PointsEntry": {h.theirs["PointsEntry"], []string{"owner"}}, "Reward": {h.theirs["Reward"], all},
		"Referral": {h.theirs["Referral"], []string{"owner"}}, "GameScore": {h.theirs["GameScore"], []string{"owner"}},
		"GameRound": {h.theirs["GameRound"], []string{"owner"}},
		"Pet":       {h.theirs["Pet"], []string{"owner"}}, "PetConversation": {h.theirs["PetConversation"], []string{"owner"}},
		"PetMessage": {h.theirs["PetMessage"], []string{"owner"}}, "PetRun": {h.theirs["PetRun"], []string{"owner"}},
		"PetAction": {h.theirs["PetAction"], []string{"owner"}}, "PersistedOperation": {h.theirs["PersistedOperation"], []string{"staff"}},
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
	table["ProductReview, hidden"] = reader{h.hidden, []string{"owner", "staff"}}
	table["Reward, off"] = reader{h.theirs["Reward, off"], []string{"staff"}}
	for kind, line := range table {
		kind, _, _ = strings.Cut(kind, ",")
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
	challenge := h.deletion
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

// A guest has a cart, and it is nobody else's; orders are read by number and
// token.
func TestIDMatrixOfAGuest(t *testing.T) {
	t.Parallel()
	h := newHousehold(t)
	guest := h.everybody["guest"]
	made := guest.gets(15, "PAYSTACK", lagos+`, email: "guest@example.ng"`)
	guest.takes(16, 1)
	cart := guest.ask(`{ cart { id lines { id } } }`, nil)["cart"].(map[string]any)
	h.everybody["another guest"] = browser(t, h.shop)
	h.everybody["another guest"].takes(16, 1)
	const document = `query($id: ID!) { node(id: $id) { id ... on Cart { total { amount } } } }`
	for id, reads := range map[string]string{
		cart["id"].(string): "guest", cart["lines"].([]any)[0].(map[string]any)["id"].(string): "guest",
		made.order: "staff", made.payment: "staff",
	} {
		for name, v := range h.everybody {
			if name != reads {
				require.JSONEq(t, `{"data":{"node":null}}`, v.body(t.Context(), document, map[string]any{"id": id}), name)
				continue
			}
			require.Equal(t, id, v.ask(document, map[string]any{"id": id})["node"].(map[string]any)["id"], name)
		}
	}
	const byNumber = `query($n: String!, $t: String, $r: String!) { order(number: $n, accessToken: $t) { id } payment(reference: $r, accessToken: $t) { id } }`
	for token, there := range map[any]bool{made.token: true, "nonsense": false, "": false, nil: false} {
		got := browser(t, h.shop).ask(byNumber, map[string]any{"n": made.number, "t": token, "r": made.reference})
		require.Equal(t, there, got["order"] != nil, token)
		require.Equal(t, there, got["payment"] != nil, token)
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
