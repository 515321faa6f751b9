package merchandising

import (
	"context"
	"database/sql"
	"errors"

	"github.com/google/uuid"

	"zuka/ent/db/product"
	"zuka/ent/db/productvariant"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/postgres"
)

// reasons of stock_adjustments that are not in the words of staff.
const (
	reasonNew     = "initial stock"
	reasonSplit   = "the product got variants"
	reasonRemoved = "the variant was deleted"
)

// ProductCreate adds a product to the shop.
func (s *Service) ProductCreate(ctx context.Context, in ProductInput) (*Managed, error) {
	who, err := staff(ctx)
	if err != nil {
		return nil, err
	}
	change := in.asChange()
	var faults fault.Faults
	change.check(&faults)
	between(0, mostPieces)(&faults, "initialStock", in.InitialStock)
	change.checkPrices(&faults, 0, nil)
	var made *Managed
	err = postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx postgres.Tx) error {
		if err := lockTree(ctx, tx, still); err != nil {
			return err
		}
		if err := lockSlugs(ctx, tx); err != nil {
			return err
		}
		if err := change.look(ctx, tx, &faults, 0); err != nil {
			return err
		}
		if !change.Slug.Wanted && change.Name.Value != nil && !faulty(faults, "name") {
			slug, err := freeSlug(ctx, tx, "products", *change.Name.Value)
			if _, expected := fault.From(err); err != nil && !expected {
				return err
			}
			faults.Keep(err)
			change.Slug = To(slug)
		}
		if err := faults.Err(); err != nil {
			return err
		}
		made, err = s.createProduct(ctx, tx, change, in, who)
		return err
	})
	if err != nil {
		return nil, err
	}
	s.show(ctx, touched{products: []int{made.ID}, lists: true})
	return made, nil
}

func (s *Service) createProduct(ctx context.Context, tx postgres.Tx, change *ProductUpdateInput, in ProductInput, who uuid.UUID) (*Managed, error) {
	now := s.Clock.Now()
	create := tx.Ent().Product.Create().SetActive(!in.Archived).SetStockCount(in.InitialStock).SetCreatedAt(now).SetUpdatedAt(now)
	change.write(create.Mutation())
	row, err := create.Save(ctx)
	if err != nil {
		return nil, told(err)
	}
	if err := s.adjusted(ctx, tx, adjustment{product: row.ID, change: in.InitialStock, reason: reasonNew, by: who}); err != nil {
		return nil, err
	}
	return managed(ctx, tx.Ent(), row.ID)
}

// ProductUpdate changes what the input wants changed. A new price is paid by
// whoever has not ordered yet.
func (s *Service) ProductUpdate(ctx context.Context, id int, in ProductUpdateInput) (*Managed, error) {
	if _, err := staff(ctx); err != nil {
		return nil, err
	}
	var faults fault.Faults
	in.check(&faults)
	var changed *Managed
	err := postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx postgres.Tx) error {
		if in.Category.Wanted {
			if err := lockTree(ctx, tx, still); err != nil {
				return err
			}
		}
		if err := lockProduct(ctx, tx, id, "id"); err != nil {
			return err
		}
		if in.Slug.Wanted {
			if err := lockSlugs(ctx, tx); err != nil {
				return err
			}
		}
		if err := in.look(ctx, tx, &faults, id); err != nil {
			return err
		}
		if err := faults.Err(); err != nil {
			return err
		}
		update := tx.Ent().Product.UpdateOneID(id).SetUpdatedAt(s.Clock.Now())
		in.write(update.Mutation())
		if err := update.Exec(ctx); err != nil {
			return told(err)
		}
		var err error
		changed, err = managed(ctx, tx.Ent(), id)
		return err
	})
	if err != nil {
		return nil, err
	}
	s.show(ctx, touched{products: []int{id}, lists: true})
	return changed, nil
}

