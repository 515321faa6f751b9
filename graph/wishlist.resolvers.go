package graph

import (
	"context"

	"zuka/ent/db"
	"zuka/graph/loader"
	"zuka/graph/model"
	"zuka/graph/usererror"
	"zuka/internal/platform/globalid"
	"zuka/internal/platform/page"
	"zuka/internal/shop/account"
	"zuka/internal/shop/cart"
	"zuka/internal/shop/catalog"
	"zuka/internal/shop/wishlist"
)

// Wishlist is what the person wishes for.
func (m meFields) Wishlist(ctx context.Context, _ *account.Self, first *int32, after *string, last *int32, before *string) (*wishlist.Connection, error) {
	return m.Resolver.Wishlist.Mine(ctx, page.Args{First: first, After: after, Last: last, Before: before})
}

func wished(item *db.Wishlist, there bool, failed error) (*model.WishlistPayload, error) {
	errs, err := usererror.From(failed)
	if err != nil {
		return nil, err
	}
	return &model.WishlistPayload{Item: item, Wished: there, UserErrors: errs}, nil
}

// WishlistAdd wishes for a product.
func (m mutation) WishlistAdd(ctx context.Context, productID globalid.ID) (*model.WishlistPayload, error) {
	key, err := productID.Int("Product", "productId")
	if err != nil {
		return wished(nil, false, err)
	}
	item, failed := m.Wishlist.Add(ctx, key)
	return wished(item, failed == nil, failed)
}

// WishlistRemove stops wishing.
func (m mutation) WishlistRemove(ctx context.Context, productID globalid.ID) (*model.WishlistPayload, error) {
	key, err := productID.Int("Product", "productId")
	if err != nil {
		return wished(nil, false, err)
	}
	_, failed := m.Wishlist.Remove(ctx, key)
	return wished(nil, false, failed)
}

// WishlistMoveToCart puts a wish into the cart.
func (m mutation) WishlistMoveToCart(ctx context.Context, line model.CartLineInput) (*model.CartPayload, error) {
	in, err := lineInput(&line, "line")
	if err != nil {
		return m.changed(ctx, nil, err)
	}
	moved, failed := m.Wishlist.MoveToCart(ctx, wishlist.MoveInput(in))
	payload, err := m.changed(ctx, nil, failed)
	if err != nil || moved == nil {
		return payload, err
	}
	for _, warning := range moved.Warnings {
		payload.Warnings = append(payload.Warnings, new(cart.Warning(warning)))
	}
	return payload, nil
}

type wishFields struct{ *Resolver }

// Product is what is wished for.
func (wishFields) Product(ctx context.Context, item *db.Wishlist) (*catalog.Product, error) {
	return loader.From(ctx).Product.Get(ctx, item.ProductID)
}
