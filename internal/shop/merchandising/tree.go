package merchandising

import (
	"context"
	"fmt"

	"zuka/ent/db"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/postgres"
)

// treeLock is how a transaction holds the tree of categories.
type treeLock string

const (
	// still lets nobody change the tree.
	still treeLock = "SHARE"
	// alone also lets nobody else hang a product on it.
	alone treeLock = "SHARE ROW EXCLUSIVE"
)

// lockTree is the first lock of a transaction that needs the tree. Reading it
// goes on, and so do foreign keys that refer to a category.
func lockTree(ctx context.Context, tx postgres.Tx, lock treeLock) error {
	if _, err := tx.ExecContext(ctx, "LOCK TABLE categories IN "+string(lock)+" MODE"); err != nil {
		return fmt.Errorf("locking the tree of categories: %w", err)
	}
	return nil
}

// tree is all categories, those too that shoppers do not see. There are few.
type tree map[int]*db.Category

func readTree(ctx context.Context, tx postgres.Tx) (tree, error) {
	rows, err := tx.Ent().Category.Query().All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading the categories: %w", err)
	}
	t := make(tree, len(rows))
	for _, row := range rows {
		t[row.ID] = row
	}
	return t, nil
}

// path leads from a category up to the top, itself first. A circle, which the
// database alone would not prevent, ends it.
func (t tree) path(id int) []*db.Category {
	var path []*db.Category
	for c := t[id]; c != nil && len(path) <= len(t); {
		path = append(path, c)
		if c.ParentID == nil {
			break
		}
		c = t[*c.ParentID]
	}
	return path
}

// shown tells whether shoppers see a category: it and all above it are active.
func (t tree) shown(id int) bool {
	for _, c := range t.path(id) {
		if !c.Active {
			return false
		}
	}
	return t[id] != nil
}

// below are the ids of a category and of all below it, and how many levels
// these are.
func (t tree) below(id int) (ids []int, levels int) {
	for other := range t {
		for depth, c := range t.path(other) {
			if c.ID == id {
				ids, levels = append(ids, other), max(levels, depth+1)
				break
			}
		}
	}
	return ids, levels
}

// place refuses a category on which no product may hang.
func (t tree) place(field string, id int) error {
	switch ids, _ := t.below(id); {
	case t[id] == nil:
		return fault.Refuse(fault.Gone, field, "is no category")
	case len(ids) > 1:
		return fault.Invalid(field, "is a category with others below it: products are in one of those")
	case !t.shown(id):
		return fault.Refuse(fault.StateConflict, field, "is in a category that shoppers do not see")
	}
	return nil
}
