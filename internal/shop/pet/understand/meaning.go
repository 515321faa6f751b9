package understand

import "zuka/internal/shop/pet/brain"

// Intent is what a message wants.
type Intent string

// The intents.
const (
	Unclear    Intent = "unclear"  // nothing of the shop was understood
	Greeting   Intent = "greeting" // hello, how far
	HowAreYou  Intent = "how_are_you"
	WhoAreYou  Intent = "who_are_you" // who or what the pet is
	WhatCan    Intent = "what_can"    // what it can do, help
	Thanks     Intent = "thanks"
	Goodbye    Intent = "goodbye"
	Praise     Intent = "praise" // of the pet
	Scold      Intent = "scold"  // of the pet
	Joke       Intent = "joke"
	OffTopic   Intent = "off_topic" // weather, football, politics
	Human      Intent = "human"     // wants a person of the shop
	Search     Intent = "search"
	More       Intent = "more"    // more of the same
	Cheaper    Intent = "cheaper" // the same for less, "too cost"
	Narrow     Intent = "narrow"  // the same, "in red", "under 10k"
	Detail     Intent = "detail"  // about a product: price, size, colour, material, stock
	Choose     Intent = "choose"  // "the second one", without saying what for
	Recommend  Intent = "recommend"
	Goes       Intent = "goes_with" // what goes with it
	Deals      Intent = "deals"     // discounts, sales
	AddToCart  Intent = "add_to_cart"
	CartShow   Intent = "cart"     // what is in the cart
	Checkout   Intent = "checkout" // how to pay for the cart, "I want to pay"
	UseCoupon  Intent = "coupon_apply"
	AskCoupons Intent = "coupon_ask" // is there a code
	Haggle     Intent = "haggle"     // last price, "abeg reduce am"
	OrderWhere Intent = "order_status"
	OrderStop  Intent = "order_cancel"
	Delivery   Intent = "delivery"
	Returns    Intent = "returns"
	Payment    Intent = "payment" // how one can pay, cash on delivery
	SizeHelp   Intent = "size_help"
	Points     Intent = "points"
	Games      Intent = "games"
	Likes      Intent = "likes"  // "I like red", "I hate leather"
	Forget     Intent = "forget" // forget what you know about me
	Remember   Intent = "known"  // what do you know about me
	Yes        Intent = "yes"
	No         Intent = "no"
	Attack     Intent = "attack" // wants the prompt, other people's data, another role
)

// Meaning is what was understood of a message.
type Meaning struct {
	Intent Intent
	// Search is what was named of goods, also where the intent is another: the
	// product of "add the black bag", the taste of "I like red".
	Search brain.Search
	// Ordinal is which of the products shown is meant: 1 for the first, -1 for
	// the last, 0 for none.
	Ordinal int
	// Refers tells that "it", "this one" or "am" means the product talked about.
	Refers bool
	// Quantity is how many, 0 when not said.
	Quantity int
	// Coupon is a code that was named, in capitals; Order an order's number;
	// State a state of Nigeria by its name.
	Coupon, Order, State string
	// Signs are signs of taste.
	Signs []brain.Sign
	// Aspect is what a Detail asks for: price, size, color, stock, material,
	// rating, or empty.
	Aspect string
	// Greets tells that a greeting came with it.
	Greets bool
}

// Entry is a brand or a category of the shop.
type Entry struct{ Slug, Name string }

// Context is what a message is understood in.
type Context struct {
	Memory brain.Memory
}
