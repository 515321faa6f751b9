package board

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"zuka/internal/platform/page"
)

// position is a place between two entries: that of a score of a row, whether
// it is still there or not. Its fields are nil for none.
type position struct{ score, id *int }

// window is a part of a board.
type window struct {
	after, before position
	// last means the last ones before the end.
	last bool
	size int
}

// list names the pages of a board; its keys are score and row id.
func (b Board) list() page.List {
	return page.NewList(2, func(key page.Key) bool {
		score, err := strconv.ParseInt(key[0], 10, 32)
		id, wrong := strconv.ParseInt(key[1], 10, 64)
		return err == nil && wrong == nil && score >= 0 && id >= 0
	}, "board", b.name())
}

func positionOf(cursor *page.Cursor) position {
	if cursor == nil {
		return position{}
	}
	score, _ := strconv.Atoi(cursor.Key[0]) // The list has checked them.
	id, _ := strconv.Atoi(cursor.Key[1])
	return position{score: &score, id: &id}
}

// args is the position for a script.
func (p position) args() []any {
	if p.score == nil {
		return []any{"", ""}
	}
	return []any{*p.score, order(*p.id)}
}

func (p position) String() string {
	if p.score == nil {
		return "-"
	}
	return strconv.Itoa(*p.score) + "/" + strconv.Itoa(*p.id)
}

// Page is a part of the board, up to five minutes old. A cursor is a score and
// its row, so that nobody comes twice or is skipped because others moved. The
// faults name the arguments.
func (s *Service) Page(ctx context.Context, b Board, args page.Args) (*Connection, error) {
	list := b.list()
	asked, err := args.Window(list)
	if err != nil {
		return nil, err
	}
	w := window{after: positionOf(asked.After), before: positionOf(asked.Before), last: asked.Backward, size: asked.Size + 1}
	entries, err := s.cached(ctx, b, w)
	if err != nil {
		return nil, err
	}
	items := make([]page.Item[*Entry], len(entries))
	for i, e := range entries {
		items[i] = page.Item[*Entry]{Node: e, Key: page.Key{strconv.Itoa(e.Score), strconv.Itoa(e.ScoreID)}}
	}
	if w.last {
		slices.Reverse(items)
	}
	connection := page.Cut(list, asked, items)
	connection.Drop(func(e *Entry) bool { return e.Player.Key == "" })
	return connection.CountWith(func(ctx context.Context) (int, error) { return s.Count(ctx, b) }), nil
}

// cached is a window with its players, from the cache where there is one.
func (s *Service) cached(ctx context.Context, b Board, w window) ([]*Entry, error) {
	key := fmt.Sprintf("page %d %t %s %s", w.size, w.last, w.after, w.before)
	compute := func(ctx context.Context) ([]*Entry, error) { return s.window(ctx, b, key, w) }
	if s.pages == nil {
		return compute(ctx)
	}
	return s.pages.Get(ctx, b.name()+" "+key, compute)
}

// window reads a window. Who has no player stays, without one: the bounds of
// the page are those of what was read.
func (s *Service) window(ctx context.Context, b Board, key string, w window) ([]*Entry, error) {
	last := 0
	if w.last {
		last = 1
	}
	args := append([]any{w.size, last}, append(w.after.args(), w.before.args()...)...)
	entries, err := s.entries(ctx, b, key,
		func(ctx context.Context) ([]Entry, error) { return s.pageOf(ctx, b, w) }, pageScript, args...)
	if err != nil {
		return nil, err
	}
	named, err := s.named(ctx, entries)
	if err != nil {
		return nil, err
	}
	all := make([]*Entry, len(entries))
	for i, e := range entries {
		all[i] = &e
		if len(named) > 0 && named[0].User == e.User {
			all[i], named = named[0], named[1:]
		}
	}
	return all, nil
}
