package artwork

import "strconv"

// maxChips bounds the colour chips of the second view.
const maxChips = 6

// stage is all that the four views draw from.
type stage struct {
	*canvas
	product  Product
	figure   *figure
	fabric   Fabric
	palette  palette
	hash     uint64
	children bool
}

// light writes the gradient of the wall as paint "w".
func (s *stage) light() {
	s.put(`<radialGradient id="`, s.id("w"), `" cx=".42" cy=".36" r=".8"><stop offset="0" stop-color="`, s.palette.wallLit.String(),
		`"/><stop offset="1" stop-color="`, s.palette.wall.String(), `"/></radialGradient>`)
}

// wall paints the background, with one of four quiet shapes behind the thing.
func (s *stage) wall() {
	s.rect(0, 0, 800, 1000, s.ref("w"))
	tone := s.palette.prop.String()
	switch pick(s.hash, 45, 4) {
	case 0:
		s.put(`<circle cx="400" cy="480" r="340" fill="`, tone, `" opacity=".4"/>`)
	case 1:
		s.veil("M130 1000V430a270 270 0 0 1 540 0V1000Z", tone, ".4")
	case 2:
		s.veil("M0 820H800V1000H0Z", tone, ".5")
	default:
		s.veil("M0 640L800 250V1000H0Z", tone, ".28")
	}
	if s.children {
		s.confetti()
	}
	s.window()
}

// window is the daylight that falls on the wall through four panes.
func (s *stage) window() {
	s.put(`<g transform="translate(`, number(float64(pick(s.hash, 25, 5))*70-60), ` 0)" fill="#fff" opacity=".17"><path d="M60 40L190 0V190L60 230ZM206 -5L336 -45V145L206 185Z"/><path d="M60 250L190 210V400L60 440ZM206 205L336 165V355L206 395Z"/></g>`)
}

// confetti strews playful shapes behind children's things.
func (s *stage) confetti() {
	colours := []rgb{s.palette.accent, s.palette.second, s.palette.pale, s.palette.cream}
	s.put(`<g opacity=".6">`)
	for i, at := range [][2]float64{{90, 130}, {690, 110}, {740, 330}, {60, 380}, {110, 640}, {720, 620}, {90, 890}, {690, 880}, {240, 70}, {560, 950}} {
		colour := colours[(i+pick(s.hash, 17, 4))%4].String()
		switch (i + pick(s.hash, 33, 3)) % 3 {
		case 0:
			s.disc(at[0], at[1], 17, colour)
		case 1:
			s.fill(star(at[0], at[1], 27, 11, 5), colour)
		default:
			s.ring(at[0], at[1], 15, 8, colour, "")
		}
	}
	s.put("</g>")
}

// floorShadow is the contact shadow of a standing thing.
func (s *stage) floorShadow(x, y, rx, ry float64) {
	s.put(`<g opacity=".26">`)
	s.ellipse(x, y, rx, ry, s.ref("f"))
	s.put("</g>")
}

// define writes all definitions for one view.
func (s *stage) define(side paint, zoom float64) {
	s.put("<defs>")
	s.light()
	s.definitions()
	s.put(`<radialGradient id="`, s.id("f"), `"><stop offset="0"/><stop offset="1" stop-opacity="0"/></radialGradient>`)
	s.pattern("p", s.fabric, s.palette, s.hash, zoom)
	s.canvas.define("g", "p", s.figure, s.palette, side)
	s.put("</defs>")
}

// transform is "move to x, y and scale" for a figure whose own point ox, oy shall lie there.
func transform(x, y, scale, ox, oy float64) string {
	return "translate(" + number(x-ox*scale) + " " + number(y-oy*scale) + ") scale(" + number(scale) + ")"
}

// show puts the figure, or the pair, so that its middle foot stands at x, y.
func (s *stage) show(x, y, scale float64) {
	if s.children && s.figure.stance != lies {
		scale *= 0.86
	}
	if s.figure.pair {
		s.use("g", transform(x+70*scale, y-118*scale, scale*.92, axis, s.figure.foot), true)
		s.use("g", transform(x-30*scale, y, scale*.96, axis+10, s.figure.foot), true)
		return
	}
	s.use("g", transform(x, y, scale, axis, s.figure.foot), true)
}

// front is the first view: the thing alone.
func (s *stage) front() {
	s.define(front, 1)
	s.wall()
	bottom := 500 + (s.figure.foot-s.top())/2
	if s.figure.stance == stands {
		if bottom = max(bottom, 800); s.figure.pair {
			bottom = 770
		}
		s.floorShadow(axis+6, bottom+2, 330, 34)
	}
	if s.children && s.figure.stance != lies && s.figure.stance != stands {
		bottom -= 40
	}
	scale := 1.0
	if s.figure.stance == hangs {
		// Wide robes need air at the sides.
		scale, bottom = .93, bottom-28
	}
	s.show(axis, bottom, scale)
}

