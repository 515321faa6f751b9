package builtin_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"zuka/internal/shop/pet/brain"
	"zuka/internal/shop/pet/understand"
	"zuka/internal/shop/pet/voice"
)

// at is a time of a day after now.
func at(days int) time.Time { return now.AddDate(0, 0, days) }

func TestOrders(t *testing.T) {
	where := meaning{Intent: understand.OrderWhere}
	numbered := meaning{Intent: understand.OrderWhere, Order: "ZK-7"}
	c := newChat(t, script{"where": where, "ZK-7": numbered, "stop": {Intent: understand.OrderStop}, "stop ZK-7": {Intent: understand.OrderStop, Order: "ZK-7"}})
	c.line("where", voice.NoOrders)
	c.line("ZK-7", voice.NoSuchOrder, "number", "ZK-7")
	c.line("stop ZK-7", voice.NoSuchOrder, "number", "ZK-7")
	c.line("stop", voice.HowToCancel)

	order := brain.Order{Number: "ZK-7", Status: "shipped", Items: []string{"Grand Agbada", "Gobi Fila", "Coral Beads", "Leather Belt"}}
	one := func(o brain.Order) { c.desk.orders = []brain.Order{o} }
	one(order)
	c.line("where", voice.OrderIs, "number", "ZK-7", "status", "on its way", "items", "Grand Agbada, Gobi Fila, Coral Beads and more")
	order.Earliest, order.Latest = at(2), at(4)
	one(order)
	c.line("where", voice.OrderComes, "number", "ZK-7", "status", "on its way", "when", "between Tuesday 1 December and Thursday 3 December")
	c.hears("stop ZK-7", "ZK-7", "14")
	order.Earliest, order.Status = time.Time{}, "processing"
	one(order)
	c.line("ZK-7", voice.OrderComes, "number", "ZK-7", "status", "being packed", "when", "Thursday 3 December")
	c.line("stop ZK-7", voice.HowToCancel)
	order.Latest = at(-1)
	one(order)
	c.line("where", voice.Person)
	order.Status = "delivered"
	one(order)
	if text := c.say("where"); holds(c.ask.Persona, text, voice.Person) || !strings.Contains(text, "delivered") {
		t.Error(text)
	}
	c.desk.orders = append(c.desk.orders, brain.Order{Number: "ZK-8", Status: "pending"}, brain.Order{Number: "ZK-9", Status: "pending", PaymentStatus: "paid", Latest: at(3)},
		brain.Order{Number: "ZK-10", Status: "LOST_IN_POST"})
	c.line("where", voice.OrdersAre, "orders",
		"ZK-7 (delivered); ZK-8 (placed, but not paid yet); ZK-9 (paid, expected Wednesday 2 December); ZK-10 (lost in post)")
	c.desk.fail["order"] = errors.New("broken")
	c.line("where", voice.Trouble)
	c.line("stop ZK-7", voice.Trouble)
}

func TestDeliveryAsksForTheState(t *testing.T) {
	c := newChat(t, script{"delivery": {Intent: understand.Delivery}, "to Kano": {Intent: understand.Delivery, State: "Kano"}, "thanks": {Intent: understand.Thanks}})
	c.line("to Kano", voice.DeliveryIs, "state", "Kano", "fee", "₦3,500", "days", "3–6", "free", "₦50,000")
	c.line("delivery", voice.AskState)
	c.hears("lagos", "Lagos", "₦1,500")
	c.line("delivery", voice.AskState)
	c.line("Wakanda", voice.AskState)
	c.line("thanks", voice.YoureWelcome)
	c.line("lagos", voice.Unclear)
}

