package understand

import (
	"math"
	"strconv"
	"strings"
)

// mostNaira bounds a price: more is no price of the shop.
const mostNaira = 1e10

// figure is a number in a message, written with digits or in words.
type figure struct {
	from, to int // the words it takes
	value    float64
	scaled   bool // with k, thousand or million
	naira    bool // named as money
	bare     bool // digits alone
}

// smallNumbers are the numbers in words.
var smallNumbers = map[string]float64{
	"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
	"eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
	"eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
	"seventy": 70, "eighty": 80, "ninety": 90,
}

var scales = map[string]float64{"k": 1e3, "thousand": 1e3, "thousands": 1e3, "grand": 1e3, "m": 1e6, "million": 1e6}

// figures finds the numbers of a message.
func (r *reading) figures() {
	for i := 0; i < len(r.words); {
		f, found := r.figureAt(i)
		if !found {
			i++
			continue
		}
		r.nums = append(r.nums, f)
		i = f.to
	}
}

func (r *reading) figureAt(i int) (figure, bool) {
	word := r.words[i]
	f := figure{from: i, to: i + 1, naira: word.naira}
	digits, ok := f.digits(word)
	if !ok && !f.spelled(r.words) {
		return f, false
	}
	if digits != "" {
		value, err := strconv.ParseFloat(digits, 64)
		if err != nil || value > mostNaira || word.role != free {
			return f, false
		}
		f.value *= value
	}
	if f.to < len(r.words) {
		next := r.words[f.to]
		if scale, known := scales[next.plain]; known && !f.scaled && (next.plain != "m" || !next.caps) {
			f.value, f.scaled, f.bare, f.to = f.value*scale, true, false, f.to+1
		}
	}
	if f.to < len(r.words) && (r.words[f.to].plain == "naira" || r.words[f.to].plain == "bucks") {
		f.naira, f.bare, f.to = true, false, f.to+1
	}
	if f.from > 0 && r.words[f.from-1].plain == "ngn" {
		f.naira, f.from = true, f.from-1
	}
	return f, f.value <= mostNaira
}

// digits takes a word such as 20k or n15000 apart, and sets what its letters say.
func (f *figure) digits(word token) (digits string, ok bool) {
	text := word.plain
	for _, sign := range []string{"ngn", "n"} {
		if rest, cut := strings.CutPrefix(text, sign); cut && rest != "" && isDigit(rune(rest[0])) {
			text, f.naira = rest, true
			break
		}
	}
	digits = text[:len(text)-len(strings.TrimLeft(text, "0123456789."))]
	if digits == "" || digits[0] == '.' || len(digits) > 12 {
		return "", false
	}
	unit := text[len(digits):]
	scale, known := scales[unit]
	switch {
	case unit == "":
		f.value, f.bare = 1, !f.naira
	case known && unit != "m":
		f.value, f.scaled = scale, true
	case unit == "m" && len(digits) < 3:
		f.value, f.scaled = scale, true
	default:
		return "", false
	}
	if word.hash && (f.scaled || len(digits) > 3) {
		f.naira, f.bare = true, false
	}
	return digits, true
}

// spelled reads a number in words: twenty five, one hundred and fifty.
func (f *figure) spelled(words []token) bool {
	i, sum := f.from, 0.0
	for ; i < len(words) && i < f.from+6; i++ {
		word := words[i].word
		switch n := smallNumbers[word]; {
		case words[i].role != free:
			return false
		case n > 0 && (sum == 0 || sum >= 20 && n < 10 || sum >= 100):
			sum += n
			continue
		case word == "hundred" && sum < 100:
			sum = max(sum, 1) * 100
			continue
		case word == "and" && sum >= 100 && i+1 < len(words) && smallNumbers[words[i+1].word] > 0:
			continue
		}
		break
	}
	f.value, f.to = sum, i
	return sum > 0
}

// prices finds what may be paid, and takes it out of the numbers.
func (r *reading) prices() {
	for n := 0; n < len(r.nums); n++ {
		f := &r.nums[n]
		if n+1 < len(r.nums) && r.rangeOf(f, &r.nums[n+1]) {
			n++
			continue
		}
		limit, from := r.limitBefore(f.from)
		after, to := r.limitAfter(f.to)
		if !r.pricey(*f, limit != 0 || after != 0) {
			continue
		}
		if after != 0 {
			limit = after
		}
		r.setPrice(limit, int64(math.Round(f.value)))
		r.take(from, to, asPrice)
	}
	r.nums = r.still(r.nums)
}

// pricey tells whether a number is money: small ones need a unit.
func (r *reading) pricey(f figure, limited bool) bool {
	if r.words[f.from].joined && f.bare || f.value < 50 && !f.naira {
		return false
	}
	return f.scaled || f.naira || f.value >= 1000 && !(f.value >= 2020 && f.value <= 2035 && !limited) || limited && f.bare && f.value >= 100
}

func (r *reading) setPrice(limit rune, value int64) {
	switch limit {
	case 'n':
		r.search.Min = value
	case '~':
		r.search.Min, r.search.Max = value*85/100, value*115/100
	default:
		r.search.Max = value
	}
}

// rangeOf reads "between 10 and 15 thousand", "10-15k", "5k to 8k".
func (r *reading) rangeOf(low, high *figure) bool {
	between := low.from > 0 && (r.words[low.from-1].word == "between" || r.words[low.from-1].word == "from")
	switch {
	case high.from == low.to && r.words[high.from].joined:
	case high.from == low.to+1 && (r.words[low.to].word == "to" || between && r.words[low.to].word == "and"):
	default:
		return false
	}
	from, to := low.value, high.value
	if high.scaled && !low.scaled && from < 1000 {
		from *= scaleOf(high.value)
	}
	if !r.pricey(*high, between) && !(between && high.value >= 1000) || from > to || from < 50 {
		return false
	}
	r.search.Min, r.search.Max = int64(math.Round(from)), int64(math.Round(to))
	start := low.from
	if between {
		start--
	}
	r.take(start, high.to, asPrice)
	return true
}

func scaleOf(value float64) float64 {
	if value >= 1e6 {
		return 1e6
	}
	return 1e3
}

// still keeps the numbers that nothing has taken.
func (r *reading) still(nums []figure) []figure {
	left := nums[:0]
	for _, f := range nums {
		if r.words[f.from].role == free {
			left = append(left, f)
		}
	}
	return left
}
