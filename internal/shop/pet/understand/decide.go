package understand

import (
	"slices"
	"strings"
)

// ranks that divide the cues: the shop's own business, and talk about goods.
const (
	firmRank   = 59 // a cue that stands against goods named beside it
	shopRank   = 50 // below it is small talk
	politeRank = 28 // below it are greetings, yes and no
)

// decide chooses what the message wants in the first place.
func (r *reading) decide() Intent {
	best := r.best()
	r.meaning.Greets = r.has(Greeting) && !(best != nil && (best.intent == OrderWhere || best.intent == OrderStop) && !r.salutes())
	if best != nil && best.intent == Attack {
		return Attack
	}
	if r.adds() {
		return AddToCart
	}
	if r.meaning.Coupon != "" {
		if r.usesCode {
			return UseCoupon
		}
		if best == nil || best.rank < 80 && best.intent != Points {
			return AskCoupons
		}
	}
	if answer := r.answer(best); answer != "" {
		return answer
	}
	if intent := r.aboutGoods(best); intent != "" {
		return intent
	}
	if best != nil && (best.rank >= politeRank || !r.has(seek)) {
		return best.intent
	}
	switch {
	case r.has(seek) && (best == nil || best.intent == Greeting):
		r.meaning.Search.Text = r.unknown()
		if r.meaning.Search.Text != "" || !r.has(Greeting) && len(r.words) > 1 {
			return Search
		}
	case r.oya && len(r.words) == 0:
		return Yes
	}
	if best != nil {
		return best.intent
	}
	if r.meaning.Order != "" {
		return OrderWhere
	}
	return Unclear
}

// best is the cue of the highest rank, the first of several.
func (r *reading) best() *hit {
	var best *hit
	for i := range r.hits {
		h := &r.hits[i]
		switch h.intent {
		case notWrite, AddToCart, buying, seek, dey, Likes:
			continue // What they come to depends on the goods.
		case UseCoupon:
			if r.voided(h.from) || r.reported {
				continue
			}
		}
		if h.intent != Attack && (r.words[h.from].quoted || r.words[h.from].role == asCode || r.coversGoods(*h)) {
			continue
		}
		if best == nil || h.rank > best.rank || h.rank == best.rank && h.intent == best.intent && best.aspect == "" {
			best = h
		}
	}
	return best
}

// coversGoods tells whether a cue is but a name of goods, such as "good" in a brand.
func (r *reading) coversGoods(h hit) bool {
	for i := h.from; i < h.to; i++ {
		if r.words[i].role != asGoods && r.words[i].role != asColor {
			return false
		}
	}
	return true
}

func (r *reading) has(intent Intent) bool {
	return slices.ContainsFunc(r.hits, func(h hit) bool { return h.intent == intent && !r.words[h.from].quoted })
}

// salutes tells whether the message begins with a greeting of its own: "how
// far with my order" only asks.
func (r *reading) salutes() bool {
	return slices.ContainsFunc(r.hits, func(h hit) bool { return h.intent == Greeting && r.words[h.from].word != "how" })
}

// adds tells whether something is to go into the cart: the person says add, or
// says buy of a product that is on the table.
func (r *reading) adds() bool {
	m := &r.meaning
	for _, h := range r.hits {
		if h.intent != AddToCart && h.intent != buying || r.voided(h.from) {
			continue
		}
		if r.codeFrom >= 0 && h.from <= r.codeFrom && r.codeFrom <= h.from+2 && !r.pointed() {
			continue
		}
		if h.intent == AddToCart {
			return true
		}
		if m.Ordinal != 0 || m.Refers && r.bought(h) || m.Quantity > 0 && r.in.Memory.Subject != nil && len(m.Search.Categories) == 0 {
			return true
		}
	}
	return false
}

// bought tells whether "it" is what is bought.
func (r *reading) bought(h hit) bool {
	for i := h.from; i < min(h.to+4, len(r.words)); i++ {
		switch r.words[i].word {
		case "it", "am", "this", "that", "them", "these", "those":
			return true
		}
	}
	return false
}

// pointed tells whether a product is meant beside a code.
func (r *reading) pointed() bool {
	return r.meaning.Ordinal != 0 || r.meaning.Refers || len(r.search.Categories) > 0
}

// answer is what an answer to the pet's own question comes to, empty when the
// message is none.
func (r *reading) answer(best *hit) Intent {
	q := r.in.Memory.Question
	if q == nil || !r.short() || r.reported || best != nil && best.rank > shopRank && best.intent != Delivery && best.intent != OrderWhere {
		return ""
	}
	if r.has(notWrite) || len(r.search.Categories) > 0 && !r.named {
		return ""
	}
	told := false
	switch q.Wants {
	case "size":
		told = len(r.search.Sizes) > 0
	case "color":
		told = len(r.search.Colors) > 0
		if told {
			r.meaning.Ordinal, r.meaning.Refers = 0, false
		}
	case "product":
		told = r.meaning.Ordinal != 0 || r.meaning.Refers
	case "order":
		if r.meaning.Order != "" {
			return OrderWhere
		}
	case "state":
		if r.meaning.State != "" {
			return Delivery
		}
	}
	switch {
	case !told:
		return ""
	case q.Add != nil:
		if q.Wants == "size" && r.named {
			r.meaning.Ordinal = 0
		}
		return AddToCart
	case q.Wants == "product":
		return Choose
	}
	return Narrow
}

