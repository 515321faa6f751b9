package gateway

import (
	"errors"
	"math"
	"strconv"
	"strings"

	"zuka/internal/platform/money"
)

const (
	koboPerNaira = 100
	// maxNumber and maxExponent keep a hostile number short: no amount of money
	// is written with more.
	maxNumber   = 64
	maxExponent = 40
)

var errNotMoney = errors.New("this is no amount of money to the kobo")

// Kobo is the amount in kobo; false when it is negative or does not fit.
func Kobo(amount money.Naira) (int64, bool) {
	if amount < 0 || int64(amount) > math.MaxInt64/koboPerNaira {
		return 0, false
	}
	return int64(amount) * koboPerNaira, true
}

// Formatted is an amount of kobo as people read it: ₦12,500 or ₦12,500.50.
func Formatted(kobo int64) string {
	naira, rest := kobo/koboPerNaira, kobo%koboPerNaira
	text := money.Naira(naira).Formatted()
	if rest == 0 {
		return text
	}
	if rest < 0 {
		rest = -rest
		if naira == 0 {
			text = "-" + text
		}
	}
	return text + "." + strconv.FormatInt(koboPerNaira+rest, 10)[1:]
}

// ParseNaira turns a decimal number of naira, as in 12500, 12500.5 or 1.25e4,
// into kobo. It works on the digits: a float64 holds most amounts with kobo
// only nearly. What is negative, finer than a kobo or too large is an error.
func ParseNaira(text string) (kobo int64, err error) { return parse(text, 2) }

// ParseKobo reads a whole number of kobo, as in 1250000 or 1250000.00.
func ParseKobo(text string) (kobo int64, err error) { return parse(text, 0) }

// parse reads a number without sign and moves its point by shift digits to the
// right; what is left behind the point has to be zeros.
func parse(text string, shift int) (int64, error) {
	if len(text) > maxNumber {
		return 0, errNotMoney
	}
	point := shift
	if at := strings.IndexAny(text, "eE"); at >= 0 {
		exponent, err := strconv.Atoi(text[at+1:])
		if err != nil || exponent < -maxExponent || exponent > maxExponent {
			return 0, errNotMoney
		}
		text, point = text[:at], point+exponent
	}
	whole, fraction, dotted := strings.Cut(text, ".")
	if whole == "" || dotted && fraction == "" || !digits(whole) || !digits(fraction) {
		return 0, errNotMoney
	}
	number := whole + fraction
	point += len(whole)
	if point < 0 {
		number, point = strings.Repeat("0", -point)+number, 0
	}
	if missing := point - len(number); missing > 0 {
		number += strings.Repeat("0", missing)
	}
	if strings.Trim(number[point:], "0") != "" {
		return 0, errNotMoney
	}
	kept := strings.TrimLeft(number[:point], "0")
	if kept == "" {
		return 0, nil
	}
	kobo, err := strconv.ParseInt(kept, 10, 64)
	if err != nil {
		return 0, errNotMoney
	}
	return kobo, nil
}

func digits(text string) bool {
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			return false
		}
	}
	return true
}
