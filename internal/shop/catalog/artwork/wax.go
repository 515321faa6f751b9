package artwork

// tile is one repeat of a cloth: its size in canvas units at life size, its turn in degrees, and its drawing.
type tile struct {
	width, height, turn float64
	draw                func(c *canvas, p palette, h uint64)
}

// waxPrints are motifs in the manner of Ankara: a strong ground, a bright figure, a dark outline and the pale veins
// that cracked wax leaves in the dye.
var waxPrints = []tile{
	{132, 132, 0, records}, {120, 120, 0, fans}, {128, 128, 12, starflowers}, {104, 104, 0, diamonds}, {132, 132, 0, leaves},
	{120, 80, 0, chevrons}, {128, 128, 0, shells}, {120, 120, 45, cowries}, {140, 140, 0, suns}, {112, 112, 0, petalNet},
}

// crackle draws the veins over a tile of about 130 by 130.
func crackle(c *canvas, p palette) {
	c.put(`<path d="M0 22L34 40 52 30 88 58 130 50M40 0L52 30 44 70 70 96 62 132M88 58L104 96 130 108M0 90L44 70" fill="none" stroke="`,
		p.cream.String(), `" stroke-width="1.2" opacity=".32"/>`)
}

// records are the target rings known to every market.
func records(c *canvas, p palette, _ uint64) {
	one := func(x, y float64, a, b rgb) {
		c.disc(x, y, 54, p.ink.String())
		c.disc(x, y, 50, a.String())
		c.ring(x, y, 39, 7, p.cream.String(), "0 12.2")
		c.disc(x, y, 28, p.ink.String())
		c.disc(x, y, 25, b.String())
		c.disc(x, y, 14, p.cream.String())
		c.disc(x, y, 7, p.ink.String())
	}
	crackle(c, p)
	one(66, 66, p.accent, p.second)
	corners(132, 132, func(x, y float64) {
		c.disc(x, y, 24, p.ink.String())
		c.disc(x, y, 20, p.second.String())
		c.disc(x, y, 8, p.cream.String())
	})
}

// fans are open scallops in staggered rows.
func fans(c *canvas, p palette, _ uint64) {
	// One fan is drawn and repeated by reference: nine of them overlap in a tile.
	c.put(`<defs><g id="`, c.id("u"+p.base.String()[1:]), `">`)
	c.disc(0, 0, 60, p.ink.String())
	c.disc(0, 0, 56, p.accent.String())
	c.disc(0, 0, 46, p.cream.String())
	c.disc(0, 0, 42, p.base.String())
	c.ring(0, 0, 28, 22, p.cream.String(), "")
	c.put(`<circle r="28" fill="none" stroke="`, p.base.String(), `" stroke-width="24" stroke-dasharray="7 4"/>`)
	c.disc(0, 0, 16, p.ink.String())
	c.disc(0, 0, 11, p.second.String())
	c.put("</g></defs>")
	one := func(x, y float64) {
		c.put(`<use href="#`, c.id("u"+p.base.String()[1:]), `" x="`, number(x), `" y="`, number(y), `"/>`)
	}
	for row := -1; row <= 4; row++ {
		y := float64(row) * 30
		if row%2 == 0 {
			one(0, y)
			one(120, y)
		} else {
			one(60, y)
		}
	}
}

// starflowers are eight-petalled flowers with small stars between them.
func starflowers(c *canvas, p palette, _ uint64) {
	crackle(c, p)
	c.petals(64, 64, 8, "M0 0Q-19 -30 0 -56Q19 -30 0 0Z", p.ink.String())
	c.petals(64, 64, 8, "M0 -6Q-14 -30 0 -51Q14 -30 0 -6Z", p.accent.String())
	c.petals(64, 64, 8, "M0 -14Q-5 -28 0 -40Q5 -28 0 -14Z", p.cream.String())
	c.disc(64, 64, 15, p.ink.String())
	c.disc(64, 64, 11, p.second.String())
	c.ring(64, 64, 6, 3, p.cream.String(), "0 6")
	corners(128, 128, func(x, y float64) {
		c.fill(star(x, y, 26, 10, 4), p.cream.String())
		c.fill(star(x, y, 20, 8, 4), p.second.String())
		c.disc(x, y, 4, p.ink.String())
	})
}

// diamonds are nested lozenges in a lattice of dots.
func diamonds(c *canvas, p palette, _ uint64) {
	c.fill("M52 0L104 52L52 104L0 52Z", p.ink.String())
	c.fill("M52 6L98 52L52 98L6 52Z", p.accent.String())
	c.fill("M52 20L84 52L52 84L20 52Z", p.cream.String())
	c.fill("M52 28L76 52L52 76L28 52Z", p.second.String())
	c.fill("M52 40L64 52L52 64L40 52Z", p.ink.String())
	corners(104, 104, func(x, y float64) {
		c.ring(x, y, 30, 5, p.cream.String(), "0 11.8")
		c.disc(x, y, 15, p.accent.String())
		c.disc(x, y, 7, p.ink.String())
	})
}

