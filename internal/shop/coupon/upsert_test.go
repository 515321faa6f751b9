package coupon_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"zuka/internal/platform/fault"
	"zuka/internal/platform/money"
	"zuka/internal/platform/page"
	"zuka/internal/platform/viewer"
	"zuka/internal/shop/coupon"
)

func fields(err error) (fields []string) {
	var faults fault.Faults
	faults.Keep(err)
	for _, one := range faults {
		fields = append(fields, strings.Join(one.Field, "."))
	}
	return fields
}

func TestEveryFieldOfACouponIsChecked(t *testing.T) {
	t.Parallel()
	d := newDrawer(t)
	many := make([]int, 201)
	for i := range many {
		many[i] = i
	}
	for name, c := range map[string]struct {
		in   coupon.UpsertInput
		want []string
	}{
		"nothing": {coupon.UpsertInput{}, []string{"code", "name", "type"}},
		"a share without any": {coupon.UpsertInput{Code: coupon.To("abc"), Name: coupon.To("n"), Type: percentage, ValueAmount: coupon.To(money.Naira(5))},
			[]string{"valuePercent", "valueAmount"}},
		"an amount without any": {coupon.UpsertInput{Code: coupon.To("abc"), Name: coupon.To("n"), Type: fixedAmount, ValuePercent: coupon.To(5), MaxDiscount: coupon.To(money.Naira(5))},
			[]string{"valuePercent", "valueAmount", "maxDiscount"}},
		"a delivery that is worth something": {coupon.UpsertInput{Code: coupon.To("abc"), Name: coupon.To("n"), Type: freeShipping, ValuePercent: coupon.To(5), ValueAmount: coupon.To(money.Naira(5))},
			[]string{"valuePercent", "valueAmount"}},
		"numbers": {coupon.UpsertInput{Code: coupon.To("abc"), Name: coupon.To("n"), Type: percentage, ValuePercent: coupon.To(101), MaxDiscount: coupon.To(money.Naira(0)), MinSpend: coupon.To(money.Naira(-1)),
			UsageLimit: coupon.To(-1), UserLimit: coupon.To(0)}, []string{"valuePercent", "maxDiscount", "minSpend", "usageLimit", "userLimit"}},
		"texts": {coupon.UpsertInput{Code: coupon.To("a b c"), Name: coupon.To(strings.Repeat("n", 101)), Description: coupon.To("\x00"), Type: freeShipping},
			[]string{"code", "name", "description"}},
		"times":        {coupon.UpsertInput{Code: coupon.To("abc"), Name: coupon.To("n"), Type: freeShipping, ValidFrom: coupon.To(noon), ValidUntil: coupon.To(noon)}, []string{"validUntil"}},
		"over already": {coupon.UpsertInput{Code: coupon.To("abc"), Name: coupon.To("n"), Type: freeShipping, ValidUntil: coupon.To(noon)}, []string{"validUntil"}},
		"what is not there": {coupon.UpsertInput{Code: coupon.To("abc"), Name: coupon.To("n"), Type: freeShipping, Categories: coupon.To([]int{9}), ProductIDs: coupon.To([]int{9, 8})},
			[]string{"categories", "productIds"}},
		"too much": {coupon.UpsertInput{Code: coupon.To("abc"), Name: coupon.To("n"), Type: freeShipping, ProductIDs: coupon.To(many)}, []string{"productIds"}},
		"another":  {coupon.UpsertInput{ID: to(9), Code: coupon.To("abc"), Name: coupon.To("n"), Type: freeShipping}, []string{"id"}},
	} {
		_, err := d.Upsert(d.as(viewer.Staff), c.in)
		require.Equal(t, c.want, fields(err), "%s: %v", name, err)
	}
	require.Zero(t, d.number("SELECT count(*) FROM coupons"))
}

func TestOnlyWhatIsNamedChanges(t *testing.T) {
	t.Parallel()
	d := newDrawer(t)
	ctx := d.as(viewer.Staff)
	made := d.ten("TEN", to(5), to(1))
	require.True(t, made.Active)
	require.Equal(t, noon, made.ValidFrom.UTC())
	changed, err := d.Upsert(ctx, coupon.UpsertInput{ID: &made.ID, Code: coupon.To(" twenty "), Name: coupon.To(" Twenty  off "), Description: coupon.To("For you"), Type: fixedAmount,
		ValueAmount: coupon.To(money.Naira(20)), ValidUntil: coupon.To(noon.Add(time.Hour))})
	require.NoError(t, err)
	require.Equal(t, "twenty", changed.Code)
	require.Equal(t, "Twenty off", changed.Name)
	require.Nil(t, changed.ValuePercent)
	require.Equal(t, to(5), changed.UsageLimit, "what is left out stays")
	require.Equal(t, to(1), changed.UserLimit)
	require.True(t, changed.Active)
	require.Equal(t, noon, changed.ValidFrom.UTC())
	again, err := d.Coupon(ctx, made.ID)
	require.NoError(t, err)
	require.Equal(t, changed.Code, again.Code)
	off, err := d.Deactivate(ctx, made.ID)
	require.NoError(t, err)
	require.False(t, off.Active)
	still, err := d.Upsert(ctx, coupon.UpsertInput{ID: &made.ID, Type: freeShipping, UsageLimit: coupon.Change[int]{Wanted: true}, Description: coupon.Change[string]{Wanted: true}})
	require.NoError(t, err)
	require.Nil(t, still.ValueAmountNgn, "goes with its type")
	require.Nil(t, still.UsageLimit, "null takes away")
	require.Empty(t, still.Description)
	require.NotNil(t, still.ValidUntil)
	require.False(t, still.Active, "what is left out stays")
	_, err = d.Deactivate(ctx, 99)
	require.True(t, fault.For(err, fault.Gone))
}

