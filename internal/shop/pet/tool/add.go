package tool

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"zuka/ent/db/petaction"
	"zuka/ent/shape"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/postgres"
	"zuka/internal/shop/cart"
	"zuka/internal/shop/pet/brain"
	"zuka/internal/shop/pet/understand"
)

// The reasons for which something cannot be put into a cart, as a brain reads
// them; the shop's own words stand for all others.
const (
	sizeMissing  = "size missing"
	colorMissing = "color missing"
	notThere     = "out of stock"
	badQuantity  = "quantity"
)

// AddToCart puts something into the cart where the person's own message asked
// for exactly it, and proposes it otherwise.
func (d *Desk) AddToCart(ctx context.Context, in brain.Add) (brain.Outcome, error) {
	in.Size, in.Color = short(in.Size, 100), short(in.Color, 100)
	in.Quantity = max(in.Quantity, 1)
	var out brain.Outcome
	print, known, err := d.begin(petaction.ActionTypeAddToCart, in, &out)
	if known || err != nil {
		return d.again(ctx, out, err)
	}
	if before, added := d.added[in.Product]; added {
		// A message asks for a thing once; the brain that goes on for another may
		// write the same wish in other words.
		err = json.Unmarshal(before, &out)
		return d.again(ctx, out, err)
	}
	product, err := d.Product(ctx, in.Product)
	if err != nil {
		return out, err
	}
	out = brain.Outcome{Product: &product, Quantity: in.Quantity}
	in = exact(in, product)
	e := entry{tool: petaction.ActionTypeAddToCart, fingerprint: print, state: petaction.StateRefused,
		data: shape.PetAction{ProductID: in.Product, Size: in.Size, Color: in.Color, Quantity: in.Quantity}}
	if out.Why = wrong(in, product); out.Why != "" {
		out.State, out.Sizes, out.Colors = brain.Refused, product.Sizes, product.Colors
		return out, d.refuse(ctx, e, out)
	}
	if !understand.Asked(d.Meaning, d.Context, in, product) {
		out.State, e.state = brain.Proposed, petaction.StateProposed
		return out, d.mine(d.keep(ctx, e, out))
	}
	return d.addNow(ctx, e, in, out)
}

// again is an outcome of before with what the cart is now: the total is not
// known yet when the row is written.
func (d *Desk) again(ctx context.Context, out brain.Outcome, err error) (brain.Outcome, error) {
	if err == nil && out.State == brain.Done {
		out.Total, err = d.subtotal(ctx)
	}
	return out, err
}

// refuse keeps a refusal. What is only missing, such as a size, is no refusal to
// show: the brain asks for it.
func (d *Desk) refuse(ctx context.Context, e entry, out brain.Outcome) error {
	if out.Why == sizeMissing || out.Why == colorMissing {
		d.calls-- // Asking back is not using a tool up.
		return nil
	}
	e.data.Message = out.Why
	return d.mine(d.keep(ctx, e, out))
}

// exact writes size and colour as the product has them, and fills in what there
// is no choice of.
func exact(in brain.Add, p brain.Product) brain.Add {
	in.Size, in.Color = same(in.Size, p.Sizes), same(in.Color, p.Colors)
	if p.Options == nil {
		return brain.Add{Product: in.Product, Quantity: in.Quantity} // Nothing to choose.
	}
	if in.Size == "" && len(p.Sizes) == 1 {
		in.Size = p.Sizes[0]
	}
	if left := fitting(p, in.Size); in.Color == "" && len(left) == 1 {
		in.Color = left[0]
	}
	return in
}

// fitting are the colours that a size can be had in.
func fitting(p brain.Product, size string) (colors []string) {
	for _, o := range p.Options {
		if (size == "" || o.Size == size) && !slices.Contains(colors, o.Color) {
			colors = append(colors, o.Color)
		}
	}
	return colors
}

func same(said string, of []string) string {
	for _, one := range of {
		if strings.EqualFold(one, said) {
			return one
		}
	}
	return said
}

// wrong is why something cannot be added; empty when it can.
func wrong(in brain.Add, p brain.Product) string {
	switch {
	case in.Quantity > cart.MostQuantity:
		return badQuantity
	case p.Stock < 1 || p.Options != nil && len(p.Options) == 0:
		return notThere
	case p.Options == nil:
		return ""
	case in.Size == "" && len(p.Sizes) > 0:
		return sizeMissing
	case in.Color == "" && len(p.Colors) > 0:
		return colorMissing
	case !slices.Contains(p.Options, brain.Option{Size: in.Size, Color: in.Color}):
		return notThere
	}
	return ""
}

// Line is what a cart is asked for, for a product whose choices are these.
func Line(product int, size, color string, quantity int) cart.LineInput {
	line := cart.LineInput{Product: product, Quantity: quantity}
	if size != "" {
		line.Size = &size
	}
	if color != "" {
		line.Color = &color
	}
	return line
}

// directly are the arguments that tell the addition of a product which the
// message itself asked for.
type directly struct{ Directly int }

// addNow puts it into the cart and keeps that in one transaction.
func (d *Desk) addNow(ctx context.Context, e entry, in brain.Add, out brain.Outcome) (brain.Outcome, error) {
	ctx = d.as(ctx)
	out.State, e.state = brain.Done, petaction.StateDone
	one := e
	one.fingerprint = fingerprint(e.tool, directly{in.Product}) // In whatever words two attempts wish it.
	err := postgres.InTx(ctx, d.Pool, func(ctx context.Context, tx postgres.Tx) error {
		if _, err := d.keepTx(ctx, tx, one, out); err != nil {
			return err
		}
		warnings, err := d.Carts.AddTx(ctx, tx, "cart", Line(in.Product, in.Size, in.Color, in.Quantity))
		if err == nil && len(warnings) > 0 {
			// Fewer than the message asked for is not what it asked for.
			err = fault.Refuse(fault.InsufficientStock, "cart.quantity", "there are not so many")
		}
		return err
	})
	var refused *fault.Fault
	switch {
	case errors.Is(err, errDone):
		return d.again(ctx, out, nil)
	case errors.As(err, &refused) && refused.Code != fault.ServiceUnavailable:
		out.State, out.Why, e.state, e.data.Message = brain.Refused, refused.Message, petaction.StateRefused, refused.Message
		return out, d.mine(d.keep(ctx, e, out))
	case err != nil:
		return out, err
	}
	d.Carts.Changed(ctx, cart.Owner{User: d.User})
	out.Total, err = d.subtotal(ctx)
	return out, err
}

func (d *Desk) subtotal(ctx context.Context) (int64, error) {
	quote, err := d.Checkout.Mine(d.as(ctx), nil)
	if err != nil || quote == nil {
		return 0, err
	}
	return quote.Subtotal.Amount(), nil
}
