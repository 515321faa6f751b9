package artwork

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Brand is what a brand's mark is drawn from; Slug gives the mark its form and colour.
type Brand struct{ Slug, Name string }

// brandInks are the dark grounds of the marks, brandGolds the colours drawn on them.
var (
	brandInks  = []uint32{0x1f2a44, 0x3b1526, 0x17382d, 0x2a2320, 0x40224a, 0x6a2c1a, 0x123f44, 0x1d1d22, 0x5a1f2f, 0x2f3a1c}
	brandGolds = []uint32{0xe6c36a, 0xf2dfc0, 0xf0a35c, 0xe9b3a3, 0xb9d3b0, 0xd9c7ea}
	brandFonts = []string{"Georgia,'Times New Roman',serif", "'Helvetica Neue',Arial,sans-serif", "'Trebuchet MS','Segoe UI',sans-serif", "'Palatino Linotype',Palatino,serif"}
)

// SVG draws the brand's mark as a standalone square of 400 units: a monogram in a frame over the name, with a border of
// a print of its own.
func (b Brand) SVG() []byte {
	name := clean(b.Name)
	if name == "" {
		name = "Brand"
	}
	seed := b.Slug
	if seed == "" {
		seed = name
	}
	h := hash("brand", seed)
	ground, line := hexRGB(brandInks[pick(h, 3, len(brandInks))]), hexRGB(brandGolds[pick(h, 11, len(brandGolds))])
	font := brandFonts[pick(h, 19, len(brandFonts))]
	c := newCanvas(h)
	c.open(400, 400, name)
	p := paletteOf(ground, h)
	p.accent, p.second, p.cream, p.ink = line, line.mix(ground, .45), line.mix(white, .4), ground.mix(black, .35)
	c.put("<defs>")
	c.pattern("p", Ankara, p, h, .42)
	c.put("</defs>")
	c.rect(0, 0, 400, 400, c.ref("p"))
	c.put(`<rect x="26" y="26" width="348" height="348" rx="10" fill="`, ground.String(), `"/><rect x="36" y="36" width="328" height="328" rx="6" fill="none" stroke="`,
		line.String(), `" stroke-width="2"/>`)
	c.emblem(pick(h, 27, 6), line, ground)
	letters := initials(name)
	size := 92.0
	if utf8.RuneCountInString(letters) == 2 {
		size = 72
	}
	c.wordmark(letters, 200, 160+size*.35, 130, size, font, line)
	c.wordmark(strings.ToUpper(name), 200, 322, 290, 30, font, line)
	c.line("M150 344H182M218 344H250", line.String(), "2.5")
	c.fill(star(200, 344, 9, 4, 4), line.String())
	return c.close()
}

// emblem draws the frame of the monogram around 200, 160.
func (c *canvas) emblem(form int, line, ground rgb) {
	stroke := line.String()
	switch form {
	case 0:
		c.ring(200, 160, 96, 4, stroke, "")
		c.ring(200, 160, 84, 4, stroke, "0 10.55")
	case 1:
		c.put(`<path d="M200 56L304 160L200 264L96 160ZM200 72L288 160L200 248L112 160Z" fill="`, stroke, `" fill-rule="evenodd"/>`)
	case 2:
		c.put(`<path d="M112 250V150a88 88 0 0 1 176 0V250ZM124 238V150a76 76 0 0 1 152 0V238Z" fill="none" stroke="`, stroke, `" stroke-width="3.5"/>`)
	case 3:
		c.petals(200, 160, 24, "M0 -84L6 -104L-6 -104Z", stroke)
		c.ring(200, 160, 80, 3.5, stroke, "")
	case 4:
		c.put(`<path d="M200 60L288 110V210L200 260L112 210V110ZM200 76L274 118V202L200 244L126 202V118Z" fill="none" stroke="`, stroke, `" stroke-width="3.5"/>`)
	default:
		c.petals(200, 160, 8, "M0 -58Q-44 -84 0 -112Q44 -84 0 -58Z", line.mix(ground, .55).String())
		c.disc(200, 160, 74, ground.String())
		c.ring(200, 160, 74, 3.5, stroke, "")
	}
}

// wordmark writes text centred at x, y in a font, shrunk to fit width; size is the font size of a short text.
func (c *canvas) wordmark(text string, x, y, width, size float64, font string, colour rgb) {
	text = clip(text, 32)
	n := float64(max(1, utf8.RuneCountInString(text)))
	// Capitals and wide letters are about 0.66 of the font size; textLength holds long names inside in any font.
	size = min(size, width/(n*0.66))
	c.put(`<text x="`)
	c.num(x)
	c.put(`" y="`)
	c.num(y)
	c.put(`" font-family="`, font, `" font-size="`)
	c.num(size)
	c.put(`" text-anchor="middle" fill="`, colour.String(), `"`)
	if n*size*0.66 > width*0.98 {
		c.put(` textLength="`)
		c.num(width)
		c.put(`" lengthAdjust="spacingAndGlyphs"`)
	}
	c.put(">")
	c.text(text)
	c.put("</text>")
}

// initials are the first letters of the first and last word, upper case; at most two, "Z" for a name with no letter.
func initials(name string) string {
	var first, last rune
	for w := range strings.FieldsSeq(name) {
		for _, r := range w {
			if unicode.IsLetter(r) || unicode.IsDigit(r) {
				if first == 0 {
					first = unicode.ToUpper(r)
				} else {
					last = unicode.ToUpper(r)
				}
				break
			}
		}
	}
	switch {
	case first == 0:
		return "Z"
	case last == 0:
		return string(first)
	default:
		return string([]rune{first, last})
	}
}
