// Package sms sends short messages to phones.
//
// A message is sent once for each call: whoever must not lose one calls from a
// job, and asks errors.Is(err, ErrRefused) to learn whether trying again can
// help. No error carries a number, a text or a key, and nothing here logs.
package sms

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
)

// ErrRefused says that no retry can help: the number or the sender cannot be
// used, or the message cannot be sent as it is. Every other error may pass.
var ErrRefused = errors.New("sms: refused for good")

// Message is a text to one phone.
type Message struct {
	// To is the number as E.164 has it, "+2348031234567".
	To   string
	Text string
}

// Sender sends messages. It is safe for use by many at once.
type Sender interface {
	// Send returns nil when the message is on its way.
	Send(ctx context.Context, message Message) error
}

var e164 = regexp.MustCompile(`^\+[1-9][0-9]{7,14}$`)

// Validate tells what would make every attempt fail, as an ErrRefused. A
// Sender asks it itself.
func (m Message) Validate() error {
	switch {
	case !e164.MatchString(m.To):
		return fmt.Errorf("%w: the number is not in the international form", ErrRefused)
	case strings.TrimSpace(m.Text) == "":
		return fmt.Errorf("%w: no text", ErrRefused)
	}
	return nil
}
