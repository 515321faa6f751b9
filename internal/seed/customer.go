package seed

import (
	"context"
	"crypto/sha256"
	"fmt"
	"time"

	"zuka/ent/shape"
	"zuka/internal/seed/dice"
	"zuka/internal/seed/people"
)

func writePeople(ctx context.Context, w *writer) error {
	hash, err := passwordHash()
	if err != nil {
		return err
	}
	err = w.copy(ctx, "users", `id created_at updated_at email phone name password_hash auth_provider phone_verified email_verified date_of_birth
		gender_preference reward_points gem_level total_xp points_owed points_version streak_days streak_day last_login_at role referral_code`, func(yield func([]any) bool) {
		for i := range w.customers {
			if !yield(w.personRow(i, hash)) {
				return
			}
		}
	})
	if err != nil {
		return err
	}
	return w.copy(ctx, "user_identities", "id created_at updated_at provider subject email last_used_at user_id", func(yield func([]any) bool) {
		id := 0
		for i := range w.customers {
			provider := signUp(i)
			if provider != "google" && provider != "apple" {
				continue
			}
			id++
			p, _ := person(i)
			c := &w.customers[i]
			subject := fmt.Sprintf("%s-%021d", provider, i)
			if !yield([]any{id, c.joined, c.joined, provider, subject, p.Email, c.joined, bytes16(c.id)}) {
				return
			}
		}
	})
}

// signUp is how a person first came.
func signUp(i int) string {
	if i < accounts {
		return "email"
	}
	return []string{"email", "phone", "google", "apple"}[dice.New("sign up", i).Weighted(38, 44, 14, 4)]
}

func (w *writer) personRow(i int, hash string) []any {
	c, r := &w.customers[i], dice.New("person row", i)
	p, role := person(i)
	provider := signUp(i)
	email, phone, password := any(p.Email), any(p.Phone), any(nil)
	phoneVerified, emailVerified := r.Chance(60), r.Chance(85)
	switch {
	case i < accounts:
		password, phoneVerified, emailVerified = hash, true, true
	case provider == "phone":
		phoneVerified = true
		if r.Chance(55) {
			email, emailVerified = nil, false // Many have a phone and nothing else.
		}
	case provider == "email":
		password = hash
		if r.Chance(30) {
			phone, phoneVerified = nil, false
		}
	default:
		emailVerified = true
		if r.Chance(40) {
			phone, phoneVerified = nil, false
		}
	}
	level, _ := gem(c.xp)
	var prefers any
	if r.Chance(70) {
		prefers = c.gender
	}
	return []any{bytes16(c.id), c.joined, w.plan.Now, email, phone, p.Name, password, provider, phoneVerified, emailVerified, p.Born, prefers,
		c.points, level, c.xp, c.owed, c.version, c.streak, optional(c.checkedIn), r.Time(c.joined, w.plan.Now), role, referralCode(i)}
}

// referralCode is the code a person shares: eight characters without those
// that look alike.
func referralCode(i int) string {
	const letters = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ" // 32 of them.
	// An odd factor walks all of 2^40 codes before it repeats one.
	n := (uint64(i)*0x5DEECE66D + 0xB) & (1<<40 - 1)
	code := make([]byte, 8)
	for at := range code {
		code[at] = letters[n>>(5*at)&31]
	}
	return string(code)
}

func writeAddresses(ctx context.Context, w *writer) error {
	err := w.copy(ctx, "user_addresses", `id created_at updated_at label recipient_name phone street_address city state country postal_code
		is_default user_id`, func(yield func([]any) bool) {
		id := 0
		for i := range w.customers {
			c := &w.customers[i]
			p, _ := person(i)
			for n, a := range people.Addresses(p) {
				id++
				if !yield([]any{id, c.joined, c.joined, a.Label, p.Name, p.Phone, street(a), a.City, a.State, "Nigeria", optional(a.PostalCode),
					n == 0, bytes16(c.id)}) {
					return
				}
			}
		}
	})
	if err != nil {
		return err
	}
	_, err = w.tx.Exec(ctx, `UPDATE users SET address_default_id = a.id FROM user_addresses AS a
		WHERE a.user_id = users.id AND a.is_default`)
	return err
}

// street is the address line that a rider reads.
func street(a people.Address) string {
	line := a.Street
	if a.Area != "" {
		line += ", " + a.Area
	}
	if a.Landmark != "" {
		line += " (" + a.Landmark + ")"
	}
	return line
}

// guestSessions is how many people without an account are in the shop now.
func (w *world) guestSessions() int { return max(10, w.plan.Users/40) }

func writeSessions(ctx context.Context, w *writer) error {
	return w.copy(ctx, "user_sessions", `id token_hash device_id platform ip_address user_agent started_at last_activity_at expires_at metadata
		user_id`, func(yield func([]any) bool) {
		for i := range w.guestSessions() {
			if !yield(w.sessionRow("guest", i, nil)) {
				return
			}
		}
		for i := 0; i < len(w.customers); i += 9 {
			if !yield(w.sessionRow("session", i, bytes16(w.customers[i].id))) {
				return
			}
		}
	})
}

func (w *writer) sessionRow(name string, i int, user any) []any {
	r := dice.New(name, i)
	began := r.Time(w.plan.Now.Add(-20*time.Hour), w.plan.Now)
	seen := r.Time(began, w.plan.Now)
	d := device(r, platform(r))
	hash := sha256.Sum256([]byte(fmt.Sprint("nobody's token ", name, i, r.Uint64())))
	p := people.Make(guestsFrom + i)
	return []any{bytes16(w.sessionID(name, i)), hash[:], optional(d.id), d.platform, "127.0.0.1", d.agent, began, seen, seen.Add(24 * time.Hour),
		shape.SessionDevice{Name: d.name, OS: d.os, AppVersion: d.app, Language: "en-NG", City: p.City, State: p.State, Country: "Nigeria"}, user}
}

func (w *world) sessionID(name string, i int) [16]byte {
	return dice.UUID(w.plan.Now.Add(-20*time.Hour), name, i)
}

func writeBaskets(ctx context.Context, w *writer) error {
	err := w.copy(ctx, "wishlists", "id created_at user_id product_id", func(yield func([]any) bool) {
		id := 0
		for i := 0; i < len(w.customers); i += 3 {
			r := dice.New("wishlist", i)
			for ware := range w.different(r, r.IntN(7)) {
				id++
				if !yield([]any{id, r.Time(w.customers[i].joined, w.plan.Now), bytes16(w.customers[i].id), ware + 1}) {
					return
				}
			}
		}
	})
	if err != nil {
		return err
	}
	if err := w.copy(ctx, "carts", "id user_id session_id product_id quantity size color added_at updated_at", w.cartRows); err != nil {
		return err
	}
	return w.follow(ctx, basketsFollow)
}

// different are n products, each once.
func (w *world) different(r dice.Roll, n int) map[int]bool {
	chosen := make(map[int]bool)
	for range 4 * n {
		if len(chosen) == min(n, len(w.goods)) {
			break
		}
		chosen[w.anything(r)] = true
	}
	return chosen
}
