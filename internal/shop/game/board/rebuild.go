package board

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/redis/go-redis/v9"
	"golang.org/x/sync/errgroup"
)

const (
	// loadSize is how many scores are loaded by one run of a script, which keeps
	// everybody else from Redis for some milliseconds.
	loadSize = 1000
	// holdFor is how long a rebuild is believed to live without a sign of it,
	// and holdBeat the time between two signs.
	holdFor  = 30 * time.Second
	holdBeat = 5 * time.Second
	// unfinishedFor is how long Redis keeps an unfinished board that nobody
	// cleaned up.
	unfinishedFor = 2 * rebuildTimeout
	// rebuildTimeout bounds a rebuild; what is gone is kept away for longer.
	rebuildTimeout = 10 * time.Minute
	// loadTimeout bounds one round trip of a rebuild.
	loadTimeout = 5 * time.Second

	rebuilders   = 2
	rebuildQueue = 256
	// rebuildPause is the time between two attempts at a board.
	rebuildPause = time.Second
)

var (
	// ErrRebuilding says that somebody else is rebuilding the board.
	ErrRebuilding = errors.New("board: it is being rebuilt already")
	// ErrNotKept says that Redis does not hold a board of that time.
	ErrNotKept = errors.New("board: it is not kept any more, or has not begun")
	errLost    = errors.New("board: redis has forgotten the rebuild, or another has taken over")
)

// Rebuild makes the board anew from PostgreSQL, beside the one that is read,
// and exchanges them. It is ErrRebuilding when another has begun to, in any
// process, and ErrNotKept for a board of another time.
func (s *Service) Rebuild(ctx context.Context, b Board) (err error) {
	now := s.cfg.Clock.Now()
	if !b.kept(now) {
		return ErrNotKept
	}
	if s.cfg.Redis == nil {
		return errDown
	}
	ctx, cancel := context.WithTimeout(ctx, rebuildTimeout)
	defer cancel()
	token := rand.Text()
	// From here on all who score write to the new board too; only now may
	// PostgreSQL be read.
	switch err := s.step(ctx, beginScript, b, token, holdFor.Milliseconds()); {
	case errors.Is(err, errLost):
		return ErrRebuilding
	case err != nil:
		return err
	}
	defer func() {
		if err != nil {
			s.abandon(ctx, b, token)
		}
	}()
	batches, err := s.build(ctx, b, token)
	if err != nil {
		return err
	}
	return s.step(ctx, finishScript, b, token, now.UTC().Format(time.RFC3339), s.keptFor(b), s.channel(b), batches)
}

// build loads the new board and answers in how many batches.
func (s *Service) build(ctx context.Context, b Board, token string) (loaded int, err error) {
	ctx, done := context.WithCancel(ctx)
	defer done()
	group, ctx := errgroup.WithContext(ctx)
	batches := make(chan []any, 1) // PostgreSQL reads the next while Redis takes one.
	read, stopBeat := context.WithCancel(ctx)
	group.Go(func() error { return s.hold(read, b, token) })
	group.Go(func() error {
		defer close(batches)
		return s.stream(ctx, b, batches)
	})
	group.Go(func() error {
		defer stopBeat()
		for batch := range batches {
			loaded++
			head := []any{token, holdFor.Milliseconds(), unfinishedFor.Milliseconds(), loaded}
			if err := s.step(ctx, loadScript, b, append(head, batch...)...); err != nil {
				return err
			}
		}
		return nil
	})
	return loaded, group.Wait()
}

// hold keeps the rebuild ours while PostgreSQL sorts.
func (s *Service) hold(ctx context.Context, b Board, token string) error {
	beat := time.NewTicker(holdBeat)
	defer beat.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-beat.C:
			if err := s.step(ctx, beatScript, b, token, holdFor.Milliseconds()); err != nil && ctx.Err() == nil {
				return err
			}
		}
	}
}

