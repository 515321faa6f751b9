package game

import (
	"context"
	"strconv"
	"time"

	entsql "entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"zuka/ent/db"
	"zuka/ent/db/gameround"
	"zuka/ent/db/gamescore"
	"zuka/ent/db/predicate"
	"zuka/internal/platform/page"
)

// Connection is a page of scores, the newest first.
type Connection = page.Connection[*db.GameScore]

// Edge is a score on a page.
type Edge = page.Edge[*db.GameScore]

// ScoreFilter narrows the list of all scores; nil leaves a field open.
type ScoreFilter struct {
	Game   *gamescore.GameType
	Status *gamescore.Status
	User   *uuid.UUID
}

// Scores are everybody's, for staff, with those that do not count.
func (s *Service) Scores(ctx context.Context, filter ScoreFilter, args page.Args) (*Connection, error) {
	if err := staff(ctx); err != nil {
		return nil, err
	}
	return s.scores(ctx, filter, args)
}

// Mine are a person's own scores, of one game or of all.
func (s *Service) Mine(ctx context.Context, user uuid.UUID, game *gamescore.GameType, args page.Args) (*Connection, error) {
	return s.scores(ctx, ScoreFilter{User: &user, Game: game}, args)
}

// Find is a score of a person; nil when there is none, or it is another's.
func (s *Service) Find(ctx context.Context, user uuid.UUID, id int) (*db.GameScore, error) {
	found, err := s.Pool.Ent().GameScore.Query().Where(gamescore.ID(id), gamescore.UserID(user)).Only(ctx)
	if db.IsNotFound(err) {
		return nil, nil
	}
	return found, err
}

// FindRound is a round of a person with what it asks; nil when there is none, or
// it is another's.
func (s *Service) FindRound(ctx context.Context, user, id uuid.UUID) (*Round, error) {
	found, err := s.Pool.Ent().GameRound.Query().Where(gameround.ID(id), gameround.UserID(user)).Only(ctx)
	if db.IsNotFound(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return s.asking(found), nil
}

// list is the list of these scores; its keys are a time and an id.
func (f ScoreFilter) list() page.List {
	parts := []any{"game scores", "", "", ""}
	if f.Game != nil {
		parts[1] = *f.Game
	}
	if f.Status != nil {
		parts[2] = *f.Status
	}
	if f.User != nil {
		parts[3] = *f.User
	}
	return page.NewList(2, func(key page.Key) bool {
		_, badTime := time.Parse(time.RFC3339Nano, key[0])
		_, badID := strconv.Atoi(key[1])
		return badTime == nil && badID == nil
	}, parts...)
}

func (f ScoreFilter) where() (where []predicate.GameScore) {
	if f.Game != nil {
		where = append(where, gamescore.GameTypeEQ(*f.Game))
	}
	if f.Status != nil {
		where = append(where, gamescore.StatusEQ(*f.Status))
	}
	if f.User != nil {
		where = append(where, gamescore.UserID(*f.User))
	}
	return where
}

func (s *Service) scores(ctx context.Context, filter ScoreFilter, args page.Args) (*Connection, error) {
	list := filter.list()
	window, err := args.Window(list)
	if err != nil {
		return nil, err
	}
	where := filter.where()
	query := s.Pool.Ent().GameScore.Query().Where(where...)
	bound(query, window)
	order := []gamescore.OrderOption{gamescore.ByCreatedAt(entsql.OrderDesc()), gamescore.ByID(entsql.OrderDesc())}
	if window.Backward {
		order = []gamescore.OrderOption{gamescore.ByCreatedAt(), gamescore.ByID()}
	}
	found, err := query.Order(order...).Limit(window.Size + 1).All(ctx)
	if err != nil {
		return nil, err
	}
	items := make([]page.Item[*db.GameScore], len(found))
	for i, one := range found {
		items[i] = page.Item[*db.GameScore]{Node: one, Key: page.Key{one.CreatedAt.UTC().Format(time.RFC3339Nano), strconv.Itoa(one.ID)}}
	}
	return page.Cut(list, window, items).CountWith(func(ctx context.Context) (int, error) {
		return s.Pool.Ent().GameScore.Query().Where(where...).Limit(page.CountCap + 1).Count(ctx)
	}), nil
}

// bound keeps a page between its cursors.
func bound(query *db.GameScoreQuery, window page.Window) {
	keep := func(cursor *page.Cursor, beyond func([]string, ...any) *entsql.Predicate) {
		if cursor == nil {
			return
		}
		created, _ := time.Parse(time.RFC3339Nano, cursor.Key[0]) // The list has checked both.
		id, _ := strconv.Atoi(cursor.Key[1])
		query.Where(func(sel *entsql.Selector) {
			sel.Where(beyond([]string{sel.C(gamescore.FieldCreatedAt), sel.C(gamescore.FieldID)}, created, id))
		})
	}
	keep(window.After, entsql.CompositeLT) // The list descends.
	keep(window.Before, entsql.CompositeGT)
}
