package bench

// said is what people say to pets, by turns: goods and what narrows them, one
// thing closer, taste, the shop's rules, orders and the cart, and small talk.
var said = []string{
	"abeg show me fine gown wey no pass 15k",
	"I need sneakers under ₦20,000",
	"black sneakers size 42",
	"in red",
	"anything cheaper?",
	"show me more",
	"the second one",
	"does it come in other sizes?",
	"how much be your palm slippers",
	"I want something simple for office",
	"what do you recommend for my sister?",
	"I no like red",
	"how much is delivery to Abuja",
	"I stay in Ibadan, how long will it take?",
	"can I return it if it doesn't fit",
	"where is my order",
	"what is in my cart?",
	"is there any voucher",
	"how far na",
	"who are you",
	"thank you",
}

// saying is the n-th message of somebody: everybody begins elsewhere.
func saying(who, n int) string { return said[(who*5+n)%len(said)] }
