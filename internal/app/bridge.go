package app

import (
	"context"

	"github.com/google/uuid"

	"zuka/ent/db/notification"
	"zuka/ent/shape"
	"zuka/internal/platform/postgres"
	"zuka/internal/shop/account"
	"zuka/internal/shop/cart"
	"zuka/internal/shop/catalog"
	"zuka/internal/shop/checkout"
	"zuka/internal/shop/notify"
	"zuka/internal/shop/order"
	"zuka/internal/shop/wishlist"
)

// Bridges answer with one noun what another asks for by an interface of its own.

// catalogueBridge lets the catalogue hear of changes.
type catalogueBridge struct{ catalog *catalog.Service }

// StockChanged drops what shows the stock of products.
func (b catalogueBridge) StockChanged(ctx context.Context, products []int, lists bool) error {
	return b.catalog.Changed(ctx, catalog.Change{Products: products, Lists: lists})
}

// ReviewsChanged drops what shows the reviews of a product.
func (b catalogueBridge) ReviewsChanged(ctx context.Context, product int) error {
	return b.catalog.Changed(ctx, catalog.Change{Products: []int{product}})
}

// Changed drops what shows products and brands. Lists that change without one of
// them do so because a category changed.
func (b catalogueBridge) Changed(ctx context.Context, products, brands []int, lists bool) error {
	return b.catalog.Changed(ctx, catalog.Change{
		Products: products, Brands: brands, Lists: lists, Tree: lists && len(products)+len(brands) == 0,
	})
}

// sessionBridge gives strangers a guest's session.
type sessionBridge struct{ accounts *account.Service }

// Begin begins one.
func (b sessionBridge) Begin(ctx context.Context) error {
	_, err := b.accounts.Begin(ctx)
	return err
}

// addressBridge checks addresses as the address book does.
type addressBridge struct{ accounts *account.Service }

// Check puts an address into the form in which it is kept.
func (addressBridge) Check(typed checkout.Address) (*shape.Address, error) {
	in := account.AddressInput{
		RecipientName: typed.RecipientName, Phone: typed.Phone, StreetAddress: typed.StreetAddress, City: typed.City, State: typed.State,
		PostalCode: typed.PostalCode,
	}
	if err := in.Validate(); err != nil {
		return nil, err
	}
	kept := &shape.Address{
		RecipientName: in.RecipientName, Phone: in.Phone, StreetAddress: in.StreetAddress, City: in.City, State: in.State, Country: country,
	}
	if in.PostalCode != nil {
		kept.PostalCode = *in.PostalCode
	}
	return kept, nil
}

// country is the only one that the shop delivers in.
const country = "Nigeria"

// Kept is one of the viewer's addresses.
func (b addressBridge) Kept(ctx context.Context, id *int) (*shape.Address, error) {
	found, err := b.accounts.Mine(ctx, id)
	if err != nil || found == nil {
		return nil, err
	}
	kept := &shape.Address{
		RecipientName: found.RecipientName, Phone: found.Phone, StreetAddress: found.StreetAddress, City: found.City, State: found.State, Country: found.Country,
	}
	if found.PostalCode != nil {
		kept.PostalCode = *found.PostalCode
	}
	return kept, nil
}

// wishCartBridge puts wishes into carts.
type wishCartBridge struct{ carts *cart.Service }

// AddTx puts a line into the caller's cart.
func (b wishCartBridge) AddTx(ctx context.Context, tx postgres.Tx, line wishlist.MoveInput) ([]wishlist.Warning, error) {
	told, err := b.carts.AddTx(ctx, tx, "line", cart.LineInput(line))
	warnings := make([]wishlist.Warning, len(told))
	for i, one := range told {
		warnings[i] = wishlist.Warning(one)
	}
	return warnings, err
}

// Changed tells of a person's cart.
func (b wishCartBridge) Changed(ctx context.Context, person uuid.UUID) {
	b.carts.Changed(ctx, cart.Owner{User: person})
}

// wishNoticeBridge tells people of their wishes.
type wishNoticeBridge struct{ notices *notify.Service }

// Tell leaves notices.
func (b wishNoticeBridge) Tell(ctx context.Context, tx postgres.Tx, notices []wishlist.Notice) error {
	all := make([]notify.Notice, len(notices))
	for i, one := range notices {
		all[i] = notify.Notice{
			User: one.User, Type: notification.TypePromotion, Title: one.Title, Message: one.Message, ActionURL: &one.ActionURL, Source: one.Source,
		}
	}
	return b.notices.TellAll(ctx, tx, all)
}

// Told lets devices know of one.
func (b wishNoticeBridge) Told(ctx context.Context, notice wishlist.Notice) {
	b.notices.Told(ctx, notice.User, notice.Source)
}

// purchaseBridge tells reviews who bought what.
type purchaseBridge struct{ orders *order.Service }

// Purchased tells whether somebody bought a product and got it.
func (b purchaseBridge) Purchased(ctx context.Context, person uuid.UUID, product int) (bool, error) {
	return b.orders.Purchases(ctx, person, product)
}

// cartMerger brings a guest's cart to who signs in.
type cartMerger struct{ carts func() *cart.Service }

// MergedCart is a cart that was merged while somebody signed in.
type MergedCart struct {
	carts    *cart.Service
	owner    cart.Owner
	warnings []cart.Warning
}

// Merge merges within the transaction of the sign-in.
func (m cartMerger) Merge(ctx context.Context, tx postgres.Tx, session, person uuid.UUID) (account.Merged, error) {
	carts := m.carts()
	warnings, err := carts.MergeGuest(ctx, tx, session, person)
	return &MergedCart{carts: carts, owner: cart.Owner{User: person}, warnings: warnings}, err
}

// Settle tells the person's devices of it after the commit.
func (m *MergedCart) Settle(ctx context.Context) { m.carts.Changed(ctx, m.owner) }

// CartWarnings are what was changed by it.
func (m *MergedCart) CartWarnings() []cart.Warning { return m.warnings }
