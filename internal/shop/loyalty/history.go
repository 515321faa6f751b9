package loyalty

import (
	"context"
	"slices"
	"strconv"
	"time"

	entsql "entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"zuka/ent/db"
	"zuka/ent/db/pointsentry"
	"zuka/ent/db/predicate"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/page"
)

// HistoryFilter narrows the history of points.
type HistoryFilter struct {
	// Sources are those that are wanted; all when there are none.
	Sources []Source
}

// EntryConnection is a page of a person's changes of points, the newest first.
type EntryConnection = page.Connection[*db.PointsEntry]

// EntryEdge is a change on a page.
type EntryEdge = page.Edge[*db.PointsEntry]

// newest is a list whose keys are a time and an id, the newest first.
func newest(parts ...any) page.List {
	return page.NewList(2, func(key page.Key) bool {
		_, badTime := time.Parse(time.RFC3339Nano, key[0])
		_, badID := strconv.Atoi(key[1])
		return badTime == nil && badID == nil
	}, parts...)
}

func keyOf(created time.Time, id int) page.Key {
	return page.Key{created.UTC().Format(time.RFC3339Nano), strconv.Itoa(id)}
}

// within are the bounds of a page in such a list and its reading order. Every
// table that is listed so calls the two columns by the same names.
func within(window page.Window) (bounds []func(*entsql.Selector), order func(*entsql.Selector)) {
	const created, id = pointsentry.FieldCreatedAt, pointsentry.FieldID
	keep := func(cursor *page.Cursor, beyond func([]string, ...any) *entsql.Predicate) {
		if cursor == nil {
			return
		}
		at, _ := time.Parse(time.RFC3339Nano, cursor.Key[0]) // The list has checked both.
		row, _ := strconv.Atoi(cursor.Key[1])
		bounds = append(bounds, func(sel *entsql.Selector) { sel.Where(beyond([]string{sel.C(created), sel.C(id)}, at, row)) })
	}
	keep(window.After, entsql.CompositeLT) // The list descends.
	keep(window.Before, entsql.CompositeGT)
	return bounds, func(sel *entsql.Selector) {
		if window.Backward {
			sel.OrderBy(sel.C(created), sel.C(id))
			return
		}
		sel.OrderBy(entsql.Desc(sel.C(created)), entsql.Desc(sel.C(id)))
	}
}

// History is how a person's points came and went, the newest first.
func (s *Service) History(ctx context.Context, user uuid.UUID, filter HistoryFilter, args page.Args) (*EntryConnection, error) {
	sources := slices.Compact(slices.Sorted(slices.Values(filter.Sources)))
	for _, source := range sources {
		if err := pointsentry.SourceTypeValidator(source); err != nil {
			return nil, fault.Invalid("sources", "has one that is unknown")
		}
	}
	list := newest("points", user, sources)
	window, err := args.Window(list)
	if err != nil {
		return nil, err
	}
	where := []predicate.PointsEntry{pointsentry.UserID(user)}
	if len(sources) > 0 {
		where = append(where, pointsentry.SourceTypeIn(sources...))
	}
	query := s.Pool.Ent().PointsEntry.Query().Where(where...)
	bounds, order := within(window)
	for _, bound := range bounds {
		query.Where(bound)
	}
	found, err := query.Order(order).Limit(window.Size + 1).All(ctx)
	if err != nil {
		return nil, err
	}
	items := make([]page.Item[*db.PointsEntry], len(found))
	for i, one := range found {
		items[i] = page.Item[*db.PointsEntry]{Node: one, Key: keyOf(one.CreatedAt, one.ID)}
	}
	return page.Cut(list, window, items).CountWith(func(ctx context.Context) (int, error) {
		return s.Pool.Ent().PointsEntry.Query().Where(where...).Limit(page.CountCap + 1).Count(ctx)
	}), nil
}

// Entry is one change of a person's points; nil when it is another's, or is not.
func (s *Service) Entry(ctx context.Context, user uuid.UUID, id int) (*db.PointsEntry, error) {
	found, err := s.Pool.Ent().PointsEntry.Query().Where(pointsentry.ID(id), pointsentry.UserID(user)).Only(ctx)
	if db.IsNotFound(err) {
		return nil, nil
	}
	return found, err
}
