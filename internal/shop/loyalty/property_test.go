package loyalty_test

import (
	"context"
	"fmt"
	"strconv"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"zuka/ent/db/pointsentry"
	"zuka/ent/db/reward"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/money"
	"zuka/internal/platform/postgres"
	"zuka/internal/shop/loyalty"
)

// books are what a person should have, kept by hand: one number that may fall
// below zero, which is the balance less what is owed.
type books struct {
	*club
	user    uuid.UUID
	net, xp int
	gave    map[string]loyalty.Award // by source and id, those that were not taken back.
	done    []loyalty.Award          // all that were ever given.
	spent   map[int]int
	orders  []int
}

func (b *books) balance() int { return max(0, b.net) }

func key(a loyalty.Award) string { return string(a.Source) + " " + a.Of }

func (b *books) check(t *rapid.T) {
	account := b.account(b.user)
	require.Equal(t, []int{b.balance(), max(0, -b.net), b.xp}, []int{account.Balance, account.Owed, account.XP})
	require.Equal(t, string(loyalty.LevelAt(b.xp).Gem), b.gem(b.user))
}

func (b *books) earns(t *rapid.T, award loyalty.Award) {
	earned, err := b.earn(award, award)
	require.NoError(t, err)
	require.Equal(t, []int{award.Points, 0}, []int{earned[0].Points, earned[1].Points})
	b.net += award.Points
	if award.Source != pointsentry.SourceTypeReward {
		b.xp += award.Points
	}
	b.gave[key(award)], b.done = award, append(b.done, award)
}

func (b *books) takesBack(t *rapid.T) {
	if len(b.done) == 0 {
		t.Skip("nothing was given")
	}
	award := rapid.SampledFrom(b.done).Draw(t, "award")
	require.NoError(t, b.reverse(loyalty.Reversal{Source: award.Source, Of: award.Of, By: award.Source + "_reversal", Text: "Taken back"}))
	if _, there := b.gave[key(award)]; !there {
		return // It was taken back before.
	}
	delete(b.gave, key(award))
	b.net -= award.Points
	if award.Source != pointsentry.SourceTypeReward {
		b.xp -= award.Points
	}
}

func (b *books) adjusts(t *rapid.T, staff context.Context, key string) {
	points := rapid.SampledFrom([]int{-700, -50, -1, 1, 30, 900}).Draw(t, "adjusted")
	_, err := b.Adjust(staff, loyalty.AdjustInput{User: b.user, Points: points, Reason: "A reason", IdempotencyKey: "adjust-" + key})
	if points < 0 && b.balance()+points < 0 {
		refused(t, err, fault.InsufficientPoints, "input.points")
		return
	}
	require.NoError(t, err)
	b.net, b.xp = b.net+points, b.xp+max(0, points)
}

func (b *books) spends(t *rapid.T, order int) {
	points := rapid.IntRange(90, 400).Draw(t, "spent")
	err := b.spend(b.user, points, order)
	switch {
	case points < loyalty.Least:
		require.True(t, fault.For(err, fault.InputInvalid))
	case points > b.balance():
		refused(t, err, fault.InsufficientPoints, "points")
	default:
		require.NoError(t, err)
		b.net -= points
		b.spent[order], b.orders = points, append(b.orders, order)
	}
}

func TestTheLedgerIsTheBalance(t *testing.T) {
	t.Parallel()
	c := newClub(t)
	staff := c.staff()
	voucher := c.sells(kind("voucher", reward.TypeDiscount, 150))
	next := 0
	rapid.Check(t, func(r *rapid.T) {
		b := &books{club: c, user: c.member(0), gave: map[string]loyalty.Award{}, spent: map[int]int{}}
		id := func() string { next++; return strconv.Itoa(next) }
		r.Repeat(map[string]func(*rapid.T){
			"": b.check,
			"earn": func(r *rapid.T) {
				source := rapid.SampledFrom([]loyalty.Source{"game", "referral", "reward"}).Draw(r, "source")
				b.earns(r, loyalty.Award{User: b.user, Points: rapid.IntRange(1, 900).Draw(r, "points"), Source: source, Of: id()})
			},
			"buy goods": func(r *rapid.T) {
				worth, of := rapid.IntRange(0, 90_000).Draw(r, "worth"), id()
				points := worth / 100 * loyalty.LevelAt(b.xp).MultiplierPercent / 100
				require.NoError(r, c.in(func(ctx context.Context, tx postgres.Tx) error {
					order, _ := strconv.Atoi(of)
					given, err := c.EarnPurchase(ctx, tx, b.user, order, of, money.Naira(worth))
					require.Equal(r, points, given)
					return err
				}))
				if points > 0 {
					award := loyalty.Award{User: b.user, Points: points, Source: pointsentry.SourceTypePurchase, Of: of}
					b.gave[key(award)], b.done = award, append(b.done, award)
				}
				b.net, b.xp = b.net+points, b.xp+points
			},
			"take back, also again": b.takesBack,
			"adjust":                func(r *rapid.T) { b.adjusts(r, staff, id()) },
			"spend": func(r *rapid.T) {
				order, _ := strconv.Atoi(id())
				b.spends(r, order)
			},
			"give back, also again": func(r *rapid.T) {
				if len(b.orders) == 0 {
					r.Skip("nothing was spent")
				}
				order := rapid.SampledFrom(b.orders).Draw(r, "order")
				require.NoError(r, c.giveBack(order))
				b.net += b.spent[order]
				delete(b.spent, order)
			},
			"redeem": func(r *rapid.T) {
				_, err := c.buys(b.user, voucher.ID, fmt.Sprint("p", id()))
				if b.balance() < 150 {
					refused(r, err, fault.InsufficientPoints, "input.rewardId")
					return
				}
				require.NoError(r, err)
				b.net -= 150
			},
		})
	})
}
