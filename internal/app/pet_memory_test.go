package app_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"zuka/internal/shop/pet"
)

const mindFields = `memory preferences { kind value label weight source why }`

// mind is what the only pet of a person knows: its memory, and each liking with
// why it is there.
func (v *visitor) mind() (memory any, likes map[string]string) {
	v.t.Helper()
	pet := v.ask(`{ me { pets { `+mindFields+` } } }`, nil)["me"].(map[string]any)["pets"].([]any)[0].(map[string]any)
	likes = map[string]string{}
	for _, one := range pet["preferences"].([]any) {
		one := one.(map[string]any)
		likes[fmt.Sprint(one["kind"], " ", one["value"])] = fmt.Sprint(one["why"])
	}
	return pet["memory"], likes
}

// What a pet has learned is told with the reason, and what it was told to forget
// does not come back from what is known of before.
func TestPetTalkForgetsWhatItIsToldTo(t *testing.T) {
	t.Parallel()
	k := newKennel(t, 1, kennelPlan{})
	k.opens()
	v := k.players[0]
	id := v.adopts("GRUMPY", "Bingo")
	c := talk{v: v, server: k.server, pet: id}
	memory, likes := v.mind()
	require.Nil(t, memory)
	require.Empty(t, likes)
	c.says("I like indigo and I hate Adunni")
	c.says("show me ankara dresses under 11k")
	memory, likes = v.mind()
	require.Contains(t, memory, "ankara dresses")
	require.Equal(t, "You said that you like it", likes["COLOR Indigo"])
	require.Equal(t, "You said that you do not like it", likes["BRAND adunni"])
	require.Contains(t, likes, "PRICE ")

	forget := func(arguments string) []string {
		_, codes := v.do("petPreferenceForget", "input: {petId: $id, "+arguments+"}", "pet { id }", map[string]any{"id": typed{"ID!", id}})
		return codes
	}
	require.Empty(t, forget(`kind: COLOR, value: "Indigo"`))
	require.Empty(t, forget(`kind: PRICE`))
	require.Equal(t, []string{"NOT_FOUND"}, forget(`kind: COLOR, value: "Indigo"`))
	_, err := k.shop.Pets.Taste.LearnFromDeeds(t.Context(), 100)
	require.NoError(t, err)
	c.says("thank you")
	_, likes = v.mind()
	require.NotContains(t, likes, "COLOR Indigo")
	require.NotContains(t, likes, "PRICE ")
	require.Contains(t, likes, "BRAND adunni", "the rest stays")

	clear := func(arguments string) {
		_, codes := v.do("petMemoryClear", "input: {petId: $id"+arguments+"}", "pet { id }", map[string]any{"id": typed{"ID!", id}})
		require.Empty(t, codes)
	}
	clear("")
	memory, likes = v.mind()
	require.Nil(t, memory)
	require.NotEmpty(t, likes)
	require.NotNil(t, v.ask(`query($id: ID!) { node(id: $id) { id } }`, map[string]any{"id": c.conversation})["node"], "the conversation stays")
	clear(", conversations: true, preferences: true")
	memory, likes = v.mind()
	require.Nil(t, memory)
	require.Empty(t, likes)
	require.Nil(t, v.ask(`query($id: ID!) { node(id: $id) { id } }`, map[string]any{"id": c.conversation})["node"])
	require.Zero(t, count(t, k.shop, `SELECT count(*) FROM pet_conversations`), "no word of it is kept")
}

// history reads a list page by page and gives the ids, in the order of the list.
func (v *visitor) history(list, more string, size int, backward bool) (ids []string) {
	v.t.Helper()
	at := ""
	for {
		window := fmt.Sprintf("first: %d%s", size, at)
		if backward {
			window = fmt.Sprintf("last: %d%s", size, at)
		}
		got := v.ask(fmt.Sprintf(list, window), nil)["me"].(map[string]any)["pets"].([]any)[0].(map[string]any)[more].(map[string]any)
		if inner, has := got["nodes"].([]any); has && more == "conversations" && len(inner) == 1 && inner[0].(map[string]any)["messages"] != nil {
			got = inner[0].(map[string]any)["messages"].(map[string]any)
		}
		var page []string
		for _, edge := range got["edges"].([]any) {
			page = append(page, edge.(map[string]any)["node"].(map[string]any)["id"].(string))
		}
		info := got["pageInfo"].(map[string]any)
		if backward {
			ids = append(page, ids...)
			if info["hasPreviousPage"] != true {
				return ids
			}
			at = fmt.Sprintf(", before: %q", info["startCursor"])
			continue
		}
		ids = append(ids, page...)
		if info["hasNextPage"] != true {
			return ids
		}
		at = fmt.Sprintf(", after: %q", info["endCursor"])
	}
}