// aboutGoods is what a message wants that names goods or points at them.
func (r *reading) aboutGoods(best *hit) Intent {
	s, m := &r.search, &r.meaning
	goods := len(s.Categories) > 0 || len(s.Brands) > 0 && (r.in.Memory.Search == nil || r.has(seek))
	filters := len(s.Colors)+len(s.NotColors)+len(s.Sizes) > 0 || s.Min > 0 || s.Max > 0 || s.Gender != "" || s.Text != "" || len(s.Brands) > 0 || s.Sort != ""
	pointed := m.Ordinal != 0 && !r.named || m.Refers
	rank := 0
	if best != nil {
		rank = best.rank
	}
	if best != nil && rank >= firmRank {
		return r.shopIntent(*best, goods)
	}
	if intent := r.detailOf(goods, pointed); intent != "" {
		return intent
	}
	if best != nil && (best.intent == Cheaper || best.intent == More) && !goods || best != nil && best.intent == Recommend && (!goods || !r.has(seek) || strings.HasPrefix(r.words[best.from].word, "recomm")) {
		return best.intent
	}
	likes := r.has(Likes) && !r.reported
	switch {
	case m.Ordinal != 0 && !r.named, r.choosesNamed():
		return Choose
	case likes && !r.seeksApart() && (goods || filters || len(r.notCategories)+len(r.notBrands) > 0 || r.refusesAll()):
		return Likes
	case goods && !r.has(dey) || goods:
		return Search
	case m.Refers && !filters && best == nil && len(r.words) <= 6:
		return Choose
	case filters && rank < 48:
		if r.in.Memory.Search != nil && !(s.Sort == "newest" && len(r.words) > 3) {
			return Narrow
		}
		return Search
	}
	return ""
}

// refusesAll tells "I no like leather", where nothing is left to sign.
func (r *reading) refusesAll() bool {
	_, hates, _ := r.feelings()
	return hates && !r.meaning.Refers
}

// seeksApart tells whether the person also asks to be shown something.
func (r *reading) seeksApart() bool {
	return slices.ContainsFunc(r.hits, func(h hit) bool {
		return h.intent == seek && slices.Contains([]string{"show", "find", "search", "looking", "look", "give", "sell", "need"}, r.words[h.from].word)
	})
}

// choosesNamed tells whether words name one product shown: "that black one",
// "the lace gown".
func (r *reading) choosesNamed() bool {
	if !r.named || r.meaning.Search.Min+r.meaning.Search.Max > 0 {
		return false
	}
	first := r.words[0].word
	one := slices.ContainsFunc(r.words, func(t token) bool { return t.word == "one" })
	return one || (first == "the" || first == "that" || first == "this") && len(r.words) <= 5
}

// detailOf is Detail for questions such as "size 42 dey?" and "do you have it in
// red?" about the product talked about.
func (r *reading) detailOf(goods, pointed bool) Intent {
	m := &r.meaning
	if goods && !pointed || !r.has(dey) || !(pointed || r.in.Memory.Subject != nil) || m.Search.Max > 0 {
		return ""
	}
	switch {
	case len(m.Search.Sizes) > 0:
		m.Aspect = "size"
	case len(m.Search.Colors) > 0:
		m.Aspect = "color"
	case pointed && slices.ContainsFunc(r.words, func(t token) bool { return t.word == "dey" || t.word == "available" }):
		m.Aspect = "stock"
	default:
		return ""
	}
	return Detail
}

// shopIntent settles what a firm cue means beside goods.
func (r *reading) shopIntent(h hit, goods bool) Intent {
	switch h.intent {
	case Deals:
		r.meaning.Search.Deals = true
	case Detail:
		r.meaning.Aspect = h.aspect
		if h.aspect == "stock" && r.in.Memory.Subject != nil && len(r.search.Sizes) > 0 {
			r.meaning.Aspect = "size"
		} else if h.aspect == "stock" && r.in.Memory.Subject != nil && len(r.search.Colors) > 0 {
			r.meaning.Aspect = "color"
		}
		if goods && h.aspect == "stock" && r.in.Memory.Subject == nil && r.meaning.Ordinal == 0 {
			return Search
		}
		if h.aspect == "rating" && r.search.Sort == "rated" && !r.meaning.Refers {
			if goods || r.in.Memory.Search == nil {
				return Search
			}
			return Narrow
		}
	}
	return h.intent
}

// unknown are the words of a search that are not the shop's.
func (r *reading) unknown() string {
	var left []string
	for _, word := range r.words {
		if word.role == free && len(word.plain) > 2 && (unsold[word.plain] || !r.l.knows(word.plain)) && len(left) < 4 {
			left = append(left, word.plain)
		}
	}
	return strings.Join(left, " ")
}
