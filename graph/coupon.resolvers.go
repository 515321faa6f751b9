package graph

import (
	"context"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"zuka/ent/db"
	row "zuka/ent/db/coupon"
	"zuka/ent/db/userreward"
	"zuka/graph/model"
	"zuka/graph/usererror"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/globalid"
	"zuka/internal/platform/money"
	"zuka/internal/platform/page"
	"zuka/internal/shop/account"
	"zuka/internal/shop/catalog"
	"zuka/internal/shop/coupon"
)

// Coupons are all of them, for staff.
func (q query) Coupons(ctx context.Context, filter *model.CouponFilter, first *int32, after *string, last *int32, before *string) (*coupon.CouponConnection, error) {
	var wanted coupon.Filter
	if filter != nil {
		wanted = coupon.Filter{Query: filter.Query.Value(), Active: filter.Active.Value()}
	}
	return q.Resolver.Coupons.Coupons(ctx, wanted, page.Args{First: first, After: after, Last: last, Before: before})
}

func couponed(found *db.Coupon, failed error) (*model.CouponPayload, error) {
	errs, err := usererror.From(failed)
	if err != nil {
		return nil, err
	}
	return &model.CouponPayload{Coupon: found, UserErrors: errs}, nil
}

// CouponUpsert makes or changes a coupon.
func (m mutation) CouponUpsert(ctx context.Context, input model.CouponUpsertInput) (*model.CouponPayload, error) {
	in, err := couponInput(input)
	if err != nil {
		return couponed(nil, fault.Below("input", err))
	}
	found, failed := m.Coupons.Upsert(ctx, in)
	return couponed(found, fault.Below("input", failed))
}

func couponInput(input model.CouponUpsertInput) (coupon.UpsertInput, error) {
	var faults fault.Faults
	in := coupon.UpsertInput{
		ID: optionalKey(&faults, input.ID.Value(), "Coupon", "id"), Code: coupon.Change[string](patch(input.Code)),
		Name: coupon.Change[string](patch(input.Name)), Description: coupon.Change[string](patch(input.Description)),
		Type: coupon.Change[row.Type](patch(input.Type)), ValuePercent: coupon.Change[int](patchAs(input.ValuePercent, asInt)),
		ValueAmount: coupon.Change[money.Naira](patchAs(input.ValueAmount, asNaira)), MinSpend: coupon.Change[money.Naira](patchAs(input.MinSpend, asNaira)),
		MaxDiscount: coupon.Change[money.Naira](patchAs(input.MaxDiscount, asNaira)), UsageLimit: coupon.Change[int](patchAs(input.UsageLimit, asInt)),
		UserLimit: coupon.Change[int](patchAs(input.UserLimit, asInt)), ValidFrom: coupon.Change[time.Time](patch(input.ValidFrom)),
		ValidUntil: coupon.Change[time.Time](patch(input.ValidUntil)), Active: coupon.Change[bool](patch(input.Active)),
		Categories: patchKeys(&faults, input.Categories, "Category", "categories"), ProductIDs: patchKeys(&faults, input.ProductIds, "Product", "productIds"),
	}
	return in, faults.Err()
}

func patchKeys(faults *fault.Faults, ids graphql.Omittable[[]*globalid.ID], kind, field string) coupon.Change[[]int] {
	if !ids.IsSet() {
		return coupon.Change[[]int]{}
	}
	keys, err := numbers(ids.Value(), kind, field)
	faults.Keep(err)
	return coupon.To(keys)
}

// set hands a value on that was given, null included.
func set[T any](value graphql.Omittable[T], to func(T)) {
	if value.IsSet() {
		to(value.Value())
	}
}

func whole(v *int32) *int {
	if v == nil {
		return nil
	}
	return new(int(*v))
}

func amount(v *int64) *money.Naira {
	if v == nil {
		return nil
	}
	return new(money.Naira(*v))
}

// CouponDeactivate switches a coupon off.
func (m mutation) CouponDeactivate(ctx context.Context, id globalid.ID) (*model.CouponPayload, error) {
	key, err := id.Int("Coupon", "id")
	if err != nil {
		return couponed(nil, err)
	}
	return couponed(m.Coupons.Deactivate(ctx, key))
}

type couponFields struct{ *Resolver }

// Categories are what it works on.
func (c couponFields) Categories(ctx context.Context, found *db.Coupon) ([]*catalog.Category, error) {
	all := []*catalog.Category{}
	if len(found.ApplicableCategories) == 0 {
		return all, nil
	}
	tree, err := c.Catalog.Tree(ctx)
	if err != nil {
		return nil, err
	}
	for _, id := range found.ApplicableCategories {
		if category := tree.ByID(id); category != nil {
			all = append(all, category)
		}
	}
	return all, nil
}

// ProductIds are what it works on.
func (couponFields) ProductIds(_ context.Context, found *db.Coupon) ([]*globalid.ID, error) {
	ids := make([]*globalid.ID, len(found.ApplicableProducts))
	for i, id := range found.ApplicableProducts {
		ids[i] = new(globalid.New("Product", id))
	}
	return ids, nil
}

// UsableRewards are what the person can use now.
func (m meFields) UsableRewards(ctx context.Context, self *account.Self) ([]*db.UserReward, error) {
	return m.Loyalty.Rewards(ctx, self.User)
}

// PointsBalance is what the person can spend.
func (m meFields) PointsBalance(ctx context.Context, self *account.Self) (int32, error) {
	balance, err := m.Loyalty.Balance(ctx, self.User)
	return int32(balance), err
}

type rewardFields struct{ *Resolver }

// FreeShipping tells whether it makes delivery free.
func (rewardFields) FreeShipping(_ context.Context, reward *db.UserReward) (bool, error) {
	return reward.Type == userreward.TypeFreeShipping, nil
}
