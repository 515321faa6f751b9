package artwork

import (
	"math"
	"strconv"
	"strings"
)

// rgb is a colour in sRGB.
type rgb struct{ r, g, b uint8 }

var (
	white = rgb{255, 255, 255}
	black = rgb{20, 16, 18}
)

// hexRGB unpacks 0xRRGGBB.
func hexRGB(v uint32) rgb { return rgb{uint8(v >> 16), uint8(v >> 8), uint8(v)} }

const hexDigits = "0123456789abcdef"

// String is the colour as "#rrggbb".
func (c rgb) String() string {
	return string([]byte{'#', hexDigits[c.r>>4], hexDigits[c.r&15], hexDigits[c.g>>4], hexDigits[c.g&15],
		hexDigits[c.b>>4], hexDigits[c.b&15]})
}

// mix is c moved towards d; t is 0 for c and 1 for d.
func (c rgb) mix(d rgb, t float64) rgb {
	f := func(a, b uint8) uint8 { return uint8(math.Round(float64(a) + (float64(b)-float64(a))*t)) }
	return rgb{f(c.r, d.r), f(c.g, d.g), f(c.b, d.b)}
}

// luma is the perceived brightness from 0 to 1.
func (c rgb) luma() float64 {
	return (0.299*float64(c.r) + 0.587*float64(c.g) + 0.114*float64(c.b)) / 255
}

// distance is how far two colours lie apart, 0 to about 1.7.
func (c rgb) distance(d rgb) float64 {
	r, g, b := float64(c.r)-float64(d.r), float64(c.g)-float64(d.g), float64(c.b)-float64(d.b)
	return math.Sqrt(r*r+g*g+b*b) / 255
}

// hsl is the colour as hue 0–360, saturation and lightness 0–1.
func (c rgb) hsl() (h, s, l float64) {
	r, g, b := float64(c.r)/255, float64(c.g)/255, float64(c.b)/255
	hi, lo := max(r, g, b), min(r, g, b)
	l = (hi + lo) / 2
	d := hi - lo
	if d == 0 {
		return 0, 0, l
	}
	s = d / (1 - math.Abs(2*l-1))
	switch hi {
	case r:
		h = math.Mod((g-b)/d+6, 6)
	case g:
		h = (b-r)/d + 2
	default:
		h = (r-g)/d + 4
	}
	return h * 60, s, l
}

// fromHSL is the inverse of hsl.
func fromHSL(h, s, l float64) rgb {
	a := s * min(l, 1-l)
	f := func(n float64) uint8 {
		k := math.Mod(n+h/30, 12)
		return uint8(math.Round(255 * (l - a*max(-1, min(k-3, 9-k, 1)))))
	}
	return rgb{f(0), f(8), f(4)}
}

// colourNames are the colours of the trade, in lower case.
var colourNames = map[string]uint32{
	"black": 0x221f22, "jet": 0x1b191c, "charcoal": 0x3d4147, "graphite": 0x4b4e54, "grey": 0x8b8f94, "ash": 0xa9aca8,
	"silver": 0xc0c4c9, "slate": 0x5f6d7a, "white": 0xf7f5f0, "off white": 0xf1ecdf, "ivory": 0xf4ecd8, "cream": 0xf3e6c8,
	"ecru": 0xe2d6bd, "beige": 0xd9c4a0, "nude": 0xdcb39a, "sand": 0xd4b98c, "stone": 0xb9ab98, "taupe": 0x8d7b6c,
	"champagne": 0xe8cfa2, "camel": 0xb9824a, "tan": 0xc08c57, "khaki": 0xa89a6b, "brown": 0x6e4429, "chocolate": 0x4e2d1e,
	"coffee": 0x5a3d2b, "cognac": 0x96502a, "tortoise": 0x7a4b25, "bronze": 0x99693a, "copper": 0xb1653a, "rust": 0xa5472a, "terracotta": 0xc2603f,
	"burnt orange": 0xc4571f, "orange": 0xe8792b, "tangerine": 0xf08a35, "peach": 0xf3b591, "apricot": 0xf0a76b,
	"coral": 0xee6c58, "salmon": 0xec8c78, "red": 0xc5282f, "crimson": 0xa91b36, "scarlet": 0xd3302a, "wine": 0x6b1a33,
	"burgundy": 0x6d1b2c, "maroon": 0x651a24, "oxblood": 0x571820, "pink": 0xe88aa8, "blush": 0xeec0bd, "rose": 0xd8788b,
	"rose gold": 0xcf9584, "hot pink": 0xde3f83, "fuchsia": 0xc92a82, "magenta": 0xb3247c, "lilac": 0xb69ad0,
	"lavender": 0xa99cd6, "mauve": 0xa87f9e, "purple": 0x66348a, "violet": 0x5e3aa0, "plum": 0x5b2750, "aubergine": 0x3f2140,
	"indigo": 0x27346f, "navy": 0x1c2b4f, "midnight": 0x17203c, "royal blue": 0x2547ae, "cobalt": 0x1d49a6, "blue": 0x2f63b4,
	"denim": 0x3b5b86, "light wash": 0x9db7d3, "mid blue": 0x4a72a8, "sky blue": 0x7fb6dc, "powder blue": 0xaec8da, "turquoise": 0x2fb0ad, "aqua": 0x57bfc2,
	"teal": 0x12706f, "petrol": 0x17505c, "emerald": 0x0f7a52, "green": 0x2f7d43, "forest": 0x23502f, "forest green": 0x23502f,
	"bottle green": 0x164a36, "olive": 0x6c6a2f, "army": 0x545b35, "sage": 0x9aab89, "mint": 0xa6d5b8, "lime": 0x9bbf3a,
	"yellow": 0xf1c232, "mustard": 0xd29a24, "lemon": 0xf0dc5b, "gold": 0xc99a3a, "amber": 0xdb9326, "multicolour": 0xc9532e,
}