func TestCoupons(t *testing.T) {
	c := newChat(t, script{"use": {Intent: understand.UseCoupon}, "use X": {Intent: understand.UseCoupon, Coupon: "OLD"}, "codes": {Intent: understand.AskCoupons},
		"yes": {Intent: understand.Yes}, "no": {Intent: understand.No}})
	c.line("codes", voice.NoCoupons)
	c.line("use", voice.NoCoupons)
	c.line("use X", voice.CouponFailed, "code", "OLD", "why", "there is no such code")
	c.desk.lines = []brain.CartLine{{Name: "Grand Agbada", Size: "L", Quantity: 1, Price: 120_000}}
	c.desk.coupons = []brain.Coupon{{Code: "OWAMBE10", Text: "10% off native wear"}}
	c.line("use", voice.CouponUsed, "code", "OWAMBE10", "discount", "₦2,000", "total", "₦118,000")
	c.desk.coupons = append(c.desk.coupons, brain.Coupon{Code: "DETTY15", Minimum: 20_000})
	c.line("use", voice.CouponsAre, "coupons", "OWAMBE10 (10% off native wear) or DETTY15 (from ₦20,000)")
	c.hears("detty15", "DETTY15", "₦118,000")
	c.say("use")
	c.line("no", voice.NoProblem)
	if n := strings.Count(strings.Join(c.desk.calls, "\n"), "coupon "); n != 3 {
		t.Errorf("%d coupons were tried: %q", n, c.desk.calls)
	}
}

func TestTheShop(t *testing.T) {
	c := newChat(t, script{"returns": {Intent: understand.Returns}, "pay": {Intent: understand.Payment}, "size": {Intent: understand.SizeHelp},
		"points": {Intent: understand.Points}, "games": {Intent: understand.Games}, "cart": {Intent: understand.CartShow}, "checkout": {Intent: understand.Checkout},
		"agbada": looking(cat("agbada")), "first": {Intent: understand.Choose, Ordinal: 1}})
	c.line("returns", voice.ReturnsAre, "days", "14")
	c.line("pay", voice.PayBy, "limit", "₦100,000")
	c.line("size", voice.SizeAdvice)
	c.say("agbada")
	c.say("first")
	c.hears("size", "Grand Agbada", "L and XL")
	c.line("games", voice.GamesAre, "games", "snake, tetris, memory, quiz and wheel", "points", "200")
	c.desk.points = brain.Points{Balance: 1_250, Level: "Amethyst", Next: "Topaz", ToNext: 3_500}
	c.line("points", voice.PointsAre, "points", "1,250", "level", "Amethyst", "next", "Topaz in 3,500 XP")
	c.desk.points = brain.Points{Balance: 9, Level: "Diamond"}
	c.line("points", voice.PointsTop, "points", "9", "level", "Diamond")
	c.line("cart", voice.CartEmpty)
	c.line("checkout", voice.CartEmpty)
	c.desk.lines = []brain.CartLine{{Name: "Grand Agbada", Size: "L", Color: "White", Quantity: 1, Price: 120_000}, {Name: "Gobi Fila", Quantity: 2, Price: 6_500}}
	c.line("cart", voice.CartHas, "count", "3", "total", "₦133,000", "lines", "1 × Grand Agbada (size L, white), 2 × Gobi Fila")
	c.line("checkout", voice.CheckOut, "total", "₦133,000")
	c.desk.lines = append(c.desk.lines, c.desk.lines[1], c.desk.lines[1], c.desk.lines[1], c.desk.lines[1])
	c.hears("cart", "and more")
	c.desk.fail["cart"] = brain.ErrTooMany
	c.line("cart", voice.ToolsUp)
	c.line("checkout", voice.ToolsUp)
}

