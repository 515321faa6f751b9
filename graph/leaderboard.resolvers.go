package graph

import (
	"context"
	"time"

	"zuka/graph/model"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/page"
	"zuka/internal/platform/viewer"
	"zuka/internal/shop/game/board"
	"zuka/internal/shop/game/live"
)

// mostTop and mostAround are how many places are asked for at once.
const mostTop, mostAround = 100, 50

// Leaderboard is one of the boards.
func (q query) Leaderboard(_ context.Context, which board.Game, period board.Period, on *time.Time) (*board.Board, error) {
	found, err := q.Boards.On(which, period, on)
	if err != nil {
		return nil, err
	}
	return &found, nil
}

// LeaderboardRebuild builds a board anew.
func (m mutation) LeaderboardRebuild(ctx context.Context, which board.Game, period board.Period) (*model.ActionPayload, error) {
	return done(m.Boards.BuildLater(ctx, which, period))
}

// Leaderboard follows a board.
func (s subscription) Leaderboard(ctx context.Context, which board.Game, period board.Period, top int32) (<-chan *live.Update, error) {
	if top < 1 || top > mostTop {
		return nil, fault.Invalid("top", "must be between 1 and %d, got %d", mostTop, top)
	}
	return followed[*live.Update](ctx)(s.Live.Follow(ctx, which, period, int(top), viewer.From(ctx).User))
}

type boardFields struct{ *Resolver }

// StartsAt is when the period began.
func (boardFields) StartsAt(_ context.Context, b *board.Board) (*time.Time, error) {
	return moment(b.From), nil
}

// EndsAt is when it ends.
func (boardFields) EndsAt(_ context.Context, b *board.Board) (*time.Time, error) {
	return moment(b.Until), nil
}

func moment(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// Entries are the places, page by page.
func (f boardFields) Entries(ctx context.Context, b *board.Board, first *int32, after *string, last *int32, before *string) (*board.Connection, error) {
	return f.Boards.Page(ctx, *b, page.Args{First: first, After: after, Last: last, Before: before})
}

// Top are the first places as they are now.
func (f boardFields) Top(ctx context.Context, b *board.Board, first int32) ([]*board.Entry, error) {
	if first < 1 || first > mostTop {
		return nil, fault.Invalid("first", "must be between 1 and %d, got %d", mostTop, first)
	}
	return f.Boards.Top(ctx, *b, int(first))
}

// Me is the caller's own place.
func (f boardFields) Me(ctx context.Context, b *board.Board) (*board.Entry, error) {
	v := viewer.From(ctx)
	if !v.SignedIn() {
		return nil, nil
	}
	return f.Boards.Place(ctx, *b, v.User)
}

// Around is the caller's own place and those around it.
func (f boardFields) Around(ctx context.Context, b *board.Board, above, below int32) ([]*board.Entry, error) {
	for _, one := range []struct {
		name string
		n    int32
	}{{"above", above}, {"below", below}} {
		if one.n < 0 || one.n > mostAround {
			return nil, fault.Invalid(one.name, "must be between 0 and %d, got %d", mostAround, one.n)
		}
	}
	v := viewer.From(ctx)
	if !v.SignedIn() {
		return []*board.Entry{}, nil
	}
	return f.Boards.Around(ctx, *b, v.User, int(above), int(below))
}

// Players is how many it has.
func (f boardFields) Players(ctx context.Context, b *board.Board) (int32, error) {
	players, err := f.Boards.Count(ctx, *b)
	return int32(players), err
}

type boardUpdateFields struct{ *Resolver }

// StartsAt is when the period began.
func (boardUpdateFields) StartsAt(_ context.Context, u *live.Update) (*time.Time, error) {
	return moment(u.Board.From), nil
}

// Me is where the caller stands.
func (boardUpdateFields) Me(_ context.Context, u *live.Update) (*board.Place, error) {
	if u.Me == nil {
		return nil, nil
	}
	return &board.Place{Rank: u.Me.Rank, Score: u.Me.Score}, nil
}
