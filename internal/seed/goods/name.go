package goods

import (
	"slices"
	"strings"

	"zuka/internal/seed/dice"
)

// longestName is what a product card has room for.
const longestName = 90

// bareCuts are cuts whose names are nouns: "Adire Shirt Dress" reads better than "Shirt Adire Dress".
var bareCuts = []string{"Shirt", "Slip", "Shift", "Boubou", "Column", "Tunic", "Overshirt", "Grandad", "Bucket", "Belt", "Round",
	"Tube", "Cape", "Wrap", "Circle", "Pencil", "Kimono", "Bomber", "Biker", "Duster", "Dungaree", "Waistcoat", "Dashiki", "Pinafore",
	"Tutu", "Flare", "Halter", "Crop", "Trapeze", "Hobo", "Resort", "Lounge", "Work-Jacket", "Weekender"}

// whose are the first words of a noun that stay in front of the cut: "Women's Cross-Palm Slippers".
var whose = []string{"Women's ", "Men's ", "Girls' ", "Boys' ", "Kids' "}

// baseName joins the cut and the noun of a kind.
func baseName(r dice.Roll, k Kind, cut string) string {
	owner, noun := "", k.Noun
	for _, w := range whose {
		if rest, ok := strings.CutPrefix(noun, w); ok {
			owner, noun = w, rest
		}
	}
	if strings.HasSuffix(cut, "'s") { // "Groom's Bead Set", not "Men's Groom's Bead Set"
		owner = ""
	}
	words := strings.Fields(noun)
	last := len(words) - 1
	if last > 0 && strings.HasSuffix(strings.ToLower(cut), strings.ToLower(words[last])) {
		words, last = words[:last], last-1
	}
	cut = strings.TrimSuffix(cut, "-"+strings.TrimSuffix(words[last], "s")) // "Block Heels", not "Block-Heel Heels"
	for i, w := range words[:last] {
		if shareWord(cut, w) { // "Blouse-and-Wrapper George Set", the wrapper named once
			words = slices.Delete(words, i, i+1)
			break
		}
	}
	cloth := words[0] == "Ankara" || words[0] == "Adire"
	swap := r.Chance(30) || slices.Contains(bareCuts, cut) || len(words) == 1
	if cloth && swap {
		words = append([]string{words[0], cut}, words[1:]...)
	} else {
		words = append([]string{cut}, words...)
	}
	return owner + strings.Join(words, " ")
}

// nameOf makes the whole name: perhaps a motif or the only colour, perhaps the brand in front.
func nameOf(r dice.Roll, k Kind, c Cut, f Fabric, colors []string, b Brand) string {
	name := baseName(r, k, c.Name)
	motif, coloured, branded := "", r.Chance(60), r.Chance(15)
	if len(k.Motifs) > 0 {
		motif = dice.Pick(r, k.Motifs)
	}
	with := ""
	switch asked := r.Chance(40); {
	case motif == "" || !asked:
	case k.Leaf == "gele": // its motifs are adjectives
		with = motif + " " + name
	default:
		with = withMotif(name, motif, c.Name, f.Name)
	}
	switch {
	case with != "":
		name = with
	case coloured && len(colors) == 1 && !strings.Contains(c.Name, "Two-Tone") && c.Name != "Colour-Block":
		name += " in " + titled(colors[0])
	}
	if front := b.Name + " " + name; branded && len([]rune(front)) <= longestName && !shareWord(b.Name, name) {
		name = front
	}
	return name
}

// withMotif adds a motif to a name, or returns "" when the two would quarrel.
func withMotif(name, motif, cut, fabric string) string {
	if strings.Contains(motif, "Lace") && !strings.Contains(strings.ToLower(fabric), "lace") {
		return ""
	}
	for _, sober := range []string{"Plain", "Jumat", "Patchwork", "Embroider", "Two-Tone"} {
		if strings.Contains(cut, sober) {
			return ""
		}
	}
	// "Scallop Lace" and "A-Line Lace Gown" become "A-Line Scallop Lace Gown".
	words := strings.Fields(motif)
	first, last := strings.Join(words[:len(words)-1], " "), words[len(words)-1]
	if i := strings.Index(name, " "+last+" "); i >= 0 && first != "" && !shareWord(first, name) {
		return name[:i] + " " + first + name[i:]
	}
	if shareWord(motif, name) {
		return ""
	}
	return name + ", " + motif
}

// shareWord reports whether a word of any weight occurs in both names.
func shareWord(a, b string) bool {
	other := wordsOf(b)
	return slices.ContainsFunc(wordsOf(a), func(w string) bool { return len(w) > 3 && slices.Contains(other, w) })
}

// wordsOf splits a name into lower-case words at spaces, hyphens and punctuation.
func wordsOf(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(c rune) bool { return strings.ContainsRune(" -,&.", c) })
}

// titled gives every word of a colour a capital.
func titled(color string) string {
	words := strings.Fields(color)
	for i, w := range words {
		words[i] = strings.ToUpper(w[:1]) + w[1:]
	}
	return strings.Join(words, " ")
}