// look finds what cannot be accepted because of what the shop has. The id is
// of the product that is changed, locked; 0 for a new one. What the fields'
// own rules refused is not looked for: it could be no text at all.
func (in *ProductUpdateInput) look(ctx context.Context, tx postgres.Tx, faults *fault.Faults, id int) error {
	if id != 0 {
		row, err := tx.Ent().Product.Get(ctx, id)
		if err != nil {
			return err
		}
		in.checkPrices(faults, row.PriceNgn, row.SalePriceNgn)
		if err := in.lookForVariants(ctx, tx, faults, id); err != nil {
			return err
		}
	}
	if in.Category.Value != nil {
		tree, err := readTree(ctx, tx)
		if err != nil {
			return err
		}
		faults.Keep(tree.place("categoryId", *in.Category.Value))
	}
	if err := in.lookForBrand(ctx, tx, faults); err != nil {
		return err
	}
	if in.SKU.Value != nil && !faulty(*faults, "sku") {
		taken, err := tx.Ent().Product.Query().Where(product.Sku(*in.SKU.Value), product.IDNEQ(id)).Exist(ctx)
		if err != nil {
			return err
		}
		if taken {
			faults.Keep(takenSKU)
		}
	}
	if in.Slug.Value != nil && !faulty(*faults, "slug") {
		taken, err := slugTaken(ctx, tx, "products", *in.Slug.Value, id)
		if err != nil {
			return err
		}
		if taken {
			faults.Keep(takenSlug)
		}
	}
	return nil
}

// lookForBrand refuses a brand that is not there. It holds the brand still, so
// that one which is renamed now finds the product to tell it.
func (in *ProductUpdateInput) lookForBrand(ctx context.Context, tx postgres.Tx, faults *fault.Faults) error {
	if in.Brand.Value == nil {
		return nil
	}
	var id int
	err := tx.QueryRowContext(ctx, "SELECT id FROM brands WHERE id = $1 FOR SHARE", *in.Brand.Value).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		faults.Keep(fault.Refuse(fault.Gone, "brandId", "is no brand"))
		return nil
	}
	return err
}

// lookForVariants refuses sizes and colours for a product whose variants say
// them.
func (in *ProductUpdateInput) lookForVariants(ctx context.Context, tx postgres.Tx, faults *fault.Faults, id int) error {
	if !in.Sizes.Wanted && !in.Colors.Wanted {
		return nil
	}
	has, err := tx.Ent().ProductVariant.Query().Where(productvariant.ProductID(id)).Exist(ctx)
	faults.Check(!has || !in.Sizes.Wanted, "sizes", "are those of the product's variants")
	faults.Check(!has || !in.Colors.Wanted, "colors", "are those of the product's variants")
	return err
}

// faulty tells whether a field was found wrong.
func faulty(faults fault.Faults, field string) bool {
	for _, one := range faults {
		if len(one.Field) == 1 && one.Field[0] == field {
			return true
		}
	}
	return false
}

// ProductArchive takes a product out of the shop, or puts it back. Orders and
// their returns go on knowing it.
func (s *Service) ProductArchive(ctx context.Context, id int, archived bool) (*Managed, error) {
	if _, err := staff(ctx); err != nil {
		return nil, err
	}
	var row *Managed
	err := postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx postgres.Tx) error {
		// What comes back must lie where shoppers find it.
		if err := lockTree(ctx, tx, still); err != nil {
			return err
		}
		if err := lockProduct(ctx, tx, id, "id"); err != nil {
			return err
		}
		if err := tx.Ent().Product.UpdateOneID(id).SetActive(!archived).SetUpdatedAt(s.Clock.Now()).Exec(ctx); err != nil {
			return err
		}
		var err error
		if row, err = managed(ctx, tx.Ent(), id); err != nil || archived {
			return err
		}
		tree, err := readTree(ctx, tx)
		if err != nil {
			return err
		}
		return tree.place("id", row.CategoryID)
	})
	if err != nil {
		return nil, err
	}
	s.show(ctx, touched{products: []int{id}, lists: true})
	return row, nil
}

// adjustment is a change of stock to be noted.
type adjustment struct {
	product int
	variant *int
	change  int
	reason  string
	by      uuid.UUID
}

// adjusted notes a change of stock, so that every piece can be accounted for.
func (s *Service) adjusted(ctx context.Context, tx postgres.Tx, a adjustment) error {
	if a.change == 0 {
		return nil
	}
	return tx.Ent().StockAdjustment.Create().SetProductID(a.product).SetNillableVariantID(a.variant).SetChange(a.change).
		SetReason(a.reason).SetUserID(a.by).SetCreatedAt(s.Clock.Now()).Exec(ctx)
}
