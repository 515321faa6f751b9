package understand

import (
	"slices"
	"strings"
	"unicode/utf8"

	"zuka/internal/shop/pet/brain"
)

// mostBytes bounds what is read of a message, a little above the 2,000
// characters that one may have.
const mostBytes = 8000

// reading is a message on its way to being understood.
type reading struct {
	l    *Lexicon
	in   Context
	text string
	// words are those that carry meaning, nums the numbers that nothing has
	// taken yet, hits the cues found.
	words []token
	nums  []figure
	hits  []hit

	search                   brain.Search
	heads, cloths            []*term
	clothWords, texts        []string
	child                    string // boys or girls
	notBrands, notCategories []string
	codeFrom                 int
	usesCode                 bool
	named                    bool // words named exactly one of the products shown
	shouts                   bool // all is in capitals
	reported                 bool // tells what somebody else said
	itself                   bool // says it or am, not this
	oya                      bool // a filler that means yes where nothing else is said
	meaning                  Meaning
}

// Read understands a message in its context. It is a function of its
// arguments alone, and takes any bytes.
func (l *Lexicon) Read(message string, in Context) Meaning {
	r := &reading{l: l, in: in, text: message[:min(len(message), mostBytes)], codeFrom: -1}
	r.readWords()
	r.hits = book.find(r.words)
	r.reported = r.tellsOfOthers()
	r.readOrder()
	r.readCode()
	r.figures()
	r.readOwner()
	r.prices()
	r.readOrdinal()
	r.readSizes()
	r.readSort()
	r.readGoods()
	r.readPlace()
	r.readQuantity()
	r.readRefers()
	r.meaning.Search = r.search
	r.nameShown()
	r.meaning.Intent = r.decide()
	r.readTaste()
	r.tidy()
	return r.meaning
}

// readWords splits the message and writes its words as the cues do.
func (r *reading) readWords() {
	all := tokens(r.text)
	if len(all) == 0 {
		all = r.faces()
	}
	r.shouts = len(all) > 1
	for _, t := range all {
		if !t.caps && strings.ContainsFunc(t.plain, func(c rune) bool { return c < '0' || c > '9' }) {
			r.shouts = false
		}
	}
	guesses := 0
	stop := false
	for _, t := range all {
		t.stop = t.stop || stop
		t.word = t.plain
		if word, known := spellings[t.plain]; known {
			t.word = word
		}
		if fillers[t.word] {
			r.oya = r.oya || t.word == "oya" || t.word == "ehen"
			stop = t.stop
			continue
		}
		stop = false
		if guesses < maxGuesses && len(t.word) >= shortest && !r.l.knows(t.word) {
			guesses++
			if word, found := r.l.spell.guess(t.word); found {
				t.word = word
			}
		}
		t.stem = rootOf(t.word)
		t.id = book.ids[t.word]
		r.words = append(r.words, t)
	}
}

// faces are the words of a message that is nothing but signs.
func (r *reading) faces() []token {
	for _, sign := range r.text {
		if text, known := faces[sign]; known {
			r.text = text
			return tokens(text)
		}
	}
	return nil
}

// speakers are those whose words a "say" reports.
var speakers = set("they he she e it people friend someone somebody description seller everybody page review reviews text vendor you bot message")

// tellsOfOthers tells whether the message reports what somebody said, which is
// no wish of the person's own.
func (r *reading) tellsOfOthers() bool {
	for i, word := range r.words {
		before := r.before(i)
		switch word.word {
		case "said", "says", "told", "tells", "wrote", "writes", "reads", "saying", "asked", "instructed", "written":
			told := before == "was" || before == "were" || before == "been"
			if told || before != "i" && !(i > 1 && r.words[i-2].word == "i") {
				return true
			}
		case "say":
			if speakers[before] {
				return true
			}
		}
	}
	return false
}

func (r *reading) says(word string) bool {
	return slices.ContainsFunc(r.words, func(t token) bool { return t.word == word })
}

// take marks words as used.
func (r *reading) take(from, to int, as role) {
	for i := max(from, 0); i < to && i < len(r.words); i++ {
		r.words[i].role = as
	}
}

// asks tells whether the pet waits to hear this.
func (r *reading) asks(wants string) bool {
	return r.in.Memory.Question != nil && r.in.Memory.Question.Wants == wants
}

// short tells whether the message could be a mere answer.
func (r *reading) short() bool { return len(r.words) <= 6 }

// voided tells whether a writing verb at i is refused, asked about or told of others.
func (r *reading) voided(i int) bool {
	if r.words[i].quoted || r.reported {
		return true
	}
	return slices.ContainsFunc(r.hits, func(h hit) bool { return h.intent == notWrite && h.from <= i && i < h.to })
}

var sorts = map[string]string{
	"cheapest": "cheapest", "cheap": "cheapest", "affordable": "cheapest", "expensive": "dearest", "dearest": "dearest", "costliest": "dearest", "premium": "dearest",
	"newest": "newest", "latest": "newest", "new": "newest", "rated": "rated", "reviews": "rated", "review": "rated", "selling": "selling", "popular": "selling",
	"trending": "selling", "hot": "selling", "bestselling": "selling", "bestsellers": "selling", "bestseller": "selling", "sellers": "selling",
}