// colourOf turns a colour's name into sRGB: "#rrggbb", a known name, a shade word before a known name ("Dark teal"), a
// known name at the end ("Dusty rose"), the first of several ("Blue/White"). Any other name gets a calm colour of its
// own, the same each time.
func colourOf(name string) rgb {
	name = strings.ToLower(strings.TrimSpace(name))
	if len(name) > 64 {
		name = name[:64]
	}
	if v, err := strconv.ParseUint(strings.TrimPrefix(name, "#"), 16, 32); err == nil && len(name) == 7 && name[0] == '#' {
		return hexRGB(uint32(v))
	}
	if cut := strings.IndexAny(name, "/&,+"); cut > 0 {
		name = strings.TrimSpace(name[:cut])
	}
	name = strings.Join(strings.FieldsFunc(name, func(r rune) bool { return r == ' ' || r == '-' || r == '_' }), " ")
	name = strings.ReplaceAll(name, "gray", "grey")
	if v, ok := colourNames[name]; ok {
		return hexRGB(v)
	}
	for rest := name; ; {
		first, tail, more := strings.Cut(rest, " ")
		if !more {
			break
		}
		if v, ok := colourNames[tail]; ok {
			return shaded(hexRGB(v), first)
		}
		rest = tail
	}
	h := hash("colour", name)
	return fromHSL(float64(h%360), 0.38+float64(h>>12%24)/100, 0.36+float64(h>>24%22)/100)
}

// shaded applies the shade word that stood before a colour's name.
func shaded(c rgb, word string) rgb {
	switch word {
	case "dark", "deep":
		return c.mix(black, 0.38)
	case "light", "pale", "soft", "baby", "pastel":
		return c.mix(white, 0.45)
	case "dusty", "muted", "smoky":
		return c.mix(rgb{150, 140, 135}, 0.3)
	case "bright", "neon", "electric":
		h, s, l := c.hsl()
		return fromHSL(h, min(1, s*1.35), min(0.62, l*1.12))
	default:
		return c
	}
}

// palette is every colour one picture uses.
type palette struct {
	base, deep, pale    rgb // the cloth, its shadow, its light
	accent, second      rgb // print and trim
	cream, ink, resist  rgb // the undyed ground, the darkest line, where dye was kept off
	wall, wallLit, prop rgb // what stands behind
	soft                rgb // a gentle contrast for folds of print
}

// accents are the print colours that go with most grounds.
var accents = []rgb{
	hexRGB(0xf0b429), hexRGB(0xe4573d), hexRGB(0x12706f), hexRGB(0x27346f), hexRGB(0xf08a35), hexRGB(0x8c1d40),
	hexRGB(0x2f7d43), hexRGB(0xe07a9c), hexRGB(0x5aa6cf), hexRGB(0xf6dfae), hexRGB(0x2a2026), hexRGB(0x7a4ba0),
}

// paletteOf builds the palette around the first colour; h chooses the accents.
func paletteOf(base rgb, h uint64) palette {
	p := palette{base: base, cream: hexRGB(0xfbf3e1), ink: base.mix(black, 0.82)}
	p.deep, p.pale = base.mix(black, 0.42), base.mix(white, 0.34)
	p.soft, p.resist = base.mix(white, 0.22), base.mix(white, 0.8)
	if base.luma() > 0.72 {
		p.deep, p.pale, p.soft = base.mix(hexRGB(0x6b5640), 0.42), base.mix(white, 0.55), base.mix(hexRGB(0x8a7350), 0.16)
		p.resist = base.mix(hexRGB(0x27346f), 0.72)
	}
	p.accent = farAccent(pick(h, 5, len(accents)), 0.5, base)
	p.second = farAccent(pick(h, 13, len(accents)), 0.42, base, p.accent)
	hue, sat, light := base.hsl()
	wallLight := 0.86
	if light > 0.7 {
		wallLight = 0.74
	}
	// A wall a little to the warm side of the cloth's hue keeps the picture calm and the cloth the strongest colour.
	p.wall = fromHSL(hue, min(sat, 1)*0.32, wallLight).mix(hexRGB(0xe9dccb), 0.42)
	if p.wall.distance(base) < 0.25 {
		p.wall = p.wall.mix(hexRGB(0x6f6257), 0.3)
	}
	p.wallLit = p.wall.mix(white, 0.5)
	p.prop = p.wall.mix(base.mix(hexRGB(0x9a6a4a), 0.45), 0.3)
	return p
}

// farAccent is the first accent from start on that keeps the distance from all the others.
func farAccent(start int, distance float64, others ...rgb) rgb {
	for i := range accents {
		a := accents[(start+i)%len(accents)]
		ok := true
		for _, o := range others {
			ok = ok && a.distance(o) >= distance
		}
		if ok {
			return a
		}
	}
	return accents[start]
}
