package understand

import "strings"

// limits say what a price is when they stand before it: x at most, n at least,
// ~ about. Longer ones stand before those they end in.
var limits = phrases(map[rune]string{
	'x': `not more than, no more than, nothing more than, less than, lower than, cheaper than, not above, nothing above, no go above, not over,
		not exceeding, not exceed, not pass, no pass, no go pass, no dey pass, no wan pass, no want pass, dont pass, must not pass, not up to, no reach, no dey reach,
		below, under, within, up to, upto, go up to, check up to, at most, maximum of, maximum, max of, max, budget is, budget na, budget of, budget,
		i get, i have, i fit pay, i can pay, i can do, for, at, make am, what of, what about, try, spend, na`,
	'n': `not less than, no less than, more than, above, over, from, at least, minimum of, minimum, min, starting from, starting at, higher than, pass, wey pass`,
	'~': `around, about, roughly, approximately, approx, like, close to, somewhere around, in the range of, average of`,
})

// tails say it when they stand behind.
var tails = phrases(map[rune]string{
	'x': `or less, or below, or under, or lower, and below, and under, and less, max, maximum, tops, downwards, down, last, is what i have, is my budget, is all i have, na my budget, na wetin i get, budget`,
	'n': `and above, or above, or more, and more, upwards, upward, and up, minimum, plus`,
})

type limitPhrase struct {
	kind  rune
	words []string
}

func phrases(byKind map[rune]string) []limitPhrase {
	var made []limitPhrase
	for _, kind := range []rune{'x', 'n', '~'} {
		for _, text := range strings.Split(byKind[kind], ",") {
			if words := strings.Fields(text); len(words) > 0 {
				made = append(made, limitPhrase{kind, words})
			}
		}
	}
	return made
}

// limitBefore is the limit that ends before word i, and where it begins.
func (r *reading) limitBefore(i int) (kind rune, from int) {
	end := i
	for end > 0 && skipped[r.words[end-1].word] {
		end--
	}
	from = i
	for _, limit := range limits {
		start := end - len(limit.words)
		if start >= 0 && i-start > i-from && r.reads(start, limit.words) {
			kind, from = limit.kind, start
		}
	}
	return kind, from
}

// skipped may stand between a limit and its price.
var skipped = set("a an the only my be is of some")

func (r *reading) limitAfter(i int) (kind rune, to int) {
	to = i
	for _, tail := range tails {
		if i+len(tail.words) <= len(r.words) && i+len(tail.words) > to && r.reads(i, tail.words) {
			kind, to = tail.kind, i+len(tail.words)
		}
	}
	return kind, to
}

// reads tells whether the words from i are these.
func (r *reading) reads(i int, want []string) bool {
	for n, word := range want {
		if i < 0 || i+n >= len(r.words) || r.words[i+n].word != word {
			return false
		}
	}
	return true
}
