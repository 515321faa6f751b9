package understand

import (
	"strings"
)

// readOrder finds an order's number as shoppers type it: with the hyphens of
// ZUKA-2026-001234 or with blanks.
func (r *reading) readOrder() {
	for i := 0; i+2 < len(r.words); i++ {
		year, number := r.words[i+1].plain, r.words[i+2].plain
		if r.words[i].plain == "zuka" && len(year) == 4 && len(number) >= 6 && len(number) <= 19 && allDigits(year) && allDigits(number) {
			r.meaning.Order = "ZUKA-" + year + "-" + number
			r.take(i, i+3, asCode)
			return
		}
	}
}

func allDigits(text string) bool { return strings.Trim(text, "0123456789") == "" }

// useVerbs ask for a code to be used, codeWords name one.
var (
	useVerbs  = set("apply use using redeem put enter add try activate")
	codeWords = set("code coupon voucher promo")
	codeLinks = set("is na code called it named coupon number")
	codeAsks  = set("valid work works working expired expire why still how through check if invalid active what worked whether")
)

// readCode finds a coupon's code, and whether it is to be used.
func (r *reading) readCode() {
	for i := range r.words {
		to, code := r.codeAt(i)
		if code == "" || !r.namesCode(i, to, code) {
			continue
		}
		r.meaning.Coupon = strings.ToUpper(code)
		r.codeFrom = i
		r.take(i, to, asCode)
		r.usesCode = r.asksToUse(i)
		return
	}
}

// codeAt is what could be a code at i: words of letters and digits with hyphens.
func (r *reading) codeAt(i int) (to int, code string) {
	to = i + 1
	if r.words[i].role != free || r.words[i].joined {
		return to, ""
	}
	for to < len(r.words) && r.words[to].joined && r.words[to].start == r.words[to-1].end+1 {
		to++
	}
	code = r.text[r.words[i].start:r.words[to-1].end]
	if len(code) < 3 || len(code) > 40 {
		return to, ""
	}
	for _, c := range []byte(code) {
		if !(c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '-') {
			return to, ""
		}
	}
	return to, code
}

// namesCode tells whether what could be a code is one, by its looks or by the
// words before it.
func (r *reading) namesCode(i, to int, code string) bool {
	letters, digits := 0, 0
	for _, c := range []byte(code) {
		if c >= '0' && c <= '9' {
			digits++
		} else if c != '-' {
			letters++
		}
	}
	if letters == 0 || gluedUnits[strings.TrimLeft(strings.ToLower(code), "0123456789")] && digits > 0 {
		return false
	}
	unknown := !r.l.knows(r.words[i].plain) || to > i+1
	mixed := letters >= 3 && digits >= 1 && len(code) >= 5
	capitals := !r.shouts && strings.ToUpper(code) == code && letters >= 5
	if r.asks("coupon") && r.short() && (mixed || unknown && letters >= 3) {
		return true
	}
	if (mixed || capitals && unknown) && (r.words[i].caps || r.nearCode()) {
		return true
	}
	at := i
	for at > 0 && (codeLinks[r.words[at-1].word] || at == i && r.words[at-1].word == "this") {
		at--
	}
	linked := at < i && (codeWords[r.words[at].word] || at > 0 && codeWords[r.words[at-1].word])
	if at == i && at > 0 {
		linked = codeWords[r.words[at-1].word] && r.words[at-1].word != "promo"
	}
	if linked {
		return unknown && letters >= 4
	}
	return unknown && letters >= 5 && (r.before(i) == "apply" || r.before(i) == "redeem")
}

// nearCode tells whether the message speaks of codes or of using.
func (r *reading) nearCode() bool {
	for _, word := range r.words {
		if codeWords[word.word] || useVerbs[word.word] || codeAsks[word.word] {
			return true
		}
	}
	return false
}

// asksToUse tells whether the person asks for the code at i to be used. What
// somebody else said about it is no wish.
func (r *reading) asksToUse(i int) bool {
	if r.words[i].quoted || r.reported {
		return false
	}
	if r.asks("coupon") && r.short() {
		return true
	}
	wish := false
	for at, word := range r.words {
		switch {
		case word.quoted:
		case codeAsks[word.word]:
			return false
		case useVerbs[word.word] && !r.voided(at), codeWords[word.word] && !r.voided(at) && at <= i+1:
			wish = true
		case r.voided(at) && useVerbs[word.word] && !r.asksLeave(at):
			return false
		case useVerbs[word.word] && r.asksLeave(at):
			wish = true
		}
	}
	return wish
}

// asksLeave tells "can I use it" from other voided verbs.
func (r *reading) asksLeave(at int) bool {
	return at > 1 && r.words[at-1].word == "i" && (r.words[at-2].word == "can" || r.words[at-2].word == "may" || r.words[at-2].word == "could")
}

// knows tells whether a word is one of goods or of talk, and so no code.
func (l *Lexicon) knows(word string) bool {
	if l.spell.known[word] || l.spell.known[stem(word)] || book.ids[word] > 0 || fillers[word] {
		return true
	}
	_, respelt := spellings[word]
	return respelt || people[word] != "" || sections[word] != "" || skipped[word] || places[word] != ""
}
