package app_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"zuka/internal/platform/chatserver"
	"zuka/internal/shop/pet"
)

const cartDocument = `{ cart { quantity subtotal { amount } discount { amount } coupon { code } lines { quantity size product { slug } } } }`

// holds is what is in the cart, "2 × slug size" for each line.
func (v *visitor) holds() (lines []string, coupon any) {
	v.t.Helper()
	cart, has := v.ask(cartDocument, nil)["cart"].(map[string]any)
	if !has {
		return nil, nil
	}
	for _, one := range cart["lines"].([]any) {
		one := one.(map[string]any)
		size, _ := one["size"].(string)
		lines = append(lines, pieces(int(one["quantity"].(float64)), one["product"].(map[string]any)["slug"].(string), size))
	}
	if applied, has := cart["coupon"].(map[string]any); has {
		coupon = applied["code"]
	}
	return lines, coupon
}

func pieces(n int, slug, size string) string { return fmt.Sprintf("%d × %s %s", n, slug, size) }

// A person shops with a pet of each voice: what is shown is what the catalogue
// has, a size is asked for, and what the person asks for is in the cart at once.
func TestPetTalkShopsInEachVoice(t *testing.T) {
	t.Parallel()
	voices := []string{"GRUMPY", "RUDE", "NONCHALANT", "FUNNY"}
	k := newKennel(t, len(voices), kennelPlan{})
	k.opens()
	greetings := map[string]bool{}
	for i, voice := range voices {
		v := k.players[i]
		c := talk{v: v, server: k.server, pet: v.adopts(voice, "Bingo")}
		c.shops()
		greetings[c.says("good morning").text] = true
		c.says("I like indigo")
		require.NotContains(t, c.says("recommend something for me").text, "because you like", "it stands within a sentence")
	}
	require.Len(t, greetings, len(voices), "each has its own words")
}

// shops buys the second of what was found, in two sizes and with a coupon.
func (c *talk) shops() {
	v, t := c.v, c.v.t
	news := v.listens(`cartUpdated { quantity version }`)
	found := c.says("show me ankara dresses under 11k")
	require.Equal(t, "PRODUCT_RECOMMENDATION", found.end.Message.Type)
	cards := found.cards()
	require.Len(t, cards, 6)
	require.Equal(t, cards, found.end.Message.Products)
	for _, one := range cards {
		got := v.ask(`query($id: ID!) { product(id: $id) { slug name currentPrice { amount } } }`, map[string]any{"id": one.ID})["product"].(map[string]any)
		require.Equal(t, []any{one.Slug, one.Name, float64(one.CurrentPrice.Amount)}, []any{got["slug"], got["name"], got["currentPrice"].(map[string]any)["amount"]})
		require.LessOrEqual(t, one.CurrentPrice.Amount, 11_000)
	}
	require.Equal(t, 2, found.end.Pet.XP)

	asking := c.says("add the second one")
	require.Contains(t, asking.text, "S or M")
	lines, _ := v.holds()
	require.Empty(t, lines, "without a size nothing is added")
	added := c.says("S").acts("PetActionDone")
	require.Len(t, added, 1)
	require.Equal(t, []string{"ADD_TO_CART", "DONE", cards[1].Slug, "S"}, []string{added[0].Tool, added[0].State, added[0].Product.Slug, *added[0].Size})
	news.until("quantity", 1.0)
	second := c.says("add the second one in size M")
	require.Equal(t, "CART_UPDATE", second.end.Message.Type)
	news.until("quantity", 2.0)
	lines, coupon := v.holds()
	require.ElementsMatch(t, []string{pieces(1, cards[1].Slug, "S"), pieces(1, cards[1].Slug, "M")}, lines)
	require.Nil(t, coupon)

	require.Contains(t, c.says("you get any coupon").text, "OWAMBE10")
	_, coupon = v.holds()
	require.Nil(t, coupon, "telling is not using")
	applied := c.says("apply code OWAMBE10").acts("PetActionDone")
	require.Equal(t, []string{"COUPON_APPLY", "DONE", "OWAMBE10"}, []string{applied[0].Tool, applied[0].State, *applied[0].CouponCode})
	_, coupon = v.holds()
	require.Equal(t, "OWAMBE10", coupon)
}

