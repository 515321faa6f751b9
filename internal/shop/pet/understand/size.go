package understand

import (
	"math"
	"slices"
	"strconv"
)

// sizeWords come before a size.
var sizeWords = set("size sizes sz uk eu us eur")

// lettersFor are sizes in letters by what people call them.
var lettersFor = map[string]string{
	"xxs": "xxs", "xs": "xs", "xl": "xl", "xxl": "2xl", "xxxl": "3xl", "xxxxl": "4xl", "2xl": "2xl", "3xl": "3xl", "4xl": "4xl",
	"medium": "m", "large": "l", "small": "s", "s": "s", "m": "m", "l": "l", "2x": "2xl", "3x": "3xl",
}

// readSizes finds sizes, and takes them out of the numbers.
func (r *reading) readSizes() {
	r.agesNamed()
	for i := 0; i < len(r.words); i++ {
		if r.words[i].role != free {
			continue
		}
		if size, to := r.letterSize(i); size != "" {
			r.addSize(size, i, to)
		}
	}
	for _, f := range r.nums {
		if r.words[f.from].role != free || f.scaled || f.naira || f.value != math.Trunc(f.value) || f.value > 70 {
			continue
		}
		size, known := r.l.sizes[strconv.Itoa(int(f.value))]
		if known && r.numberIsSize(f) {
			r.addSize(size, f.from, f.to)
		}
	}
	r.nums = r.still(r.nums)
}

func (r *reading) addSize(size string, from, to int) {
	if !r.against(from) && !slices.Contains(r.search.Sizes, size) {
		r.search.Sizes = append(r.search.Sizes, size)
	}
	for from > 0 && (sizeWords[r.words[from-1].word] && r.words[from-1].word != "sizes") {
		from--
	}
	r.take(from, to, asSize)
}

// letterSize is the size in letters or words at i, and where it ends.
func (r *reading) letterSize(i int) (size string, to int) {
	word, to := r.words[i].word, i+1
	for word == "extra" && to < len(r.words) && to < i+3 {
		next := r.words[to].word
		to++
		if grown := map[string]string{"large": "xl", "small": "xs"}[next]; grown != "" {
			if to-i == 3 {
				grown = map[string]string{"xl": "2xl", "xs": "xxs"}[grown]
			}
			return r.l.sizes[grown], to
		}
		if next != "extra" {
			return "", to
		}
	}
	letters, known := lettersFor[word]
	if !known || !r.l.hasSize(letters) {
		return "", to
	}
	named := r.sizeNamed(i, to)
	switch word {
	case "s", "m", "l":
		if !named && !(r.words[i].caps && !r.shouts && !r.words[i].joined) {
			return "", to
		}
	case "small", "2x", "3x":
		if !named {
			return "", to
		}
	}
	return r.l.sizes[letters], to
}

func (l *Lexicon) hasSize(written string) bool { return l.sizes[written] != "" }

// sizeNamed tells whether the words around from..to say that it is a size.
func (r *reading) sizeNamed(from, to int) bool {
	if r.asks("size") && r.short() {
		return true
	}
	if to < len(r.words) && sizeWords[r.words[to].word] {
		return true
	}
	for back := from - 1; back >= 0 && back >= from-3; back-- {
		switch word := r.words[back].word; {
		case sizeWords[word], r.words[back].role == asSize, word == "wear" || word == "wears":
			return true
		case word == "in" && back == from-1, word == "am" && back == from-1 && from > 1 && r.words[back-1].word == "in":
			return true
		case word == "is" || word == "na" || word == "a" || word == "an" || word == "and" || word == "or" || word == "to" || word == "of" || word == "for":
			continue
		}
		return false
	}
	return false
}

// counted are words that make the number before them no size.
var counted = set(`of piece pieces pcs pair pairs yard yards day days hour hours minute minutes week weeks am them percent copies star stars
	items item times am them it this that year years pm o`)

// numberIsSize tells whether a number that could be a size is one.
func (r *reading) numberIsSize(f figure) bool {
	if r.sizeNamed(f.from, f.to) {
		return f.to >= len(r.words) || !counted[r.words[f.to].word] || sizeWords[r.before(f.from)] || r.asks("size")
	}
	if f.value < 21 || !f.bare || f.to < len(r.words) && counted[r.words[f.to].word] {
		return false
	}
	if before := r.before(f.from); (before == "want" || before == "need") && f.to == len(r.words) {
		return true
	}
	switch r.before(f.from) {
	case "add", "buy", "order", "take", "want", "need", "x", "quantity", "qty", "number", "no", "put", "than", "is":
		return r.before(f.from) == "is" && f.to < len(r.words) && r.words[f.to].word == "available"
	}
	return true
}

func (r *reading) before(i int) string {
	if i == 0 {
		return ""
	}
	return r.words[i-1].word
}

// agesNamed turns "6 year old", "age 6" and "5-6 years" into children's sizes.
func (r *reading) agesNamed() {
	for n, f := range r.nums {
		unit, to := 0.0, f.to
		if to < len(r.words) {
			if to+1 < len(r.words) && r.words[to+1].word == "pregnant" {
				continue
			}
			switch r.words[to].word {
			case "year", "years", "yr", "yrs":
				unit, to = 12, to+1
			case "month", "months", "mth", "mths":
				unit, to = 1, to+1
			}
		}
		aged := f.from > 0 && (r.words[f.from-1].word == "age" || r.words[f.from-1].word == "aged")
		if unit == 0 && aged {
			unit = 12
		}
		if unit == 0 || f.scaled || r.words[f.from].role != free {
			continue
		}
		from, months := f.from, f.value*unit
		if n > 0 && r.nums[n-1].to == f.from && r.words[f.from].joined {
			from, months = r.nums[n-1].from, r.nums[n-1].value*unit
		}
		if to < len(r.words) && r.words[to].word == "old" {
			to++
		}
		for _, age := range r.l.ages {
			if months >= age.from && months < age.to && (unit == 12) == (age.from >= 12 && age.to-age.from >= 12) {
				r.addSize(age.size, from, to)
				r.search.Gender = "kids"
				break
			}
		}
	}
	r.nums = r.still(r.nums)
}
