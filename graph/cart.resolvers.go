package graph

import (
	"context"
	"strconv"

	"zuka/ent/db"
	"zuka/graph/loader"
	"zuka/graph/model"
	"zuka/graph/usererror"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/globalid"
	"zuka/internal/platform/money"
	"zuka/internal/shop/cart"
	"zuka/internal/shop/catalog"
	"zuka/internal/shop/checkout"
)

// mostShown is how many pieces of a stock a shopper is told of: as many as a
// line can have.
const mostShown = cart.MostQuantity

// Cart is the viewer's.
func (q query) Cart(ctx context.Context, state *string) (*checkout.Quote, error) {
	return q.Checkout.Mine(ctx, state)
}

// changed is the payload of a changed cart.
func (m mutation) changed(ctx context.Context, result *cart.Result, failed error) (*model.CartPayload, error) {
	errs, err := usererror.From(failed)
	if err != nil {
		return nil, err
	}
	payload := &model.CartPayload{UserErrors: errs, Warnings: []*cart.Warning{}}
	if result == nil {
		payload.Cart, err = m.Checkout.Mine(ctx, nil)
		return payload, err
	}
	payload.Warnings = pointers(result.Warnings)
	payload.Cart, err = m.Checkout.Quoted(ctx, result.Cart)
	return payload, err
}

// lineInput is one thing to put into a cart; at is its path in the input.
func lineInput(in *model.CartLineInput, at string) (line cart.LineInput, err error) {
	line = cart.LineInput{Size: in.Size.Value(), Color: in.Color.Value(), Quantity: int(in.Quantity)}
	if id := in.ProductID.Value(); id != nil {
		if line.Product, err = id.Int("Product", at+".productId"); err != nil {
			return line, err
		}
	}
	if id := in.VariantID.Value(); id != nil {
		key, err := id.Int("ProductVariant", at+".variantId")
		if err != nil {
			return line, err
		}
		line.Variant = &key
	}
	return line, nil
}

func lineInputs(in []*model.CartLineInput) ([]cart.LineInput, error) {
	lines := make([]cart.LineInput, len(in))
	var faults fault.Faults
	for i, one := range in {
		line, err := lineInput(one, "lines."+strconv.Itoa(i))
		faults.Keep(err)
		lines[i] = line
	}
	return lines, faults.Err()
}

// put runs a change that takes lines.
func (m mutation) put(ctx context.Context, in []*model.CartLineInput, change func(context.Context, []cart.LineInput) (*cart.Result, error)) (*model.CartPayload, error) {
	lines, err := lineInputs(in)
	if err != nil {
		return m.changed(ctx, nil, err)
	}
	result, failed := change(ctx, lines)
	return m.changed(ctx, result, failed)
}

// CartLinesAdd adds things.
func (m mutation) CartLinesAdd(ctx context.Context, lines []*model.CartLineInput) (*model.CartPayload, error) {
	return m.put(ctx, lines, m.Carts.Add)
}

// CartMerge puts in what a device kept.
func (m mutation) CartMerge(ctx context.Context, lines []*model.CartLineInput) (*model.CartPayload, error) {
	return m.put(ctx, lines, m.Carts.MergeLines)
}

// CartLinesUpdate sets how many there are.
func (m mutation) CartLinesUpdate(ctx context.Context, lines []*model.CartLineUpdateInput) (*model.CartPayload, error) {
	updates := make([]cart.LineUpdate, len(lines))
	for i, one := range lines {
		key, err := one.ID.Int("CartItem", "lines."+strconv.Itoa(i)+".id")
		if err != nil {
			return m.changed(ctx, nil, err)
		}
		updates[i] = cart.LineUpdate{Line: key, Quantity: int(one.Quantity)}
	}
	result, failed := m.Carts.Update(ctx, updates)
	return m.changed(ctx, result, failed)
}

// CartLinesRemove takes lines out.
func (m mutation) CartLinesRemove(ctx context.Context, ids []*globalid.ID) (*model.CartPayload, error) {
	keys, err := numbers(ids, "CartItem", "ids")
	if err != nil {
		return m.changed(ctx, nil, err)
	}
	result, failed := m.Carts.Remove(ctx, keys)
	return m.changed(ctx, result, failed)
}

