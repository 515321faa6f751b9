package coupon_test

import (
	"sync/atomic"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const usageCount = "SELECT usage_count FROM coupons WHERE code = 'TEN'"

func TestACouponIsUsedNoOftenerThanItsLimit(t *testing.T) {
	t.Parallel()
	d := newDrawer(t)
	d.ten("TEN", to(5), nil)
	people := make([]uuid.UUID, 40)
	for i := range people {
		people[i] = d.person()
	}
	var won atomic.Int32
	d.behind("coupons", len(people), func(i int) {
		if _, err := d.order("ten", people[i]); err == nil {
			won.Add(1)
		} else {
			assert.Equal(t, "USAGE_LIMIT", reason(err), "%v", err)
		}
	})
	require.EqualValues(t, 5, won.Load())
	require.Equal(t, 5, d.number(usageCount))
	require.Equal(t, 5, d.number("SELECT count(*) FROM coupon_redemptions"))
}

func TestAPersonUsesACouponNoOftenerThanTheirLimit(t *testing.T) {
	t.Parallel()
	d := newDrawer(t)
	d.ten("TEN", nil, to(1))
	person := d.person()
	var won atomic.Int32
	d.behind("coupons", 40, func(int) {
		if _, err := d.order("TEN", person); err == nil {
			won.Add(1)
		} else {
			assert.Equal(t, "USER_LIMIT", reason(err), "%v", err)
		}
	})
	require.EqualValues(t, 1, won.Load())
	require.Equal(t, 1, d.number(usageCount))
}

func TestACouponComesBackOnce(t *testing.T) {
	t.Parallel()
	d := newDrawer(t)
	d.ten("TEN", to(2), to(1))
	person := d.person()
	first, err := d.order("TEN", person)
	require.NoError(t, err)
	_, err = d.order("TEN", d.person())
	require.NoError(t, err)
	_, err = d.order("TEN", d.person())
	require.Equal(t, "USAGE_LIMIT", reason(err))
	d.behind("coupon_redemptions", 40, func(int) { assert.NoError(t, d.cancel(first)) })
	require.Equal(t, 1, d.number(usageCount))
	require.NoError(t, d.cancel(first))
	require.NoError(t, d.cancel(99), "an order without a coupon")
	require.Equal(t, 1, d.number(usageCount))
	require.Equal(t, 1, d.number("SELECT count(*) FROM coupon_redemptions WHERE returned_at IS NOT NULL"))
	_, err = d.order("TEN", person)
	require.NoError(t, err, "what came back can be used again")
}

func TestAnOrderUsesOneCoupon(t *testing.T) {
	t.Parallel()
	d := newDrawer(t)
	made := d.ten("TEN", nil, nil)
	order, err := d.order("TEN", uuid.Nil)
	require.NoError(t, err)
	_, err = d.pool.Pgx().Exec(t.Context(), "INSERT INTO coupon_redemptions (coupon_id, order_id, discount_ngn) VALUES ($1, $2, 0)", made.ID, order)
	require.ErrorContains(t, err, "idx_coupon_redemptions_order")
	require.Equal(t, 1, d.number("SELECT count(*) FROM coupon_redemptions WHERE user_id IS NULL AND discount_ngn = 1000"))
}
