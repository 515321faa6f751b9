package review

import (
	"context"
	"strconv"
	"strings"
	"time"

	entsql "entgo.io/ent/dialect/sql"

	"zuka/ent/db"
	"zuka/ent/db/predicate"
	"zuka/ent/db/productreview"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/page"
)

// Filter narrows the list of reviews.
type Filter struct {
	Status *productreview.Status
	Rating *int
	// Product is the id of what is reviewed.
	Product *int
	// Query finds reviews that hold each of its words.
	Query *string
}

// Connection is a page of reviews, the newest first.
type Connection = page.Connection[*db.ProductReview]

// Edge is a review on a page.
type Edge = page.Edge[*db.ProductReview]

// list is the list of these reviews; its keys are a time and an id.
func (f Filter) list() page.List {
	return page.NewList(2, isKey, "all reviews", value(f.Status), value(f.Rating), value(f.Product), value(f.Query))
}

func value[T any](pointer *T) any {
	if pointer == nil {
		return nil
	}
	return *pointer
}

func (f Filter) where() ([]predicate.ProductReview, error) {
	var faults fault.Faults
	var where []predicate.ProductReview
	if f.Status != nil {
		where = append(where, productreview.StatusEQ(*f.Status))
	}
	if f.Rating != nil {
		checkRating(&faults, "filter.rating", *f.Rating)
		where = append(where, productreview.Rating(*f.Rating))
	}
	if f.Product != nil {
		where = append(where, productreview.ProductID(*f.Product))
	}
	if f.Query != nil {
		for _, word := range strings.Fields(keepLine(&faults, "filter.query", *f.Query, longestQuery)) {
			where = append(where, productreview.Or(productreview.TitleContainsFold(word), productreview.CommentContainsFold(word)))
		}
	}
	return where, faults.Err()
}

// List is all reviews for staff, hidden ones too.
func (s *Service) List(ctx context.Context, filter Filter, args page.Args) (*Connection, error) {
	if _, err := staff(ctx); err != nil {
		return nil, err
	}
	where, err := filter.where()
	if err != nil {
		return nil, err
	}
	list := filter.list()
	window, err := args.Window(list)
	if err != nil {
		return nil, err
	}
	query := s.Pool.Ent().ProductReview.Query().Where(where...)
	bound(query, window)
	order := []productreview.OrderOption{productreview.ByCreatedAt(entsql.OrderDesc()), productreview.ByID(entsql.OrderDesc())}
	if window.Backward {
		order = []productreview.OrderOption{productreview.ByCreatedAt(), productreview.ByID()}
	}
	found, err := query.Order(order...).Limit(window.Size + 1).All(ctx)
	if err != nil {
		return nil, err
	}
	items := make([]page.Item[*db.ProductReview], len(found))
	for i, one := range found {
		items[i] = page.Item[*db.ProductReview]{Node: one, Key: keyOf(one)}
	}
	return page.Cut(list, window, items).CountWith(func(ctx context.Context) (int, error) {
		return s.Pool.Ent().ProductReview.Query().Where(where...).Limit(page.CountCap + 1).Count(ctx)
	}), nil
}

// keyOf is the place of a review in the list.
func keyOf(one *db.ProductReview) page.Key {
	return page.Key{one.CreatedAt.UTC().Format(time.RFC3339Nano), strconv.Itoa(one.ID)}
}

func isKey(key page.Key) bool {
	_, badTime := time.Parse(time.RFC3339Nano, key[0])
	_, badID := strconv.Atoi(key[1])
	return badTime == nil && badID == nil
}

// bound keeps a page between its cursors.
func bound(query *db.ProductReviewQuery, window page.Window) {
	keep := func(cursor *page.Cursor, beyond func([]string, ...any) *entsql.Predicate) {
		if cursor == nil {
			return
		}
		created, _ := time.Parse(time.RFC3339Nano, cursor.Key[0]) // The list has checked both.
		id, _ := strconv.Atoi(cursor.Key[1])
		query.Where(func(sel *entsql.Selector) {
			sel.Where(beyond([]string{sel.C(productreview.FieldCreatedAt), sel.C(productreview.FieldID)}, created, id))
		})
	}
	keep(window.After, entsql.CompositeLT) // The list descends.
	keep(window.Before, entsql.CompositeGT)
}
