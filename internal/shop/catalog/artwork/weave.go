package artwork

// weaves are the cloths other than wax prints; one of a list is chosen by the product's hash.
var weaves = map[Fabric][]tile{
	Adire:   {{120, 120, 0, adireRings}, {160, 160, 0, adireOlokun}, {96, 120, 0, adireStreaks}},
	TieDye:  {{300, 300, 20, tieDye}},
	AsoOke:  {{92, 120, 0, asoOkeFine}, {120, 90, 0, asoOkeBold}, {104, 104, 0, asoOkeOpen}},
	Lace:    {{84, 84, 0, laceRound}, {96, 96, 0, laceVine}},
	Denim:   {{12, 12, 0, denim}},
	Leather: {{90, 90, 0, grain}},
	Knit:    {{24, 22, 0, knit}},
	Beaded:  {{36, 36, 45, beadwork}},
	Satin:   {{420, 420, 24, satin}},
	Brocade: {{120, 120, 0, damask}, {90, 90, 0, jacquard}},
	Striped: {{54, 54, 0, stripe}, {80, 80, 0, wideStripe}},
	Checked: {{88, 88, 0, check}, {60, 60, 0, gingham}},
	Dotted:  {{56, 56, 0, dots}},
	Floral:  {{120, 120, 0, blossoms}},
	Linen:   {{40, 40, 0, linen}},
	Straw:   {{44, 44, 0, straw}},
	Plain:   {{20, 20, 0, plainWeave}},
}

func adireRings(c *canvas, p palette, _ uint64) {
	c.rect(0, 0, 120, 120, p.base.mix(black, .12).String())
	rings := func(x, y float64) {
		for i, r := range []float64{52, 40, 28, 16} {
			dash := "0 9"
			if i%2 == 1 {
				dash = "6 5"
			}
			c.ring(x, y, r, 4.6, p.resist.String(), dash)
		}
		c.disc(x, y, 6, p.resist.String())
	}
	rings(60, 60)
	corners(120, 120, func(x, y float64) {
		c.ring(x, y, 24, 4, p.resist.String(), "0 8")
		c.disc(x, y, 11, p.pale.String())
		c.disc(x, y, 5, p.resist.String())
	})
}

// adireOlokun is a grid of small pictures, each cell its own, as the starch-painted cloths have it.
func adireOlokun(c *canvas, p palette, _ uint64) {
	r := p.resist.String()
	c.rect(0, 0, 160, 160, p.base.mix(black, .12).String())
	c.line("M0 0H160M0 80H160M0 160H160M0 0V160M80 0V160M160 0V160", r, "5")
	c.line("M0 7H160M0 73H160M0 87H160M0 153H160M7 0V160M73 0V160M87 0V160M153 0V160", r, "1.6")
	c.line("M40 40C46 32 56 40 52 50C46 62 28 58 26 44C24 26 48 16 62 30", r, "4")
	c.petals(120, 40, 8, "M0 -4Q-7 -16 0 -27Q7 -16 0 -4Z", r)
	c.put(`<path d="M18 98H64M18 108H64M18 118H64M18 128H64M18 138H64" stroke="`, r, `" stroke-width="4" stroke-dasharray="0 9.2" stroke-linecap="round"/>`)
	c.line("M98 98L142 142M142 98L98 142M120 94V146M94 120H146", r, "3")
	c.ring(120, 120, 15, 3.4, r, "")
}

func adireStreaks(c *canvas, p palette, _ uint64) {
	r := p.resist.String()
	c.rect(0, 0, 96, 120, p.base.mix(black, .12).String())
	for _, x := range []float64{12, 84} {
		c.put(`<path d="M`)
		c.num(x)
		c.put(` 0v120" stroke="`, r, `" stroke-width="6" stroke-dasharray="10 5"/>`)
	}
	c.line("M24 0V120M72 0V120", p.pale.String(), "3")
	c.fill(star(48, 30, 20, 8, 8), r)
	c.disc(48, 30, 5, p.base.String())
	c.ring(48, 90, 17, 4, r, "0 8.9")
	c.ring(48, 90, 8, 3, r, "")
}

func tieDye(c *canvas, p palette, _ uint64) {
	id := c.id("b" + p.base.String()[1:])
	c.put(`<defs><g id="`, id, `">`)
	c.fill(star(0, 0, 120, 84, 17), p.accent.String())
	c.fill(star(0, 0, 94, 62, 15), p.resist.String())
	c.fill(star(0, 0, 74, 48, 13), p.base.String())
	c.fill(star(0, 0, 50, 30, 11), p.pale.String())
	c.fill(star(0, 0, 30, 14, 9), p.cream.String())
	c.put("</g></defs>")
	burst := func(x, y, scale float64) {
		c.put(`<use href="#`, id, `" transform="`, transform(x, y, scale, 0, 0), `"/>`)
	}
	burst(150, 150, 1)
	corners(300, 300, func(x, y float64) { burst(x, y, .72) })
}

// strip paints a warp stripe of a hand-woven band.
func (c *canvas) strip(x, w, height float64, colour rgb) { c.rect(x, 0, w, height, colour.String()) }

