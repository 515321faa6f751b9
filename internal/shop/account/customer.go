package account

import (
	"context"
	"strings"
	"time"

	entsql "entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"zuka/ent/db"
	"zuka/ent/db/predicate"
	"zuka/ent/db/user"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/page"
	"zuka/internal/platform/phone"
	"zuka/internal/platform/postgres"
	"zuka/internal/platform/viewer"
)

var desc = entsql.OrderDesc()

// CustomerFilter narrows the list of customers.
type CustomerFilter struct {
	// Query finds an exact e-mail address or phone number, or names that hold
	// the words.
	Query *string
	Role  *user.Role
}

// UserConnection is a page of people, the newest first.
type UserConnection = page.Connection[*db.User]

// UserEdge is a person on a page.
type UserEdge = page.Edge[*db.User]

// list is the list of these customers; its keys are a time and an id.
func (f CustomerFilter) list() page.List {
	parts := []any{"customers", "", ""}
	if f.Query != nil {
		parts[1] = *f.Query
	}
	if f.Role != nil {
		parts[2] = *f.Role
	}
	return page.NewList(2, func(key page.Key) bool {
		_, badTime := time.Parse(time.RFC3339Nano, key[0])
		_, badID := uuid.Parse(key[1])
		return badTime == nil && badID == nil
	}, parts...)
}

// Customers are the people with an account, for staff.
func (s *Service) Customers(ctx context.Context, filter CustomerFilter, args page.Args) (*UserConnection, error) {
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
	query := s.Pool.Ent().User.Query().Where(where...)
	bound(query, window)
	order := []user.OrderOption{user.ByCreatedAt(desc), user.ByID(desc)}
	if window.Backward {
		order = []user.OrderOption{user.ByCreatedAt(), user.ByID()}
	}
	found, err := query.Order(order...).Limit(window.Size + 1).All(ctx)
	if err != nil {
		return nil, err
	}
	items := make([]page.Item[*db.User], len(found))
	for i, one := range found {
		items[i] = page.Item[*db.User]{Node: one, Key: page.Key{one.CreatedAt.UTC().Format(time.RFC3339Nano), one.ID.String()}}
	}
	return page.Cut(list, window, items).CountWith(func(ctx context.Context) (int, error) {
		return s.Pool.Ent().User.Query().Where(where...).Limit(page.CountCap + 1).Count(ctx)
	}), nil
}

func (f CustomerFilter) where() ([]predicate.User, error) {
	where := []predicate.User{user.DeletedAtIsNil()}
	if f.Role != nil {
		where = append(where, user.RoleEQ(*f.Role))
	}
	if f.Query == nil || strings.TrimSpace(*f.Query) == "" {
		return where, nil
	}
	var faults fault.Faults
	words := keepLine(&faults, "filter.query", *f.Query, longestName)
	if err := faults.Err(); err != nil {
		return nil, err
	}
	any := []predicate.User{user.Email(words)}
	if number, err := phone.Parse(words); err == nil {
		any = append(any, user.Phone(number.String()))
	}
	for _, word := range strings.Fields(words) {
		any = append(any, user.NameContainsFold(word))
	}
	return append(where, user.Or(any...)), nil
}

// bound keeps a page between its cursors.
func bound(query *db.UserQuery, window page.Window) {
	keep := func(cursor *page.Cursor, beyond func([]string, ...any) *entsql.Predicate) {
		if cursor == nil {
			return
		}
		created, _ := time.Parse(time.RFC3339Nano, cursor.Key[0]) // The list has checked both.
		id, _ := uuid.Parse(cursor.Key[1])
		query.Where(func(sel *entsql.Selector) {
			sel.Where(beyond([]string{sel.C(user.FieldCreatedAt), sel.C(user.FieldID)}, created, id))
		})
	}
	keep(window.After, entsql.CompositeLT) // The list descends.
	keep(window.Before, entsql.CompositeGT)
}

// Customer is one person with an account, for staff; nil when there is none.
func (s *Service) Customer(ctx context.Context, id uuid.UUID) (*db.User, error) {
	if err := staff(ctx); err != nil {
		return nil, err
	}
	found, err := s.Pool.Ent().User.Query().Where(user.ID(id), user.DeletedAtIsNil()).Only(ctx)
	if db.IsNotFound(err) {
		return nil, nil
	}
	return found, err
}

func staff(ctx context.Context) error {
	v, err := me(ctx)
	if err == nil && !v.May(viewer.Staff) {
		err = fault.New(fault.Forbidden, "only staff may do this")
	}
	return err
}

// SetRole changes what a person may do; their sessions learn of it at once.
// Nobody changes their own role, so that there is always an admin left.
func (s *Service) SetRole(ctx context.Context, id uuid.UUID, role user.Role) (*db.User, error) {
	v, err := me(ctx)
	if err != nil {
		return nil, err
	}
	if !v.May(viewer.Admin) {
		return nil, fault.New(fault.Forbidden, "only an admin may do this")
	}
	if id == v.User {
		return nil, fault.Invalid("userId", "is your own: another admin has to do this")
	}
	var running []uuid.UUID
	err = postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx postgres.Tx) (err error) {
		changed, err := tx.Ent().User.Update().Where(user.ID(id), user.DeletedAtIsNil()).SetRole(role).Save(ctx)
		if err != nil {
			return err
		}
		if changed == 0 {
			return fault.Refuse(fault.Gone, "userId", "is no account")
		}
		if running, err = s.Sessions.Running(ctx, tx, id); err != nil || len(running) == 0 {
			return err
		}
		return s.Outbox.ForgetSessions(ctx, tx, running)
	})
	if err != nil {
		return nil, err
	}
	if err := s.Sessions.Renew(ctx, running...); err != nil {
		s.Log.WarnContext(ctx, "a new role is learned later", "cause", err)
	}
	return s.person(ctx, id)
}

// People are the accounts with these ids, erased ones left out. Who may see
// what of them is for the caller to decide.
func (s *Service) People(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]*db.User, error) {
	rows, err := s.Pool.Ent().User.Query().Where(user.IDIn(ids...), user.DeletedAtIsNil()).All(ctx)
	if err != nil {
		return nil, err
	}
	found := make(map[uuid.UUID]*db.User, len(rows))
	for _, row := range rows {
		found[row.ID] = row
	}
	return found, nil
}
