package graph

import (
	"context"

	"zuka/ent/db"
	"zuka/ent/db/product"
	"zuka/graph/loader"
	"zuka/internal/platform/globalid"
	"zuka/internal/platform/page"
	"zuka/internal/platform/viewer"
	"zuka/internal/shop/account"
)

// Me is whoever is signed in.
func (q query) Me(ctx context.Context) (*account.Self, error) { return q.Account.Self(ctx), nil }

// Customers are the people with an account, for staff.
func (q query) Customers(
	ctx context.Context, filter *account.CustomerFilter, first *int32, after *string, last *int32, before *string,
) (*account.UserConnection, error) {
	var wanted account.CustomerFilter
	if filter != nil {
		wanted = *filter
	}
	return q.Account.Customers(ctx, wanted, page.Args{First: first, After: after, Last: last, Before: before})
}

// Customer is one of them.
func (q query) Customer(ctx context.Context, id globalid.ID) (*db.User, error) {
	key, err := id.UUID("User", "id")
	if err != nil {
		return nil, err
	}
	return q.Account.Customer(ctx, key)
}

type meFields struct{ *Resolver }

// Profile is who it is.
func (m meFields) Profile(ctx context.Context, _ *account.Self) (*db.User, error) {
	return m.Account.Me(ctx)
}

// Addresses are the address book.
func (meFields) Addresses(ctx context.Context, self *account.Self) ([]*db.UserAddress, error) {
	return loader.PeopleFrom(ctx).AddressesOf.Get(ctx, self.User)
}

// Sessions are where the person is signed in.
func (m meFields) Sessions(ctx context.Context, self *account.Self) ([]*db.UserSession, error) {
	return m.Account.Visits(ctx, self.User)
}

// Identities are the linked sign-ins.
func (m meFields) Identities(ctx context.Context, self *account.Self) ([]*db.UserIdentity, error) {
	return m.Account.Identities(ctx, self.User)
}

// DataExport is the newest export.
func (m meFields) DataExport(ctx context.Context, self *account.Self) (*db.DataExport, error) {
	return m.Account.LastExport(ctx, self.User)
}

type userFields struct{ *Resolver }

// GenderPreference is whose clothes the person shops for.
func (userFields) GenderPreference(_ context.Context, found *db.User) (*product.Gender, error) {
	if found.GenderPreference == nil {
		return nil, nil
	}
	return new(product.Gender(*found.GenderPreference)), nil
}

// HasPassword tells whether there is one, and nothing of it.
func (userFields) HasPassword(_ context.Context, found *db.User) (bool, error) {
	return found.PasswordHash != nil, nil
}

// Addresses are the person's; those of a page of people are one statement.
func (userFields) Addresses(ctx context.Context, found *db.User) ([]*db.UserAddress, error) {
	return loader.PeopleFrom(ctx).AddressesOf.Get(ctx, found.ID)
}

type sessionFields struct{ *Resolver }

// Device is what it is, as people say it.
func (sessionFields) Device(_ context.Context, found *db.UserSession) (string, error) {
	return account.Device(found), nil
}

// Current tells whether the request came by it.
func (sessionFields) Current(ctx context.Context, found *db.UserSession) (bool, error) {
	return viewer.From(ctx).Session == found.ID, nil
}

type exportFields struct{ *Resolver }

// SizeBytes is the file's size.
func (exportFields) SizeBytes(_ context.Context, export *db.DataExport) (*float64, error) {
	if export.SizeBytes == nil {
		return nil, nil
	}
	return new(float64(*export.SizeBytes)), nil
}

// URL is where the file can be fetched.
func (e exportFields) URL(ctx context.Context, export *db.DataExport) (*string, error) {
	return e.Account.ExportLink(ctx, export)
}
