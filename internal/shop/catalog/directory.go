package catalog

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"zuka/ent/db"
	"zuka/ent/db/brand"
	"zuka/internal/platform/cache"
)

// directory is what is few and asked for by nearly every request: the tree of
// categories and the brands. It is held whole and never changes once made.
type directory struct {
	tree   *Tree
	brands map[int]*db.Brand
	slugs  map[string]*db.Brand
	// byName are the brands in the order they are shown.
	byName []*db.Brand
}

func newDirectory(tree *Tree, brands []*db.Brand) *directory {
	d := &directory{tree: tree, byName: brands, brands: make(map[int]*db.Brand, len(brands)), slugs: make(map[string]*db.Brand, len(brands))}
	slices.SortFunc(d.byName, func(a, b *db.Brand) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID)) })
	for _, b := range brands {
		d.brands[b.ID], d.slugs[b.Slug] = b, b
	}
	return d
}

// directoryNow is the directory; it shows every change that was told of before.
func (s *Service) directoryNow(ctx context.Context) (*directory, error) {
	cache.Saw(ctx, s.shown.directory)
	generation, err := s.generation(ctx, s.directories)
	if err != nil {
		return nil, err
	}
	return s.directory.get(ctx, generation)
}

func (s *Service) readDirectory(ctx context.Context) (*directory, error) {
	tree, err := s.readTree(ctx)
	if err != nil {
		return nil, err
	}
	brands, err := s.pool.Ent().Brand.Query().Where(brand.Active(true)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading the brands: %w", err)
	}
	for _, b := range brands {
		b.LogoURL = s.absolutePointer(b.LogoURL)
	}
	return newDirectory(tree, brands), nil
}

// Tree is all active categories.
func (s *Service) Tree(ctx context.Context) (*Tree, error) {
	d, err := s.directoryNow(ctx)
	if err != nil {
		return nil, err
	}
	return d.tree, nil
}

// Brands are the active brands with these ids; what is missing is not there.
func (s *Service) Brands(ctx context.Context, ids []int) (map[int]*db.Brand, error) {
	d, err := s.directoryNow(ctx)
	if err != nil {
		return nil, err
	}
	found := make(map[int]*db.Brand, len(ids))
	for _, id := range ids {
		if b := d.brands[id]; b != nil {
			found[id] = b
		}
	}
	return found, nil
}

// BrandBySlug is the active brand with this slug, nil when there is none.
func (s *Service) BrandBySlug(ctx context.Context, slug string) (*db.Brand, error) {
	d, err := s.directoryNow(ctx)
	if err != nil {
		return nil, err
	}
	return d.slugs[slug], nil
}
