package pet

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/google/uuid"

	"zuka/internal/platform/postgres"
)

// Thinker answers messages. A process has one, beside the Service of its jobs.
type Thinker struct {
	*Service
	ctx    context.Context
	cancel context.CancelCauseFunc
	slots  chan struct{}
	work   sync.WaitGroup

	mu      sync.Mutex
	current map[uuid.UUID]thought

	spent spending
}

// thought is a run that this process thinks about.
type thought struct {
	attempt int
	cancel  context.CancelCauseFunc
}

// Why a thought ends before it is whole.
var (
	errCanceled = errors.New("the person stopped it")
	errLost     = errors.New("another process has taken it over")
	errStopping = errors.New("the process stops")
)

// NewThinker makes a thinker, which must be started.
func NewThinker(service *Service) *Thinker {
	t := &Thinker{Service: service, slots: make(chan struct{}, mostAtOnce), current: make(map[uuid.UUID]thought)}
	t.ctx, t.cancel = context.WithCancelCause(context.Background())
	return t
}

// Start begins to look for runs whose process died.
func (t *Thinker) Start() {
	t.work.Go(t.beat)
	t.work.Go(t.watch)
}

// Stop ends what is being thought about, and leaves it to other processes, which
// go on where this one was.
func (t *Thinker) Stop() {
	t.mu.Lock()
	t.cancel(errStopping)
	t.mu.Unlock()
	t.work.Wait()
}

// Begin thinks about a run in the background, where there is room.
func (t *Thinker) Begin(run uuid.UUID) {
	t.mu.Lock() // Nothing begins behind Stop.
	defer t.mu.Unlock()
	if t.ctx.Err() != nil {
		return
	}
	select {
	case t.slots <- struct{}{}:
	default:
		return // Its job, or another process, will find it.
	}
	t.work.Go(func() {
		defer func() { <-t.slots }()
		if err := t.answer(t.ctx, run); err != nil {
			t.Log.WarnContext(t.ctx, "a message was not answered and will be tried again", "run", run, "cause", err)
		}
	})
}

// Think answers a run, unless it was answered, or another process is at it, or
// it is not its turn in the conversation.
func (t *Thinker) Think(ctx context.Context, run uuid.UUID) error {
	if t.ctx.Err() != nil {
		return errStopping // Its job is tried again, by a process that stays.
	}
	select {
	case t.slots <- struct{}{}:
		defer func() { <-t.slots }()
	case <-ctx.Done():
		return ctx.Err()
	}
	both, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	defer context.AfterFunc(t.ctx, func() { cancel(errStopping) })()
	return t.answer(both, run)
}

// watch looks for runs that nobody is at.
func (t *Thinker) watch() {
	timer := time.NewTicker(lost / 2)
	defer timer.Stop()
	for {
		select {
		case <-t.ctx.Done():
			return
		case <-timer.C:
			if err := t.takeOver(t.ctx); err != nil && t.ctx.Err() == nil {
				t.Log.WarnContext(t.ctx, "runs that broke off could not be looked for", "cause", err)
			}
		}
	}
}

const findLost = `SELECT r.id FROM pet_runs AS r WHERE r.finished_at IS NULL
	AND coalesce(r.seen_at, r.created_at) < now() - $1::interval
	AND NOT EXISTS (SELECT 1 FROM pet_runs AS e WHERE e.conversation_id = r.conversation_id AND e.first_seq < r.first_seq AND e.finished_at IS NULL)
	ORDER BY r.created_at LIMIT $2`

// takeOver begins with runs whose process is not heard of any more.
func (t *Thinker) takeOver(ctx context.Context) error {
	rows, err := t.Pool.Pgx().Query(ctx, findLost, lost, mostAtOnce/4)
	if err != nil {
		return fmt.Errorf("looking for runs that broke off: %w", err)
	}
	defer rows.Close()
	var found []uuid.UUID
	for rows.Next() {
		var id uuid.UUID
		if err := rows.Scan(&id); err != nil {
			return fmt.Errorf("reading runs that broke off: %w", err)
		}
		found = append(found, id)
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("reading runs that broke off: %w", err)
	}
	for _, id := range found {
		t.Begin(id)
	}
	return nil
}

