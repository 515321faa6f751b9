package live

import (
	"sync"
	"sync/atomic"

	"zuka/internal/platform/relay"
	"zuka/internal/shop/game/board"
)

// Update is what one reader is shown. It may be shared and must not be changed.
type Update struct {
	// Delta is what all are shown alike who have the same.
	*Delta
	// Me is where the viewer stands now, nil when on no place.
	Me *Mine
}

// Mine is the place of a viewer.
type Mine struct{ Rank, Score int }

// Shared is the part that is the same for all who get the same change: one
// pointer for all of them.
func (u *Update) Shared() *Delta { return u.Delta }

// Common is the change, where all who get it are told nothing else.
func (u *Update) Common() relay.Keeper {
	if u.Me != nil {
		return nil
	}
	return u.Delta
}

// Personal is where the viewer stands, beside the change.
func (u *Update) Personal() (relay.Own, relay.Keeper) {
	if u.Me == nil {
		return relay.Own{}, nil
	}
	return relay.Own{u.Me.Rank, u.Me.Score}, u.Delta
}

// As is the same change for somebody who stands there.
func (u *Update) As(own relay.Own) any { return u.Delta.update(Mine{own[0], own[1]}) }

// Delta is how a board differs from what a reader has.
type Delta struct {
	Board board.Board
	// Snapshot says that the entries are all of the top: what the reader has
	// is to be thrown away.
	Snapshot bool
	// Players is how many are on the board.
	Players int

	entries []*board.Entry
	left    []string
	// plain is the update of everybody who stands nowhere.
	plain Update

	mu         sync.RWMutex
	renderings map[any]*rendering
}

// Entries are all of the top in a snapshot; else those that came, moved or
// changed since the last update that the reader took. They are in order of rank.
func (d *Delta) Entries() []*board.Entry { return d.entries }

// Left are the keys of players who are no longer in the top.
func (d *Delta) Left() []string { return d.left }

// silent says that there is nothing in it to tell.
func (d *Delta) silent() bool { return !d.Snapshot && len(d.entries) == 0 && len(d.left) == 0 }

// update is the delta for somebody who stands there.
func (d *Delta) update(mine Mine) *Update {
	if mine == (Mine{}) {
		return &d.plain
	}
	one := &struct {
		Update
		mine Mine
	}{Update{Delta: d}, mine} // One piece of memory instead of two.
	one.Me = &one.mine
	return &one.Update
}

// rendering is a delta in the words of one kind of reader.
type rendering struct {
	mu    sync.Mutex
	done  atomic.Bool
	bytes []byte
}

// Rendered answers what make gives, which is called once for a key, however
// many ask at once. All share the bytes, which must not be written to.
func (d *Delta) Rendered(key any, make func() []byte) []byte {
	d.mu.RLock()
	r := d.renderings[key]
	d.mu.RUnlock()
	if r == nil {
		r = d.begin(key)
	}
	if r.done.Load() {
		return r.bytes
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.done.Load() { // Not sync.Once: after a panic the next one tries again.
		r.bytes = make()
		r.done.Store(true)
	}
	return r.bytes
}

func (d *Delta) begin(key any) *rendering {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.renderings == nil {
		d.renderings = map[any]*rendering{}
	}
	r := d.renderings[key]
	if r == nil {
		r = &rendering{}
		d.renderings[key] = r
	}
	return r
}
