package catalog

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"zuka/ent/db"
	"zuka/ent/db/brand"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/page"
)

// BrandConnection is one page of brands.
type BrandConnection = page.Connection[*db.Brand]

// BrandEdge is a brand with its place in a list.
type BrandEdge = page.Edge[*db.Brand]

// CategoryConnection is one page of categories.
type CategoryConnection = page.Connection[*Category]

// CategoryEdge is a category with its place in a list.
type CategoryEdge = page.Edge[*Category]

// BrandPage reads one page of the active brands by name. The order is short
// enough to be kept whole.
func (s *Service) BrandPage(ctx context.Context, args page.Args) (*BrandConnection, error) {
	list := page.NewList(1, isPosition, "brands")
	window, err := args.Window(list)
	if err != nil {
		return nil, err
	}
	ids, err := s.brandOrder(ctx)
	if err != nil {
		return nil, err
	}
	places := slice(len(ids), window, func(key string) int {
		id, _ := strconv.Atoi(key) // isPosition has seen it.
		return slices.Index(ids, id)
	})
	wanted := make([]int, len(places))
	for i, place := range places {
		wanted[i] = ids[place]
	}
	brands, err := s.Brands(ctx, wanted)
	if err != nil {
		return nil, err
	}
	items := make([]page.Item[*db.Brand], len(wanted))
	for i, id := range wanted {
		items[i] = page.Item[*db.Brand]{Node: brands[id], Key: page.Key{strconv.Itoa(id)}}
	}
	cut := page.Cut(list, window, items).CountWith(func(context.Context) (int, error) { return len(ids), nil })
	cut.Drop(func(b *db.Brand) bool { return b == nil })
	return cut, nil
}

func (s *Service) brandOrder(ctx context.Context) ([]int, error) {
	return s.allBrand.Get(ctx, "all", func(ctx context.Context) ([]int, error) {
		ids, err := s.pool.Ent().Brand.Query().Where(brand.Active(true)).Order(brand.ByName(), brand.ByID()).IDs(ctx)
		if err != nil {
			return nil, fmt.Errorf("reading the order of brands: %w", err)
		}
		return ids, nil
	})
}

// BrandBySlug is the active brand with this slug, nil when there is none.
func (s *Service) BrandBySlug(ctx context.Context, slug string) (*db.Brand, error) {
	if !isSlug(slug) {
		return nil, nil
	}
	// As with products: the id is remembered, the brand is read under it.
	if s.brands.Disabled() {
		return s.readBrandBySlug(ctx, slug)
	}
	id, known, err := s.brandSlugs.Find(ctx, slug, func(ctx context.Context, _ []string) (map[string]int, error) {
		row, err := s.readBrandBySlug(ctx, slug)
		if row == nil {
			return nil, err
		}
		return map[string]int{slug: row.ID}, err
	})
	if err != nil || !known {
		return nil, err
	}
	found, err := s.Brands(ctx, []int{id})
	return found[id], err
}

func (s *Service) readBrandBySlug(ctx context.Context, slug string) (*db.Brand, error) {
	row, err := s.pool.Ent().Brand.Query().Where(brand.Active(true), brand.Slug(slug)).Only(ctx)
	if db.IsNotFound(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading a brand: %w", err)
	}
	row.LogoURL = s.absolutePointer(row.LogoURL)
	return row, nil
}

// CategoryInput asks for one page of categories.
type CategoryInput struct {
	// Parent narrows to those directly below; 0 does not.
	Parent int
	// Level narrows to one level, 1 to 3; nil does not.
	Level *int
	page.Args
}

// CategoryPage is one page of the tree, in the order the shop shows it.
func (t *Tree) CategoryPage(in CategoryInput) (*CategoryConnection, error) {
	level := 0
	if in.Level != nil {
		if level = *in.Level; level < 1 || level > maxLevels {
			return nil, fault.Invalid("level", "must be between 1 and %d, got %d", maxLevels, level)
		}
	}
	list := page.NewList(1, isPosition, "categories", in.Parent, level)
	window, err := in.Args.Window(list)
	if err != nil {
		return nil, err
	}
	var all []*Category
	for _, c := range t.ordered {
		below := in.Parent == 0 || c.parent != nil && c.parent.ID == in.Parent
		if below && (level == 0 || c.level == level) {
			all = append(all, c)
		}
	}
	places := slice(len(all), window, func(key string) int {
		id, _ := strconv.Atoi(key) // isPosition has seen it.
		return slices.IndexFunc(all, func(c *Category) bool { return c.ID == id })
	})
	items := make([]page.Item[*Category], len(places))
	for i, place := range places {
		items[i] = page.Item[*Category]{Node: all[place], Key: page.Key{strconv.Itoa(all[place].ID)}}
	}
	return page.Cut(list, window, items).CountWith(func(context.Context) (int, error) { return len(all), nil }), nil
}

// slice are the places of a window in a list that is at hand whole, in reading
// order, one more than the window's size where there are more. A cursor whose
// item has gone starts at the end it points away from.
func slice(length int, window page.Window, find func(string) int) []int {
	from, to := 0, length
	if window.After != nil {
		from = find(window.After.Key[0]) + 1
	}
	if window.Before != nil {
		if at := find(window.Before.Key[0]); at >= 0 {
			to = at
		}
	}
	var places []int
	for i := from; i < to && len(places) <= window.Size; i++ {
		if window.Backward {
			places = append(places, to-1-(i-from))
		} else {
			places = append(places, i)
		}
	}
	return places
}

func isPosition(key page.Key) bool {
	_, err := strconv.Atoi(key[0])
	return err == nil
}
