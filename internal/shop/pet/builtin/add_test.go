package builtin_test

import (
	"context"
	"errors"
	"reflect"
	"testing"

	"zuka/internal/shop/pet/brain"
	"zuka/internal/shop/pet/understand"
	"zuka/internal/shop/pet/voice"
)

func adding(m meaning) meaning {
	m.Intent = understand.AddToCart
	return m
}

func sized(s string) brain.Search   { return brain.Search{Sizes: []string{s}} }
func colored(c string) brain.Search { return brain.Search{Colors: []string{c}} }

// shopTalk is what the scripts of the cart know.
var shopTalk = script{
	"senator":             looking(cat("senator-wear")),
	"totes":               looking(cat("tote-bags")),
	"sneakers":            looking(cat("low-top-sneakers")),
	"first":               {Intent: understand.Choose, Ordinal: 1},
	"second":              {Intent: understand.Choose, Ordinal: 2},
	"ninth":               {Intent: understand.Choose, Ordinal: 9},
	"add first":           adding(meaning{Ordinal: 1}),
	"add first in white":  adding(meaning{Ordinal: 1, Search: colored("White")}),
	"add it":              adding(meaning{Refers: true}),
	"add":                 adding(meaning{}),
	"add 2 42 black":      adding(meaning{Ordinal: 1, Quantity: 2, Search: brain.Search{Sizes: []string{"42"}, Colors: []string{"Black"}}}),
	"add 50":              adding(meaning{Ordinal: 1, Quantity: 50}),
	"add the beaded tote": adding(meaning{Search: brain.Search{Categories: []string{"tote-bags"}, Text: "beaded"}}),
	"add the gold one":    adding(meaning{Search: colored("Gold")}),
	"add black":           adding(meaning{Refers: true, Search: colored("Black")}),
	"add a belt":          adding(meaning{Search: cat("belts")}),
	"add a dress":         adding(meaning{Search: cat("ankara-dresses")}),
	"add a kilt":          adding(meaning{Search: brain.Search{Text: "kilt"}}),
	"add watch":           adding(meaning{Search: cat("wristwatches")}),
	"L":                   {Intent: understand.Unclear},
	"XXL":                 {Intent: understand.Narrow, Search: sized("XXL")},
	"black":               {Intent: understand.Narrow, Search: colored("Black")},
	"the second size":     {Intent: understand.Choose, Ordinal: 2},
	"no":                  {Intent: understand.No},
	"yes":                 {Intent: understand.Yes},
	"delivery":            {Intent: understand.Delivery, State: "Kano"},
	"what sizes":          {Intent: understand.Detail, Aspect: "size", Refers: true},
	"the beaded one":      looking(brain.Search{Text: "beaded"}),
	"42":                  {Intent: understand.Narrow, Search: sized("42"), Quantity: 42},
}

func (c *chat) added(wanted ...brain.Add) {
	c.t.Helper()
	if len(wanted) != len(c.desk.adds) || len(wanted) > 0 && !reflect.DeepEqual(c.desk.adds, wanted) {
		c.t.Errorf("added %+v, not %+v", c.desk.adds, wanted)
	}
	if len(wanted) > 0 && c.ask.Memory.Question != nil {
		c.t.Errorf("waits for %+v", c.ask.Memory.Question)
	}
}

func TestAddAsksForWhatIsMissing(t *testing.T) {
	c := newChat(t, shopTalk)
	c.say("senator")
	c.hears("add first", "Classic Senator Wear", "M, L or XL")
	c.hears("XXL", "XXL", "M, L and XL")
	c.hears("L", "Classic Senator Wear in size L", "navy, white or black")
	c.added()
	c.hears("black", "Classic Senator Wear (size L, black)", "₦35,000")
	c.added(brain.Add{Product: 9, Size: "L", Color: "Black", Quantity: 1})
}

func TestAddOffersOnlyWhatGoesTogether(t *testing.T) {
	c := newChat(t, shopTalk)
	c.say("senator")
	c.hears("add first in white", "size L, white")
	c.added(brain.Add{Product: 9, Size: "L", Color: "White", Quantity: 1})
	c.desk.adds = nil
	c.say("add first")
	c.say("the second size")
	c.say("no")
	c.added()
	if c.ask.Memory.Question != nil {
		t.Error("it still asks")
	}
	c.say("L")
	c.added()
}

func TestAddKeepsTheQuestionThroughOtherTalk(t *testing.T) {
	c := newChat(t, shopTalk)
	c.say("sneakers")
	c.hears("add first", "41, 42 or 43")
	c.hears("delivery", "Kano", "₦3,500", "3–6")
	c.hears("what sizes", "41, 42 and 43")
	c.hears("add it", "41, 42 or 43")
	c.hears("yes", "41, 42 or 43")
	c.hears("42", "white or black")
	c.hears("second", "size 42, black")
	c.added(brain.Add{Product: 13, Size: "42", Color: "Black", Quantity: 1})
}