// An answer is the same over a WebSocket, by server-sent events, and when it is
// read again from any number on.
func TestPetTalkIsTheSameOverEveryStream(t *testing.T) {
	t.Parallel()
	k := newKennel(t, 1, kennelPlan{})
	v := k.players[0]
	sent := v.tells(v.adopts("FUNNY", "Bingo"), "", "show me ankara dresses")
	socket, events := v.readsBySocket(k.server, sent.conversation, 0), v.reads(k.server, sent.conversation, 0)
	defer socket.leave()
	defer events.leave()
	k.opens()
	a, b := socket.whole(sent.run), events.whole(sent.run)
	require.Equal(t, a, b)
	require.Greater(t, len(a.parts), 5, "it comes in pieces")
	require.Equal(t, sent.after, a.parts[0].Seq-1)
	for i, one := range a.parts[:len(a.parts)-1] {
		later := v.reads(k.server, sent.conversation, one.Seq)
		require.Equal(t, a.parts[i+1:], later.hears(sent.run).parts)
		later.leave()
	}
}

// suggests is a model that offers what nobody asked for: a dress, and a coupon
// to who speaks of money.
func suggests(r chatserver.Request) chatserver.Turn {
	switch {
	case r.Last().Role == "tool":
		return chatserver.Say("I have ", "an idea", " for you.")
	case strings.Contains(r.Last().Content, "money"):
		return chatserver.Use("coupon_apply", `{"code":"OWAMBE10"}`)
	}
	return chatserver.Use("add_to_cart", `{"product":7,"size":"S","quantity":2}`)
}

const resolved = `action { ` + actFields + ` } cart { quantity coupon { code } } pet { xp }`

func (v *visitor) resolves(act petAct, accept bool) (map[string]any, []string) {
	v.t.Helper()
	return v.do("petActionResolve", "input: {actionId: $id, accept: $accept}", resolved, map[string]any{"id": typed{"ID!", act.ID}, "accept": accept})
}

// What the person did not ask for waits until they accept it, and is done once.
func TestPetTalkProposalsWaitForThePerson(t *testing.T) {
	t.Parallel()
	k := newKennel(t, 1, kennelPlan{script: suggests})
	k.opens()
	v := k.players[0]
	c := talk{v: v, server: k.server, pet: v.adopts("RUDE", "Bingo")}
	proposes := func(text string) petAct {
		a := c.says(text)
		acts := a.acts("PetActionProposed")
		require.Len(t, acts, 1)
		require.Empty(t, a.acts("PetActionDone"))
		require.Equal(t, []string{"PROPOSED", "PROPOSAL"}, []string{acts[0].State, a.end.Message.Type})
		require.NotNil(t, acts[0].ExpiresAt)
		return acts[0]
	}
	first := proposes("I am bored")
	lines, _ := v.holds()
	require.Empty(t, lines, "a proposal is no purchase")
	payload, codes := v.resolves(first, false)
	require.Empty(t, codes)
	require.Equal(t, "DECLINED", payload["action"].(map[string]any)["state"])
	_, codes = v.resolves(first, true)
	require.Equal(t, []string{"STATE_CONFLICT"}, codes)
	lines, _ = v.holds()
	require.Empty(t, lines, "what was declined stays so")

	second := proposes("I am still bored")
	before := v.ask(`{ me { pets { xp actions(state: PROPOSED) { nodes { id } } } } }`, nil)["me"].(map[string]any)["pets"].([]any)[0].(map[string]any)
	require.Equal(t, []any{map[string]any{"id": second.ID}}, before["actions"].(map[string]any)["nodes"])
	news := v.listens(`cartUpdated { quantity version }`)
	for range 2 { // The network broke, and it is sent again.
		payload, codes = v.resolves(second, true)
		require.Empty(t, codes)
		require.Equal(t, "ACCEPTED", payload["action"].(map[string]any)["state"])
		require.EqualValues(t, 2, payload["cart"].(map[string]any)["quantity"])
		require.Equal(t, before["xp"].(float64)+pet.ForProposal, payload["pet"].(map[string]any)["xp"])
	}
	news.until("quantity", 2.0)
	lines, coupon := v.holds()
	require.Equal(t, []string{pieces(2, "ankara-dress-7", "S")}, lines)
	require.Nil(t, coupon)

	payload, codes = v.resolves(proposes("I have no money"), true)
	require.Empty(t, codes)
	require.Equal(t, "OWAMBE10", payload["cart"].(map[string]any)["coupon"].(map[string]any)["code"])
}

