package avatar

import (
	"fmt"
	"strings"
)

// The levels from which on something is worn.
const (
	capFrom   = 3
	beadsFrom = 5
	robeFrom  = 8
	crownFrom = 12
)

// around is what is worn below the chin.
func (a animal) around(level int) string {
	var b strings.Builder
	if level >= robeFrom && !a.gele {
		b.WriteString(a.agbada())
	}
	if level >= beadsFrom {
		b.WriteString(beads())
	}
	return b.String()
}

// atop is what is worn on the head: one thing, the best.
func (a animal) atop(level int) string {
	switch {
	case level >= crownFrom:
		return crown
	case level >= robeFrom && a.gele:
		return a.headTie()
	case level >= capFrom:
		return a.fila()
	}
	return ""
}

// fila is a soft cap that leans to one side.
func (a animal) fila() string {
	return fmt.Sprintf(`<path d="M82 84C82 52 98 34 132 32c24-2 48 2 54 18c4 12-8 16-14 20v14c-26-9-64-9-90 0z" fill="%[1]s"/>`+
		`<path d="M172 70c-4-14-18-24-36-28" fill="none" stroke="#000" stroke-opacity=".25" stroke-width="3" stroke-linecap="round"/>`+
		`<path d="M82 84c26-9 64-9 90 0l1-13c-28-9-64-9-91 0z" fill="%[2]s"/>`+
		`<path d="M90 79l6-6 6 5 6-6 6 5 6-6 7 5 6-6 7 6 6-5 6 7 6-4" fill="none" stroke="%[1]s" stroke-width="2.5"/>`, a.cloth, a.trim)
}

// headTie is a gele: stiff cloth, tied high in folds.
func (a animal) headTie() string {
	return fmt.Sprintf(`<path d="M80 84C58 66 54 34 78 22c10-12 34-14 46-4c16-14 50-14 60 4c18 14 12 44-8 62c-26-12-70-12-96 0z" fill="%[1]s"/>`+
		`<path d="M80 84c-8-24 2-46 44-66c-14 18-20 38-18 58zM176 84c8-22 2-44-26-64c6 20 4 40-8 56z" fill="#000" fill-opacity=".16"/>`+
		`<path d="M92 78c0-24 10-42 32-58M164 78c2-20-4-38-14-56M128 74c-2-20 2-36 8-50M64 44c8-6 14-8 22-8M190 48c-8-8-14-10-20-10" fill="none" stroke="%[2]s" stroke-width="3" stroke-linecap="round"/>`+
		`<path d="M80 84c26-13 70-13 96 0l-2-12c-26-11-66-11-92 0z" fill="%[2]s"/>`, a.cloth, a.trim)
}

// agbada is a wide robe with an embroidered neck.
func (a animal) agbada() string {
	return fmt.Sprintf(`<path d="M20 256c4-40 36-62 78-66h60c42 4 74 26 78 66z" fill="%[1]s"/>`+
		`<path d="M52 256c2-20 12-38 26-50M204 256c-2-20-12-38-26-50" fill="none" stroke="#000" stroke-opacity=".25" stroke-width="4"/>`+
		`<path d="M88 190c4 34 22 52 40 52s36-18 40-52" fill="none" stroke="%[2]s" stroke-width="8"/>`+
		`<path d="M104 228l-8 22M128 244v12M152 228l8 22" stroke="%[2]s" stroke-width="4" stroke-linecap="round"/>`, a.cloth, a.trim)
}

// beads are a string of corals.
func beads() string {
	var b strings.Builder
	b.WriteString(`<g fill="#e2543f" stroke="#a8321f" stroke-width="1.5">`)
	for i := range 9 {
		// A parabola that hangs below the chin.
		x := 84 + i*11
		off := x - 128
		fmt.Fprintf(&b, `<circle cx="%d" cy="%d" r="7"/>`, x, 222-off*off*16/1000)
	}
	b.WriteString(`</g>`)
	return b.String()
}

// crown is of gold and corals.
const crown = `<path d="M82 82l-10-46 26 20 16-34 14 30 14-30 16 34 26-20-10 46c-28-9-64-9-92 0z" fill="#f3c13a" stroke="#b98512" stroke-width="3" stroke-linejoin="round"/>` +
	`<path d="M82 82c28-9 64-9 92 0l2-11c-30-9-66-9-96 0z" fill="#d99e1f"/>` +
	`<g fill="#e2543f"><circle cx="72" cy="36" r="6"/><circle cx="114" cy="22" r="6"/><circle cx="142" cy="22" r="6"/><circle cx="184" cy="36" r="6"/>` +
	`<circle cx="128" cy="69" r="5"/></g><g fill="#2e8b72"><circle cx="102" cy="72" r="4"/><circle cx="154" cy="72" r="4"/></g>`
