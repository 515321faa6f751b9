package goods

import (
	"fmt"
	"math"
	"slices"

	"zuka/internal/seed/dice"
)

// Piece is one product of the sample shop, with everything that can be said about it before it is stored.
type Piece struct {
	Index                         int
	SKU, Slug, Name               string
	ShortDescription, Description string
	Kind                          Kind
	Brand                         string // the brand's slug
	Price, Sale, Cost             int64  // whole naira; Sale is 0 when not reduced
	Sizes, Colors, Tags           []string
	Material, Care                string
	Grams                         int
	Box                           [3]int // parcel: length, width, height in centimetres
	Featured                      bool
	Pictures                      int
	Appeal                        float64 // 0..1, long-tailed: how often it is seen, bought and reviewed
	Quality                       float64 // 3.2..4.9: mean of its ratings
}

// Make returns the product with this index. Equal indexes give equal products, and none depends on another.
func Make(index int) Piece {
	r := dice.New("piece", index)
	k, cut := deal(index)
	fabric, brand := fabricFor(r, k, cut), dice.Pick(r, makers[stall{k.Family, k.Gender}])
	colors, sizes := colorsFor(r, k, cut), sizesFor(r, k)
	t := &text{roll: dice.New("words", index), kind: k, voice: voiceOf(k), cut: cut, fabric: fabric, brand: brand,
		sizes: sizes, colors: colors, taken: map[string]bool{}}
	p := Piece{
		Index: index, Kind: k, Brand: brand.Slug, Sizes: sizes, Colors: colors, Material: fabric.Name, Care: fabric.Care,
		SKU: fmt.Sprintf("ZK-%s-%06d", code(k.Leaf), index+1), Name: nameOf(r, k, cut, fabric, colors, brand),
		Description: t.compose(), ShortDescription: t.pitch(), Box: k.Box, Pictures: 2 + r.Weighted(35, 40, 25),
	}
	p.Slug = fmt.Sprintf("%s-%d", slugOf(p.Name), index+1)
	p.Tags = tagsFor(r, k, t.used)
	p.Price = priceOf(r, k, cut, fabric, brand.Tier)
	p.Sale = saleOf(r, p.Price)
	p.Cost = costOf(r, p.Price, p.Sale)
	p.Grams = max(r.Between(k.Grams[0], k.Grams[1])/5*5, k.Grams[0])
	p.Featured = r.Chance(6)
	p.Appeal = appeal(r, p.Featured, p.Sale > 0)
	mean := 4.22 + 0.08*float64(brand.Tier-2) + 0.33*r.NormFloat64()
	p.Quality = math.Round(min(max(mean, 3.2), 4.9)*100) / 100
	return p
}

// appeal gives a few products most of the attention, as in any shop. What is featured or reduced gets more of it.
func appeal(r dice.Roll, featured, reduced bool) float64 {
	a := math.Pow(r.Float64(), 4)
	if featured {
		a = 1 - (1-a)*0.65
	}
	if reduced {
		a = 1 - (1-a)*0.92
	}
	return a
}

// tagsFor returns three to six tags: the kind's own, the occasions mentioned, and sometimes a label of the season.
func tagsFor(r dice.Roll, k Kind, used []string) []string {
	const least, most = 3, 6
	tags := append([]string(nil), k.Tags[:min(len(k.Tags), 4)]...)
	add := func(tag string) {
		if len(tags) < most && !slices.Contains(tags, tag) {
			tags = append(tags, tag)
		}
	}
	for _, tag := range used {
		add(tag)
	}
	season, hand, few := r.Chance(15), r.Chance(10), r.Chance(5)
	if season {
		add("new-season")
	}
	if hand && (k.Family == Native || k.Family == Bags || k.Family == Jewellery) {
		add("handmade")
	}
	if few {
		add("limited")
	}
	for _, u := range k.Uses {
		if len(tags) < least {
			add(u.Tag)
		}
	}
	for _, tag := range []string{k.Gender, "made-in-nigeria"} {
		if len(tags) < least {
			add(tag)
		}
	}
	return tags
}
