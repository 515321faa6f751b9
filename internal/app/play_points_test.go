package app_test

import (
	"fmt"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"zuka/internal/devpay"
)

// One person's devices buy rewards at once: as many as there are points for,
// and one for a key however often it is sent.
func TestPlayOfOnePursePaysForWhatIsInIt(t *testing.T) {
	t.Parallel()
	a := newArcade(t)
	v, reward, same := a.player(), a.offers("DISCOUNT", 500, 300), uuid.NewString()
	a.gives(v, 1_000)
	answers := together(t, 50, func(i int) (reply, error) {
		key := same
		if i%5 > 0 {
			key = uuid.NewString()
		}
		return v.tries("rewardRedeem", redeeming(reward, key), "reward { code } account { balance }")
	})
	bought, ofKey := map[any]bool{}, map[any]bool{}
	for i, one := range answers {
		var code any
		if len(one.codes) > 0 {
			require.Equal(t, []string{"INSUFFICIENT_POINTS"}, one.codes)
		} else {
			code = one.fields["reward"].(map[string]any)["code"]
			bought[code] = true
		}
		if i%5 == 0 {
			ofKey[code] = true
		}
		require.Contains(t, []float64{700, 400, 100}, one.fields["account"].(map[string]any)["balance"], "after the first there is never more")
	}
	require.Len(t, bought, 3)
	require.Len(t, ofKey, 1, "one key, one answer")
	p := v.purse()
	require.Equal(t, []int{100, -900, 3, 1_000}, []int{p.balance, p.by["REDEMPTION"], p.lines["REDEMPTION"], p.xp})
	require.Equal(t, 3, count(t, a.shop, `SELECT count(*) FROM user_rewards`))
	a.balances()
}

// Many people do everything at once, and each takes a gift of the next one in
// the ring: nobody waits forever, and everybody has what is theirs.
func TestPlayOfManyPursesAtOnce(t *testing.T) {
	t.Parallel()
	const people, kinds = 10, 8
	a := newArcade(t)
	reward, gift := a.offers("DISCOUNT", 500, 400), a.offers("POINTS", 50, 100)
	all := a.players(people, 1_000)
	gifts, users := make([]string, people), make([]string, people)
	for i, v := range all {
		gifts[i], users[i] = v.redeems(gift), v.user()
	}
	byKind := make([][]payload, kinds)
	for i, one := range together(t, people*kinds, func(i int) (reply, error) {
		who, kind := i%people, i/people
		v := all[who]
		switch kind {
		case 0, 1:
			return v.tries("dailyCheckIn", "", "points")
		case 2, 3:
			return v.tries("rewardClaim", fmt.Sprintf("code: %q", gifts[(who+1)%people]), "points")
		case 4:
			return a.staff.tries("pointsAdjust", adjusting(users[who], -10), "points { balance }")
		}
		return v.tries("rewardRedeem", redeeming(reward, uuid.NewString()), "reward { code }")
	}) {
		byKind[i/people] = append(byKind[i/people], one)
	}
	require.Equal(t, map[string]int{"done": 2 * people}, tally(append(byKind[0], byKind[1]...)))
	require.Equal(t, map[string]int{"done": people, "REWARD_REFUSED": people}, tally(append(byKind[2], byKind[3]...)))
	require.Equal(t, map[string]int{"done": people}, tally(byKind[4]))
	require.Equal(t, map[string]int{"done": 2 * people, "INSUFFICIENT_POINTS": people}, tally(append(append(byKind[5], byKind[6]...), byKind[7]...)))
	for _, v := range all {
		p := v.purse()
		require.Equal(t, map[string]int{"ADJUSTMENT": 990, "LOGIN_STREAK": 5, "REWARD": 50, "REDEMPTION": -900}, p.by)
		require.Equal(t, []int{145, 0, 1_005}, []int{p.balance, p.owed, p.xp}, "a gift gives no XP")
	}
	a.balances()
}

