package hot

import (
	"github.com/google/uuid"

	"zuka/internal/shop/analytics/event"
)

// Entry is what one entry of the stream, or one event of the shop's own, counts.
type Entry struct {
	// ID is its place in the stream.
	ID string `json:"id"`
	// Size is how many events it brought, those that do not count among them.
	Size int `json:"size"`
	// Refused says what of it was refused and why; empty for nothing. The entry is
	// set aside with these words, which must hold nobody's data.
	Refused string `json:"refused,omitempty"`

	Totals   Totals            `json:"totals"`
	Products map[int]*interest `json:"products,omitempty"`
	// Sessions and Users are who was active.
	Sessions []uuid.UUID `json:"sessions,omitempty"`
	Users    []uuid.UUID `json:"users,omitempty"`
}

// interest is what an entry says of one product.
type interest struct {
	Views   int         `json:"views"`
	Carts   int         `json:"carts"`
	Viewers []uuid.UUID `json:"viewers,omitempty"`
}

// Totals are counts of events, and money in whole naira.
type Totals struct {
	Events       int64 `json:"events"`
	ProductViews int64 `json:"product_views"`
	CartAdds     int64 `json:"cart_adds"`
	Checkouts    int64 `json:"checkouts"`
	// Purchases are lines of orders that were paid, and RevenueNGN is what they
	// paid.
	Purchases  int64 `json:"purchases"`
	RevenueNGN int64 `json:"revenue_ngn"`
}

// Add counts an event that was written for the first time. Its product must be one
// that there is, or none: each that was viewed costs memory in Redis.
func (e *Entry) Add(one event.Event) {
	e.Totals.Events++
	e.Sessions = appendNew(e.Sessions, one.Session)
	e.Users = appendNew(e.Users, one.User)
	switch one.Type {
	case event.ProductView:
		e.Totals.ProductViews++
		if of := e.product(one.Product); of != nil {
			of.Views++
			who := one.User
			if who == uuid.Nil {
				who = one.Session
			}
			of.Viewers = appendNew(of.Viewers, who)
		}
	case event.AddToCart:
		e.Totals.CartAdds++
		if of := e.product(one.Product); of != nil {
			of.Carts++
		}
	case event.CheckoutStart:
		e.Totals.Checkouts++
	case event.Purchase:
		e.Totals.Purchases++
		if one.Detail != nil {
			e.Totals.RevenueNGN += one.Detail.ValueNGN
		}
	}
}

// product is where a product is counted; nil for none.
func (e *Entry) product(id int) *interest {
	if id == 0 {
		return nil
	}
	if e.Products == nil {
		e.Products = map[int]*interest{}
	}
	if e.Products[id] == nil {
		e.Products[id] = &interest{}
	}
	return e.Products[id]
}

// appendNew appends who is known and not the last: most entries are of one person.
func appendNew(all []uuid.UUID, who uuid.UUID) []uuid.UUID {
	if who == uuid.Nil || len(all) > 0 && all[len(all)-1] == who {
		return all
	}
	return append(all, who)
}
