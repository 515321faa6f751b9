package report

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"zuka/internal/platform/fault"
)

// looked is what was done with a product on a Lagos day.
func (w *world) looked(product int, day string, views, uniques, adds, purchases, revenue int) {
	w.Helper()
	w.exec(`INSERT INTO product_analytics (product_id, date, views_count, unique_views_count, add_to_cart_count, purchases_count, revenue_ngn)
		VALUES ($1, $2::text::date, $3, $4, $5, $6, $7)`, product, day, views, uniques, adds, purchases, revenue)
	w.exec(`DELETE FROM product_analytics_weekly; DELETE FROM product_analytics_totals;
		INSERT INTO product_analytics_weekly (product_id, week, views_count, unique_views_count, add_to_cart_count, purchases_count, revenue_ngn)
		SELECT product_id, date_trunc('week', date::timestamp), sum(views_count), sum(unique_views_count), sum(add_to_cart_count), sum(purchases_count), sum(revenue_ngn) FROM product_analytics GROUP BY 1, 2;
		INSERT INTO product_analytics_totals (date, views_count, unique_views_count, add_to_cart_count, purchases_count, revenue_ngn)
		SELECT date, sum(views_count), sum(unique_views_count), sum(add_to_cart_count), sum(purchases_count), sum(revenue_ngn) FROM product_analytics GROUP BY 1`)
}

// Whatever the days, the first products are those of the days, though weeks are
// read.
func TestTheFirstProductsAreThoseOfTheirDays(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	product := w.product("gown", w.category("all", 0))
	for at := lagos(t, "2026-10-20"); at.Before(lagos(t, "2026-12-10")); at = at.AddDate(0, 0, 1) {
		w.looked(product, at.Format(time.DateOnly), 1<<(at.YearDay()%20), 0, 0, 0, 0)
	}
	for from := lagos(t, "2026-11-01"); from.Before(lagos(t, "2026-11-09")); from = from.AddDate(0, 0, 1) {
		for length := range 24 {
			to := from.AddDate(0, 0, length+1)
			got, err := w.Products(t.Context(), Range{From: from, To: to, Interval: Day}, MostViews, 1)
			require.NoError(t, err)
			require.Equal(t, got.Totals, got.Top[0].Figures, "%s to %s", from, to)
		}
	}
}

