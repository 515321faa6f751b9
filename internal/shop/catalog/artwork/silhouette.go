package artwork

// paint says what a part of an outline is painted with; the low byte is the paint, the rest are the sides it shows on.
type paint uint16

// Filled parts. Those up to light are shaded so that they look round.
const (
	cloth    paint = iota // the pattern
	base                  // the plain main colour
	trim                  // the accent colour
	contrast              // the second accent
	pale                  // the lightened main colour
	light                 // off-white
	bust                  // a shop-window bust
	dark                  // nearly black: soles, frames
	leather               // tan hide: straps, soles
	deep                  // the inside, in the shadow; flat from here on
	gold                  // polished metal
	glass                 // tinted, see-through
	shade                 // a shadow lying on the thing
	gloss                 // a light lying on the thing
)

// Lines.
const (
	fold   paint = iota + 64 // a soft crease
	seam                     // dashed topstitching
	rib                      // a wide darker band: ribbed necks
	thread                   // embroidery
	fine                     // thin dotted embroidery
	cord                     // a light cord
	strap                    // a wide band of the main colour
	hide                     // a wide leather band
	edge                     // a wide band of the accent colour
	wire                     // gold wire
	ink                      // a dark line
	beads                    // a string of beads in the accent colour
	pearls                   // a string of small light beads
)

// Sides; a part without one shows on both.
const (
	front paint = 1 << (iota + 8)
	back
)

// part is one painted path; d is in the shorthand of outline.
type part struct {
	paint paint
	d     string
}

// stance is how a thing is staged in the fourth view.
type stance uint8

const (
	hangs  stance = iota // from its shoulders, on a hanger
	clips                // from its waistband
	stands               // on a plinth
	lies                 // on a cloth
)

// Silhouette names an outline, for example "agbada" or "sneaker".
type Silhouette string

// figure is a silhouette's drawing.
type figure struct {
	stance stance
	pair   bool    // a second one is drawn behind: shoes
	plain  bool    // prints suit it less than plain colour does, unless its data asks for a print: shoes, watches
	top    float64 // where a hook or clip takes hold, in canvas units
	foot   float64 // the lowest point
	zoomX  float64 // what the close view looks at
	zoomY  float64
	parts  []part
}

// figures holds every silhouette with its outlines expanded.
var figures = gather(tops, layers, robes, dresses, bottoms, footwear, bags, jewellery, headwear, extras)

// gather merges the families and expands the shorthand once.
func gather(families ...map[Silhouette]figure) map[Silhouette]*figure {
	all := map[Silhouette]*figure{}
	for _, family := range families {
		for name, f := range family {
			parts := make([]part, len(f.parts))
			for i, p := range f.parts {
				parts[i] = part{p.paint, outline(p.d)}
			}
			f.parts = parts
			all[name] = &f
		}
	}
	return all
}

// assemble joins parts shared between silhouettes.
func assemble(groups ...[]part) []part {
	var all []part
	for _, g := range groups {
		all = append(all, g...)
	}
	return all
}
