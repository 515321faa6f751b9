package live

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"zuka/ent/db/gamescore"
	"zuka/internal/shop/game/board"
)

var errBroken = errors.New("broken")

// somebody is the same person each time.
func somebody(n int) uuid.UUID { return uuid.NewSHA1(uuid.NameSpaceOID, fmt.Append(nil, n)) }

func key(n int) string { return "key of " + somebody(n).String() }

// boards are a Source and a hub in memory. A change of a board is told of.
type boards struct {
	mu     sync.Mutex
	scores map[string]map[uuid.UUID]int // by channel
	feeds  map[string][]*wire
	gone   map[uuid.UUID]bool
	called map[uuid.UUID]string
	// broken fail: top, players, places, hub.
	broken map[string]bool
	// reads are when the top was read, asked how many people were asked for in
	// each statement, placed the same for places.
	reads         []time.Time
	asked, placed []int
	// placing is called before places are read, and stand overrules them.
	placing func()
	stand   map[uuid.UUID]board.Place
}

func newBoards() *boards {
	return &boards{
		scores: map[string]map[uuid.UUID]int{}, feeds: map[string][]*wire{},
		gone: map[uuid.UUID]bool{}, called: map[uuid.UUID]string{}, broken: map[string]bool{},
	}
}

// locked shows or changes what the service sees too.
func (b *boards) locked(look func()) {
	b.mu.Lock()
	defer b.mu.Unlock()
	look()
}

// log is when the top was read, and for how many people names and places were
// asked for.
func (b *boards) log() (reads []time.Time, asked, placed []int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Clone(b.reads), slices.Clone(b.asked), slices.Clone(b.placed)
}

// clear makes everything as it was at first.
func (b *boards) clear() {
	b.mu.Lock()
	defer b.mu.Unlock()
	clear(b.scores)
	clear(b.broken)
	b.reads, b.asked, b.placed = nil, nil, nil
}

// wire is a feed.
type wire struct {
	boards  *boards
	channel string
	news    chan []byte
	gaps    chan struct{}
}

func (w *wire) C() <-chan []byte      { return w.news }
func (w *wire) Gaps() <-chan struct{} { return w.gaps }

func (w *wire) Close() {
	w.boards.mu.Lock()
	defer w.boards.mu.Unlock()
	w.boards.feeds[w.channel] = slices.DeleteFunc(w.boards.feeds[w.channel], func(other *wire) bool { return other == w })
}

func (b *boards) subscribe(_ context.Context, channel string) (feed, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.broken["hub"] {
		return nil, errBroken
	}
	w := &wire{b, channel, make(chan []byte, 1), make(chan struct{}, 1)}
	b.feeds[channel] = append(b.feeds[channel], w)
	return w, nil
}

func (b *boards) listening(of board.Board) int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.feeds[board.Channel(of)])
}

// set changes a score and tells; 0 takes it away.
func (b *boards) set(of board.Board, n, score int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	channel := board.Channel(of)
	if b.scores[channel] == nil {
		b.scores[channel] = map[uuid.UUID]int{}
	}
	b.scores[channel][somebody(n)] = score
	if score == 0 {
		delete(b.scores[channel], somebody(n))
	}
	for _, one := range b.feeds[channel] {
		select {
		case one.news <- nil:
		default:
		}
	}
}

func (b *boards) gap(of board.Board) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, one := range b.feeds[board.Channel(of)] {
		one.gaps <- struct{}{}
	}
}

func (b *boards) breaks(what string, broken bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.broken[what] = broken
}

func (b *boards) all(of board.Board) []board.Entry {
	scores := b.scores[board.Channel(of)]
	users := slices.SortedFunc(maps.Keys(scores), func(x, y uuid.UUID) int {
		return cmp.Or(scores[y]-scores[x], cmp.Compare(x.String(), y.String()))
	})
	entries := make([]board.Entry, len(users))
	for i, user := range users {
		entries[i] = board.Entry{Rank: i + 1, User: user, Score: scores[user]}
	}
	return entries
}

func (b *boards) RawTop(_ context.Context, of board.Board, n int) ([]board.Entry, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.reads = append(b.reads, time.Now())
	if b.broken["top"] {
		return nil, errBroken
	}
	all := b.all(of)
	return all[:min(n, len(all))], nil
}

func (b *boards) Count(_ context.Context, of board.Board) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.scores[board.Channel(of)]), nil
}

