package builtin

import (
	"slices"
	"strings"

	"zuka/internal/shop/pet/brain"
	"zuka/internal/shop/pet/voice"
)

// mostPieces is how many pieces a line of a cart takes.
const mostPieces = 20

// addToCart puts what is meant into the cart, or asks what is missing first.
func (t *turn) addToCart() error {
	// "Make it 90k" after nothing was found is no wish to buy: there is nothing.
	s := t.m.Search
	if len(t.pool()) == 0 && t.mem.Search != nil && !namesGoods(s) && (s.Min > 0 || s.Max > 0) {
		return t.narrow()
	}
	add := t.wish()
	p, err := t.resolve(&add)
	if p == nil || err != nil {
		return err
	}
	return t.complete(add, *p)
}

// wish is what the message says of a thing to add, beside which.
func (t *turn) wish() brain.Add {
	add := brain.Add{Quantity: t.m.Quantity}
	if len(t.m.Search.Sizes) > 0 {
		add.Size = t.m.Search.Sizes[0]
	}
	if len(t.m.Search.Colors) > 0 {
		add.Color = hue(t.m.Search.Colors)
	}
	return add
}

// complete adds a product when all is chosen; else it asks for what is missing.
func (t *turn) complete(add brain.Add, product brain.Product) error {
	t.mem.Question = nil
	p, err := t.look(product)
	if p == nil || err != nil {
		return err
	}
	add.Product, add.Quantity = p.ID, max(add.Quantity, 1)
	switch {
	case p.Stock <= 0:
		t.say(voice.SoldOut, "name", p.Name)
		return nil
	case add.Quantity > mostPieces:
		t.say(voice.TooMuch, "count", count(mostPieces))
		return nil
	case add.Quantity > p.Stock:
		t.say(voice.FewLeft, "name", p.Name, "count", count(p.Stock))
		return nil
	}
	// The colour that was named decides which sizes there are; one that was not
	// named depends on the size.
	if t.missesNamedColor(*p, &add) || t.missesSize(*p, &add) || t.missesColor(*p, &add) {
		return nil
	}
	return t.put(add, *p)
}

// missesNamedColor settles a colour that was named, and tells whether it had to
// ask.
func (t *turn) missesNamedColor(p brain.Product, add *brain.Add) bool {
	if len(p.Colors) == 0 || add.Color == "" {
		add.Color = ""
		return false
	}
	got := t.matchColor(p, add.Color)
	switch len(got) {
	case 1:
		add.Color = got[0]
		return false
	case 0:
		// The colour was only the product's name.
		if hasWord(p.Name, add.Color) {
			add.Color = ""
			return false
		}
		t.say(voice.HasNoColor, "name", p.Name, "color", strings.ToLower(add.Color), "colors", all(lower(p.Colors)))
	default:
		t.say(voice.AskColor, "name", p.Name, "colors", either(lower(got)))
	}
	t.waitFor("color", *add)
	return true
}

// matchColor are the product's colours that a colour means: all shades that
// the message was understood to name, else those whose name holds it.
func (t *turn) matchColor(p brain.Product, color string) []string {
	got := match(p.Colors, color)
	if len(got) > 0 || color != hue(t.m.Search.Colors) {
		return got
	}
	for _, shade := range t.m.Search.Colors {
		for _, c := range match(p.Colors, shade) {
			if !slices.Contains(got, c) {
				got = append(got, c)
			}
		}
	}
	return got
}

// missesSize settles the size among those there are in the colour chosen.
func (t *turn) missesSize(p brain.Product, add *brain.Add) bool {
	fit := sizesOf(p, add.Color)
	if len(p.Sizes) == 0 || len(fit) == 0 {
		add.Size = ""
		return false
	}
	name := p.Name
	if add.Color != "" {
		name += " in " + strings.ToLower(add.Color)
	}
	if add.Size == "" {
		if len(fit) == 1 {
			add.Size = fit[0]
			return false
		}
		t.say(voice.AskSize, "name", name, "sizes", either(fit))
	} else {
		got := match(fit, add.Size)
		if len(got) == 1 {
			add.Size = got[0]
			return false
		}
		t.say(voice.HasNoSize, "name", name, "size", add.Size, "sizes", all(fit))
	}
	t.waitFor("size", *add)
	return true
}

