package referral_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	dbreferral "zuka/ent/db/referral"
	"zuka/internal/platform/fault"
)

func TestAPersonalCodeBringsManyFriends(t *testing.T) {
	t.Parallel()
	c := newClub(t)
	referrer := c.member()
	for range 3 {
		friend := c.member()
		row, err := c.Claim(c.as(friend), " "+strings.ToLower(referrer.code)+" ")
		require.NoError(t, err)
		require.Equal(t, referrer.id, row.ReferrerUserID)
		require.Equal(t, friend.id, *row.ReferredUserID)
		require.Equal(t, dbreferral.StatusPending, row.Status)
		require.Equal(t, noon, row.ClaimedAt.UTC())
		again, err := c.Claim(c.as(friend), referrer.code)
		require.NoError(t, err, "the same code again is no failure")
		require.Equal(t, row.ID, again.ID)
		_, err = c.Claim(c.as(friend), row.ReferralCode)
		require.NoError(t, err, "the row's own code is its own")
		_, err = c.Claim(c.as(friend), c.member().code)
		c.refused(fault.AlreadyExists, err)
		_, err = c.Claim(c.as(c.member()), row.ReferralCode)
		c.refused(fault.CodeInvalid, err)
	}
	require.Equal(t, 3, c.number("SELECT count(*) FROM referrals"))
}

func TestASingleInvitationIsOneFriends(t *testing.T) {
	t.Parallel()
	c := newClub(t)
	referrer, friend := c.member(), c.member()
	made, err := c.Invite(c.as(referrer))
	require.NoError(t, err)
	require.Regexp(t, "^IN-[2-9A-HJKMNP-Z]{8}$", made.ReferralCode)
	_, err = c.Claim(c.as(referrer), made.ReferralCode)
	c.refused(fault.ReferralRefused, err)
	row, err := c.Claim(c.as(friend), made.ReferralCode)
	require.NoError(t, err)
	require.Equal(t, made.ID, row.ID)
	require.Equal(t, friend.id, *row.ReferredUserID)
	again, err := c.Claim(c.as(friend), strings.ToLower(made.ReferralCode))
	require.NoError(t, err)
	require.Equal(t, row.ID, again.ID)
	_, err = c.Claim(c.as(friend), referrer.code)
	c.refused(fault.AlreadyExists, err)
	_, err = c.Claim(c.as(c.member()), made.ReferralCode)
	c.refused(fault.CodeInvalid, err)
}

func TestWhoMayNotClaim(t *testing.T) {
	t.Parallel()
	c := newClub(t)
	for name, row := range map[string]struct {
		reason fault.Reason
		before func(referrer, friend member) (code string)
	}{
		"a code that is none": {fault.CodeInvalid, func(_, _ member) string { return "NOTHING" }},
		"no text at all":      {fault.CodeInvalid, func(_, _ member) string { return " " }},
		"what no code can be": {fault.CodeInvalid, func(_, _ member) string { return "\x00" }},
		"one's own code":      {fault.ReferralRefused, func(_, f member) string { return f.code }},
		"of somebody who is erased": {fault.CodeInvalid, func(r, _ member) string {
			c.exec("UPDATE users SET deleted_at = now() WHERE id = $1", r.id)
			return r.code
		}},
		"of a friend who is erased": {fault.CodeInvalid, func(r, _ member) string {
			c.exec("INSERT INTO referrals (referrer_user_id, referral_code, claimed_at) VALUES ($1, 'ERASED-1', now())", r.id)
			return "ERASED-1"
		}},
		"joined long ago": {fault.StateConflict, func(r, f member) string {
			c.exec("UPDATE users SET created_at = $2 WHERE id = $1", f.id, noon.Add(-30*24*time.Hour-time.Second))
			return r.code
		}},
		"has bought": {fault.StateConflict, func(r, f member) string { c.order(f, 10, "+2348039990001"); return r.code }},
		"has bought and sent it back": {fault.StateConflict, func(r, f member) string {
			c.exec("UPDATE orders SET status = 'refunded', payment_status = 'refunded' WHERE id = $1", c.order(f, 10, "+2348039990001").ID)
			return r.code
		}},
		"invited who invites": {fault.StateConflict, func(r, f member) string {
			_, err := c.Claim(c.as(r), f.code)
			require.NoError(t, err)
			return r.code
		}},
	} {
		t.Run(name, func(t *testing.T) {
			referrer, friend := c.member(), c.member()
			_, err := c.Claim(c.as(friend), row.before(referrer, friend))
			c.refused(row.reason, err)
			found, _ := fault.From(err)
			require.Equal(t, []string{"code"}, found.Field)
			require.Zero(t, c.number("SELECT count(*) FROM referrals WHERE referred_user_id = $1", friend.id))
		})
	}
	_, err := c.Claim(context.Background(), "CODE1")
	require.True(t, fault.Is(err, fault.Unauthenticated))
	_, err = c.Invite(context.Background())
	require.True(t, fault.Is(err, fault.Unauthenticated))
}

