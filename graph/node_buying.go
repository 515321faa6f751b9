package graph

import (
	"context"

	"github.com/google/uuid"

	"zuka/ent/db"
	"zuka/graph/loader"
	"zuka/internal/platform/globalid"
	"zuka/internal/platform/viewer"
	"zuka/internal/shop/catalog"
	"zuka/internal/shop/checkout"
)

// basket finds what a guest has too: the cart of whoever asks and its lines. A
// guest's orders are read by their number and token, not by id.
func (r *Resolver) basket(ctx context.Context, id globalid.ID, field string) (globalid.Node, error) {
	if viewer.From(ctx).Session == uuid.Nil {
		return nil, nil
	}
	switch id.Kind {
	case "Cart":
		return own(ctx, id, field, r.cart)
	case "CartItem":
		return numbered(ctx, id, field, r.Carts.FindLine)
	}
	return nil, nil
}

// cart is the cart of whoever asks with what it costs, by its id.
func (r *Resolver) cart(ctx context.Context, id uuid.UUID) (*checkout.Quote, error) {
	found, err := r.Carts.Find(ctx, id)
	if err != nil {
		return nil, err
	}
	return r.Checkout.Quoted(ctx, found)
}

// bought finds what belongs to buying, for who is signed in.
func (r *Resolver) bought(ctx context.Context, id globalid.ID, field string) (globalid.Node, error) {
	switch id.Kind {
	case "Order":
		return numbered(ctx, id, field, r.Orders.Find)
	case "OrderItem":
		return numbered(ctx, id, field, r.Orders.FindLine)
	case "OrderEvent":
		return numbered(ctx, id, field, r.Orders.FindEvent)
	case "Payment":
		return numbered(ctx, id, field, r.Payments.Find)
	case "Refund":
		return numbered(ctx, id, field, r.Payments.FindRefund)
	case "UserReward":
		return numbered(ctx, id, field, mine(viewer.From(ctx).User, r.Loyalty.Find))
	case "Wishlist":
		return numbered(ctx, id, field, r.Wishlist.Find)
	case "Notification":
		return numbered(ctx, id, field, r.Notify.Find)
	case "PointsEntry", "Referral", "GameScore", "GameRound":
		return r.played(ctx, id, field)
	case "UserPet", "Conversation", "PetConversation", "PetRun", "PetAction":
		return r.petted(ctx, id, field)
	case "Coupon", "PaymentEvent", "PersistedOperation":
		return r.kept(ctx, id, field)
	}
	return r.basket(ctx, id, field)
}

// kept finds what only staff look at.
func (r *Resolver) kept(ctx context.Context, id globalid.ID, field string) (globalid.Node, error) {
	if !viewer.From(ctx).May(viewer.Staff) {
		return nil, nil
	}
	switch id.Kind {
	case "Coupon":
		return numbered(ctx, id, field, r.Coupons.Coupon)
	case "PersistedOperation":
		return numbered(ctx, id, field, r.Documents.Row)
	}
	return numbered(ctx, id, field, r.Payments.FindEvent)
}

// review is one that shoppers see, or that its author and staff do.
func (r *Resolver) review(ctx context.Context, id int) (*catalog.Review, error) {
	shown, err := loader.From(ctx).Review.Get(ctx, id)
	if err != nil || shown != nil {
		return shown, err
	}
	var hidden *db.ProductReview
	if hidden, err = r.Review.Visible(ctx, id); err != nil {
		return nil, err
	}
	return said(ctx, hidden)
}