// top is the highest point of the figure, roughly.
func (s *stage) top() float64 {
	switch {
	case s.figure.top > 0:
		return s.figure.top - 20
	case s.figure.pair:
		return s.figure.foot - 400
	default:
		return 180
	}
}

// reverse is the second view: the back or the other side, a swatch of the cloth and the colours to be had.
func (s *stage) reverse() {
	s.define(back, 1)
	s.rect(0, 0, 800, 1000, s.ref("w"))
	s.veil("M0 760H800V1000H0Z", s.palette.prop.String(), ".45")
	at := transform(330, 430, .78, axis, (s.figure.foot+s.top())/2)
	if s.figure.stance == stands || s.figure.stance == lies {
		// Things with no back of their own are seen from the other side.
		at = "translate(650 0) scale(-1 1) " + transform(320, 430, .78, axis, (s.figure.foot+s.top())/2)
		s.floorShadow(330, 430+(s.figure.foot-s.top())*.39+4, 260, 26)
	}
	s.window()
	s.use("g", at, true)
	s.put(`<g filter="`, s.ref("s"), `">`)
	s.disc(642, 690, 118, "#fff")
	s.disc(642, 690, 108, s.ref("p"))
	s.put("</g>")
	s.ring(642, 690, 98, 2.5, s.palette.cream.String(), "9 7")
	s.chips(70, 900)
}

// chips are the colours on offer as a row of discs.
func (s *stage) chips(x, y float64) {
	for i, name := range s.product.Colors {
		if i == maxChips {
			break
		}
		at := x + float64(i)*74
		s.disc(at, y, 29, "#fff")
		s.disc(at, y, 24, colourOf(name).String())
		if i == 0 {
			s.ring(at, y, 34, 3, s.palette.ink.String(), "")
		}
	}
}

// near is the third view: the cloth so near that the print fills the picture, or the finest part of a thing of no cloth.
func (s *stage) near() {
	if s.figure.plain || s.figure.stance == stands {
		s.define(front, 1)
		s.wall()
		s.use("g", transform(axis, 520, 2.05, s.figure.zoomX, s.figure.zoomY), true)
		return
	}
	s.define(front, 2.3)
	s.rect(0, 0, 800, 1000, s.ref("p"))
	// Folds of draped cloth: soft bands of shadow and light running down the picture.
	s.put(`<g fill="#000">`)
	for i, d := range []string{"M120 0C200 300 60 620 190 1000H300C150 640 300 320 210 0Z", "M470 0C520 260 380 560 500 1000H620C470 600 620 300 560 0Z", "M740 0C690 300 780 660 720 1000H800V0Z"} {
		s.put(`<path d="`, d, `" opacity=".1`, strconv.Itoa(i*2), `"/>`)
	}
	s.put("</g>")
	s.veil("M30 0C90 320 -20 640 70 1000H130C40 640 150 320 84 0Z", "#fff", ".13")
	s.veil("M330 0C390 320 270 640 390 1000H460C330 640 450 320 396 0Z", "#fff", ".15")
	s.veil("M640 0C690 320 590 640 660 1000H706C640 640 740 320 690 0Z", "#fff", ".12")
	s.label()
}

// label is the woven brand label sewn into the cloth.
func (s *stage) label() {
	name := clean(s.product.Brand)
	if name == "" {
		name = clean(s.product.Name)
	}
	s.put(`<g filter="`, s.ref("s"), `" transform="rotate(-4 580 850)">`)
	s.rect(430, 794, 300, 112, s.palette.cream.String())
	s.put("</g>")
	s.put(`<g transform="rotate(-4 580 850)"><path d="M440 804H720V896H440Z" fill="none" stroke="`, s.palette.ink.String(), `" stroke-width="2" stroke-dasharray="8 5"/>`)
	s.wordmark(name, 580, 860, 250, 36, "Georgia,'Times New Roman',serif", s.palette.ink)
	s.put("</g>")
}

// scene is the fourth view: the thing where it might be found, on a rail, a plinth or a rug.
func (s *stage) scene() {
	s.define(front, 1)
	s.rect(0, 0, 800, 1000, s.ref("w"))
	s.arch()
	s.plant(712, 940)
	switch s.figure.stance {
	case hangs, clips:
		s.rail()
	case lies:
		s.rug()
	default:
		s.plinth()
	}
}
