package app_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// named is one place of a mutation that takes an id.
type named struct {
	// arguments are the mutation's, with $id in the place.
	arguments string
	// theirs is the id of a thing of the owner's, or of the shop's.
	theirs string
	// by are those who get through with it; for all others it is as if it were
	// not there.
	by []string
	// open says that the thing is nobody's until it is answered: knowing its id
	// is all there is to it, and a try is counted.
	open bool
	// silent says that an id of nothing is no failure.
	silent bool
	// beside is the field of a fault that stands beside what was done.
	beside string
	// through is in the answer of who gets through; empty user errors when it is
	// not said.
	through string
}

var (
	owner    = []string{"owner"}
	minds    = []string{"staff"}
	either   = []string{"owner", "staff"}
	everyone = []string{"owner", "nobody", "guest", "stranger", "staff"}
	signedIn = []string{"owner", "stranger", "staff"}
)

// names are all places of mutations that take an id, in an order in which those
// who may can do all of them. A new one fails the test until it has a line here.
func names(h *household) (order []string, table map[string]named) {
	table = map[string]named{"userSetRole.userId": {arguments: "userId: $id, role: ADMIN", theirs: h.theirs["User"]}}
	for _, some := range []func(*household) ([]string, map[string]named){
		namesOfCarts, namesOfOrders, namesOfOpinions, namesOfGoods, namesOfOffers, namesOfPlay, namesOfPets, namesOfAccounts,
	} {
		first, lines := some(h)
		order = append(order, first...)
		maps.Copy(table, lines)
	}
	return order, table
}

func namesOfAccounts(h *household) ([]string, map[string]named) {
	const place = `{recipientName: "Eve", phone: "08031234567", streetAddress: "1 Eve Street", city: "Ikeja", state: "Lagos"}`
	nonce, _ := h.owner.nonce()
	foreign := idToken(h.owner.t, h.shop, "google", "eve@gmail.com", "a nonce of nobody's")
	login := h.challenge("otpRequest", `phone: "08051234567"`)
	email, phone := h.challenge("emailChangeRequest", `email: "obi@example.ng"`), h.challenge("phoneChangeRequest", `phone: "08061234567"`)
	token := named{arguments: fmt.Sprintf(`input: {idToken: %q, nonceId: $id}`, foreign), theirs: nonce, open: true}
	code := func(id string) named {
		return named{arguments: fmt.Sprintf(`input: {challengeId: $id, code: %q}`, h.codes[id]), theirs: id, by: owner, through: passed}
	}
	return []string{
			"sessionRevoke.id", "identityUnlink.id", "addressUpdate.id", "addressSetDefault.id", "addressDelete.id",
			"emailChangeConfirm.input.challengeId", "phoneChangeConfirm.input.challengeId", "accountDeleteConfirm.input.challengeId",
		}, map[string]named{
			"sessionRevoke.id": {arguments: "id: $id", theirs: h.theirs["Session"], by: owner}, "identityUnlink.id": {arguments: "id: $id", theirs: h.theirs["Identity"], by: owner},
			"addressUpdate.id":              {arguments: "id: $id, input: " + place, theirs: h.theirs["Address"], by: owner},
			"addressSetDefault.id":          {arguments: "id: $id", theirs: h.theirs["Address"], by: owner},
			"addressDelete.id":              {arguments: "id: $id", theirs: h.theirs["Address"], by: owner},
			"loginWithGoogle.input.nonceId": token, "loginWithApple.input.nonceId": token, "identityLinkGoogle.input.nonceId": token, "identityLinkApple.input.nonceId": token,
			"otpVerify.input.challengeId":          {arguments: fmt.Sprintf(`input: {challengeId: $id, code: %q}`, wrongFor(h.codes[login])), theirs: login, open: true},
			"emailChangeConfirm.input.challengeId": code(email), "phoneChangeConfirm.input.challengeId": code(phone),
			"accountDeleteConfirm.input.challengeId": code(h.deletion),
		}
}

