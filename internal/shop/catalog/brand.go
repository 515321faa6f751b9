package catalog

import (
	"context"
	"slices"
	"strconv"

	"zuka/ent/db"
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

// BrandPage is one page of the active brands by name.
func (s *Service) BrandPage(ctx context.Context, args page.Args) (*BrandConnection, error) {
	list := page.NewList(1, isPosition, "brands")
	window, err := args.Window(list)
	if err != nil {
		return nil, err
	}
	d, err := s.directoryNow(ctx)
	if err != nil {
		return nil, err
	}
	places := slice(len(d.byName), window, func(key string) int {
		id, _ := strconv.Atoi(key) // isPosition has seen it.
		return slices.IndexFunc(d.byName, func(b *db.Brand) bool { return b.ID == id })
	})
	items := make([]page.Item[*db.Brand], len(places))
	for i, place := range places {
		items[i] = page.Item[*db.Brand]{Node: d.byName[place], Key: page.Key{strconv.Itoa(d.byName[place].ID)}}
	}
	return page.Cut(list, window, items).CountWith(func(context.Context) (int, error) { return len(d.byName), nil }), nil
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
	list, all := wholeTree, t.ordered
	if in.Parent != 0 || level != 0 {
		list, all = treeList(in.Parent, level), t.narrowed(in.Parent, level)
	}
	window, err := in.Args.Window(list)
	if err != nil {
		return nil, err
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

// narrowed are the categories of a parent and a level, where they are not 0.
func (t *Tree) narrowed(parent, level int) []*Category {
	var all []*Category
	for _, c := range t.ordered {
		below := parent == 0 || c.parent != nil && c.parent.ID == parent
		if below && (level == 0 || c.level == level) {
			all = append(all, c)
		}
	}
	return all
}

func treeList(parent, level int) page.List {
	return page.NewList(1, isPosition, "categories", parent, level)
}

// wholeTree is the list that nearly everybody asks for.
var wholeTree = treeList(0, 0)

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
