package dashboard

import (
	"context"
	"fmt"

	"zuka/internal/platform/clock"
	"zuka/internal/shop/analytics"
	"zuka/internal/shop/analytics/hot"
)

// now is what happens in the shop at this moment. live.js keeps it up to date.
func (p *page) now(ctx context.Context, _ analytics.Range) (*content, error) {
	live, err := p.Reports.Realtime(ctx)
	if err != nil {
		return nil, err
	}
	hour, today := live.Hour(), live.Today
	c := &content{
		Fresh: "As of " + moment(live.AsOf) + " Lagos time.",
		Note: "Active are those of whom an event came in the last minutes, within about one in a hundred. " +
			"The hour is the last 60 minutes, today is since midnight in Lagos.",
		Tiles: append(activeTiles(live.Active()), []tile{
			{Label: "Orders today", Value: count(today.Orders), Live: "ordersToday"},
			{Label: "Paid today", Value: count(today.PaidOrders), Live: "paidToday"},
			{Label: "Revenue today", Value: today.Revenue().Formatted(), Live: "revenueToday"},
			{Label: "Product views, last hour", Value: count(hour.ProductViews), Live: "productViews"},
			{Label: "Put into carts, last hour", Value: count(hour.CartAdds), Live: "cartAdds"},
			{Label: "Checkouts, last hour", Value: count(hour.Checkouts), Live: "checkouts"},
			{Label: "Lines bought, last hour", Value: count(hour.Purchases), Live: "purchases"},
			{Label: "Revenue, last hour", Value: hour.Revenue.Formatted(), Live: "revenueHour"},
			{Label: "Events, last hour", Value: count(hour.Events), Live: "events"},
		}...),
		Chart: &chart{
			ID: "now", Caption: "Events in each of the last 60 minutes", About: "Minute",
			Data: chartData{Kind: "bars", Unit: "count", Clock: true, Lines: []line{{Label: "Events"}}},
		},
	}
	for _, minute := range live.Minutes() {
		c.Chart.add(minute.At, minute.At.In(clock.Lagos).Format("15:04"), minute.Events)
	}
	c.Tables = []table{{
		ID: "viewed", Caption: "Products viewed most in the last hour", Heads: []string{"Product", "Views", "Viewers", "Into carts"},
		Rows: p.viewed(ctx, live.Products()),
	}}
	return c, nil
}

func activeTiles(all []analytics.Active) []tile {
	var tiles []tile
	for _, active := range all {
		tiles = append(tiles,
			tile{Label: fmt.Sprintf("Sessions, last %d min", active.Minutes), Value: count(active.Sessions), Live: fmt.Sprintf("sessions%d", active.Minutes)},
			tile{Label: fmt.Sprintf("Signed in, last %d min", active.Minutes), Value: count(active.Users), Live: fmt.Sprintf("users%d", active.Minutes)})
	}
	return tiles
}

// viewed are the rows of products. One whose name cannot be had is shown by its
// number: the figures count.
func (p *page) viewed(ctx context.Context, products []hot.Product) [][]cell {
	var names map[int]string
	if p.Names != nil && len(products) > 0 {
		ids := make([]int, len(products))
		for i, product := range products {
			ids[i] = product.ID
		}
		var err error
		if names, err = p.Names(ctx, ids); err != nil {
			p.Log.WarnContext(ctx, "the dashboard does without the names of products", "cause", err)
		}
	}
	return rowsOf(products, len(products), func(one hot.Product) []cell {
		name := names[one.ID]
		if name == "" {
			name = fmt.Sprintf("Product %d, not on sale", one.ID)
		}
		return row(name, int(one.Views), int(one.Viewers), int(one.CartAdds))
	})
}