// leaves are veined leaves that turn about each other.
func leaves(c *canvas, p palette, _ uint64) {
	crackle(c, p)
	leaf := func(at string, colour rgb) {
		c.put(`<g transform="`, at, `">`)
		c.fill("M0 -46Q34 -8 0 46Q-34 -8 0 -46Z", p.ink.String())
		c.fill("M0 -38Q26 -6 0 38Q-26 -6 0 -38Z", colour.String())
		c.line("M0 -34V40M0 -14L11 -22M0 -14L-11 -22M0 2L13 -8M0 2L-13 -8M0 18L10 8M0 18L-10 8", p.cream.String(), "2.6")
		c.put("</g>")
	}
	leaf("translate(36 40) rotate(35)", p.accent)
	leaf("translate(100 36) rotate(-50)", p.second)
	leaf("translate(34 102) rotate(130)", p.second)
	leaf("translate(98 100) rotate(215)", p.accent)
	for _, at := range [][2]float64{{66, 68}, {66, 2}, {66, 134}, {2, 70}, {134, 70}} {
		c.disc(at[0], at[1], 7, p.cream.String())
		c.disc(at[0], at[1], 3.4, p.ink.String())
	}
}

// chevrons are banded zigzags with a row of dots.
func chevrons(c *canvas, p palette, _ uint64) {
	band := func(y, w string, colour rgb) {
		c.put(`<path d="M-10 70L30 30L70 70L110 30L150 70" transform="translate(0 `, y, `)" fill="none" stroke="`, colour.String(), `" stroke-width="`, w, `"/>`)
	}
	for _, y := range []string{"-80", "0", "80"} {
		band(y, "30", p.ink)
		band(y, "24", p.accent)
		band(y, "10", p.cream)
		band(y, "5", p.second)
	}
	for _, x := range []float64{-10, 30, 70, 110} {
		c.disc(x, 72, 7, p.cream.String())
		c.disc(x+40, 0, 7, p.second.String())
	}
}

// shells are spirals that curl left and right.
func shells(c *canvas, p palette, _ uint64) {
	crackle(c, p)
	spiral := "M0 0C6 -8 16 0 12 12C6 26 -16 24 -20 6C-24 -18 6 -34 26 -18C46 2 34 42 2 44"
	one := func(at string, colour rgb) {
		c.put(`<g transform="`, at, `">`)
		c.line(spiral, p.ink.String(), "15")
		c.line(spiral, colour.String(), "9")
		c.put(`<path d="`, spiral, `" fill="none" stroke="`, p.cream.String(), `" stroke-width="3" stroke-dasharray="0 7" stroke-linecap="round"/></g>`)
	}
	one("translate(34 34) scale(.72)", p.accent)
	one("translate(96 94) scale(.72) rotate(180)", p.accent)
	one("translate(98 32) scale(-.62 .62)", p.second)
	one("translate(32 98) scale(.62 -.62)", p.second)
}

// cowries are rows of shells, the old money.
func cowries(c *canvas, p palette, _ uint64) {
	one := func(x, y float64, colour rgb) {
		c.ellipse(x, y, 23, 32, p.ink.String())
		c.ellipse(x, y, 19, 28, colour.String())
		c.put(`<path transform="translate(`)
		c.num(x)
		c.put(" ")
		c.num(y)
		c.put(`)" d="M0 -20Q6 0 0 20Q-6 0 0 -20ZM-3 -12H-8M-4 -4H-9M-4 4H-9M-3 12H-8M3 -12H8M4 -4H9M4 4H9M3 12H8" fill="`, p.ink.String(),
			`" stroke="`, p.ink.String(), `" stroke-width="2.4"/>`)
	}
	c.line("M0 60H120", p.second.String(), "10")
	c.line("M60 0V120", p.second.String(), "10")
	one(30, 30, p.cream)
	one(90, 90, p.cream)
	one(90, 30, p.accent)
	one(30, 90, p.accent)
	corners(120, 120, func(x, y float64) { c.disc(x, y, 8, p.cream.String()) })
	c.disc(60, 60, 8, p.cream.String())
}

// suns are rayed discs over a chequer of dots.
func suns(c *canvas, p palette, h uint64) {
	rays := 12 + 4*pick(h, 40, 2)
	crackle(c, p)
	c.fill(star(70, 70, 64, 40, rays), p.ink.String())
	c.fill(star(70, 70, 57, 38, rays), p.accent.String())
	c.disc(70, 70, 34, p.cream.String())
	c.disc(70, 70, 29, p.base.String())
	c.fill(star(70, 70, 25, 11, 6), p.second.String())
	c.disc(70, 70, 7, p.cream.String())
	corners(140, 140, func(x, y float64) {
		c.disc(x, y, 22, p.cream.String())
		c.disc(x, y, 17, p.second.String())
		c.fill(star(x, y, 14, 5, 4), p.ink.String())
	})
}

// petalNet is a net of crossing circles.
func petalNet(c *canvas, p palette, _ uint64) {
	c.rect(0, 0, 112, 112, p.accent.String())
	petal := "M0 0Q-24 -28 0 -56Q24 -28 0 0Z"
	c.petals(0, 56, 4, petal, p.base.String())
	c.petals(112, 56, 4, petal, p.base.String())
	c.petals(56, 0, 4, petal, p.base.String())
	c.petals(56, 112, 4, petal, p.base.String())
	for _, at := range [][2]float64{{0, 56}, {112, 56}, {56, 0}, {56, 112}} {
		c.disc(at[0], at[1], 8, p.cream.String())
	}
	c.fill(star(56, 56, 16, 7, 8), p.ink.String())
	corners(112, 112, func(x, y float64) { c.fill(star(x, y, 16, 7, 8), p.second.String()) })
}
