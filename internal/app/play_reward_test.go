package app_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"zuka/internal/devpay"
)

// states are how somebody's rewards stand, the newest first.
func (v *visitor) states() (states []string) {
	v.t.Helper()
	held := v.ask(`{ me { rewards { nodes { state } } } }`, nil)["me"].(map[string]any)["rewards"].(map[string]any)["nodes"].([]any)
	for _, one := range held {
		states = append(states, one.(map[string]any)["state"].(string))
	}
	return states
}

// buysWith orders two of product 10 with a reward, which takes nothing off.
func (v *visitor) buysWith(code string) receipt {
	v.t.Helper()
	v.takes(10, 2)
	before := v.costs()
	_, codes := v.do("cartRewardApply", fmt.Sprintf("code: %q", code), cartFields, nil)
	require.Empty(v.t, codes)
	require.Equal(v.t, before, v.costs())
	payload, codes := v.checksOut("FLUTTERWAVE", lagos)
	require.Empty(v.t, codes)
	order, payment := payload["order"].(map[string]any), payload["payment"].(map[string]any)
	return receipt{order: order["id"].(string), number: order["number"].(string), reference: payment["reference"].(string)}
}

// Cashback comes when its order is paid, once, and goes when the money goes
// back; its reward can then be used on another order. An order that is never
// paid gives none.
func TestPlayOfCashback(t *testing.T) {
	t.Parallel()
	a := newArcade(t)
	v := a.player()
	a.gives(v, 1_000)
	code := v.redeems(a.offers("CASHBACK", 700, 400))
	order := v.buysWith(code)
	require.Equal(t, []string{"USED"}, v.states())
	v.takes(11, 1)
	_, codes := v.do("cartRewardApply", fmt.Sprintf("code: %q", code), cartFields, nil)
	require.Equal(t, []string{"REWARD_REFUSED"}, codes, "it is used")
	require.Empty(t, just(v.do("cartClear", "", cartFields, nil)))
	require.Equal(t, 600, v.purse().balance, "it is not paid")
	_, codes = v.do("orderCancel", fmt.Sprintf("input: {orderId: %q}", order.order), "order { status }", nil)
	require.Empty(t, codes)
	require.Equal(t, []any{[]string{"USABLE"}, 600}, []any{v.states(), v.purse().balance})

	order = v.buysWith(code)
	require.NoError(t, a.shop.Playing().Act(t.Context(), devpay.Flutterwave, order.reference, devpay.Action{Kind: devpay.SucceedWithoutWebhook}))
	for _, one := range together(t, 10, func(int) (reply, error) {
		return v.tries("paymentVerify", fmt.Sprintf("reference: %q", order.reference), "order { paymentStatus }")
	}) {
		require.Equal(t, map[string]any{"paymentStatus": "PAID"}, one.fields["order"])
	}
	p := v.purse()
	// 1,000 XP are amethyst, where 220 points are 231.
	require.Equal(t, map[string]int{"ADJUSTMENT": 1_000, "REDEMPTION": -400, "PURCHASE": 231, "REWARD": 700}, p.by)
	require.Equal(t, []int{1_531, 1_231, 1}, []int{p.balance, p.xp, p.lines["REWARD"]}, "points for points are no XP")

	spent := v.redeems(a.offers("DISCOUNT", 500, 1_500))
	a.givesBack(order)
	p = v.purse()
	require.Equal(t, []int{0, 900, 1_000, -700, -231}, []int{p.balance, p.owed, p.xp, p.by["REWARD_REVERSAL"], p.by["PURCHASE_REVERSAL"]})
	require.Equal(t, []string{"USABLE", "USABLE"}, v.states(), "the one that paid with them stays, and the points are owed")
	require.NotEmpty(t, spent)

	v.pay(devpay.Flutterwave, v.buysWith(code))
	p = v.purse()
	require.Equal(t, []int{31, 0, 1_400, 2}, []int{p.balance, p.owed, p.by["REWARD"], p.lines["REWARD"]}, "it gives again, and pays what is owed")
	require.Equal(t, []string{"USABLE", "USED"}, v.states())
	a.balances()
}

