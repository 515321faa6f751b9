package artwork

import "math"

// The short drawing verbs the patterns and scenes are written with. Colours are "#rrggbb" or a paint reference.

func (c *canvas) fill(d, colour string) { c.put(`<path d="`, d, `" fill="`, colour, `"/>`) }

func (c *canvas) veil(d, colour, opacity string) {
	c.put(`<path d="`, d, `" fill="`, colour, `" opacity="`, opacity, `"/>`)
}

func (c *canvas) line(d, colour, width string) {
	c.put(`<path d="`, d, `" fill="none" stroke="`, colour, `" stroke-width="`, width, `" stroke-linecap="round"/>`)
}

func (c *canvas) rect(x, y, w, h float64, colour string) {
	c.put(`<path d="M`)
	c.num(x)
	c.put(" ")
	c.num(y)
	c.put("h")
	c.num(w)
	c.put("v")
	c.num(h)
	c.put("h")
	c.num(-w)
	c.put(`z" fill="`, colour, `"/>`)
}

func (c *canvas) disc(x, y, r float64, colour string) {
	c.ellipse(x, y, r, r, colour)
}

func (c *canvas) ellipse(x, y, rx, ry float64, colour string) {
	c.put(`<ellipse cx="`)
	c.num(x)
	c.put(`" cy="`)
	c.num(y)
	c.put(`" rx="`)
	c.num(rx)
	c.put(`" ry="`)
	c.num(ry)
	c.put(`" fill="`, colour, `"/>`)
}

// ring is a circle's line; dash is a stroke-dasharray or empty.
func (c *canvas) ring(x, y, r, width float64, colour, dash string) {
	c.put(`<circle cx="`)
	c.num(x)
	c.put(`" cy="`)
	c.num(y)
	c.put(`" r="`)
	c.num(r)
	c.put(`" fill="none" stroke="`, colour, `" stroke-width="`)
	c.num(width)
	if dash != "" {
		c.put(`" stroke-linecap="round" stroke-dasharray="`, dash)
	}
	c.put(`"/>`)
}

// petals draws n copies of d, whose foot is the origin, around x, y.
func (c *canvas) petals(x, y float64, n int, d, colour string) {
	c.put(`<g fill="`, colour, `" transform="translate(`)
	c.num(x)
	c.put(" ")
	c.num(y)
	c.put(`)">`)
	for i := range n {
		c.put(`<path d="`, d, `" transform="rotate(`)
		c.num(float64(i) * 360 / float64(n))
		c.put(`)"/>`)
	}
	c.put("</g>")
}

// star is the path of a star of n points around x, y.
func star(x, y, outer, inner float64, n int) string {
	d := make([]byte, 0, n*24)
	for i := range 2 * n {
		r := outer
		if i%2 == 1 {
			r = inner
		}
		sin, cos := math.Sincos(float64(i) * math.Pi / float64(n))
		verb := byte('L')
		if i == 0 {
			verb = 'M'
		}
		d = append(d, verb)
		d = append(d, number(math.Round((x+r*sin)*10)/10)...)
		d = append(d, ' ')
		d = append(d, number(math.Round((y-r*cos)*10)/10)...)
	}
	return string(append(d, 'Z'))
}

// corners runs draw at the four corners of a tile, so that a motif on the seam continues in the next tile.
func corners(w, h float64, draw func(x, y float64)) {
	draw(0, 0)
	draw(w, 0)
	draw(0, h)
	draw(w, h)
}

// placed opens a group moved by x, y and scaled; put("</g>") closes it.
func (c *canvas) placed(x, y, scale float64) {
	c.put(`<g transform="translate(`)
	c.num(x)
	c.put(" ")
	c.num(y)
	c.put(`) scale(`)
	c.num(scale)
	c.put(`)">`)
}
