package app_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"zuka/internal/devpay"
)

// elsewhere is an address whose phone is nobody's.
var elsewhere = strings.Replace(lagos, "08031234567", "08059999999", 1)

// buys orders one piece of a product and gives its receipt.
func (a *arcade) buys(v *visitor, product int, more string) receipt {
	a.t.Helper()
	v.takes(product, 1)
	payload, codes := v.checksOut("FLUTTERWAVE", elsewhere+more)
	require.Empty(a.t, codes, payload)
	order, payment := payload["order"].(map[string]any), payload["payment"].(map[string]any)
	token, _ := payload["accessToken"].(string)
	return receipt{order["id"].(string), order["number"].(string), payment["id"].(string), payment["reference"].(string), token}
}

// priced is an arcade where product 10 costs 4,999, product 11 costs 5,000 and
// product 13 costs 5,001, of which the coupon SMALL takes two.
func priced(t *testing.T) *arcade {
	t.Helper()
	a := newArcade(t)
	_, err := a.shop.Pool.Pgx().Exec(t.Context(), `UPDATE products SET sale_price_ngn = NULL,
		price_ngn = CASE id WHEN 10 THEN 4999 WHEN 11 THEN 5000 ELSE 5001 END WHERE id IN (10, 11, 13)`)
	require.NoError(t, err)
	_, codes := a.staff.do("couponUpsert", `input: {code: "SMALL", name: "Two off", type: FIXED_AMOUNT, valueAmount: 2}`, "coupon { id }", nil)
	require.Empty(t, codes)
	return a
}

// notices are the titles of what somebody was told, the newest first.
func (v *visitor) notices() (titles []string) {
	v.t.Helper()
	list := v.ask(`{ me { notifications { nodes { title } } } }`, nil)["me"].(map[string]any)["notifications"].(map[string]any)["nodes"].([]any)
	for _, one := range list {
		titles = append(titles, one.(map[string]any)["title"].(string))
	}
	return titles
}

// An invitation is completed by the first order that is paid and whose goods
// cost enough, once; both are told, and both get their points.
func TestPlayOfAFriendWhoBuys(t *testing.T) {
	t.Parallel()
	a := priced(t)
	referrer, friend := a.player(), a.player()
	require.Empty(t, friend.takesInvitation(referrer.invites()))
	pending := []any{map[string]any{"status": "PENDING", "friend": "Bola", "referrerPoints": 0.0, "friendPoints": 0.0, "refusedReason": nil}}

	friend.pay(devpay.Flutterwave, a.buys(friend, 10, ""))
	require.Equal(t, pending, referrer.invited(), "4,999 are too few, and the delivery does not count")
	friend.takes(13, 1)
	_, codes := friend.do("cartCouponApply", `code: "SMALL"`, cartFields, nil)
	require.Empty(t, codes)
	payload, codes := friend.checksOut("FLUTTERWAVE", elsewhere)
	require.Empty(t, codes)
	friend.pay(devpay.Flutterwave, receipt{reference: payload["payment"].(map[string]any)["reference"].(string)})
	require.Equal(t, pending, referrer.invited(), "nor 5,001 less two")
	enough := a.buys(friend, 11, "")
	require.Equal(t, pending, referrer.invited(), "it is not paid")
	require.Zero(t, referrer.purse().balance)

	friend.pay(devpay.Flutterwave, enough)
	completed := []any{map[string]any{"status": "COMPLETED", "friend": "Bola", "referrerPoints": 500.0, "friendPoints": 250.0, "refusedReason": nil}}
	require.Equal(t, completed, referrer.invited())
	require.Equal(t, map[string]int{"REFERRAL": 500}, referrer.purse().by)
	require.Equal(t, map[string]int{"PURCHASE": 49 + 49 + 50, "REFERRAL": 250}, friend.purse().by)
	require.Equal(t, 1, strings.Count(strings.Join(referrer.notices(), "\n"), "Your friend has shopped"))
	require.Equal(t, 1, strings.Count(strings.Join(friend.notices(), "\n"), "Welcome points"))
	friend.pay(devpay.Flutterwave, a.buys(friend, 13, ""))
	require.Equal(t, 500, referrer.purse().balance, "the next order is no first one")

	a.givesBack(enough)
	refused := referrer.invited()[0].(map[string]any)
	require.Equal(t, []any{"REFUSED", 0.0, 0.0}, []any{refused["status"], refused["referrerPoints"], refused["friendPoints"]})
	p := referrer.purse()
	require.Equal(t, []int{0, 0, 0, -500}, []int{p.balance, p.owed, p.xp, p.by["REFERRAL_REVERSAL"]})
	p = friend.purse()
	require.Equal(t, []int{148, 0, 148, -250}, []int{p.balance, p.owed, p.xp, p.by["REFERRAL_REVERSAL"]})
	a.balances()
}