// stream reads the board from PostgreSQL and sends it in batches of the
// arguments of loadScript, the last of which may be empty.
func (s *Service) stream(ctx context.Context, b Board, batches chan<- []any) error {
	const full = 3 * loadSize
	// A transaction of its own, for settings that no other statement sees.
	err := pgx.BeginTxFunc(ctx, s.cfg.Pool.Pgx(), pgx.TxOptions{AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, fmt.Sprintf(
			"SELECT set_config('statement_timeout', '%d', true), set_config('work_mem', '64MB', true)",
			rebuildTimeout.Milliseconds()))
		if err != nil {
			return err
		}
		rows, err := tx.Query(ctx, best, b.bounds()...)
		if err != nil {
			return err
		}
		batch := make([]any, 0, full)
		send := func() error {
			select {
			case batches <- batch:
				batch = make([]any, 0, full)
				return nil
			case <-ctx.Done():
				return context.Cause(ctx)
			}
		}
		var (
			user      uuid.UUID
			score, id int
		)
		_, err = pgx.ForEachRow(rows, []any{&user, &score, &id}, func() error {
			if batch = append(batch, score, order(id), raw(user)); len(batch) == full {
				return send()
			}
			return nil
		})
		if err != nil {
			return err
		}
		return send()
	})
	if err != nil {
		return fmt.Errorf("reading a board to rebuild it: %w", err)
	}
	return nil
}

// step is one script of a rebuild, which is over when that answers 0. It does
// not ask the breaker, a rebuild has time, but tells it that Redis is there:
// whoever scores meanwhile has to write to the new board too.
func (s *Service) step(ctx context.Context, script *redis.Script, b Board, args ...any) error {
	ctx, cancel := context.WithTimeout(ctx, loadTimeout)
	defer cancel()
	ours, err := script.Run(ctx, s.cfg.Redis, s.keys(b), args...).Int()
	if err != nil {
		return fmt.Errorf("rebuilding a board: %w", err)
	}
	s.breaker.report(nil)
	if ours == 0 {
		return errLost
	}
	return nil
}

// abandon lets the next one begin at once. If Redis does not answer, the token
// and what was built go by themselves.
func (s *Service) abandon(ctx context.Context, b Board, token string) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.cfg.OpTimeout)
	defer cancel()
	if err := abandonScript.Run(ctx, s.cfg.Redis, s.keys(b), token).Err(); err != nil {
		s.cfg.Log.WarnContext(ctx, "an unfinished board was left in redis", "board", b.name(), "cause", err)
	}
}

// RebuildAll rebuilds the boards of the present day, week and month and of all
// time. What somebody else is rebuilding is left to them.
func (s *Service) RebuildAll(ctx context.Context) error {
	var failed error
	for _, b := range current(s.cfg.Clock.Now()) {
		if err := s.Rebuild(ctx, b); err != nil && !errors.Is(err, ErrRebuilding) && !errors.Is(err, ErrNotKept) {
			failed = errors.Join(failed, fmt.Errorf("%s: %w", b.name(), err))
		}
		if ctx.Err() != nil {
			return errors.Join(failed, context.Cause(ctx))
		}
	}
	return failed
}

// want has a board rebuilt in the background, once for all who want it.
func (s *Service) want(b Board) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if until, ok := s.wanted[b.name()]; ok && time.Now().Before(until) {
		return
	}
	select {
	case s.rebuilds <- b:
		s.wanted[b.name()] = time.Now().Add(rebuildTimeout)
	default: // Whoever reads it next will want it again.
	}
}

// rebuildWanted rebuilds what is wanted until the service is stopped.
func (s *Service) rebuildWanted() {
	for {
		select {
		case <-s.ctx.Done():
			return
		case b := <-s.rebuilds:
			err := s.Rebuild(s.ctx, b)
			if err != nil && !errors.Is(err, ErrRebuilding) && s.ctx.Err() == nil {
				s.cfg.Log.Warn("a board was not rebuilt", "board", b.name(), "cause", err)
			}
			s.mu.Lock()
			if err == nil {
				delete(s.wanted, b.name())
			} else {
				s.wanted[b.name()] = time.Now().Add(rebuildPause)
			}
			s.mu.Unlock()
		}
	}
}
