package understand

import (
	"slices"
	"strings"
)

// readGoods finds brands, colours, kinds of goods and the words that describe them.
func (r *reading) readGoods() {
	roots := make([]string, len(r.words))
	for i := range r.words {
		roots[i] = r.words[i].stem
	}
	for i := 0; i < len(roots); {
		t, length := r.termAt(roots, i)
		if t == nil {
			i++
			continue
		}
		r.use(t, i, i+length)
		i += length
	}
	r.settleCategories()
}

// termAt is the longest term at word i.
func (r *reading) termAt(roots []string, i int) (*term, int) {
	if r.words[i].role != free {
		return nil, 0
	}
	two := ""
	if i+1 < len(roots) {
		two = joinedWords[roots[i]+" "+roots[i+1]]
	}
	longest := r.l.starts[roots[i]]
	if two != "" {
		longest = max(longest, r.l.starts[two])
	}
	for length := min(longest+1, len(roots)-i); length > 0; length-- {
		if length > 1 && r.words[i+length-1].role != free {
			continue
		}
		key := roots[i]
		if length > 1 {
			key = strings.Join(joinWords(slices.Clone(roots[i:i+length])), " ")
		}
		if t := r.l.terms[key]; t != nil {
			return t, length
		}
	}
	return nil, 0
}

// use notes what a term names.
func (r *reading) use(t *term, from, to int) {
	against := r.against(from)
	switch {
	case t.brand > 0:
		slug := r.l.brands[t.brand-1].Slug
		if against {
			r.notBrands = append(r.notBrands, slug)
		} else {
			r.search.Brands = appendNew(r.search.Brands, slug)
		}
		r.take(from, to, asGoods)
	case len(t.colors) > 0:
		if to < len(r.words) && r.words[to].word == "friday" {
			return
		}
		for _, i := range t.colors {
			if against {
				r.search.NotColors = appendNew(r.search.NotColors, r.l.colors[i])
			} else {
				r.search.Colors = appendNew(r.search.Colors, r.l.colors[i])
			}
		}
		r.take(from, to, asColor)
		return
	case len(t.categories) > 0 || t.text != "" || t.cloth:
		if t.text == "work" && r.before(from) != "for" || (t.text == "date" || t.text == "plain") && r.before(from) == "the" {
			return
		}
		switch {
		case against:
			r.refuse(t)
		case t.cloth:
			r.cloths = append(r.cloths, t)
			r.clothWords = append(r.clothWords, spoken(r.words[from].stem))
		case len(t.categories) > 0:
			r.heads = append(r.heads, t)
		default:
			r.texts = appendNew(r.texts, t.text)
		}
		r.take(from, to, asGoods)
	}
}

// refuse notes goods that are not wanted.
func (r *reading) refuse(t *term) {
	for _, i := range r.forWhom(t.categories) {
		r.notCategories = appendNew(r.notCategories, r.l.categories[i].Slug)
	}
}

// spoken is how a cloth is written in a text.
func spoken(root string) string {
	if root == "asooke" {
		return "aso oke"
	}
	return root
}

func appendNew(list []string, value string) []string {
	if slices.Contains(list, value) {
		return list
	}
	return append(list, value)
}

// settleCategories joins what was named: each kind of goods, narrowed by the
// cloth where the shop has such a kind. A cloth alone means all made of it.
func (r *reading) settleCategories() {
	var chosen []int
	for _, head := range r.heads {
		for _, i := range r.forWhom(head.categories) {
			if !slices.Contains(chosen, i) {
				chosen = append(chosen, i)
			}
		}
	}
	for n, cloth := range r.cloths {
		if len(r.heads) == 0 {
			chosen = append(chosen, r.forWhom(r.l.madeOf(r.clothWords[n], cloth))...)
			continue
		}
		var both []int
		for _, i := range chosen {
			if slices.Contains(r.l.madeOf(r.clothWords[n], cloth), i) {
				both = append(both, i)
			}
		}
		if len(both) > 0 {
			chosen = both
		} else {
			r.texts = appendNew(r.texts, r.clothWords[n])
		}
	}
	slices.Sort(chosen)
	for _, i := range slices.Compact(chosen) {
		r.search.Categories = append(r.search.Categories, r.l.categories[i].Slug)
	}
	r.search.Text = strings.Join(r.texts, " ")
}

// madeOf are the categories whose name holds the cloth.
func (l *Lexicon) madeOf(word string, t *term) []int {
	found := slices.Clone(t.categories)
	slug := strings.ReplaceAll(word, " ", "-")
	for i, entry := range l.categories {
		if strings.Contains("-"+entry.Slug+"-", "-"+slug+"-") && !slices.Contains(found, i) {
			found = append(found, i)
		}
	}
	return found
}

// forWhom leaves those categories that are for the person meant. Children's
// are only meant where a child is named, or where there are no others.
func (r *reading) forWhom(categories []int) []int {
	gender := r.search.Gender
	var fit, unmarked []int
	for _, i := range categories {
		m := r.l.marks[i]
		switch {
		case m.gender == "" && gender != "kids", m.gender == gender && (m.child == "" || r.child == "" || m.child == r.child):
			fit = append(fit, i)
		case gender == "" && m.gender != "kids":
			fit = append(fit, i)
		case m.gender == "":
			unmarked = append(unmarked, i)
		}
	}
	switch {
	case len(fit) > 0:
		return fit
	case len(unmarked) > 0:
		return unmarked
	}
	return categories
}

// against tells whether the words before i refuse what stands there: not black,
// no be red, anything but yellow, I don't like heels.
func (r *reading) against(i int) bool {
	for back := i - 1; back >= 0 && back >= i-5; back-- {
		if r.words[back+1].stop && back+1 < i+1 && back+1 != i || r.words[i].stop {
			return false
		}
		word := r.words[back]
		switch {
		case refusals[word.word]:
			return !(word.word == "no" && (r.words[back+1].word == "wahala" || r.words[back+1].word == "pass"))
		case word.word == "but" || word.word == "except":
			return word.word == "except" || back > 0 && (r.words[back-1].word == "anything" || r.words[back-1].word == "everything" || r.words[back-1].word == "any" || r.words[back-1].word == "colour")
		case word.role == asColor && back+1 < i, word.role == asPrice, word.role == asSize:
			return false
		case !bridges[word.word] && word.role != asColor:
			return false
		}
	}
	return false
}

// refusals turn what follows into what is not wanted.
var refusals = set("not no dont hate hates dislike except without never doesnt cant detest nor avoid")

// bridges may stand between a refusal and what it refuses.
var bridges = set("be like love want in the a an any for or wear dey really even into of too much colour this that")
