package avatar

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// ErrUnknown says that there is no such persona or level.
var ErrUnknown = errors.New("there is no pet of this persona and level")

// highest is the highest level that is shown by its number.
const highest = 99

// animal is what a persona looks like.
type animal struct {
	name string
	// wall and glow are behind it, cloth and trim what it wears.
	wall, glow, cloth, trim string
	// behind stands behind the clothes, face before them.
	behind, face string
	// gele tells that it ties a gele where others wear an agbada.
	gele bool
}

var animals = map[string]animal{
	"grumpy":     {"tortoise", "#dfe6cf", "#eef3df", "#2f5d50", "#d9b44a", tortoiseShell, tortoiseFace, false},
	"rude":       {"parrot", "#ffd9a8", "#ffeac9", "#8e2f6f", "#f4c542", parrotBody, parrotFace, true},
	"nonchalant": {"cat", "#cfd8ea", "#e4eaf6", "#31456e", "#c9cfd9", catBody, catFace, false},
	"funny":      {"monkey", "#c9ecdd", "#e2f7ed", "#c2572b", "#ffd166", monkeyBody, monkeyFace, true},
}

// Draw is the picture of a pet as SVG, of 256 by 256 units and at most 8 KB.
// Levels begin at 1.
func Draw(persona string, level int) ([]byte, error) {
	a, known := animals[persona]
	if !known || level < 1 {
		return nil, fmt.Errorf("%w: %q, level %d", ErrUnknown, persona, level)
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 256 256" role="img"><title>A %s %s, level %s</title>`,
		persona, a.name, shown(level))
	fmt.Fprintf(&b, `<rect width="256" height="256" rx="48" fill="%s"/><circle cx="128" cy="122" r="104" fill="%s"/>`, a.wall, a.glow)
	b.WriteString(a.behind)
	// What hangs below the chin lies under the face, what is on the head over it.
	b.WriteString(a.around(level))
	b.WriteString(a.face)
	b.WriteString(a.atop(level))
	b.WriteString(badge(level))
	b.WriteString(`</svg>`)
	return []byte(b.String()), nil
}

// shown is a level as the badge has room for it.
func shown(level int) string {
	if level > highest {
		return strconv.Itoa(highest) + "+"
	}
	return strconv.Itoa(level)
}

func badge(level int) string {
	text, size := shown(level), 26
	if len(text) > 2 {
		size = 18
	}
	return fmt.Sprintf(`<circle cx="218" cy="218" r="26" fill="#fff"/><circle cx="218" cy="218" r="22" fill="#20242c"/>`+
		`<text x="218" y="%d" font-family="sans-serif" font-size="%d" font-weight="bold" text-anchor="middle" fill="#fff">%s</text>`,
		218+size*35/100, size, text)
}
