package loyalty_test

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"zuka/internal/platform/fault"
	"zuka/internal/platform/money"
	"zuka/internal/platform/postgres"
	"zuka/internal/shop/loyalty"
)

// reward gives somebody a reward; the columns that are nil stay empty.
func (c *club) reward(user uuid.UUID, code, kind string, percent, amount, least any, expires any) {
	c.Helper()
	c.exec(`INSERT INTO user_rewards (user_id, code, type, value_percent, value_amount_ngn, min_spend_ngn, expires_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`, user, code, kind, percent, amount, least, expires)
}

// use places an order with a reward, as checkout does, and answers its id.
func (c *club) use(user uuid.UUID, code string, order int) (reward *loyalty.Reward, err error) {
	err = c.in(func(ctx context.Context, tx postgres.Tx) error {
		if reward, err = c.UseReward(ctx, tx, user, code, 10_000); err != nil {
			return err
		}
		return c.BindReward(ctx, tx, reward.ID, order)
	})
	return reward, err
}

func (c *club) returnReward(order int) error {
	return c.in(func(ctx context.Context, tx postgres.Tx) error { return c.ReturnReward(ctx, tx, order) })
}

func TestWhatARewardDoes(t *testing.T) {
	t.Parallel()
	c := newClub(t)
	me, other := c.member(0), c.member(0)
	c.reward(me, "SHARE", "discount", 15, nil, nil, nil)
	c.reward(me, "AMOUNT", "discount", nil, 2_000, nil, nil)
	c.reward(me, "DEAR", "discount", nil, 500, 9_999, noon.Add(time.Second))
	c.reward(me, "LARGE", "discount", nil, 90_000, nil, nil)
	c.reward(me, "DELIVERY", "free_shipping", nil, nil, nil, nil)
	c.reward(me, "TOO-DEAR", "discount", nil, 500, 10_000, nil)
	c.reward(me, "OVER", "discount", nil, 500, nil, noon)
	c.reward(me, "CASH", "cashback", nil, 500, nil, nil)
	c.reward(me, "POINTS", "points", nil, 500, nil, nil)
	c.reward(other, "ANOTHERS", "discount", nil, 500, nil, nil)
	for code, want := range map[string]struct {
		discount money.Naira
		free     bool
	}{
		"SHARE": {1_499, false}, " share ": {1_499, false}, "AMOUNT": {2_000, false}, "DEAR": {500, false}, "LARGE": {9_999, false}, "DELIVERY": {0, true},
	} {
		got, err := c.RewardFor(t.Context(), me, code, 9_999)
		require.NoError(t, err, code)
		require.Equal(t, want.discount, got.Discount, code)
		require.Equal(t, want.free, got.FreeShipping, code)
	}
	for code, want := range map[string]string{
		"TOO-DEAR": "this reward works on orders from ₦10,000", "OVER": "this reward has run out",
		"POINTS":   "this reward is not for orders",
		"ANOTHERS": "you have no such reward", "": "you have no such reward", "none": "you have no such reward",
		"SHAR%": "you have no such reward", "a\x00b": "you have no such reward",
	} {
		_, err := c.RewardFor(t.Context(), me, code, 9_999)
		found, ok := fault.From(err)
		require.True(t, ok, "%s: %v", code, err)
		require.Equal(t, want, found.Message, code)
		require.Equal(t, fault.RewardRefused, found.Why())
		require.Equal(t, []string{"code"}, found.Field)
	}
	_, err := c.RewardFor(t.Context(), uuid.Nil, "SHARE", 9_999)
	require.True(t, fault.For(err, fault.RewardRefused))

	usable, err := c.Rewards(t.Context(), me)
	require.NoError(t, err)
	var codes []string
	for _, one := range usable {
		codes = append(codes, one.Code)
	}
	require.Equal(t, []string{"DEAR", "SHARE", "AMOUNT", "LARGE", "DELIVERY", "TOO-DEAR", "CASH"}, codes)
	cash, err := c.RewardFor(t.Context(), me, "CASH", 9_999)
	require.NoError(t, err)
	require.Equal(t, []int{500, 0}, []int{cash.Cashback, int(cash.Discount)})
	require.False(t, cash.FreeShipping)
	none, err := c.Rewards(t.Context(), uuid.New())
	require.NoError(t, err)
	require.Empty(t, none)
}

func TestARewardIsUsedOnce(t *testing.T) {
	t.Parallel()
	c := newClub(t)
	me := c.member(0)
	c.reward(me, "ONCE", "discount", nil, 500, nil, nil)
	orders := make([]int, 40)
	for i := range orders {
		orders[i] = c.order()
	}
	var won atomic.Int32
	c.behind("user_rewards", len(orders), func(i int) {
		if _, err := c.use(me, "ONCE", orders[i]); err == nil {
			won.Store(int32(orders[i]))
		} else {
			assert.True(t, fault.For(err, fault.RewardRefused), "%v", err)
		}
	})
	require.Equal(t, int(won.Load()), c.number("SELECT used_order_id FROM user_rewards WHERE used"))
	_, err := c.RewardFor(t.Context(), me, "ONCE", 10_000)
	require.True(t, fault.For(err, fault.RewardRefused))
	usable, err := c.Rewards(t.Context(), me)
	require.NoError(t, err)
	require.Empty(t, usable)
}

func TestARewardComesBackOnce(t *testing.T) {
	t.Parallel()
	c := newClub(t)
	me := c.member(0)
	c.reward(me, "ONCE", "free_shipping", nil, nil, nil, nil)
	first, second := c.order(), c.order()
	used, err := c.use(me, "ONCE", first)
	require.NoError(t, err)
	require.True(t, used.Used)
	require.NoError(t, c.returnReward(first))
	_, err = c.use(me, "ONCE", second)
	require.NoError(t, err)
	require.NoError(t, c.returnReward(first), "it is the second order's now")
	require.Equal(t, second, c.number("SELECT used_order_id FROM user_rewards WHERE used"))
	require.NoError(t, c.returnReward(99))
}

func TestOnlyAUsedRewardIsBound(t *testing.T) {
	t.Parallel()
	c := newClub(t)
	me := c.member(0)
	c.reward(me, "ONCE", "discount", nil, 500, nil, nil)
	id := c.number("SELECT id FROM user_rewards")
	bind := func(order int) error {
		return c.in(func(ctx context.Context, tx postgres.Tx) error { return c.BindReward(ctx, tx, id, order) })
	}
	require.ErrorContains(t, bind(c.order()), "was not used")
	_, err := c.use(me, "ONCE", c.order())
	require.NoError(t, err)
	require.ErrorContains(t, bind(c.order()), "was not used")
}
