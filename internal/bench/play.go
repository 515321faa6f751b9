package bench

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"zuka/internal/bench/load"
	"zuka/internal/platform/globalid"
	leaderboard "zuka/internal/shop/game/board"
)

const (
	startDocument  = `mutation Start($game: GameType!) { gameStart(game: $game) { round { id seed expiresAt } userErrors { code message } } }`
	finishDocument = `mutation Finish($input: GameFinishInput!) { gameFinish(input: $input) {
  score { id score } points best place { rank score } userErrors { code message } } }`
)

// hall says how much is played, and before how many.
type hall struct {
	// spectators have a socket each, sittings of them to a session.
	spectators, sittings int
	// players finish every scores after one another.
	players int
	every   time.Duration
	// single is how many scores come one a step, and hurried how many come every
	// so often.
	single, hurried int
	step            time.Duration
	// places is how many the large board has.
	places int
}

// fullHall is the hall that the bars are about.
var fullHall = hall{
	spectators: 10_000, sittings: 10, players: 4000, every: 5 * time.Millisecond,
	single: 15, step: time.Second, hurried: 2000, places: 1_000_000,
}

// play is what scores, boards that are watched and large boards cost.
type play struct {
	hall    hall
	submits []submitting
	shows   []*show
	large   *largeBoard
}

// measurePlay plays in a shop of its own.
func (o *Options) measurePlay(ctx context.Context, report *report) error {
	return o.playIn(ctx, report, fullHall)
}

func (o *Options) playIn(ctx context.Context, report *report, h hall) (err error) {
	// A socket of ours is one of the server's.
	if err := openFiles(uint64(h.spectators) + 1000); err != nil {
		return err
	}
	shop, err := makeDatabase(ctx, o.DatabaseURL, "zuka_bench_play", 500, o.Log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, shop.drop(context.WithoutCancel(ctx))) }()
	a, err := o.openArcade(ctx, shop, h)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.shut(context.WithoutCancel(ctx))) }()
	report.play = &play{hall: h}
	err = o.beside(ctx, shop, "zuka, scores", func(server *process) (err error) {
		report.play.submits, err = a.submitAll(ctx, o, server)
		return err
	})
	if err != nil {
		return err
	}
	// A server each, whose memory holds nothing of who came before.
	for _, who := range []audience{{"guests", a.guests}, {"players, who see their own place too", a.players[:h.spectators/h.sittings]}} {
		err := o.beside(ctx, shop, "zuka, watched", func(server *process) error {
			seen := &show{name: who.name, spectators: h.spectators, stale: h.spectators}
			report.play.shows = append(report.play.shows, seen)
			// What fails here is told in the end: the other figures are worth having.
			seen.first = a.show(ctx, o, server, who, seen)
			return ctx.Err()
		})
		if err != nil {
			return fmt.Errorf("showing a board to %s: %w", who.name, err)
		}
	}
	// Without jobs, one of which would put up by itself what is put into the
	// database here.
	return o.beside(ctx, shop, "zuka, a large board", func(server *process) (err error) {
		report.play.large, err = a.measureLarge(ctx, o, server)
		return err
	}, "NO_JOBS=true")
}

// arcade is a shop in which people play.
type arcade struct {
	*till
	hall hall
	// boards are those of the servers, read and rebuilt in this process.
	boards  *leaderboard.Service
	players []shopper
	guests  []shopper
	// users are the players.
	users []uuid.UUID
	// places are the players' by who they are.
	places      map[uuid.UUID]int
	prefix, url string
	// mark is the highest score so far of the board that is watched: the next is
	// higher, so that it shows in the first places.
	mark int
}

// openArcade lets players and spectators in.
func (o *Options) openArcade(ctx context.Context, shop *database, h hall) (*arcade, error) {
	t, err := o.openDoor(ctx, shop)
	if err != nil {
		return nil, err
	}
	a := &arcade{
		till: t, hall: h, prefix: shop.name + ":", url: shop.url, mark: firstMark, places: make(map[uuid.UUID]int),
		boards: leaderboard.New(leaderboard.Config{Pool: t.pool, Redis: t.redis, Prefix: shop.name + ":", OpTimeout: 2 * o.RedisTimeout, Log: o.Log}), // As a server has it.
	}
	o.Log.Info("letting people in who play", "players", h.players, "guests", h.spectators/h.sittings)
	if a.players, err = t.people(ctx, h.players); err == nil {
		a.guests, err = t.guests(ctx, h.spectators/h.sittings)
	}
	if err == nil {
		err = a.know(ctx)
	}
	if err != nil {
		return nil, errors.Join(err, a.shut(context.WithoutCancel(ctx)))
	}
	return a, nil
}

// know finds out who the players are.
func (a *arcade) know(ctx context.Context) error {
	rows, err := a.pool.Pgx().Query(ctx, `SELECT u.user_id FROM unnest($1::uuid[]) WITH ORDINALITY AS s (id, n) JOIN user_sessions AS u ON u.id = s.id ORDER BY s.n`,
		sessionsOf(a.players))
	if err == nil {
		a.users, err = pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
	}
	if err != nil {
		return fmt.Errorf("finding out who plays: %w", err)
	}
	for i, user := range a.users {
		a.places[user] = i
	}
	return nil
}

// shut leaves nothing of the arcade in Redis, which may be somebody's.
func (a *arcade) shut(ctx context.Context) error {
	return errors.Join(a.sweep(ctx, a.prefix), a.close())
}

// rounds are what players have begun.
type rounds struct {
	// ends are the requests that finish them, in the order of the scores.
	ends [][]byte
	// begun is how long beginning took.
	begun load.Figures
}

// deal has the first players begin a round each, and answers how they finish:
// the n-th player with the score that is asked for n. So that scores are believed
// the rounds then become as old as that: nobody waits for an hour here.
func (a *arcade) deal(ctx context.Context, server *process, game string, count int, old time.Duration, score func(n int) int) (dealt rounds, err error) {
	starts := make([][]byte, count)
	for i := range starts {
		starts[i] = withCookie(load.Post(server.address, "/graphql", body(startDocument, map[string]any{"game": game})), a.players[i].cookie)
	}
	result, err := load.Run(ctx, load.Options{Address: server.address, Requests: starts, Connections: submitters, Good: started})
	if err = errors.Join(err, result.First); err != nil {
		return dealt, fmt.Errorf("beginning rounds: %w", err)
	}
	dealt.begun, dealt.ends = result.Figures(), make([][]byte, count)
	rows, err := a.pool.Pgx().Query(ctx, `UPDATE game_rounds SET started_at = started_at - $1::interval, expires_at = expires_at - $1::interval
		WHERE finished_at IS NULL AND abandoned_at IS NULL AND game_type = lower($2) AND user_id = ANY($3) RETURNING id, user_id`, old, game, a.users[:count])
	if err != nil {
		return dealt, fmt.Errorf("letting rounds grow old: %w", err)
	}
	var round, user uuid.UUID
	tag, err := pgx.ForEachRow(rows, []any{&round, &user}, func() error {
		n := a.places[user]
		input := map[string]any{"roundId": globalid.New("GameRound", round).String(), "score": score(n)}
		request := load.Post(server.address, "/graphql", body(finishDocument, map[string]any{"input": input}))
		dealt.ends[n] = withCookie(request, a.players[n].cookie)
		return nil
	})
	if err == nil && int(tag.RowsAffected()) != count {
		err = fmt.Errorf("%d of %d players have begun a round", tag.RowsAffected(), count)
	}
	return dealt, err
}
