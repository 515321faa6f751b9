package sms

import (
	"strings"
	"unicode/utf16"
)

// What a message may hold, in septets of GSM-7 or in code units of UCS-2: more
// when it is one part, because several need a header that joins them.
const (
	gsmAlone  = 160
	gsmJoined = 153
	ucsAlone  = 70
	ucsJoined = 67
)

// The default alphabet of GSM 03.38 without its escape, and the signs behind
// the escape, which cost two septets. The naira sign is in neither.
const (
	gsmBasic = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?" +
		"¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
	gsmEscaped = "\f^{}\\[~]|€"
)

// Parts is how many messages the phone company counts, and bills, for a text.
// One sign outside of GSM-7, such as ₦, a curly quote or an emoji, makes the
// whole text UCS-2 and a part less than half as long.
func Parts(text string) int {
	costs, isGSM := gsmCosts(text)
	if isGSM {
		return split(costs, gsmAlone, gsmJoined)
	}
	return split(ucsCosts(text), ucsAlone, ucsJoined)
}

// IsGSM7 tells whether a text needs no sign outside of GSM-7.
func IsGSM7(text string) bool {
	_, isGSM := gsmCosts(text)
	return isGSM
}

// gsmCosts is what each sign of the text takes.
func gsmCosts(text string) (costs []int, isGSM bool) {
	for _, sign := range text {
		switch {
		case strings.ContainsRune(gsmBasic, sign):
			costs = append(costs, 1)
		case strings.ContainsRune(gsmEscaped, sign):
			costs = append(costs, 2)
		default:
			return nil, false
		}
	}
	return costs, true
}

func ucsCosts(text string) (costs []int) {
	for _, sign := range text {
		// A byte that is not UTF-8 is sent as the replacement sign, which takes one.
		costs = append(costs, max(1, utf16.RuneLen(sign)))
	}
	return costs
}

// split fills parts with whole signs: an escape and a surrogate pair are not
// torn apart, so a part may stay one short.
func split(costs []int, alone, joined int) int {
	total := 0
	for _, cost := range costs {
		total += cost
	}
	switch {
	case total == 0:
		return 0
	case total <= alone:
		return 1
	}
	parts, used := 1, 0
	for _, cost := range costs {
		if used+cost > joined {
			parts, used = parts+1, 0
		}
		used += cost
	}
	return parts
}
