package artwork

// Views is how many views a product has; a [Product]'s View wraps around it.
const Views = 4

// Product is what a product picture is drawn from. Every field may hold any text: it is cleaned, cut and escaped.
type Product struct {
	Slug     string   // gives the picture its variety; Name stands in when it is empty
	Name     string   // the title, and words that choose the outline
	Brand    string   // the woven label, and the end of the title
	Kind     string   // slug of the product's leaf category, such as "womens-ankara-dresses"
	Gender   string   // "kids", "boys", "girls" and the like give children's outlines and walls
	Colors   []string // names or #rrggbb; the first is the cloth's, the first six are shown as chips
	Tags     []string // words that may name a print
	Material string   // words that may name a cloth
	View     int      // 1 front, 2 back and colours, 3 close, 4 in a room, 5 front again; below 1 is front
}

// viewNames end the titles.
var viewNames = [Views]string{"front", "back and colours", "close view", "in a room"}

// SVG draws the product as a standalone picture of 800 by 1000 units, 3 to 15 KB. The same product gives the same bytes.
func (p Product) SVG() []byte { return drawAs(Choose(p.Kind, p.Name, p.Gender), p) }

// drawAs draws p with a silhouette already chosen.
func drawAs(silhouette Silhouette, p Product) []byte {
	seed := p.Slug
	if seed == "" {
		seed = p.Name
	}
	h := hash(seed, p.Kind)
	s := &stage{
		canvas: newCanvas(h), product: p, figure: figures[silhouette], fabric: fabricOf(p, silhouette, h), hash: h,
		palette: paletteOf(mainColour(p, silhouette, h), h), children: forChildren(words(p.Kind), p.Gender),
	}
	view := max(p.View-1, 0) % Views
	s.open(800, 1000, title(p, view))
	switch view {
	case 0:
		s.front()
	case 1:
		s.reverse()
	case 2:
		s.near()
	default:
		s.scene()
	}
	return s.close()
}

// title is "Name by Brand, view".
func title(p Product, view int) string {
	t := clean(p.Name)
	if t == "" {
		t = "Product"
	}
	if b := clean(p.Brand); b != "" {
		t = clip(t, 60) + " by " + clip(b, 30)
	}
	return clip(t, 100) + ", " + viewNames[view]
}

// clip cuts s to n runes.
func clip(s string, n int) string {
	count := 0
	for i := range s {
		if count == n {
			return s[:i]
		}
		count++
	}
	return s
}

// grounds are the cloth colours of products that name none.
var grounds = []uint32{0xa5472a, 0x12706f, 0x27346f, 0x6b1a33, 0xd29a24, 0x2f7d43, 0x66348a, 0xee6c58, 0x6c6a2f, 0x2547ae}

// mainColour is the first colour's; cloths that have a colour of their own take it when none is named.
func mainColour(p Product, s Silhouette, h uint64) rgb {
	for _, name := range p.Colors {
		if clean(name) != "" {
			return colourOf(name)
		}
	}
	switch f := fabricOf(p, s, h); f {
	case Adire:
		return hexRGB(colourNames["indigo"])
	case Denim:
		return hexRGB(colourNames["denim"])
	case Leather:
		return hexRGB(colourNames["cognac"])
	case Straw:
		return hexRGB(colourNames["sand"])
	default:
		return hexRGB(grounds[pick(h, 37, len(grounds))])
	}
}