// A friend's orders are paid in the same moment, and each is asked about several
// times: one of them completes the invitation. Several friends do so in turn, as
// not every race meets the moment.
func TestPlayOfAFriendWhoBuysTwiceAtOnce(t *testing.T) {
	t.Parallel()
	a := priced(t)
	referrer := a.player()
	for friends := 1; friends <= 5; friends++ {
		friend := a.player()
		require.Empty(t, friend.takesInvitation(referrer.invitation()))
		a.paysAtOnce(friend)
		require.Equal(t, "COMPLETED", referrer.invited()[0].(map[string]any)["status"])
		p := referrer.purse()
		require.Equal(t, []int{500 * friends, friends}, []int{p.balance, p.lines["REFERRAL"]})
		p = friend.purse()
		require.Equal(t, map[string]int{"PURCHASE": 50 + 114 + 116 + 117, "REFERRAL": 250}, p.by)
		require.Equal(t, map[string]int{"PURCHASE": 4, "REFERRAL": 1}, p.lines)
	}
	a.balances()
}

// paysAtOnce orders four times and pays for all of it in one moment. They are
// different products: orders of the same one wait for each other at its row.
func (a *arcade) paysAtOnce(v *visitor) {
	a.t.Helper()
	products := []int{11, 14, 16, 17}
	orders := make([]receipt, len(products))
	for i, product := range products {
		orders[i] = a.buys(v, product, "")
		require.NoError(a.t, a.shop.Playing().Act(a.t.Context(), devpay.Flutterwave, orders[i].reference, devpay.Action{Kind: devpay.SucceedWithoutWebhook}))
	}
	answers := together(a.t, 5*len(orders), func(i int) (reply, error) {
		return v.tries("paymentVerify", fmt.Sprintf("reference: %q", orders[i%len(orders)].reference), "order { paymentStatus }")
	})
	require.Equal(a.t, map[string]int{"done": len(answers)}, tally(answers))
}

// A guest's order earns when it becomes a person's own, once, however many of
// the person's devices take it over at once; and nothing while it is unpaid.
func TestPlayOfAGuestWhoSignsUp(t *testing.T) {
	t.Parallel()
	a := newArcade(t)
	guest := browser(t, a.shop)
	paid := guest.gets(10, "FLUTTERWAVE", lagos+`, email: "guest@example.ng"`)
	guest.pay(devpay.Flutterwave, paid)
	unpaid := guest.gets(11, "FLUTTERWAVE", lagos+`, email: "guest@example.ng"`)
	v, other := registered(t, a.shop, a.config, "guest@example.ng"), a.player()
	require.Zero(t, v.purse().balance, "the address alone makes it nobody's")
	link := func(of receipt) string { return fmt.Sprintf("number: %q, accessToken: %q", of.number, of.token) }
	for _, one := range together(t, 20, func(int) (reply, error) { return v.tries("guestOrderLink", link(paid), "order { number }") }) {
		require.Empty(t, one.codes)
		require.Equal(t, map[string]any{"number": paid.number}, one.fields["order"])
	}
	require.Equal(t, map[string]int{"PURCHASE": 220}, v.purse().by)
	_, codes := other.do("guestOrderLink", link(paid), "order { number }", nil)
	require.NotEmpty(t, codes, "it is somebody's")
	require.Zero(t, other.purse().balance)

	_, codes = v.do("guestOrderLink", link(unpaid), "order { number }", nil)
	require.Empty(t, codes)
	require.Equal(t, 220, v.purse().balance, "nothing was paid yet")
	unpaid.token = ""
	v.pay(devpay.Flutterwave, unpaid)
	require.Equal(t, map[string]int{"PURCHASE": 220 + 222}, v.purse().by)
	a.givesBack(paid)
	require.Equal(t, map[string]int{"PURCHASE": 442, "PURCHASE_REVERSAL": -220}, v.purse().by, "and what is given back goes")
	a.balances()
}

// Two people want the same guest's order at once: one has it, with its points.
func TestPlayOfAGuestsOrderThatTwoWant(t *testing.T) {
	t.Parallel()
	a := newArcade(t)
	guest, both := browser(t, a.shop), a.players(2, 1)
	paid := guest.gets(10, "FLUTTERWAVE", lagos+`, email: "guest@example.ng"`)
	guest.pay(devpay.Flutterwave, paid)
	answers := together(t, 20, func(i int) (reply, error) {
		return both[i%2].tries("guestOrderLink", fmt.Sprintf("number: %q, accessToken: %q", paid.number, paid.token), "order { number }")
	})
	require.Equal(t, 10, tally(answers)["done"], "%v", tally(answers))
	require.Equal(t, 220, both[0].purse().by["PURCHASE"]+both[1].purse().by["PURCHASE"])
	a.balances()
	require.Equal(t, 1, count(t, a.shop, `SELECT count(*) FROM order_events WHERE kind = 'linked'`))
}

// A key of idempotency that another person uses too is another key: nobody gets
// what somebody else bought.
func TestPlayOfOneKeyAndTwoPeople(t *testing.T) {
	t.Parallel()
	a := newArcade(t)
	reward, both, key := a.offers("DISCOUNT", 500, 100), a.players(2, 150), uuid.NewString()
	codes := map[any]bool{}
	for _, one := range together(t, 20, func(i int) (reply, error) {
		return both[i%2].tries("rewardRedeem", redeeming(reward, key), "reward { code }")
	}) {
		require.Empty(t, one.codes)
		require.NotNil(t, one.fields["reward"], "it is another's")
		codes[one.fields["reward"].(map[string]any)["code"]] = true
	}
	require.Len(t, codes, 2)
	for _, v := range both {
		require.Equal(t, 50, v.purse().balance)
	}
}
