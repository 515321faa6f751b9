package artwork

// Fabric names what a thing is made of, as far as a picture can show it.
type Fabric string

// The fabrics the patterns exist for. [Ankara] has several prints, chosen by the product's hash.
const (
	Ankara  Fabric = "ankara"
	Adire   Fabric = "adire"
	TieDye  Fabric = "tie-dye"
	AsoOke  Fabric = "aso-oke"
	Lace    Fabric = "lace"
	Denim   Fabric = "denim"
	Leather Fabric = "leather"
	Knit    Fabric = "knit"
	Beaded  Fabric = "beads"
	Satin   Fabric = "satin"
	Brocade Fabric = "brocade"
	Striped Fabric = "stripes"
	Checked Fabric = "check"
	Dotted  Fabric = "dots"
	Floral  Fabric = "floral"
	Linen   Fabric = "linen"
	Straw   Fabric = "straw"
	Plain   Fabric = "plain"
)

// prints are the words that name a pattern; they outrank materials, because a cotton dress with an Ankara print shows
// the print.
var prints = vocabulary(map[Fabric]string{
	Ankara: "ankara|wax print|wax|african print|dutch wax|hollandais|kente|print|printed", Adire: "adire|indigo dye|batik|resist dye|eleko",
	TieDye: "tie dye|tie and dye|kampala", AsoOke: "aso oke|asooke|aso ofi|etu|sanyan|alaari|hand woven|handwoven|akwete",
	Lace: "lace|guipure|cord lace|dry lace|broderie|eyelet|french lace", Brocade: "brocade|damask|jacquard|guinea|shadda|bazin",
	Striped: "stripe|striped|pinstripe", Checked: "check|checked|plaid|gingham|tartan", Dotted: "polka|polka dot|dotted|dot",
	Floral: "floral|flower|blossom", Beaded: "beaded|beadwork", Denim: "denim|jean", Leather: "leather",
})

// materials are the words that name what yarn or hide a thing is of.
var materials = vocabulary(map[Fabric]string{
	Satin: "satin|silk|velvet|sequin|organza|chiffon|taffeta|mikado|charmeuse", Linen: "linen|hemp|chambray", Denim: "denim|jean",
	Knit:    "knit|knitted|wool|fleece|crochet|jersey|ribbed|mesh|cashmere|cardigan",
	Leather: "leather|suede|nubuck|vegan leather|faux leather|pu|croc|patent", Straw: "straw|raffia|rattan|woven grass|wicker|sisal",
	Beaded: "bead|coral|pearl|crystal|agate|glass bead", Brocade: "atiku|cashmere brocade|senator",
	Plain: "cotton|polyester|crepe|canvas|nylon|rubber|metal|brass|steel|gold|silver|rayon|viscose|spandex|twill",
})

// usual is what a silhouette is made of when its data does not say; several mean that the hash chooses.
var usual = map[Silhouette][]Fabric{
	"dashiki": {Ankara}, "irobuba": {Lace, AsoOke, Ankara}, "gele": {AsoOke, Brocade}, "fila": {AsoOke}, "wrapper": {Ankara, AsoOke},
	"agbada": {Brocade, Plain}, "kaftan": {Plain, Linen}, "boubou": {Adire, Ankara}, "abaya": {Satin}, "gown": {Satin, Lace}, "jeans": {Denim},
	"dress": {Ankara, Floral}, "maxidress": {Ankara, Floral}, "kidsdress": {Floral, Ankara, Dotted}, "jumpsuit": {Plain, Linen},
	"twopiece": {Ankara, Adire}, "shirt": {Plain, Striped, Checked, Linen}, "shortshirt": {Linen, Checked}, "blouse": {Plain, Dotted, Floral},
	"skirt": {Ankara, Plain}, "hoodie": {Plain}, "cardigan": {Knit}, "jacket": {Denim}, "sneaker": {Knit, Plain}, "heel": {Leather},
	"block": {Leather}, "sandal": {Leather}, "slipper": {Leather}, "loafer": {Leather}, "boot": {Leather}, "handbag": {Leather}, "tote": {Linen, Straw},
	"backpack": {Plain}, "schoolbag": {Plain}, "clutch": {Leather}, "purse": {Satin}, "travelbag": {Leather}, "bracelet": {Beaded}, "watch": {Leather},
	"belt": {Leather}, "hat": {Straw}, "scarf": {Satin, Adire}, "turban": {Ankara}, "tie": {Striped, Dotted}, "fan": {Adire, Beaded}, "fabric": {Ankara},
	"socks": {Knit}, "romper": {Dotted, Plain}, "suit": {Plain}, "blazer": {Plain, Linen}, "earrings": {Beaded, Plain},
}

// fabricOf chooses the fabric: a print named by tags, kind, material or name, in this order; then the material; then
// what is usual for the silhouette; else plain.
func fabricOf(p Product, s Silhouette, h uint64) Fabric {
	sources := make([]string, 0, 12)
	for i, tag := range p.Tags {
		if i == 8 {
			break
		}
		sources = append(sources, words(tag))
	}
	sources = append(sources, words(p.Kind), words(p.Material), words(p.Name))
	for _, source := range sources {
		if f, ok := prints.last(source); ok {
			return f
		}
	}
	if f, ok := materials.last(words(p.Material)); ok {
		// "Cotton" says nothing of the print; only where hide is usual does it say that this one is not of hide.
		if likely := usual[s]; f != Plain || len(likely) == 0 || likely[0] == Leather {
			return f
		}
	}
	if f, ok := materials.last(words(p.Name)); ok && f != Plain {
		return f
	}
	if likely := usual[s]; len(likely) > 0 {
		return likely[pick(h, 21, len(likely))]
	}
	return Plain
}

// pattern writes the definition of the cloth as paint name, enlarged by zoom.
func (c *canvas) pattern(name string, f Fabric, p palette, h uint64, zoom float64) {
	choices := weaves[f]
	if f == Ankara {
		choices = waxPrints
	}
	t := choices[pick(h, 29, len(choices))]
	c.put(`<pattern id="`, c.id(name), `" width="`)
	c.num(t.width)
	c.put(`" height="`)
	c.num(t.height)
	c.put(`" patternUnits="userSpaceOnUse" patternTransform="translate(400 90) rotate(`)
	c.num(t.turn)
	c.put(`) scale(`)
	c.num(zoom)
	c.put(`)">`)
	// One unit more on each side hides the hairline that some renderers leave between tiles.
	c.rect(-1, -1, t.width+2, t.height+2, p.base.String())
	t.draw(c, p, h)
	c.put("</pattern>")
}
