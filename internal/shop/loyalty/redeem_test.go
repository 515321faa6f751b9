package loyalty_test

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"zuka/ent/db"
	"zuka/ent/db/reward"
	"zuka/ent/db/user"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/money"
	"zuka/internal/platform/page"
	"zuka/internal/platform/postgres"
	"zuka/internal/shop/loyalty"
)

func ptr[T any](value T) *T { return &value }

// kind is a reward of a type that can be bought.
func kind(slug string, of reward.Type, cost int) loyalty.UpsertInput {
	in := loyalty.UpsertInput{Slug: slug, Name: "A " + slug, Type: of, Cost: cost, MinLevel: user.GemLevelQuartz, ValidDays: 30, Active: true}
	if of != reward.TypeFreeShipping {
		in.ValueAmount = ptr(money.Naira(500))
	}
	return in
}

func (c *club) sells(in loyalty.UpsertInput) *db.Reward {
	c.Helper()
	made, err := c.Upsert(c.staff(), in)
	require.NoError(c, err)
	return made
}

func (c *club) buys(user uuid.UUID, reward int, key string) (*db.UserReward, error) {
	return c.Redeem(c.me(user), loyalty.RedeemInput{Reward: reward, IdempotencyKey: "redeem-" + key})
}

var codeForm = regexp.MustCompile(`^ZR-[2-9A-HJKMNP-Z]{10}$`)

func TestBuyingAReward(t *testing.T) {
	t.Parallel()
	c := newClub(t)
	me := c.member(700)
	in := kind("voucher", reward.TypeDiscount, 300)
	in.MinSpend = ptr(money.Naira(2_000))
	voucher := c.sells(in)
	first, err := c.buys(me, voucher.ID, "1")
	require.NoError(t, err)
	require.Regexp(t, codeForm, first.Code)
	require.Equal(t, noon.AddDate(0, 0, 30), first.ExpiresAt.UTC())
	require.Equal(t, money.Naira(500), *first.ValueAmountNgn)
	require.Equal(t, money.Naira(2_000), *first.MinSpendNgn)
	require.Equal(t, 1, c.told(me, fmt.Sprintf("reward:%d", first.ID)))
	again, err := c.buys(me, voucher.ID, "1")
	require.NoError(t, err)
	require.Equal(t, first.ID, again.ID)
	account := c.account(me)
	require.Equal(t, []int{400, 700}, []int{account.Balance, account.XP})
	works, err := c.RewardFor(t.Context(), me, strings.ToLower(first.Code), 2_000)
	require.NoError(t, err)
	require.Equal(t, money.Naira(500), works.Discount)

	second, err := c.buys(me, voucher.ID, "2")
	require.NoError(t, err)
	require.NotEqual(t, first.Code, second.Code)
	_, err = c.buys(me, voucher.ID, "3")
	refused(t, err, fault.InsufficientPoints, "input.rewardId")
	found, _ := fault.From(err)
	require.Equal(t, fault.PointsDetail{Balance: 100}, found.Detail)

	in.ID, in.Active = &voucher.ID, false
	c.sells(in)
	_, err = c.buys(me, voucher.ID, "4")
	refused(t, err, fault.Gone, "input.rewardId")
	_, err = c.buys(me, 999, "5")
	refused(t, err, fault.Gone, "input.rewardId")
	_, err = c.buys(me, 999, "1")
	refused(t, err, fault.IdempotencyKeyReused, "input.idempotencyKey")
	_, err = c.Redeem(c.me(me), loyalty.RedeemInput{Reward: voucher.ID})
	refused(t, err, fault.InputInvalid, "input.idempotencyKey")
	_, err = c.Redeem(t.Context(), loyalty.RedeemInput{Reward: voucher.ID, IdempotencyKey: "redeem-1"})
	require.True(t, fault.Is(err, fault.Unauthenticated))
	require.Equal(t, 100, c.balanced(me))
}

