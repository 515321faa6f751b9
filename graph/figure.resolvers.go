package graph

import (
	"context"
	"time"

	"zuka/ent/db"
	"zuka/ent/db/gamescore"
	"zuka/ent/db/userpet"
	"zuka/graph/loader"
	"zuka/internal/shop/analytics/archive"
	"zuka/internal/shop/analytics/hot"
	"zuka/internal/shop/analytics/report"
	"zuka/internal/shop/catalog"
)

// The rows of reports name things by number; these find them.

type productRowFields struct{}

// Product is the product, nil when it is not on sale any more.
func (productRowFields) Product(ctx context.Context, row *report.ProductRow) (*catalog.Product, error) {
	return loader.From(ctx).Product.Get(ctx, row.ProductID)
}

type sellerFields struct{}

// Product is the product, nil when it is not on sale any more.
func (sellerFields) Product(ctx context.Context, row *report.Seller) (*catalog.Product, error) {
	return loader.From(ctx).Product.Get(ctx, row.ProductID)
}

type topCustomerFields struct{}

// Customer is who it is, nil when they left.
func (topCustomerFields) Customer(ctx context.Context, row *report.TopCustomer) (*db.User, error) {
	return loader.BuyingFrom(ctx).Customer.Get(ctx, row.UserID)
}

type gameRowFields struct{}

// Game is which game.
func (gameRowFields) Game(_ context.Context, row *report.GameRow) (gamescore.GameType, error) {
	return gamescore.GameType(row.Game), nil
}

type personaRowFields struct{}

// Persona is which voice.
func (personaRowFields) Persona(_ context.Context, row *report.PersonaRow) (userpet.PersonaType, error) {
	return userpet.PersonaType(row.Persona), nil
}

type liveProductFields struct{}

// Product is the product, nil when it is not on sale any more.
func (liveProductFields) Product(ctx context.Context, row *hot.Product) (*catalog.Product, error) {
	return loader.From(ctx).Product.Get(ctx, row.ID)
}

// Views is how often it was seen.
func (liveProductFields) Views(_ context.Context, row *hot.Product) (int32, error) {
	return int32(row.Views), nil
}

// Viewers is by how many different people.
func (liveProductFields) Viewers(_ context.Context, row *hot.Product) (int32, error) {
	return int32(row.Viewers), nil
}

// CartAdds is how often it was put into a cart.
func (liveProductFields) CartAdds(_ context.Context, row *hot.Product) (int32, error) {
	return int32(row.CartAdds), nil
}

type archiveFields struct{}

// Rows is how many events it holds.
func (archiveFields) Rows(_ context.Context, m *archive.Manifest) (float64, error) {
	return float64(m.Rows), nil
}

// Bytes is how large it is.
func (archiveFields) Bytes(_ context.Context, m *archive.Manifest) (float64, error) {
	return float64(m.Bytes), nil
}

// VerifiedAt is when it was read back.
func (archiveFields) VerifiedAt(_ context.Context, m *archive.Manifest) (*time.Time, error) {
	return passed(m.VerifiedAt), nil
}

// DroppedAt is when the table was dropped.
func (archiveFields) DroppedAt(_ context.Context, m *archive.Manifest) (*time.Time, error) {
	return passed(m.DroppedAt), nil
}

// passed is a moment, nil when there was none.
func passed(at time.Time) *time.Time {
	if at.IsZero() {
		return nil
	}
	return &at
}
