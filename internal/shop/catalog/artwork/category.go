package artwork

import (
	"strconv"
	"strings"
)

// Category is what a category's picture is drawn from.
type Category struct{ Slug, Name string }

// ensembles are the three things that stand for a category too wide for one outline, by a word of its slug; the order
// decides when a slug has several of the words.
var ensembles = []struct {
	words  string
	yields bool // to a noun of a family beside the word: "womens-tops" are tops
	three  [3]Silhouette
}{
	{"shoe|footwear", false, [3]Silhouette{"heel", "sneaker", "loafer"}},
	{"bag", false, [3]Silhouette{"tote", "handbag", "backpack"}},
	{"jewellery|jewelry|bead", false, [3]Silhouette{"earrings", "necklace", "bracelet"}},
	{"headwear", false, [3]Silhouette{"fila", "gele", "hat"}},
	{"accessory", false, [3]Silhouette{"sunglasses", "handbag", "watch"}},
	{"fabric|textile|lace|ankara|adire|aso oke|brocade", true, [3]Silhouette{"fabric", "fabric", "fabric"}},
	{"kid|boy|girl|baby|children|toddler|school", true, [3]Silhouette{"romper", "kidsdress", "tshirt"}},
	{"traditional|native", true, [3]Silhouette{"kaftan", "agbada", "irobuba"}},
	{"women|woman|female|lady", true, [3]Silhouette{"blouse", "maxidress", "skirt"}},
	{"men|man|male|gentleman", true, [3]Silhouette{"shirt", "agbada", "jacket"}},
	{"sport|active|lounge", true, [3]Silhouette{"tshirt", "hoodie", "shorts"}},
}

// three chooses what a category shows: its one outline in three colours, or an ensemble.
func (g Category) three() [3]Silhouette {
	slug := words(g.Slug)
	s, ok := exact.last(slug)
	if ok && s != "fabric" {
		s = Choose(g.Slug, g.Name, "")
		return [3]Silhouette{s, s, s}
	}
	_, hasFamily := broad.last(slug)
	text := slug + words(g.Name)
	for _, e := range ensembles {
		if e.yields && hasFamily || !anyWord(text, e.words) {
			continue
		}
		return e.three
	}
	s = Choose(g.Slug, g.Name, "")
	return [3]Silhouette{s, s, s}
}

// anyWord says whether text, which must come from words, has one of the words separated by "|".
func anyWord(text, list string) bool {
	for w := range strings.SplitSeq(list, "|") {
		if strings.Contains(text, " "+w+" ") {
			return true
		}
	}
	return false
}

// SVG draws the category as a standalone picture of 800 by 500 units, up to 15 KB: three things in matching colours.
func (g Category) SVG() []byte {
	seed := g.Slug
	if seed == "" {
		seed = g.Name
	}
	h := hash("category", seed)
	c := newCanvas(h)
	name := clean(g.Name)
	if name == "" {
		name = "Category"
	}
	c.open(800, 500, name)
	three := g.three()
	wall := g.definitions(c, three, h)
	c.rect(0, 0, 800, 500, wall.wallLit.String())
	c.veil("M0 400H800V500H0Z", wall.prop.String(), ".6")
	c.veil("M270 400V190a130 130 0 0 1 260 0V400Z", wall.prop.String(), ".55")
	c.disc(150, 230, 120, wall.wall.String())
	c.disc(650, 230, 120, wall.wall.String())
	groups := [3]string{"ga", "gb", "gc"}
	if three[2] == three[0] {
		groups[2] = "ga"
	}
	for _, i := range []int{0, 2, 1} {
		x, scale := []float64{158, 400, 642}[i], []float64{.38, .46, .38}[i]
		at := transform(x, 446, scale, axis, baseline(figures[three[i]], scale))
		if i == 2 && groups[2] == "ga" {
			// The right one mirrors the left, which keeps the picture small and the group balanced.
			at = "translate(" + number(2*x) + " 0) scale(-1 1) " + at
		}
		c.use(groups[i], at, true)
	}
	return c.close()
}

// definitions writes the cloths and figures of the three and returns the palette of the wall.
func (g Category) definitions(c *canvas, three [3]Silhouette, h uint64) palette {
	first := pick(h, 3, len(grounds))
	c.put("<defs>")
	c.definitions()
	for i, s := range three {
		if i == 2 && s == three[0] {
			continue
		}
		letter := string(rune('a' + i))
		// The outer two share a cloth: the group looks chosen together, and the picture stays small.
		side := i % 2
		own := hash(g.Slug, g.Name, string(three[side]), strconv.Itoa(side))
		p := paletteOf(hexRGB(grounds[(first+side*3)%len(grounds)]), own)
		cloth := "p" + strconv.Itoa(side)
		if i < 2 {
			c.pattern(cloth, fabricOf(Product{Kind: g.Slug, Name: g.Name}, s, own), p, own, 1)
		}
		c.define("g"+letter, cloth, figures[s], p, front)
	}
	c.put("</defs>")
	return paletteOf(hexRGB(grounds[first]), h)
}

// baseline is the y of the figure that lies on the floor line: the foot of what stands; what hangs is raised to the
// middle of the wall.
func baseline(f *figure, scale float64) float64 {
	if f.stance == stands {
		return f.foot
	}
	top := max(f.top, 180)
	return (f.foot+top)/2 + 193/scale
}