// What was said is read page by page, from either end, the newest first.
func TestPetTalkHistoryComesInPages(t *testing.T) {
	t.Parallel()
	k := newKennel(t, 1, kennelPlan{})
	k.opens()
	v := k.players[0]
	c := talk{v: v, server: k.server, pet: v.adopts("FUNNY", "Bingo")}
	for range 5 {
		c.says("tell me a joke")
	}
	long := c.conversation
	page := `edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount`
	list := `{ me { pets { conversations(first: 1) { nodes { id title messageCount messages(%s) { ` + page + ` } } } } } }`
	all := v.history(list, "conversations", 100, false)
	require.Len(t, all, 10)
	for _, size := range []int{1, 3, 10} {
		require.Equal(t, all, v.history(list, "conversations", size, false), size)
		require.Equal(t, all, v.history(list, "conversations", size, true), size)
	}
	for range 4 {
		c.conversation = ""
		c.says("hello")
	}
	conversations := `{ me { pets { conversations(%s) { ` + page + ` } } } }`
	order := v.history(conversations, "conversations", 2, false)
	require.Len(t, order, 5)
	require.Equal(t, long, order[4], "the last used first")
	require.Equal(t, order, v.history(conversations, "conversations", 2, true))
	c.conversation = long
	c.says("hello again")
	require.Equal(t, append([]string{long}, slices.DeleteFunc(order, func(id string) bool { return id == long })...), v.history(conversations, "conversations", 3, false))
	first := v.ask(`{ me { pets { conversations(first: 1) { totalCount nodes { title messageCount openRuns { id } messages(first: 2) { totalCount nodes { role text } } } } } } }`, nil)
	require.Contains(t, fmt.Sprint(first), "messageCount:12")
	require.Contains(t, fmt.Sprint(first), "title:tell me a joke")
	got, _ := v.send(`{ me { pets { conversations(first: 1, after: "nonsense") { totalCount } } } }`, nil)
	require.NotEmpty(t, got.Errors)
}

// An hour has thirty messages; the same message again is none.
func TestPetTalkIsBoundedByTheHour(t *testing.T) {
	t.Parallel()
	k := newKennel(t, 1, kennelPlan{limits: true})
	v := k.players[0]
	id := v.adopts("RUDE", "Bingo")
	in := map[string]any{"petId": id, "text": "hello", "idempotencyKey": uuid.NewString()}
	first := v.ask(tellDocument, map[string]any{"in": in})["result"].(map[string]any)
	require.Equal(t, first, v.ask(tellDocument, map[string]any{"in": in})["result"])
	other := map[string]any{"petId": id, "text": "hello!", "idempotencyKey": in["idempotencyKey"]}
	require.Equal(t, []string{"IDEMPOTENCY_KEY_REUSED"}, codesIn(v.ask(tellDocument, map[string]any{"in": other})["result"]))
	for range pet.MessagesAnHour - 1 {
		v.tells(id, "", "hello")
	}
	in = map[string]any{"petId": id, "text": "hello", "idempotencyKey": uuid.NewString()}
	require.Equal(t, []string{"RETRY_LATER"}, codesIn(v.ask(tellDocument, map[string]any{"in": in})["result"]))
	require.Equal(t, pet.MessagesAnHour, count(t, k.shop, `SELECT count(*) FROM pet_runs`))
}

// Staff see how pets are used, and no word of what was said; customers nothing.
func TestPetTalkUsageIsForStaff(t *testing.T) {
	t.Parallel()
	k := newKennel(t, 1, kennelPlan{})
	k.opens()
	v := k.players[0]
	c := talk{v: v, server: k.server, pet: v.adopts("FUNNY", "Bingo")}
	c.says("show me ankara dresses")
	c.says("add the second one in size M")
	const usage = `{ petUsage { from to personas { persona pets people conversations messages productsShown proposed accepted addedToCart failed canceled }
		tools { tool state count } brains { brain answers takenOver medianMs p95Ms } } }`
	got := k.staff.ask(usage, nil)["petUsage"].(map[string]any)
	personas := got["personas"].([]any)
	require.Len(t, personas, 4)
	require.Equal(t, map[string]any{
		"persona": "FUNNY", "pets": 1.0, "people": 1.0, "conversations": 1.0, "messages": 2.0, "productsShown": 6.0, "proposed": 0.0, "accepted": 0.0,
		"addedToCart": 1.0, "failed": 0.0, "canceled": 0.0,
	}, personas[3])
	require.Contains(t, got["tools"], map[string]any{"tool": "ADD_TO_CART", "state": "DONE", "count": 1.0})
	brain := got["brains"].([]any)[0].(map[string]any)
	require.Equal(t, []any{"builtin", 2.0, 0.0}, []any{brain["brain"], brain["answers"], brain["takenOver"]})
	refused, _ := v.send(usage, nil)
	require.Equal(t, "FORBIDDEN", refused.Errors[0].Extensions["code"])
	refused, _ = mobile(t, k.shop).send(usage, nil)
	require.Equal(t, "UNAUTHENTICATED", refused.Errors[0].Extensions["code"])
}
