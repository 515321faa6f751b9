package seed

import (
	"sort"
	"time"

	"zuka/internal/seed/dice"
)

// review is what somebody thinks of a product.
type review struct {
	at             time.Time
	ware, user     int
	rating         int
	verified       bool
	helpful        int
	hidden         bool
	textNumber     int
	votersFrom     int
	votersDistance int
}

// collectReviews takes them from people who had their parcel first, then from
// others until there are as many as planned.
func (w *world) collectReviews() {
	seen := make(map[[2]int]bool, w.plan.Reviews)
	write := func(r dice.Roll, ware, user int, at time.Time, verified bool) {
		pair := [2]int{ware, user}
		if seen[pair] || at.After(w.plan.Now) {
			return
		}
		seen[pair] = true
		number := len(w.reviews)
		w.reviews = append(w.reviews, review{
			at: at, ware: ware, user: user, rating: rating(r, w.goods[ware].Quality), verified: verified,
			hidden: r.Chance(0.6), textNumber: number, votersFrom: r.IntN(w.plan.Users), votersDistance: 1 + r.IntN(97),
		})
	}
	for i := range w.orders {
		o := &w.orders[i]
		if o.status != "delivered" || o.user < accounts && o.user != 0 {
			continue
		}
		for n, l := range o.lines {
			r := dice.New("bought review", i*8+n)
			if r.Chance(38) {
				write(r, l.ware, o.user, waking(r, o.deliveredAt(), o.deliveredAt().Add(12*24*time.Hour)), true)
			}
		}
	}
	for i := 0; len(w.reviews) < w.plan.Reviews && i < 3*w.plan.Reviews; i++ {
		r := dice.New("review", i)
		user := accounts + r.IntN(w.plan.Users-accounts)
		ware := w.anything(r)
		since := later(w.customers[user].joined, w.goods[ware].since)
		write(r, ware, user, waking(r, since, w.plan.Now.Add(-time.Hour)), false)
	}
	sort.SliceStable(w.reviews, func(i, j int) bool { return w.reviews[i].at.Before(w.reviews[j].at) })
	for i := range w.reviews {
		v := &w.reviews[i]
		if !v.hidden {
			w.goods[v.ware].ratings++
			w.goods[v.ware].stars += v.rating
			v.helpful = helpful(dice.New("helpful", v.textNumber), w.goods[v.ware].Appeal, w.plan.Users)
		}
	}
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// rating is a number of stars around the quality of the product.
func rating(r dice.Roll, quality float64) int {
	stars := int(quality + r.NormFloat64()*0.9 + 0.5)
	return min(max(stars, 1), 5)
}

// helpful is how many people say that a review helped them.
func helpful(r dice.Roll, appeal float64, users int) int {
	if !r.Chance(30 + 40*appeal) {
		return 0
	}
	return min(int(r.ExpFloat64()*(1+5*appeal)), 25, users/200)
}
