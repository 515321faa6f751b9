package live

import (
	"context"

	"github.com/google/uuid"

	"zuka/internal/shop/game/board"
)

// read reads the board once for all readers and tells each what is new to it.
func (w *watcher) read() error {
	ctx, cancel := context.WithTimeout(w.ctx, readTime)
	defer cancel()
	s := w.service
	raw, err := s.Source.RawTop(ctx, w.board, MostTop)
	if err != nil {
		return err
	}
	players, err := s.Source.Count(ctx, w.board)
	if err != nil {
		return err
	}
	entries, err := s.names.on(ctx, s.Source, raw, s.Clock.Now())
	if err != nil {
		return err
	}
	seats := w.list()
	places, err := w.places(ctx, seats)
	if err != nil {
		return err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	next := newState(w.board, w.now, entries, players)
	if w.fresh {
		next.era++
		w.fresh = false
	}
	w.show(next, seats, places)
	return nil
}

// list is who stands somewhere. It is not changed later.
func (w *watcher) list() []*seat {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.seated == nil {
		w.seated = make([]*seat, 0, len(w.seats))
		for _, one := range w.seats {
			w.seated = append(w.seated, one)
		}
	}
	return w.seated
}

// places asks once for all.
func (w *watcher) places(ctx context.Context, seats []*seat) (map[uuid.UUID]board.Place, error) {
	if len(seats) == 0 {
		return nil, nil
	}
	users := make([]uuid.UUID, len(seats))
	for i, one := range seats {
		users[i] = one.user
	}
	return w.service.Source.Places(ctx, w.board, users)
}

// show makes a state the present one and tells everybody whose place is known.
// The caller holds w.mu.
func (w *watcher) show(next *state, seats []*seat, places map[uuid.UUID]board.Place) {
	w.now = next
	w.deltas = make(map[change]*Delta, len(w.deltas))
	w.seat(seats, places)
	for _, r := range w.readers {
		if r.seat == nil || r.seat.known {
			w.tell(r)
		}
	}
}

// seat notes where people stand. Who is in the top stands where the top says:
// it was read at another moment than the places. The caller holds w.mu.
func (w *watcher) seat(seats []*seat, places map[uuid.UUID]board.Place) {
	for _, one := range seats {
		place := places[one.user]
		one.mine, one.known = Mine{place.Rank, place.Score}, true
		if entry := w.now.entry(one.user, MostTop); entry != nil {
			one.mine = Mine{entry.Rank, entry.Score}
		}
	}
}

// tell puts what is new to a reader into its channel, in place of what it has
// not taken yet. The caller holds w.mu, so nobody else sends and it never
// blocks.
func (w *watcher) tell(r *reader) {
	select {
	case <-r.updates: // It was not taken: the reader still has what it held.
	default:
		r.held, r.heldMine = r.sent, r.sentMine
	}
	if !w.now.follows(r.held) {
		r.held = nil
	}
	var mine Mine
	if r.seat != nil {
		mine = r.seat.mine
	}
	d := w.delta(change{r.held, r.top})
	if d.silent() && mine == r.heldMine {
		// What the reader holds is this state as far as it can see, and an old
		// one need not be kept for it.
		r.held, r.sent, r.sentMine = w.now, w.now, mine
		return
	}
	r.sent, r.sentMine = w.now, mine
	r.updates <- d.update(mine)
}

// delta is the same for all who have the same. The caller holds w.mu.
func (w *watcher) delta(c change) *Delta {
	d := w.deltas[c]
	if d == nil {
		d = w.now.since(c.from, c.top)
		w.deltas[c] = d
	}
	return d
}

// greet shows the present state to those who came since it was read. Who
// cannot be shown it waits for the next read.
func (w *watcher) greet() {
	w.mu.Lock()
	came := w.newcomers
	w.newcomers = nil
	var seats []*seat
	asked := make(map[*seat]bool, len(came))
	for _, r := range came {
		if r.index >= 0 && !r.seat.known && !asked[r.seat] {
			asked[r.seat] = true
			seats = append(seats, r.seat)
		}
	}
	w.mu.Unlock()
	ctx, cancel := context.WithTimeout(w.ctx, readTime)
	defer cancel()
	places, err := w.places(ctx, seats)
	if err != nil {
		w.later("newcomers to a board cannot be placed", err)
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.seat(seats, places)
	for _, r := range came {
		if r.index >= 0 && r.sent == nil {
			w.tell(r)
		}
	}
}
