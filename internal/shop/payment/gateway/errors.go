package gateway

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"
	"unicode"
)

// What a caller tells apart. Everything else is unexpected.
var (
	// ErrUnknown means that the provider has nothing under this reference.
	ErrUnknown = errors.New("the provider does not know it")
	// ErrDuplicate means that the reference was used before.
	ErrDuplicate = errors.New("the reference was used before")
	// ErrForged means that a webhook does not prove where it comes from.
	ErrForged = errors.New("the webhook is not signed by the provider")
	// ErrRefused means that the same input will be refused again.
	ErrRefused = errors.New("refused for good")
	// ErrAmount and ErrCurrency mean money that does not pay what is expected.
	ErrAmount   = errors.New("the amount is wrong")
	ErrCurrency = errors.New("the currency is wrong")
	// ErrNotPaid means a charge that did not succeed, or not yet.
	ErrNotPaid = errors.New("not paid")
	// ErrKey means that the provider does not take the shop's key. It always
	// comes inside an Unavailable: the payment is not to blame, staff are to
	// look.
	ErrKey = errors.New("the provider does not take the shop's key")
	// ErrMode means play money where the shop is live, or the reverse.
	ErrMode = errors.New("the payment is of the other mode, test or live")
)

// Unavailable means that the provider cannot be relied on now: too many
// requests, its own failure, no answer in time, a cut connection, or an answer
// that is none. It may have done what was asked.
type Unavailable struct {
	// RetryAfter is how long the provider asks to wait; zero when it says
	// nothing.
	RetryAfter time.Duration
	cause      error
}

// NewUnavailable wraps the cause, whose text must hold neither keys nor
// anything of the customer.
func NewUnavailable(cause error, retryAfter time.Duration) *Unavailable {
	return &Unavailable{RetryAfter: retryAfter, cause: cause}
}

// Error is the cause, for logs.
func (u *Unavailable) Error() string {
	return fmt.Sprintf("the payment provider is unavailable: %v", u.cause)
}

// Unwrap is the cause.
func (u *Unavailable) Unwrap() error { return u.cause }

// IsUnavailable finds an Unavailable in an error chain.
func IsUnavailable(err error) (*Unavailable, bool) {
	var found *Unavailable
	ok := errors.As(err, &found)
	return found, ok
}

func refused(text string) error { return fmt.Errorf("%w: %s", ErrRefused, text) }

const maxWords = 200

// private finds what a provider's sentence may quote of the customer or of the
// shop: addresses, numbers as long as a phone's, and keys.
var private = regexp.MustCompile(`\S*@\S*|\+?\d(?:[\s().\-]{0,2}\d){6,}|(?i:\b(?:sk|pk)_\S+|FLW(?:SEC|PUB)K\S*|bearer\s+\S+)|[^\s]{41,}`)

// Words is a provider's sentence as it may be logged and shown to staff: one
// line of at most 200 characters without addresses, phone numbers and keys.
func Words(text string) string {
	text = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return ' '
		}
		if !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, ""))
	// Cut twice: before, so that a huge text costs nothing, and after, so that
	// half an address is never left at the end.
	text = private.ReplaceAllString(cut(text, 10*maxWords), "…")
	return cut(strings.Join(strings.Fields(text), " "), maxWords)
}

func cut(text string, most int) string {
	runes := 0
	for at := range text {
		if runes == most {
			return text[:at]
		}
		runes++
	}
	return text
}
