package understand

import (
	"slices"
	"strconv"
	"strings"
)

// longestTerm is the most words a term of the lexicon has.
const longestTerm = 4

// Lexicon is the catalogue as shoppers call it. It never changes, so that any
// number of goroutines may read with it.
type Lexicon struct {
	categories []Entry
	marks      []mark // for whom a category is
	brands     []Entry
	colors     []string
	sizes      map[string]string // as written small, without blanks
	ages       []age
	terms      map[string]*term
	starts     map[string]int // the first words of terms, and the longest term
	spell      *speller
}

// term is what a phrase names.
type term struct {
	categories []int
	colors     []int
	brand      int    // 1 more than its index
	text       string // a word that is no filter
	cloth      bool   // qualifies goods wherever it stands
}

// mark tells for whom a category is: women, men or kids, and boys or girls.
type mark struct{ gender, child string }

// age is a size for children of an age, in months.
type age struct {
	size     string
	from, to float64
}

// NewLexicon makes a lexicon of what the shop sells. Slugs come out as they
// stand here, and results in the order that they stand in.
func NewLexicon(categories, brands []Entry, colors, sizes []string) *Lexicon {
	l := &Lexicon{
		categories: slices.Clone(categories), brands: slices.Clone(brands), colors: slices.Clone(colors),
		sizes: map[string]string{}, terms: map[string]*term{}, starts: map[string]int{}, spell: newSpeller(),
	}
	for word := range strings.FieldsSeq(commonWords) {
		l.spell.keep(word)
	}
	for i, entry := range l.categories {
		l.marks = append(l.marks, markOf(entry.Slug))
		l.addCategory(i, entry)
	}
	for alias, names := range otherNames {
		l.alias(alias, names)
	}
	l.addColors()
	for i, brand := range l.brands {
		for _, name := range []string{brand.Name, brand.Slug} {
			l.name(name).brand = i + 1
			l.name(strings.ReplaceAll(name, "&", " and ")).brand = i + 1
		}
	}
	for text := range strings.FieldsSeq(describing) {
		l.name(strings.ReplaceAll(text, "_", " ")).text = strings.ReplaceAll(text, "_", " ")
	}
	for text := range strings.FieldsSeq(cloths) {
		l.name(strings.ReplaceAll(text, "_", " ")).cloth = true
	}
	for _, size := range sizes {
		l.addSize(size)
	}
	l.learn()
	return l
}

func markOf(slug string) mark {
	for _, known := range []struct {
		part string
		mark mark
	}{
		{"girls", mark{"kids", "girls"}}, {"boys", mark{"kids", "boys"}}, {"baby", mark{"kids", ""}}, {"kids", mark{"kids", ""}},
		{"womens", mark{"women", ""}}, {"women", mark{"women", ""}}, {"mens", mark{"men", ""}}, {"men", mark{"men", ""}},
	} {
		if slices.Contains(strings.Split(slug, "-"), known.part) {
			return known.mark
		}
	}
	return mark{}
}

// addCategory names a category by the ends of its name: Girls' Ankara Dresses
// is found as dress and ankara dress. The parts of "Tops, Skirts & Sets" are
// names of their own.
func (l *Lexicon) addCategory(i int, entry Entry) {
	name := entry.Name
	for _, and := range []string{"&", ",", " and "} {
		name = strings.ReplaceAll(name, and, ";")
	}
	if strings.Contains(entry.Name, " and ") {
		l.category(canonical(entry.Name), i)
	}
	for _, part := range strings.Split(name, ";") {
		words := canonical(part)
		for len(words) > 1 && owners[words[0]] {
			words = words[1:]
		}
		if len(words) == 1 && (owners[words[0]] || departments[entry.Slug]) {
			continue // Men alone is no kind of goods.
		}
		last := len(words) - 1
		for from := range words {
			if from == last && generic[words[last]] {
				continue
			}
			l.category(words[from:], i)
		}
		if last > 0 && generic[words[last]] && !qualities[strings.Join(words[:last], " ")] {
			l.category(words[:last], i)
		}
	}
}

