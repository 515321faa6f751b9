package seed

import (
	"time"

	"zuka/internal/seed/dice"
)

// cartRows are what lies in carts now: of one person in fourteen, and of most
// guests.
func (w *writer) cartRows(yield func([]any) bool) {
	id := 0
	fill := func(r dice.Roll, user, session any, since time.Time) bool {
		seen := make(map[int]bool)
		for range r.Between(1, 4) {
			chosen := w.anything(r)
			if seen[chosen] {
				continue
			}
			seen[chosen] = true
			id++
			g := &w.goods[chosen]
			var size, color any
			if g.Kind.Variants {
				size, color = dice.Pick(r, g.Sizes), dice.Pick(r, g.Colors)
			}
			at := r.Time(since, w.plan.Now)
			if !yield([]any{id, user, session, chosen + 1, 1 + r.Weighted(80, 15, 5), size, color, at, at}) {
				return false
			}
		}
		return true
	}
	recent := w.plan.Now.Add(-10 * 24 * time.Hour)
	for i := 0; i < len(w.customers); i += 14 {
		c := &w.customers[i]
		if !fill(dice.New("cart", i), bytes16(c.id), nil, later(c.joined, recent)) {
			return
		}
	}
	for i := range w.guestSessions() {
		r := dice.New("guest cart", i)
		if r.Chance(70) && !fill(r, nil, w.sessionID("guest", i), w.plan.Now.Add(-20*time.Hour)) {
			return
		}
	}
}
