package artwork

// lineStyle is how a line paint is stroked.
type lineStyle struct {
	colour func(p palette) string
	rest   string
}

var lineStyles = map[paint]lineStyle{
	fold:   {func(palette) string { return "#140c10" }, `stroke-width="4.5" stroke-opacity=".17"`},
	seam:   {func(p palette) string { return p.stitch().String() }, `stroke-width="2.4" stroke-dasharray="8 5" stroke-opacity=".75"`},
	rib:    {func(p palette) string { return p.deep.String() }, `stroke-width="13"`},
	thread: {func(p palette) string { return p.embroidery().String() }, `stroke-width="5"`},
	fine:   {func(p palette) string { return p.embroidery().String() }, `stroke-width="6" stroke-dasharray="0 11"`},
	cord:   {func(p palette) string { return p.cream.mix(p.base, .1).String() }, `stroke-width="8"`},
	strap:  {func(p palette) string { return p.base.mix(black, .12).String() }, `stroke-width="18"`},
	hide:   {func(palette) string { return "#7d4a29" }, `stroke-width="19"`},
	edge:   {func(p palette) string { return p.accent.String() }, `stroke-width="13"`},
	wire:   {func(palette) string { return "#c9992f" }, `stroke-width="6"`},
	ink:    {func(palette) string { return "#2a2326" }, `stroke-width="10"`},
}

// stitch is a thread colour that shows on the cloth.
func (p palette) stitch() rgb {
	if p.base.luma() > 0.55 {
		return p.deep
	}
	return p.cream
}

// embroidery is gold on most cloths and dark on cloths near gold.
func (p palette) embroidery() rgb {
	gold := hexRGB(0xe3b64b)
	if p.base.distance(gold) < 0.55 {
		return p.deep.mix(black, .2)
	}
	return gold
}

// definitions writes the gradients and the shadow every figure needs.
func (c *canvas) definitions() {
	c.put(`<linearGradient id="`, c.id("v"), `"><stop offset="0" stop-opacity=".24"/><stop offset=".28" stop-opacity=".03"/><stop offset=".42" stop-color="#fff" stop-opacity=".1"/>`,
		`<stop offset=".62" stop-opacity=".02"/><stop offset="1" stop-opacity=".3"/></linearGradient>`,
		`<linearGradient id="`, c.id("m"), `" x2="1" y2="1"><stop offset="0" stop-color="#f7dd8c"/><stop offset=".45" stop-color="#cf9d33"/><stop offset=".6" stop-color="#f1cf72"/><stop offset="1" stop-color="#9a6a1d"/></linearGradient>`,
		`<filter id="`, c.id("s"), `" x="-20%" y="-20%" width="140%" height="145%"><feDropShadow dx="10" dy="20" stdDeviation="15" flood-color="#2a1a12" flood-opacity=".3"/></filter>`)
}

// define writes the figure's parts that show on side as group name, painted with pattern as its cloth.
func (c *canvas) define(name, pattern string, f *figure, p palette, side paint) {
	c.put(`<g id="`, c.id(name), `" stroke-linecap="round" stroke-linejoin="round">`)
	for _, part := range f.parts {
		if sides := part.paint &^ 0xff; sides != 0 && sides&side == 0 {
			continue
		}
		c.part(part.paint&0xff, part.d, pattern, p)
	}
	c.put("</g>")
}

// part paints one path.
func (c *canvas) part(kind paint, d, pattern string, p palette) {
	switch kind {
	case beads, pearls:
		c.string(kind, d, p)
	case deep:
		c.fill(d, p.deep.mix(black, .3).String())
	case gold:
		c.put(`<path d="`, d, `" fill="`, c.ref("m"), `" fill-rule="evenodd" stroke="#7d5410" stroke-opacity=".45" stroke-width="1.5"/>`)
	case glass:
		c.fill(d, "#241c24")
	case shade:
		c.veil(d, "#000", ".2")
	case gloss:
		c.veil(d, "#fff", ".2")
	default:
		if style, ok := lineStyles[kind]; ok {
			c.put(`<path d="`, d, `" fill="none" stroke="`, style.colour(p), `" `, style.rest, `/>`)
			return
		}
		c.solid(c.bodyFill(kind, pattern, p), d)
	}
}

// bodyFill is the colour under the shading of a body part.
func (c *canvas) bodyFill(kind paint, pattern string, p palette) string {
	switch kind {
	case cloth:
		return c.ref(pattern)
	case trim:
		return p.accent.String()
	case contrast:
		return p.second.String()
	case pale:
		return p.pale.String()
	case light:
		return "#f6f0e4"
	case bust:
		return "#7a4a31"
	case dark:
		return "#2c2528"
	case leather:
		return "#a1683c"
	default:
		return p.base.String()
	}
}

// solid paints d with its colour and again with the shading that makes it look round.
func (c *canvas) solid(colour, d string) {
	c.fill(d, colour)
	c.put(`<path d="`, d, `" fill="`, c.ref("v"), `" stroke="#000" stroke-opacity=".2" stroke-width="2"/>`)
}

// string threads round beads along d: round caps on dashes of no length, once for the outline, once for the body and
// once for the light on it.
func (c *canvas) string(kind paint, d string, p palette) {
	widths, gap, colour := [3]string{"25", "20", "7"}, "0 25", p.accent
	if p.base.distance(p.cream) > 0.4 {
		colour = p.base
	}
	if kind == pearls {
		widths, gap, colour = [3]string{"12", "9", "3.5"}, "0 12", p.cream
	}
	for i, tone := range [3]rgb{colour.mix(black, .4), colour, colour.mix(white, .6)} {
		c.put(`<path d="`, d, `" fill="none" stroke="`, tone.String(), `" stroke-width="`, widths[i], `" stroke-dasharray="`, gap, `"`)
		if i == 2 {
			c.put(` transform="translate(-3 -3)"`)
		}
		c.put("/>")
	}
}

// use places the group name; transform may be empty. Shadowed ones get the soft drop shadow.
func (c *canvas) use(name, transform string, shadowed bool) {
	c.put("<g")
	if shadowed {
		c.put(` filter="`, c.ref("s"), `"`)
	}
	c.put(`><use href="#`, c.id(name), `"`)
	if transform != "" {
		c.put(` transform="`, transform, `"`)
	}
	c.put("/></g>")
}
