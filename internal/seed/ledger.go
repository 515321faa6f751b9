package seed

import (
	"fmt"
	"sort"
	"strings"
	"time"

	"zuka/internal/platform/clock"
	"zuka/internal/seed/dice"
)

// entry is one change of a person's points.
type entry struct {
	at     time.Time
	user   int
	points int
	// source and of name what it is for, once.
	source, of, text string
}

// referral is an invitation.
type referral struct {
	at       time.Time
	referrer int
	friend   int // -1 while unclaimed
	// order is the first that was large enough, an index into orders; -1
	// without. One that was given back takes the points back, too.
	order int
	// refused says that the two are one person.
	refused bool
}

// paid tells whether both got their points.
func (f referral) paid() bool { return f.order >= 0 && !f.refused }

// redemption is a reward that somebody bought with points.
type redemption struct {
	at     time.Time
	user   int
	reward int
}

const (
	referrerPoints, friendPoints = 500, 250
	reviewPoints                 = 20
	// firstOrderAtLeast is what a friend must spend for both to be rewarded.
	firstOrderAtLeast = 5_000
)

// gems are the levels with the XP they begin at and what they multiply
// purchase points by, in hundredths.
var gems = []struct {
	name       string
	from       int
	multiplier int
}{
	{"quartz", 0, 100}, {"amethyst", 1_000, 105}, {"topaz", 5_000, 110}, {"emerald", 15_000, 120},
	{"sapphire", 40_000, 130}, {"ruby", 100_000, 140}, {"diamond", 250_000, 150},
}

func gem(xp int) (name string, multiplier int) {
	for _, g := range gems {
		if xp >= g.from {
			name, multiplier = g.name, g.multiplier
		}
	}
	return name, multiplier
}

// refer lets one person in twenty come through a friend.
func (w *world) refer() {
	first := w.firstLarge()
	for i := range w.plan.Users / 20 {
		r := dice.New("referral", i)
		f := referral{referrer: w.somebody(r), friend: accounts + i*20 + r.IntN(17), order: -1}
		if f.friend >= w.plan.Users || f.friend == f.referrer {
			continue
		}
		f.at = w.customers[f.friend].joined
		if w.customers[f.referrer].joined.After(f.at) {
			continue // Nobody invites before they came themselves.
		}
		if bought, any := first[f.friend]; any {
			f.order, f.refused = bought, r.Chance(6)
			w.orders[bought].introduced = true
		}
		if r.Chance(25) {
			f.friend, f.order, f.refused = -1, -1, false
		}
		w.referrals = append(w.referrals, f)
		if f.paid() {
			w.rewardFriends(f, fmt.Sprint(len(w.referrals)))
		}
	}
}

// firstLarge is each person's first paid order that is large enough to reward a
// friend.
func (w *world) firstLarge() map[int]int {
	first := make(map[int]int)
	for i := range w.orders {
		o := &w.orders[i]
		if o.user < 0 || !o.paid || o.subtotal-o.couponOff < firstOrderAtLeast {
			continue
		}
		if before, any := first[o.user]; !any || o.paidAt().Before(w.orders[before].paidAt()) {
			first[o.user] = i
		}
	}
	return first
}

func (w *world) rewardFriends(f referral, of string) {
	o := &w.orders[f.order]
	give := func(at time.Time, sign int, source string, mine, theirs string) {
		w.entries = append(w.entries,
			entry{at, f.referrer, sign * referrerPoints, source, of, mine}, entry{at, f.friend, sign * friendPoints, source, of, theirs})
	}
	give(o.paidAt(), 1, "referral", "A friend's first order", "Welcome: your first order through a friend")
	if o.status == "refunded" {
		give(o.undoneAt(), -1, "referral_reversal", "The friend's first order was given back", "The friend's first order was given back")
	}
}

// happening is something in a person's life that moves points.
type happening struct {
	at   time.Time
	move func(*customer)
}

// keepLedger walks every person's life in order, because what an order gives
// depends on the level reached and what it can spend on the balance.
func (w *world) keepLedger() {
	lives := make(map[int][]happening)
	happen := func(user int, at time.Time, move func(*customer)) {
		lives[user] = append(lives[user], happening{at, move})
	}
	referrals := w.entries
	w.entries = nil
	for _, e := range referrals {
		happen(e.user, e.at, func(*customer) { w.post(e) })
	}
	for i := range w.orders {
		if o := &w.orders[i]; o.user >= 0 {
			happen(o.user, o.at, func(c *customer) { w.spend(i, c) })
			happen(o.user, o.paidAt(), func(c *customer) { w.earn(i, c) })
			happen(o.user, o.undoneAt(), func(*customer) { w.giveBack(i) })
		}
	}
	for i := range w.reviews {
		if v := &w.reviews[i]; v.verified && !v.hidden {
			happen(v.user, v.at, func(*customer) {
				w.post(entry{v.at, v.user, reviewPoints, "review", fmt.Sprint(v.ware + 1), "A review of something you bought"})
			})
		}
	}
	for i := range w.plays {
		if p := &w.plays[i]; p.points > 0 {
			happen(p.user, p.at, func(*customer) {
				w.post(entry{p.at, p.user, p.points, "game", fmt.Sprint(i + 1), p.words()})
			})
		}
	}
	w.checkIn(happen)
	for user := range w.customers {
		life := lives[user]
		sort.SliceStable(life, func(i, j int) bool { return life[i].at.Before(life[j].at) })
		for _, h := range life {
			h.move(&w.customers[user])
		}
		if len(life) > 0 {
			w.redeem(user, life[len(life)-1].at)
		}
	}
	w.thank()
	sort.SliceStable(w.entries, func(i, j int) bool { return w.entries[i].at.Before(w.entries[j].at) })
}

