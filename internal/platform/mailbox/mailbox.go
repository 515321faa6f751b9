// Package mailbox is where mails and text messages end up on a developer's
// machine: instead of being sent, the newest are kept in Redis, where the
// server shows what a worker in another process wrote.
//
// It keeps codes and addresses readable, so it is not for production.
package mailbox

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"

	"zuka/internal/platform/clock"
	"zuka/internal/platform/mail"
	"zuka/internal/platform/sms"
)

// Capacity is how many letters are kept; a new one pushes out the oldest.
const Capacity = 200

// The kinds of letters.
const (
	KindMail = "mail"
	KindSMS  = "sms"
)

// Letter is a mail or a text message that would have been sent.
type Letter struct {
	ID      string `json:"id"`
	Kind    string `json:"kind"`
	To      string `json:"to"`
	Subject string `json:"subject,omitempty"`
	Text    string `json:"text"`
	HTML    string `json:"html,omitempty"`
	// SentAt is when a sender took it.
	SentAt time.Time `json:"sentAt"`
}

// Mailbox keeps letters in one Redis list, newest first.
type Mailbox struct {
	redis redis.UniversalClient
	key   string
	clock clock.Clock
}

// New makes a mailbox. All that have the same Redis and prefix share their
// letters; a prefix ends in a colon.
func New(client redis.UniversalClient, prefix string, clock clock.Clock) *Mailbox {
	return &Mailbox{redis: client, key: prefix + "letters", clock: clock}
}

// Mail is a sender that keeps mails here. It refuses what SMTP would.
func (m *Mailbox) Mail() mail.Sender { return mailSender{m} }

// SMS is a sender that keeps text messages here. It refuses what Termii would.
func (m *Mailbox) SMS() sms.Sender { return smsSender{m} }

// Letters are all that is kept, newest first.
func (m *Mailbox) Letters(ctx context.Context) ([]Letter, error) {
	kept, err := m.redis.LRange(ctx, m.key, 0, Capacity-1).Result()
	if err != nil {
		return nil, fmt.Errorf("mailbox: read: %w", err)
	}
	letters := make([]Letter, len(kept))
	for i, text := range kept {
		if err := json.Unmarshal([]byte(text), &letters[i]); err != nil {
			return nil, fmt.Errorf("mailbox: the key %s holds something else than letters: %w", m.key, err)
		}
	}
	return letters, nil
}

// put adds a letter and drops the oldest in one transaction, so that the list
// is never longer than its capacity.
func (m *Mailbox) put(ctx context.Context, letter Letter) error {
	letter.ID, letter.SentAt = rand.Text(), m.clock.Now()
	text, err := json.Marshal(letter)
	if err != nil {
		return fmt.Errorf("mailbox: write: %w", err)
	}
	_, err = m.redis.TxPipelined(ctx, func(pipe redis.Pipeliner) error {
		pipe.LPush(ctx, m.key, text)
		pipe.LTrim(ctx, m.key, 0, Capacity-1)
		return nil
	})
	if err != nil {
		return fmt.Errorf("mailbox: write: %w", err)
	}
	return nil
}

type mailSender struct{ mailbox *Mailbox }

// Send keeps the mail.
func (s mailSender) Send(ctx context.Context, message mail.Message) error {
	if err := message.Validate(); err != nil {
		return err
	}
	return s.mailbox.put(ctx, Letter{
		Kind: KindMail, To: message.To, Subject: message.Subject, Text: message.Text, HTML: message.HTML,
	})
}

type smsSender struct{ mailbox *Mailbox }

// Send keeps the text message.
func (s smsSender) Send(ctx context.Context, message sms.Message) error {
	if err := message.Validate(); err != nil {
		return err
	}
	return s.mailbox.put(ctx, Letter{Kind: KindSMS, To: message.To, Text: message.Text})
}
