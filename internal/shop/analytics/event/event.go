// Package event is what happened in the shop: what a client or the shop itself
// tells, what is wrong with what was told, and what can be read out of the
// rest of a request.
package event

import (
	"time"

	"github.com/google/uuid"

	"zuka/ent/shape"
)

// Type is what kind of thing happened.
type Type string

// The types, as the column event_type knows them.
const (
	PageView       Type = "page_view"
	ProductView    Type = "product_view"
	Search         Type = "search"
	AddToCart      Type = "add_to_cart"
	RemoveFromCart Type = "remove_from_cart"
	WishlistAdd    Type = "wishlist_add"
	CheckoutStart  Type = "checkout_start"
	// Purchase is told by the shop alone, when the money for an order is there:
	// one for each line of the order.
	Purchase     Type = "purchase"
	CouponApply  Type = "coupon_apply"
	ReviewSubmit Type = "review_submit"
	GamePlay     Type = "game_play"
	PetMessage   Type = "pet_message"
	Share        Type = "share"
	SignUp       Type = "sign_up"
	SignIn       Type = "sign_in"
	// Custom is whatever else a client wants to count, told apart by its name.
	Custom Type = "custom"
)

// Event is one thing that happened, checked and complete: a row of
// analytics_events. An empty text and a zero number are NULL there.
type Event struct {
	// ID is the teller's own: an event that is told twice counts once.
	ID uuid.UUID
	// User is who did it; zero when that is not known.
	User uuid.UUID
	// Session is the client's session: its visit, until half an hour of silence.
	Session uuid.UUID
	Type    Type
	// Name is the teller's own word for it.
	Name string
	// Platform is web, android or ios.
	Platform             string
	PagePath, ScreenName string
	// Product is the number of the product it is about.
	Product int
	// Category is the slug of the category it is about.
	Category    string
	SearchQuery string
	// Detail is what else is to be said; nil for nothing.
	Detail *shape.EventDetail

	// UserAgent, Device (mobile, tablet, desktop), OS and Browser are of the
	// program that it happened in.
	UserAgent, Device, OS, Browser    string
	State, City                       string
	Referrer                          string
	UTMSource, UTMMedium, UTMCampaign string
	// At is when it happened, by the teller's clock.
	At time.Time
}
