package builtin_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"zuka/internal/shop/pet/brain"
	"zuka/internal/shop/pet/understand"
	"zuka/internal/shop/pet/voice"
)

type meaning = understand.Meaning

func looking(s brain.Search) meaning   { return meaning{Intent: understand.Search, Search: s} }
func narrowing(s brain.Search) meaning { return meaning{Intent: understand.Narrow, Search: s} }

func cat(slugs ...string) brain.Search { return brain.Search{Categories: slugs} }

// lastSearch is what the desk was asked last.
func (c *chat) lastSearch(want brain.Search) {
	c.t.Helper()
	if n := len(c.desk.searches); n == 0 || fmt.Sprint(c.desk.searches[n-1]) != fmt.Sprint(want) {
		c.t.Errorf("searched %+v, not %+v", c.desk.searches, want)
	}
}

func TestSearchTellsWhatItFound(t *testing.T) {
	c := newChat(t, script{
		"dresses": looking(cat("womens-dresses")),
		"agbada":  looking(brain.Search{Categories: []string{"agbada"}, Colors: []string{"Navy"}}),
		"none":    looking(brain.Search{Categories: []string{"agbada"}, Max: 1_000, Colors: []string{"Pink"}}),
		"nice":    looking(brain.Search{}),
	})
	c.hears("dresses", "dresses", "5")
	if c.ask.Memory.Subject != nil || len(c.ask.Memory.Shown) != 5 {
		t.Errorf("%+v", c.ask.Memory)
	}
	c.hears("agbada", "navy agbada", "Modern Agbada", "₦85,000")
	if c.ask.Memory.Subject == nil || c.ask.Memory.Subject.ID != 12 {
		t.Errorf("%+v", c.ask.Memory)
	}
	c.hears("none", "pink agbada under ₦1,000", "a price above ₦1,000 or another colour")
	c.line("nice", voice.AskWhat)
	c.ask.Liked.Colors = []string{"Black"}
	c.hears("nice", "your black and size 42")
}

// wide is a desk that finds a lot, or only near things.
type wide struct {
	*shopDesk
	found brain.Found
}

func (w wide) Search(_ context.Context, s brain.Search) (brain.Found, error) {
	w.searches = append(w.searches, s)
	return w.found, nil
}

func TestSearchAsksForAPriceNotEachTime(t *testing.T) {
	c := newChat(t, script{"bags": looking(cat("tote-bags"))})
	asked := 0
	for seed := range uint64(40) {
		ask := brain.Ask{Persona: brain.Nonchalant, Message: "bags", Seed: seed}
		text, got, err := answer(c.brain, ask, wide{c.desk, brain.Found{Products: stock[:6], Total: 80}})
		if err != nil {
			t.Fatal(err)
		}
		if holds(ask.Persona, text, voice.AskBudget, "what", "tote bags") {
			asked++
		}
		ask.Memory = got.Memory
		if text, _, _ = answer(c.brain, ask, wide{c.desk, brain.Found{Products: stock[:6], Total: 80}}); holds(ask.Persona, text, voice.AskBudget, "what", "tote bags") {
			t.Error("asked again")
		}
	}
	if asked < 10 || asked > 30 {
		t.Errorf("asked %d times of 40", asked)
	}
}

func TestSearchTellsWhatItLetGo(t *testing.T) {
	c := newChat(t, script{"bags": looking(brain.Search{Categories: []string{"tote-bags"}, Max: 2_000})})
	for widened, words := range map[string]string{"price": "your price", "size": "that size", "color": "that colour", "brand": "that brand"} {
		ask := brain.Ask{Persona: brain.Nonchalant, Message: "bags"}
		text, _, _ := answer(c.brain, ask, wide{c.desk, brain.Found{Products: stock[17:18], Total: 1, Widened: widened}})
		if !holds(ask.Persona, text, voice.FoundWider, "what", "tote bags under ₦2,000", "let_go", words) {
			t.Errorf("%s: %q", widened, text)
		}
	}
}

func TestNarrowMergesWithTheSearchBefore(t *testing.T) {
	c := newChat(t, script{
		"dresses":    looking(brain.Search{Categories: []string{"ankara-dresses"}, Sizes: []string{"12"}, Text: "wrap", NotColors: []string{"Black"}}),
		"red":        narrowing(brain.Search{Colors: []string{"Red"}}),
		"under 20k":  narrowing(brain.Search{Max: 20_000}),
		"10 to 15k":  narrowing(brain.Search{Min: 10_000, Max: 15_000}),
		"no red":     narrowing(brain.Search{NotColors: []string{"Red"}}),
		"black":      narrowing(brain.Search{Colors: []string{"Black"}}),
		"shoes":      narrowing(cat("loafers")),
		"what of am": narrowing(brain.Search{}),
	})
	c.say("dresses")
	c.say("red")
	c.lastSearch(brain.Search{Categories: []string{"ankara-dresses"}, Sizes: []string{"12"}, Text: "wrap", NotColors: []string{"Black"}, Colors: []string{"Red"}})
	c.say("under 20k")
	c.lastSearch(brain.Search{Categories: []string{"ankara-dresses"}, Sizes: []string{"12"}, Text: "wrap", NotColors: []string{"Black"}, Colors: []string{"Red"}, Max: 20_000})
	c.say("10 to 15k")
	c.say("no red")
	c.lastSearch(brain.Search{Categories: []string{"ankara-dresses"}, Sizes: []string{"12"}, Text: "wrap", NotColors: []string{"Black", "Red"}, Colors: []string{}, Min: 10_000, Max: 15_000})
	c.say("black")
	c.lastSearch(brain.Search{Categories: []string{"ankara-dresses"}, Sizes: []string{"12"}, Text: "wrap", NotColors: []string{"Red"}, Colors: []string{"Black"}, Min: 10_000, Max: 15_000})
	c.say("shoes")
	c.lastSearch(brain.Search{Categories: []string{"loafers"}, NotColors: []string{"Red"}, Colors: []string{"Black"}, Min: 10_000, Max: 15_000})
	c.line("what of am", voice.Unclear)
}

