// Package money is naira: whole, exact, and written as Nigerians write it.
package money

import "strconv"

// Currency is the ISO 4217 code of every amount in the shop.
const Currency = "NGN"

// Naira is an amount of whole naira. Kobo exist only where a payment provider
// counts in them.
type Naira int64

// Amount is the number of whole naira.
func (n Naira) Amount() int64 { return int64(n) }

// Currency is the ISO 4217 code, always NGN.
func (Naira) Currency() string { return Currency }

// Formatted is the amount as people read it: ₦12,500, -₦500.
func (n Naira) Formatted() string {
	digits := strconv.FormatInt(int64(n), 10)
	text := make([]byte, 0, len(digits)+len(digits)/3+len("₦"))
	if digits[0] == '-' {
		text, digits = append(text, '-'), digits[1:]
	}
	text = append(text, "₦"...)
	for i, digit := range []byte(digits) {
		if i > 0 && (len(digits)-i)%3 == 0 {
			text = append(text, ',')
		}
		text = append(text, digit)
	}
	return string(text)
}
