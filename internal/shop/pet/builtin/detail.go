package builtin

import (
	"fmt"
	"strings"

	"zuka/internal/shop/pet/brain"
	"zuka/internal/shop/pet/voice"
)

// fewLeft is from how many pieces down it is said that few are left.
const fewLeft = 5

// detail tells what was asked about a product.
func (t *turn) detail() error {
	p, err := t.meant()
	if p == nil || err != nil {
		return err
	}
	t.tell(*p)
	return nil
}

// choose makes a product what is talked about, and tells what to know of it.
func (t *turn) choose() error {
	p, err := t.meant()
	if p == nil || err != nil {
		return err
	}
	if p.Stock == 0 {
		t.say(voice.SoldOut, "name", p.Name)
		return nil
	}
	t.summary(*p)
	return nil
}

// meant is the product that the message means, read anew; nil when what there
// is to say was said.
func (t *turn) meant() (*brain.Product, error) {
	p, err := t.resolve(nil)
	if p == nil || err != nil {
		return nil, err
	}
	if q := t.mem.Question; q != nil && (q.Add == nil || q.Add.Product != p.ID) {
		t.mem.Question = nil
	}
	return t.look(*p)
}

// tell answers the aspect that was asked for.
func (t *turn) tell(p brain.Product) {
	aspect := t.m.Aspect
	sized := len(t.m.Search.Sizes) > 0 && len(p.Sizes) > 0
	colored := len(t.m.Search.Colors) > 0 && len(p.Colors) > 0 && t.m.Ordinal == 0
	if p.Stock == 0 && aspect != "material" && aspect != "rating" {
		t.say(voice.SoldOut, "name", p.Name)
		return
	}
	switch {
	case aspect == "price":
		t.price(p)
	case aspect == "rating":
		t.rating(p)
	case aspect == "material":
		t.say(voice.OnItsPage, "name", p.Name)
	case sized || aspect == "size" && len(p.Sizes) > 0:
		t.sizes(p)
	case colored || aspect == "color" && len(p.Colors) > 0:
		t.colors(p)
	case aspect == "stock":
		t.stock(p)
	case aspect == "size", aspect == "color":
		t.say(voice.OnItsPage, "name", p.Name)
	default:
		t.summary(p)
	}
}

// summary tells the price and what can be chosen.
func (t *turn) summary(p brain.Product) {
	t.price(p)
	// The name was just said.
	if len(p.Sizes) > 1 {
		t.say(voice.SizesOf, "name", "this one", "sizes", all(p.Sizes))
	}
	if len(p.Colors) > 1 {
		t.say(voice.ColorsOf, "name", "this one", "colors", all(lower(p.Colors)))
	}
}

func (t *turn) price(p brain.Product) {
	if p.Was > p.Price {
		t.say(voice.PriceWas, "name", p.Name, "price", brain.Naira(p.Price), "was", brain.Naira(p.Was))
		return
	}
	t.say(voice.PriceOf, "name", p.Name, "price", brain.Naira(p.Price))
}

func (t *turn) rating(p brain.Product) {
	if p.Reviews == 0 {
		t.say(voice.Unrated, "name", p.Name)
		return
	}
	t.say(voice.RatingOf, "name", p.Name, "rating", fmt.Sprintf("%.1f", p.Rating), "count", count(p.Reviews))
}

func (t *turn) stock(p brain.Product) {
	kind := voice.InStock
	if p.Stock <= fewLeft {
		kind = voice.FewLeft
	}
	t.say(kind, "name", p.Name, "count", count(p.Stock))
}

// sizes tells whether a size is there, in the colour asked for, or which are.
func (t *turn) sizes(p brain.Product) {
	color, name := t.colorOf(p), p.Name
	if color != "" {
		name += " in " + strings.ToLower(color)
	}
	fit := sizesOf(p, color)
	if len(t.m.Search.Sizes) == 0 || len(fit) == 0 {
		t.say(voice.SizesOf, "name", p.Name, "sizes", all(p.Sizes))
		return
	}
	want := t.m.Search.Sizes[0]
	if got := match(fit, want); len(got) > 0 {
		t.say(voice.HasSize, "name", name, "size", got[0])
		return
	}
	t.say(voice.HasNoSize, "name", name, "size", want, "sizes", all(fit))
}

// colorOf is the one colour of a product that the message names, or empty.
func (t *turn) colorOf(p brain.Product) string {
	if got := t.matchColor(p, hue(t.m.Search.Colors)); len(got) == 1 {
		return got[0]
	}
	return ""
}

// colors tells whether a colour is there, or which are.
func (t *turn) colors(p brain.Product) {
	if len(t.m.Search.Colors) == 0 {
		t.say(voice.ColorsOf, "name", p.Name, "colors", all(lower(p.Colors)))
		return
	}
	want := hue(t.m.Search.Colors)
	if got := t.matchColor(p, want); len(got) > 0 {
		t.say(voice.HasColor, "name", p.Name, "color", either(lower(got)))
		return
	}
	t.say(voice.HasNoColor, "name", p.Name, "color", want, "colors", all(lower(p.Colors)))
}

// sizesOf are the sizes that can be had in a colour, or at all.
func sizesOf(p brain.Product, color string) []string {
	if p.Options == nil || color == "" {
		return p.Sizes
	}
	var out []string
	for _, size := range p.Sizes {
		if hasOption(p, size, color) {
			out = append(out, size)
		}
	}
	return out
}

// colorsOf are the colours that can be had in a size, or at all.
func colorsOf(p brain.Product, size string) []string {
	if p.Options == nil || size == "" {
		return p.Colors
	}
	var out []string
	for _, color := range p.Colors {
		if hasOption(p, size, color) {
			out = append(out, color)
		}
	}
	return out
}

func hasOption(p brain.Product, size, color string) bool {
	for _, o := range p.Options {
		if o.Size == size && o.Color == color {
			return true
		}
	}
	return false
}