func TestProductsAndCategories(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	women := w.category("women", 0)
	gowns, wraps := w.category("gowns", women), w.category("wraps", women)
	kids := w.category("kids", 0)
	gown, wrap, toy := w.product("gown", gowns), w.product("wrap", wraps), w.product("toy", kids)
	w.looked(gown, "2026-10-31", 9, 9, 9, 9, 900)
	w.looked(gown, "2026-11-01", 10, 6, 2, 1, 5_000)
	w.looked(gown, "2026-11-30", 10, 5, 3, 1, 5_000)
	w.looked(wrap, "2026-11-08", 30, 20, 0, 0, 0)
	w.looked(toy, "2026-11-02", 50, 5, 4, 3, 600)
	w.looked(toy, "2026-12-01", 7, 7, 7, 7, 700)
	w.exec("REFRESH MATERIALIZED VIEW category_analytics")
	november := days(t, "2026-11-01", "2026-12-01", Week)

	got, err := w.Products(t.Context(), november, "", 2)
	require.NoError(t, err)
	require.Equal(t, ProductFigures{100, 36, 9, 5, 10_600}, got.Totals)
	require.InDelta(t, 0.09, *got.Totals.CartRate(), 1e-9)
	require.InDelta(t, 0.05, *got.Totals.PurchaseRate(), 1e-9)
	require.Equal(t, &ProductFigures{9, 9, 9, 9, 900}, got.Before, "October, all of it")
	require.Equal(t, []ProductPoint{
		{Frame{lagos(t, "2026-11-01"), lagos(t, "2026-11-02")}, ProductFigures{10, 6, 2, 1, 5_000}},
		{Frame{lagos(t, "2026-11-02"), lagos(t, "2026-11-09")}, ProductFigures{80, 25, 4, 3, 600}},
		{Frame{lagos(t, "2026-11-09"), lagos(t, "2026-11-16")}, ProductFigures{}},
		{Frame{lagos(t, "2026-11-16"), lagos(t, "2026-11-23")}, ProductFigures{}},
		{Frame{lagos(t, "2026-11-23"), lagos(t, "2026-11-30")}, ProductFigures{}},
		{Frame{lagos(t, "2026-11-30"), lagos(t, "2026-12-01")}, ProductFigures{10, 5, 3, 1, 5_000}},
	}, got.Points)
	require.Equal(t, []ProductRow{{gown, "gown", "gown", ProductFigures{20, 11, 5, 2, 10_000}}, {toy, "toy", "toy", ProductFigures{50, 5, 4, 3, 600}}}, got.Top)
	for order, want := range map[ProductOrder]int{MostViews: toy, MostRevenue: gown, MostCartAdds: gown, MostPurchases: toy} {
		got, err := w.Products(t.Context(), november, order, 1)
		require.NoError(t, err)
		require.Equal(t, want, got.Top[0].ProductID, order)
	}
	_, err = w.Products(t.Context(), november, "beauty", 1)
	require.True(t, fault.Is(err, fault.BadUserInput))

	shelves, err := w.Categories(t.Context(), november)
	require.NoError(t, err)
	require.Equal(t, CategoryFigures{100, 4, 5, 10_600}, shelves.Totals, "each product once, though two levels have it")
	require.Equal(t, &CategoryFigures{9, 1, 9, 900}, shelves.Before)
	require.Equal(t, CategoryFigures{80, 2, 3, 600}, shelves.Points[1].Figures)
	require.Equal(t, []CategoryRow{
		{women, nil, "women", "women", CategoryFigures{50, 3, 2, 10_000}}, {gowns, &women, "gowns", "gowns", CategoryFigures{20, 2, 2, 10_000}},
		{kids, nil, "kids", "kids", CategoryFigures{50, 1, 3, 600}}, {wraps, &women, "wraps", "wraps", CategoryFigures{30, 1, 0, 0}},
	}, shelves.Rows)
}

func TestTopSellers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	shelf := w.category("all", 0)
	gown, wrap, toy := w.product("gown", shelf), w.product("wrap", shelf), w.product("toy", shelf)
	line := func(order, product, quantity, price int) {
		w.exec("INSERT INTO order_items (order_id, product_id, quantity, unit_price_ngn, total_price_ngn) VALUES ($1, $2, $3, $4, $5)", order, product, quantity, price, quantity*price)
	}
	first := w.order(sale{at: "2026-11-01", status: "delivered", payment: "paid"})
	line(first, gown, 2, 5_000)
	line(first, toy, 3, 100)
	line(first, toy, 1, 90)
	line(w.order(sale{at: "2026-11-30 23:59:59", status: "delivered", payment: "pending"}), wrap, 4, 10)
	line(w.order(sale{at: "2026-11-02", status: "shipped", payment: "paid"}), gown, 9, 5_000)
	line(w.order(sale{at: "2026-12-01", status: "delivered", payment: "paid"}), gown, 9, 5_000)
	november := days(t, "2026-11-01", "2026-12-01", Month)
	got, err := w.TopSellers(t.Context(), november, nil, 0)
	require.NoError(t, err)
	require.Equal(t, []Seller{{wrap, "wrap", "wrap", 4, 40}, {toy, "toy", "toy", 4, 390}, {gown, "gown", "gown", 2, 10_000}}, got)
	got, err = w.TopSellers(t.Context(), november, []string{"shipped", "delivered"}, 1)
	require.NoError(t, err)
	require.Equal(t, []Seller{{gown, "gown", "gown", 11, 55_000}}, got)
	_, err = w.TopSellers(t.Context(), november, []string{"lost"}, 1)
	require.True(t, fault.Is(err, fault.BadUserInput))
}
