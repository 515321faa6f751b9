package live

import (
	"github.com/google/uuid"

	"zuka/internal/shop/game/board"
)

// remembered is how many states back a reader is told of changes; one that is
// further behind gets a snapshot, so that the readers of a board, however slow,
// keep no more states than these. It is 16 s of a board that never rests, and a
// socket that takes nothing is closed before.
const remembered = 64

// state is a board at one moment. It does not change.
type state struct {
	board board.Board
	// era is the same for states of which one can be told as the change of
	// another; seq counts them.
	era, seq int
	players  int
	entries  []*board.Entry // of the top
	at       map[uuid.UUID]int
}

// newState is the state after another, which is nil for the first. What stayed
// as it was is shared with it.
func newState(b board.Board, before *state, entries []board.Entry, players int) *state {
	s := &state{board: b, players: players, entries: make([]*board.Entry, len(entries)), at: make(map[uuid.UUID]int, len(entries))}
	if before != nil {
		s.era, s.seq = before.era, before.seq+1
	}
	for i := range entries {
		s.at[entries[i].User] = i
		if was := before.entry(entries[i].User, MostTop); was != nil && *was == entries[i] {
			s.entries[i] = was
			continue
		}
		entry := entries[i] // A copy: one that is kept must not keep the others.
		s.entries[i] = &entry
	}
	return s
}

// entry is the place of a person in the top, nil when there is none.
func (s *state) entry(user uuid.UUID, top int) *board.Entry {
	if s == nil {
		return nil
	}
	if i, found := s.at[user]; found && i < top {
		return s.entries[i]
	}
	return nil
}

// first are the first entries.
func (s *state) first(top int) []*board.Entry {
	n := min(top, len(s.entries))
	return s.entries[:n:n]
}

// follows says whether s can be told as what changed since another state.
func (s *state) follows(other *state) bool {
	return other != nil && s.era == other.era && s.seq-other.seq <= remembered
}

// since is how the top differs from what it was in another state; nil gives a
// snapshot.
func (s *state) since(other *state, top int) *Delta {
	d := &Delta{Board: s.board, Players: s.players, left: []string{}}
	d.plain.Delta = d
	if other == nil {
		d.Snapshot, d.entries = true, s.first(top)
		return d
	}
	d.entries = []*board.Entry{}
	for _, entry := range s.first(top) {
		if was := other.entry(entry.User, top); was == nil || was != entry && *was != *entry {
			d.entries = append(d.entries, entry)
		}
	}
	for _, entry := range other.first(top) {
		if s.entry(entry.User, top) == nil {
			d.left = append(d.left, entry.Player.Key)
		}
	}
	return d
}
