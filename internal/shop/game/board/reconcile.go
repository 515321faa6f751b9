package board

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
)

const (
	// settleFor is how old a row is when all with lower ids are committed too.
	settleFor = 30 * time.Second
	// voidOverlap is how far before the last time voided scores and erased people
	// are looked for: their time is that of another machine, from before their
	// commit.
	voidOverlap = 2 * time.Minute
	// reconcileSize is how many rows are read and applied at once.
	reconcileSize = 500
)

// mark is how far the boards are known to be what PostgreSQL says: all scores
// up to an id, as of a moment. Both are as Redis has them, empty for none.
type mark struct{ id, at string }

// Reconcile applies what was committed and has not reached Redis, and answers
// how many places that changed: 0 when nothing was lost. It may run at any time
// and in several processes at once. When Redis has forgotten everything it
// rebuilds all boards.
func (s *Service) Reconcile(ctx context.Context) (changed int, err error) {
	if s.cfg.Redis == nil {
		return 0, errDown
	}
	now := s.cfg.Clock.Now()
	was, err := s.mark(ctx)
	if err != nil {
		return 0, err
	}
	from, since, known := was.read()
	next, err := s.settled(ctx, from, now)
	if err != nil {
		return 0, err
	}
	if !known {
		if err := s.RebuildAll(ctx); err != nil {
			return 0, err
		}
		// What others are rebuilding they began before, and a process that did
		// not reach Redis meanwhile has told nobody of its scores.
		from, since = next, now
	}
	if changed, err = s.catchUp(ctx, from, since.Add(-voidOverlap)); err != nil {
		return changed, err
	}
	// Whoever finds another mark than was read must not move it: Redis may have
	// come back from an older snapshot meanwhile, with the mark of that time.
	err = markScript.Run(ctx, s.cfg.Redis, []string{s.markKey()}, was.id, was.at, next, now.UnixMilli()).Err()
	if err != nil {
		return changed, fmt.Errorf("marking the boards as checked: %w", err)
	}
	return changed, nil
}

func (s *Service) mark(ctx context.Context) (mark, error) {
	found, err := s.cfg.Redis.HMGet(ctx, s.markKey(), "id", "at").Result()
	if err != nil {
		return mark{}, fmt.Errorf("reading how far the boards were checked: %w", err)
	}
	s.breaker.report(nil) // It may think worse of Redis for up to a second more.
	id, _ := found[0].(string)
	at, _ := found[1].(string)
	return mark{id: id, at: at}, nil
}

// read is false for a mark that is missing or is none.
func (m mark) read() (id int, at time.Time, known bool) {
	id, err := strconv.Atoi(m.id)
	ms, wrong := strconv.ParseInt(m.at, 10, 64)
	return id, time.UnixMilli(ms), err == nil && wrong == nil
}

// settled is the highest id up to which no row is still to come.
func (s *Service) settled(ctx context.Context, from int, now time.Time) (id int, err error) {
	err = s.cfg.Pool.Pgx().QueryRow(ctx,
		"SELECT coalesce(max(id), $1) FROM game_scores WHERE id > $1 AND created_at < $2", from, now.Add(-settleFor)).Scan(&id)
	if err != nil {
		return 0, fmt.Errorf("reading up to where scores are settled: %w", err)
	}
	return id, nil
}

func (s *Service) catchUp(ctx context.Context, from int, since time.Time) (changed int, err error) {
	voided, err := s.redoVoided(ctx, since)
	if err != nil {
		return voided, err
	}
	scored, err := s.redoScored(ctx, from)
	if err != nil {
		return voided + scored, err
	}
	erased, err := s.redoErased(ctx, since)
	return voided + scored + erased, err
}

const columns = "SELECT s.id, s.user_id, s.game_type, s.score, s.created_at FROM game_scores s "

func (s *Service) scores(ctx context.Context, sql string, args ...any) ([]Score, error) {
	rows, err := s.cfg.Pool.Pgx().Query(ctx, columns+sql, args...)
	if err != nil {
		return nil, fmt.Errorf("reading scores: %w", err)
	}
	scores, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (one Score, err error) {
		return one, row.Scan(&one.ID, &one.User, &one.Game, &one.Score, &one.At)
	})
	if err != nil {
		return nil, fmt.Errorf("reading scores: %w", err)
	}
	return scores, nil
}

// redoScored applies all scores beyond an id.
func (s *Service) redoScored(ctx context.Context, from int) (changed int, err error) {
	for {
		scores, err := s.scores(ctx, `JOIN users u ON u.id = s.user_id AND u.deleted_at IS NULL
			WHERE s.id > $1 AND s.status = 'accepted' ORDER BY s.id LIMIT $2`, from, reconcileSize)
		if err != nil || len(scores) == 0 {
			return changed, err
		}
		n, err := s.applyAll(ctx, scores)
		changed += n
		if err != nil || len(scores) < reconcileSize {
			return changed, err
		}
		from = scores[len(scores)-1].ID
	}
}

// applyAll applies scores of any games in one round trip.
func (s *Service) applyAll(ctx context.Context, scores []Score) (changed int, err error) {
	of, first := map[string][]Score{}, []Board{}
	for _, score := range scores {
		for _, b := range s.boardsOf(score.Game, score.At) {
			if of[b.name()] == nil {
				first = append(first, b)
			}
			of[b.name()] = append(of[b.name()], score)
		}
	}
	calls := make([]call, len(first))
	for i, b := range first {
		calls[i] = s.apply(b, of[b.name()]...)
	}
	replies, err := s.runAll(ctx, applyScript, calls)
	if err != nil {
		return 0, err
	}
	for _, reply := range replies {
		m, err := movedBy(reply)
		if err != nil {
			return changed, err
		}
		changed += m.changed
	}
	return changed, nil
}

// redoVoided takes off the boards what was voided since then.
func (s *Service) redoVoided(ctx context.Context, since time.Time) (changed int, err error) {
	scores, err := s.scores(ctx, "WHERE s.status = 'voided' AND s.updated_at >= $1 ORDER BY s.updated_at", since)
	for _, score := range scores {
		n, failed := s.void(ctx, score)
		if changed += n; failed != nil {
			return changed, failed
		}
	}
	if changed > 0 {
		s.dropPages(ctx)
	}
	return changed, err
}

// redoErased takes off the boards who was erased since then: whoever erases
// somebody calls Forget until it succeeds, but a Redis that comes back from a
// snapshot, be it a second old, has them again.
func (s *Service) redoErased(ctx context.Context, since time.Time) (changed int, err error) {
	rows, err := s.cfg.Pool.Pgx().Query(ctx, "SELECT id FROM users WHERE deleted_at >= $1", since)
	if err != nil {
		return 0, fmt.Errorf("reading who was erased: %w", err)
	}
	erased, err := pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
	if err != nil {
		return 0, fmt.Errorf("reading who was erased: %w", err)
	}
	for _, user := range erased {
		n, failed := s.forget(ctx, user)
		if changed += n; failed != nil {
			return changed, failed
		}
	}
	if changed > 0 {
		s.dropPages(ctx)
	}
	return changed, nil
}