// A pet knows its own person's orders, and nobody else's.
func TestPetTalkKnowsOnesOwnOrders(t *testing.T) {
	t.Parallel()
	k := newKennel(t, 2, kennelPlan{})
	k.opens()
	v, other := k.players[0], k.players[1]
	_, variant := v.variant("ankara", dress, "S")
	v.adds(variant, 1)
	p := k.buys(v, "FLUTTERWAVE", "")
	mine := talk{v: v, server: k.server, pet: v.adopts("NONCHALANT", "Bingo")}
	a := mine.says("where is my order")
	require.Contains(t, a.text, p.number)
	require.Equal(t, "ORDER_STATUS", a.end.Message.Type)
	theirs := talk{v: other, server: k.server, pet: other.adopts("NONCHALANT", "Bingo")}
	require.NotContains(t, theirs.says("where is my order").text, p.number)
	refused, unknown := theirs.says("where is order "+p.number), theirs.says("where is order ZUKA-2026-999999")
	require.Empty(t, refused.cards())
	require.Zero(t, count(t, k.shop, `SELECT count(*) FROM pet_actions WHERE user_id <> (SELECT user_id FROM orders WHERE order_number = $1)
		AND action_type = 'order_status' AND jsonb_typeof(action_data -> 'result') = 'array' AND action_data -> 'result' <> '[]'`, p.number), "nothing was told of it")
	require.Equal(t, unknown.end.Message.Type, refused.end.Message.Type)
}

// A picture of a pet is there for each voice and level.
func TestPetTalkPetsHaveAFaceAndCanChange(t *testing.T) {
	t.Parallel()
	k := newKennel(t, 1, kennelPlan{})
	v := k.players[0]
	id := v.adopts("GRUMPY", "Bingo")
	picture := func(address any) string {
		path, is := strings.CutPrefix(address.(string), "http://shop.test")
		require.True(t, is, address)
		recorder := httptest.NewRecorder()
		k.shop.Handler.ServeHTTP(recorder, httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil))
		require.Equal(t, http.StatusOK, recorder.Code, path)
		require.Contains(t, recorder.Header().Get("Content-Type"), "image/svg+xml")
		require.Contains(t, recorder.Body.String(), "<svg")
		return recorder.Body.String()
	}
	faces := map[string]bool{}
	for _, one := range v.ask(`{ petPersonas { persona avatarUrl greeting } }`, nil)["petPersonas"].([]any) {
		faces[picture(one.(map[string]any)["avatarUrl"])] = true
	}
	require.Len(t, faces, 4)
	payload, codes := v.do("petUpdate", `input: {petId: $id, name: "  Jollof  ", persona: FUNNY}`, "pet { "+petFields+" }", map[string]any{"id": typed{"ID!", id}})
	require.Empty(t, codes)
	changed := payload["pet"].(map[string]any)
	require.Equal(t, []any{id, "Jollof", "FUNNY", 1.0, 50.0}, []any{changed["id"], changed["name"], changed["persona"], changed["level"], changed["nextLevelXp"]})
	picture(changed["avatarUrl"])
	_, codes = v.do("petUpdate", `input: {petId: $id, name: ""}`, "pet { id }", map[string]any{"id": typed{"ID!", id}})
	require.Equal(t, []string{"INVALID"}, codes)
	for range pet.MostPets - 1 {
		v.adopts("RUDE", "Another")
	}
	_, codes = v.do("petAdopt", `input: {persona: RUDE, name: "One more"}`, "pet { id }", nil)
	require.Equal(t, []string{"LIMIT_REACHED"}, codes)
}
