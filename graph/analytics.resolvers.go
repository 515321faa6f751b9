package graph

import (
	"context"
	"time"

	orderrow "zuka/ent/db/order"
	"zuka/graph/model"
	"zuka/graph/usererror"
	"zuka/internal/shop/analytics"
	"zuka/internal/shop/analytics/archive"
	"zuka/internal/shop/analytics/event"
	"zuka/internal/shop/analytics/report"
)

// Analytics is what the shop's figures say, for staff.
func (q query) Analytics(context.Context) (*analytics.Service, error) { return q.Analysis, nil }

// Archives are the files that old events went to.
func (q query) Archives(ctx context.Context) ([]*archive.Manifest, error) {
	found, err := q.Analysis.Archives(ctx)
	return pointers(found), err
}

// RealtimeMetrics is what happens in the shop now, and every few seconds.
func (s subscription) RealtimeMetrics(ctx context.Context) (<-chan *analytics.Realtime, error) {
	return followed[*analytics.Realtime](ctx)(s.Analysis.FollowRealtime(ctx))
}

// RollupRefresh counts days anew.
func (m mutation) RollupRefresh(ctx context.Context, from, to *time.Time) (*model.RollupRefreshPayload, error) {
	done, failed := m.Analysis.Rebuild(ctx, from, to)
	errs, err := usererror.From(failed)
	if err != nil {
		return nil, err
	}
	return &model.RollupRefreshPayload{Events: int32(done.Events), UserErrors: errs}, nil
}

// EventsArchive brings old events to files.
func (m mutation) EventsArchive(ctx context.Context) (*model.EventsArchivePayload, error) {
	done, failed := m.Analysis.ArchiveNow(ctx)
	errs, err := usererror.From(failed)
	if err != nil {
		return nil, err
	}
	return &model.EventsArchivePayload{Archived: int32(done), UserErrors: errs}, nil
}

// analyticsFields are the reports. Each checks itself who asks.
type analyticsFields struct{}

func (analyticsFields) Sales(ctx context.Context, s *analytics.Service, r analytics.Range) (*report.Sales, error) {
	return s.Sales(ctx, r)
}

func (analyticsFields) SalesBy(ctx context.Context, s *analytics.Service, r analytics.Range, by report.SalesDimension) ([]*report.SalesSlice, error) {
	found, err := s.SalesBy(ctx, r, by)
	return pointers(found), err
}

func (analyticsFields) Products(ctx context.Context, s *analytics.Service, r analytics.Range, order report.ProductOrder, first int32) (*report.Products, error) {
	return s.Products(ctx, r, order, int(first))
}

func (analyticsFields) TopSellers(ctx context.Context, s *analytics.Service, r analytics.Range, statuses []orderrow.Status, first int32) ([]*report.Seller, error) {
	found, err := s.TopSellers(ctx, r, statuses, int(first))
	return pointers(found), err
}

func (analyticsFields) Categories(ctx context.Context, s *analytics.Service, r analytics.Range) (*report.Categories, error) {
	return s.Categories(ctx, r)
}

func (analyticsFields) Customers(ctx context.Context, s *analytics.Service, r analytics.Range) (*report.Customers, error) {
	return s.Customers(ctx, r)
}

func (analyticsFields) LifetimeValue(ctx context.Context, s *analytics.Service, r analytics.Range, first int32) (*report.LifetimeValue, error) {
	return s.LifetimeValue(ctx, r, int(first))
}

func (analyticsFields) Channels(ctx context.Context, s *analytics.Service, r analytics.Range) (*report.Channels, error) {
	return s.Channels(ctx, r)
}

func (analyticsFields) Retention(ctx context.Context, s *analytics.Service, r analytics.Range, start report.CohortStart) (*report.Retention, error) {
	return s.Retention(ctx, r, start)
}

func (analyticsFields) Funnel(ctx context.Context, s *analytics.Service, r analytics.Range, window report.FunnelWindow) (*report.Funnel, error) {
	return s.Funnel(ctx, r, window)
}

func (analyticsFields) Searches(ctx context.Context, s *analytics.Service, r analytics.Range, first int32) (*report.Searches, error) {
	return s.Searches(ctx, r, int(first))
}

func (analyticsFields) Coupons(ctx context.Context, s *analytics.Service, r analytics.Range) (*report.Coupons, error) {
	return s.Coupons(ctx, r)
}

func (analyticsFields) Games(ctx context.Context, s *analytics.Service, r analytics.Range) (*report.Games, error) {
	return s.Games(ctx, r)
}

func (analyticsFields) Pets(ctx context.Context, s *analytics.Service, r analytics.Range) (*report.Pets, error) {
	return s.Pets(ctx, r)
}

func (analyticsFields) Payments(ctx context.Context, s *analytics.Service, r analytics.Range) (*report.Payments, error) {
	return s.Payments(ctx, r)
}

func (analyticsFields) Events(ctx context.Context, s *analytics.Service, r analytics.Range, kind event.Type, by report.EventDimension) (*report.Breakdown, error) {
	return s.Events(ctx, r, kind, by)
}
