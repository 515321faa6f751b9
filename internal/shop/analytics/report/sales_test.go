package report

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"zuka/internal/platform/fault"
	"zuka/internal/platform/money"
)

// newID is one of a few ids that are the same in every run.
func newID(n byte) uuid.UUID { return uuid.UUID{0: 1, 15: n} }

// sold is three days of trade, with what lies a moment before and after them.
func sold(t *testing.T) *world {
	w := newWorld(t)
	phone := w.visit(stay{at: "2026-11-10", platform: "android", carts: 2})
	w.order(sale{at: "2026-11-10", status: "delivered", payment: "paid", state: "Lagos", visit: phone, subtotal: 9_500, discount: 1_000, shipping: 1_500})
	w.order(sale{at: "2026-11-11 12:00:00", status: "pending", payment: "pending", method: "cash_on_delivery", state: "Oyo", subtotal: 3_000, discount: 100, shipping: 9})
	// Money that came too late lies there to be given back.
	w.order(sale{at: "2026-11-11 12:00:00", status: "cancelled", payment: "paid", state: "Lagos", subtotal: 7_000, discount: 100, shipping: 9})
	w.order(sale{at: "2026-11-12 23:59:59", status: "refunded", payment: "refunded", state: "Lagos", subtotal: 4_000})
	w.order(sale{at: "2026-11-12 10:00:00", status: "processing", payment: "paid", method: "cash_on_delivery", state: "Oyo", subtotal: 5_001})
	w.order(sale{at: "2026-11-13", status: "paid", payment: "paid", subtotal: 1_000_000})
	w.order(sale{at: "2026-11-09 23:59:59", status: "paid", payment: "paid", method: "flutterwave", state: "Kano", subtotal: 800})
	w.order(sale{at: "2026-11-06 23:59:59", status: "paid", payment: "paid", subtotal: 1_000_000})
	w.visit(stay{at: "2026-11-11"})
	w.visit(stay{at: "2026-11-11", bought: true})
	w.visit(stay{at: "2026-11-11"})
	w.visit(stay{at: "2026-11-12 23:59:59", carts: 1, bought: true})
	w.visit(stay{at: "2026-11-13", carts: 1})
	w.visit(stay{at: "2026-11-09 23:59:59", carts: 1})
	return w
}

func TestSales(t *testing.T) {
	t.Parallel()
	w := sold(t)
	got, err := w.Sales(t.Context(), days(t, "2026-11-10", "2026-11-13", Day))
	require.NoError(t, err)
	require.Equal(t, SalesFigures{
		OrderFigures{Orders: 5, PaidOrders: 3, RefundedOrders: 1, Gross: 19_001, Refunds: 4_000, Discounts: 1_000, Shipping: 1_500},
		VisitFigures{Visits: 5, VisitsWithCart: 2, VisitsWithPurchase: 2, Abandoned: 1},
	}, got.Totals)
	require.Equal(t, money.Naira(15_001), got.Totals.Revenue())
	require.Equal(t, money.Naira(6_334), *got.Totals.AverageOrder())
	require.InDelta(t, 0.4, *got.Totals.Conversion(), 0)
	require.InDelta(t, 0.5, *got.Totals.CartAbandonment(), 0)
	require.Equal(t, &SalesFigures{OrderFigures{Orders: 1, PaidOrders: 1, Gross: 800}, VisitFigures{Visits: 1, VisitsWithCart: 1, Abandoned: 1}}, got.Before)
	require.Equal(t, []SalesPoint{
		{Frame{lagos(t, "2026-11-10"), lagos(t, "2026-11-11")}, SalesFigures{OrderFigures{Orders: 1, PaidOrders: 1, Gross: 10_000, Discounts: 1_000, Shipping: 1_500}, VisitFigures{Visits: 1, VisitsWithCart: 1, Abandoned: 1}}},
		{Frame{lagos(t, "2026-11-11"), lagos(t, "2026-11-12")}, SalesFigures{OrderFigures{Orders: 2}, VisitFigures{Visits: 3, VisitsWithPurchase: 1}}},
		{Frame{lagos(t, "2026-11-12"), lagos(t, "2026-11-13")}, SalesFigures{OrderFigures{Orders: 2, PaidOrders: 2, RefundedOrders: 1, Gross: 9_001, Refunds: 4_000}, VisitFigures{Visits: 1, VisitsWithCart: 1, VisitsWithPurchase: 1}}},
	}, got.Points)
	require.Equal(t, Freshness{ReadAt: now}, got.Freshness, "nothing was rolled up yet")
	at := w.rolledUp("2026-11-24 15:00:00")
	got, err = w.Sales(t.Context(), Range{From: now, To: now.AddDate(0, 0, 1)})
	require.NoError(t, err)
	require.True(t, at.Equal(*got.EventsUpTo))
	require.Nil(t, got.Before)
}

