package merchandising

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/google/uuid"

	"zuka/ent/db"
	"zuka/ent/db/productvariant"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/postgres"
)

// VariantInput is a new variant of a product, or, with an ID, a change of one.
type VariantInput struct {
	// Product may be 0 for a change: a variant never leaves its product.
	Product int
	ID      *int
	// Size and Color may be missing, but not both: there must be a choice.
	Size, Color Change[string]
	SKU         Change[string]
	// Price and ImageURL are the product's where they are missing.
	Price    Change[naira]
	ImageURL Change[string]
	// InitialStock is for a new one only.
	InitialStock int
}

func (in *VariantInput) validate() error {
	var faults fault.Faults
	in.Size.or("")
	in.Size.may(&faults, "size", short(longestWord))
	in.Color.or("")
	in.Color.may(&faults, "color", short(longestWord))
	faults.Check(in.ID != nil || in.SKU.Wanted, "sku", "is missing")
	in.SKU.must(&faults, "sku", keepSKU)
	in.Price.may(&faults, "price", keepPrice)
	in.ImageURL.may(&faults, "imageUrl", keepURL)
	faults.Check(in.ID == nil || in.InitialStock == 0, "initialStock", "is for a new variant: change the stock of this one by stockAdjust")
	between(0, mostPieces)(&faults, "initialStock", in.InitialStock)
	return faults.Err()
}

func (in *VariantInput) write(m *db.ProductVariantMutation) {
	in.Size.set(m.SetSize)
	in.Color.set(m.SetColor)
	in.SKU.set(m.SetSku)
	in.Price.apply(m.SetPriceNgn, m.ClearPriceNgn)
	in.ImageURL.apply(m.SetImageURL, m.ClearImageURL)
}

// VariantUpsert adds a variant to a product or changes one. The first makes
// the product one that sells only variants; the pieces that it had of its own
// go.
func (s *Service) VariantUpsert(ctx context.Context, in VariantInput) (*db.ProductVariant, error) {
	who, err := staff(ctx)
	if err != nil {
		return nil, err
	}
	if err := in.validate(); err != nil {
		return nil, err
	}
	if in.ID != nil && in.Product == 0 {
		found, err := s.Pool.Ent().ProductVariant.Get(ctx, *in.ID)
		if err != nil {
			return nil, orElse(err, fault.Refuse(fault.Gone, "id", "is no variant"))
		}
		in.Product = found.ProductID
	}
	var variant *db.ProductVariant
	err = postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx postgres.Tx) error {
		if err := lockProduct(ctx, tx, in.Product, "productId"); err != nil {
			return err
		}
		if in.ID == nil {
			variant, err = s.addVariant(ctx, tx, in, who)
		} else {
			variant, err = changeVariant(ctx, tx, in)
		}
		if err != nil {
			return told(err)
		}
		if variant.Size == "" && variant.Color == "" {
			return fault.Invalid("size", "is missing: a variant has a size or a colour")
		}
		return s.follow(ctx, tx, in.Product)
	})
	if err != nil {
		return nil, err
	}
	s.show(ctx, touched{products: []int{in.Product}, lists: in.ID == nil || in.Size.Wanted || in.Color.Wanted})
	return variant, nil
}

func (s *Service) addVariant(ctx context.Context, tx postgres.Tx, in VariantInput, who uuid.UUID) (*db.ProductVariant, error) {
	count, err := tx.Ent().ProductVariant.Query().Where(productvariant.ProductID(in.Product)).Count(ctx)
	if err != nil {
		return nil, err
	}
	if count >= mostVariants {
		return nil, fault.Refuse(fault.LimitReached, "productId", "has %d variants, the most there may be", mostVariants)
	}
	if count == 0 {
		row, err := tx.Ent().Product.Get(ctx, in.Product)
		if err != nil {
			return nil, err
		}
		if err := s.adjusted(ctx, tx, adjustment{product: in.Product, change: -row.StockCount, reason: reasonSplit, by: who}); err != nil {
			return nil, err
		}
	}
	create := tx.Ent().ProductVariant.Create().SetProductID(in.Product).SetStockCount(in.InitialStock)
	in.write(create.Mutation())
	made, err := create.Save(ctx)
	if err != nil {
		return nil, err
	}
	return made, s.adjusted(ctx, tx, adjustment{product: in.Product, variant: &made.ID, change: in.InitialStock, reason: reasonNew, by: who})
}

func changeVariant(ctx context.Context, tx postgres.Tx, in VariantInput) (*db.ProductVariant, error) {
	// By itself, an update of nothing would not look whose it is.
	found, err := tx.Ent().ProductVariant.Query().Where(productvariant.ID(*in.ID), productvariant.ProductID(in.Product)).Only(ctx)
	if err != nil {
		return nil, orElse(err, fault.Refuse(fault.Gone, "id", "is no variant of this product"))
	}
	update := tx.Ent().ProductVariant.UpdateOne(found)
	in.write(update.Mutation())
	return update.Save(ctx)
}

// VariantDelete takes a variant away, and its pieces with it. Carts that hold
// it say so. A product whose last variant goes has no choice and no stock.
func (s *Service) VariantDelete(ctx context.Context, id int) (*Managed, error) {
	who, err := staff(ctx)
	if err != nil {
		return nil, err
	}
	gone := fault.Refuse(fault.Gone, "id", "is no variant")
	found, err := s.Pool.Ent().ProductVariant.Get(ctx, id) // Its product never changes.
	if err != nil {
		return nil, orElse(err, gone)
	}
	var left *Managed
	err = postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx postgres.Tx) error {
		if err := lockProduct(ctx, tx, found.ProductID, "id"); err != nil {
			return err
		}
		// Its stock is that of now: it may have been sold meanwhile.
		if found, err = tx.Ent().ProductVariant.Get(ctx, id); err != nil {
			return orElse(err, gone)
		}
		if err := tx.Ent().ProductVariant.DeleteOne(found).Exec(ctx); err != nil {
			return err
		}
		if err := s.adjusted(ctx, tx, adjustment{product: found.ProductID, change: -found.StockCount, reason: reasonRemoved, by: who}); err != nil {
			return err
		}
		if err := s.follow(ctx, tx, found.ProductID); err != nil {
			return err
		}
		left, err = managed(ctx, tx.Ent(), found.ProductID)
		return err
	})
	if err != nil {
		return nil, err
	}
	s.show(ctx, touched{products: []int{found.ProductID}, lists: true})
	return left, nil
}

// follow gives a locked product the sizes, colours and stock of its variants.
func (s *Service) follow(ctx context.Context, tx postgres.Tx, id int) error {
	variants, err := tx.Ent().ProductVariant.Query().Where(productvariant.ProductID(id)).Order(productvariant.ByID()).All(ctx)
	if err != nil {
		return err
	}
	sizes, colors := choices(variants)
	sizesText, _ := json.Marshal(sizes) // Words always marshal.
	colorsText, _ := json.Marshal(colors)
	_, err = tx.ExecContext(ctx, `UPDATE products SET sizes = $2::text::jsonb, colors = $3::text::jsonb, updated_at = $4,
		stock_count = (SELECT COALESCE(sum(stock_count), 0) FROM product_variants WHERE product_id = $1) WHERE id = $1`,
		id, string(sizesText), string(colorsText), s.Clock.Now())
	if err != nil {
		return fmt.Errorf("giving a product the choice of its variants: %w", err)
	}
	return nil
}
