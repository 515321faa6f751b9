package catalog

import (
	"context"
	"fmt"
	"slices"

	"zuka/ent/db"
	"zuka/ent/db/category"
	"zuka/internal/platform/written"
)

// maxLevels is how deep the tree goes: Women > Dresses > Ankara dresses.
const maxLevels = 3

// Tree is all active categories at one moment. It is small and read by nearly
// every request, so it is kept whole; it never changes once built.
type Tree struct {
	ordered []*Category
	byID    map[int]*Category
	bySlug  map[string]*Category
}

// Category is a node of the tree.
type Category struct {
	*db.Category
	level    int
	parent   *Category
	children []*Category
	written  written.Forms
}

// Written are the forms that are kept of it.
func (c *Category) Written() *written.Forms {
	if c == nil {
		return nil
	}
	return &c.written
}

// Level is how deep the category lies; 1 is the top.
func (c *Category) Level() int { return c.level }

// Parent is the category above, nil at the top.
func (c *Category) Parent() *Category { return c.parent }

// Children are the categories directly below, in display order.
func (c *Category) Children() []*Category { return c.children }

// Ancestors lead down from the top to the parent.
func (c *Category) Ancestors() []*Category {
	var ancestors []*Category
	for above := c.parent; above != nil; above = above.parent {
		ancestors = append(ancestors, above)
	}
	slices.Reverse(ancestors)
	return ancestors
}

// within are the ids of the category and of all below it.
func (c *Category) within() []int {
	ids := []int{c.ID}
	for _, child := range c.children {
		ids = append(ids, child.within()...)
	}
	return ids
}

// ByID is the category with this id, nil when there is none.
func (t *Tree) ByID(id int) *Category { return t.byID[id] }

// BySlug is the category with this slug, nil when there is none.
func (t *Tree) BySlug(slug string) *Category { return t.bySlug[slug] }

// newTree links rows sorted by display order. A row below an inactive or
// missing parent is left out with all below it: nobody could walk to it.
func newTree(rows []*db.Category) *Tree {
	tree := &Tree{byID: make(map[int]*Category, len(rows)), bySlug: make(map[string]*Category, len(rows))}
	below := make(map[int][]*db.Category)
	for _, row := range rows {
		parent := 0
		if row.ParentID != nil {
			parent = *row.ParentID
		}
		below[parent] = append(below[parent], row)
	}
	tree.grow(nil, below)
	return tree
}

func (t *Tree) grow(parent *Category, below map[int][]*db.Category) []*Category {
	id, level := 0, 1
	if parent != nil {
		id, level = parent.ID, parent.level+1
	}
	if level > maxLevels {
		return nil
	}
	var grown []*Category
	for _, row := range below[id] {
		node := &Category{Category: row, level: level, parent: parent}
		t.ordered = append(t.ordered, node)
		t.byID[row.ID], t.bySlug[row.Slug] = node, node
		node.children = t.grow(node, below)
		grown = append(grown, node)
	}
	return grown
}

func (s *Service) readTree(ctx context.Context) (*Tree, error) {
	rows, err := s.pool.Ent().Category.Query().
		Where(category.Active(true)).
		Order(category.ByDisplayOrder(), category.ByID()).
		All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading the categories: %w", err)
	}
	for _, row := range rows {
		row.ImageURL = s.absolutePointer(row.ImageURL)
	}
	return newTree(rows), nil
}
