package referral

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"zuka/ent/db"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/postgres"
)

// oneself refuses whoever invites themselves. The words are the same whatever
// gave it away.
func oneself() *fault.Fault {
	return fault.Refuse(fault.ReferralRefused, "code", "nobody can invite themselves, be it with another account, phone or device")
}

// pair is two accounts that may be one person's.
type pair struct {
	friend, referrer uuid.UUID
	// device is what the friend's app calls its device now.
	device string
	// order is what would be rewarded; nil while a claim is looked at.
	order *db.Order
}

// traces are what is known of two people: whose ($1 or $2), of what kind, and
// what it says. Sessions that have ended tell as much as others. An IP address
// or a browser is shared by whole offices and tells nothing.
const traces = `SELECT id, 'email', email::text FROM users WHERE id IN ($1, $2) AND email IS NOT NULL
	UNION SELECT user_id, 'email', email::text FROM user_identities WHERE user_id IN ($1, $2) AND email IS NOT NULL
	UNION SELECT id, 'phone', phone FROM users WHERE id IN ($1, $2) AND phone IS NOT NULL
	UNION SELECT user_id, 'phone', phone FROM user_addresses WHERE user_id IN ($1, $2)
	UNION SELECT user_id, 'device', device_id FROM user_sessions WHERE user_id IN ($1, $2) AND device_id IS NOT NULL`

// shipped are the numbers that the referrer's orders went to.
const shipped = ` UNION SELECT user_id, 'phone', shipping_address->>'phone' FROM orders WHERE user_id = $2 AND shipping_address->>'phone' IS NOT NULL
	UNION SELECT user_id, 'phone', guest_phone FROM orders WHERE user_id = $2 AND guest_phone IS NOT NULL`

// same finds what two accounts share: "email", "phone", "device", or nothing.
func same(ctx context.Context, tx postgres.Tx, p pair) ([]string, error) {
	sql := traces
	if p.order != nil {
		sql += shipped
	}
	rows, err := tx.QueryContext(ctx, sql, p.friend, p.referrer)
	if err != nil {
		return nil, fmt.Errorf("comparing two people: %w", err)
	}
	defer func() { _ = rows.Close() }() // Err tells what failed.
	known := newTracks()
	known.add(true, "device", p.device)
	if p.order != nil && p.order.ShippingAddress != nil {
		known.add(true, "phone", p.order.ShippingAddress.Phone)
	}
	for rows.Next() {
		var whose uuid.UUID
		var kind, value string
		if err := rows.Scan(&whose, &kind, &value); err != nil {
			return nil, fmt.Errorf("comparing two people: %w", err)
		}
		known.add(whose == p.friend, kind, value)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("comparing two people: %w", err)
	}
	return known.shared(), nil
}

// plain brings a trace of each kind into the form in which it is compared.
var plain = map[string]func(string) string{"email": mailbox, "phone": dialled, "device": device}

// tracks are the traces of a friend and of who invited them, in plain form.
type tracks struct{ friend, referrer map[[2]string]bool }

func newTracks() tracks { return tracks{make(map[[2]string]bool), make(map[[2]string]bool)} }

func (t tracks) add(friend bool, kind, value string) {
	if value = plain[kind](value); value == "" {
		return
	}
	whose := t.referrer
	if friend {
		whose = t.friend
	}
	whose[[2]string{kind, value}] = true
}

// shared are the kinds of which both have the same.
func (t tracks) shared() (kinds []string) {
	for one := range t.friend {
		if t.referrer[one] && !slices.Contains(kinds, one[0]) {
			kinds = append(kinds, one[0])
		}
	}
	slices.Sort(kinds)
	return kinds
}
