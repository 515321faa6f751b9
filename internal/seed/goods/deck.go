package goods

import "zuka/internal/seed/dice"

// card is one place in the deck: a kind, and which of the kind's cards this is.
type card struct{ kind, nth int }

// deck holds every kind as often as its Share says, in one fixed shuffled order. Products walk through it again and
// again, so any run of len(deck) products has all kinds, in the right proportions.
var deck = func() []card {
	var d []card
	for i, k := range kinds {
		for c := range k.Share {
			d = append(d, card{i, c})
		}
	}
	r := dice.New("deck", 0)
	r.Shuffle(len(d), func(i, j int) { d[i], d[j] = d[j], d[i] })
	return d
}()

// deal returns the kind and the cut of the product with this index. Cuts are taken in turn rather than by chance, so
// that a small shop shows most of them.
func deal(index int) (Kind, Cut) {
	c := deck[index%len(deck)]
	k := kinds[c.kind]
	turn := c.nth + index/len(deck)*k.Share
	return k, k.Cuts[turn%len(k.Cuts)]
}

// pins name the material of the cuts whose text promises one.
var pins = map[string]string{
	"hijabs-veils/Premium Chiffon": "Chiffon",
	"high-top-sneakers/Canvas":     "Heavy cotton canvas",
	"loafers/Embroidered":          "Crushed velvet",
	"mens-sandals/Sokoto":          "Full-grain leather",
	"hair-accessories/Scrunchie":   "Duchess satin",
}

// fabricFor chooses a material that the cut allows.
func fabricFor(r dice.Roll, k Kind, c Cut) Fabric {
	f := dice.Pick(r, k.Fabrics)
	for _, other := range k.Fabrics {
		if other.Name == pins[k.Leaf+"/"+c.Name] {
			return other
		}
	}
	return f
}

// colorsFor chooses one to four colours, in the palette's order.
func colorsFor(r dice.Roll, k Kind, c Cut) []string {
	n := 1 + r.Weighted(34, 28, 22, 16)
	if k.Leaf == "school-shoes" && c.Name == "Court" {
		return []string{"White"}
	}
	return dice.Some(r, k.Palette, n)
}

// sizesFor returns all the kind's sizes, or a run of at least half of them.
func sizesFor(r dice.Roll, k Kind) []string {
	all, n := k.Sizes, len(k.Sizes)
	if n < 3 || r.Chance(55) {
		return append([]string(nil), all...)
	}
	run := r.Between((n+1)/2, n)
	from := r.Between(0, n-run)
	return append([]string(nil), all[from:from+run]...)
}
