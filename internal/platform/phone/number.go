// Package phone knows the numbers that the service can send an SMS to:
// Nigerian mobile numbers, kept as E.164 and as nothing else.
package phone

import "strings"

const (
	country = "+234"
	// digits is the length of a mobile number after the country code.
	digits = 10
	// shown is how many digits at the end Masked leaves readable, and how many
	// Prefix takes away.
	shown = 4
)

// Number is a Nigerian mobile number in E.164, as in "+2348031234567". Parse
// makes them; a text out of the database may be converted.
type Number string

// String is the number in E.164.
func (n Number) String() string { return string(n) }

// Masked is the number for logs and for screens that others may see:
// "+234803***4567".
func (n Number) Masked() string {
	const head = len(country) + 3
	if !n.whole() {
		return "***" // How much of a malformed one may be shown is not known.
	}
	return string(n[:head]) + "***" + string(n[len(n)-shown:])
}

// Prefix is the number without its last four digits: what numbers bought in a
// row, for SMS fraud, have in common.
func (n Number) Prefix() string {
	if !n.whole() {
		return ""
	}
	return string(n[:len(n)-shown])
}

// National is the number as it is written in Nigeria: "0803 123 4567".
func (n Number) National() string {
	if !n.whole() {
		return string(n)
	}
	local := string(n[len(country):])
	return "0" + local[:3] + " " + local[3:6] + " " + local[6:]
}

// whole guards the methods that cut, for numbers that Parse did not make.
func (n Number) whole() bool {
	return len(n) == len(country)+digits && strings.HasPrefix(string(n), country)
}