func TestAnotherSearchDropsTheQuestion(t *testing.T) {
	c := newChat(t, shopTalk)
	c.say("senator")
	c.say("add first")
	c.say("totes")
	c.say("L")
	c.added()
	c.say("senator")
	c.say("add first")
	c.hears("add a belt", "Leather Belt", "black or brown")
	c.hears("black", "Leather Belt (black)")
	c.added(brain.Add{Product: 27, Color: "Black", Quantity: 1})
}

func TestAddWithEverythingSaid(t *testing.T) {
	c := newChat(t, shopTalk)
	c.say("sneakers")
	c.hears("add 2 42 black", "Court Low-Top Sneakers (size 42, black)", "2", "₦56,000")
	c.added(brain.Add{Product: 13, Size: "42", Color: "Black", Quantity: 2})
	c.line("add 50", voice.TooMuch, "count", "20")
	c.added(brain.Add{Product: 13, Size: "42", Color: "Black", Quantity: 2})
}

func TestAddByWordsAndByColour(t *testing.T) {
	c := newChat(t, shopTalk)
	c.say("totes")
	c.line("add", voice.WhichOne)
	c.hears("the beaded one", "Beaded Tote Bag (gold)")
	c.added(brain.Add{Product: 19, Color: "Gold", Quantity: 1})
	for _, message := range []string{"add the beaded tote", "add the gold one"} {
		c.desk.adds = nil
		c.say("totes")
		c.say(message)
		c.added(brain.Add{Product: 19, Color: "Gold", Quantity: 1})
	}
	c.desk.adds = nil
	c.say("totes")
	c.say("first")
	c.say("add black")
	c.added(brain.Add{Product: 18, Color: "Black", Quantity: 1})
}

func TestAnAddMayBringACoupon(t *testing.T) {
	s := script{"sneakers": looking(cat("low-top-sneakers")), "both": adding(meaning{Ordinal: 1, Coupon: "DETTY15", Search: brain.Search{Sizes: []string{"42"}, Colors: []string{"Black"}}}),
		"agbada": looking(brain.Search{Categories: []string{"agbada"}, Max: 5_000}), "make it 90k": adding(meaning{Refers: true, Search: brain.Search{Max: 90_000}})}
	c := newChat(t, s)
	c.desk.coupons = []brain.Coupon{{Code: "DETTY15"}}
	c.say("agbada")
	c.hears("make it 90k", "Modern Agbada")
	c.added()
	c.say("sneakers")
	c.hears("both", "Court Low-Top Sneakers (size 42, black)", "DETTY15", "₦26,000")
}

func TestAColourMayBeMeantByItsShades(t *testing.T) {
	blue := brain.Search{Colors: []string{"Mid blue", "Navy", "Royal blue", "Sky blue"}}
	s := script{"jeans": looking(cat("mens-jeans")), "backpack": looking(cat("backpacks")), "dress": looking(brain.Search{Text: "peplum"}),
		"belt": looking(cat("belts")), "add blue": adding(meaning{Refers: true, Search: blue}), "blue": {Intent: understand.Detail, Refers: true, Search: blue}}
	c := newChat(t, s)
	c.say("backpack")
	c.line("blue", voice.HasColor, "name", "Campus Backpack", "color", "navy")
	c.say("add blue")
	c.say("dress")
	c.hears("add blue", "12, 14 or 16")
	c.say("14")
	c.added(brain.Add{Product: 20, Color: "Navy", Quantity: 1}, brain.Add{Product: 2, Size: "14", Color: "Royal blue", Quantity: 1})
	c.say("belt")
	c.line("add blue", voice.HasNoColor, "name", "Leather Belt", "color", "blue", "colors", "black and brown")
	c.line("blue", voice.HasNoColor, "name", "Leather Belt", "color", "blue", "colors", "black and brown")
}

func TestAddLooksForWhatWasNotShown(t *testing.T) {
	c := newChat(t, shopTalk)
	c.line("add", voice.AskWhat)
	c.line("add a dress", voice.WhichOne)
	c.hears("second", "Yaba Peplum Ankara Dress", "12, 14 or 16")
	c.hears("add a kilt", "kilt")
	c.hears("add watch", "Steel Wristwatch")
	c.added()
	c.say("totes")
	c.line("ninth", voice.WhichOne)
}

