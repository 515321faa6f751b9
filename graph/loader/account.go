package loader

import (
	"context"

	"github.com/google/uuid"

	"zuka/ent/db"
	"zuka/internal/shop/account"
)

// People are the relations of accounts, for one request.
type People struct {
	AddressesOf One[uuid.UUID, []*db.UserAddress]
}

type peopleKey struct{}

// AttachPeople gives a request loaders of its own for what belongs to people.
func AttachPeople(ctx context.Context, accounts *account.Service) context.Context {
	return context.WithValue(ctx, peopleKey{}, &People{AddressesOf: one(accounts.AddressesOf)})
}

// PeopleFrom are the loaders of the request.
func PeopleFrom(ctx context.Context) *People {
	people, _ := ctx.Value(peopleKey{}).(*People)
	return people
}
