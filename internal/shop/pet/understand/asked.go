package understand

import (
	"slices"
	"strings"

	"zuka/internal/shop/pet/brain"
)

// Asked tells whether the person's own message asked for exactly this addition
// to the cart. It stands between the cart and a model that obeys whoever wrote
// a product's text, so that every doubt is a no: the addition is then proposed,
// and the person accepts it or not.
func Asked(m Meaning, in Context, add brain.Add, product brain.Product) bool {
	if m.Intent != AddToCart || add.Product <= 0 || add.Product != product.ID || add.Quantity < 0 {
		return false
	}
	said := saidOf(m, in)
	return said.product == add.Product && max(add.Quantity, 1) == max(said.quantity, 1) && fits(m, product) &&
		choice(add.Size, said.sizes, product.Sizes, optionsOf(product, add, true)) &&
		choice(add.Color, said.colors, product.Colors, optionsOf(product, add, false)) &&
		!contains(m.Search.NotColors, add.Color)
}

// AskedCoupon tells whether the person's own message named this very code and
// asked for it to be used.
func AskedCoupon(m Meaning, code string) bool {
	return (m.Intent == UseCoupon || m.Intent == AddToCart) && code != "" && m.Coupon == strings.ToUpper(code)
}

// wish is what a message, with the question that it answers, asks to add.
type wish struct {
	product, quantity int
	sizes, colors     []string
}

func saidOf(m Meaning, in Context) wish {
	said := wish{product: pointedAt(m, in.Memory), quantity: m.Quantity, sizes: m.Search.Sizes, colors: m.Search.Colors}
	q := in.Memory.Question
	if q == nil || q.Add == nil || q.Add.Product <= 0 {
		return said
	}
	// The message is an answer where it names no product, or the one asked about.
	if m.Ordinal == 0 && !m.Refers {
		said.product = q.Add.Product
	}
	if said.product != q.Add.Product {
		return said
	}
	if said.quantity == 0 {
		said.quantity = q.Add.Quantity
	}
	if len(said.sizes) == 0 && q.Add.Size != "" {
		said.sizes = []string{q.Add.Size}
	}
	if len(said.colors) == 0 && q.Add.Color != "" {
		said.colors = []string{q.Add.Color}
	}
	return said
}

// pointedAt is the product meant: the one counted, the one talked about, or the
// only one shown. 0 when it is not certain.
func pointedAt(m Meaning, memory brain.Memory) int {
	shown := memory.Shown
	switch {
	case m.Ordinal > 0 && m.Ordinal <= len(shown):
		return shown[m.Ordinal-1].ID
	case m.Ordinal < 0 && -m.Ordinal <= len(shown):
		return shown[len(shown)+m.Ordinal].ID
	case m.Ordinal != 0:
		return 0
	case memory.Subject != nil && (m.Refers || len(shown) == 0 || len(shown) == 1 && shown[0].ID == memory.Subject.ID):
		return memory.Subject.ID
	case len(shown) == 1:
		return shown[0].ID
	}
	return 0
}

// fits tells whether a product is of the kind, the brand and the price named.
func fits(m Meaning, p brain.Product) bool {
	s := m.Search
	switch {
	case len(s.Categories) > 0 && !slices.Contains(s.Categories, p.Category),
		len(s.Brands) > 0 && !slices.ContainsFunc(s.Brands, func(slug string) bool { return sameBrand(slug, p.Brand) }),
		s.Max > 0 && p.Price > s.Max, s.Min > 0 && p.Price < s.Min:
		return false
	}
	if m.Ordinal != 0 || m.Refers {
		return true
	}
	name := canonical(p.Name)
	for word := range strings.FieldsSeq(s.Text) {
		if !slices.Contains(name, rootOf(word)) {
			return false
		}
	}
	return true
}

// optionsOf are the sizes, or the colours, that can be had with the rest of the
// addition, nil where the product has no list of pairs.
func optionsOf(p brain.Product, add brain.Add, sizes bool) []string {
	var found []string
	for _, option := range p.Options {
		switch {
		case sizes && (add.Color == "" || strings.EqualFold(option.Color, add.Color)):
			found = append(found, option.Size)
		case !sizes && (add.Size == "" || strings.EqualFold(option.Size, add.Size)):
			found = append(found, option.Color)
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// choice tells whether a size or colour is the one said, or, where none was
// said, the only one there is.
func choice(chosen string, said, offered, paired []string) bool {
	if len(said) > 0 {
		var meant []string
		for _, value := range said {
			if contains(offered, value) {
				meant = append(meant, value)
			}
		}
		return len(meant) == 1 && strings.EqualFold(meant[0], chosen)
	}
	if len(offered) > 1 && len(paired) == 1 {
		offered = paired
	}
	return len(offered) <= 1 && (chosen == "" || contains(offered, chosen))
}

func contains(list []string, value string) bool {
	return value != "" && slices.ContainsFunc(list, func(v string) bool { return strings.EqualFold(v, value) })
}