func TestAddTellsProposalsAndRefusals(t *testing.T) {
	c := newChat(t, shopTalk)
	c.desk.propose = true
	c.say("sneakers")
	c.line("add 2 42 black", voice.AddProposed, "name", "Court Low-Top Sneakers (size 42, black)", "quantity", "2", "price", "₦56,000")
	for why, words := range map[string]string{"OUT_OF_STOCK": "it is sold out", "out of stock": "it is sold out", "": "the shop does not allow it",
		"the shelf fell": "the shelf fell", "SHELF_FELL": "shelf fell"} {
		out := brain.Outcome{State: brain.Refused, Why: why}
		text, _, _ := answer(c.brain, withMessage(c.ask, "add 2 42 black"), refusing{c.desk, out})
		if !holds(c.ask.Persona, text, voice.AddRefused, "name", "Court Low-Top Sneakers", "why", words) {
			t.Errorf("%q: %q", why, text)
		}
	}
	text, got, _ := answer(c.brain, withMessage(c.ask, "add 2 42 black"), refusing{c.desk, brain.Outcome{State: brain.Refused, Why: "size missing", Sizes: []string{"41", "43"}}})
	if !holds(c.ask.Persona, text, voice.AskSize, "name", "Court Low-Top Sneakers", "sizes", "41 or 43") || got.Memory.Question == nil {
		t.Errorf("%q, %+v", text, got.Memory)
	}
	c.desk.fail["product"] = brain.ErrGone
	c.line("add 2 42 black", voice.SoldOut, "name", "Court Low-Top Sneakers")
	c.desk.fail["product"] = errors.New("broken")
	c.line("add 2 42 black", voice.Trouble)
}

type refusing struct {
	*shopDesk
	out brain.Outcome
}

func (r refusing) AddToCart(context.Context, brain.Add) (brain.Outcome, error) { return r.out, nil }

func withMessage(ask brain.Ask, message string) brain.Ask {
	ask.Message = message
	return ask
}

func TestDetails(t *testing.T) {
	detail := func(aspect string, s brain.Search) meaning {
		return meaning{Intent: understand.Detail, Aspect: aspect, Refers: true, Search: s}
	}
	white := colored("White")
	white.Sizes = []string{"XL"}
	c := newChat(t, script{
		"senator": looking(cat("senator-wear")), "first": {Intent: understand.Choose, Ordinal: 1}, "watch": {Intent: understand.Detail, Search: cat("wristwatches")},
		"sneakers": looking(cat("low-top-sneakers")), "second": {Intent: understand.Choose, Ordinal: 2}, "cap": looking(cat("face-caps")),
		"price": detail("price", brain.Search{}), "stock": detail("stock", brain.Search{}), "rating": detail("rating", brain.Search{}),
		"material": detail("material", brain.Search{}), "sizes": detail("size", brain.Search{}), "colours": detail("color", brain.Search{}),
		"42": detail("size", sized("42")), "XL": detail("stock", sized("XL")), "white XL": detail("", white), "pink": detail("color", colored("Pink")),
		"white": detail("", colored("White")), "any": detail("", brain.Search{}),
		"price of agbada": {Intent: understand.Detail, Aspect: "price", Search: cat("agbada")},
	})
	c.line("any", voice.AskWhat)
	c.say("senator")
	c.line("price", voice.WhichOne)
	c.hears("first", "Classic Senator Wear", "₦35,000", "M, L and XL", "navy, white and black")
	name := []string{"name", "Classic Senator Wear"}
	c.line("price", voice.PriceOf, append(name, "price", "₦35,000")...)
	c.line("stock", voice.InStock, append(name, "count", "12")...)
	c.line("rating", voice.RatingOf, append(name, "rating", "4.5", "count", "8")...)
	c.line("material", voice.OnItsPage, name...)
	c.line("sizes", voice.SizesOf, append(name, "sizes", "M, L and XL")...)
	c.line("colours", voice.ColorsOf, append(name, "colors", "navy, white and black")...)
	c.line("42", voice.HasNoSize, append(name, "size", "42", "sizes", "M, L and XL")...)
	c.line("XL", voice.HasSize, append(name, "size", "XL")...)
	c.line("white XL", voice.HasNoSize, "name", "Classic Senator Wear in white", "size", "XL", "sizes", "L")
	c.line("pink", voice.HasNoColor, append(name, "color", "pink", "colors", "navy, white and black")...)
	c.line("white", voice.HasColor, append(name, "color", "white")...)
	c.hears("price of agbada", "agbada", "2")
	c.say("sneakers")
	c.hears("first", "₦33,000", "₦28,000")
	c.hears("second", "₦22,000")
	c.line("stock", voice.FewLeft, "name", "Street Low-Top Sneakers", "count", "3")
	c.say("cap")
	c.line("rating", voice.Unrated, "name", "Face Cap")
	c.line("sizes", voice.OnItsPage, "name", "Face Cap")
	c.line("watch", voice.SoldOut, "name", "Steel Wristwatch")
}
