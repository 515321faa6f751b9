package voice

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"zuka/internal/shop/pet/brain"
)

// Values are what the names in braces stand for.
type Values map[string]string

// lines are the phrasings of some kinds in one persona's voice, one a line.
type lines map[Kind]string

// voices are the lines of each persona, in parts. No two parts of a persona
// hold the same kind.
var voices = map[brain.Persona][]lines{
	brain.Grumpy:     {grumpyTalk, grumpyGoods, grumpyShop},
	brain.Rude:       {rudeTalk, rudeGoods, rudeShop},
	brain.Nonchalant: {nonchalantTalk, nonchalantGoods, nonchalantShop},
	brain.Funny:      {funnyTalk, funnyGoods, funnyShop},
}

// phrasing is a line taken apart: text and names in turn.
type phrasing []piece

// piece is text as it is, and after it the value of a name, if there is one.
type piece struct {
	text, name string
	// capital asks for the value with a capital first letter.
	capital bool
}

// phrasings are all lines taken apart, once, so that an answer only chooses.
var phrasings = takeApart(voices)

// Line is one phrasing of a kind in a persona's voice, filled in. The same seed
// is the same line; different seeds differ as often as the persona has lines.
// A name in braces that has no value does not stay in the text: lines that need
// it are not chosen, and when all do, the answer is empty. A name with a capital
// gets its value with one. Values are never read for braces. A persona that is
// not known speaks nonchalantly.
func Line(persona brain.Persona, kind Kind, seed uint64, values Values) string {
	kinds, known := phrasings[persona]
	if !known {
		kinds = phrasings[brain.Nonchalant]
	}
	all := kinds[kind]
	fit := 0
	for _, p := range all {
		if p.fits(values) {
			fit++
		}
	}
	if fit == 0 {
		return ""
	}
	left := int(mix(seed) % uint64(fit))
	for _, p := range all {
		if !p.fits(values) {
			continue
		}
		if left == 0 {
			return p.fill(values)
		}
		left--
	}
	return ""
}

// fits tells whether there is a value for each name.
func (p phrasing) fits(values Values) bool {
	for _, part := range p {
		if part.name != "" && values[part.name] == "" {
			return false
		}
	}
	return true
}

// fill puts the values in.
func (p phrasing) fill(values Values) string {
	size := 0
	for _, part := range p {
		size += len(part.text) + len(values[part.name]) + utf8.UTFMax
	}
	var out strings.Builder
	out.Grow(size)
	for _, part := range p {
		out.WriteString(part.text)
		value := values[part.name]
		switch {
		case part.name == "":
		case part.capital:
			first, size := utf8.DecodeRuneInString(value)
			out.WriteRune(unicode.ToTitle(first))
			out.WriteString(value[size:])
		default:
			out.WriteString(value)
		}
	}
	return out.String()
}

// mix spreads seeds that differ little, such as numbers of messages in steps of
// the count of lines (the end of SplitMix64).
func mix(seed uint64) uint64 {
	seed += 0x9e3779b97f4a7c15
	seed = (seed ^ seed>>30) * 0xbf58476d1ce4e5b9
	seed = (seed ^ seed>>27) * 0x94d049bb133111eb
	return seed ^ seed>>31
}

func takeApart(voices map[brain.Persona][]lines) map[brain.Persona]map[Kind][]phrasing {
	all := make(map[brain.Persona]map[Kind][]phrasing, len(voices))
	for persona, parts := range voices {
		all[persona] = make(map[Kind][]phrasing)
		for _, part := range parts {
			for kind, text := range part {
				for _, line := range split(text) {
					all[persona][kind] = append(all[persona][kind], parse(line))
				}
			}
		}
	}
	return all
}

// split gives the phrasings in a text, one a line.
func split(text string) []string {
	var out []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}

// named is a name in braces.
var named = regexp.MustCompile(`\{(\w+)\}`)

// parse takes a line apart. A brace that stands alone is text.
func parse(line string) phrasing {
	var out phrasing
	for {
		at := named.FindStringSubmatchIndex(line)
		if at == nil {
			return append(out, piece{text: line})
		}
		name := line[at[2]:at[3]]
		small := strings.ToLower(name)
		out = append(out, piece{text: line[:at[0]], name: small, capital: small != name})
		line = line[at[1]:]
	}
}
