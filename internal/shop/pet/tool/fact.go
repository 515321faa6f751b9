package tool

import (
	"context"
	"fmt"

	entsql "entgo.io/ent/dialect/sql"

	"zuka/ent/db/coupon"
	"zuka/ent/db/useraddress"
	"zuka/internal/platform/fault"
	"zuka/internal/shop/delivery"
	"zuka/internal/shop/pet/brain"
)

// mostCodes is how many coupons are told of at once.
const mostCodes = 3

// Cart is what is in the person's cart.
func (d *Desk) Cart(ctx context.Context) (brain.Cart, error) {
	quote, err := d.Checkout.Mine(d.as(ctx), nil)
	if err != nil || quote == nil {
		return brain.Cart{}, err
	}
	c := brain.Cart{Count: quote.Quantity(), Subtotal: quote.Subtotal.Amount(), Discount: quote.Discount.Amount()}
	if quote.Coupon != nil {
		c.Coupon = quote.Coupon.Code
	}
	for _, line := range quote.Lines {
		one := brain.CartLine{Product: line.ProductID, Name: line.Now.Name, Quantity: line.Quantity, Price: line.Now.Price.Amount()}
		if line.Size != nil {
			one.Size = *line.Size
		}
		if line.Color != nil {
			one.Color = *line.Color
		}
		c.Lines = append(c.Lines, one)
	}
	return c, nil
}

// Coupons are those that anybody may use as often as there are orders: they are
// advertised. A code that is limited was given to somebody.
func (d *Desk) Coupons(ctx context.Context) ([]brain.Coupon, error) {
	now := d.Clock.Now()
	rows, err := d.Pool.Ent().Coupon.Query().Where(
		coupon.Active(true), coupon.ValidFromLTE(now), coupon.Or(coupon.ValidUntilIsNil(), coupon.ValidUntilGT(now)), coupon.UsageLimitIsNil(),
	).Order(coupon.ByValidUntil(entsql.OrderNullsLast()), coupon.ByID()).Limit(mostCodes).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading coupons: %w", err)
	}
	found := make([]brain.Coupon, len(rows))
	for i, row := range rows {
		found[i] = brain.Coupon{Code: row.Code, Text: row.Description}
		if row.MinSpendNgn != nil {
			found[i].Minimum = row.MinSpendNgn.Amount()
		}
		if row.ValidUntil != nil {
			found[i].Until = *row.ValidUntil
		}
	}
	return found, nil
}

// Points are the person's points and level.
func (d *Desk) Points(ctx context.Context) (brain.Points, error) {
	account, err := d.Tools.Points.AccountOf(ctx, d.User)
	if err != nil || account == nil {
		return brain.Points{}, err
	}
	p := brain.Points{
		Balance: account.Balance, XP: account.XP, Level: string(account.Standing.Level.Gem), ToNext: account.Standing.ToNext, Streak: account.Streak.Days,
	}
	if account.Standing.Next != nil {
		p.Next = string(account.Standing.Next.Gem)
	}
	return p, nil
}

// Delivery is what delivery to a state costs and takes; without a state, to the
// person's default address.
func (d *Desk) Delivery(ctx context.Context, state string) (brain.Delivery, error) {
	if state == "" {
		home, err := d.Pool.Ent().UserAddress.Query().Where(useraddress.UserID(d.User), useraddress.IsDefault(true)).Select(useraddress.FieldState).Strings(ctx)
		if err != nil {
			return brain.Delivery{}, fmt.Errorf("reading where somebody lives: %w", err)
		}
		if len(home) == 0 {
			return brain.Delivery{}, brain.ErrGone
		}
		state = home[0]
	}
	options, err := delivery.Options(state, 0, false, d.Clock.Now())
	if _, unknown := fault.From(err); unknown {
		return brain.Delivery{}, brain.ErrGone
	}
	if err != nil {
		return brain.Delivery{}, err
	}
	o := options[0]
	return brain.Delivery{State: o.State, Fee: o.Price.Amount(), FreeFrom: o.FreeFrom.Amount(), MinDays: o.MinDays, MaxDays: o.MaxDays}, nil
}
