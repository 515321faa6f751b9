package report

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"zuka/internal/platform/fault"
	"zuka/internal/platform/money"
)

// ProductFigures are how products were looked at and bought, by their events.
type ProductFigures struct {
	// Views are views of product pages. UniqueViews count a client's session once
	// a day and product.
	Views, UniqueViews int
	// CartAdds are times that one was put into a cart, Purchases lines of paid
	// orders.
	CartAdds, Purchases int
	// Revenue is what those lines came to, in naira, before discounts of the order
	// and whatever was refunded later.
	Revenue money.Naira
}

// CartRate is how often a view led to the cart; nil without views. It can be
// above 1, for lists have a button too.
func (f ProductFigures) CartRate() *float64 { return share(f.CartAdds, f.Views) }

// PurchaseRate is how often a view led to a purchase; nil without views.
func (f ProductFigures) PurchaseRate() *float64 { return share(f.Purchases, f.Views) }

func (f *ProductFigures) into() []any {
	return []any{&f.Views, &f.UniqueViews, &f.CartAdds, &f.Purchases, &f.Revenue}
}

// Products is the report on them.
type Products struct {
	Totals ProductFigures
	Before *ProductFigures
	Points []ProductPoint
	// Top are the products with the most of what was asked for.
	Top []ProductRow
	Freshness
}

// ProductPoint is an interval; To is the day after its last.
type ProductPoint struct {
	Frame
	Figures ProductFigures
}

// ProductRow is one product.
type ProductRow struct {
	// ProductID is the number of the product.
	ProductID  int
	Name, Slug string
	Figures    ProductFigures
}

// ProductOrder is what puts products in order.
type ProductOrder string

// The orders of products, the most first.
const (
	MostRevenue   ProductOrder = "revenue"
	MostViews     ProductOrder = "views"
	MostCartAdds  ProductOrder = "cart_adds"
	MostPurchases ProductOrder = "purchases"
)

var productOrders = map[ProductOrder]string{
	"": "revenue", MostRevenue: "revenue", MostViews: "views", MostCartAdds: "adds", MostPurchases: "purchases",
}

const (
	productSums = `coalesce(sum(views_count), 0)::bigint AS views, coalesce(sum(unique_views_count), 0)::bigint AS uniques, coalesce(sum(add_to_cart_count), 0)::bigint AS adds,
		coalesce(sum(purchases_count), 0)::bigint AS purchases, coalesce(sum(revenue_ngn), 0)::bigint AS revenue`
	productsByFrame = `SELECT coalesce(frame, 0), ` + productSums + `
		FROM (SELECT width_bucket(date, $3::date[]) AS frame, * FROM product_analytics_totals WHERE date >= $1::date AND date < $2::date) AS d` + byFrame

	// topProducts adds up the weeks from $3 on and before $4, and the days around
	// them. The names are looked up for the few that are shown.
	topProducts = `SELECT p.id, p.name, p.slug, views, uniques, adds, purchases, revenue FROM (SELECT product_id, ` + productSums + ` FROM (
				SELECT product_id, ` + productColumns + ` FROM product_analytics_weekly WHERE week >= $3::date AND week < $4::date
				UNION ALL SELECT product_id, ` + productColumns + ` FROM product_analytics WHERE date >= $1::date AND date < $3::date
				UNION ALL SELECT product_id, ` + productColumns + ` FROM product_analytics WHERE date >= $4::date AND date < $2::date) AS d
			GROUP BY product_id ORDER BY %[1]s DESC, product_id LIMIT $5) AS t
		JOIN products AS p ON p.id = t.product_id ORDER BY %[1]s DESC, p.id`
	productColumns = "views_count, unique_views_count, add_to_cart_count, purchases_count, revenue_ngn"
)

// Products is how products were looked at and bought, and the first (10 when
// zero, at most 100) of them in an order, by revenue when it is empty.
func (s *Service) Products(ctx context.Context, r Range, order ProductOrder, n int) (*Products, error) {
	in, err := r.span()
	if err != nil {
		return nil, err
	}
	column, known := productOrders[order]
	if !known {
		return nil, fault.Invalid("order", "must be revenue, views, cart_adds or purchases")
	}
	report := &Products{}
	var points []ProductFigures
	if report.Totals, report.Before, points, err = compared(ctx, s, "products", productsByFrame, in, (*ProductFigures).into); err != nil {
		return nil, err
	}
	report.Points = pointed(in, points, func(from, to time.Time, f ProductFigures) ProductPoint { return ProductPoint{Frame{from, to}, f} })
	whole, end := in.weeks()
	report.Top, err = collect(ctx, s, "products", fmt.Sprintf(topProducts, column), func(rows pgx.Rows, one *ProductRow) error {
		return rows.Scan(append([]any{&one.ProductID, &one.Name, &one.Slug}, one.Figures.into()...)...)
	}, in.from, in.to, whole, end, first(n))
	if err != nil {
		return nil, err
	}
	report.Freshness, err = s.rolled(ctx)
	return report, err
}

// Seller is how much of a product was ordered.
type Seller struct {
	// ProductID is the number of the product.
	ProductID  int
	Name, Slug string
	// Sold are pieces, Revenue what their lines came to in naira, before the
	// discounts of orders.
	Sold    int
	Revenue money.Naira
}

// orderStatuses are those of orders.
var orderStatuses = []string{"pending", "paid", "processing", "shipped", "delivered", "cancelled", "refunded"}

const topSellers = `SELECT p.id, p.name, p.slug, t.sold, t.revenue FROM (
		SELECT i.product_id, sum(i.quantity) AS sold, sum(i.total_price_ngn)::bigint AS revenue
		FROM orders AS o JOIN order_items AS i ON i.order_id = o.id
		WHERE o.created_at >= $1 AND o.created_at < $2 AND o.status = ANY($3) GROUP BY i.product_id ORDER BY sold DESC, i.product_id LIMIT $4) AS t
	JOIN products AS p ON p.id = t.product_id ORDER BY t.sold DESC, p.id`

// TopSellers are the products (10 when zero, at most 100) of which the most
// pieces are in orders of the range that have one of the statuses now; delivered
// when none is given.
func (s *Service) TopSellers(ctx context.Context, r Range, statuses []string, n int) ([]Seller, error) {
	in, err := r.span()
	if err != nil {
		return nil, err
	}
	if len(statuses) == 0 {
		statuses = []string{"delivered"}
	}
	for _, status := range statuses {
		if !slices.Contains(orderStatuses, status) {
			return nil, fault.Invalid("statuses", "must be statuses of orders")
		}
	}
	return collect(ctx, s, "top sellers", topSellers, func(rows pgx.Rows, one *Seller) error {
		return rows.Scan(&one.ProductID, &one.Name, &one.Slug, &one.Sold, &one.Revenue)
	}, in.from, in.to, statuses, first(n))
}
