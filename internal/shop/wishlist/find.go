package wishlist

import (
	"context"
	"strconv"
	"time"

	entsql "entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"zuka/ent/db"
	"zuka/ent/db/wishlist"
	"zuka/internal/platform/page"
)

// Connection is a page of wishes, the newest first.
type Connection = page.Connection[*db.Wishlist]

// Edge is a wish on a page.
type Edge = page.Edge[*db.Wishlist]

// list is the list of a person's wishes; its keys are a time and an id.
func list(owner uuid.UUID) page.List {
	return page.NewList(2, func(key page.Key) bool {
		_, badTime := time.Parse(time.RFC3339Nano, key[0])
		_, badID := strconv.Atoi(key[1])
		return badTime == nil && badID == nil
	}, "wishes", owner)
}

// Mine is what the caller wishes for.
func (s *Service) Mine(ctx context.Context, args page.Args) (*Connection, error) {
	owner, err := me(ctx)
	if err != nil {
		return nil, err
	}
	list := list(owner)
	window, err := args.Window(list)
	if err != nil {
		return nil, err
	}
	query := s.Pool.Ent().Wishlist.Query().Where(wishlist.UserID(owner))
	bound(query, window)
	order := []wishlist.OrderOption{wishlist.ByCreatedAt(entsql.OrderDesc()), wishlist.ByID(entsql.OrderDesc())}
	if window.Backward {
		order = []wishlist.OrderOption{wishlist.ByCreatedAt(), wishlist.ByID()}
	}
	found, err := query.Order(order...).Limit(window.Size + 1).All(ctx)
	if err != nil {
		return nil, err
	}
	items := make([]page.Item[*db.Wishlist], len(found))
	for i, one := range found {
		items[i] = page.Item[*db.Wishlist]{Node: one, Key: page.Key{one.CreatedAt.UTC().Format(time.RFC3339Nano), strconv.Itoa(one.ID)}}
	}
	return page.Cut(list, window, items).CountWith(func(ctx context.Context) (int, error) {
		return s.Pool.Ent().Wishlist.Query().Where(wishlist.UserID(owner)).Count(ctx)
	}), nil
}

// bound keeps a page between its cursors.
func bound(query *db.WishlistQuery, window page.Window) {
	keep := func(cursor *page.Cursor, beyond func([]string, ...any) *entsql.Predicate) {
		if cursor == nil {
			return
		}
		created, _ := time.Parse(time.RFC3339Nano, cursor.Key[0]) // The list has checked both.
		id, _ := strconv.Atoi(cursor.Key[1])
		query.Where(func(sel *entsql.Selector) {
			sel.Where(beyond([]string{sel.C(wishlist.FieldCreatedAt), sel.C(wishlist.FieldID)}, created, id))
		})
	}
	keep(window.After, entsql.CompositeLT) // The list descends.
	keep(window.Before, entsql.CompositeGT)
}

// Find is one of the caller's wishes; nil when it is another's, or is not.
func (s *Service) Find(ctx context.Context, id int) (*db.Wishlist, error) {
	owner, err := me(ctx)
	if err != nil {
		return nil, err
	}
	found, err := s.Pool.Ent().Wishlist.Query().Where(wishlist.ID(id), wishlist.UserID(owner)).Only(ctx)
	if db.IsNotFound(err) {
		return nil, nil
	}
	return found, err
}

// Has tells which of these products a person wishes for.
func (s *Service) Has(ctx context.Context, user uuid.UUID, products []int) (map[int]bool, error) {
	has := make(map[int]bool, len(products))
	if user == uuid.Nil || len(products) == 0 {
		return has, nil
	}
	var wished []int
	err := s.Pool.Ent().Wishlist.Query().Where(wishlist.UserID(user), wishlist.ProductIDIn(products...)).
		Select(wishlist.FieldProductID).Scan(ctx, &wished)
	for _, product := range wished {
		has[product] = true
	}
	return has, err
}