// before words that make an order of a word which alone is none.
var sortBefore = map[string]string{"expensive": "most", "rated": "top best highest", "reviews": "good best great", "review": "good best", "selling": "best top", "sellers": "best top"}

func (r *reading) readSort() {
	for i, word := range r.words {
		sort := sorts[word.word]
		needs := sortBefore[word.word]
		if sort == "" || word.role != free || needs != "" && !slices.Contains(strings.Fields(needs), r.before(i)) {
			continue
		}
		if r.against(i) || word.word == "new" && r.before(i) == "a" || word.word == "hot" && i+1 < len(r.words) && r.words[i+1].word == "pink" {
			continue
		}
		r.search.Sort = sort
		if needs != "" {
			r.take(i-1, i, asCount)
		}
		return
	}
}

// nameShown finds the one product shown that the words name: by kind, colour,
// brand, or words of its name.
func (r *reading) nameShown() {
	if r.meaning.Ordinal != 0 {
		return
	}
	// "Add it in black" is about it, although another that is black was shown.
	subject := r.in.Memory.Subject
	if r.itself && subject != nil && !r.says("one") {
		return
	}
	best, most, even := -1, 0, false
	for i, p := range r.in.Memory.Shown {
		score := r.names(p)
		switch {
		case score > most:
			best, most, even = i, score, false
		case score == most && score > 0:
			even = true
		}
	}
	if most > 0 && !even {
		r.named = true
		if r.meaning.Refers && subject != nil && r.in.Memory.Shown[best].ID == subject.ID {
			return
		}
		r.meaning.Ordinal = best + 1
	}
}

// names is how well the words name a product, 0 when they do not or when they
// name something else.
func (r *reading) names(p brain.Product) int {
	s, score := r.search, 0
	if len(s.Colors) > 0 {
		if !overlap(s.Colors, p.Colors) {
			return 0
		}
		score++
	}
	if len(s.Categories) > 0 {
		if !slices.Contains(s.Categories, p.Category) {
			return 0
		}
		score++
	}
	if len(s.Brands) > 0 {
		if !slices.ContainsFunc(s.Brands, func(slug string) bool { return sameBrand(slug, p.Brand) }) {
			return 0
		}
		score++
	}
	parts := canonical(p.Name)
	for _, word := range r.words {
		if word.role == free && word.id > 0 {
			continue // A product named "add this one please" is not meant by these.
		}
		if len(word.stem) > 3 && word.role != asPointer && slices.Contains(parts, word.stem) {
			score += 2
		} else if plain := stem(word.plain); len(plain) > 3 && plain != word.stem && slices.Contains(parts, plain) {
			score += 2
		}
	}
	return score
}

func overlap(a, b []string) bool {
	return slices.ContainsFunc(a, func(v string) bool {
		return slices.ContainsFunc(b, func(w string) bool { return strings.EqualFold(v, w) })
	})
}

// sameBrand tells whether a brand's slug and what a product calls it are the same.
func sameBrand(slug, name string) bool {
	plain := strings.Join(canonical(strings.ReplaceAll(name, "&", " and ")), "-")
	return slug == name || slug == plain || strings.Join(canonical(slug), "-") == plain || strings.HasPrefix(plain, slug+"-")
}

// keepsSearch are the intents for which the goods named matter, and keepsPointer
// those about a product.
var (
	keepsSearch = map[Intent]bool{Search: true, More: true, Cheaper: true, Narrow: true, Detail: true, Choose: true, Recommend: true, Goes: true,
		Deals: true, AddToCart: true, Haggle: true, SizeHelp: true, Likes: true}
	keepsPointer = map[Intent]bool{AddToCart: true, Detail: true, Goes: true, Haggle: true, Choose: true, Cheaper: true, SizeHelp: true}
)

// tidy drops what the intent has no use for.
func (r *reading) tidy() {
	m := &r.meaning
	r.meaning.Search.Sort = r.search.Sort
	if !keepsSearch[m.Intent] {
		m.Search = brain.Search{}
	}
	if m.Intent != Search && m.Intent != Narrow && m.Intent != Recommend {
		m.Search.Sort = ""
	}
	if !keepsPointer[m.Intent] {
		m.Ordinal, m.Refers = 0, false
	}
	if m.Ordinal != 0 {
		m.Refers = false
	}
	if m.Intent != AddToCart && m.Intent != Search && m.Intent != Haggle {
		m.Quantity = 0
	}
	if m.Intent != UseCoupon && m.Intent != AskCoupons && !(m.Intent == AddToCart && r.usesCode) {
		m.Coupon = ""
	}
	if m.Intent != Detail {
		m.Aspect = ""
	}
	if !utf8.ValidString(m.Search.Text) {
		m.Search.Text = strings.ToValidUTF8(m.Search.Text, "")
	}
}