func namesOfCarts(h *household) ([]string, map[string]named) {
	product, variant := number("Product", 13), piece(h.owner.t, h.shop, 13, "M")
	line := func(list string) (byProduct, byVariant named) {
		wrap := func(fields string) string { return strings.Replace(list, "$line", "{"+fields+"}", 1) }
		return named{arguments: wrap(`productId: $id, size: "M", color: "Indigo"`), theirs: product, by: everyone},
			named{arguments: wrap("variantId: $id"), theirs: variant, by: everyone}
	}
	addProduct, addVariant := line("lines: [$line]")
	mergeProduct, mergeVariant := addProduct, addVariant
	mergeProduct.silent, mergeVariant.silent = true, true
	moveProduct, moveVariant := line("line: $line")
	moveProduct.by, moveVariant.by = signedIn, signedIn
	wish := named{arguments: "productId: $id", theirs: product, by: signedIn}
	unwish := wish
	unwish.silent = true
	return []string{
			"cartLinesUpdate.lines.id", "cartLinesRemove.ids", "cartLinesAdd.lines.productId", "cartLinesAdd.lines.variantId",
			"cartMerge.lines.productId", "cartMerge.lines.variantId", "wishlistAdd.productId", "wishlistMoveToCart.line.productId",
			"wishlistMoveToCart.line.variantId", "wishlistRemove.productId", "checkoutComplete.input.addressId",
		}, map[string]named{
			"cartLinesAdd.lines.productId": addProduct, "cartLinesAdd.lines.variantId": addVariant,
			"cartMerge.lines.productId": mergeProduct, "cartMerge.lines.variantId": mergeVariant,
			"wishlistMoveToCart.line.productId": moveProduct, "wishlistMoveToCart.line.variantId": moveVariant,
			"wishlistAdd.productId": wish, "wishlistRemove.productId": unwish,
			"cartLinesUpdate.lines.id": {arguments: "lines: [{id: $id, quantity: 2}]", theirs: h.theirs["CartLine"], by: owner},
			"cartLinesRemove.ids":      {arguments: "ids: [$id]", theirs: h.theirs["CartLine"], by: owner, silent: true},
			"checkoutComplete.input.addressId": {arguments: `input: {addressId: $id, idempotencyKey: "matrix-order", expectedTotal: 1, paymentMethod: PAYSTACK}`,
				theirs: h.theirs["Address"], by: owner, through: "PRICE_CHANGED"},
		}
}

func namesOfOrders(h *household) ([]string, map[string]named) {
	return []string{
			"cartFromOrder.orderId", "paymentInitialize.input.orderId", "orderCancel.input.orderId", "orderSetStatus.input.orderId",
			"orderMarkPaid.input.orderId", "orderRefund.input.orderId", "refundSettle.id",
		}, map[string]named{
			"cartFromOrder.orderId":           {arguments: "orderId: $id", theirs: h.paid.order, by: either},
			"paymentInitialize.input.orderId": {arguments: "input: {orderId: $id}", theirs: h.pending.order, by: either},
			"orderCancel.input.orderId":       {arguments: "input: {orderId: $id}", theirs: h.pending.order, by: either},
			"orderSetStatus.input.orderId":    {arguments: "input: {orderId: $id, status: PROCESSING}", theirs: h.paid.order, by: minds},
			"orderMarkPaid.input.orderId": {arguments: `input: {orderId: $id, amount: 1, how: CASH, idempotencyKey: "matrix-cash"}`, theirs: h.paid.order,
				by: minds, through: "STATE_CONFLICT"},
			"refundSettle.id":           {arguments: "id: $id", theirs: h.theirs["Refund"], by: minds, through: "STATE_CONFLICT"},
			"orderRefund.input.orderId": {arguments: `input: {orderId: $id, reason: "Torn", idempotencyKey: "matrix-refund"}`, theirs: h.paid.order, by: minds},
		}
}

func namesOfOpinions(h *household) ([]string, map[string]named) {
	return []string{"reviewUpdate.id", "reviewVote.id", "reviewModerate.input.id", "reviewDelete.id", "notificationsMarkRead.ids"}, map[string]named{
		"reviewCreate.input.productId": {arguments: "input: {productId: $id, rating: 5}", theirs: number("Product", 13)},
		"reviewUpdate.id":              {arguments: "id: $id, input: {rating: 2}", theirs: h.theirs["ProductReview"], by: owner},
		"reviewVote.id":                {arguments: "id: $id, helpful: true", theirs: h.theirs["ProductReview"], by: signedIn, through: passed},
		"reviewModerate.input.id":      {arguments: `input: {id: $id, status: HIDDEN, reason: "Spam"}`, theirs: h.theirs["ProductReview"], by: minds},
		"reviewDelete.id":              {arguments: "id: $id", theirs: h.hidden, by: owner},
		"notificationsMarkRead.ids":    {arguments: "ids: [$id]", theirs: h.theirs["Notification"], by: owner, silent: true},
	}
}

