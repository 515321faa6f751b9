package goods

import (
	"strings"
	"unicode"
)

// plainLetters are the accented letters of the names in this package, without their accents.
var plainLetters = map[rune]string{
	'à': "a", 'á': "a", 'â': "a", 'ã': "a", 'è': "e", 'é': "e", 'ê': "e", 'ẹ': "e", 'ì': "i", 'í': "i", 'ị': "i",
	'ò': "o", 'ó': "o", 'ô': "o", 'ọ': "o", 'ù': "u", 'ú': "u", 'ụ': "u", 'ṣ': "s", 'ṅ': "n", 'ɓ': "b", 'ɗ': "d", 'ƙ': "k",
	'&': "and",
}

// slugOf turns a name into lower-case ASCII words joined by hyphens. Apostrophes and tone marks vanish rather than
// split a word.
func slugOf(name string) string {
	var b strings.Builder
	gap := false
	for _, c := range strings.ToLower(name) {
		part := plainLetters[c]
		switch {
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9':
			part = string(c)
		case part != "":
		case c == '\'', unicode.Is(unicode.Mn, c):
			continue
		default:
			gap = true
			continue
		}
		if gap && b.Len() > 0 {
			b.WriteByte('-')
		}
		gap = false
		b.WriteString(part)
	}
	return b.String()
}

// code makes the three capital letters of a stock number from a leaf: initials when it has three words or more.
func code(leaf string) string {
	parts := strings.Split(leaf, "-")
	letters := ""
	switch {
	case len(parts) >= 3:
		for _, p := range parts[:3] {
			letters += p[:1]
		}
	case len(parts) == 2 && len(parts[1]) > 1:
		letters = parts[0][:1] + parts[1][:2]
	default:
		letters = parts[0][:3]
	}
	return strings.ToUpper(letters)
}