// beat says again and again which runs this process thinks about, all in one
// statement, and hears which are to stop.
func (t *Thinker) beat() {
	timer := time.NewTicker(beat)
	defer timer.Stop()
	for {
		select {
		case <-t.ctx.Done():
			return
		case <-timer.C:
			if err := t.pulse(t.ctx); err != nil && t.ctx.Err() == nil {
				t.Log.WarnContext(t.ctx, "the runs that are thought about could not be noted", "cause", err)
			}
		}
	}
}

// pulse locks runs in the order of their ids, as Clear does.
const pulse = `WITH open AS MATERIALIZED (SELECT r.id FROM pet_runs AS r JOIN unnest($1::uuid[], $2::int[]) AS mine (id, attempt) USING (id)
		WHERE r.attempt = mine.attempt AND r.finished_at IS NULL ORDER BY r.id FOR NO KEY UPDATE OF r)
	UPDATE pet_runs AS r SET seen_at = now() FROM open WHERE r.id = open.id
	RETURNING r.id, r.attempt, r.cancel_asked_at IS NOT NULL`

func (t *Thinker) pulse(ctx context.Context) error {
	ids, attempts := t.mine()
	if len(ids) == 0 {
		return nil
	}
	rows, err := t.Pool.Pgx().Query(ctx, pulse, ids, attempts)
	if err != nil {
		return fmt.Errorf("noting runs: %w", err)
	}
	defer rows.Close()
	alive := make(map[uuid.UUID]int, len(ids))
	for rows.Next() {
		var id uuid.UUID
		var attempt int
		var stop bool
		if err := rows.Scan(&id, &attempt, &stop); err != nil {
			return fmt.Errorf("noting runs: %w", err)
		}
		alive[id] = attempt
		if stop {
			t.end(id, attempt, errCanceled)
		}
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("noting runs: %w", err)
	}
	for i, id := range ids {
		if alive[id] != attempts[i] {
			t.end(id, attempts[i], errLost)
		}
	}
	return nil
}

func (t *Thinker) mine() (ids []uuid.UUID, attempts []int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for id, one := range t.current {
		ids, attempts = append(ids, id), append(attempts, one.attempt)
	}
	return ids, attempts
}

func (t *Thinker) end(run uuid.UUID, attempt int, why error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if one, there := t.current[run]; there && one.attempt == attempt {
		one.cancel(why)
	}
}

// keep has a thought among the current ones until it is let go.
func (t *Thinker) keep(ctx context.Context, run uuid.UUID, attempt int) (thinking context.Context, let func()) {
	thinking, cancel := context.WithCancelCause(ctx)
	t.mu.Lock()
	defer t.mu.Unlock()
	t.current[run] = thought{attempt, cancel}
	return thinking, func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		if one := t.current[run]; one.attempt == attempt {
			delete(t.current, run)
		}
		cancel(nil)
	}
}

// charge keeps what models charged for an attempt that broke off.
func (w *work) charge(ctx context.Context, run uuid.UUID) error {
	if w.thought.TokensIn == 0 && w.thought.TokensOut == 0 {
		return nil
	}
	_, err := w.Pool.Pgx().Exec(ctx, "UPDATE pet_runs SET tokens_in = tokens_in + $2, tokens_out = tokens_out + $3 WHERE id = $1",
		run, w.thought.TokensIn, w.thought.TokensOut)
	if err != nil {
		return fmt.Errorf("keeping what a model charged: %w", err)
	}
	return nil
}

// release leaves a run to other processes.
func (w *work) release(ctx context.Context, run uuid.UUID) error {
	return postgres.InTx(ctx, w.Pool, func(ctx context.Context, tx postgres.Tx) error {
		done, err := tx.ExecContext(ctx, `UPDATE pet_runs SET state = 'waiting', tokens_in = tokens_in + $3, tokens_out = tokens_out + $4
			WHERE id = $1 AND attempt = $2 AND finished_at IS NULL`, run, w.attempt, w.thought.TokensIn, w.thought.TokensOut)
		if err != nil {
			return fmt.Errorf("releasing a run: %w", err)
		}
		if n, err := done.RowsAffected(); err != nil || n == 0 {
			return err
		}
		return w.Outbox.ThinkPet(ctx, tx, run)
	})
}
