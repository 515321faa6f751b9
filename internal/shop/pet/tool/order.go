package tool

import (
	"context"

	"zuka/ent/db"
	"zuka/ent/db/petaction"
	"zuka/ent/shape"
	"zuka/internal/platform/page"
	"zuka/internal/shop/order"
	"zuka/internal/shop/pet/brain"
)

// mostOrders is how many orders are told of at once.
const mostOrders = 5

// OrderStatus looks up the person's own orders.
func (d *Desk) OrderStatus(ctx context.Context, number string) ([]brain.Order, error) {
	number = short(number, 40)
	var found []brain.Order
	print, known, err := d.begin(petaction.ActionTypeOrderStatus, number, &found)
	if err == nil && !known {
		if found, err = d.orders(ctx, number); err != nil {
			return nil, err
		}
		e := entry{tool: petaction.ActionTypeOrderStatus, fingerprint: print, state: petaction.StateDone, data: shape.PetAction{Order: number}}
		err = d.mine(d.keep(ctx, e, found))
	}
	if err == nil && len(found) == 0 {
		err = brain.ErrGone
	}
	return found, err
}

func (d *Desk) orders(ctx context.Context, number string) ([]brain.Order, error) {
	ctx = d.as(ctx)
	var rows []*db.Order
	if number != "" {
		one, err := d.Orders.ByNumber(ctx, number, nil)
		if err != nil || one == nil {
			return nil, err
		}
		rows = []*db.Order{one}
	} else {
		list, err := d.Orders.Mine(ctx, order.Filter{}, page.Args{First: new(int32(mostOrders))})
		if err != nil {
			return nil, err
		}
		rows = list.Nodes()
	}
	keys := make([]int, len(rows))
	for i, row := range rows {
		keys[i] = row.ID
	}
	lines, err := d.Orders.LinesOf(ctx, keys)
	if err != nil {
		return nil, err
	}
	found := make([]brain.Order, len(rows))
	for i, row := range rows {
		found[i] = told(row, lines[row.ID])
	}
	return found, nil
}

// told is an order as a brain may know it: no address, no phone number.
func told(row *db.Order, lines []*db.OrderItem) brain.Order {
	o := brain.Order{
		Number: row.OrderNumber, Status: string(row.Status), PaymentStatus: string(row.PaymentStatus), Total: row.TotalNgn.Amount(), Placed: row.CreatedAt,
	}
	if row.EstimatedDeliveryDate != nil {
		o.Latest = *row.EstimatedDeliveryDate
	}
	if row.TrackingNumber != nil {
		o.Tracking = *row.TrackingNumber
	}
	for _, line := range lines {
		if line.ProductSnapshot != nil {
			o.Items = append(o.Items, line.ProductSnapshot.Name)
		}
	}
	return o
}