func TestWhoMayStillClaim(t *testing.T) {
	t.Parallel()
	c := newClub(t)
	for name, before := range map[string]func(referrer, friend member){
		"on the last day": func(_, f member) {
			c.exec("UPDATE users SET created_at = $2 WHERE id = $1", f.id, noon.Add(-30*24*time.Hour))
		},
		"an order that waits": func(_, f member) {
			c.exec("UPDATE orders SET status = 'pending', payment_status = 'pending' WHERE id = $1", c.order(f, 9_000, "").ID)
		},
		"money for nothing": func(_, f member) {
			c.exec("UPDATE orders SET status = 'cancelled', payment_status = 'refunded' WHERE id = $1", c.order(f, 9_000, "").ID)
		},
		"the same address on the net": func(r, f member) {
			c.session(r, "", "10.0.0.1")
			c.session(f, "", "10.0.0.1")
		},
		"devices that are none": func(r, f member) {
			c.session(r, "00000000-0000-0000-0000-000000000000", "10.0.0.1")
			c.session(f, "00000000-0000-0000-0000-000000000000", "10.0.0.2")
		},
		"a third one's device": func(_, f member) {
			c.session(c.member(), "shared", "10.0.0.1")
			c.session(f, "shared", "10.0.0.2")
		},
	} {
		t.Run(name, func(t *testing.T) {
			referrer, friend := c.member(), c.member()
			before(referrer, friend)
			_, err := c.Claim(c.as(friend), referrer.code)
			require.NoError(t, err)
		})
	}
}

// session is a session of somebody that has ended.
func (c *club) session(m member, device, address string) {
	c.Helper()
	c.exec(`INSERT INTO user_sessions (id, token_hash, device_id, ip_address, user_agent, expires_at, revoked_at, user_id)
		VALUES (gen_random_uuid(), sha256($1::text::bytea), NULLIF($2, ''), $3, 'Browser', $4, $4, $5)`, uuid.NewString(), device, address, noon, m.id)
}

// address is an entry of somebody's address book.
func (c *club) address(m member, phone string) {
	c.Helper()
	c.exec(`INSERT INTO user_addresses (recipient_name, phone, street_address, city, state, user_id) VALUES ('Ada', $2, '1 Allen', 'Ikeja', 'Lagos', $1)`, m.id, phone)
}

func (c *club) set(m member, column, value string) {
	c.Helper()
	c.exec("UPDATE users SET "+column+" = $2 WHERE id = $1", m.id, value)
}

func TestNobodyInvitesThemselvesUnderAnotherName(t *testing.T) {
	t.Parallel()
	c := newClub(t)
	for name, before := range map[string]func(referrer, friend member){
		"an alias of the address": func(r, f member) {
			c.set(r, "email", "bola@shop.ng")
			c.set(f, "email", "Bola+2@shop.ng")
		},
		"dots that mean nothing": func(r, f member) {
			c.set(r, "email", "chi.obi@gmail.com")
			c.set(f, "email", "c.h.i.obi+new@googlemail.com")
		},
		"the address at Google": func(r, f member) {
			c.set(r, "email", "dayo@shop.ng")
			c.exec("INSERT INTO user_identities (provider, subject, email, user_id) VALUES ('google', 'dayo', 'DAYO@shop.ng', $1)", f.id)
		},
		"the phone": func(r, f member) {
			c.set(r, "phone", "+2348051111111")
			c.set(f, "phone", "+2348051111111")
		},
		"the address book": func(r, f member) {
			c.set(r, "phone", "+2348052222222")
			c.address(f, "0805 222 2222")
		},
		"the other's address book": func(r, f member) {
			c.address(r, "+2348053333333")
			c.set(f, "phone", "+2348053333333")
		},
		"both address books": func(r, f member) {
			c.address(r, "+2348054444444")
			c.address(f, "+2348054444444")
		},
		"the device": func(r, f member) {
			c.session(r, "device-5", "10.0.0.1")
			c.session(f, "Device-5", "10.0.0.2")
		},
	} {
		t.Run(name, func(t *testing.T) {
			referrer, friend := c.member(), c.member()
			before(referrer, friend)
			_, err := c.Claim(c.as(friend), referrer.code)
			c.refused(fault.ReferralRefused, err)
			require.NotContains(t, err.Error(), name)
			_, err = c.Claim(c.as(referrer), friend.code)
			c.refused(fault.ReferralRefused, err)
		})
	}
	t.Run("the device of this very request", func(t *testing.T) {
		referrer, friend := c.member(), c.member()
		c.session(referrer, "device-6", "10.0.0.1")
		_, err := c.Claim(c.on(friend, "device-6"), referrer.code)
		c.refused(fault.ReferralRefused, err)
	})
	require.Zero(t, c.number("SELECT count(*) FROM referrals"))
}
