package dashboard

import (
	"context"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	orderrow "zuka/ent/db/order"
	"zuka/internal/platform/clock"
	"zuka/internal/platform/money"
	"zuka/internal/platform/viewer"
	"zuka/internal/shop/analytics"
	"zuka/internal/shop/analytics/hot"
	"zuka/internal/shop/analytics/report"
)

// noon is a Tuesday in Lagos.
var noon = time.Date(2026, 11, 24, 11, 0, 0, 0, time.UTC)

// shop is a fake of the reports. What is in before is done before a report is read.
type shop struct {
	before map[string]func(context.Context) error
	asked  atomic.Pointer[analytics.Range]
	calls  atomic.Int32
	// hostile is a name that somebody gave to a product, a coupon and a search.
	hostile string
}

func (s *shop) begin(ctx context.Context, name string, r analytics.Range) error {
	s.calls.Add(1)
	if name != "now" { // Which has no range.
		s.asked.Store(&r)
	}
	if before := s.before[name]; before != nil {
		return before(ctx)
	}
	if before := s.before["all"]; before != nil {
		return before(ctx)
	}
	return nil
}

var known = report.Freshness{ReadAt: noon.Add(-2 * time.Minute), EventsUpTo: new(noon.Add(-3 * time.Minute))}

// frames are two days.
func frames() [2]report.Frame {
	day := clock.Day(noon)
	return [2]report.Frame{{From: day.AddDate(0, 0, -1), To: day}, {From: day, To: day.AddDate(0, 0, 1)}}
}

// points are a point for each of the days.
func points[P any](one func(f report.Frame, i int) P) []P {
	var all []P
	for i, frame := range frames() {
		all = append(all, one(frame, i))
	}
	return all
}

func (s *shop) Realtime(ctx context.Context) (*analytics.Realtime, error) {
	live := hot.Live{
		AsOf: noon, Sessions5: 1_234, Sessions30: 2_345, Users5: 34, Users30: 56,
		Hour:     hot.Totals{Events: 9_876, ProductViews: 4_321, CartAdds: 321, Checkouts: 98, Purchases: 54, RevenueNGN: 7_654_321},
		Products: []hot.Product{{ID: 1, Views: 77, CartAdds: 7, Viewers: 66}, {ID: 2, Views: 55}},
	}
	for i := range 60 {
		live.Minutes = append(live.Minutes, hot.Minute{At: noon.Add(time.Duration(i-59) * time.Minute), Events: int64(i)})
	}
	return &analytics.Realtime{Live: live, Today: report.OrderFigures{Orders: 12, PaidOrders: 11, Gross: 1_234_567}}, s.begin(ctx, "now", analytics.Range{})
}

func (s *shop) Sales(ctx context.Context, r analytics.Range) (*report.Sales, error) {
	figures := func(orders int, gross money.Naira) report.SalesFigures {
		return report.SalesFigures{
			OrderFigures: report.OrderFigures{Orders: orders, PaidOrders: orders / 2, Gross: gross, Refunds: gross / 10},
			VisitFigures: report.VisitFigures{Visits: 1_000, VisitsWithCart: 200, VisitsWithPurchase: 50, Abandoned: 150},
		}
	}
	return &report.Sales{
		Totals: figures(240, 1_500_000), Before: new(figures(200, 1_000_000)), Freshness: known,
		Points: points(func(f report.Frame, i int) report.SalesPoint {
			return report.SalesPoint{Frame: f, Figures: figures(120, money.Naira(700_000+i))}
		}),
	}, s.begin(ctx, "sales", r)
}

func (s *shop) Funnel(ctx context.Context, r analytics.Range, _ report.FunnelWindow) (*report.Funnel, error) {
	return &report.Funnel{Totals: report.FunnelFigures{Visitors: 1_000, Viewers: 800, CartAdds: 900, Purchases: 45}, Freshness: known}, s.begin(ctx, "funnel", r)
}

func (s *shop) Products(ctx context.Context, r analytics.Range, _ report.ProductOrder, _ int) (*report.Products, error) {
	return &report.Products{
		Top:       []report.ProductRow{{ProductID: 1, Name: s.hostile, Figures: report.ProductFigures{Views: 4_000, CartAdds: 400, Purchases: 50, Revenue: 2_222_000}}},
		Freshness: known,
	}, s.begin(ctx, "products", r)
}

func (s *shop) TopSellers(ctx context.Context, r analytics.Range, statuses []orderrow.Status, _ int) ([]report.Seller, error) {
	return []report.Seller{{Name: "Adire Wrap", Sold: len(statuses), Revenue: 333_000}}, s.begin(ctx, "sellers", r)
}