func namesOfGoods(h *household) ([]string, map[string]named) {
	t := h.owner.t
	product, category, brand := number("Product", 41), number("Category", 3), number("Brand", 1)
	table := map[string]named{
		"productUpdate.id":               {arguments: `id: $id, input: {material: "Cotton"}`, theirs: product},
		"productUpdate.input.categoryId": {arguments: fmt.Sprintf(`id: %q, input: {categoryId: $id}`, product), theirs: category},
		"productUpdate.input.brandId":    {arguments: fmt.Sprintf(`id: %q, input: {brandId: $id}`, product), theirs: brand},
		"productCreate.input.categoryId": {arguments: `input: {sku: "NEW-1", name: "New one", price: 1000, gender: WOMEN, categoryId: $id}`, theirs: category},
		"productCreate.input.brandId": {arguments: fmt.Sprintf(`input: {sku: "NEW-2", name: "New two", price: 1000, gender: WOMEN, categoryId: %q, brandId: $id}`, category),
			theirs: brand},
		"variantUpsert.input.id":        {arguments: "input: {id: $id, price: 21000}", theirs: piece(t, h.shop, 41, "S")},
		"variantUpsert.input.productId": {arguments: `input: {productId: $id, sku: "NEW-3", size: "L", color: "Indigo", initialStock: 1}`, theirs: product},
		"stockAdjust.input.productId": {arguments: fmt.Sprintf(`input: {productId: $id, variantId: %q, change: 1, reason: "Found", idempotencyKey: "matrix-stock-1"}`,
			piece(t, h.shop, 41, "S")), theirs: product},
		"stockAdjust.input.variantId": {arguments: fmt.Sprintf(`input: {productId: %q, variantId: $id, change: 1, reason: "Found", idempotencyKey: "matrix-stock-2"}`, product),
			theirs: piece(t, h.shop, 41, "S")},
		"variantDelete.id":              {arguments: "id: $id", theirs: piece(t, h.shop, 41, "M")},
		"productArchive.id":             {arguments: "id: $id", theirs: number("Product", 42)},
		"categoryUpsert.input.id":       {arguments: `input: {id: $id, description: "For her"}`, theirs: number("Category", 3)},
		"categoryUpsert.input.parentId": {arguments: `input: {name: "Lace dresses", parentId: $id}`, theirs: number("Category", 2)},
		"brandUpsert.input.id":          {arguments: `input: {id: $id, description: "By hand"}`, theirs: brand},
	}
	return byStaff(table)
}

func namesOfOffers(h *household) ([]string, map[string]named) {
	return byStaff(map[string]named{
		"couponUpsert.input.id":         {arguments: `input: {id: $id, name: "Ten off"}`, theirs: h.theirs["Coupon"]},
		"couponDeactivate.id":           {arguments: "id: $id", theirs: h.theirs["Coupon"]},
		"couponUpsert.input.categories": {arguments: `input: {code: "NEW1", name: "New", type: FREE_SHIPPING, categories: [$id]}`, theirs: number("Category", 2)},
		"couponUpsert.input.productIds": {arguments: `input: {code: "NEW2", name: "New", type: FREE_SHIPPING, productIds: [$id]}`, theirs: number("Product", 13)},
	})
}

func namesOfPlay(h *household) ([]string, map[string]named) {
	order, table := byStaff(map[string]named{
		"pointsAdjust.input.userId":   {arguments: `input: {userId: $id, points: 5, reason: "Sorry", idempotencyKey: "matrix-points"}`, theirs: h.theirs["User"]},
		"gameScoreVoid.input.scoreId": {arguments: `input: {scoreId: $id, reason: "By a robot"}`, theirs: h.theirs["GameScore"]},
		"rewardUpsert.input.id":       {arguments: fmt.Sprintf(rewardInput, "five-hundred-off", ", id: $id"), theirs: h.theirs["Reward"]},
	})
	table["rewardRedeem.input.rewardId"] = named{arguments: `input: {rewardId: $id, idempotencyKey: "matrix-reward"}`, theirs: h.theirs["Reward"], by: signedIn}
	table["gameFinish.input.roundId"] = named{arguments: "input: {roundId: $id, score: 10}", theirs: h.theirs["GameRound"], by: owner}
	return append([]string{"rewardRedeem.input.rewardId", "gameFinish.input.roundId"}, order...), table
}

