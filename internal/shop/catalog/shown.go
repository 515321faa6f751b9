package catalog

import (
	"context"

	"zuka/internal/platform/cache"
)

// shown are the groups of what answers can show: with each change those answers
// go that show what changed.
type shown struct {
	// products has a group for each product: its own fields, its variants, its reviews.
	products *cache.Family
	// lists stands for which products there are and in which order.
	lists *cache.Group
	// directory stands for the categories and the brands.
	directory *cache.Group
}

func newShown(bus *cache.Bus) shown {
	return shown{
		products: cache.NewFamily(bus, "shown.product"), lists: cache.NewGroup(bus, "shown.lists"),
		directory: cache.NewGroup(bus, "shown.directory"),
	}
}

// move drops the answers that show what changed.
func (s shown) move(ctx context.Context, change Change) error {
	groups := s.products.Of(change.Products...)
	if change.Lists {
		groups = append(groups, s.lists)
	}
	if change.Tree || len(change.Brands) > 0 {
		groups = append(groups, s.directory)
	}
	return cache.Move(ctx, groups...)
}