func TestARewardOfAHigherLevel(t *testing.T) {
	t.Parallel()
	c := newClub(t)
	below, at := c.member(4_999), c.member(5_000)
	in := kind("topaz", reward.TypeFreeShipping, 100)
	in.MinLevel = user.GemLevelTopaz
	topaz := c.sells(in)
	_, err := c.buys(below, topaz.ID, "1")
	refused(t, err, fault.StateConflict, "input.rewardId")
	require.ErrorContains(t, err, "topaz")
	_, err = c.buys(at, topaz.ID, "1")
	require.NoError(t, err)
}

func TestFortyPurchasesOfOnePerson(t *testing.T) {
	t.Parallel()
	c := newClub(t)
	me := c.member(1_000)
	voucher := c.sells(kind("voucher", reward.TypeDiscount, 300))
	var bought atomic.Int32
	c.behind("users", 40, func(i int) {
		if _, err := c.buys(me, voucher.ID, fmt.Sprint(i)); err == nil {
			bought.Add(1)
		} else {
			assert.True(t, fault.For(err, fault.InsufficientPoints), "%v", err)
		}
	})
	require.EqualValues(t, 3, bought.Load())
	require.Equal(t, 3, c.number("SELECT count(*) FROM user_rewards"))
	require.Equal(t, 100, c.balanced(me))
}

func TestFortyClicksBuyOnce(t *testing.T) {
	t.Parallel()
	c := newClub(t)
	me := c.member(1_000)
	voucher := c.sells(kind("voucher", reward.TypeDiscount, 300))
	c.behind("users", 40, func(int) {
		_, err := c.buys(me, voucher.ID, "same")
		assert.NoError(t, err)
	})
	require.Equal(t, 700, c.balanced(me))
}

func TestTakingAGift(t *testing.T) {
	t.Parallel()
	c := newClub(t)
	giver, friend, late := c.member(2_000), c.member(0), c.member(0)
	gift := c.sells(kind("gift", reward.TypePoints, 600))
	voucher := c.sells(kind("voucher", reward.TypeDiscount, 100))
	bought, err := c.buys(giver, gift.ID, "1")
	require.NoError(t, err)
	other, err := c.buys(giver, gift.ID, "2")
	require.NoError(t, err)
	noGift, err := c.buys(giver, voucher.ID, "3")
	require.NoError(t, err)

	_, err = c.Claim(c.me(giver), bought.Code)
	refused(t, err, fault.RewardRefused, "code")
	require.ErrorContains(t, err, "yourself")
	got, err := c.Claim(c.me(friend), " "+strings.ToLower(bought.Code)+"\n")
	require.NoError(t, err)
	require.Equal(t, []int{500, 500, 0}, []int{got.Points, got.Account.Balance, got.Account.XP}, "the giver has earned them")
	require.Equal(t, 500, c.balanced(friend))
	require.Equal(t, 1, c.number("SELECT count(*) FROM user_rewards WHERE used AND used_at IS NOT NULL AND claimed_by = $1", friend))
	for code, want := range map[string]string{
		bought.Code: "taken", noGift.Code: "no such gift", "ZR-2222222222": "no such gift", "": "no such gift", "a\x00": "no such gift",
		strings.Repeat("a", 101): "no such gift", other.Code: "run out",
	} {
		_, err := c.at(noon.AddDate(0, 0, 30)).Claim(c.me(late), code)
		refused(t, err, fault.RewardRefused, "code")
		require.ErrorContains(t, err, want, code)
	}
	gone := c.member(0)
	c.exec("UPDATE users SET deleted_at = now() WHERE id = $1", gone)
	_, err = c.Claim(c.me(gone), other.Code)
	require.True(t, fault.Is(err, fault.Unauthenticated))
	_, err = c.Claim(t.Context(), other.Code)
	require.True(t, fault.Is(err, fault.Unauthenticated))
	_, err = c.Claim(c.me(late), other.Code)
	require.NoError(t, err, "those who failed took nothing")
}

func TestAGiftIsTakenOnce(t *testing.T) {
	t.Parallel()
	c := newClub(t)
	giver := c.member(1_000)
	bought, err := c.buys(giver, c.sells(kind("gift", reward.TypePoints, 600)).ID, "1")
	require.NoError(t, err)
	friends := make([]uuid.UUID, 40)
	for i := range friends {
		friends[i] = c.member(0)
	}
	c.behind("user_rewards", len(friends), func(i int) {
		if _, err := c.Claim(c.me(friends[i]), bought.Code); err != nil {
			assert.True(t, fault.For(err, fault.RewardRefused), "%v", err)
		}
	})
	total := 0
	for _, friend := range friends {
		total += c.balanced(friend)
	}
	require.Equal(t, 500, total)
}