// numbers are the keys of ids of one kind.
func numbers(ids []*globalid.ID, kind, field string) ([]int, error) {
	keys := make([]int, len(ids))
	for i, id := range ids {
		key, err := id.Int(kind, field+"."+strconv.Itoa(i))
		if err != nil {
			return nil, err
		}
		keys[i] = key
	}
	return keys, nil
}

// CartClear takes everything out.
func (m mutation) CartClear(ctx context.Context) (*model.CartPayload, error) {
	result, failed := m.Carts.Clear(ctx)
	return m.changed(ctx, result, failed)
}

// CartFromOrder puts in what an order had.
func (m mutation) CartFromOrder(ctx context.Context, orderID *globalid.ID, number, accessToken *string) (*model.CartPayload, error) {
	named, err := orderNamed(orderID, number, accessToken, "orderId")
	if err != nil {
		return m.changed(ctx, nil, err)
	}
	result, failed := m.Checkout.BuyAgain(ctx, named)
	return m.changed(ctx, result, failed)
}

// CartCouponApply puts a coupon on it.
func (m mutation) CartCouponApply(ctx context.Context, code string) (*model.CartPayload, error) {
	result, failed := m.Checkout.ApplyCoupon(ctx, code)
	return m.changed(ctx, result, failed)
}

// CartCouponRemove takes it off.
func (m mutation) CartCouponRemove(ctx context.Context) (*model.CartPayload, error) {
	result, failed := m.Carts.SetCoupon(ctx, nil)
	return m.changed(ctx, result, failed)
}

// CartRewardApply puts a reward on it.
func (m mutation) CartRewardApply(ctx context.Context, code string) (*model.CartPayload, error) {
	result, failed := m.Checkout.ApplyReward(ctx, code)
	return m.changed(ctx, result, failed)
}

// CartRewardRemove takes it off.
func (m mutation) CartRewardRemove(ctx context.Context) (*model.CartPayload, error) {
	result, failed := m.Carts.SetReward(ctx, nil)
	return m.changed(ctx, result, failed)
}

// CartPointsApply wants points to be spent.
func (m mutation) CartPointsApply(ctx context.Context, points int32) (*model.CartPayload, error) {
	result, failed := m.Checkout.ApplyPoints(ctx, int(points))
	return m.changed(ctx, result, failed)
}

// CartPointsRemove wants none to be spent.
func (m mutation) CartPointsRemove(ctx context.Context) (*model.CartPayload, error) {
	result, failed := m.Carts.SetPoints(ctx, 0)
	return m.changed(ctx, result, failed)
}

// CartUpdated follows the viewer's cart.
func (s subscription) CartUpdated(ctx context.Context) (<-chan *checkout.Quote, error) {
	return followed[*checkout.Quote](ctx)(s.Checkout.FollowCart(ctx))
}

type cartFields struct{ *Resolver }

// PointsAvailable is how many points could be spent.
func (c cartFields) PointsAvailable(_ context.Context, q *checkout.Quote) (int32, error) {
	return int32(c.Checkout.PointsAvailable(q)), nil
}

type cartLineFields struct{ *Resolver }

// Product is what the line names.
func (cartLineFields) Product(ctx context.Context, line *cart.Line) (*catalog.Product, error) {
	return loader.From(ctx).Product.Get(ctx, line.ProductID)
}

// UnitPrice is what a piece costs now.
func (cartLineFields) UnitPrice(_ context.Context, line *cart.Line) (money.Naira, error) {
	return line.Now.Price, nil
}

// Total is what the line costs now.
func (cartLineFields) Total(_ context.Context, line *cart.Line) (money.Naira, error) {
	return line.Now.Price * money.Naira(line.Quantity), nil
}

// Available is how many there are, as far as a shopper may know.
func (cartLineFields) Available(_ context.Context, line *cart.Line) (int32, error) {
	if !line.Now.Sold() {
		return 0, nil
	}
	return int32(min(line.Now.Stock, mostShown)), nil
}

type warningFields struct{ *Resolver }

// LineID is the line that a warning is about.
func (warningFields) LineID(_ context.Context, warning *cart.Warning) (*globalid.ID, error) {
	if warning.Line == nil {
		return nil, nil
	}
	return new((&db.CartItem{ID: *warning.Line}).GlobalID()), nil
}
