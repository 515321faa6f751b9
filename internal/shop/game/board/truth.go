package board

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
)

// best is what a board is made of: the best score of everybody on it. $1 is
// the game, $2 and $3 the period.
const best = `SELECT DISTINCT ON (s.user_id) s.user_id, s.score, s.id
	FROM game_scores s JOIN users u ON u.id = s.user_id AND u.deleted_at IS NULL
	WHERE s.game_type = $1 AND s.status = 'accepted' AND s.created_at >= $2 AND s.created_at < $3
	ORDER BY s.user_id, s.score DESC, s.id`

// ranked is the board as it is read, in the order of Redis.
const ranked = `WITH best AS (` + best + `),
	ranked AS (SELECT row_number() OVER (ORDER BY score DESC, id) AS rank, user_id, score, id FROM best)
	SELECT rank, user_id, score, id FROM ranked `

// bounds are the arguments for a board, with ends that no score reaches for
// that of all time.
func (b Board) bounds() []any {
	until := b.Until
	if until.IsZero() {
		until = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	return []any{b.Game, b.From, until}
}

// choose reads entries, which tail chooses; its arguments begin with $4.
func (s *Service) choose(ctx context.Context, b Board, tail string, args ...any) ([]Entry, error) {
	rows, err := s.cfg.Pool.Pgx().Query(ctx, ranked+tail, append(b.bounds(), args...)...)
	if err != nil {
		return nil, fmt.Errorf("reading a board: %w", err)
	}
	entries, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (e Entry, err error) {
		return e, row.Scan(&e.Rank, &e.User, &e.Score, &e.ScoreID)
	})
	if err != nil {
		return nil, fmt.Errorf("reading a board: %w", err)
	}
	return entries, nil
}

func (s *Service) topOf(ctx context.Context, b Board, n int) ([]Entry, error) {
	return s.choose(ctx, b, "ORDER BY rank LIMIT $4", n)
}

func (s *Service) aroundOf(ctx context.Context, b Board, user uuid.UUID, before, after int) ([]Entry, error) {
	return s.choose(ctx, b, `WHERE rank BETWEEN (SELECT rank FROM ranked WHERE user_id = $4) - $5::int
		AND (SELECT rank FROM ranked WHERE user_id = $4) + $6::int ORDER BY rank`, user, before, after)
}

func (s *Service) placesOf(ctx context.Context, b Board, users []uuid.UUID) (map[uuid.UUID]Place, error) {
	entries, err := s.choose(ctx, b, "WHERE user_id = ANY ($4)", users)
	places := make(map[uuid.UUID]Place, len(entries))
	for _, e := range entries {
		places[e.User] = Place{Rank: e.Rank, Score: e.Score, ScoreID: e.ScoreID}
	}
	return places, err
}

func (s *Service) countOf(ctx context.Context, b Board) (n int, err error) {
	err = s.cfg.Pool.Pgx().QueryRow(ctx, `SELECT count(*) FROM (`+best+`) AS best`, b.bounds()...).Scan(&n)
	if err != nil {
		return 0, fmt.Errorf("counting a board: %w", err)
	}
	return n, nil
}

// pageOf reads the places of a window from the top, in either direction.
func (s *Service) pageOf(ctx context.Context, b Board, w window) ([]Entry, error) {
	entries, err := s.choose(ctx, b, `WHERE ($4::int IS NULL OR score < $4 OR score = $4 AND id > $5)
		AND ($6::int IS NULL OR score > $6 OR score = $6 AND id < $7)
		ORDER BY CASE WHEN $8::bool THEN -rank ELSE rank END LIMIT $9`,
		w.after.score, w.after.id, w.before.score, w.before.id, w.last, w.size)
	if w.last {
		slices.Reverse(entries)
	}
	return entries, err
}

// bestOf is the best score of a person on each of the boards of a game, in
// their order; nil where there is none.
func (s *Service) bestOf(ctx context.Context, user uuid.UUID, boards []Board) ([]*Score, error) {
	found := make([]*Score, len(boards))
	if len(boards) == 0 {
		return found, nil
	}
	from, until := make([]time.Time, len(boards)), make([]time.Time, len(boards))
	for i, b := range boards {
		bounds := b.bounds()
		from[i], until[i] = bounds[1].(time.Time), bounds[2].(time.Time)
	}
	rows, err := s.cfg.Pool.Pgx().Query(ctx, `SELECT p.i, b.id, b.score, b.created_at
		FROM unnest($3::timestamptz[], $4::timestamptz[]) WITH ORDINALITY AS p (since, until, i)
		CROSS JOIN LATERAL (SELECT s.id, s.score, s.created_at
			FROM game_scores s JOIN users u ON u.id = s.user_id AND u.deleted_at IS NULL
			WHERE s.user_id = $1 AND s.game_type = $2 AND s.status = 'accepted'
				AND s.created_at >= p.since AND s.created_at < p.until
			ORDER BY s.score DESC, s.id LIMIT 1) AS b`, user, boards[0].Game, from, until)
	if err != nil {
		return nil, fmt.Errorf("reading somebody's best scores: %w", err)
	}
	var i int
	score := Score{User: user, Game: boards[0].Game}
	_, err = pgx.ForEachRow(rows, []any{&i, &score.ID, &score.Score, &score.At}, func() error {
		one := score
		found[i-1] = &one
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("reading somebody's best scores: %w", err)
	}
	return found, nil
}
