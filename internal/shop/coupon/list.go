package coupon

import (
	"context"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	entsql "entgo.io/ent/dialect/sql"

	"zuka/ent/db"
	"zuka/ent/db/coupon"
	"zuka/ent/db/predicate"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/page"
)

// Filter narrows the list of coupons.
type Filter struct {
	// Query finds codes and names that hold it.
	Query  *string
	Active *bool
}

// CouponConnection is a page of coupons, the newest first.
type CouponConnection = page.Connection[*db.Coupon]

// CouponEdge is a coupon on a page.
type CouponEdge = page.Edge[*db.Coupon]

// list is the list of these coupons; its keys are a time and an id.
func (f Filter) list() page.List {
	parts := []any{"coupons", "", ""}
	if f.Query != nil {
		parts[1] = *f.Query
	}
	if f.Active != nil {
		parts[2] = *f.Active
	}
	return page.NewList(2, func(key page.Key) bool {
		_, badTime := time.Parse(time.RFC3339Nano, key[0])
		_, badID := strconv.Atoi(key[1])
		return badTime == nil && badID == nil
	}, parts...)
}

func (f Filter) where() ([]predicate.Coupon, error) {
	var where []predicate.Coupon
	if f.Active != nil {
		where = append(where, coupon.Active(*f.Active))
	}
	if f.Query == nil || strings.TrimSpace(*f.Query) == "" {
		return where, nil
	}
	var faults fault.Faults
	words := strings.TrimSpace(*f.Query)
	text(&faults, "filter.query", words, longestName)
	faults.Check(utf8.ValidString(words), "filter.query", "contains characters that cannot be shown")
	if err := faults.Err(); err != nil {
		return nil, err
	}
	return append(where, coupon.Or(coupon.CodeContainsFold(words), coupon.NameContainsFold(words))), nil
}

// Coupons are all coupons, for staff.
func (s *Service) Coupons(ctx context.Context, filter Filter, args page.Args) (*CouponConnection, error) {
	if err := staff(ctx); err != nil {
		return nil, err
	}
	list := filter.list()
	window, err := args.Window(list)
	if err != nil {
		return nil, err
	}
	where, err := filter.where()
	if err != nil {
		return nil, err
	}
	query := s.Pool.Ent().Coupon.Query().Where(where...)
	bound(query, window)
	order := []coupon.OrderOption{coupon.ByCreatedAt(entsql.OrderDesc()), coupon.ByID(entsql.OrderDesc())}
	if window.Backward {
		order = []coupon.OrderOption{coupon.ByCreatedAt(), coupon.ByID()}
	}
	found, err := query.Order(order...).Limit(window.Size + 1).All(ctx)
	if err != nil {
		return nil, err
	}
	items := make([]page.Item[*db.Coupon], len(found))
	for i, one := range found {
		items[i] = page.Item[*db.Coupon]{Node: one, Key: page.Key{one.CreatedAt.UTC().Format(time.RFC3339Nano), strconv.Itoa(one.ID)}}
	}
	return page.Cut(list, window, items).CountWith(func(ctx context.Context) (int, error) {
		return s.Pool.Ent().Coupon.Query().Where(where...).Limit(page.CountCap + 1).Count(ctx)
	}), nil
}

// bound keeps a page between its cursors.
func bound(query *db.CouponQuery, window page.Window) {
	keep := func(cursor *page.Cursor, beyond func([]string, ...any) *entsql.Predicate) {
		if cursor == nil {
			return
		}
		created, _ := time.Parse(time.RFC3339Nano, cursor.Key[0]) // The list has checked both.
		id, _ := strconv.Atoi(cursor.Key[1])
		query.Where(func(sel *entsql.Selector) {
			sel.Where(beyond([]string{sel.C(coupon.FieldCreatedAt), sel.C(coupon.FieldID)}, created, id))
		})
	}
	keep(window.After, entsql.CompositeLT) // The list descends.
	keep(window.Before, entsql.CompositeGT)
}

// Coupon is one coupon, for staff; nil when there is none.
func (s *Service) Coupon(ctx context.Context, id int) (*db.Coupon, error) {
	if err := staff(ctx); err != nil {
		return nil, err
	}
	found, err := s.Pool.Ent().Coupon.Get(ctx, id)
	if db.IsNotFound(err) {
		return nil, nil
	}
	return found, err
}
