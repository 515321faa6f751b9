package artwork

func denim(c *canvas, p palette, _ uint64) {
	c.put(`<path d="M-3 9L9 -3M-3 15L15 -3M3 15L15 3" stroke="`, p.pale.String(), `" stroke-width="1.6" opacity=".55"/><path d="M-3 12L12 -3M0 15L15 0" stroke="`,
		p.deep.String(), `" stroke-width="1.2" opacity=".5"/>`)
}

func grain(c *canvas, p palette, _ uint64) {
	c.put(`<path d="M8 12q6 -4 10 2M30 6q5 5 12 1M56 14q8 -5 14 1M78 26q-6 5 -2 10M14 34q7 6 14 0M44 30q3 7 11 5M64 44q8 4 13 -2M6 56q5 7 12 4M32 54q8 -5 14 2M54 62q5 7 14 3M82 58q-6 4 -4 10M16 78q7 -5 13 1M40 80q7 4 12 -2M66 82q7 -4 11 1" fill="none" stroke="`,
		p.deep.String(), `" stroke-width="1.8" opacity=".35"/><path d="M20 22h2M48 20h2M70 30h2M36 42h2M22 66h2M48 72h2M74 72h2" stroke="`, p.pale.String(),
		`" stroke-width="2" opacity=".5"/>`)
}

func knit(c *canvas, p palette, _ uint64) {
	c.rect(0, 0, 24, 22, p.base.mix(p.deep, .3).String())
	c.put(`<path d="M1 2Q3 14 11 18L11 9Q4 4 3 -2ZM23 2Q21 14 13 18L13 9Q20 4 21 -2ZM1 24Q2 22 3 20L8 26ZM23 24Q22 22 21 20L16 26Z" fill="`, p.base.String(),
		`"/><path d="M3 4Q5 11 9 14M21 4Q19 11 15 14" fill="none" stroke="`, p.soft.String(), `" stroke-width="2"/>`)
}

func beadwork(c *canvas, p palette, _ uint64) {
	c.rect(0, 0, 36, 36, p.deep.String())
	for i, at := range [][2]float64{{9, 9}, {27, 9}, {9, 27}, {27, 27}} {
		colour := []rgb{p.base, p.accent, p.second, p.base}[i]
		c.disc(at[0], at[1], 8.4, colour.String())
		c.disc(at[0]-2.6, at[1]-2.6, 2.4, colour.mix(white, .65).String())
	}
}

func satin(c *canvas, p palette, _ uint64) {
	c.put(`<path d="M-40 0Q60 160 20 420L90 420Q130 180 40 0ZM180 0Q260 200 210 420L300 420Q340 160 270 0Z" fill="`, p.pale.String(),
		`" opacity=".34"/><path d="M110 0Q190 200 130 420L170 420Q230 200 150 0ZM340 0Q410 200 350 420L400 420Q450 180 390 0Z" fill="`, p.deep.String(), `" opacity=".3"/>`)
}

func damask(c *canvas, p palette, _ uint64) {
	tone := p.soft.String()
	ornament := func(x, y float64) {
		c.petals(x, y, 4, "M0 -4Q-20 -16 -10 -32Q-4 -38 0 -52Q4 -38 10 -32Q20 -16 0 -4Z", tone)
		c.petals(x, y, 4, "M0 -16Q-7 -22 0 -32Q7 -22 0 -16Z", p.base.String())
		c.disc(x, y, 6, tone)
	}
	ornament(60, 60)
	corners(120, 120, ornament)
	c.ring(60, 0, 7, 3, tone, "")
	c.ring(60, 120, 7, 3, tone, "")
	c.ring(0, 60, 7, 3, tone, "")
	c.ring(120, 60, 7, 3, tone, "")
}

func jacquard(c *canvas, p palette, _ uint64) {
	tone := p.soft.String()
	c.put(`<path d="M45 3L87 45L45 87L3 45ZM45 18L72 45L45 72L18 45Z" fill="`, tone, `" fill-rule="evenodd"/>`)
	c.fill(star(45, 45, 18, 7, 4), tone)
	corners(90, 90, func(x, y float64) { c.fill(star(x, y, 20, 8, 4), tone) })
}

func stripe(c *canvas, p palette, _ uint64) {
	c.strip(0, 12, 54, p.resist)
	c.strip(30, 3, 54, p.resist)
}

func wideStripe(c *canvas, p palette, _ uint64) {
	c.strip(0, 24, 80, p.resist)
	c.strip(32, 5, 80, p.accent)
	c.strip(58, 4, 80, p.deep)
}

func check(c *canvas, p palette, _ uint64) {
	c.put(`<g opacity=".42"><path d="M0 0h34v88h-34zM0 0v34h88v-34z" fill="`, p.deep.String(), `"/></g>`)
	c.put(`<path d="M60 0V88M0 60H88" stroke="`, p.resist.String(), `" stroke-width="4"/><path d="M17 0V88M0 17H88" stroke="`, p.accent.String(), `" stroke-width="3" opacity=".8"/>`)
}

func gingham(c *canvas, p palette, _ uint64) {
	c.rect(0, 0, 60, 60, p.cream.String())
	c.put(`<path d="M0 0h30v60h-30zM0 0h60v30h-60z" fill="`, p.base.String(), `" opacity=".55"/>`)
	c.rect(0, 0, 30, 30, p.base.String())
}

func dots(c *canvas, p palette, _ uint64) {
	c.disc(28, 28, 9, p.resist.String())
	corners(56, 56, func(x, y float64) { c.disc(x, y, 9, p.resist.String()) })
}

func blossoms(c *canvas, p palette, _ uint64) {
	flower := func(x, y float64, colour rgb, petal string) {
		c.petals(x, y, 5, petal, colour.String())
		c.disc(x, y, 5, p.cream.String())
	}
	large, small := "M0 0Q-17 -14 0 -30Q17 -14 0 0Z", "M0 0Q-9 -8 0 -17Q9 -8 0 0Z"
	c.fill("M58 62Q84 52 92 74Q72 82 58 62ZM30 100Q10 96 8 78Q28 80 30 100ZM78 18Q96 6 106 20Q94 34 78 18Z", p.deep.String())
	flower(38, 44, p.accent, large)
	flower(92, 98, p.resist, large)
	flower(88, 36, p.second, small)
	flower(32, 98, p.second, small)
}

func linen(c *canvas, p palette, _ uint64) {
	c.put(`<path d="M0 4H40M0 13H26M8 21H40M0 30H40M14 37H40" stroke="`, p.pale.String(), `" stroke-width="1.6" opacity=".55"/><path d="M5 0V40M14 8V40M23 0V30M33 0V40" stroke="`,
		p.deep.String(), `" stroke-width="1.4" opacity=".28"/>`)
}

func straw(c *canvas, p palette, _ uint64) {
	c.put(`<path d="M0 4h20v6h-20zM0 14h20v6h-20zM22 26h20v6h-20zM22 36h20v6h-20z" fill="`, p.pale.String(), `"/><path d="M26 0h6v20h-6zM36 0h6v20h-6zM4 22h6v20h-6zM14 22h6v20h-6z" fill="`,
		p.deep.String(), `" opacity=".45"/>`)
}

func plainWeave(c *canvas, p palette, _ uint64) {
	c.put(`<path d="M0 5H10M10 15H20" stroke="`, p.pale.String(), `" stroke-width="1.5" opacity=".4"/><path d="M5 10V20M15 0V10" stroke="`, p.deep.String(), `" stroke-width="1.5" opacity=".16"/>`)
}
