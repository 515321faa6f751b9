package cache

import (
	"context"
	"crypto/rand"
	"strconv"
	"time"
)

// groupTTL is how long a generation is used at most. A group whose generation
// ran out begins a new one, as if it had been moved.
const groupTTL = 24 * time.Hour

// Group is what computed answers have in common that they become wrong
// together, as all listings do when the catalogue changes. Its generation is a
// random token that is part of the key of every answer.
//
// The tokens are themselves kept in a Cache, so that all its promises hold for
// them: a move drops the token, and the next reader makes up a new one. A
// random token never returns, which a counter could after Redis lost it.
type Group struct {
	bus  *Bus
	name string
}

// NewGroup is the group of that name, the same in all processes; making it
// twice is fine. The name may hold an id, as in "category:12".
func NewGroup(bus *Bus, name string) *Group { return &Group{bus: bus, name: name} }

// Move makes every answer of the group unreachable, in all processes. It is
// called after commit; what its error means is said at Cache.Drop.
func (g *Group) Move(ctx context.Context) error {
	return g.bus.groups.Drop(ctx, g.name)
}

// openGroups makes the cache of tokens.
func (b *Bus) openGroups() {
	b.groups = build(b, Settings{Name: "cache.group", TTL: groupTTL}, Custom[string, string]{})
	m := b.groups.member()
	forget, clear := m.forget, m.clear
	m.forget = func(names []string) { b.turn.Add(1); forget(names) }
	m.clear = func() { b.turn.Add(1); clear() }
	b.enter(m)
}

// token is the present generation of the group. It is settled when other
// readers will see the same one. When Redis cannot keep a token there is
// nothing to share answers by, so the token then only stands for the news of
// groups heard so far: callers at the same time may share one computation, and
// nobody after a move shares one from before it.
func (g *Group) token(ctx context.Context) (token string, settled bool, err error) {
	turn := g.bus.turn.Load()
	token, _, settled, err = g.bus.groups.lookup(ctx, g.name,
		func(context.Context, []string) (map[string]string, error) {
			return map[string]string{g.name: rand.Text()}, nil
		})
	if err != nil || settled {
		return token, settled, err
	}
	return "~" + strconv.FormatUint(turn, 10), false, nil
}

// Generation is a text that changes when the group moves, for what is kept
// outside the caches and becomes old together with their answers. While Redis
// cannot be reached it only changes with the moves that this process hears of.
func (g *Group) Generation(ctx context.Context) (string, error) {
	token, _, err := g.token(ctx)
	return token, err
}