// weft draws the fine cross threads that make stripes look woven.
func (c *canvas) weft(w, h string) {
	c.put(`<path d="M0 3H`, w, `M0 9H`, w, `M0 15H`, w, `M0 21H`, w, `M0 27H`, w, `M0 33H`, w, `M0 39H`, w, `M0 45H`, w, `M0 51H`, w,
		`M0 57H`, w, `M0 63H`, w, `M0 69H`, w, `M0 75H`, w, `M0 81H`, w, `M0 87H`, w, `M0 93H`, w, `M0 99H`, w, `M0 105H`, w, `M0 111H`, w,
		`M0 117H`, w, `" stroke="#000" stroke-width="1.6" opacity=".13"/><path d="M0 0V`, h, `" stroke="#000" stroke-width="4" opacity=".22"/>`)
}

func asoOkeFine(c *canvas, p palette, _ uint64) {
	for _, s := range []struct {
		x, w float64
		c    rgb
	}{{8, 6, p.accent}, {18, 3, p.cream}, {30, 12, p.deep}, {46, 4, p.accent}, {53, 4, p.cream}, {60, 4, p.accent}, {72, 12, p.second}} {
		c.strip(s.x, s.w, 120, s.c)
	}
	c.weft("92", "120")
}

func asoOkeBold(c *canvas, p palette, _ uint64) {
	c.strip(0, 18, 90, p.deep)
	c.strip(18, 5, 90, p.cream)
	c.strip(40, 40, 90, p.accent)
	c.strip(50, 4, 90, p.cream)
	c.strip(58, 4, 90, p.second)
	c.strip(66, 4, 90, p.cream)
	c.strip(97, 5, 90, p.cream)
	c.fill("M46 20L60 34L74 20L60 6Z", p.second.String())
	c.fill("M53 20L60 27L67 20L60 13Z", p.cream.String())
	c.weft("120", "90")
}

// asoOkeOpen has the rows of holes of the openwork bands.
func asoOkeOpen(c *canvas, p palette, _ uint64) {
	c.strip(0, 10, 104, p.accent)
	c.strip(14, 3, 104, p.cream)
	c.strip(86, 3, 104, p.cream)
	c.strip(94, 10, 104, p.accent)
	c.strip(40, 24, 104, p.pale)
	for y := 13.0; y < 104; y += 26 {
		c.ellipse(52, y, 5, 8, p.deep.String())
		c.ellipse(28, y+13, 3.4, 6, p.deep.String())
		c.ellipse(76, y+13, 3.4, 6, p.deep.String())
	}
	c.weft("104", "104")
}

// net is the mesh under lace.
func (c *canvas) net(p palette, w, h float64) {
	c.rect(0, 0, w, h, p.base.mix(p.deep, .3).String())
	c.put(`<g stroke="`, p.pale.String(), `" stroke-width="1.4" opacity=".55"><path d="M0 0L96 96M0 12L84 96M0 24L72 96M0 36L60 96M0 48L48 96M12 0L96 84M24 0L96 72M36 0L96 60M48 0L96 48M60 0L96 36M72 0L96 24M0 60L36 96M0 72L24 96"/><path d="M96 0L0 96M84 0L0 84M72 0L0 72M60 0L0 60M48 0L0 48M36 0L0 36M24 0L0 24M96 12L12 96M96 24L24 96M96 36L36 96M96 48L48 96M96 60L60 96M96 72L72 96"/></g>`)
}

func laceRound(c *canvas, p palette, _ uint64) {
	c.net(p, 84, 84)
	lit := p.pale.String()
	flower := func(x, y float64) {
		c.petals(x, y, 6, "M0 -3Q-13 -18 0 -28Q13 -18 0 -3Z", lit)
		c.petals(x, y, 6, "M0 -11Q-4 -17 0 -21Q4 -17 0 -11Z", p.deep.String())
		c.disc(x, y, 6, lit)
		c.disc(x, y, 2.6, p.deep.String())
	}
	flower(42, 42)
	corners(84, 84, flower)
	c.ring(42, 0, 8, 4, lit, "0 6.3")
	c.ring(42, 84, 8, 4, lit, "0 6.3")
	c.ring(0, 42, 8, 4, lit, "0 6.3")
	c.ring(84, 42, 8, 4, lit, "0 6.3")
}

func laceVine(c *canvas, p palette, _ uint64) {
	c.net(p, 96, 96)
	lit := p.pale.String()
	c.line("M0 48Q24 10 48 48T96 48", lit, "5")
	for _, at := range []string{"translate(22 30) rotate(-30)", "translate(72 66) rotate(150)", "translate(36 62) rotate(120)", "translate(86 34) rotate(-60)"} {
		c.put(`<g transform="`, at, `">`)
		c.fill("M0 0Q-15 -14 0 -32Q15 -14 0 0Z", lit)
		c.fill("M0 -8Q-5 -15 0 -23Q5 -15 0 -8Z", p.deep.String())
		c.put("</g>")
	}
	corners(96, 96, func(x, y float64) {
		c.petals(x, y, 5, "M0 0Q-10 -10 0 -19Q10 -10 0 0Z", lit)
		c.disc(x, y, 4, p.deep.String())
	})
	c.disc(48, 90, 4, lit)
	c.disc(48, 6, 4, lit)
}