func (l *Lexicon) category(words []string, i int) {
	if len(words) == 0 {
		return
	}
	t := l.term(words)
	if !slices.Contains(t.categories, i) {
		t.categories = append(t.categories, i)
	}
}

// alias lets a word stand for what other names found.
func (l *Lexicon) alias(alias string, names []string) {
	for _, name := range names {
		if known := l.terms[strings.Join(canonical(name), " ")]; known != nil {
			for _, i := range known.categories {
				l.category(canonical(alias), i)
			}
		}
	}
}

func (l *Lexicon) addColors() {
	for i, color := range l.colors {
		l.color(color, i)
		for family, members := range shades {
			if slices.Contains(members, strings.ToLower(color)) {
				l.color(family, i)
			}
		}
	}
}

func (l *Lexicon) color(name string, i int) {
	t := l.name(name)
	if !slices.Contains(t.colors, i) {
		t.colors = append(t.colors, i)
	}
}

func (l *Lexicon) name(name string) *term { return l.term(canonical(name)) }

func (l *Lexicon) term(words []string) *term {
	if len(words) == 0 {
		return &term{}
	}
	words = words[:min(len(words), longestTerm)]
	l.starts[words[0]] = max(l.starts[words[0]], len(words))
	key := strings.Join(words, " ")
	if l.terms[key] == nil {
		l.terms[key] = &term{}
	}
	return l.terms[key]
}

// addSize knows a size by its writing, and an age or a range by its ends.
func (l *Lexicon) addSize(size string) {
	small := strings.ToLower(strings.ReplaceAll(size, " ", ""))
	l.sizes[small] = size
	span, unit, _ := strings.Cut(strings.ToLower(size), " ")
	low, high, ranged := strings.Cut(span, "-")
	from, err1 := strconv.ParseFloat(low, 64)
	to, err2 := strconv.ParseFloat(high, 64)
	if !ranged || err1 != nil || err2 != nil {
		return
	}
	switch strings.TrimSuffix(unit, "s") {
	case "year":
		l.ages = append(l.ages, age{size, from * 12, to*12 + 12})
		l.sizes[span] = size
	case "month":
		l.ages = append(l.ages, age{size, from, to})
	}
}

// learn teaches the speller, the words of goods before those of talk.
func (l *Lexicon) learn() {
	var all []string
	for key := range l.terms {
		all = append(all, strings.Fields(key)...)
	}
	for from := range sameWord {
		all = append(all, from)
	}
	slices.Sort(all)
	for _, word := range all {
		l.spell.learn(word)
		if ascii(word) && len(word) >= shortest && !strings.HasSuffix(word, "s") {
			l.spell.learn(word + "s")
		}
	}
	talk := make([]string, 0, len(book.ids))
	for word := range book.ids {
		talk = append(talk, word)
	}
	slices.Sort(talk)
	for _, word := range talk {
		l.spell.learn(word)
	}
}

// canonical is a name in words that all spellings share.
func canonical(name string) []string {
	var found []string
	for _, t := range tokens(name) {
		found = append(found, rootOf(t.plain))
	}
	return joinWords(found)
}

// rootOf is a word without its plural, in the spelling that stands for all.
func rootOf(plain string) string {
	if same, known := sameWord[plain]; known {
		return same
	}
	root := stem(plain)
	if same, known := sameWord[root]; known {
		return same
	}
	return root
}

// joinWords writes as one what is written as two: head tie, aso oke.
func joinWords(words []string) []string {
	joined := words[:0]
	for i := 0; i < len(words); i++ {
		if i+1 < len(words) {
			if one, known := joinedWords[words[i]+" "+words[i+1]]; known {
				joined = append(joined, one)
				i++
				continue
			}
		}
		joined = append(joined, words[i])
	}
	return joined
}
