package dashboard

import (
	"context"
	"fmt"

	orderrow "zuka/ent/db/order"
	"zuka/internal/platform/money"
	"zuka/internal/shop/analytics"
	"zuka/internal/shop/analytics/report"
)

// mostRows is how many rows a table has.
const mostRows = 10

// sold are the statuses of orders whose pieces are sold.
var sold = []orderrow.Status{orderrow.StatusPaid, orderrow.StatusProcessing, orderrow.StatusShipped, orderrow.StatusDelivered}

func (p *page) sales(ctx context.Context, r analytics.Range) (*content, error) {
	found, err := p.Reports.Sales(ctx, r)
	if err != nil {
		return nil, err
	}
	now, before := found.Totals, found.Before
	if before == nil {
		before = &report.SalesFigures{}
	}
	revenue := before.Revenue()
	return &content{
		Fresh: freshEvents(found.Freshness),
		Note: "An order counts on the day it was placed. Revenue is the paid orders less what was refunded. Conversion is the share of visits " +
			"with a purchase, abandonment that of visits with a cart and without one.",
		Tiles: []tile{
			paid("Revenue", now.Revenue(), &revenue),
			counted("Orders", now.Orders, &before.Orders),
			counted("Paid orders", now.PaidOrders, &before.PaidOrders),
			average(now.AverageOrder(), before.AverageOrder()),
			shared("Conversion", now.Conversion(), before.Conversion(), 1),
			shared("Cart abandonment", now.CartAbandonment(), before.CartAbandonment(), -1),
			counted("Visits", now.Visits, &before.Visits),
			{Label: "Refunds", Value: now.Refunds.Formatted(), Change: grown(float64(now.Refunds), float64(before.Refunds), before.Refunds.Formatted(), -1)},
		},
		Chart: charted("sales", "Revenue", "bars", "naira", []string{"Revenue"}, found.Points, func(one report.SalesPoint) (report.Frame, []int) {
			return one.Frame, []int{int(one.Figures.Revenue())}
		}),
	}, nil
}

// average is the tile of what an order came to; there is none without orders.
func average(now, before *money.Naira) tile {
	if now == nil {
		return tile{Label: "Average order", Value: none}
	}
	return paid("Average order", *now, before)
}

func (p *page) funnel(ctx context.Context, r analytics.Range) (*content, error) {
	found, err := p.Reports.Funnel(ctx, r, report.InRange)
	if err != nil {
		return nil, err
	}
	now, before := found.Totals, found.Before
	if before == nil {
		before = &report.FunnelFigures{}
	}
	steps := []struct {
		name        string
		now, before int
	}{
		{"Saw a page", now.Visitors, before.Visitors},
		{"Saw a product", now.Viewers, before.Viewers},
		{"Put into the cart", now.CartAdds, before.CartAdds},
		{"Began to pay", now.Checkouts, before.Checkouts},
		{"Bought", now.Purchases, before.Purchases},
	}
	t := table{Caption: "How far visitors came", Heads: []string{"Step", "Visitors", "Of all", "Of last step", "Period before"}}
	last := now.Visitors
	for _, step := range steps {
		of := part(step.now, now.Visitors)
		all := cell{Text: percent(of)}
		if of != nil {
			all.Bar = fmt.Sprintf("%.1f", min(*of*100, 100))
		}
		t.Rows = append(t.Rows, row(step.name, step.now, all, part(step.now, last), step.before))
		last = step.now
	}
	return &content{
		Fresh:  freshEvents(found.Freshness),
		Note:   "Different sessions of clients with an event of the kind. Each step is counted for itself: somebody may begin at the cart, so a share can be above 100%.",
		Tiles:  []tile{shared("Conversion of visitors", now.Conversion(), before.Conversion(), 1)},
		Tables: []table{t},
	}, nil
}

// part is a share from 0 to 1; nil of nothing.
func part(some, all int) *float64 {
	if all == 0 {
		return nil
	}
	share := float64(some) / float64(all)
	return &share
}

func (p *page) products(ctx context.Context, r analytics.Range) (*content, error) {
	found, err := p.Reports.Products(ctx, r, report.MostRevenue, mostRows)
	if err != nil {
		return nil, err
	}
	return &content{
		Fresh: freshEvents(found.Freshness),
		Note:  "By events: views of the product's page, times it was put into a cart, and lines of paid orders with what they came to, before discounts of the order.",
		Tables: []table{{
			Caption: "Products with the most revenue", Heads: []string{"Product", "Views", "Into carts", "Purchases", "Revenue", "Purchases per view"},
			Rows: rowsOf(found.Top, mostRows, func(one report.ProductRow) []cell {
				f := one.Figures
				return row(one.Name, f.Views, f.CartAdds, f.Purchases, f.Revenue, f.PurchaseRate())
			}),
		}},
	}, nil
}

