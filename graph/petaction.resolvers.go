package graph

import (
	"context"

	"zuka/ent/db"
	"zuka/ent/db/petaction"
	"zuka/ent/shape"
	"zuka/graph/loader"
	"zuka/internal/shop/catalog"
	"zuka/internal/shop/pet"
)

type petActionFields struct{ *Resolver }

func given(a *db.PetAction) shape.PetAction {
	if a.ActionData == nil {
		return shape.PetAction{}
	}
	return *a.ActionData
}

// State is how it stands now.
func (f petActionFields) State(_ context.Context, a *db.PetAction) (petaction.State, error) {
	return pet.StateOf(a, f.Pets.Clock.Now()), nil
}

// Product is what is to be put into the cart.
func (petActionFields) Product(ctx context.Context, a *db.PetAction) (*catalog.Product, error) {
	if id := given(a).ProductID; id != 0 && a.ActionType == petaction.ActionTypeAddToCart {
		return loader.From(ctx).Product.Get(ctx, id)
	}
	return nil, nil
}

// Quantity is how many of it.
func (petActionFields) Quantity(_ context.Context, a *db.PetAction) (*int32, error) {
	if n := given(a).Quantity; n != 0 {
		return new(int32(n)), nil
	}
	return nil, nil
}

// word is a text, null where there is none.
func word(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// Size is what was named.
func (petActionFields) Size(_ context.Context, a *db.PetAction) (*string, error) {
	return word(given(a).Size), nil
}

// Color is what was named.
func (petActionFields) Color(_ context.Context, a *db.PetAction) (*string, error) {
	return word(given(a).Color), nil
}

// CouponCode is the code of the coupon.
func (petActionFields) CouponCode(_ context.Context, a *db.PetAction) (*string, error) {
	return word(given(a).CouponCode), nil
}

// Query is what was looked for.
func (petActionFields) Query(_ context.Context, a *db.PetAction) (*string, error) {
	return word(given(a).Query), nil
}

// Message is why it was refused or failed.
func (petActionFields) Message(_ context.Context, a *db.PetAction) (*string, error) {
	return word(given(a).Message), nil
}
