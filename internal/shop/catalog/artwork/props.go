package artwork

const wood = "#b07a4c"

// arch is the niche and the floor of the fourth view.
func (s *stage) arch() {
	s.veil("M0 860H800V1000H0Z", s.palette.prop.mix(black, .12).String(), ".75")
	s.veil("M120 860V440a250 250 0 0 1 500 0V860Z", s.palette.prop.String(), ".85")
	s.veil("M150 860V440a220 220 0 0 1 440 0V860Z", s.palette.wallLit.String(), ".55")
}

// rail hangs the figure from a clothes rail, on a hanger or by clips.
func (s *stage) rail() {
	scale := min(.8, 640/(s.figure.foot-s.figure.top))
	if s.children {
		scale *= .9
	}
	const x, y = 360, 190
	s.line("M60 112H700", "#3a3134", "9")
	s.line("M90 112V880M670 112V880", "#3a3134", "9")
	s.put(`<g transform="`, transform(x, y, scale, axis, s.figure.top-20), `">`)
	top := number(s.figure.top - 34)
	s.put(`<path d="M400 `, top, `v-34q34 -8 30 -38q-6 -26 -32 -22" fill="none" stroke="#5b5257" stroke-width="8" stroke-linecap="round"/>`)
	if s.figure.stance == hangs {
		s.put(`<path transform="translate(400 `, top, `)" d="M0 -12Q26 -10 60 10L150 60L146 76L0 30L-146 76L-150 60L-60 10Q-26 -10 0 -12Z" fill="`, wood, `"/>`)
	} else {
		s.put(`<path transform="translate(400 `, top, `)" d="M-130 -8H130V8H-130Z" fill="`, wood, `"/>`)
	}
	s.put("</g>")
	s.use("g", transform(x, y, scale, axis, s.figure.top-20), true)
	if s.figure.stance == clips {
		for _, dx := range []float64{-90, 90} {
			s.rect(x+dx*scale-11, y-20*scale, 22, 44, "#3a3134")
		}
	}
}

// plinth stands the figure on a round block.
func (s *stage) plinth() {
	side, lid := s.palette.prop.mix(black, .08).String(), s.palette.wallLit.mix(white, .35).String()
	s.floorShadow(380, 926, 330, 40)
	s.fill("M130 760V912Q130 956 370 956T610 912V760Z", side)
	s.veil("M430 760V954Q610 950 610 912V760Z", "#000", ".1")
	s.ellipse(370, 760, 240, 46, lid)
	scale := .64
	if s.figure.pair {
		scale = .7
	}
	s.floorShadow(374, 766, 200, 24)
	s.show(370, 772, scale)
}

// rug lays the figure on a fringed cloth.
func (s *stage) rug() {
	tone := s.palette.cream.mix(s.palette.prop, .25)
	s.put(`<g filter="`, s.ref("s"), `">`)
	s.fill("M120 330L610 300L650 900L90 910Z", tone.String())
	s.put("</g>")
	s.put(`<path d="M90 912L650 902" stroke="`, tone.mix(black, .2).String(), `" stroke-width="26" stroke-dasharray="4 9"/>`)
	s.line("M124 362L612 332M122 376L613 346M94 868L648 858M95 854L647 844", s.palette.accent.mix(tone, .35).String(), "5")
	s.use("g", transform(372, 608, .64, axis, (max(s.figure.top, 180)+s.figure.foot)/2), true)
}

// plant is a potted plant with its foot at x, y; two kinds by hash.
func (s *stage) plant(x, y float64) {
	leaf, vein := hexRGB(0x3f6b4a), hexRGB(0x2b4d36)
	s.floorShadow(x, y+2, 96, 18)
	s.placed(x, y, .82)
	if pick(s.hash, 51, 2) == 0 {
		for i, turn := range []string{"-58", "-34", "-12", "10", "32", "54"} {
			tone := leaf.mix(white, float64(i%3)*.1)
			s.put(`<g transform="translate(0 -110) rotate(`, turn, `)">`)
			s.fill("M0 0Q-44 -110 0 -250Q44 -110 0 0Z", tone.String())
			s.line("M0 -6V-220", vein.String(), "3")
			s.put("</g>")
		}
	} else {
		for i, turn := range []string{"-62", "-30", "2", "34", "62"} {
			s.put(`<g transform="translate(0 -100) rotate(`, turn, `)">`)
			s.line("M0 0V-150", vein.String(), "5")
			s.fill("M0 -120Q-70 -140 -62 -210Q-36 -262 0 -276Q36 -262 62 -210Q70 -140 0 -120Z", leaf.mix(white, float64(i%2)*.13).String())
			s.line("M0 -124V-262M0 -160L-40 -196M0 -160L40 -196M0 -196L-34 -230M0 -196L34 -230", vein.String(), "3")
			s.put("</g>")
		}
	}
	pot := hexRGB(0xb9694a)
	s.fill("M-70 -118H70L54 0Q0 14 -54 0Z", pot.String())
	s.veil("M14 -118H70L54 0Q36 5 14 7Z", "#000", ".14")
	s.fill("M-78 -134H78V-104H-78Z", pot.mix(white, .12).String())
	s.put("</g>")
}