func (b *boards) PlayersOf(_ context.Context, ids []uuid.UUID) (map[uuid.UUID]board.Player, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.asked = append(b.asked, len(ids))
	if b.broken["players"] {
		return nil, errBroken
	}
	found := map[uuid.UUID]board.Player{}
	for _, id := range ids {
		if !b.gone[id] {
			found[id] = board.Player{Key: "key of " + id.String(), Name: b.called[id]}
		}
	}
	return found, nil
}

func (b *boards) Places(_ context.Context, of board.Board, users []uuid.UUID) (map[uuid.UUID]board.Place, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if placing := b.placing; placing != nil {
		b.mu.Unlock()
		placing()
		b.mu.Lock()
	}
	b.placed = append(b.placed, len(users))
	if b.broken["places"] {
		return nil, errBroken
	}
	found := map[uuid.UUID]board.Place{}
	for _, entry := range b.all(of) {
		if slices.Contains(users, entry.User) {
			found[entry.User] = board.Place{Rank: entry.Rank, Score: entry.Score}
		}
	}
	maps.Copy(found, b.stand)
	return found, nil
}

// arcade is a service over boards, in a bubble of its own time.
type arcade struct {
	*testing.T
	*Service
	boards *boards
	snake  board.Board // of the week
}

// inArcade runs a test in time that passes when everybody waits.
func inArcade(t *testing.T, test func(t *testing.T, a *arcade)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		b := newBoards()
		a := &arcade{t, New(Config{Source: b, Log: slog.New(slog.DiscardHandler)}), b, board.Board{}}
		a.snake = a.present()
		a.subscribe = b.subscribe
		a.Start()
		t.Cleanup(a.Stop)
		test(t, a)
	})
}

func (a *arcade) present() board.Board {
	return board.At(gamescore.GameTypeSnake, board.Weekly, time.Now())
}

// follow begins a screen; who is 0 for nobody.
func (a *arcade) follow(top, who int) *screen {
	a.Helper()
	return a.followUntil(a.Context(), top, who)
}

func (a *arcade) followUntil(ctx context.Context, top, who int) *screen {
	a.Helper()
	user := uuid.Nil
	if who != 0 {
		user = somebody(who)
	}
	updates, err := a.Follow(ctx, gamescore.GameTypeSnake, board.Weekly, top, user)
	require.NoError(a, err)
	return &screen{tester: a.T, updates: updates, top: top}
}

// score changes the board and lets what follows at once happen.
func (a *arcade) score(n, score int) {
	a.boards.set(a.snake, n, score)
	synctest.Wait()
}

// tick is score, and then the time until the next push may come.
func (a *arcade) tick(n, score int) {
	a.score(n, score)
	time.Sleep(defaultEvery)
	synctest.Wait()
}

// tester is a test, or one try of a property.
type tester interface {
	Helper()
	Errorf(format string, args ...any)
	FailNow()
}

// screen is a client: it applies updates to what it has.
type screen struct {
	tester
	updates <-chan *Update
	top     int
	rows    []board.Entry
	me      Mine
	players int
}

// take applies the update that waits; nil when there is none.
func (s *screen) take() *Update {
	s.Helper()
	synctest.Wait()
	select {
	case u, open := <-s.updates:
		require.True(s, open, "closed")
		s.apply(u)
		return u
	default:
		return nil
	}
}

func (s *screen) closed() bool {
	synctest.Wait()
	for {
		select {
		case _, open := <-s.updates:
			if !open {
				return true
			}
		default:
			return false
		}
	}
}

func (s *screen) apply(u *Update) {
	s.Helper()
	rows := map[string]board.Entry{}
	if !u.Snapshot {
		for _, row := range s.rows {
			rows[row.Player.Key] = row
		}
	}
	for _, gone := range u.Left() {
		require.Contains(s, rows, gone, "who leaves was there")
		delete(rows, gone)
	}
	for _, entry := range u.Entries() {
		require.NotEqual(s, rows[entry.Player.Key], *entry, "only what changed is told")
		rows[entry.Player.Key] = *entry
	}
	s.rows = slices.SortedFunc(maps.Values(rows), func(a, b board.Entry) int { return a.Rank - b.Rank })
	s.me, s.players = Mine{}, u.Players
	if u.Me != nil {
		s.me = *u.Me
	}
}

// scores are what is on the screen, from the first rank on.
func (s *screen) scores() (scores []int) {
	for i, row := range s.rows {
		require.Equal(s, i+1, row.Rank)
		scores = append(scores, row.Score)
	}
	return scores
}