func (p *page) sellers(ctx context.Context, r analytics.Range) (*content, error) {
	found, err := p.Reports.TopSellers(ctx, r, sold, mostRows)
	if err != nil {
		return nil, err
	}
	return &content{
		Fresh: "At most 15 minutes old at " + moment(p.Clock.Now()) + " Lagos time.",
		Note:  "By orders: pieces in orders that are paid, in preparation, shipped or delivered now.",
		Tables: []table{{
			Caption: "Products with the most pieces sold", Heads: []string{"Product", "Pieces", "Revenue"},
			Rows: rowsOf(found, mostRows, func(one report.Seller) []cell { return row(one.Name, one.Sold, one.Revenue) }),
		}},
	}, nil
}

func (p *page) categories(ctx context.Context, r analytics.Range) (*content, error) {
	found, err := p.Reports.Categories(ctx, r)
	if err != nil {
		return nil, err
	}
	return &content{
		Fresh: freshEvents(found.Freshness),
		Note:  "A category counts the products of those below it, too, so rows overlap. Counted every 15 minutes from the events.",
		Tables: []table{{
			Caption: "Categories with the most revenue", Heads: []string{"Category", "Views", "Purchases", "Revenue", "Purchases per view"},
			Rows: rowsOf(found.Rows, mostRows, func(one report.CategoryRow) []cell {
				f := one.Figures
				return row(one.Name, f.Views, f.Purchases, f.Revenue, f.PurchaseRate())
			}),
		}},
	}, nil
}

func (p *page) coupons(ctx context.Context, r analytics.Range) (*content, error) {
	found, err := p.Reports.Coupons(ctx, r)
	if err != nil {
		return nil, err
	}
	now, before := found.Totals, found.Before
	if before == nil {
		before = &report.CouponFigures{}
	}
	return &content{
		Fresh: fresh(found.Freshness),
		Note:  "Revenue is of the orders with a coupon that were paid and not given back. Free shipping is no discount.",
		Tiles: []tile{
			counted("Times used", now.Redemptions, &before.Redemptions),
			counted("People", now.People, &before.People),
			{Label: "Discounts", Value: now.Discount.Formatted(), Change: grown(float64(now.Discount), float64(before.Discount), before.Discount.Formatted(), 0)},
			paid("Revenue", now.Revenue, &before.Revenue),
		},
		Tables: []table{{
			Caption: "Coupons used most", Heads: []string{"Coupon", "Used", "Discounts", "Paid orders", "Revenue"},
			Rows: rowsOf(found.Rows, mostRows, func(one report.CouponRow) []cell {
				f := one.Figures
				return row(one.Code, f.Redemptions, f.Discount, f.PaidOrders, f.Revenue)
			}),
		}},
	}, nil
}

func (p *page) payments(ctx context.Context, r analytics.Range) (*content, error) {
	found, err := p.Reports.Payments(ctx, r)
	if err != nil {
		return nil, err
	}
	now, before := found.Totals, found.Before
	if before == nil {
		before = &report.PaymentFigures{}
	}
	return &content{
		Fresh: fresh(found.Freshness),
		Note:  "An attempt counts on the day it began. The share of successes is of those that have ended.",
		Tiles: []tile{
			paid("Received", now.Received, &before.Received),
			counted("Attempts", now.Attempts, &before.Attempts),
			shared("Succeeded", now.SuccessRate(), before.SuccessRate(), 1),
			{Label: "Failed", Value: count(now.Failed), Change: grown(float64(now.Failed), float64(before.Failed), count(before.Failed), -1)},
		},
		Chart: charted("payments", "Money received", "bars", "naira", []string{"Received"}, found.Points, func(one report.PaymentPoint) (report.Frame, []int) {
			return one.Frame, []int{int(one.Figures.Received)}
		}),
		Tables: []table{
			{
				Caption: "By provider", Heads: []string{"Provider", "Attempts", "Succeeded", "Failed", "Pending", "Received"},
				Rows: rowsOf(found.Rows, mostRows, func(one report.PaymentRow) []cell {
					f := one.Figures
					return row(plainly(one.Provider), f.Attempts, f.Succeeded, f.Failed, f.Pending, f.Received)
				}),
			},
			{
				Caption: "Why attempts failed", Heads: []string{"Reason", "Times"},
				Rows: rowsOf(found.Failures, mostRows, func(one report.FailureRow) []cell {
					reason := one.Reason
					if reason == "" {
						reason = "no reason was given"
					}
					return row(plainly(one.Provider)+": "+reason, one.Count)
				}),
			},
		},
	}, nil
}
