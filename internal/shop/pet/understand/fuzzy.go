package understand

import "strings"

// shortest is the length from which a word may be misspelt: in shorter ones
// every second slip is another word.
const shortest = 5

// maxGuesses bounds the words of one message that are looked up misspelt.
const maxGuesses = 60

// speller knows words and finds the one that a misspelt word was meant for.
type speller struct {
	known map[string]bool
	// near are the words by what is left of them without one letter.
	near map[string][]string
}

func newSpeller() *speller {
	return &speller{known: map[string]bool{}, near: map[string][]string{}}
}

// keep makes a word known without being a target of guesses.
func (s *speller) keep(word string) { s.known[word] = true }

// learn makes a word known and a target. Earlier words are preferred.
func (s *speller) learn(word string) {
	if s.known[word] || word == "" {
		return
	}
	s.known[word] = true
	if len(word) < shortest || !ascii(word) {
		return
	}
	for i := range len(word) {
		if i > 0 && word[i] == word[i-1] {
			continue // The same letters are left.
		}
		left := word[:i] + word[i+1:]
		s.near[left] = append(s.near[left], word)
	}
	s.near[word] = append(s.near[word], word)
}

// guess is the known word one slip away from an unknown one: a letter more,
// less, other, or two swapped. The first letter is nearly always right.
func (s *speller) guess(word string) (string, bool) {
	if len(word) < shortest || !ascii(word) || s.known[word] {
		return "", false
	}
	best := ""
	try := func(left string) {
		for _, candidate := range s.near[left] {
			if slip(word, candidate) && (best == "" || better(word, candidate, best)) {
				best = candidate
			}
		}
	}
	try(word)
	for i := range len(word) {
		try(word[:i] + word[i+1:])
	}
	return best, best != ""
}

// better prefers the same first letter, then the same length, then the alphabet.
func better(word, a, b string) bool {
	if (a[0] == word[0]) != (b[0] == word[0]) {
		return a[0] == word[0]
	}
	if (len(a) == len(word)) != (len(b) == len(word)) {
		return len(a) == len(word)
	}
	return a < b
}

// slip tells whether one slip makes a of b.
func slip(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) < len(b) {
		return a[i:] == b[i+1:]
	}
	if i >= len(a)-1 || a[i+1:] == b[i+1:] {
		return true
	}
	return a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
}

func ascii(word string) bool {
	return !strings.ContainsFunc(word, func(r rune) bool { return r < 'a' || r > 'z' })
}
