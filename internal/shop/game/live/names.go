package live

import (
	"context"
	"sync"
	"time"

	"github.com/google/uuid"

	"zuka/internal/shop/game/board"
)

const (
	// nameLife is how long a name is shown before it is asked for again.
	nameLife = time.Minute
	// mostNames is when those that nobody asked for again are dropped.
	mostNames = 10_000
)

// names keeps what people are called, for all boards.
type names struct {
	mu    sync.Mutex
	known map[uuid.UUID]name
}

// name is a person at a time; gone says that there is no such person.
type name struct {
	player board.Player
	gone   bool
	read   time.Time
}

// on gives the entries their players, and leaves those out who are no more. It
// asks once, for all who are not known or too old. When that fails names that
// are too old are better than none.
func (n *names) on(ctx context.Context, source Source, entries []board.Entry, now time.Time) ([]board.Entry, error) {
	missing, unknown := n.missing(entries, now)
	if len(missing) > 0 {
		found, err := source.PlayersOf(ctx, missing)
		switch {
		case err == nil:
			n.keep(missing, found, now)
		case unknown:
			return nil, err
		}
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	named := make([]board.Entry, 0, len(entries))
	for _, entry := range entries {
		if known, found := n.known[entry.User]; found && !known.gone {
			entry.Player = known.player
			named = append(named, entry)
		}
	}
	return named, nil
}

// missing is who must be asked for, and whether anybody of them is not known
// at all.
func (n *names) missing(entries []board.Entry, now time.Time) (missing []uuid.UUID, unknown bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for i := range entries {
		known, found := n.known[entries[i].User]
		if !found || now.Sub(known.read) >= nameLife {
			missing = append(missing, entries[i].User)
			unknown = unknown || !found
		}
	}
	return missing, unknown
}

func (n *names) keep(asked []uuid.UUID, found map[uuid.UUID]board.Player, now time.Time) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, user := range asked {
		player, there := found[user]
		n.known[user] = name{player: player, gone: !there, read: now}
	}
	if len(n.known) <= mostNames {
		return
	}
	for user, one := range n.known {
		if now.Sub(one.read) >= 2*nameLife { // Somebody may be showing one that is just too old.
			delete(n.known, user)
		}
	}
}
