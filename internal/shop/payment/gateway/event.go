package gateway

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"unicode"
	"unicode/utf8"
)

// EventKind says what an event gives reason to look at.
type EventKind string

// The kinds of event. OtherEvent is stored and otherwise left alone.
const (
	ChargeEvent EventKind = "charge"
	RefundEvent EventKind = "refund"
	OtherEvent  EventKind = "other"
)

// String is the kind's name.
func (k EventKind) String() string { return string(k) }

// Event is a provider's word that something happened.
type Event struct {
	Kind EventKind
	// Key is the same for the same event sent again, and differs otherwise. It
	// is short and printable, as are all fields.
	Key string
	// Type is the provider's own name of the event, as in charge.success.
	Type string
	// Reference is the attempt's, ProviderID the provider's number of the
	// transaction, RefundID that of the refund. Each may be empty.
	Reference, ProviderID, RefundID string
}

// maxField bounds what is stored of an event outside its body: an index entry
// has to hold the key.
const maxField = 100

// Field is the text where it can be stored and shown, else empty: PostgreSQL
// takes no NUL, and an index no text of any length.
func Field(text string) string {
	if len(text) > maxField || !utf8.ValidString(text) || strings.ContainsFunc(text, unprintable) {
		return ""
	}
	return text
}

// EventKey joins the event's type with what tells it from others. Where a part
// is missing, the bytes of the body have to do, which are the same when the
// event is sent again.
func EventKey(event string, body []byte, parts ...string) string {
	for _, part := range parts {
		if Field(part) == "" {
			sum := sha256.Sum256(body)
			return event + ":sha256:" + hex.EncodeToString(sum[:])
		}
	}
	return event + ":" + strings.Join(parts, ":")
}

// unprintable is what neither a header nor a name of something may have.
func unprintable(r rune) bool {
	return r == utf8.RuneError || unicode.IsSpace(r) || !unicode.IsPrint(r)
}
