package coupon_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"zuka/internal/platform/fault"
	"zuka/internal/platform/money"
	"zuka/internal/platform/postgres"
	"zuka/internal/platform/viewer"
	"zuka/internal/shop/coupon"
)

func TestWhatACouponTakesOff(t *testing.T) {
	t.Parallel()
	d := newDrawer(t)
	d.exec(`INSERT INTO categories (slug, name) VALUES ('women', 'Women'), ('men', 'Men')`)
	d.exec(`INSERT INTO products (sku, slug, name, category_id, price_ngn) SELECT n, n, n, 1, 100 FROM unnest(ARRAY['a', 'b', 'c']) AS n`)
	lines := []coupon.Line{{Product: 1, Categories: []int{1}, Amount: 3_999}, {Product: 2, Categories: []int{2}, Amount: 6_000}, {Product: 3, Categories: []int{7, 1}, Amount: 1_000}}
	for name, c := range map[string]struct {
		in   coupon.UpsertInput
		want money.Naira
		free bool
	}{
		"a share of everything, rounded down": {in: coupon.UpsertInput{Type: percentage, ValuePercent: coupon.To(15)}, want: 1_649},
		"a share up to the most":              {in: coupon.UpsertInput{Type: percentage, ValuePercent: coupon.To(15), MaxDiscount: coupon.To(money.Naira(1_000))}, want: 1_000},
		"a share of a category and below":     {in: coupon.UpsertInput{Type: percentage, ValuePercent: coupon.To(50), Categories: coupon.To([]int{1})}, want: 2_499},
		"a share of a product":                {in: coupon.UpsertInput{Type: percentage, ValuePercent: coupon.To(50), ProductIDs: coupon.To([]int{2})}, want: 3_000},
		"of a category or a product":          {in: coupon.UpsertInput{Type: percentage, ValuePercent: coupon.To(100), Categories: coupon.To([]int{2}), ProductIDs: coupon.To([]int{3})}, want: 7_000},
		"all of it":                           {in: coupon.UpsertInput{Type: percentage, ValuePercent: coupon.To(100)}, want: 10_999},
		"an amount":                           {in: coupon.UpsertInput{Type: fixedAmount, ValueAmount: coupon.To(money.Naira(2_500))}, want: 2_500},
		"no more than the lines cost":         {in: coupon.UpsertInput{Type: fixedAmount, ValueAmount: coupon.To(money.Naira(2_500)), ProductIDs: coupon.To([]int{3})}, want: 1_000},
		"the delivery":                        {in: coupon.UpsertInput{Type: freeShipping, MinSpend: coupon.To(money.Naira(10_999))}, free: true},
	} {
		code := strings.NewReplacer(" ", "-", ",", "").Replace(name)
		c.in.Code, c.in.Name = coupon.To(code), coupon.To(name)
		_, err := d.Upsert(d.as(viewer.Staff), c.in)
		require.NoError(t, err, name)
		got, err := d.Check(t.Context(), code, coupon.Basket{Lines: lines, Subtotal: 10_999})
		require.NoError(t, err, name)
		require.Equal(t, c.want, got.Discount, name)
		require.Equal(t, c.free, got.FreeShipping, name)
	}
}

func TestACouponSaysWhyItDoesNothing(t *testing.T) {
	t.Parallel()
	d := newDrawer(t)
	d.exec(`INSERT INTO categories (slug, name) VALUES ('women', 'Women'), ('men', 'Men')`)
	person := d.person()
	hour := func(n int) time.Time { return noon.Add(time.Duration(n) * time.Hour) }
	for _, c := range []struct {
		code string
		in   coupon.UpsertInput
		want string
	}{
		{"off", coupon.UpsertInput{Active: coupon.To(false), ValidFrom: coupon.To(hour(2))}, "INACTIVE"},
		{"later", coupon.UpsertInput{ValidFrom: coupon.To(hour(2))}, "NOT_STARTED"},
		{"over", coupon.UpsertInput{ValidFrom: coupon.To(hour(-2)), ValidUntil: coupon.To(hour(0))}, "EXPIRED"},
		{"lasting", coupon.UpsertInput{ValidFrom: coupon.To(hour(0)), ValidUntil: coupon.To(hour(1))}, ""},
		{"full", coupon.UpsertInput{UsageLimit: coupon.To(0)}, "USAGE_LIMIT"},
		{"dear", coupon.UpsertInput{MinSpend: coupon.To(money.Naira(10_001))}, "MINIMUM_SPEND"},
		{"just", coupon.UpsertInput{MinSpend: coupon.To(money.Naira(10_000))}, ""},
		{"men", coupon.UpsertInput{Categories: coupon.To([]int{2})}, "NOT_APPLICABLE"},
	} {
		c.in.Code, c.in.Name, c.in.Type = coupon.To(c.code), coupon.To(c.code), freeShipping
		_, err := d.Upsert(d.as(viewer.Staff), c.in)
		require.NoError(t, err, c.code)
		_, err = d.Check(t.Context(), c.code, basket(person))
		require.Equal(t, c.want, reason(err), c.code)
		if c.want != "" {
			found, _ := fault.From(err)
			require.Equal(t, fault.CouponRefused, found.Why())
			require.Equal(t, []string{"code"}, found.Field)
			require.Equal(t, c.code, found.Detail.(fault.CouponDetail).Code)
		}
	}
	d.ten("mine", nil, to(1))
	_, err := d.Check(t.Context(), "mine", basket(uuid.Nil))
	require.Equal(t, "SIGN_IN_REQUIRED", reason(err))
	_, err = d.order("mine", person)
	require.NoError(t, err)
	_, err = d.Check(t.Context(), "mine", basket(person))
	require.Equal(t, "USER_LIMIT", reason(err))
	_, err = d.Check(t.Context(), "mine", basket(d.person()))
	require.NoError(t, err)
}

func TestCodesAreReadWithoutRegardToCaseAndSpaces(t *testing.T) {
	t.Parallel()
	d := newDrawer(t)
	d.ten("Ten", nil, nil)
	for _, code := range []string{"Ten", " tEN\t"} {
		got, err := d.Check(t.Context(), code, basket(uuid.Nil))
		require.NoError(t, err)
		require.Equal(t, "Ten", got.Coupon.Code)
	}
	ctx, counter := postgres.WithCounter(t.Context())
	for _, code := range []string{"", "  ", "te\x00n", "te\xffn", strings.Repeat("n", 1000)} {
		_, err := d.Check(ctx, code, basket(uuid.Nil))
		require.Equal(t, "NOT_FOUND", reason(err), "%q", code)
	}
	require.Empty(t, counter.Statements())
	_, err := d.Check(ctx, "nothing", basket(uuid.Nil))
	require.Equal(t, "NOT_FOUND", reason(err))
}

func TestCheckingAndARefusalUseNothing(t *testing.T) {
	t.Parallel()
	d := newDrawer(t)
	d.ten("TEN", to(1), to(1))
	_, err := d.Check(t.Context(), "TEN", basket(d.person()))
	require.NoError(t, err)
	require.NoError(t, postgres.InTx(t.Context(), d.pool, func(ctx context.Context, tx postgres.Tx) error {
		_, err := d.Redeem(ctx, tx, "TEN", basket(uuid.Nil))
		require.Equal(t, "SIGN_IN_REQUIRED", reason(err))
		_, err = d.Redeem(ctx, tx, "other", basket(uuid.Nil))
		require.Equal(t, "NOT_FOUND", reason(err))
		return nil
	}))
	require.Zero(t, d.number(usageCount))
}
