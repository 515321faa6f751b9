package board

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"
	"github.com/redis/go-redis/v9"
)

// goneFor is how long what was taken away is kept away: longer than a rebuild
// may read PostgreSQL and than a request may be late.
const goneFor = time.Hour

// boardsOf are the boards that a score is on, as far as Redis holds them.
func (s *Service) boardsOf(game Game, at time.Time) []Board {
	now := s.cfg.Clock.Now()
	var boards []Board
	for _, period := range Periods {
		if b := At(game, period, at); b.kept(now) {
			boards = append(boards, b)
		}
	}
	return boards
}

// Scored puts a score on its boards. It is called after the commit of the
// score; when it fails the log is told, and Reconcile makes up for it.
func (s *Service) Scored(ctx context.Context, score Score) {
	boards := s.boardsOf(score.Game, score.At)
	calls := make([]call, len(boards))
	for i, b := range boards {
		calls[i] = s.apply(b, score)
	}
	replies, err := s.runAll(ctx, applyScript, calls)
	if err != nil {
		s.cfg.Log.WarnContext(ctx, "a score waits to be put on the boards", "score", score.ID, "cause", err)
		return
	}
	for i, b := range boards {
		moved, err := movedBy(replies[i])
		switch {
		case err != nil:
			s.cfg.Log.WarnContext(ctx, "a board was not understood", "board", b.name(), "cause", err)
		case !moved.ready:
			s.want(b)
		case b.Period == Weekly:
			s.overtook(b, moved)
		}
	}
}

// apply is the call that puts scores on a board.
func (s *Service) apply(b Board, scores ...Score) call {
	args := make([]any, 0, 3+3*len(scores))
	args = append(args, s.channel(b), s.keptFor(b), unfinishedFor.Milliseconds())
	for _, score := range scores {
		args = append(args, score.Score, order(score.ID), raw(score.User))
	}
	return call{board: b, args: args}
}

// moved is what became of a board to which scores were applied.
type moved struct {
	changed int
	ready   bool
	// before and after are the ranks of a single score, from 0, -1 for none.
	before, after int
	// below is who is just below a single score; the zero id for nobody.
	below uuid.UUID
}

func movedBy(reply *redis.Cmd) (moved, error) {
	parts, err := reply.Slice()
	if err != nil {
		return moved{}, err
	}
	if len(parts) != 5 {
		return moved{}, errReply
	}
	var numbers [4]int
	for i := range numbers {
		n, ok := parts[i].(int64)
		if !ok {
			return moved{}, errReply
		}
		numbers[i] = int(n)
	}
	m := moved{changed: numbers[0], ready: numbers[1] == 1, before: numbers[2], after: numbers[3]}
	if member, _ := parts[4].(string); len(member) == memberSize {
		m.below = uuid.UUID([]byte(member[idSize:]))
	}
	return m, nil
}

// Voided takes a score off its boards and puts the best that is left to the
// person in its place. It is called after the commit; when it fails the log is
// told, and Reconcile makes up for it.
func (s *Service) Voided(ctx context.Context, score Score) {
	if _, err := s.void(ctx, score); err != nil {
		s.cfg.Log.WarnContext(ctx, "a voided score waits to be taken off the boards", "score", score.ID, "cause", err)
	}
	s.dropPages(ctx)
}

// void answers how many boards it changed. The score goes first and for an
// hour, and only then PostgreSQL is asked for the best of the rest: what is
// voided while it answers is kept away by its own stone.
func (s *Service) void(ctx context.Context, score Score) (int, error) {
	boards := s.boardsOf(score.Game, score.At)
	calls := make([]call, len(boards))
	for i, b := range boards {
		calls[i] = s.remove(b, score.User, order(score.ID))
	}
	removed, err := s.runAll(ctx, removeScript, calls)
	if err != nil {
		return 0, err
	}
	left, err := s.bestOf(ctx, score.User, boards)
	if err != nil {
		return 0, err
	}
	var better []call
	changed := map[string]bool{} // by board
	for i, b := range boards {
		if n, _ := removed[i].Int(); n > 0 {
			changed[b.name()] = true
		}
		if left[i] != nil {
			better = append(better, s.apply(b, *left[i]))
		}
	}
	put, err := s.runAll(ctx, applyScript, better)
	if err != nil {
		return len(changed), err
	}
	for i, reply := range put {
		if m, err := movedBy(reply); err == nil && m.changed > 0 {
			changed[better[i].board.name()] = true
		}
	}
	return len(changed), nil
}

// remove is the call that takes a score off a board, or the person where the
// order is empty.
func (s *Service) remove(b Board, user uuid.UUID, order string) call {
	return call{board: b, args: []any{s.channel(b), goneFor.Milliseconds(), order, raw(user)}}
}

// Forget takes a person off all boards that are kept. It is called after the
// person was erased in PostgreSQL; after an error it is to be called again.
func (s *Service) Forget(ctx context.Context, user uuid.UUID) error {
	s.spare.forget()
	_, err := s.forget(ctx, user)
	if s.group != nil {
		err = errors.Join(err, s.group.Move(ctx))
	}
	return err
}

// forget answers how many boards it changed.
func (s *Service) forget(ctx context.Context, user uuid.UUID) (changed int, err error) {
	boards := keptAt(s.cfg.Clock.Now())
	calls := make([]call, len(boards))
	for i, b := range boards {
		calls[i] = s.remove(b, user, "")
	}
	removed, err := s.runAll(ctx, removeScript, calls)
	for _, reply := range removed {
		n, _ := reply.Int() // runAll has looked at their errors.
		changed += n
	}
	return changed, err
}

// dropPages drops the pages that are cached: somebody on them may not be shown
// with what they had.
func (s *Service) dropPages(ctx context.Context) {
	s.spare.forget()
	if s.group == nil {
		return
	}
	if err := s.group.Move(ctx); err != nil {
		s.cfg.Log.WarnContext(ctx, "pages of boards wait to be dropped", "cause", err)
	}
}