func TestTaste(t *testing.T) {
	red, lace := brain.Sign{Kind: "color", Value: "Red", Weight: 2}, brain.Sign{Kind: "category", Value: "lace-gowns", Weight: -2}
	c := newChat(t, script{
		"like":    {Intent: understand.Likes, Signs: []brain.Sign{red, {Kind: "size", Value: "42", Weight: 2}, lace, {Kind: "brand", Value: "danfo", Weight: -2}, {Kind: "price", Max: 20_000, Weight: 1}}},
		"like it": {Intent: understand.Likes, Refers: true}, "nothing": {Intent: understand.Likes}, "known": {Intent: understand.Remember}, "forget": {Intent: understand.Forget},
		"agbada": looking(brain.Search{Categories: []string{"agbada"}, Colors: []string{"Navy"}}),
		"for me": {Intent: understand.Recommend}, "owambe": {Intent: understand.Recommend, Search: brain.Search{Text: "agbada"}},
		"a wedding": {Intent: understand.Recommend, Search: brain.Search{Text: "wedding", Categories: []string{"loafers"}}},
		"match":     {Intent: understand.Goes, Refers: true}, "match jeans": {Intent: understand.Goes, Search: cat("mens-jeans")},
		"match kilts": {Intent: understand.Goes, Search: brain.Search{Text: "kilt"}}, "attack": {Intent: understand.Attack, Signs: []brain.Sign{red}},
	})
	c.line("nothing", voice.Unclear)
	c.line("match", voice.AskWhat)
	c.hears("like", "red, size 42 and things under ₦20,000", "Danfo or lace gowns")
	if len(c.last.Learned) != 5 {
		t.Error(c.last.Learned)
	}
	c.line("attack", voice.AttackMet)
	if len(c.last.Learned) != 0 {
		t.Error("an attack is learned from")
	}
	c.line("known", voice.KnownNothing)
	c.line("forget", voice.HowToForget)
	c.ask.Liked = brain.Likings{Colors: []string{"Black"}, Sizes: []string{"42"}, Brands: []string{"danfo"}, Categories: []string{"low-top-sneakers"},
		NotColors: []string{"Red"}, MaxPrice: 30_000}
	c.line("known", voice.KnownAre, "what", "black, size 42, Danfo, low-top sneakers, prices under ₦30,000, no red")
	c.say("agbada")
	c.hears("like it", "Modern Agbada")
	if len(c.last.Learned) != 1 || c.last.Learned[0].Value != "agbada" {
		t.Error(c.last.Learned)
	}
	c.line("match", voice.GoesWith, "name", "Modern Agbada")
	c.line("match jeans", voice.GoesWith, "name", "men's jeans")
	c.hears("match kilts", "kilt")
	c.line("for me", voice.Recommended, "why", "your black and size 42")
	c.hears("owambe", "agbada", "2")
	c.line("a wedding", voice.Recommended, "why", "your black and size 42")
	if got := c.desk.calls[len(c.desk.calls)-1]; got != "recommend {0 loafers  0}" {
		t.Error(got)
	}
}

func TestTalk(t *testing.T) {
	s := script{"hi": {Intent: understand.Greeting}, "hi bags": {Intent: understand.Search, Greets: true, Search: cat("tote-bags")}, "yes": {Intent: understand.Yes},
		"yes red": {Intent: understand.Yes, Search: colored("Red")}, "no black": {Intent: understand.No, Search: colored("Black")}, "no": {Intent: understand.No}}
	for intent, kind := range map[understand.Intent]voice.Kind{understand.HowAreYou: voice.HowAreYou, understand.WhoAreYou: voice.WhoAmI, understand.WhatCan: voice.WhatICan,
		understand.Goodbye: voice.Bye, understand.Praise: voice.Praised, understand.Scold: voice.Scolded, understand.Joke: voice.Joke,
		understand.OffTopic: voice.OffTopic, understand.Human: voice.Person} {
		s[string(intent)] = meaning{Intent: intent}
		newChat(t, s).line(string(intent), kind)
	}
	c := newChat(t, s)
	c.line("hi", voice.Hello)
	c.line("hi", voice.HelloAgain)
	c.line("yes", voice.YesWhat)
	c.line("no", voice.NoProblem)
	c.line("gibberish", voice.Unclear)
	c.line("more gibberish", voice.WhatICan)
	c.say("hi bags")
	c.hears("yes red", "red tote bags")
	c.hears("no black", "black tote bags")
	c = newChat(t, s)
	if text := c.say("hi bags"); strings.Index(text, "ote bags") < 2 || holds(c.ask.Persona, text, voice.HelloAgain) {
		t.Errorf("no greeting in %q", text)
	}
}
