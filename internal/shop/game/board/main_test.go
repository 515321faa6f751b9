package board_test

import (
	"context"
	"flag"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"zuka/ent/db/gamescore"
	"zuka/internal/platform/postgres"
	"zuka/internal/shop/game/board"
	"zuka/internal/testenv"
)

func TestMain(m *testing.M) {
	// A check of the property test is some hundred statements; more by the flag.
	if err := flag.Set("rapid.checks", "15"); err != nil {
		panic(err)
	}
	testenv.Main(m)
}

const (
	snake    = gamescore.GameTypeSnake
	patience = time.Minute
	// opTimeout is more than a busy machine takes for an answer of Redis. One that was
	// killed refuses at once, and no test here has one that hangs.
	opTimeout = 20 * time.Second
)

// noon is a Tuesday.
var noon = time.Date(2026, 11, 24, 11, 0, 0, 0, time.UTC)

// dial is a clock that a test turns.
type dial struct {
	mu  sync.Mutex
	now time.Time
}

func (d *dial) Now() time.Time {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.now
}

func (d *dial) set(t time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.now = t.UTC()
}

// row is what PostgreSQL knows of a score.
type row struct {
	board.Score
	voided bool
}

// arena is a database and a Redis with a service on them, and a naive model of
// what the boards should show.
type arena struct {
	testing.TB
	*board.Service
	pool   *postgres.Pool
	client redis.UniversalClient
	prefix string
	clock  *dial

	mu     sync.Mutex
	rows   []row
	erased map[uuid.UUID]bool
}

func newArena(t testing.TB) *arena {
	t.Helper()
	client, prefix := testenv.RedisClient(t)
	return newArenaOn(t, client, prefix, nil)
}

// eachArena is a test on one Redis and on a cluster.
func eachArena(t *testing.T, test func(t *testing.T, a *arena)) {
	testenv.EachRedis(t, func(t *testing.T, client redis.UniversalClient, prefix string) {
		test(t, newArenaOn(t, client, prefix, nil))
	})
}

func newArenaOn(t testing.TB, client redis.UniversalClient, prefix string, change func(*board.Config)) *arena {
	t.Helper()
	a := &arena{
		TB: t, pool: testenv.Pool(t), client: client, prefix: prefix,
		clock: &dial{now: noon}, erased: map[uuid.UUID]bool{},
	}
	config := board.Config{
		Pool: a.pool, Redis: client, Prefix: prefix, Clock: a.clock, Log: slog.New(slog.DiscardHandler),
		OpTimeout: opTimeout,
	}
	if change != nil {
		change(&config)
	}
	a.Service = board.New(config)
	a.Start()
	t.Cleanup(a.Stop)
	return a
}

// plain is a service that knows no Redis, and has kept nothing.
func (a *arena) plain() *board.Service { return board.New(board.Config{Pool: a.pool, Clock: a.clock}) }

func (a *arena) exec(sql string, args ...any) {
	a.Helper()
	_, err := a.pool.Pgx().Exec(context.Background(), sql, args...)
	require.NoError(a, err)
}

// player is somebody new.
func (a *arena) player() uuid.UUID {
	a.Helper()
	id := uuid.Must(uuid.NewV7())
	a.exec("INSERT INTO users (id, referral_code, name, gem_level) VALUES ($1, $2, 'Adaeze Okafor', 'topaz')", id, id.String())
	return id
}

func (a *arena) players(n int) []uuid.UUID {
	a.Helper()
	all := make([]uuid.UUID, n)
	for i := range all {
		all[i] = a.player()
	}
	return all
}

// commit is a score that PostgreSQL has and nobody else knows of.
func (a *arena) commit(user uuid.UUID, score int) board.Score {
	a.Helper()
	one := board.Score{User: user, Game: snake, Score: score, At: a.clock.Now()}
	require.NoError(a, a.pool.Pgx().QueryRow(context.Background(),
		`INSERT INTO game_scores (user_id, game_type, score, created_at, updated_at) VALUES ($1, $2, $3, $4, $4) RETURNING id`,
		one.User, one.Game, one.Score, one.At).Scan(&one.ID))
	a.mu.Lock()
	defer a.mu.Unlock()
	a.rows = append(a.rows, row{Score: one})
	return one
}