func TestNothingWasSold(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	got, err := w.Sales(t.Context(), days(t, "2026-02-27", "2026-03-02", Day))
	require.NoError(t, err)
	require.Equal(t, SalesFigures{}, got.Totals)
	require.Equal(t, &SalesFigures{}, got.Before)
	require.Len(t, got.Points, 3)
	require.Nil(t, got.Totals.AverageOrder())
	require.Nil(t, got.Totals.Conversion())
	require.Nil(t, got.Totals.CartAbandonment())
	slices, err := w.SalesBy(t.Context(), days(t, "2026-02-27", "2026-03-02", Day), ByDeliveryState)
	require.NoError(t, err)
	require.Empty(t, slices)
}

func TestSalesBy(t *testing.T) {
	t.Parallel()
	w := sold(t)
	none, kano := &OrderFigures{}, &OrderFigures{Orders: 1, PaidOrders: 1, Gross: 800}
	lagosPaid := OrderFigures{Orders: 3, PaidOrders: 2, RefundedOrders: 1, Gross: 14_000, Refunds: 4_000, Discounts: 1_000, Shipping: 1_500}
	for by, want := range map[SalesDimension][]SalesSlice{
		ByDeliveryState: {{"Lagos", lagosPaid, none}, {"Oyo", OrderFigures{Orders: 2, PaidOrders: 1, Gross: 5_001}, none}, {"Kano", OrderFigures{}, kano}},
		ByPaymentMethod: {{"paystack", lagosPaid, none}, {"cash_on_delivery", OrderFigures{Orders: 2, PaidOrders: 1, Gross: 5_001}, none}, {"flutterwave", OrderFigures{}, kano}},
		ByVisitPlatform: {{"android", OrderFigures{Orders: 1, PaidOrders: 1, Gross: 10_000, Discounts: 1_000, Shipping: 1_500}, none},
			{"", OrderFigures{Orders: 4, PaidOrders: 2, RefundedOrders: 1, Gross: 9_001, Refunds: 4_000}, kano}},
	} {
		got, err := w.SalesBy(t.Context(), days(t, "2026-11-10", "2026-11-13", Day), by)
		require.NoError(t, err)
		require.Equal(t, want, got, by)
	}
	_, err := w.SalesBy(t.Context(), days(t, "2026-11-10", "2026-11-13", Day), "moon")
	require.True(t, fault.Is(err, fault.BadUserInput))
}

// Every report refuses the same ranges.
func TestEveryReportChecksItsRange(t *testing.T) {
	t.Parallel()
	w, ctx, bad := newWorld(t), t.Context(), Range{From: now, To: now}
	for name, ask := range map[string]func() error{
		"sales":      func() error { _, err := w.Sales(ctx, bad); return err },
		"salesBy":    func() error { _, err := w.SalesBy(ctx, bad, ByDeliveryState); return err },
		"products":   func() error { _, err := w.Products(ctx, bad, "", 0); return err },
		"topSellers": func() error { _, err := w.TopSellers(ctx, bad, nil, 0); return err },
		"categories": func() error { _, err := w.Categories(ctx, bad); return err },
		"customers":  func() error { _, err := w.Customers(ctx, bad); return err },
		"lifetime":   func() error { _, err := w.LifetimeValue(ctx, bad, 0); return err },
		"channels":   func() error { _, err := w.Channels(ctx, bad); return err },
		"retention":  func() error { _, err := w.Retention(ctx, bad, FirstOrder); return err },
		"funnel":     func() error { _, err := w.Funnel(ctx, bad, ""); return err },
		"searches":   func() error { _, err := w.Searches(ctx, bad, 0); return err },
		"coupons":    func() error { _, err := w.Coupons(ctx, bad); return err },
		"games":      func() error { _, err := w.Games(ctx, bad); return err },
		"pets":       func() error { _, err := w.Pets(ctx, bad); return err },
		"payments":   func() error { _, err := w.Payments(ctx, bad); return err },
		"breakdown":  func() error { _, err := w.Breakdown(ctx, bad, "page_view", ByState); return err },
	} {
		found, ok := fault.From(ask())
		require.True(t, ok, name)
		require.Equal(t, []string{"to"}, found.Field, name)
	}
}