func TestCashback(t *testing.T) {
	t.Parallel()
	c := newClub(t)
	me := c.member(1_000)
	bought, err := c.buys(me, c.sells(kind("cash", reward.TypeCashback, 200)).ID, "1")
	require.NoError(t, err)
	order, other, none := c.order(), c.order(), c.order()
	paid := func(order int) (award *loyalty.Award) {
		require.NoError(t, c.in(func(ctx context.Context, tx postgres.Tx) error {
			award, err = c.CashbackOf(ctx, tx, order)
			if err != nil || award == nil {
				return err
			}
			_, err = c.EarnPurchase(ctx, tx, me, order, "ZK-1", 0, *award)
			return err
		}))
		return award
	}
	require.Nil(t, paid(none))
	used, err := c.use(me, bought.Code, order)
	require.NoError(t, err)
	require.Equal(t, []int{0, 500}, []int{int(used.Discount), used.Cashback})
	require.Equal(t, 800, c.balanced(me))
	award := paid(order)
	paid(order)
	require.Equal(t, 1_300, c.balanced(me))
	require.Equal(t, 1_000, c.account(me).XP)

	require.NoError(t, c.reverse(loyalty.Reversal{Source: award.Source, Of: award.Of, By: "reward_reversal", Text: "Given back"}))
	require.NoError(t, c.returnReward(order))
	require.Nil(t, paid(order))
	require.Equal(t, 800, c.balanced(me))
	_, err = c.use(me, bought.Code, other)
	require.NoError(t, err)
	paid(other)
	require.Equal(t, 1_300, c.balanced(me), "it gives again on the order after")
}

func TestHeldRewards(t *testing.T) {
	t.Parallel()
	c := newClub(t)
	me, other := c.member(10_000), c.member(0)
	voucher := c.sells(kind("voucher", reward.TypeDiscount, 100))
	ids := make([]int, 5)
	for i := range ids {
		bought, err := c.buys(me, voucher.ID, fmt.Sprint(i))
		require.NoError(t, err)
		ids[i] = bought.ID
	}
	c.exec("UPDATE user_rewards SET used = true, used_at = now() WHERE id = $1", ids[0])
	c.exec("UPDATE user_rewards SET expires_at = $2 WHERE id = $1", ids[1], noon)
	c.exec("UPDATE user_rewards SET expires_at = NULL WHERE id = $1", ids[2])
	for state, want := range map[loyalty.RewardState][]int{
		"": {ids[4], ids[3], ids[2], ids[1], ids[0]}, loyalty.StateUsable: {ids[4], ids[3], ids[2]}, loyalty.StateUsed: {ids[0]}, loyalty.StateExpired: {ids[1]},
	} {
		list, err := c.Held(t.Context(), me, loyalty.RewardFilter{State: state}, page.Args{})
		require.NoError(t, err)
		var got []int
		for _, one := range list.Nodes() {
			got = append(got, one.ID)
			require.True(t, state == "" || state == c.StateOf(one))
		}
		require.Equal(t, want, got, state)
		total, err := list.TotalCount(t.Context())
		require.NoError(t, err)
		require.Equal(t, len(want), total)
	}
	two := int32(2)
	list, err := c.Held(t.Context(), me, loyalty.RewardFilter{}, page.Args{First: &two})
	require.NoError(t, err)
	list, err = c.Held(t.Context(), me, loyalty.RewardFilter{}, page.Args{First: &two, After: list.PageInfo.EndCursor})
	require.NoError(t, err)
	require.Equal(t, ids[2], list.Nodes()[0].ID)
	_, err = c.Held(t.Context(), me, loyalty.RewardFilter{State: "lost"}, page.Args{})
	require.True(t, fault.Is(err, fault.BadUserInput))
	list, err = c.Held(t.Context(), other, loyalty.RewardFilter{}, page.Args{})
	require.NoError(t, err)
	require.Empty(t, list.Nodes())
}
