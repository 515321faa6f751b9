package brain

import (
	"context"
	"fmt"
	"time"
)

// Desk is where a brain gets at the shop. All of it is about the one person
// whose message is answered; the server chose who that is, and no argument can
// name another. The five tools are counted, audited, and told to whoever
// listens: products found are shown as cards by the desk itself.
type Desk interface {
	// Search finds products and shows them.
	Search(ctx context.Context, in Search) (Found, error)
	// Recommend chooses products by taste and shows them.
	Recommend(ctx context.Context, in Recommend) (Found, error)
	// AddToCart puts something into the cart, or proposes to.
	AddToCart(ctx context.Context, in Add) (Outcome, error)
	// ApplyCoupon uses a coupon on the cart, or proposes to.
	ApplyCoupon(ctx context.Context, code string) (Outcome, error)
	// OrderStatus looks up orders, the newest first: the one with this number,
	// or the last five when it is empty. ErrGone when there is none.
	OrderStatus(ctx context.Context, number string) ([]Order, error)

	// What follows reads only, shows nothing and is not counted.

	// Product is a product with what sizes and colours are in stock, ErrGone
	// when it is not sold any more.
	Product(ctx context.Context, id int) (Product, error)
	// Cart is what is in the cart.
	Cart(ctx context.Context) (Cart, error)
	// Coupons are those that anybody may use now.
	Coupons(ctx context.Context) ([]Coupon, error)
	// Points are the person's points and level.
	Points(ctx context.Context) (Points, error)
	// Delivery is what delivery to a state costs and takes. An empty state is
	// the person's own where it is known; ErrGone for no state of Nigeria.
	Delivery(ctx context.Context, state string) (Delivery, error)
	// Shop are the rules that do not change from person to person.
	Shop() Shop
}

// Product is a product as a brain may know it. Prices are whole naira.
type Product struct {
	ID    int    `json:"id"`
	Name  string `json:"name"`
	Brand string `json:"brand,omitempty"`
	// Category is the slug of the kind of goods.
	Category string `json:"category,omitempty"`
	Price    int64  `json:"price"`
	// Was is the price before a reduction, 0 without one.
	Was    int64    `json:"was,omitempty"`
	Colors []string `json:"colors,omitempty"`
	Sizes  []string `json:"sizes,omitempty"`
	// Options are the pairs of size and colour that can be had, where not all
	// can; nil when size and colour are free of each other.
	Options []Option `json:"options,omitempty"`
	// Stock is how many there are.
	Stock   int     `json:"stock"`
	Rating  float64 `json:"rating,omitempty"`
	Reviews int     `json:"reviews,omitempty"`
}

// Option is a variant that can be had.
type Option struct {
	Size  string `json:"size,omitempty"`
	Color string `json:"color,omitempty"`
}

// Search says what is looked for. Slugs are the catalogue's own. Everything is
// optional; prices are whole naira, 0 for open.
type Search struct {
	// Text are the words that are no filter.
	Text       string   `json:"text,omitempty"`
	Categories []string `json:"categories,omitempty"`
	Brands     []string `json:"brands,omitempty"`
	Colors     []string `json:"colors,omitempty"`
	NotColors  []string `json:"not_colors,omitempty"`
	Sizes      []string `json:"sizes,omitempty"`
	// Gender is women, men, kids or unisex.
	Gender string `json:"gender,omitempty"`
	Min    int64  `json:"min,omitempty"`
	Max    int64  `json:"max,omitempty"`
	// Deals keeps what is reduced.
	Deals bool `json:"deals,omitempty"`
	// Sort is empty for the best match, or cheapest, dearest, newest, rated or selling.
	Sort string `json:"sort,omitempty"`
	// Skip is how many to leave out: more of the same.
	Skip int `json:"skip,omitempty"`
}

// Recommend says what to choose by.
type Recommend struct {
	// Beside is the product to go with, 0 for the taste alone.
	Beside   int    `json:"beside,omitempty"`
	Category string `json:"category,omitempty"`
	Gender   string `json:"gender,omitempty"`
	Max      int64  `json:"max,omitempty"`
}

// Found is what a search or recommendation shows.
type Found struct {
	Products []Product
	// Total is how many there are in all, at most 10,000.
	Total int
	// Widened tells that nothing fitted everything and something was let go:
	// price, size, color, brand, or empty.
	Widened string
	// Why says what of the taste a recommendation is from, such as "your black
	// and size 42"; empty for best sellers.
	Why string
}

// Add says what to put into the cart.
type Add struct {
	Product  int    `json:"product"`
	Size     string `json:"size,omitempty"`
	Color    string `json:"color,omitempty"`
	Quantity int    `json:"quantity,omitempty"`
}

// State is what became of a wish to change something.
type State string

// The states.
const (
	// Done says that it was carried out.
	Done State = "done"
	// Proposed says that the person must accept it first.
	Proposed State = "proposed"
	// Refused says that the shop does not allow it.
	Refused State = "refused"
)

// Outcome is what became of a wish to change something.
type Outcome struct {
	State State
	// Why is the shop's reason for a refusal: out of stock, size missing, or a
	// coupon's NOT_FOUND EXPIRED MINIMUM_SPEND and so on.
	Why string
	// Sizes and Colors are what can be chosen where a choice is missing.
	Sizes, Colors []string
	Product       *Product
	Quantity      int
	Code          string
	// Total is the cart's subtotal and Discount what a coupon takes off, in naira.
	Total, Discount int64
}

// Order is an order of the person.
type Order struct {
	Number, Status, PaymentStatus string
	Total                         int64
	Placed                        time.Time
	// Arrives is when it comes at the earliest and latest; zero when not known.
	Earliest, Latest time.Time
	Tracking         string
	Items            []string
}

// Cart is a person's cart.
type Cart struct {
	Lines    []CartLine
	Count    int
	Subtotal int64
	Coupon   string
	Discount int64
}

// CartLine is a line of a cart.
type CartLine struct {
	Product     int
	Name        string
	Size, Color string
	Quantity    int
	Price       int64
}

// Coupon is a coupon that anybody may use.
type Coupon struct {
	Code, Text string
	Minimum    int64
	Until      time.Time
}

// Points are a person's points and level.
type Points struct {
	Balance, XP int
	Level, Next string
	// ToNext is the XP to the next level, 0 at the highest.
	ToNext, Streak int
}

// Delivery is what delivery costs and takes.
type Delivery struct {
	State            string
	Fee              int64
	FreeFrom         int64
	MinDays, MaxDays int
}

// Shop are rules of the shop.
type Shop struct {
	ReturnDays, MinPointsToSpend, MostPointsPercent, DailyGamePoints int
	CashLimit, FreeFrom                                              int64
	Games                                                            []string
}

// Naira writes an amount as shoppers read it: ₦12,500.
func Naira(amount int64) string {
	if amount < 0 {
		return "-" + Naira(-amount)
	}
	text := fmt.Sprint(amount)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return "₦" + text
}
