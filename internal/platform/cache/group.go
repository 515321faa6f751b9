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

// groupsKept is how many generations the process remembers: each product that
// is shown has one.
const groupsKept = 30_000

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
	b.groups = build(b, Settings{Name: "cache.group", TTL: groupTTL, LocalSize: groupsKept}, Custom[string, string]{})
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

// generations are the present tokens of several groups. They are settled when
// other readers will see the same ones.
func (b *Bus) generations(ctx context.Context, names []string) (tokens map[string]string, settled bool, err error) {
	if b.client == nil {
		return nil, false, nil
	}
	tokens, err = b.groups.GetMany(ctx, names, func(_ context.Context, missing []string) (map[string]string, error) {
		fresh := make(map[string]string, len(missing))
		for _, name := range missing {
			fresh[name] = rand.Text()
		}
		return fresh, nil
	})
	if err != nil {
		return nil, false, err
	}
	// One that Redis did not take is remembered by nobody.
	now := b.groups.now()
	for _, name := range names {
		if _, kept := b.groups.recall(name, now); !kept {
			return tokens, false, nil
		}
	}
	return tokens, true, nil
}

// Generation is a text that changes when the group moves, for what is kept
// outside the caches and becomes old together with their answers. While Redis
// cannot be reached it only changes with the moves that this process hears of.
func (g *Group) Generation(ctx context.Context) (string, error) {
	token, _, err := g.token(ctx)
	return token, err
}
