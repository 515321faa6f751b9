package chat

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"zuka/internal/seed/dice"
)

// conversation is a dialogue while it is made.
type conversation struct {
	r      dice.Roll
	voice  spoken
	wanted string
	budget int64
	said   map[kind]bool // a kind comes up once; asking the same twice sounds like a machine
	facts  []string      // placeholder, value, placeholder, value
	lines  []Line
}

// usual stands in for a budget that is none.
const usual = 20_000

// newTalk draws what the lines speak of once, so that a colour or a place stays the same to the end.
func newTalk(r dice.Roll, persona, wanted string, budget int64) *conversation {
	if budget <= 0 {
		budget = usual
	}
	v, ok := voices[persona]
	if !ok {
		v = voices["nonchalant"]
	}
	t := &conversation{r: r, voice: v, wanted: wanted, budget: budget, said: map[kind]bool{}}
	number := "M"
	if s := sizesOf(wanted); len(s) > 0 {
		number = dice.Pick(r, s)
	}
	t.fact("wanted", wanted)
	t.fact("color", dice.Pick(r, colors))
	t.fact("size", number)
	code := r.IntN(len(codes))
	t.fact("code", codes[code])
	t.fact("old", codes[(code+1+r.IntN(len(codes)-1))%len(codes)])
	t.fact("stage", dice.Pick(r, stages))
	t.fact("day", dice.Pick(r, days))
	t.fact("event", dice.Pick(r, events))
	t.fact("place", dice.Pick(r, places))
	return t
}

// fact sets a placeholder and its form for the head of a sentence.
func (t *conversation) fact(name, value string) {
	t.facts = append(t.facts, "{"+name+"}", value, "{"+upper(name)+"}", upper(value))
}

func upper(s string) string {
	if s == "" {
		return s // an empty string has a first rune too, the replacement character
	}
	first, width := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[width:]
}

// turn adds what the shopper says of kind k and the pet's answer, unless it was said.
func (t *conversation) turn(k kind) {
	switch {
	case t.said[k],
		k == none && t.said[found],                             // what was shown a moment ago cannot be missing now
		k == order && t.said[late], k == late && t.said[order]: // it is the same order
		return
	}
	t.answer(dice.Pick(t.r, asks.lines[k]), k)
	if k == none {
		t.raise()
		t.answer(dice.Pick(t.r, more), found)
	}
}

// answer adds one turn with the shopper's words given, while there is room.
func (t *conversation) answer(ask string, k kind) {
	if len(t.lines)+2 > longest {
		return
	}
	t.said[k] = true
	reply := dice.Pick(t.r, t.voice.lines[k])
	if k == expired {
		// One code cannot both work and be over in one conversation.
		ask, reply = strings.ReplaceAll(ask, "{code}", "{old}"), strings.ReplaceAll(reply, "{code}", "{old}")
	}
	// Nobody signs off in a greeting, and no one jokes twice about a late parcel.
	if k != greet && k != late && t.r.Chance(tailShare) {
		reply += " " + dice.Pick(t.r, t.voice.tails)
	}
	a := acts[k]
	t.lines = append(t.lines, Line{FromShopper: true, Text: t.fill(ask)},
		Line{Text: t.fill(reply), Products: t.r.Between(a.low, a.high), Tool: a.tool})
}

// raise is what the shopper does when nothing was found: about half as much again, in whole thousands.
func (t *conversation) raise() { t.budget += t.budget/2000*1000 + 1000 }

// fill puts the facts into a text.
func (t *conversation) fill(text string) string {
	pairs := append(slices.Clone(t.facts), "{budget}", naira(t.budget), "{k}", short(t.budget))
	return strings.NewReplacer(pairs...).Replace(text)
}

// naira is an amount as the shop writes it: ₦20,000.
func naira(n int64) string {
	s := strconv.FormatInt(n, 10)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return "₦" + s
}

// short is an amount as shoppers write it: 20k, 12.5k, 900.
func short(n int64) string {
	switch {
	case n < 1000:
		return strconv.FormatInt(n, 10)
	case n%1000 == 0:
		return strconv.FormatInt(n/1000, 10) + "k"
	}
	return strings.TrimSuffix(strconv.FormatFloat(float64(n)/1000, 'f', 1, 64), ".0") + "k"
}

// sizesOf returns the sizes in which wanted is sold, none for bags, beads and cloth that is tied, and none for
// what children wear: that is sold by age, of which these lines do not speak.
func sizesOf(wanted string) []string {
	words := strings.FieldsFunc(wanted, func(c rune) bool { return !unicode.IsLetter(c) })
	has := func(list string) bool {
		return slices.ContainsFunc(words, func(w string) bool {
			return slices.Contains(strings.Fields(list), strings.TrimSuffix(w, "s"))
		})
	}
	switch {
	case has(unsized):
		return nil
	case has("shoe sneaker sandal slipper heel loafer flat boot mule slide"):
		return shoeSizes
	case has("dres gown skirt jumpsuit"): // dres is dress without its last s
		return dressSizes
	}
	return letterSizes
}

const unsized = `bag handbag clutch clutche tote wallet backpack purse bead earring necklace bracelet ring jewellery watch sunglasse glasse gele
turban hijab scarf veil cap hat fascinator fila hula bow gift belt perfume necktie cufflink girl boy kid child children baby babie school fabric`
