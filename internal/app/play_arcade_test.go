package app_test

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"zuka/internal/app"
	"zuka/internal/platform/clock"
)

// arcade is a shop in which people play, with somebody who minds it. Its points
// and games go by hands that a test can set; everything else goes by the
// machine's clock.
type arcade struct {
	t      *testing.T
	shop   *app.App
	config app.Config
	staff  *visitor
	hands  *hands
	// joined is how many players there are.
	joined int
}

// hands are those of a clock: the machine's until they are set.
type hands struct{ at atomic.Pointer[time.Time] }

func (h *hands) Now() time.Time {
	if at := h.at.Load(); at != nil {
		return at.UTC()
	}
	return clock.System{}.Now()
}

func (h *hands) show(at time.Time) { h.at.Store(&at) }

func newArcade(t *testing.T) *arcade {
	t.Helper()
	config := sample(t, false)
	config.LimitsOff = true
	a := &arcade{t: t, shop: open(t, config), config: config, hands: &hands{}}
	a.shop.Buying.Loyalty.Clock, a.shop.Play.Games.Clock = a.hands, a.hands
	stocked(t, a.shop)
	a.staff = registered(t, a.shop, config, "staff@example.ng")
	role(t, a.shop, "staff@example.ng", "staff")
	a.staff.login("staff@example.ng")
	return a
}

// player is somebody new with an app.
func (a *arcade) player() *visitor {
	a.t.Helper()
	a.joined++
	v := mobile(a.t, a.shop)
	byPhone(a.t, v, a.config, fmt.Sprintf("0805%07d", a.joined))
	return v
}

// players are many with so many points each.
func (a *arcade) players(n, points int) []*visitor {
	a.t.Helper()
	all := make([]*visitor, n)
	for i := range all {
		all[i] = a.player()
		a.gives(all[i], points)
	}
	return all
}

// user is the id by which staff name somebody.
func (v *visitor) user() string {
	v.t.Helper()
	return v.ask(`{ me { profile { id } } }`, nil)["me"].(map[string]any)["profile"].(map[string]any)["id"].(string)
}

// gives lets staff give points, as earned.
func (a *arcade) gives(v *visitor, points int) {
	a.t.Helper()
	_, codes := a.staff.do("pointsAdjust", adjusting(v.user(), points), "points { balance }", nil)
	require.Empty(a.t, codes)
}

func adjusting(user string, points int) string {
	return fmt.Sprintf(`input: {userId: %q, points: %d, reason: "For the test", idempotencyKey: "%s"}`, user, points, uuid.New())
}

// offers puts a reward into the catalogue and gives its id.
func (a *arcade) offers(kind string, amount, cost int) string {
	a.t.Helper()
	payload, codes := a.staff.do("rewardUpsert", fmt.Sprintf(
		`input: {slug: "reward-%s", name: "A reward", description: "Of the test", type: %s, valueAmount: %d, cost: %d}`, uuid.New(), kind, amount, cost),
		"reward { id }", nil)
	require.Empty(a.t, codes)
	return payload["reward"].(map[string]any)["id"].(string)
}

func redeeming(reward, key string) string {
	return fmt.Sprintf(`input: {rewardId: %q, idempotencyKey: %q}`, reward, key)
}

// redeems buys a reward and gives its code.
func (v *visitor) redeems(reward string) string {
	v.t.Helper()
	payload, codes := v.do("rewardRedeem", redeeming(reward, uuid.NewString()), "reward { code }", nil)
	require.Empty(v.t, codes)
	return payload["reward"].(map[string]any)["code"].(string)
}

// purse is what somebody has, and by what.
type purse struct {
	balance, owed, xp int
	// by are the sums of the history's lines by their sources, and lines how many
	// there are.
	by, lines map[string]int
}

// purse reads it. The history is the truth: the balance is its sum, and what is
// owed is the sum of its debts.
func (v *visitor) purse() purse {
	v.t.Helper()
	points := v.ask(`{ me { points { balance owed xp history(first: 100) { totalCount nodes { points source } } } } }`, nil)["me"].(map[string]any)["points"].(map[string]any)
	whole := func(field string) int { return int(points[field].(float64)) }
	p := purse{balance: whole("balance"), owed: whole("owed"), xp: whole("xp"), by: map[string]int{}, lines: map[string]int{}}
	history, sum := points["history"].(map[string]any), 0
	for _, one := range history["nodes"].([]any) {
		line := one.(map[string]any)
		source, n := line["source"].(string), int(line["points"].(float64))
		p.by[source] += n
		p.lines[source]++
		sum += n
	}
	require.EqualValues(v.t, history["totalCount"], len(history["nodes"].([]any)), "all on one page")
	require.Equal(v.t, sum, p.balance, "%v", p.by)
	require.Equal(v.t, p.by["DEBT"], p.owed)
	require.GreaterOrEqual(v.t, p.balance, 0)
	return p
}

// balances adds everybody's points up.
func (a *arcade) balances() {
	a.t.Helper()
	require.Zero(a.t, count(a.t, a.shop, `SELECT count(*) FROM users AS u LEFT JOIN LATERAL (
			SELECT coalesce(sum(points), 0) AS all, coalesce(sum(points) FILTER (WHERE source_type = 'debt'), 0) AS debt
			FROM user_points_history WHERE user_id = u.id) AS h ON true
		WHERE reward_points <> h.all OR points_owed <> h.debt OR reward_points < 0 OR points_owed < 0`), "the ledger is the balance")
}

// together lets so many wait at one barrier and then ask, each in its own way.
func together(t *testing.T, n int, ask func(i int) (reply, error)) []payload {
	t.Helper()
	answers, failed := make([]reply, n), make([]error, n)
	var ready, done sync.WaitGroup
	start := make(chan struct{})
	for i := range n {
		ready.Add(1)
		done.Go(func() {
			ready.Done()
			<-start
			answers[i], failed[i] = ask(i)
		})
	}
	ready.Wait()
	close(start)
	done.Wait()
	payloads := make([]payload, n)
	for i, answer := range answers {
		require.NoError(t, failed[i])
		require.Empty(t, answer.Errors)
		payloads[i] = payload{answer.Data["result"].(map[string]any), codesIn(answer.Data["result"])}
	}
	return payloads
}

// tries does a mutation among others of the same moment.
func (v *visitor) tries(field, arguments, selection string) (reply, error) {
	if arguments != "" {
		arguments = "(" + arguments + ")"
	}
	return v.quietly(v.t.Context(), fmt.Sprintf(`mutation { result: %s%s { %s userErrors { code field } } }`, field, arguments, selection), nil)
}

// tally counts how often each came: the first code, or "done".
func tally(of []payload) map[string]int {
	counts := map[string]int{}
	for _, one := range of {
		if len(one.codes) == 0 {
			counts["done"]++
			continue
		}
		counts[one.codes[0]]++
	}
	return counts
}