// missesColor settles a colour that was not named.
func (t *turn) missesColor(p brain.Product, add *brain.Add) bool {
	fit := colorsOf(p, add.Size)
	if add.Color != "" || len(fit) == 0 {
		return false
	}
	if len(fit) == 1 {
		add.Color = fit[0]
		return false
	}
	name := p.Name
	if add.Size != "" {
		name += " in size " + add.Size
	}
	t.say(voice.AskColor, "name", name, "colors", either(lower(fit)))
	t.waitFor("color", *add)
	return true
}

// waitFor remembers what was asked. What is asked for is open, also where
// something was named that is not there.
func (t *turn) waitFor(wants string, add brain.Add) {
	if wants == "size" {
		add.Size = ""
	} else {
		add.Color = ""
	}
	t.mem.Question = &brain.Question{Wants: wants, Add: &add}
}

// put asks the desk to add, and tells what became of it.
func (t *turn) put(add brain.Add, p brain.Product) error {
	out, err := t.desk.AddToCart(t.ctx, add)
	if err != nil {
		return err
	}
	name, quantity := label(p, add), add.Quantity
	if out.Quantity > 0 {
		quantity = out.Quantity
	}
	switch out.State {
	case brain.Done:
		t.say(voice.Added, "name", name, "quantity", count(quantity), "total", brain.Naira(out.Total))
	case brain.Proposed:
		t.say(voice.AddProposed, "name", name, "quantity", count(quantity), "price", brain.Naira(p.Price*int64(quantity)))
	default:
		t.refused(out, add, p)
		return nil
	}
	// "Add it and apply DETTY15" asks for both.
	if t.m.Coupon != "" {
		return t.useCoupon()
	}
	return nil
}

// refused tells why the shop did not add; where a choice is missing it is asked
// for.
func (t *turn) refused(out brain.Outcome, add brain.Add, p brain.Product) {
	switch {
	case len(out.Sizes) > 0:
		t.say(voice.AskSize, "name", p.Name, "sizes", either(out.Sizes))
		t.waitFor("size", add)
	case len(out.Colors) > 0:
		t.say(voice.AskColor, "name", p.Name, "colors", either(lower(out.Colors)))
		t.waitFor("color", add)
	default:
		t.say(voice.AddRefused, "name", p.Name, "why", reason(out.Why))
	}
}

// label names a product with what was chosen of it.
func label(p brain.Product, add brain.Add) string {
	var chosen []string
	if add.Size != "" {
		chosen = append(chosen, "size "+add.Size)
	}
	if add.Color != "" {
		chosen = append(chosen, strings.ToLower(add.Color))
	}
	if len(chosen) == 0 {
		return p.Name
	}
	return p.Name + " (" + strings.Join(chosen, ", ") + ")"
}

// reasons are the shop's reasons for a refusal in words.
var reasons = map[string]string{
	"NOT_FOUND": "there is no such code", "EXPIRED": "it has expired", "INACTIVE": "it is not in use now",
	"NOT_STARTED": "it has not started yet", "USAGE_LIMIT": "it has been used up", "USER_LIMIT": "you have used it already",
	"MINIMUM_SPEND": "the cart is too small for it", "NOT_APPLICABLE": "it does not fit what is in the cart",
	"SIGN_IN_REQUIRED": "you must sign in for it", "OUT_OF_STOCK": "it is sold out", "PRODUCT_GONE": "it is not sold any more",
	"CART_FULL": "the cart is full", "CART_EMPTY": "the cart is empty", "QUANTITY_REDUCED": "there are not so many",
	"QUANTITY_TOO_LARGE": "that is more than a cart takes",
}

// reason words a refusal. A reason that is not known is told as the shop said
// it.
func reason(why string) string {
	code := strings.ToUpper(strings.Join(strings.Fields(why), "_"))
	if words, ok := reasons[code]; ok {
		return words
	}
	if why == strings.ToUpper(why) {
		why = strings.ToLower(strings.ReplaceAll(why, "_", " "))
	}
	return or(why, "the shop does not allow it")
}