// score is one that is on the boards.
func (a *arena) score(user uuid.UUID, score int) board.Score {
	a.Helper()
	one := a.commit(user, score)
	a.Scored(context.Background(), one)
	return one
}

// commitVoid voids a score in PostgreSQL.
func (a *arena) commitVoid(score board.Score) {
	a.Helper()
	a.exec("UPDATE game_scores SET status = 'voided', updated_at = $2 WHERE id = $1", score.ID, a.clock.Now())
	a.mu.Lock()
	defer a.mu.Unlock()
	for i := range a.rows {
		if a.rows[i].ID == score.ID {
			a.rows[i].voided = true
		}
	}
}

func (a *arena) void(score board.Score) {
	a.Helper()
	a.commitVoid(score)
	a.Voided(context.Background(), score)
}

// commitErase erases somebody in PostgreSQL.
func (a *arena) commitErase(user uuid.UUID) {
	a.Helper()
	a.exec("UPDATE users SET deleted_at = $2 WHERE id = $1", user, a.clock.Now())
	a.mu.Lock()
	defer a.mu.Unlock()
	a.erased[user] = true
}

// model is what a board should show, made the plain way.
func (a *arena) model(b board.Board) []board.Entry {
	a.mu.Lock()
	defer a.mu.Unlock()
	best := map[uuid.UUID]board.Entry{}
	for _, r := range a.rows {
		inside := b.From.IsZero() || !r.At.Before(b.From) && r.At.Before(b.Until)
		if r.voided || a.erased[r.User] || r.Game != b.Game || !inside {
			continue
		}
		old, had := best[r.User]
		if !had || r.Score.Score > old.Score || r.Score.Score == old.Score && r.ID < old.ScoreID {
			best[r.User] = board.Entry{User: r.User, Score: r.Score.Score, ScoreID: r.ID}
		}
	}
	all := make([]board.Entry, 0, len(best))
	for _, e := range best {
		all = append(all, e)
	}
	slices.SortFunc(all, func(x, y board.Entry) int {
		if x.Score != y.Score {
			return y.Score - x.Score
		}
		return x.ScoreID - y.ScoreID
	})
	for i := range all {
		all[i].Rank = i + 1
	}
	return all
}

// now is today's board and its longer ones.
func (a *arena) now(period board.Period) board.Board { return board.At(snake, period, a.clock.Now()) }

func (a *arena) rebuild(periods ...board.Period) {
	a.Helper()
	for _, period := range periods {
		a.rebuildOnce(a.now(period))
	}
}

// rebuildOnce rebuilds a board when nobody else does, as after a score.
func (a *arena) rebuildOnce(b board.Board) {
	a.Helper()
	await(a, func() bool { return a.Rebuild(context.Background(), b) == nil }, "it is rebuilt")
}

// whole says whether Redis would answer for a board by itself.
func (a *arena) whole(b board.Board) bool {
	key := a.prefix + board.Channel(b)
	tag := a.prefix + "{boards}:" + key[len(a.prefix)+len("board:"):] + ":"
	places, err := a.client.ZCard(context.Background(), tag+"places").Result()
	people, failed := a.client.HLen(context.Background(), tag+"people").Result()
	ready := a.client.HExists(context.Background(), tag+"people", "ready").Val()
	return err == nil && failed == nil && ready && people == places+1
}

func await(t testing.TB, is func() bool, what string) {
	t.Helper()
	require.Eventually(t, is, patience, 2*time.Millisecond, what)
}

func top(t testing.TB, s *board.Service, b board.Board) []board.Entry {
	t.Helper()
	entries, err := s.RawTop(context.Background(), b, 100)
	require.NoError(t, err)
	return entries
}
