// Package voice is how the four personas say things: for each kind of thing
// several phrasings, and names in braces for what is filled in. It decides
// nothing; what is said is chosen by the brain.
package voice

// Kind is what a line does. The names in braces are what its lines may hold:
// those without a question mark must be in every line of the kind.
type Kind string

// The kinds.
const (
	Hello         Kind = "hello"       // {shopper?} {pet?}
	HelloAgain    Kind = "hello_again" // greeting in the middle of a conversation
	HowAreYou     Kind = "how_are_you"
	WhoAmI        Kind = "who_am_i" // {pet}: a shop's assistant, no person
	WhatICan      Kind = "what_i_can"
	YoureWelcome  Kind = "youre_welcome"
	Bye           Kind = "bye"
	Praised       Kind = "praised"
	Scolded       Kind = "scolded"
	Joke          Kind = "joke"
	OffTopic      Kind = "off_topic"    // the pet talks about the shop only
	Unclear       Kind = "unclear"      // not understood; asks to say it in other words
	AttackMet     Kind = "attack_met"   // refuses to change its role, to tell its instructions or other people's things
	Person        Kind = "person"       // how to reach a person of the shop: the help page
	Found         Kind = "found"        // {what} {count}: cards are shown beside
	FoundOne      Kind = "found_one"    // {what} {name} {price}
	FoundMore     Kind = "found_more"   // more of the same
	NoMore        Kind = "no_more"      // there is no more of it
	FoundWider    Kind = "found_wider"  // {what} {let_go}: nothing fitted everything, these are near; let_go is "your price", "that size"
	NotFound      Kind = "not_found"    // {what}
	Cheaper       Kind = "cheaper"      // {what} {price}: cheaper ones are shown, price is the new limit
	NoCheaper     Kind = "no_cheaper"   // {name} {price}: it is the cheapest
	AskWhat       Kind = "ask_what"     // asks what is looked for
	AskBudget     Kind = "ask_budget"   // {what}: asks for a price, while showing some
	Recommended   Kind = "recommended"  // {why}: chosen by taste
	BestSellers   Kind = "best_sellers" // nothing known of the taste yet
	GoesWith      Kind = "goes_with"    // {name}
	Deals         Kind = "deals"        // {count}: reduced goods are shown
	NoDeals       Kind = "no_deals"
	PriceOf       Kind = "price_of"     // {name} {price}
	PriceWas      Kind = "price_was"    // {name} {price} {was}
	InStock       Kind = "in_stock"     // {name} {count}
	FewLeft       Kind = "few_left"     // {name} {count}
	SoldOut       Kind = "sold_out"     // {name}
	SizesOf       Kind = "sizes_of"     // {name} {sizes}
	ColorsOf      Kind = "colors_of"    // {name} {colors}
	HasSize       Kind = "has_size"     // {name} {size}
	HasNoSize     Kind = "has_no_size"  // {name} {size} {sizes}
	HasColor      Kind = "has_color"    // {name} {color}
	HasNoColor    Kind = "has_no_color" // {name} {color} {colors}
	RatingOf      Kind = "rating_of"    // {name} {rating} {count}
	Unrated       Kind = "unrated"      // {name}
	OnItsPage     Kind = "on_its_page"  // {name}: material and care are on the product's page
	WhichOne      Kind = "which_one"    // asks which of the products shown is meant
	AskSize       Kind = "ask_size"     // {name} {sizes}
	AskColor      Kind = "ask_color"    // {name} {colors}
	Added         Kind = "added"        // {name} {quantity} {total}
	AddProposed   Kind = "add_proposed" // {name} {quantity} {price}: a button to accept is shown
	AddRefused    Kind = "add_refused"  // {name} {why}
	TooMuch       Kind = "too_much"     // {count}: more than a line of a cart takes
	CartEmpty     Kind = "cart_empty"
	CartHas       Kind = "cart_has"       // {count} {total} {lines}
	CheckOut      Kind = "check_out"      // {total}: how to go on to pay
	CouponUsed    Kind = "coupon_used"    // {code} {discount} {total}
	CouponOffered Kind = "coupon_offered" // {code}: a button to accept is shown
	CouponFailed  Kind = "coupon_failed"  // {code} {why}
	CouponsAre    Kind = "coupons_are"    // {coupons}
	NoCoupons     Kind = "no_coupons"
	Haggled       Kind = "haggled"     // {name?}: prices are fixed, but there are deals and coupons
	OrderIs       Kind = "order_is"    // {number} {status} {items}
	OrderComes    Kind = "order_comes" // {number} {status} {when}
	OrdersAre     Kind = "orders_are"  // {orders}
	NoOrders      Kind = "no_orders"
	NoSuchOrder   Kind = "no_such_order" // {number}
	HowToCancel   Kind = "how_to_cancel" // on the order's page until it is shipped
	DeliveryIs    Kind = "delivery_is"   // {state} {fee} {days} {free}
	AskState      Kind = "ask_state"
	ReturnsAre    Kind = "returns_are"   // {days}
	PayBy         Kind = "pay_by"        // {limit}: card, bank transfer, USSD through Paystack and Flutterwave; cash on delivery up to {limit}
	SizeAdvice    Kind = "size_advice"   // sizes are on each product's page; between two take the larger
	PointsAre     Kind = "points_are"    // {points} {level} {next}
	PointsTop     Kind = "points_top"    // {points} {level}: the highest level
	GamesAre      Kind = "games_are"     // {games} {points}: points a day at most
	Noted         Kind = "noted"         // {what}: a liking was noted
	NotedAgainst  Kind = "noted_against" // {what}: a dislike was noted
	KnownAre      Kind = "known_are"     // {what}
	KnownNothing  Kind = "known_nothing"
	HowToForget   Kind = "how_to_forget" // each can be forgotten in the pet's settings
	YesWhat       Kind = "yes_what"      // "yes" to nothing asked
	NoProblem     Kind = "no_problem"    // "no" heard
	GoingOn       Kind = "going_on"      // links what was said to a new beginning, after an answer broke off
	ToolsUp       Kind = "tools_up"      // did as much as a message allows
	Trouble       Kind = "trouble"       // something did not work; nothing was changed
	Resting       Kind = "resting"       // the person's messages of the day are used up for the clever brain
)
