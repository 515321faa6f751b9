package report

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
)

// GameFigures are how games were played. A round counts on the day it was
// finished.
type GameFigures struct {
	// Plays are finished rounds whose score counts, Players the different people
	// who played them.
	Plays, Players int
	// Refused are rounds whose score was not believed or was taken off the boards.
	Refused int
	// Points are what the plays earned, in points.
	Points int
}

func (f *GameFigures) into() []any { return []any{&f.Plays, &f.Players, &f.Refused, &f.Points} }

// Games is the report on them.
type Games struct {
	Totals GameFigures
	Before *GameFigures
	Points []GamePoint
	// Rows are all games, those that nobody played too.
	Rows []GameRow
	Freshness
}

// GamePoint is an interval; To is the day after its last.
type GamePoint struct {
	Frame
	Figures GameFigures
}

// GameRow is one game.
type GameRow struct {
	// Game is its name as it is stored: snake, tetris, memory, quiz or wheel.
	Game    string
	Figures GameFigures
}

const (
	gameSums = `count(*) FILTER (WHERE g.status = 'accepted'), count(DISTINCT g.user_id) FILTER (WHERE g.status = 'accepted'), count(*) FILTER (WHERE g.status <> 'accepted'),
		coalesce(sum(g.points_earned) FILTER (WHERE g.status = 'accepted'), 0)::bigint`

	// gameRounds names the games because the index begins with them.
	gameRounds = `game_scores WHERE game_type IN ('snake', 'tetris', 'memory', 'quiz', 'wheel') AND created_at >= $1 AND created_at < $2`

	gamesByFrame = `SELECT coalesce(frame, 0), ` + gameSums + ` FROM (SELECT width_bucket(created_at, $3::timestamptz[]) AS frame, user_id, status, points_earned
		FROM ` + gameRounds + `) AS g` + byFrame

	gameRows = `SELECT n.game, ` + gameSums + ` FROM unnest(ARRAY['snake', 'tetris', 'memory', 'quiz', 'wheel']) WITH ORDINALITY AS n (game, place)
		LEFT JOIN (SELECT game_type, user_id, status, points_earned FROM ` + gameRounds + `) AS g ON g.game_type = n.game GROUP BY n.game, n.place ORDER BY n.place`
)

// Games is how games were played.
func (s *Service) Games(ctx context.Context, r Range) (*Games, error) {
	in, err := r.span()
	if err != nil {
		return nil, err
	}
	report := &Games{Freshness: s.live()}
	var points []GameFigures
	if report.Totals, report.Before, points, err = compared(ctx, s, "games", gamesByFrame, in, (*GameFigures).into); err != nil {
		return nil, err
	}
	report.Points = pointed(in, points, func(from, to time.Time, f GameFigures) GamePoint { return GamePoint{Frame{from, to}, f} })
	report.Rows, err = collect(ctx, s, "games", gameRows, func(rows pgx.Rows, one *GameRow) error {
		return rows.Scan(append([]any{&one.Game}, one.Figures.into()...)...)
	}, in.from, in.to)
	return report, err
}
