// Package mail sends letters over SMTP.
//
// A letter is sent once for each call: whoever must not lose one calls from a
// job, and asks errors.Is(err, ErrRefused) to learn whether trying again can
// help. No error carries an address or a word of a letter, and nothing here
// logs.
package mail

import (
	"context"
	"errors"
	"fmt"
	netmail "net/mail"
	"strings"
	"unicode"
)

// ErrRefused says that no retry can help: the server does not take mail for
// this address, or the message cannot be sent as it is. Every other error may
// pass.
var ErrRefused = errors.New("mail: refused for good")

// Message is a letter to one person.
type Message struct {
	// To is an address, "ada@zuka.example" or "Ada <ada@zuka.example>".
	To      string
	Subject string
	// Text is the letter for every reader; it must be there.
	Text string
	// HTML is the same letter for readers that show it; it may be empty.
	HTML string
}

// Sender sends letters. It is safe for use by many at once.
type Sender interface {
	// Send returns nil when the letter is on its way.
	Send(ctx context.Context, message Message) error
}

// Validate tells what would make every attempt fail, as an ErrRefused. A
// Sender asks it itself.
func (m Message) Validate() error {
	_, err := m.recipient()
	return err
}

// recipient checks the message and reads its address. A line break in a header
// would begin another header of the caller's choice, so it is not mended but
// refused.
func (m Message) recipient() (*netmail.Address, error) {
	switch {
	case hasControl(m.To):
		return nil, fmt.Errorf("%w: a control character in the address", ErrRefused)
	case hasControl(m.Subject):
		return nil, fmt.Errorf("%w: a control character in the subject", ErrRefused)
	case strings.TrimSpace(m.Subject) == "":
		return nil, fmt.Errorf("%w: no subject", ErrRefused)
	case strings.TrimSpace(m.Text) == "":
		return nil, fmt.Errorf("%w: no text", ErrRefused)
	}
	address, err := netmail.ParseAddress(m.To)
	if err != nil || hasControl(address.Name) || hasControl(address.Address) {
		return nil, fmt.Errorf("%w: the address cannot be read", ErrRefused) // err quotes the address
	}
	return address, nil
}

// hasControl also finds the line separators that are not control characters
// but that some readers of headers break lines at.
func hasControl(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool {
		return unicode.IsControl(r) || r == '\u2028' || r == '\u2029'
	})
}