func TestWhatOrdersUsedStays(t *testing.T) {
	t.Parallel()
	d := newDrawer(t)
	ctx := d.as(viewer.Staff)
	made := d.ten("TEN", nil, nil)
	change := coupon.UpsertInput{ID: &made.ID, Code: coupon.To("ELEVEN"), Name: coupon.To("n"), Type: freeShipping, UsageLimit: coupon.To(1)}
	first, err := d.order("TEN", uuid.Nil)
	require.NoError(t, err)
	_, err = d.order("TEN", uuid.Nil)
	require.NoError(t, err)
	_, err = d.Upsert(ctx, change)
	require.Equal(t, []string{"usageLimit", "code", "type"}, fields(err))
	require.True(t, fault.For(err, fault.StateConflict))
	require.NoError(t, d.cancel(first))
	_, err = d.Upsert(ctx, change)
	require.Equal(t, []string{"code", "type"}, fields(err))
	change.Code, change.Type = coupon.To("Ten"), percentage
	_, err = d.Upsert(ctx, change)
	require.NoError(t, err, "case is no other code")
}

func TestACodeIsOneCoupons(t *testing.T) {
	t.Parallel()
	d := newDrawer(t)
	d.ten("TEN", nil, nil)
	other := d.ten("OTHER", nil, nil)
	for _, id := range []*int{nil, &other.ID} {
		_, err := d.Upsert(d.as(viewer.Staff), coupon.UpsertInput{ID: id, Code: coupon.To("ten"), Name: coupon.To("n"), Type: freeShipping})
		require.True(t, fault.For(err, fault.AlreadyExists), "%v", err)
		require.Equal(t, []string{"code"}, fields(err))
	}
}

func TestCouponsAreListedNewestFirst(t *testing.T) {
	t.Parallel()
	d := newDrawer(t)
	ctx := d.as(viewer.Staff)
	for i := range 5 {
		made := d.ten(fmt.Sprintf("code-%d", i), nil, nil)
		d.exec("UPDATE coupons SET name = $2, active = $3 WHERE id = $1", made.ID, fmt.Sprintf("Name %d", 9-i), i%2 == 0)
	}
	walk := func(filter coupon.Filter, first bool) (codes []string) {
		size := int32(2)
		for args := (page.Args{}); ; {
			if args.First, args.Last = &size, nil; !first {
				args.First, args.Last = nil, &size
			}
			list, err := d.Coupons(ctx, filter, args)
			require.NoError(t, err)
			var some []string
			for _, one := range list.Nodes() {
				some = append(some, one.Code)
			}
			total, err := list.TotalCount(ctx)
			require.NoError(t, err)
			require.LessOrEqual(t, len(some), total)
			switch info := list.PageInfo; {
			case first && info.HasNextPage:
				codes, args.After = append(codes, some...), info.EndCursor
			case !first && info.HasPreviousPage:
				codes, args.Before = append(some, codes...), info.StartCursor
			case first:
				return append(codes, some...)
			default:
				return append(some, codes...)
			}
		}
	}
	all := []string{"code-4", "code-3", "code-2", "code-1", "code-0"}
	require.Equal(t, all, walk(coupon.Filter{}, true))
	require.Equal(t, all, walk(coupon.Filter{Query: to(" ")}, false))
	require.Equal(t, []string{"code-3", "code-1"}, walk(coupon.Filter{Active: to(false)}, true))
	require.Equal(t, []string{"code-3"}, walk(coupon.Filter{Query: to("CODE-3")}, true))
	require.Equal(t, []string{"code-1"}, walk(coupon.Filter{Query: to("name 8")}, true))
	require.Empty(t, walk(coupon.Filter{Query: to("code_3")}, true), "a letter is no pattern")
	_, err := d.Coupons(ctx, coupon.Filter{Query: to("\x00")}, page.Args{})
	require.Equal(t, []string{"filter.query"}, fields(err))
	wrong := page.NewList(2, nil, "coupons", "", "").Cursor(page.Key{"1", "2"})
	_, err = d.Coupons(ctx, coupon.Filter{}, page.Args{After: &wrong})
	require.Equal(t, []string{"after"}, fields(err))
}

func TestCouponsAreStaffs(t *testing.T) {
	t.Parallel()
	d := newDrawer(t)
	for code, ctx := range map[fault.Code]func() error{
		fault.Unauthenticated: func() error { _, err := d.Upsert(t.Context(), coupon.UpsertInput{}); return err },
		fault.Forbidden:       func() error { _, err := d.Upsert(d.as(viewer.Customer), coupon.UpsertInput{}); return err },
	} {
		require.True(t, fault.Is(ctx(), code))
	}
	_, err := d.Deactivate(d.as(viewer.Customer), 1)
	require.True(t, fault.Is(err, fault.Forbidden))
	_, err = d.Coupons(d.as(viewer.Customer), coupon.Filter{}, page.Args{})
	require.True(t, fault.Is(err, fault.Forbidden))
	_, err = d.Coupon(d.as(viewer.Customer), 1)
	require.True(t, fault.Is(err, fault.Forbidden))
	none, err := d.Coupon(d.as(viewer.Staff), 1)
	require.NoError(t, err)
	require.Nil(t, none)
}
