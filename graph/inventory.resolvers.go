package graph

import (
	"context"

	"zuka/graph/loader"
	"zuka/graph/model"
	"zuka/graph/usererror"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/globalid"
	"zuka/internal/platform/page"
	"zuka/internal/shop/catalog"
	"zuka/internal/shop/inventory"
)

// StockLow is what is sold out or nearly so.
func (q query) StockLow(ctx context.Context, first *int32, after *string, last *int32, before *string) (*inventory.LowConnection, error) {
	return q.Inventory.Low(ctx, page.Args{First: first, After: after, Last: last, Before: before})
}

// StockAdjust changes a stock.
func (m mutation) StockAdjust(ctx context.Context, input model.StockAdjustInput) (*model.StockPayload, error) {
	level, failed := func() (*inventory.StockLevel, error) {
		in := inventory.AdjustInput{Change: int(input.Change), Reason: input.Reason, IdempotencyKey: input.IdempotencyKey}
		var err error
		if in.Product, err = input.ProductID.Int("Product", "productId"); err != nil {
			return nil, err
		}
		if id := input.VariantID.Value(); id != nil {
			key, err := id.Int("ProductVariant", "variantId")
			if err != nil {
				return nil, err
			}
			in.Variant = &key
		}
		return m.Inventory.Adjust(ctx, in)
	}()
	errs, err := usererror.From(fault.Below("input", failed))
	if err != nil {
		return nil, err
	}
	return &model.StockPayload{Stock: level, UserErrors: errs}, nil
}

// StockLow hears of each fall.
func (s subscription) StockLow(ctx context.Context) (<-chan *inventory.StockLevel, error) {
	return followed[*inventory.StockLevel](ctx)(s.Inventory.FollowLow(ctx))
}

type stockFields struct{ *Resolver }

// Product is what there is so much of.
func (stockFields) Product(ctx context.Context, level *inventory.StockLevel) (*catalog.Product, error) {
	return loader.From(ctx).Product.Get(ctx, level.ProductID)
}

// VariantID is the variant, if it is one.
func (stockFields) VariantID(_ context.Context, level *inventory.StockLevel) (*globalid.ID, error) {
	if level.VariantID == nil {
		return nil, nil
	}
	return new(globalid.New("ProductVariant", *level.VariantID)), nil
}
