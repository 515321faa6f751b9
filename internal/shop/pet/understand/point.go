package understand

import (
	"math"
	"strconv"
	"strings"
)

// people are those whom goods are for, by the department that dresses them.
var people = map[string]string{
	"husband": "men", "dad": "men", "daddy": "men", "father": "men", "papa": "men", "brother": "men", "uncle": "men", "boyfriend": "men", "fiance": "men", "groom": "men",
	"grandpa": "men", "grandfather": "men", "him": "men", "man": "men", "guy": "men", "hubby": "men",
	"wife": "women", "mum": "women", "mummy": "women", "mother": "women", "mama": "women", "sister": "women", "aunty": "women", "auntie": "women", "aunt": "women",
	"girlfriend": "women", "fiancee": "women", "bride": "women", "grandma": "women", "grandmother": "women", "her": "women", "woman": "women", "babe": "women", "lady": "women",
	"son": "kids", "daughter": "kids", "baby": "kids", "child": "kids", "pikin": "kids", "toddler": "kids", "niece": "kids", "nephew": "kids", "newborn": "kids",
	"boy": "kids", "girl": "kids", "kid": "kids", "children": "kids", "twins": "kids",
}

// sections name a department wherever they stand.
var sections = map[string]string{
	"men": "men", "mens": "men", "male": "men", "gents": "men", "women": "women", "womens": "women", "ladies": "women", "female": "women",
	"kids": "kids", "kid": "kids", "children": "kids", "childrens": "kids", "boys": "kids", "girls": "kids", "babies": "kids", "pikins": "kids", "unisex": "unisex",
}

var childOf = map[string]string{"son": "boys", "boy": "boys", "boys": "boys", "nephew": "boys", "daughter": "girls", "girl": "girls", "girls": "girls", "niece": "girls"}

// readOwner finds for whom the goods are.
func (r *reading) readOwner() {
	for i := range r.words {
		word := r.words[i].word
		gender := sections[word]
		if person := people[word]; person != "" && gender == "" && r.namesPerson(i) {
			gender = person
		}
		if gender == "" || i+1 < len(r.words) && (r.words[i+1].word == "pink" || r.words[i+1].word == "blue") {
			continue
		}
		if r.search.Gender == "" {
			r.search.Gender, r.child = gender, childOf[word]
		}
		r.take(i, i+1, asOwner)
	}
}

// namesPerson tells a person the goods are for from one spoken to.
func (r *reading) namesPerson(i int) bool {
	if r.words[i].word == "baby" && i+1 < len(r.words) && !r.words[i+1].stop {
		return true
	}
	for back := i - 1; back >= 0 && back >= i-4; back-- {
		switch word := r.words[back].word; {
		case word == "for", word == "my" && r.words[i].word != "guy" && r.words[i].word != "man" && r.words[i].word != "baby":
			return true
		case word == "a" || word == "my" || word == "the" || word == "old" || word == "his" || word == "her" || word == "little" || word == "small" || r.words[back].role == asSize:
		default:
			return false
		}
	}
	return false
}

var ordinals = map[string]int{
	"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "fifth": 5, "5th": 5, "sixth": 6, "6th": 6,
	"seventh": 7, "7th": 7, "eighth": 8, "8th": 8, "ninth": 9, "9th": 9, "tenth": 10, "10th": 10, "last": -1,
}

// notOrdered follow an ordinal that counts no products.
var notOrdered = set("order orders time times price week month year night thing day purchase package parcel last customer name class lady born daughter son term floor minute")

// readOrdinal finds which of the products shown is meant.
func (r *reading) readOrdinal() {
	for i := range r.words {
		word := r.words[i]
		n := ordinals[word.word]
		next := ""
		if i+1 < len(r.words) && !r.words[i+1].stop {
			next = r.words[i+1].word
		}
		switch {
		case word.role != free:
			continue
		case n != 0 && !notOrdered[next] && r.pointsAt(i, next, n):
		case numbering[word.word] && r.counts(i+1):
			n = int(r.numberAt(i + 1))
			i++
		case word.hash && len(word.plain) < 3:
			n = int(r.numberAt(i))
		default:
			continue
		}
		if r.meaning.Ordinal == 0 && n != 0 {
			r.meaning.Ordinal = n
			r.take(i, i+1, asPointer)
			if ordinals[r.before(i)] != 0 && n == -1 {
				r.meaning.Ordinal = -ordinals[r.before(i)]
			}
		}
	}
	r.nums = r.still(r.nums)
}

// numbering comes before the number of a product.
var numbering = set("number no option item num nos")

