package referral_test

import (
	"context"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"zuka/ent/db"
	dbreferral "zuka/ent/db/referral"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/postgres"
	"zuka/internal/shop/referral"
)

func TestFiftyClaimOneInvitation(t *testing.T) {
	t.Parallel()
	c := newClub(t)
	made, err := c.Invite(c.as(c.member()))
	require.NoError(t, err)
	friends := make([]member, 50)
	for i := range friends {
		friends[i] = c.member()
	}
	var won atomic.Int32
	c.behind("users", len(friends), func(i int) {
		if _, err := c.Claim(c.as(friends[i]), made.ReferralCode); err == nil {
			won.Add(1)
		} else {
			assert.True(t, fault.For(err, fault.CodeInvalid), "%v", err)
		}
	})
	require.EqualValues(t, 1, won.Load())
	require.Equal(t, 1, c.number("SELECT count(*) FROM referrals WHERE referred_user_id IS NOT NULL"))
}

func TestAFriendClaimsManyCodesAtOnce(t *testing.T) {
	t.Parallel()
	c := newClub(t)
	friend := c.member()
	codes := make([]string, 40)
	for i := range codes {
		referrer := c.member()
		if codes[i] = referrer.code; i%2 == 0 {
			made, err := c.Invite(c.as(referrer))
			require.NoError(t, err)
			codes[i] = made.ReferralCode
		}
	}
	var won atomic.Int32
	c.behind("users", len(codes), func(i int) {
		if _, err := c.Claim(c.as(friend), codes[i]); err == nil {
			won.Add(1)
		} else {
			assert.True(t, fault.For(err, fault.AlreadyExists), "%v", err)
		}
	})
	require.EqualValues(t, 1, won.Load())
	require.Equal(t, 1, c.number("SELECT count(*) FROM referrals WHERE referred_user_id = $1", friend.id))
}

func TestAFriendSendsOneClaimOften(t *testing.T) {
	t.Parallel()
	c := newClub(t)
	referrer, friend := c.member(), c.member()
	made, err := c.Invite(c.as(referrer))
	require.NoError(t, err)
	var ids [40]int
	c.behind("users", len(ids), func(i int) {
		row, err := c.Claim(c.as(friend), made.ReferralCode)
		if assert.NoError(t, err) {
			ids[i] = row.ID
		}
	})
	for _, id := range ids {
		require.Equal(t, made.ID, id)
	}
}

func TestTwoDoNotInviteEachOther(t *testing.T) {
	t.Parallel()
	c := newClub(t)
	a, b := c.member(), c.member()
	var won atomic.Int32
	c.behind("users", 40, func(i int) {
		friend, code := a, b.code
		if i%2 == 0 {
			friend, code = b, a.code
		}
		if _, err := c.Claim(c.as(friend), code); err == nil {
			won.Add(1)
		} else {
			assert.True(t, fault.For(err, fault.StateConflict), "%v", err)
		}
	})
	require.EqualValues(t, 20, won.Load(), "who was first gets the same answer again")
	require.Equal(t, 1, c.number("SELECT count(*) FROM referrals"))
}

func TestNoMoreInvitationsAreOpenThanMay(t *testing.T) {
	t.Parallel()
	c := newClub(t)
	referrer := c.member()
	var won atomic.Int32
	c.behind("users", 40, func(int) {
		if _, err := c.Invite(c.as(referrer)); err == nil {
			won.Add(1)
		} else {
			assert.True(t, fault.For(err, fault.LimitReached), "%v", err)
		}
	})
	require.EqualValues(t, referral.MostOpen, won.Load())
	var code string
	require.NoError(t, c.pool.Pgx().QueryRow(t.Context(), "SELECT referral_code FROM referrals LIMIT 1").Scan(&code))
	_, err := c.Claim(c.as(c.member()), code)
	require.NoError(t, err)
	_, err = c.Invite(c.as(referrer))
	require.NoError(t, err, "one that is taken makes room")
}

func TestOrdersPaidAtOnceCompleteAnInvitationOnce(t *testing.T) {
	t.Parallel()
	c := newClub(t)
	_, friend, row := c.claimed()
	var won atomic.Int32
	orders := make([]*db.Order, 40)
	for i := range orders {
		orders[i] = c.order(friend, referral.LeastOrder, "+2348039990001")
	}
	c.exec("UPDATE orders SET status = 'pending', payment_status = 'pending'")
	c.behind("referrals", len(orders), func(i int) {
		err := postgres.InTx(c.Context(), c.pool, func(ctx context.Context, tx postgres.Tx) error {
			if _, err := tx.ExecContext(ctx, "UPDATE orders SET status = 'paid', payment_status = 'paid' WHERE id = $1", orders[i].ID); err != nil {
				return err
			}
			rewards, err := c.Paid(ctx, tx, orders[i])
			if len(rewards) > 0 {
				won.Add(1)
			}
			return err
		})
		assert.NoError(t, err)
	})
	require.EqualValues(t, 1, won.Load())
	require.Equal(t, dbreferral.StatusCompleted, c.row(row.ID).Status)
}

func TestAnOrderIsGivenBackOnce(t *testing.T) {
	t.Parallel()
	c := newClub(t)
	_, friend, row := c.claimed()
	o := c.order(friend, referral.LeastOrder, "+2348039990001")
	rewards, err := c.pay(o)
	require.NoError(t, err)
	require.Len(t, rewards, 2)
	var reversed atomic.Int32
	c.behind("referrals", 40, func(int) {
		of, err := c.giveBack(o.ID)
		assert.NoError(t, err)
		reversed.Add(int32(len(of)))
	})
	require.EqualValues(t, 1, reversed.Load())
	require.Equal(t, "refused", c.row(row.ID).Status.String())
}