func namesOfPets(h *household) ([]string, map[string]named) {
	places := []struct{ at, arguments, theirs string }{
		{"petUpdate.input.petId", `input: {petId: $id, name: "Rex"}`, h.theirs["Pet"]},
		{"petMessageSend.input.petId", `input: {petId: $id, text: "hello", idempotencyKey: "matrix-pet-1"}`, h.theirs["Pet"]},
		{"petMessageSend.input.conversationId", fmt.Sprintf(`input: {petId: %q, conversationId: $id, text: "hello", idempotencyKey: "matrix-pet-2"}`, h.theirs["Pet"]),
			h.theirs["PetConversation"]},
		{"petActionResolve.input.actionId", "input: {actionId: $id, accept: false}", h.theirs["PetAction"]},
		{"petPreferenceForget.input.petId", `input: {petId: $id, kind: COLOR, value: "Red"}`, h.theirs["Pet"]},
		{"petRunCancel.id", "id: $id", h.theirs["PetRun"]},
		{"petMemoryClear.input.petId", "input: {petId: $id, conversations: true, preferences: true}", h.theirs["Pet"]},
	}
	var order []string
	table := make(map[string]named, len(places))
	for _, one := range places {
		order = append(order, one.at)
		table[one.at] = named{arguments: one.arguments, theirs: one.theirs, by: owner}
	}
	return order, table
}

func byStaff(table map[string]named) ([]string, map[string]named) {
	for at, line := range table {
		line.by = minds
		table[at] = line
	}
	return slices.Sorted(maps.Keys(table)), table
}

// passed is in the answer of a mutation that was done.
const passed = `"userErrors":[]`

// document runs the mutation of one place and shows all of its payload that
// tells anything.
func (n named) document(at string) string {
	field, _, _ := strings.Cut(at, ".")
	show := map[string]string{
		"UserPayload": "user { id name email role }", "ActionPayload": "done", "AddressPayload": "address { id city }",
		"SignInPayload": "user { id name } created tokens { accessToken }", "IdentityPayload": "identity { id email }",
		"CartPayload": "cart { id lines { id quantity } } warnings { code message lineId }", "CheckoutPayload": "order { id } payment { id } accessToken warnings { code }",
		"PaymentPayload": "payment { id url } order { id }", "OrderPayload": "order { id number status }", "WishlistPayload": "item { id } wished",
		"ReviewPayload": "review { id title author { displayName } }", "NotificationsPayload": "marked unreadCount", "CouponPayload": "coupon { id name }",
		"ManagedProductPayload": "product { id name }", "CategoryPayload": "category { id }", "BrandPayload": "brand { id }", "StockPayload": "stock { stock }",
		"UserRewardPayload": "reward { id code } account { balance }", "PointsPayload": "points { balance owed }", "RewardPayload": "reward { id name }",
		"GameFinishPayload": "score { id score } points best marks { correct } account { balance }", "GameScorePayload": "score { id player { email } }",
		"EventsTrackPayload": "accepted faults { field message }", "PetPayload": "pet { id name preferences { value } }", "PetMessageSendPayload": "run { id conversationId } message { id text }",
		"PetRunPayload": "run { id state }", "PetActionPayload": "action { id state product { name } } pet { id } cart { id } warnings { code }",
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
		for name, v := range h.everybody {
			if name == "owner" && line.open {
				continue
			}
			place := name + " does " + at
			missing := map[string]any{"id": nobodys(t, line.theirs)}
			none := v.body(t.Context(), line.document(at), missing)
			require.NotContains(t, none, "INTERNAL", place)
			require.Equal(t, line.silent, strings.Contains(none, passed) || line.silent, "%s: %s", place, none)
			if !slices.Contains(line.by, name) {
				// Nobody may be told apart by what it is asked first.
				require.Equal(t, none, v.body(t.Context(), line.document(at), map[string]any{"id": line.theirs}), place)
			}
			require.Equal(t, before, h.belongings(t), place)
		}
	}
	h.nonsense(t, table)
	require.Equal(t, before, h.belongings(t), "nonsense changes nothing")
	for at, line := range table {
		require.Equal(t, len(line.by) > 0, slices.Contains(order, at), at)
	}
	for _, at := range order {
		h.through(t, at, table[at])
	}
}

