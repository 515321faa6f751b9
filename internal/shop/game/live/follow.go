package live

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"zuka/ent/db/gamescore"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/pubsub"
	"zuka/internal/shop/game/board"
)

// reader is one who follows a board. Its fields belong to the watcher's lock.
type reader struct {
	updates chan *Update
	top     int
	seat    *seat // nil of nobody
	index   int   // in watcher.readers; -1 when it has left

	// held is the state that the reader has, as far as updates were taken out
	// of the channel, and sent the one that it will have when it takes what
	// waits there. They are nil of a reader that is to get a snapshot.
	held, sent         *state
	heldMine, sentMine Mine
}

// seat is where a person stands, who may follow from several devices.
type seat struct {
	user    uuid.UUID
	readers int
	mine    Mine
	known   bool // mine has been read.
}

// Follow shows the first `top` (1..100) places of the present board of a game
// and a period, and where `viewer` stands, uuid.Nil being nobody: a snapshot and
// then what changes. The channel holds one update, always of the newest state;
// it closes when ctx ends and when the service stops. SERVICE_UNAVAILABLE says
// that the news of the board cannot be heard at the moment.
func (s *Service) Follow(ctx context.Context, game board.Game, period board.Period, top int, viewer uuid.UUID) (<-chan *Update, error) {
	if err := valid(game, period, top); err != nil {
		return nil, err
	}
	w, r, err := s.join(which{game, period}, top, viewer)
	if err != nil {
		return nil, err
	}
	select {
	case <-w.begun:
	case <-ctx.Done():
		w.leave(r)
		return nil, ctx.Err()
	}
	if w.err != nil {
		return nil, w.err
	}
	// It costs no goroutine before ctx ends.
	context.AfterFunc(ctx, func() { w.leave(r) })
	return r.updates, nil
}

func valid(game board.Game, period board.Period, top int) error {
	var found fault.Faults
	if gamescore.GameTypeValidator(game) != nil {
		found = append(found, fault.Invalid("game", "there is no such game"))
	}
	if !slices.Contains(board.Periods, period) {
		found = append(found, fault.Invalid("period", "there is no such period"))
	}
	if top < 1 || top > MostTop {
		found = append(found, fault.Invalid("top", "must be between 1 and %d", MostTop))
	}
	return found.Err()
}

// join adds a reader to the watcher of a board, which begins with its first.
func (s *Service) join(what which, top int, user uuid.UUID) (*watcher, *reader, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.running {
		return nil, nil, unavailable(pubsub.ErrStopped)
	}
	w := s.watchers[what]
	if w == nil {
		w = newWatcher(s, what)
		s.watchers[what] = w
		s.work.Go(w.run)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	return w, w.add(top, user), nil
}

// add lets a reader in. The caller holds w.mu.
func (w *watcher) add(top int, user uuid.UUID) *reader {
	r := &reader{updates: make(chan *Update, 1), top: top, index: len(w.readers)}
	w.readers = append(w.readers, r)
	if user != uuid.Nil {
		if r.seat = w.seats[user]; r.seat == nil {
			r.seat = &seat{user: user}
			w.seats[user] = r.seat
			w.seated = nil
		}
		r.seat.readers++
	}
	switch {
	case r.seat != nil && !r.seat.known:
		w.newcomers = append(w.newcomers, r)
		select {
		case w.came <- struct{}{}:
		default: // The watcher has been told of others and will see this one too.
		}
	case w.now != nil:
		w.tell(r)
	default: // The first read is shown to everybody.
	}
	return r
}

// leave takes a reader out and ends the watcher with the last one. Calling it
// again does nothing.
func (w *watcher) leave(r *reader) {
	w.mu.Lock()
	w.remove(r)
	empty := len(w.readers) == 0
	w.mu.Unlock()
	if !empty {
		return
	}
	// Who joins holds both locks, so nobody can come in between.
	w.service.mu.Lock()
	defer w.service.mu.Unlock()
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.readers) == 0 {
		w.forget()
	}
}

// remove closes a reader. The caller holds w.mu.
func (w *watcher) remove(r *reader) {
	if r.index < 0 {
		return
	}
	last := len(w.readers) - 1
	w.readers[r.index] = w.readers[last]
	w.readers[r.index].index = r.index
	w.readers[last] = nil
	w.readers = w.readers[:last]
	r.index, r.held, r.sent = -1, nil, nil
	close(r.updates)
	if r.seat == nil {
		return
	}
	if r.seat.readers--; r.seat.readers == 0 {
		delete(w.seats, r.seat.user)
		w.seated = nil
	}
}

// unavailable is what somebody is told who cannot follow.
func unavailable(err error) error {
	if errors.Is(err, pubsub.ErrUnavailable) || errors.Is(err, pubsub.ErrStopped) {
		return fault.Unavailable(err)
	}
	return fmt.Errorf("following a board: %w", err)
}
