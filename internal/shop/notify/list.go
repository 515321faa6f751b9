package notify

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	entsql "entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"zuka/ent/db"
	"zuka/ent/db/notification"
	"zuka/ent/db/predicate"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/page"
	"zuka/internal/platform/viewer"
)

// Connection is a page of notices, the newest first.
type Connection = page.Connection[*db.Notification]

// Edge is a notice on a page.
type Edge = page.Edge[*db.Notification]

var newest = entsql.OrderDesc()

// Mine are the notices of who is signed in.
func (s *Service) Mine(ctx context.Context, unreadOnly bool, args page.Args) (*Connection, error) {
	user, err := me(ctx)
	if err != nil {
		return nil, err
	}
	list := page.NewList(2, isKey, "notices", unreadOnly)
	window, err := args.Window(list)
	if err != nil {
		return nil, err
	}
	where := []predicate.Notification{notification.UserID(user)}
	if unreadOnly {
		where = append(where, notification.Read(false))
	}
	query := s.Pool.Ent().Notification.Query().Where(where...)
	bound(query, window)
	order := []notification.OrderOption{notification.ByCreatedAt(newest), notification.ByID(newest)}
	if window.Backward {
		order = []notification.OrderOption{notification.ByCreatedAt(), notification.ByID()}
	}
	found, err := query.Order(order...).Limit(window.Size + 1).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("listing notices: %w", err)
	}
	items := make([]page.Item[*db.Notification], len(found))
	for i, one := range found {
		items[i] = page.Item[*db.Notification]{Node: one, Key: page.Key{one.CreatedAt.UTC().Format(time.RFC3339Nano), strconv.Itoa(one.ID)}}
	}
	return page.Cut(list, window, items).CountWith(func(ctx context.Context) (int, error) {
		return s.Pool.Ent().Notification.Query().Where(where...).Limit(page.CountCap + 1).Count(ctx)
	}), nil
}

func isKey(key page.Key) bool {
	_, badTime := time.Parse(time.RFC3339Nano, key[0])
	_, badID := strconv.Atoi(key[1])
	return badTime == nil && badID == nil
}

// bound keeps a page between its cursors.
func bound(query *db.NotificationQuery, window page.Window) {
	keep := func(cursor *page.Cursor, beyond func([]string, ...any) *entsql.Predicate) {
		if cursor == nil {
			return
		}
		created, _ := time.Parse(time.RFC3339Nano, cursor.Key[0]) // The list has checked both.
		id, _ := strconv.Atoi(cursor.Key[1])
		query.Where(func(sel *entsql.Selector) {
			sel.Where(beyond([]string{sel.C(notification.FieldCreatedAt), sel.C(notification.FieldID)}, created, id))
		})
	}
	keep(window.After, entsql.CompositeLT) // The list descends.
	keep(window.Before, entsql.CompositeGT)
}

// Find is one of the notices of who is signed in; nil when it is another's, or
// is not.
func (s *Service) Find(ctx context.Context, id int) (*db.Notification, error) {
	user, err := me(ctx)
	if err != nil {
		return nil, err
	}
	found, err := s.Pool.Ent().Notification.Query().Where(notification.ID(id), notification.UserID(user)).Only(ctx)
	if db.IsNotFound(err) {
		return nil, nil
	}
	return found, err
}

// UnreadCount is how many notices a person has yet to read, counted up to a
// thousand. It is for the person and for staff.
func (s *Service) UnreadCount(ctx context.Context, user uuid.UUID) (int, error) {
	v := viewer.From(ctx)
	if _, err := me(ctx); err != nil {
		return 0, err
	}
	if v.User != user && !v.May(viewer.Staff) {
		return 0, fault.New(fault.Forbidden, "these are another's notices")
	}
	return s.Pool.Ent().Notification.Query().Where(notification.UserID(user), notification.Read(false)).Limit(countCap).Count(ctx)
}

// MarkRead notes that who is signed in has read these notices, and says of how
// many that was new. What is another's or not there is passed over.
func (s *Service) MarkRead(ctx context.Context, ids []int) (int, error) {
	if len(ids) > mostMarked {
		return 0, fault.Invalid("ids", "must be at most %d", mostMarked)
	}
	if len(ids) == 0 {
		_, err := me(ctx)
		return 0, err
	}
	return s.mark(ctx, notification.IDIn(slices.Compact(slices.Sorted(slices.Values(ids)))...))
}

// MarkAllRead notes that who is signed in has read all there are, and says of
// how many that was new.
func (s *Service) MarkAllRead(ctx context.Context) (int, error) { return s.mark(ctx) }

// mark is the only way to change a notice: whose it is is part of the statement.
func (s *Service) mark(ctx context.Context, which ...predicate.Notification) (int, error) {
	user, err := me(ctx)
	if err != nil {
		return 0, err
	}
	now := s.Clock.Now()
	return s.Pool.Ent().Notification.Update().Where(notification.UserID(user), notification.Read(false)).Where(which...).
		SetRead(true).SetReadAt(now).SetUpdatedAt(now).Save(ctx)
}
