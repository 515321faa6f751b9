package goods

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// voice knows how sentences speak of a product: as "it" or as "they".
type voice struct {
	short  string
	plural bool
}

func voiceOf(k Kind) voice { return voice{k.Short, k.Plural} }

// one chooses between the singular and the plural form.
func (v voice) one(singular, plural string) string {
	if v.plural {
		return plural
	}
	return singular
}

// it is the product as an object, it without its noun.
func (v voice) it() string { return v.one("it", "them") }

// this is "this dress" or "these heels", subject or object.
func (v voice) this() string { return v.one("this ", "these ") + v.short }

// a is "a dress", "an agbada" or "heels".
func (v voice) a() string {
	if v.plural {
		return v.short
	}
	if strings.ContainsRune("aeio", rune(v.short[0])) {
		return "an " + v.short
	}
	return "a " + v.short
}

// that is the relative phrase that follows a verb in number: "a dress that wraps", "heels that stand".
func (v voice) that(verb string) string { return v.a() + " that" + verb }

// pairs are the placeholders of review sentences, each with what it becomes.
func (v voice) pairs() []string {
	return []string{
		"{short}", v.short, "{it}", v.it(), "{It}", v.one("It", "They"), "{they}", v.one("it", "they"),
		"{this}", v.this(), "{This}", upper(v.this()), "{a}", v.a(), "{is}", v.one("is", "are"), "{was}", v.one("was", "were"),
		"{has}", v.one("has", "have"), "{fits}", v.one("fits", "fit"), "{looks}", v.one("looks", "look"),
		"{feels}", v.one("feels", "feel"), "{does}", v.one("does", "do"), "{another}", v.one("another one", "another pair"),
	}
}

// upper gives a sentence its capital.
func upper(s string) string {
	c, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(c)) + s[n:]
}

// lower takes the capital of a common word away, for use inside a sentence.
func lower(s string) string {
	c, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToLower(c)) + s[n:]
}

// listed joins words as English does: "navy, wine and teal".
func listed(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " and " + words[last]
}
