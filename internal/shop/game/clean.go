package game

import (
	"context"
	"fmt"
)

// cleanPortion is how many rounds are removed in one statement, so that no lock
// is held for long.
const cleanPortion = 1000

// The array makes PostgreSQL find the portion once; as a plain subquery it may be
// found again for every row. What somebody has in hand is left for the next run.
const clean = `DELETE FROM game_rounds WHERE id = ANY (ARRAY(
	SELECT id FROM game_rounds WHERE expires_at < $1 ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED))`

// CleanRounds removes rounds whose time was over a week ago, and answers how many.
// Their scores stay. It may run twice at a time and may be cut off at any point.
func (s *Service) CleanRounds(ctx context.Context) (gone int, err error) {
	before := s.Clock.Now().Add(-keepRounds)
	for {
		done, err := s.Pool.Pgx().Exec(ctx, clean, before, cleanPortion)
		if err != nil {
			return gone, fmt.Errorf("cleaning rounds: %w", err)
		}
		gone += int(done.RowsAffected())
		if done.RowsAffected() < cleanPortion {
			return gone, nil
		}
	}
}