// counts tells whether a small number stands at i, and none that is more.
func (r *reading) counts(i int) bool {
	n := r.numberAt(i)
	if n < 1 || n > 50 || n != math.Trunc(n) || r.words[i].stop && r.words[i-1].word != "no" {
		return false
	}
	return i+1 >= len(r.words) || !counted[r.words[i+1].word] || r.words[i+1].word == "am" || r.words[i+1].word == "for"
}

func (r *reading) numberAt(i int) float64 {
	if i >= len(r.words) || r.words[i].role != free {
		return 0
	}
	if n, err := strconv.Atoi(r.words[i].plain); err == nil {
		return float64(n)
	}
	return smallNumbers[r.words[i].word]
}

// pointsAt tells whether an ordinal points at something: a second may be of time.
func (r *reading) pointsAt(i int, next string, n int) bool {
	before := r.before(i)
	if before == "one" || before == "a" || before == "few" || before == "last" {
		return false
	}
	switch next {
	case "one", "ones", "two", "three", "item", "product", "option", "picture", "dress", "":
		return next != "" || before != "at" && (n > 0 || before == "the" || before == "that" || before == "add" || i == 0 || ordinals[before] != 0)
	}
	switch before {
	case "the", "that", "this", "add", "take", "taking", "buy", "want", "of", "for", "is", "about", "like", "pick", "carry":
		return n > 0 || before == "add" || before == "the" || before == "that"
	}
	return i == 0 && n > 0
}

// readQuantity finds how many are wanted among the numbers left.
func (r *reading) readQuantity() {
	for i, word := range r.words {
		text := strings.Trim(word.plain, "x")
		if n, err := strconv.Atoi(text); err == nil && len(text) == len(word.plain)-1 && n > 0 && n < 1000 {
			r.quantity(n, i, i+1)
		}
	}
	for _, f := range r.nums {
		if f.scaled || f.naira || f.value != math.Trunc(f.value) || f.value < 1 || f.value > 999 || r.words[f.from].role != free {
			continue
		}
		if r.countsGoods(f) {
			r.quantity(int(f.value), f.from, f.to)
		}
	}
	r.nums = r.still(r.nums)
}

func (r *reading) quantity(n, from, to int) {
	if r.meaning.Quantity == 0 {
		r.meaning.Quantity = n
		r.take(from, to, asCount)
	}
}

// wanting are verbs whose number is of pieces.
var wanting = set("add buy order take put buying taking quantity x want need get give carry pick adding")

func (r *reading) countsGoods(f figure) bool {
	next, before := "", r.before(f.from)
	if f.to < len(r.words) && !r.words[f.to].stop {
		next = r.words[f.to].word
	}
	switch next {
	case "piece", "pieces", "pcs", "pair", "pairs", "copies":
		return true
	case "of":
		return before != "number" && f.to+1 < len(r.words)
	case "days", "day", "weeks", "week", "hours", "minutes", "years", "year", "months", "month", "times", "percent", "stars", "points", "yards", "off", "k", "question", "questions", "minute":
		return false
	}
	switch {
	case before == "it" || before == "is":
		return r.reads(f.from-2, []string{"make", "it"}) || r.reads(f.from-2, []string{"quantity", "is"})
	case before == "add" || before == "buy" || before == "buying" || before == "quantity" || before == "x" || before == "take" || before == "adding":
		return true
	case f.value == 1 && before == "want":
		return false
	case wanting[before]:
		return next == "am" || next == "them" || f.to < len(r.words) && (r.words[f.to].role == asGoods || r.words[f.to].role == asColor)
	}
	return false
}

// elsewhere follow a "this" that is about no product.
var elsewhere = set("week month code coupon order price deal deals site app shop time weekend saturday sunday friday year evening morning store bot pet guy promo game package parcel voucher card my your")

// readRefers finds a word that stands for the product talked about.
func (r *reading) readRefers() {
	for i, word := range r.words {
		next := ""
		if i+1 < len(r.words) && !r.words[i+1].stop {
			next = r.words[i+1].word
		}
		switch word.word {
		case "it", "them":
			r.itself = true
		case "am":
			if r.before(i) == "i" {
				continue
			}
			r.itself = true
		case "e":
			if next == "se" || next == "" {
				continue
			}
		case "this", "that", "these", "those":
			if elsewhere[next] || word.word == "that" && next != "" && next != "one" && !r.goodsAt(i+1) || r.before(i) == "for" && next == "colour" {
				continue
			}
		default:
			continue
		}
		r.meaning.Refers = true
		return
	}
}

func (r *reading) goodsAt(i int) bool {
	return i < len(r.words) && (r.words[i].role == asGoods || r.words[i].role == asColor)
}