// thankPoints are enough for most rewards.
const thankPoints = 1_500

// thank lets staff give the shopper points after all else that happened, so that
// there is something to spend.
func (w *world) thank() {
	since := w.customers[0].joined
	for i := range w.entries {
		if e := &w.entries[i]; e.user == 0 {
			since = later(since, e.at)
		}
	}
	r := dice.New("thanks", 0)
	at := r.Time(since, w.plan.Now)
	w.post(entry{at, 0, thankPoints, "adjustment", dice.UUID(at, "thanks", 0).String(), "Thank you for being our sample shopper"})
}

// post enters a change and keeps the balance and the XP. What is taken back
// and no longer there is owed, and what comes next pays for it.
func (w *world) post(e entry) {
	c := &w.customers[e.user]
	w.enter(e)
	if e.source != "checkout_return" && (e.points > 0 || strings.HasSuffix(e.source, "_reversal")) {
		c.xp += e.points
	}
	switch owed := min(c.owed, max(0, e.points)); {
	case c.points < 0:
		c.owed -= c.points
		w.enter(entry{e.at, e.user, -c.points, "debt", e.source + ":" + e.of, "Owed: these had been spent already"})
	case owed > 0:
		c.owed -= owed
		w.enter(entry{e.at, e.user, -owed, "debt", e.source + ":" + e.of, "Paid for points that were owed"})
	}
}

func (w *world) enter(e entry) {
	c := &w.customers[e.user]
	c.points += e.points
	c.version++
	w.entries = append(w.entries, e)
}

// spend takes points at checkout: at least 100, at most a fifth of the goods.
func (w *world) spend(i int, c *customer) {
	o := &w.orders[i]
	r := dice.New("spend", i)
	most := min(int64(c.points), o.subtotal/5, o.subtotal-o.couponOff)
	if most < 100 || o.introduced || !r.Chance(22) {
		return
	}
	o.pointsUsed = int(most)
	w.post(entry{o.at, o.user, -o.pointsUsed, "checkout", fmt.Sprint(i + 1), "Spent on an order"})
}

// giveBack takes back what a refunded order gave, and returns what was spent on
// one that came to nothing.
func (w *world) giveBack(i int) {
	o := &w.orders[i]
	if o.status == "refunded" && o.pointsMade > 0 {
		w.post(entry{o.undoneAt(), o.user, -o.pointsMade, "purchase_reversal", fmt.Sprint(i + 1), "Order " + w.number(i) + " was given back"})
	}
	if o.pointsUsed > 0 && (o.status == "cancelled" || o.status == "refunded") {
		w.post(entry{o.undoneAt(), o.user, o.pointsUsed, "checkout_return", fmt.Sprint(i + 1), "Back from a cancelled order"})
	}
}

// earn gives one point for each 100 naira of goods, times the level.
func (w *world) earn(i int, c *customer) {
	o := &w.orders[i]
	if !o.paid {
		return
	}
	_, multiplier := gem(c.xp)
	points := int((o.subtotal - o.discount()) / 100 * int64(multiplier) / 100)
	if points == 0 {
		return
	}
	o.pointsMade = points
	w.post(entry{o.paidAt(), o.user, points, "purchase", fmt.Sprint(i + 1), "For order " + w.number(i)})
}

// streak is what checking in on one day after another gives, then again.
var streak = []int{5, 5, 10, 10, 15, 15, 50}

// checkIn gives some people a streak that ends yesterday or earlier.
func (w *world) checkIn(happen func(int, time.Time, func(*customer))) {
	for i := range min(w.plan.Users/8, 20_000) {
		r := dice.New("streak", i)
		user := i * 8
		if user > 0 && user < accounts {
			continue
		}
		days := 1 + r.Weighted(30, 22, 14, 10, 8, 6, 5, 3, 2)
		last := clock.Day(w.plan.Now).AddDate(0, 0, -r.Between(1, 20))
		c := &w.customers[user]
		for n := range days {
			day := last.AddDate(0, 0, n-days+1)
			at := day.Add(time.Duration(r.Between(7, 22)) * time.Hour).UTC()
			if at.Before(c.joined) {
				continue
			}
			e := entry{at, user, streak[c.streak%len(streak)], "login_streak", day.Format(time.DateOnly), fmt.Sprintf("Day %d of your streak", c.streak+1)}
			c.streak, c.checkedIn = c.streak+1, day
			happen(user, at, func(*customer) { w.post(e) })
		}
	}
}

// redeem buys a reward with what a person has left at the end.
func (w *world) redeem(user int, after time.Time) {
	r := dice.New("redeem", user)
	chosen := r.IntN(len(rewards))
	if user != 0 && !r.Chance(30) || w.customers[user].points < rewards[chosen].cost || !w.reached(user, rewards[chosen].level) {
		return
	}
	at := r.Time(after, w.plan.Now)
	w.redeemed = append(w.redeemed, redemption{at, user, chosen})
	w.post(entry{at, user, -rewards[chosen].cost, "redemption", fmt.Sprint(len(w.redeemed)), "Spent on " + rewards[chosen].name})
}

// reached tells whether somebody has a level or one above it.
func (w *world) reached(user int, level string) bool {
	for _, g := range gems {
		if g.name == level {
			return w.customers[user].xp >= g.from
		}
	}
	return false
}
