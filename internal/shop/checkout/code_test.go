package checkout_test

import (
	"context"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"zuka/internal/platform/fault"
	"zuka/internal/shop/cart"
	"zuka/internal/shop/checkout"
)

func TestACouponIsUsedAsOftenAsItMayBe(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	thing := s.product(5_000, 1_000)
	id := s.coupon("FIVE", "usage_limit = 5")
	people, inputs := s.shoppers(workers, func(int) []cart.LineInput { return []cart.LineInput{{Product: thing}} })
	for i := range people {
		_, err := s.ApplyCoupon(people[i], "five")
		require.NoError(t, err)
		inputs[i] = s.input(people[i], online)
	}
	var won atomic.Int32
	s.held("SELECT FROM coupons FOR UPDATE", "SELECT 1", 10, func() {
		together(workers, func(i int) {
			_, err := s.Complete(people[i], inputs[i])
			if err == nil {
				won.Add(1)
				return
			}
			assert.True(t, refused(err, fault.CouponRefused) && refused(err, fault.PriceChanged), "%v", err)
		})
	})
	require.EqualValues(t, 5, won.Load())
	require.Equal(t, 5, s.number("SELECT usage_count FROM coupons WHERE id = $1", id))
	s.sound()
}

// Who gives an order up gives its coupon back, once, and another can have it.
func TestACouponComesBackOnce(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	thing := s.product(5_000, 10)
	id := s.coupon("ONE", "usage_limit = 1")
	people, inputs := s.shoppers(2, func(int) []cart.LineInput { return []cart.LineInput{{Product: thing}} })
	for i, who := range people {
		_, err := s.ApplyCoupon(who, "one")
		require.NoError(t, err)
		inputs[i] = s.input(who, online)
	}
	done, err := s.Complete(people[0], inputs[0])
	require.NoError(t, err)
	_, err = s.Complete(people[1], inputs[1])
	requireRefused(t, err, fault.CouponRefused)
	var given atomic.Int32
	together(workers, func(int) {
		_, err := s.Cancel(people[0], checkout.Named{ID: &done.Order.ID}, "changed my mind")
		if err == nil {
			given.Add(1)
			return
		}
		assert.True(t, refused(err, fault.StateConflict), "%v", err)
	})
	require.EqualValues(t, 1, given.Load())
	require.Zero(t, s.number("SELECT usage_count FROM coupons WHERE id = $1", id))
	_, err = s.Complete(people[1], inputs[1])
	require.NoError(t, err)
	s.sound()
}

// shopping is somebody who fills the one cart and orders it, over and over, in
// several sessions at once.
func (s *shop) shopping(ctx context.Context, sessions, rounds int, product int, prepare func(context.Context)) (made []*checkout.Completed) {
	s.Helper()
	all := make([][]*checkout.Completed, sessions)
	together(sessions, func(i int) {
		for range rounds {
			_, err := s.Cart.Add(ctx, []cart.LineInput{{Product: product, Quantity: 1}})
			assert.NoError(s, err)
			prepare(ctx)
			done, err := s.Complete(ctx, s.input(ctx, online))
			if err == nil {
				all[i] = append(all[i], done)
				continue
			}
			expected := refused(err, fault.CartEmpty) || refused(err, fault.PriceChanged) || refused(err, fault.InsufficientPoints)
			assert.True(s, expected, "%v", err)
		}
	})
	for _, some := range all {
		made = append(made, some...)
	}
	return made
}

func TestACouponIsUsedOnceByAPerson(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	s.coupon("ONCE", "user_limit = 1")
	ctx, _ := s.person()
	s.shopping(ctx, 8, 4, s.product(5_000, 1_000), func(ctx context.Context) { _, _ = s.ApplyCoupon(ctx, "ONCE") })
	require.Equal(t, 1, s.number("SELECT count(*) FROM coupon_redemptions"))
	s.sound()

	// A guest cannot be counted.
	guest, _ := s.guest()
	s.fill(guest, cart.LineInput{Product: s.product(100, 1)})
	_, err := s.ApplyCoupon(guest, "ONCE")
	requireRefused(t, err, fault.CouponRefused)
	found, _ := fault.From(err)
	require.Equal(t, fault.CouponDetail{Code: "ONCE", Reason: "SIGN_IN_REQUIRED"}, found.Detail)
}

func TestPointsAreSpentOnce(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	thing := s.product(2_000, 1_000)
	all := 0 // In one round staff may come first with everything.
	for range 5 {
		ctx, user := s.rich(1_000)
		// Each order may take 400; meanwhile staff take 300 away.
		together(2, func(i int) {
			if i == 0 {
				s.shopping(ctx, 4, 4, thing, func(ctx context.Context) { _, _ = s.Cart.SetPoints(ctx, 400) })
				return
			}
			for range 3 {
				s.grant(user, -100)
			}
		})
		spent := s.number("SELECT coalesce(sum(points_used), 0) FROM orders WHERE user_id = $1", user)
		all += spent
		taken := s.number("SELECT coalesce(-sum(points), 0) FROM user_points_history WHERE user_id = $1 AND source_type = 'adjustment' AND points < 0", user)
		require.Equal(t, 1_000, taken+spent+s.number("SELECT reward_points FROM users WHERE id = $1", user))
	}
	require.Positive(t, all)
	s.sound()
}

// The points were there when the order began, and are not when they are taken.
func TestPointsThatGoWhileTheyAreSpent(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	ctx, user := s.rich(1_000)
	s.fill(ctx, cart.LineInput{Product: s.product(5_000, 10)})
	_, err := s.ApplyPoints(ctx, 1_000)
	require.NoError(t, err)
	in := s.input(ctx, online)
	s.held("SELECT FROM products FOR UPDATE", "UPDATE users SET reward_points = 150 WHERE id = '"+user.String()+`';
		INSERT INTO user_points_history (user_id, points, source_type) VALUES ('`+user.String()+"', -850, 'adjustment')", 1, func() { _, err = s.Complete(ctx, in) })
	requireRefused(t, err, fault.InsufficientPoints)
	require.Zero(t, s.number("SELECT count(*) FROM orders"))
	s.sound()
}

func TestARewardIsUsedOnce(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	ctx, user := s.person()
	s.reward(user, "THANKS", "")
	made := s.shopping(ctx, 8, 3, s.product(5_000, 1_000), func(ctx context.Context) { _, _ = s.Cart.SetReward(ctx, new("thanks")) })
	require.Equal(t, 1, s.number("SELECT count(*) FROM orders WHERE reward_code = 'THANKS'"))
	s.sound()
	for _, done := range made {
		_, err := s.Cancel(ctx, checkout.Named{ID: &done.Order.ID}, "")
		require.NoError(t, err)
	}
	require.Zero(t, s.number("SELECT count(*) FROM user_rewards WHERE used OR used_order_id IS NOT NULL"))
	s.sound()
}
