package phone

import (
	"errors"
	"strings"
	"unicode"

	"github.com/nyaruka/phonenumbers"
)

// What can be wrong with a number, in words that go on after the name of the
// field. None of them repeats what was typed: it would end up in logs.
var (
	ErrMissing    = errors.New("must be given")
	ErrCharacters = errors.New("may contain only digits, spaces, dashes, dots and brackets, after an optional +")
	ErrForeign    = errors.New("must be a Nigerian number: only +234 is accepted")
	ErrShort      = errors.New("has too few digits: a mobile number has 11, as in 0803 123 4567")
	ErrLong       = errors.New("has too many digits: a mobile number has 11, as in 0803 123 4567")
	ErrUnknown    = errors.New("does not begin like a Nigerian mobile number")
	ErrNotMobile  = errors.New("must be a mobile number, which can receive an SMS")
)

const (
	region = "NG"
	// longest is more than anybody writes a number with; beyond it a text is
	// not even looked through.
	longest = 64
)

// Parse reads a number as people write it: local or international, with the
// Nigerian (009) or the common (00) international prefix, in Western or
// Arabic-Indic digits. Only numbers that can receive an SMS are accepted: no
// fixed lines, no 0700 or 0800 numbers, no other countries.
func Parse(text string) (Number, error) {
	plain, err := clean(text)
	if err != nil {
		return "", err
	}
	if plain = withPlus(plain); strings.HasPrefix(plain, "+") && !strings.HasPrefix(plain, country) {
		return "", ErrForeign
	}
	found, err := phonenumbers.Parse(plain, region)
	if err != nil {
		return "", lengthOr(plain, ErrUnknown)
	}
	switch {
	case !phonenumbers.IsValidNumber(found): // "possible" would let 9 and 11 digits pass.
		return "", lengthOr(plain, ErrUnknown)
	case phonenumbers.GetRegionCodeForNumber(found) != region:
		return "", ErrForeign
	case phonenumbers.GetNumberType(found) != phonenumbers.MOBILE:
		return "", ErrNotMobile
	}
	return Number(phonenumbers.Format(found, phonenumbers.E164)), nil
}

// clean leaves the digits and a plus in front. The library would also take
// letters, for numbers that spell a word, and text around a number.
func clean(text string) (string, error) {
	if len(text) > longest {
		return "", ErrLong
	}
	var out strings.Builder
	for _, sign := range text {
		switch digit, ok := digitOf(sign); {
		case ok:
			out.WriteByte(digit)
		case (sign == '+' || sign == '＋') && out.Len() == 0:
			out.WriteByte('+')
		case !separates(sign):
			return "", ErrCharacters
		}
	}
	if strings.Trim(out.String(), "+") == "" {
		return "", ErrMissing
	}
	return out.String(), nil
}

// digitOf is the ASCII digit that a digit of any keyboard of the country
// stands for.
func digitOf(sign rune) (byte, bool) {
	for _, zero := range [...]rune{'0', '٠', '۰', '０'} {
		if sign >= zero && sign <= zero+9 {
			return byte('0' + sign - zero), true
		}
	}
	return 0, false
}

// separates says whether a sign only groups digits. Invisible marks of
// writing direction come along when a number is copied from a contact list.
func separates(sign rune) bool {
	return strings.ContainsRune("()[].\t\n\r", sign) || unicode.In(sign, unicode.Zs, unicode.Pd, unicode.Cf)
}

// withPlus turns an international prefix into a plus. The library knows only
// 009, the one of Nigeria; the web taught people 00.
func withPlus(plain string) string {
	for _, prefix := range [...]string{"009", "00"} {
		if rest, cut := strings.CutPrefix(plain, prefix); cut && strings.HasPrefix(rest, country[1:]) {
			return "+" + rest
		}
	}
	if rest, cut := strings.CutPrefix(plain, "00"); cut && rest != "" {
		return "+" + rest // Some other country; no Nigerian number begins so.
	}
	return plain
}

// lengthOr is the fault in the number of digits, or the other one when there
// is none. Both ways to write a number in the country are measured.
func lengthOr(plain string, other error) error {
	local := strings.TrimPrefix(plain, "+")
	if strings.HasPrefix(plain, "+") || len(local) > digits+1 {
		local = strings.TrimPrefix(local, country[1:])
	}
	local = strings.TrimPrefix(local, "0")
	switch {
	case len(local) < digits:
		return ErrShort
	case len(local) > digits:
		return ErrLong
	}
	return other
}
