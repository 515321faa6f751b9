package referral

import (
	"context"
	"fmt"
	"strconv"
	"time"

	entsql "entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"zuka/ent/db"
	"zuka/ent/db/referral"
	"zuka/ent/db/user"
	"zuka/internal/platform/page"
	"zuka/internal/platform/publicname"
)

// Connection is a page of invitations, the newest first.
type Connection = page.Connection[*db.Referral]

// Edge is an invitation on a page.
type Edge = page.Edge[*db.Referral]

// sent is the list of a person's invitations; its keys are a time and an id.
func sent(person uuid.UUID) page.List {
	return page.NewList(2, func(key page.Key) bool {
		_, badTime := time.Parse(time.RFC3339Nano, key[0])
		_, badID := strconv.Atoi(key[1])
		return badTime == nil && badID == nil
	}, "referrals", person)
}

// List are the invitations that a person sent, those that nobody took too.
func (s *Service) List(ctx context.Context, person uuid.UUID, args page.Args) (*Connection, error) {
	list := sent(person)
	window, err := args.Window(list)
	if err != nil {
		return nil, err
	}
	query := s.Pool.Ent().Referral.Query().Where(referral.ReferrerUserID(person))
	bound(query, window)
	order := []referral.OrderOption{referral.ByCreatedAt(entsql.OrderDesc()), referral.ByID(entsql.OrderDesc())}
	if window.Backward {
		order = []referral.OrderOption{referral.ByCreatedAt(), referral.ByID()}
	}
	rows, err := query.Order(order...).Limit(window.Size + 1).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("listing invitations: %w", err)
	}
	items := make([]page.Item[*db.Referral], len(rows))
	for i, one := range rows {
		items[i] = page.Item[*db.Referral]{Node: one, Key: page.Key{one.CreatedAt.UTC().Format(time.RFC3339Nano), strconv.Itoa(one.ID)}}
	}
	return page.Cut(list, window, items).CountWith(func(ctx context.Context) (int, error) {
		return s.Pool.Ent().Referral.Query().Where(referral.ReferrerUserID(person)).Limit(page.CountCap + 1).Count(ctx)
	}), nil
}

// bound keeps a page between its cursors.
func bound(query *db.ReferralQuery, window page.Window) {
	keep := func(cursor *page.Cursor, beyond func([]string, ...any) *entsql.Predicate) {
		if cursor == nil {
			return
		}
		created, _ := time.Parse(time.RFC3339Nano, cursor.Key[0]) // The list has checked both.
		id, _ := strconv.Atoi(cursor.Key[1])
		query.Where(func(sel *entsql.Selector) {
			sel.Where(beyond([]string{sel.C(referral.FieldCreatedAt), sel.C(referral.FieldID)}, created, id))
		})
	}
	keep(window.After, entsql.CompositeLT) // The list descends.
	keep(window.Before, entsql.CompositeGT)
}

// Find is an invitation that a person sent or took; nil for any other.
func (s *Service) Find(ctx context.Context, person uuid.UUID, id int) (*db.Referral, error) {
	one, err := s.Pool.Ent().Referral.Query().Where(referral.ID(id),
		referral.Or(referral.ReferrerUserID(person), referral.ReferredUserID(person))).Only(ctx)
	if db.IsNotFound(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("finding an invitation: %w", err)
	}
	return one, nil
}

// Friends are what people are called in public, by their ids. Who is erased has
// no name any more and is a shopper; who never was is missing.
func (s *Service) Friends(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]string, error) {
	people, err := s.Pool.Ent().User.Query().Where(user.IDIn(ids...)).Select(user.FieldID, user.FieldName, user.FieldDeletedAt).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading the names of friends: %w", err)
	}
	names := make(map[uuid.UUID]string, len(people))
	for _, one := range people {
		names[one.ID] = publicname.Of(one.Name)
		if one.DeletedAt != nil {
			names[one.ID] = publicname.Nobody // The name itself goes a little later.
		}
	}
	return names, nil
}
