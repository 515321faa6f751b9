package bench

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"zuka/internal/bench/load"
	leaderboard "zuka/internal/shop/game/board"
)

const (
	// largeGame is the one whose board is large, mostSnake its highest score, and
	// longSnake how long a round takes in which that is believed.
	largeGame = "SNAKE"
	mostSnake = 4000
	longSnake = 30 * time.Minute
	// askPause is the mean time between two questions of one connection: 50 of
	// them ask about 500 times a second.
	askPause = 100 * time.Millisecond
	// comparedAtOnce is how many places are read together, as many as the boards
	// are made for.
	comparedAtOnce = 10_000

	placeDocument  = `{ leaderboard(game: SNAKE, period: ALL_TIME) { me { rank score } players } }`
	aroundDocument = `{ leaderboard(game: SNAKE, period: ALL_TIME) { me { rank score } around(above: 5, below: 5) { rank score player { key name gem } } players } }`
)

// largeBoard is how a board of many did.
type largeBoard struct {
	places int
	reads  []largeRead
	// built is how long the first time took, with nobody about; rebuilt the
	// second, while scores arrived.
	built, rebuilt time.Duration
	arrived        load.Figures
	// wrong is how many places were not as in the database after that.
	wrong int
	first error
}

// largeRead is how long people waited for their place.
type largeRead struct {
	what, document string
	figures        load.Figures
	// bound says that the figures have a bar to keep to.
	bound bool
	first error
}

// fillSQL makes people until there are so many, and gives everybody a score.
const fillSQL = `
INSERT INTO users (id, name, referral_code) SELECT gen_random_uuid(), 'Ada Obi', 'LARGE' || n
	FROM generate_series(1, %d - (SELECT count(*) FROM users WHERE deleted_at IS NULL)) AS n;
INSERT INTO game_scores (user_id, game_type, score, created_at, updated_at)
	SELECT id, 'snake', floor(random() * 3900), now() - interval '1 day', now() - interval '1 day' FROM users WHERE deleted_at IS NULL;`

// truthSQL is the board of all time as the rows of scores have it.
const truthSQL = `SELECT row_number() OVER (ORDER BY score DESC, id), user_id, score, id FROM (
	SELECT DISTINCT ON (s.user_id) s.user_id, s.score, s.id FROM game_scores AS s JOIN users AS u ON u.id = s.user_id AND u.deleted_at IS NULL
	WHERE s.game_type = 'snake' AND s.status = 'accepted' ORDER BY s.user_id, s.score DESC, s.id) AS best`

// measureLarge fills a board, looks for places on it, and builds it anew.
func (a *arcade) measureLarge(ctx context.Context, o *Options, server *process) (*largeBoard, error) {
	// A connection of its own: what takes long is ended on those of the pool.
	conn, err := pgx.Connect(ctx, a.url)
	if err != nil {
		return nil, fmt.Errorf("reaching the database: %w", err)
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }() // What it was asked for has been answered.
	begun := time.Now()
	for _, sql := range []string{fmt.Sprintf(fillSQL, a.hall.places), "VACUUM (ANALYZE) users, game_scores"} {
		if _, err := conn.Exec(ctx, sql, pgx.QueryExecModeSimpleProtocol); err != nil {
			return nil, fmt.Errorf("filling a large board: %w", err)
		}
	}
	o.Log.Info("filled a large board", "took", time.Since(begun).Round(time.Second))
	seen, which := &largeBoard{places: a.hall.places, wrong: a.hall.places}, leaderboard.At("snake", leaderboard.AllTime, time.Now())
	begun = time.Now()
	if err := a.boards.Rebuild(ctx, which); err != nil {
		return seen, err
	}
	seen.built = time.Since(begun)
	for _, one := range []largeRead{{what: "own place", document: placeDocument, bound: true}, {what: "own place and those around it", document: aroundDocument, bound: true}} {
		if err := a.ask(ctx, server, &one, o.settings().duration); err != nil {
			return seen, err
		}
		seen.reads = append(seen.reads, one)
	}
	if err := a.rebuild(ctx, server, which, seen); err != nil {
		return seen, err
	}
	wrong, err := a.wrong(ctx, conn, which)
	if err != nil {
		return seen, err
	}
	seen.wrong = wrong
	o.Log.Info("rebuilt", "took", seen.rebuilt, "at rest", seen.built, "meanwhile", seen.arrived.Requests, "wrong", seen.wrong)
	return seen, nil
}

