package merchandising

import (
	"context"

	"zuka/ent/db"
	"zuka/ent/db/product"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/postgres"
)

// CategoryInput is a new category, or, with an ID, a change of one.
type CategoryInput struct {
	ID   *int
	Name Change[string]
	// Slug is made of the name of a new category that is given none.
	Slug, Description Change[string]
	// Parent is the category above; none for one at the top.
	Parent   Change[int]
	ImageURL Change[string]
	// DisplayOrder is its place among its siblings, lowest first.
	DisplayOrder Change[int]
	// Active is whether shoppers see it; a new one they do.
	Active Change[bool]
}

func (in *CategoryInput) check(faults *fault.Faults) {
	faults.Check(in.ID != nil || in.Name.Wanted, "name", "is missing")
	in.Name.must(faults, "name", line(longestName))
	in.Slug.must(faults, "slug", keepSlug)
	in.Description.or("")
	in.Description.may(faults, "description", prose(longestDescription))
	in.ImageURL.may(faults, "imageUrl", keepURL)
	in.DisplayOrder.must(faults, "displayOrder", between(-highestOrder, highestOrder))
	in.Active.must(faults, "active", asIs)
}

func (in *CategoryInput) write(m *db.CategoryMutation) {
	in.Name.set(m.SetName)
	in.Slug.set(m.SetSlug)
	in.Description.set(m.SetDescription)
	in.Parent.apply(m.SetParentID, m.ClearParentID)
	in.ImageURL.apply(m.SetImageURL, m.ClearImageURL)
	in.DisplayOrder.set(m.SetDisplayOrder)
	in.Active.set(m.SetActive)
}

// CategoryUpsert adds a category to the tree or changes one. Only one at a time
// changes the tree, so what was checked still holds when it is written.
func (s *Service) CategoryUpsert(ctx context.Context, in CategoryInput) (*db.Category, error) {
	if _, err := staff(ctx); err != nil {
		return nil, err
	}
	var faults fault.Faults
	in.check(&faults)
	var row *db.Category
	err := postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx postgres.Tx) error {
		if err := lockTree(ctx, tx, alone); err != nil {
			return err
		}
		tree, err := readTree(ctx, tx)
		if err != nil {
			return err
		}
		if err := in.look(ctx, tx, &faults, tree); err != nil {
			return err
		}
		if in.ID == nil && !in.Slug.Wanted && in.Name.Value != nil && !faulty(faults, "name") {
			slug, err := freeSlug(ctx, tx, "categories", *in.Name.Value)
			if _, expected := fault.From(err); err != nil && !expected {
				return err
			}
			faults.Keep(err)
			in.Slug = To(slug)
		}
		if err := faults.Err(); err != nil {
			return err
		}
		row, err = in.save(ctx, tx)
		return told(err)
	})
	if err != nil {
		return nil, err
	}
	s.show(ctx, touched{lists: true})
	return row, nil
}

func (in *CategoryInput) save(ctx context.Context, tx postgres.Tx) (*db.Category, error) {
	if in.ID == nil {
		create := tx.Ent().Category.Create()
		in.write(create.Mutation())
		return create.Save(ctx)
	}
	if in.Name.Wanted {
		if err := lockProductsOf(ctx, tx, "category_id", *in.ID); err != nil {
			return nil, err
		}
	}
	update := tx.Ent().Category.UpdateOneID(*in.ID)
	in.write(update.Mutation())
	return update.Save(ctx)
}

// look finds what cannot be accepted because of the rest of the tree.
func (in *CategoryInput) look(ctx context.Context, tx postgres.Tx, faults *fault.Faults, t tree) error {
	id := 0
	if in.ID != nil {
		if id = *in.ID; t[id] == nil {
			return fault.Refuse(fault.Gone, "id", "is no category")
		}
	}
	if in.Slug.Value != nil {
		for _, other := range t {
			if other.Slug == *in.Slug.Value && other.ID != id {
				faults.Keep(takenSlug)
			}
		}
	}
	if err := in.lookUp(ctx, tx, faults, t, id); err != nil {
		return err
	}
	if id == 0 || in.Active.Value == nil || *in.Active.Value {
		return nil
	}
	// Products for sale would have no place any more.
	ids, _ := t.below(id)
	selling, err := tx.Ent().Product.Query().Where(product.CategoryIDIn(ids...), product.Active(true)).Exist(ctx)
	if selling {
		faults.Keep(fault.Refuse(fault.StateConflict, "active", "must stay on while products for sale are in the category or below it: archive or move them first"))
	}
	return err
}

// lookUp finds what is wrong with the place where the category is to be. One
// that stays where it is and is not switched on is not asked for its place.
func (in *CategoryInput) lookUp(ctx context.Context, tx postgres.Tx, faults *fault.Faults, t tree, id int) error {
	parent := in.Parent.Value
	if !in.Parent.Wanted {
		if id == 0 || in.Active.Value == nil || !*in.Active.Value {
			return nil
		}
		parent = t[id].ParentID
	}
	if parent == nil {
		return nil
	}
	ids, levels := t.below(id)
	inside := false
	for _, one := range ids {
		inside = inside || one == *parent
	}
	above := len(t.path(*parent))
	switch {
	case t[*parent] == nil:
		faults.Keep(fault.Refuse(fault.Gone, "parentId", "is no category"))
	case inside:
		faults.Check(false, "parentId", "is the category itself or lies below it")
	case above+max(levels, 1) > maxLevels:
		faults.Check(false, "parentId", "lies too deep: the tree has %d levels", maxLevels)
	case !t.shown(*parent):
		faults.Keep(fault.Refuse(fault.StateConflict, "parentId", "is a category that shoppers do not see"))
	default:
		full, err := tx.Ent().Product.Query().Where(product.CategoryID(*parent)).Exist(ctx)
		if full {
			faults.Keep(fault.Refuse(fault.StateConflict, "parentId", "is a category with products: move them first, only the lowest categories have any"))
		}
		return err
	}
	return nil
}