func TestMoreLeavesOutWhatWasShown(t *testing.T) {
	c := newChat(t, script{
		"black":    looking(brain.Search{Colors: []string{"Black"}}),
		"more":     {Intent: understand.More},
		"more red": {Intent: understand.More, Search: brain.Search{Colors: []string{"Red"}}},
	})
	c.line("more", voice.AskWhat)
	c.say("black")
	c.line("more", voice.FoundMore)
	c.lastSearch(brain.Search{Colors: []string{"Black"}, Skip: 6})
	c.line("more", voice.FoundMore)
	c.lastSearch(brain.Search{Colors: []string{"Black"}, Skip: 12})
	c.line("more", voice.NoMore)
	c.lastSearch(brain.Search{Colors: []string{"Black"}, Skip: 15})
	if c.ask.Memory.Search.Skip != 12 {
		t.Error(c.ask.Memory.Search)
	}
	c.hears("more red", "red things")
	c.lastSearch(brain.Search{Colors: []string{"Red"}, NotColors: []string{}})
}

func TestCheaperLooksBelowWhatIsTalkedAbout(t *testing.T) {
	c := newChat(t, script{
		"jeans":         looking(cat("mens-jeans")),
		"first":         {Intent: understand.Choose, Ordinal: 1},
		"cheaper":       {Intent: understand.Cheaper},
		"cheaper belts": {Intent: understand.Cheaper, Search: cat("belts")},
	})
	c.desk.coupons = []brain.Coupon{{Code: "OWAMBE10"}}
	c.hears("cheaper", "2", "OWAMBE10")
	c.say("jeans")
	c.hears("cheaper", "Stock-Fit Men's Jeans", "₦12,000")
	c.say("first")
	c.hears("cheaper", "men's jeans", "₦16,500")
	c.lastSearch(brain.Search{Categories: []string{"mens-jeans"}, NotColors: []string{}, Colors: []string{}, Max: 16_499})
	c.say("cheaper belts")
	c.lastSearch(brain.Search{Categories: []string{"belts"}, Sort: "cheapest"})
}

func TestHagglingGetsDealsAndKeepsTheSubject(t *testing.T) {
	c := newChat(t, script{
		"sneakers":   looking(cat("low-top-sneakers")),
		"second":     {Intent: understand.Choose, Ordinal: 2},
		"last price": {Intent: understand.Haggle, Refers: true},
		"add am":     {Intent: understand.AddToCart, Refers: true},
	})
	c.say("sneakers")
	c.say("second")
	c.say("last price")
	c.lastSearch(brain.Search{Categories: []string{"low-top-sneakers"}, Deals: true})
	c.hears("add am", "Street Low-Top Sneakers", "40, 42 or 44")
	c.say("last price")
	if q := c.ask.Memory.Question; q == nil || q.Add == nil || q.Add.Product != 14 {
		t.Errorf("the question is lost: %+v", q)
	}
	c.desk.fail["search"] = errors.New("broken")
	c.ask.Memory.Question = nil
	c.line("last price", voice.Haggled, "name", "Street Low-Top Sneakers")
}

func TestDealsWithoutAny(t *testing.T) {
	c := newChat(t, script{"deals": {Intent: understand.Deals, Search: cat("agbada")}})
	c.line("deals", voice.NoDeals)
	c.desk.coupons = []brain.Coupon{{Code: "DETTY15", Text: "15% off for December.", Minimum: 20_000}}
	c.hears("deals", "DETTY15 (15% off for December, from ₦20,000)")
}

func TestYesTakesUpAnOffer(t *testing.T) {
	c := newChat(t, script{"agbada": looking(brain.Search{Categories: []string{"agbada"}, Max: 5_000, Colors: []string{"Pink"}}), "yes": {Intent: understand.Yes},
		"watch": {Intent: understand.Detail, Aspect: "price", Search: brain.Search{Text: "steel"}}, "belt": looking(brain.Search{Categories: []string{"belts"}, Brands: []string{"danfo"}, Min: 9_000, Sizes: []string{"L"}})})
	c.say("agbada")
	c.hears("yes", "pink agbada")
	c.hears("yes", "agbada", "2")
	c.lastSearch(cat("agbada"))
	c.say("belt")
	for _, want := range []string{"by Danfo above ₦9,000", "belts above ₦9,000", "Leather Belt"} {
		c.hears("yes", want)
	}
	c.say("watch")
	c.say("yes")
	c.lastSearch(cat("wristwatches"))
	c.line("yes", voice.YesWhat)
}
