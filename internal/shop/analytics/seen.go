package analytics

import (
	"time"

	"zuka/internal/platform/money"
	"zuka/internal/shop/analytics/hot"
)

// LiveTotals are counts of the last hour.
type LiveTotals struct {
	Events, ProductViews, CartAdds, Checkouts int
	// Purchases are lines of orders that were paid, Revenue what they came to.
	Purchases int
	Revenue   money.Naira
}

// Hour is what happened in the last sixty minutes.
func (r *Realtime) Hour() LiveTotals {
	t := r.Live.Hour
	return LiveTotals{
		Events: int(t.Events), ProductViews: int(t.ProductViews), CartAdds: int(t.CartAdds), Checkouts: int(t.Checkouts),
		Purchases: int(t.Purchases), Revenue: money.Naira(t.RevenueNGN),
	}
}

// Active is who was there in the last minutes: estimates, within about one in a
// hundred.
type Active struct {
	// Minutes is how far it looks back.
	Minutes int
	// Sessions are different sessions of clients, Users different people.
	Sessions, Users int
}

// Active is who was there in the last 5 and the last 30 minutes.
func (r *Realtime) Active() []Active {
	return []Active{
		{Minutes: 5, Sessions: int(r.Sessions5), Users: int(r.Users5)},
		{Minutes: 30, Sessions: int(r.Sessions30), Users: int(r.Users30)},
	}
}

// LiveMinute is how many events came in a minute, which At begins.
type LiveMinute struct {
	At     time.Time
	Events int
}

// Minutes are the last sixty, the oldest first.
func (r *Realtime) Minutes() []LiveMinute {
	all := make([]LiveMinute, len(r.Live.Minutes))
	for i, m := range r.Live.Minutes {
		all[i] = LiveMinute{m.At, int(m.Events)}
	}
	return all
}

// Products are those viewed most in the last hour.
func (r *Realtime) Products() []hot.Product { return r.Live.Products }

// CountedUpTo is when events had last been worked into the figures; nil before the
// first time.
func (f *Freshness) CountedUpTo() *time.Time { return unlessZero(f.AsOf) }

// WaitingEvents is how many are in the table and not counted yet.
func (f *Freshness) WaitingEvents() int { return int(f.Waiting) }

// ProductsUpTo and CategoriesUpTo are as of when the views of products and of
// categories are; nil before the first time.
func (f *Freshness) ProductsUpTo() *time.Time { return unlessZero(f.Views["product_analytics_daily"]) }

// CategoriesUpTo is told at ProductsUpTo.
func (f *Freshness) CategoriesUpTo() *time.Time { return unlessZero(f.Views["category_analytics"]) }

func unlessZero(at time.Time) *time.Time {
	if at.IsZero() {
		return nil
	}
	return &at
}
