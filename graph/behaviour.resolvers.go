package graph

import (
	"context"
	"math"

	"zuka/ent/db"
	"zuka/graph/loader"
	"zuka/graph/model"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/money"
	"zuka/internal/shop/account"
	"zuka/internal/shop/catalog"
)

// Behaviour is what the person tends to look at and buy.
func (m meFields) Behaviour(ctx context.Context, self *account.Self) (*db.BehaviorProfile, error) {
	return m.Taste.Profile(ctx, self.User)
}

// Recommendations are products chosen for the person.
func (m meFields) Recommendations(ctx context.Context, self *account.Self, first int32) ([]*model.Recommendation, error) {
	if first < 1 || first > catalog.MaxRecommendations {
		return nil, fault.Invalid("first", "must be between 1 and %d, got %d", catalog.MaxRecommendations, first)
	}
	picks, err := m.Taste.Recommend(ctx, self.User, int(first))
	if err != nil {
		return nil, err
	}
	ids, why := make([]int, len(picks)), make(map[int]string, len(picks))
	for i, pick := range picks {
		ids[i], why[pick.Product] = pick.Product, pick.Why
	}
	found, err := several(ctx, loader.From(ctx).Product, ids)
	chosen := make([]*model.Recommendation, len(found))
	for i, product := range found {
		chosen[i] = &model.Recommendation{Product: product, Why: word(why[product.ID])}
	}
	return chosen, err
}

type behaviourFields struct{ *Resolver }

// Categories are those the person leans to, without those that are gone.
func (f behaviourFields) Categories(ctx context.Context, b *db.BehaviorProfile) ([]*model.CategoryAffinity, error) {
	tree, err := f.Catalog.Tree(ctx)
	if err != nil {
		return nil, err
	}
	leans := []*model.CategoryAffinity{}
	for _, one := range b.FavoriteCategories {
		if category := tree.ByID(one.ID); category != nil {
			leans = append(leans, &model.CategoryAffinity{Category: category, Weight: one.Weight})
		}
	}
	return leans, nil
}

// Brands are those the person leans to, without those that are gone.
func (f behaviourFields) Brands(ctx context.Context, b *db.BehaviorProfile) ([]*model.BrandAffinity, error) {
	ids := make([]int, len(b.FavoriteBrands))
	for i, one := range b.FavoriteBrands {
		ids[i] = one.ID
	}
	found, err := f.Catalog.Brands(ctx, ids)
	leans := []*model.BrandAffinity{}
	for _, one := range b.FavoriteBrands {
		if brand := found[one.ID]; brand != nil {
			leans = append(leans, &model.BrandAffinity{Brand: brand, Weight: one.Weight})
		}
	}
	return leans, err
}

// PriceFrom is the lowest price that the person mostly looks at.
func (behaviourFields) PriceFrom(_ context.Context, b *db.BehaviorProfile) (*money.Naira, error) {
	if b.PriceRangePreference == nil || b.PriceRangePreference.MinNGN == 0 {
		return nil, nil
	}
	return new(money.Naira(b.PriceRangePreference.MinNGN)), nil
}

// PriceTo is the highest.
func (behaviourFields) PriceTo(_ context.Context, b *db.BehaviorProfile) (*money.Naira, error) {
	if b.PriceRangePreference == nil || b.PriceRangePreference.MaxNGN == 0 {
		return nil, nil
	}
	return new(money.Naira(b.PriceRangePreference.MaxNGN)), nil
}

// AverageOrderValue is in whole naira.
func (behaviourFields) AverageOrderValue(_ context.Context, b *db.BehaviorProfile) (money.Naira, error) {
	return money.Naira(math.Round(b.AverageOrderValueNgn)), nil
}
