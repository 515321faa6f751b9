package tool

import (
	"context"
	"errors"
	"strings"

	"zuka/ent/db/petaction"
	"zuka/ent/shape"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/postgres"
	"zuka/internal/shop/cart"
	"zuka/internal/shop/pet/brain"
	"zuka/internal/shop/pet/understand"
)

// longestCode is how long a code may be.
const longestCode = 50

// ApplyCoupon puts a coupon on the cart where the person's own message named it,
// and proposes it otherwise. A code that does not work is refused at once.
func (d *Desk) ApplyCoupon(ctx context.Context, code string) (brain.Outcome, error) {
	code = strings.ToUpper(strings.TrimSpace(short(code, longestCode)))
	var out brain.Outcome
	print, known, err := d.begin(petaction.ActionTypeCouponApply, code, &out)
	if known || err != nil {
		return d.again(ctx, out, err)
	}
	ctx = d.as(ctx)
	out.Code = code
	e := entry{tool: petaction.ActionTypeCouponApply, fingerprint: print, state: petaction.StateRefused, data: shape.PetAction{CouponCode: code}}
	applied, err := d.Checkout.CheckCoupon(ctx, code)
	if fault.For(err, fault.CartEmpty) || err == nil && applied == nil {
		out.State, out.Why, e.data.Message = brain.Refused, "the cart is empty", "the cart is empty"
		return out, d.mine(d.keep(ctx, e, out))
	}
	if refused, ok := fault.From(err); ok && refused.Code != fault.ServiceUnavailable {
		out.State, out.Why, e.data.Message = brain.Refused, why(refused), refused.Message
		return out, d.mine(d.keep(ctx, e, out))
	}
	if err != nil {
		return out, err
	}
	out.Code, out.Discount = applied.Code, applied.Discount.Amount()
	e.data.CouponCode = applied.Code
	if !understand.AskedCoupon(d.Meaning, code) {
		out.State, e.state = brain.Proposed, petaction.StateProposed
		return out, d.mine(d.keep(ctx, e, out))
	}
	return d.applyNow(ctx, e, out)
}

// why is the shop's reason for refusing a coupon.
func why(refused *fault.Fault) string {
	if detail, ok := refused.Detail.(fault.CouponDetail); ok {
		return string(detail.Reason)
	}
	return refused.Message
}

// applyNow puts the coupon on the cart and keeps that in one transaction.
func (d *Desk) applyNow(ctx context.Context, e entry, out brain.Outcome) (brain.Outcome, error) {
	out.State, e.state = brain.Done, petaction.StateDone
	err := postgres.InTx(ctx, d.Pool, func(ctx context.Context, tx postgres.Tx) error {
		if _, err := d.keepTx(ctx, tx, e, out); err != nil {
			return err
		}
		return d.Carts.SetCouponTx(ctx, tx, out.Code)
	})
	if refused, ok := fault.From(err); ok && refused.Code != fault.ServiceUnavailable {
		out.State, out.Why, e.state, e.data.Message = brain.Refused, refused.Message, petaction.StateRefused, refused.Message
		return out, d.mine(d.keep(ctx, e, out))
	}
	if err != nil && !errors.Is(err, errDone) {
		return out, err
	}
	d.Carts.Changed(ctx, cart.Owner{User: d.User})
	out.Total, err = d.subtotal(ctx)
	return out, err
}
