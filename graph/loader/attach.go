package loader

import (
	"context"
	"sync"

	"zuka/internal/shop/account"
	"zuka/internal/shop/catalog"
	"zuka/internal/shop/loyalty"
	"zuka/internal/shop/order"
	"zuka/internal/shop/payment"
	"zuka/internal/shop/pet"
	"zuka/internal/shop/referral"
)

// Sources are what loaders read from.
type Sources struct {
	Catalog   *catalog.Service
	Accounts  *account.Service
	Orders    *order.Service
	Payments  *payment.Service
	Points    *loyalty.Service
	Referrals *referral.Service
	Pets      *pet.Service
}

// attached are the loaders of one request. They are made when the first of a
// kind is asked for: most events of a subscription ask for none, and what would
// be made for nothing was most of what an event cost.
type attached struct {
	*Sources
	shop   lazily[Loaders]
	people lazily[People]
	buying lazily[Buying]
	play   lazily[Play]
	pets   lazily[Pets]
}

// lazily is made once, by who needs it first.
type lazily[T any] struct {
	once sync.Once
	made *T
}

func (l *lazily[T]) get(make func() *T) *T {
	l.once.Do(func() { l.made = make() })
	return l.made
}

type contextKey struct{}

// Attach gives a request, or one event, loaders of its own.
func Attach(ctx context.Context, sources *Sources) context.Context {
	return context.WithValue(ctx, contextKey{}, &attached{Sources: sources})
}

func of(ctx context.Context) *attached {
	found, ok := ctx.Value(contextKey{}).(*attached)
	if !ok {
		panic("loader: the context has no loaders; attach them where the request begins")
	}
	return found
}

// From are the loaders of the request for what belongs to the catalogue.
func From(ctx context.Context) *Loaders {
	a := of(ctx)
	return a.shop.get(func() *Loaders { return New(a.Catalog) })
}

// PeopleFrom are those for what belongs to people.
func PeopleFrom(ctx context.Context) *People {
	a := of(ctx)
	return a.people.get(func() *People { return &People{AddressesOf: one(a.Accounts.AddressesOf)} })
}

// BuyingFrom are those for what belongs to orders.
func BuyingFrom(ctx context.Context) *Buying {
	a := of(ctx)
	return a.buying.get(func() *Buying {
		return &Buying{
			LinesOf:    one(a.Orders.LinesOf),
			EventsOf:   one(a.Orders.EventsOf),
			PaymentsOf: one(a.Payments.Of),
			RefundsOf:  one(a.Payments.RefundsOf),
			Customer:   one(a.Accounts.People),
		}
	})
}

// PlayFrom are those for what belongs to play.
func PlayFrom(ctx context.Context) *Play {
	a := of(ctx)
	return a.play.get(func() *Play { return &Play{Reward: one(a.Points.RewardsByID), Friend: one(a.Referrals.Friends)} })
}

// PetsFrom are those for what belongs to pets.
func PetsFrom(ctx context.Context) *Pets {
	a := of(ctx)
	return a.pets.get(func() *Pets { return newPets(a.Pets) })
}