// The points of a cart are spent on rewards while it is ordered: one of the two
// gets them.
func TestPlayOfPointsAtTheTillAndElsewhere(t *testing.T) {
	t.Parallel()
	const people, tries = 4, 8
	a := newArcade(t)
	reward, all := a.offers("DISCOUNT", 500, 300), a.players(people, 1_000)
	orders := make([]string, people)
	for i, v := range all {
		v.takes(10, 2)
		_, codes := v.do("cartPointsApply", "points: 1000", cartFields, nil)
		require.Empty(t, codes)
		orders[i] = fmt.Sprintf(`input: {idempotencyKey: "%s", expectedTotal: %.0f, paymentMethod: FLUTTERWAVE, %s}`, uuid.New(), v.costs(), lagos)
	}
	answers := together(t, people*tries, func(i int) (reply, error) {
		if v := all[i%people]; i/people != tries/2 {
			return v.tries("rewardRedeem", redeeming(reward, uuid.NewString()), "reward { code }")
		}
		return all[i%people].tries("checkoutComplete", orders[i%people], "order { id }")
	})
	for i, v := range all {
		p := v.purse()
		till := answers[i+people*tries/2]
		if len(till.codes) == 0 {
			require.Equal(t, map[string]int{"ADJUSTMENT": 1_000, "CHECKOUT": -1_000}, p.by)
			continue
		}
		require.Contains(t, []string{"PRICE_CHANGED", "INSUFFICIENT_POINTS"}, till.codes[0])
		require.Nil(t, till.fields["order"])
		require.Equal(t, map[string]int{"ADJUSTMENT": 1_000, "REDEMPTION": -900}, p.by)
	}
	a.balances()
}

// An order is given back while its points are being spent. What was spent first
// is owed, and what comes next pays for it.
func TestPlayOfPointsThatGoBackWhileTheyAreSpent(t *testing.T) {
	t.Parallel()
	const tries = 10
	a := newArcade(t)
	v, reward := a.player(), a.offers("DISCOUNT", 500, 100)
	order := v.gets(10, "FLUTTERWAVE", lagos)
	require.Zero(t, v.purse().balance, "it is not paid")
	v.pay(devpay.Flutterwave, order)
	require.Equal(t, map[string]int{"PURCHASE": 220}, v.purse().by)
	require.NotEmpty(t, v.redeems(reward))
	a.asksBack(order)
	var bought int
	for _, one := range together(t, tries+1, func(i int) (reply, error) {
		if i < tries {
			return v.tries("rewardRedeem", redeeming(reward, uuid.NewString()), "reward { code }")
		}
		sendRefunds(t, a.shop)
		return v.tries("dailyCheckIn", "", "points")
	})[:tries] {
		if len(one.codes) == 0 {
			bought++
			continue
		}
		require.Equal(t, []string{"INSUFFICIENT_POINTS"}, one.codes)
	}
	require.LessOrEqual(t, bought, 1, "there was enough for one more")
	p := v.purse()
	owed := 100*(1+bought) - 5 // The check-in paid for a part of it.
	require.Equal(t, []int{0, owed, 5}, []int{p.balance, p.owed, p.xp}, "%v", p.by)
	require.Equal(t, map[string]int{"PURCHASE": 220, "PURCHASE_REVERSAL": -220, "REDEMPTION": -100 * (1 + bought), "LOGIN_STREAK": 5, "DEBT": owed}, p.by)
	a.gives(v, owed+30)
	p = v.purse()
	require.Equal(t, []int{30, 0}, []int{p.balance, p.owed})
	a.balances()
}

// asksBack lets staff ask for an order's money to be given back.
func (a *arcade) asksBack(of receipt) {
	a.t.Helper()
	_, codes := a.staff.do("orderRefund", fmt.Sprintf(`input: {orderId: %q, reason: "Too small", idempotencyKey: "%s"}`, of.order, uuid.New()), "order { status }", nil)
	require.Empty(a.t, codes)
}

// givesBack does so and sends the money.
func (a *arcade) givesBack(of receipt) {
	a.t.Helper()
	a.asksBack(of)
	sendRefunds(a.t, a.shop)
}
