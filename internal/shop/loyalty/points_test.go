package loyalty_test

import (
	"sync/atomic"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"zuka/internal/platform/fault"
	"zuka/internal/platform/money"
	"zuka/internal/shop/loyalty"
)

func TestHowManyPointsMayBeSpent(t *testing.T) {
	t.Parallel()
	s := loyalty.New(loyalty.Config{})
	require.Equal(t, 100, loyalty.Least)
	for subtotal, want := range map[money.Naira]int{
		-1: 0, 0: 0, 4: 0, 5: 1, 499: 99, 500: 100, 504: 100, 505: 101, 10_000: 2_000, 12_349: 2_469, 1 << 60: (1 << 60) / 5,
	} {
		require.Equal(t, want, s.MostAt(subtotal), "%d", subtotal)
	}
}

func TestSpendingAndGettingBack(t *testing.T) {
	t.Parallel()
	c := newClub(t)
	member := c.member(500)
	other := c.member(100)
	require.NoError(t, c.spend(member, 300, 7))
	require.Equal(t, 200, c.balanced(member))
	require.Equal(t, 1, c.number("SELECT count(*) FROM user_points_history WHERE user_id = $1 AND points = -300 AND source_type = 'checkout' AND source_id = '7'", member))

	err := c.spend(member, 201, 8)
	found, _ := fault.From(err)
	require.Equal(t, fault.InsufficientPoints, found.Why())
	require.Equal(t, fault.PointsDetail{Balance: 200}, found.Detail)
	require.Equal(t, []string{"points"}, found.Field)
	require.True(t, fault.For(c.spend(uuid.New(), 100, 9), fault.InsufficientPoints))
	require.True(t, fault.For(c.spend(member, 99, 9), fault.InputInvalid))
	require.True(t, fault.For(c.spend(member, -100, 9), fault.InputInvalid))
	require.Error(t, c.spend(member, 100, 7), "an order takes points once")
	require.Equal(t, 200, c.balanced(member))

	for range 3 {
		require.NoError(t, c.giveBack(7))
		require.NoError(t, c.giveBack(8), "which took none")
		require.Equal(t, 500, c.balanced(member))
	}
	require.Equal(t, 1, c.number("SELECT count(*) FROM user_points_history WHERE source_type = 'checkout_return'"))
	require.Equal(t, 500, c.number("SELECT total_xp FROM users WHERE id = $1", member))
	require.Equal(t, 100, c.balanced(other))
	nobody, err := c.Balance(t.Context(), uuid.New())
	require.NoError(t, err)
	require.Zero(t, nobody)
}

func TestPointsAreSpentOnce(t *testing.T) {
	t.Parallel()
	c := newClub(t)
	member := c.member(160)
	var won atomic.Int32
	c.behind("users", 40, func(i int) {
		if err := c.spend(member, 100, i); err == nil {
			won.Add(1)
		} else {
			assert.True(t, fault.For(err, fault.InsufficientPoints), "%v", err)
		}
	})
	require.EqualValues(t, 1, won.Load())
	require.Equal(t, 60, c.balanced(member))
}

func TestPointsComeBackOnce(t *testing.T) {
	t.Parallel()
	c := newClub(t)
	member := c.member(300)
	require.NoError(t, c.spend(member, 100, 1))
	require.NoError(t, c.spend(member, 100, 2))
	c.behind("users", 40, func(i int) { assert.NoError(t, c.giveBack(1+i%2)) })
	require.Equal(t, 300, c.balanced(member))
}