// A gift is bought by one and taken by another, once, however many try; the one
// who bought it can neither take nor use it.
func TestPlayOfAGift(t *testing.T) {
	t.Parallel()
	const claimers = 10
	a := newArcade(t)
	giver := a.player()
	a.gives(giver, 1_000)
	code := giver.redeems(a.offers("POINTS", 450, 500))
	input := fmt.Sprintf("code: %q", code)
	_, codes := giver.do("rewardClaim", input, "points", nil)
	require.Equal(t, []string{"REWARD_REFUSED"}, codes, "not by who bought it")
	giver.takes(10, 2)
	_, codes = giver.do("cartRewardApply", input, cartFields, nil)
	require.Equal(t, []string{"REWARD_REFUSED"}, codes, "nor for an order")
	require.Equal(t, []any{500, []string{"USABLE"}}, []any{giver.purse().balance, giver.states()})

	friends := a.players(claimers, 1)
	answers := together(t, claimers, func(i int) (reply, error) {
		if i%2 > 0 {
			return friends[i].tries("rewardClaim", strings.ToLower(input), "points account { balance }")
		}
		return friends[i].tries("rewardClaim", input, "points account { balance }")
	})
	require.Equal(t, map[string]int{"done": 1, "REWARD_REFUSED": claimers - 1}, tally(answers))
	for i, one := range answers {
		p := friends[i].purse()
		if len(one.codes) > 0 {
			require.Equal(t, []int{1, 1}, []int{p.balance, p.xp})
			require.Equal(t, []any{0.0, nil}, []any{one.fields["points"], one.fields["account"]})
			continue
		}
		require.Equal(t, []any{450.0, map[string]any{"balance": 451.0}}, []any{one.fields["points"], one.fields["account"]})
		require.Equal(t, []int{451, 450, 1}, []int{p.balance, p.by["REWARD"], p.xp}, "a gift gives no XP")
		require.Equal(t, []string{"REWARD_REFUSED"}, just(friends[i].do("rewardClaim", input, "points", nil)), "not twice")
		require.Empty(t, friends[i].states(), "it stays with who bought it")
	}
	require.Equal(t, []any{500, []string{"USED"}}, []any{giver.purse().balance, giver.states()})
	require.Equal(t, []string{"REWARD_REFUSED"}, just(giver.do("rewardClaim", input, "points", nil)))
	a.balances()
}

// Two buy a gift for each other and take each other's over and over: points go
// round, and nobody climbs a level by it.
func TestPlayOfGiftsThatGoRound(t *testing.T) {
	t.Parallel()
	a := newArcade(t)
	both, gift := a.players(2, 900), a.offers("POINTS", 100, 100)
	for range 3 {
		codes := []string{both[0].redeems(gift), both[1].redeems(gift)}
		answers := together(t, 20, func(i int) (reply, error) {
			return both[i%2].tries("rewardClaim", fmt.Sprintf("code: %q", codes[1-i%2]), "points")
		})
		require.Equal(t, map[string]int{"done": 2, "REWARD_REFUSED": 18}, tally(answers))
	}
	for _, v := range both {
		p := v.purse()
		require.Equal(t, []int{900, 900, 300, -300}, []int{p.balance, p.xp, p.by["REWARD"], p.by["REDEMPTION"]})
	}
	a.balances()
}

// All devices of a person order their cart at once, each with a key of its own:
// the reward in it is used on one order.
func TestPlayOfARewardForTwoOrders(t *testing.T) {
	t.Parallel()
	a := newArcade(t)
	v := a.player()
	a.gives(v, 1_000)
	code := v.redeems(a.offers("CASHBACK", 700, 400))
	v.takes(10, 2)
	_, codes := v.do("cartRewardApply", fmt.Sprintf("code: %q", code), cartFields, nil)
	require.Empty(t, codes)
	total := v.costs()
	answers := together(t, 12, func(i int) (reply, error) {
		return v.tries("checkoutComplete", fmt.Sprintf(`input: {idempotencyKey: "device-number-%d", expectedTotal: %.0f, paymentMethod: FLUTTERWAVE, %s}`, i, total, lagos), "order { id }")
	})
	require.Equal(t, 1, tally(answers)["done"], "%v", tally(answers))
	require.Equal(t, []string{"USED"}, v.states())
	require.Equal(t, 1, count(t, a.shop, `SELECT count(*) FROM orders AS o JOIN user_rewards AS r ON r.used_order_id = o.id`))
	require.Equal(t, 1, count(t, a.shop, `SELECT count(*) FROM orders`))
}
