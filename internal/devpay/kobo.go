package devpay

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"zuka/internal/platform/money"
)

// maxKobo is ten billion naira: far above any order, far below an overflow.
const maxKobo = 1_000_000_000_000

// wholeKobo reads an amount as Paystack takes it: "10000" is ₦100.
func wholeKobo(text string) (int64, bool) {
	kobo, err := strconv.ParseUint(text, 10, 63)
	if err != nil || kobo > maxKobo || strings.HasPrefix(text, "+") {
		return 0, false
	}
	return int64(kobo), true
}

// nairaKobo reads an amount as Flutterwave takes it: "100", "100.5", "100.50".
func nairaKobo(text string) (int64, bool) {
	whole, part, dotted := strings.Cut(text, ".")
	if len(part) > 2 || dotted && part == "" || whole == "" {
		return 0, false
	}
	return wholeKobo(whole + part + "00"[len(part):])
}

// decimal writes kobo as naira with two decimals, whole or not, as Flutterwave
// often does. Readers that expect whole numbers are found out by it.
func decimal(kobo int64) json.RawMessage {
	return json.RawMessage(fmt.Sprintf("%d.%02d", kobo/100, kobo%100))
}

// readable is an amount for people.
func readable(kobo int64, currency string) string {
	if currency != money.Currency {
		return currency + " " + string(decimal(kobo))
	}
	naira := money.Naira(kobo / 100).Formatted()
	if kobo%100 != 0 {
		naira += fmt.Sprintf(".%02d", kobo%100)
	}
	return naira
}

// localFee is Paystack's for cards and transfers in Nigeria: 1.5 % and ₦100,
// the latter not below ₦2,500, and never more than ₦2,000.
func localFee(kobo int64) int64 {
	fee := (kobo*15 + 999) / 1000
	if kobo >= 250_000 {
		fee += 10_000
	}
	return min(fee, 200_000)
}
