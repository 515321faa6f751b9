package understand

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"zuka/internal/shop/catalog/words"
)

// maxTokens is how many words of a message are read: more than fit into 2,000
// characters of sense, so that nonsense costs no more than sense.
const maxTokens = 400

// maxWord is the longest word that is looked at.
const maxWord = 40

// role is what a word was taken for, so that no other reading takes it again.
type role uint8

const (
	free role = iota
	asPrice
	asSize
	asCount
	asGoods
	asColor
	asCode
	asPointer
	asPlace
	asOwner
)

// token is a word of a message.
type token struct {
	// plain is the word without case and accents, word that in its usual
	// spelling, stem without its plural.
	plain, word, stem string
	start, end        int
	id                int32 // of the word among those of the cues
	caps              bool  // all letters are capitals
	naira, hash       bool  // a sign of money or a # stood before it
	joined            bool  // a hyphen stood before it
	stop              bool  // a sentence ended before it
	quoted            bool  // stood in quotation marks
	role              role
}

// tokens splits a message into words. Bytes that are no text part words.
func tokens(text string) []token {
	found := make([]token, 0, min(len(text)/4+2, maxTokens))
	var mark token // what stood before the next word
	quoted := false
	for i := 0; i < len(text) && len(found) < maxTokens; {
		r, size := utf8.DecodeRuneInString(text[i:])
		if !inWord(r) {
			switch r {
			case '₦':
				mark.naira = true
			case '#':
				mark.hash = true
			case '-', '–', '—':
				mark.joined = len(found) > 0 && found[len(found)-1].end == i
			case '.', '!', '?', ';', '\n':
				mark.stop = true
			case '"', '“', '”', '«', '»':
				quoted = !quoted
			}
			i += size
			continue
		}
		end := wordEnd(text, i)
		mark.quoted = quoted
		found = appendWord(found, mark, text, i, end)
		mark, i = token{}, end
	}
	return found
}

func inWord(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r) && r != '\uFE0F')
}

// wordEnd is where the word ends that begins at i. Commas and dots inside a
// number and apostrophes inside a word belong to it.
func wordEnd(text string, i int) int {
	last := rune(0)
	for i < len(text) {
		r, size := utf8.DecodeRuneInString(text[i:])
		if !inWord(r) && !bindsAt(text, i+size, last, r) {
			break
		}
		last, i = r, i+size
	}
	return i
}

// bindsAt tells whether the sign r before text[next:] binds what stands on both sides.
func bindsAt(text string, next int, last, r rune) bool {
	follows, _ := utf8.DecodeRuneInString(text[min(next, len(text)):])
	switch r {
	case '\'', '’':
		return unicode.IsLetter(last) && unicode.IsLetter(follows)
	case '.', ',':
		return isDigit(last) && isDigit(follows)
	}
	return false
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

// appendWord adds the word text[start:end], in two where a unit is glued to a
// number: size42, 6years.
func appendWord(found []token, mark token, text string, start, end int) []token {
	plain := plainWord(text[start:end])
	if len(plain) > maxWord {
		plain = strings.ToValidUTF8(plain[:maxWord], "")
	}
	if plain == "" {
		return found // Accents without a letter.
	}
	mark.plain, mark.start, mark.end = plain, start, end
	mark.caps = strings.ToUpper(text[start:end]) == text[start:end] && strings.ContainsFunc(text[start:end], unicode.IsLetter)
	cut := unglue(plain)
	if cut == 0 || end-start != len(plain) {
		return append(found, mark)
	}
	first, second := mark, token{caps: mark.caps, quoted: mark.quoted, plain: plain[cut:], start: start + cut, end: end}
	first.plain, first.end = plain[:cut], start+cut
	return append(found, first, second)
}

// plainWord is a word without case, accents and apostrophes, and without the
// commas of a number.
func plainWord(raw string) string {
	for i := 0; i < len(raw); i++ {
		if raw[i] >= utf8.RuneSelf {
			raw = words.Fold(raw)
			break
		}
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\'' || r == '’' || r == ',':
			return -1
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		}
		return r
	}, raw)
}

// unglue is where a glued word parts, 0 where it does not.
func unglue(word string) int {
	letters := strings.TrimRight(word, "0123456789")
	if letters != "" && len(letters) < len(word) && sizeWords[letters] {
		return len(letters)
	}
	digits := strings.TrimLeft(word, "0123456789")
	if digits != "" && len(digits) < len(word) && gluedUnits[digits] {
		return len(word) - len(digits)
	}
	return 0
}

var gluedUnits = set("yr yrs year years month months mth mths pcs pieces pairs thousand naira grand")

// set makes a set of the words of a text.
func set(text string) map[string]bool {
	made := make(map[string]bool)
	for _, word := range strings.Fields(text) {
		made[word] = true
	}
	return made
}

// stem is a word without the ending of a plural.
func stem(word string) string {
	n := len(word)
	switch {
	case n < 4:
		return word
	case strings.HasSuffix(word, "ies") && n > 4:
		return word[:n-3] + "y"
	case strings.HasSuffix(word, "ie") && n > 4:
		return word[:n-2] + "y" // One hoodie, two hoodies.
	case word[n-1] != 's', strings.HasSuffix(word, "ss"), strings.HasSuffix(word, "us"), strings.HasSuffix(word, "is"):
		return word
	case strings.HasSuffix(word, "sses"), strings.HasSuffix(word, "ches"), strings.HasSuffix(word, "shes"), strings.HasSuffix(word, "xes"):
		return word[:n-2]
	}
	return word[:n-1]
}