func (s *shop) Categories(ctx context.Context, r analytics.Range) (*report.Categories, error) {
	return &report.Categories{Rows: []report.CategoryRow{{Name: "Native Wear", Figures: report.CategoryFigures{Revenue: 444_000}}}}, s.begin(ctx, "categories", r)
}

func (s *shop) Customers(ctx context.Context, r analytics.Range) (*report.Customers, error) {
	active := func(n int) report.ActiveFigures { return report.ActiveFigures{Clients: 10 * n, Users: n} }
	return &report.Customers{
		Totals:  report.CustomerFigures{ActiveFigures: active(555), NewcomerFigures: report.NewcomerFigures{NewAccounts: 17, NewBuyers: 9}},
		LastDay: active(101), LastWeek: active(707), LastMonth: active(3_003), Freshness: known,
		Points: points(func(f report.Frame, i int) report.CustomerPoint {
			return report.CustomerPoint{Frame: f, Figures: report.CustomerFigures{ActiveFigures: active(i + 5)}}
		}),
	}, s.begin(ctx, "users", r)
}

func (s *shop) Channels(ctx context.Context, r analytics.Range) (*report.Channels, error) {
	return &report.Channels{
		Rows:    []report.ChannelRow{{Channel: report.Social, Figures: report.ChannelFigures{Clients: 606, Buyers: 60}, Before: &report.ChannelFigures{Clients: 505}}},
		Sources: []report.SourceRow{{Channel: report.Social, Source: "instagram", Host: "l.instagram.com"}, {Channel: report.Direct}},
	}, s.begin(ctx, "channels", r)
}

func (s *shop) Searches(ctx context.Context, r analytics.Range, _ int) (*report.Searches, error) {
	return &report.Searches{
		Totals: report.SearchFigures{Searches: 88, WithoutResults: 22}, Top: []report.SearchTerm{{Query: s.hostile}},
		Missing: []report.SearchTerm{{Query: "raincoat"}},
	}, s.begin(ctx, "searches", r)
}

func (s *shop) Coupons(ctx context.Context, r analytics.Range) (*report.Coupons, error) {
	return &report.Coupons{Rows: []report.CouponRow{{Code: s.hostile}}}, s.begin(ctx, "coupons", r)
}

func (s *shop) Games(ctx context.Context, r analytics.Range) (*report.Games, error) {
	return &report.Games{Totals: report.GameFigures{Plays: 4_242}, Rows: []report.GameRow{{Game: "snake"}}}, s.begin(ctx, "games", r)
}

func (s *shop) Pets(ctx context.Context, r analytics.Range) (*report.Pets, error) {
	return &report.Pets{
		Totals:   report.PetFigures{TalkFigures: report.TalkFigures{Messages: 5_151}, AdviceFigures: report.AdviceFigures{Given: 8, Accepted: 2, Proposed: 4, Agreed: 3}},
		Personas: []report.PersonaRow{{Persona: "grumpy"}}, Actions: []report.ActionRow{{Type: "add_to_cart", State: "done", Count: 6}},
	}, s.begin(ctx, "pets", r)
}

func (s *shop) Payments(ctx context.Context, r analytics.Range) (*report.Payments, error) {
	return &report.Payments{
		Totals: report.PaymentFigures{Received: 9_090_909}, Rows: []report.PaymentRow{{Provider: "cash_on_delivery"}},
		Failures: []report.FailureRow{{Provider: "paystack", Count: 3}, {Provider: "flutterwave", Reason: "Declined", Count: 2}},
	}, s.begin(ctx, "payments", r)
}

// as is somebody of a role; empty is a stranger.
func as(role viewer.Role) viewer.Viewer {
	if role == "" {
		return viewer.Viewer{}
	}
	return viewer.Viewer{User: uuid.New(), Session: uuid.New(), Role: role}
}

// open asks for the page.
func (s *shop) open(t *testing.T, who viewer.Viewer, query string) *httptest.ResponseRecorder {
	t.Helper()
	page := Page(Options{
		Reports: s, API: "/graphql", Clock: clock.Fixed(noon),
		Names: func(context.Context, []int) (map[int]string, error) { return map[int]string{1: "Gele"}, nil },
	})
	request := httptest.NewRequestWithContext(t.Context(), http.MethodGet, Path+query, nil)
	request = request.WithContext(viewer.With(request.Context(), viewer.NewRequest(who, func(string, time.Duration) {})))
	recorder := httptest.NewRecorder()
	page.ServeHTTP(recorder, request)
	require.Equal(t, "no-store", recorder.Header().Get("Cache-Control"))
	require.Equal(t, policy, recorder.Header().Get("Content-Security-Policy"))
	return recorder
}
