package pet

import (
	"context"

	"zuka/ent/db"
	"zuka/internal/shop/pet/taste"
)

// Known are what a pet has learned, the strongest first, with the names that
// shoppers read.
func (s *Service) Known(ctx context.Context, pet *db.UserPet) ([]taste.Preference, error) {
	names := taste.Names{Brands: map[string]string{}, Categories: map[string]string{}}
	if pet.Preferences == nil {
		return nil, nil
	}
	tree, err := s.Catalog.Tree(ctx)
	if err != nil {
		return nil, err
	}
	for _, one := range pet.Preferences.Categories {
		if category := tree.BySlug(one.Value); category != nil {
			names.Categories[one.Value] = category.Name
		}
	}
	for _, one := range pet.Preferences.Brands {
		brand, err := s.Catalog.BrandBySlug(ctx, one.Value)
		if err != nil {
			return nil, err
		}
		if brand != nil {
			names.Brands[one.Value] = brand.Name
		}
	}
	return taste.Known(pet.Preferences, names), nil
}