// The person that a filter names is looked for by staff alone.
func TestIDPlacesOfScores(t *testing.T) {
	t.Parallel()
	h := newHousehold(t)
	const document = `query($id: ID) { gameScores(filter: {userId: $id}, first: 5) { nodes { id player { id } } } }`
	theirs := h.theirs["User"]
	missing := nobodys(t, theirs)
	for name, v := range h.everybody {
		none, some := v.body(t.Context(), document, map[string]any{"id": missing}), v.body(t.Context(), document, map[string]any{"id": theirs})
		if name != "staff" {
			require.Equal(t, none, some, name)
			require.Regexp(t, "FORBIDDEN|UNAUTHENTICATED", none, name)
			continue
		}
		require.JSONEq(t, `{"data":{"gameScores":{"nodes":[]}}}`, none)
		require.JSONEq(t, fmt.Sprintf(`{"data":{"gameScores":{"nodes":[{"id":%q,"player":{"id":%q}}]}}}`, h.theirs["GameScore"], theirs), some)
		for what, text := range broken(theirs) {
			got, err := v.quietly(t.Context(), document, map[string]any{"id": text})
			require.NoError(t, err, what)
			require.Len(t, got.Errors, 1, what)
			require.Equal(t, "BAD_USER_INPUT", got.Errors[0].Extensions["code"], what)
		}
	}
}

// through lets those who may do it do it.
func (h *household) through(t *testing.T, at string, line named) {
	t.Helper()
	who, want := line.by[0], passed
	if line.through != "" {
		want = line.through
	}
	switch at {
	case "reviewVote.id":
		who = "stranger" // Nobody votes for what is their own.
	case "wishlistMoveToCart.line.variantId":
		h.through(t, "wishlistAdd.productId", named{arguments: "productId: $id", theirs: number("Product", 13), by: owner})
	case "accountDeleteConfirm.input.challengeId":
		sendRefunds(t, h.shop) // Nothing is on its way any more.
	}
	answer := h.everybody[who].body(t.Context(), line.document(at), map[string]any{"id": line.theirs})
	require.Contains(t, answer, want, at)
}

// nonsense sends texts that are no id to every place, as somebody who may.
func (h *household) nonsense(t *testing.T, table map[string]named) {
	t.Helper()
	for at, line := range table {
		v := h.owner
		if len(line.by) > 0 {
			v = h.everybody[line.by[0]]
		}
		for what, text := range broken(line.theirs) {
			got, err := v.quietly(t.Context(), line.document(at), map[string]any{"id": text})
			require.NoError(t, err, "%s, %s", at, what)
			for _, one := range got.Errors {
				require.Contains(t, []any{"BAD_USER_INPUT", "FORBIDDEN"}, one.Extensions["code"], "%s, %s", at, what)
			}
			if line.beside != "" && len(got.Errors) == 0 {
				require.Contains(t, fmt.Sprint(got.Data["result"].(map[string]any)["faults"]), "field:"+line.beside, "%s, %s", at, what)
				continue
			}
			if len(got.Errors) == 0 {
				require.Equal(t, []string{"INVALID"}, codesIn(got.Data["result"]), "%s, %s", at, what)
				rightPath(t, at, got.Data["result"])
			}
		}
	}
}

// rightPath looks that what is at fault is the place itself.
func rightPath(t *testing.T, at string, payload any) {
	t.Helper()
	_, want, _ := strings.Cut(at, ".")
	var path []string
	for _, step := range payload.(map[string]any)["userErrors"].([]any)[0].(map[string]any)["field"].([]any) {
		if step != "0" {
			path = append(path, step.(string))
		}
	}
	require.Equal(t, want, strings.Join(path, "."), at)
}