// ask has players look for their places, now this one, now that.
func (a *arcade) ask(ctx context.Context, server *process, one *largeRead, duration time.Duration) error {
	requests := make([][]byte, len(a.players))
	for i, player := range a.players {
		requests[i] = withCookie(load.Post(server.address, "/graphql", body(one.document, nil)), player.cookie)
	}
	result, err := load.Run(ctx, load.Options{
		Address: server.address, Requests: requests, Connections: submitters, Duration: duration, Pause: askPause, Seed: 61, Good: placed,
	})
	one.figures, one.first = result.Figures(), result.First
	return err
}

// placed tells why nobody was shown a place.
func placed(answer []byte) error {
	if !bytes.Contains(answer, []byte(`"me":{"rank":`)) {
		return fmt.Errorf("somebody has no place: %.300s", answer)
	}
	return nil
}

// rebuild builds the board anew in this process while scores reach the server and
// people look for their places there.
func (a *arcade) rebuild(ctx context.Context, server *process, which leaderboard.Board, seen *largeBoard) error {
	dice := rand.New(rand.NewPCG(61, 0))
	dealt, err := a.deal(ctx, server, largeGame, len(a.players), longSnake, func(int) int { return dice.IntN(mostSnake) })
	if err != nil {
		return err
	}
	meanwhile, stop := context.WithCancel(ctx)
	defer stop()
	var (
		group             sync.WaitGroup
		arrivals          load.Result
		arriving, reading error
		one               = largeRead{what: "own place and those around it, during the rebuild", document: aroundDocument}
	)
	group.Go(func() {
		arrivals, arriving = load.Run(meanwhile, load.Options{
			Address: server.address, Requests: dealt.ends, Connections: submitters, Every: a.hall.every, Good: finished,
		})
	})
	group.Go(func() { reading = a.ask(meanwhile, server, &one, showPatience) })
	begun := time.Now()
	err = a.boards.Rebuild(ctx, which)
	if took := time.Since(begun); err == nil {
		seen.rebuilt = took
	}
	stop()
	group.Wait()
	seen.reads = append(seen.reads, one)
	seen.arrived, seen.first = arrivals.Figures(), arrivals.First
	for _, failed := range []error{arriving, reading} {
		if !errors.Is(failed, context.Canceled) { // It was we who stopped it.
			err = errors.Join(err, failed)
		}
	}
	return err
}

// wrong counts the places that are not as in the database.
func (a *arcade) wrong(ctx context.Context, conn *pgx.Conn, which leaderboard.Board) (wrong int, err error) {
	rows, err := conn.Query(ctx, truthSQL)
	if err != nil {
		return 0, fmt.Errorf("reading what a board should be: %w", err)
	}
	var (
		truth = make(map[uuid.UUID]leaderboard.Place, comparedAtOnce)
		users = make([]uuid.UUID, 0, comparedAtOnce)
		all   int
	)
	compare := func() error {
		found, err := a.boards.Places(ctx, which, users)
		for user, want := range truth {
			if found[user] != want {
				wrong++
			}
		}
		clear(truth)
		all, users = all+len(users), users[:0]
		return err
	}
	var user uuid.UUID
	var one leaderboard.Place
	_, err = pgx.ForEachRow(rows, []any{&one.Rank, &user, &one.Score, &one.ScoreID}, func() error {
		truth[user], users = one, append(users, user)
		if len(users) == comparedAtOnce {
			return compare()
		}
		return nil
	})
	if err = errors.Join(err, compare()); err != nil {
		return wrong, fmt.Errorf("comparing a board: %w", err)
	}
	count, err := a.boards.Count(ctx, which)
	if count > all {
		wrong += count - all // Who is on the board only.
	}
	return wrong, err
}
