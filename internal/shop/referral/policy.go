package referral

import (
	"crypto/rand"
	"strings"
	"time"

	"zuka/internal/platform/money"
	"zuka/internal/platform/phone"
)

const (
	// ReferrerPoints are given to who invited, FriendPoints to who came.
	ReferrerPoints = 500
	FriendPoints   = 250
	// LeastOrder is what the goods of the friend's first order must cost, less
	// what was taken off them.
	LeastOrder money.Naira = 5_000
	// ClaimWithin is how long after joining somebody may say who invited them.
	ClaimWithin = 30 * 24 * time.Hour
	// MostOpen is how many single invitations of a person may be open at once.
	MostOpen = 20

	// longestCode is more than any code has.
	longestCode = 64
)

// The reasons that are kept with a refused invitation. Both people may read
// them, so they tell nothing of the other.
const (
	reasonSame   = "The invitation seems to come from the friend's own account, phone or device."
	reasonBought = "The friend had bought before."
	reasonBack   = "The order was given back."
)

// codeSigns are signs that nobody confuses when a code is read aloud.
const codeSigns = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"

const (
	// singlePrefix begins the codes of single invitations and claimedPrefix
	// those that only name a row; personal codes have no hyphen.
	singlePrefix, singleSigns   = "IN-", 8
	claimedPrefix, claimedSigns = "CL-", 20
)

// newCode is a random code. One that is taken is as unlikely as guessing
// another's, and the column refuses it.
func newCode(prefix string, signs int) string {
	raw := make([]byte, signs)
	_, _ = rand.Read(raw) // It never fails.
	for i, b := range raw {
		raw[i] = codeSigns[int(b)%len(codeSigns)]
	}
	return prefix + string(raw)
}

// readCode is a code as it is looked for: codes are kept in capitals. What
// cannot be a code is not asked for.
func readCode(typed string) (code string, readable bool) {
	if len(typed) > 4*longestCode {
		return "", false
	}
	code = strings.ToUpper(strings.TrimSpace(typed))
	odd := func(r rune) bool { return r != '-' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') }
	return code, code != "" && len(code) <= longestCode && !strings.ContainsFunc(code, odd)
}

// mailbox is where mail to an address really ends up: providers ignore what
// follows a plus, and Google also dots, and has two names.
func mailbox(email string) string {
	email = strings.ToLower(strings.TrimSpace(email))
	at := strings.LastIndexByte(email, '@')
	if at < 0 {
		return email
	}
	local, domain := email[:at], email[at+1:]
	if plus := strings.IndexByte(local, '+'); plus > 0 {
		local = local[:plus]
	}
	if domain == "googlemail.com" || domain == "gmail.com" {
		local, domain = strings.ReplaceAll(local, ".", ""), "gmail.com"
	}
	return local + "@" + domain
}

// dialled is a phone number without regard to how it was written.
func dialled(number string) string {
	if known, err := phone.Parse(number); err == nil {
		return known.String()
	}
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, number)
}

// device is what an app calls its device, or nothing where it does not say: an
// id of nothing but zeros is what phones give to apps that may not know it.
func device(id string) string {
	id = strings.ToLower(strings.TrimSpace(id))
	if strings.Trim(id, "0-") == "" {
		return ""
	}
	return id
}
