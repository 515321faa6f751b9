package game

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"io"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"zuka/ent/db/gamescore"
	"zuka/internal/platform/clock"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/postgres"
	"zuka/internal/platform/viewer"
	"zuka/internal/shop/game/board"
	"zuka/internal/shop/game/quiz"
	"zuka/internal/testenv"
)

func TestMain(m *testing.M) { testenv.Main(m) }

var noon = time.Date(2026, 5, 20, 11, 0, 0, 0, time.UTC)

const (
	snake  = gamescore.GameTypeSnake
	tetris = gamescore.GameTypeTetris
	memory = gamescore.GameTypeMemory
	quizz  = gamescore.GameTypeQuiz
	wheel  = gamescore.GameTypeWheel
)

// arcade is a shop whose games somebody plays, and what the service tells others.
type arcade struct {
	testing.TB
	*Service
	pool *postgres.Pool
	url  string

	mu     sync.Mutex
	now    time.Time
	scored []board.Score
	voided []board.Score
	told   []Notice
	fail   error // What Earn fails with.
}

func newArcade(t testing.TB) *arcade {
	t.Helper()
	a := &arcade{TB: t, now: noon, url: testenv.Postgres(t)}
	var err error
	a.pool, err = postgres.Open(t.Context(), postgres.Options{URL: a.url, MaxConns: waiters + 4})
	require.NoError(t, err)
	t.Cleanup(a.pool.Close)
	a.Service = New(Config{Pool: a.pool, Points: a, Boards: boards{a}, Notices: a, Quiz: quiz.New(), Clock: a})
	return a
}

// Now is the arcade's time.
func (a *arcade) Now() time.Time {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.now
}

func (a *arcade) at(now time.Time) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.now = now.UTC()
}

func (a *arcade) pass(d time.Duration) { a.at(a.Now().Add(d)) }

// EarnedToday locks the person as the ledger does.
func (a *arcade) EarnedToday(ctx context.Context, tx postgres.Tx, user uuid.UUID) (points int, err error) {
	if _, err := tx.ExecContext(ctx, "SELECT FROM users WHERE id = $1 FOR NO KEY UPDATE", user); err != nil {
		return 0, err
	}
	err = tx.QueryRowContext(ctx, `SELECT coalesce(sum(points), 0) FROM user_points_history
		WHERE user_id = $1 AND source_type = 'game' AND points > 0 AND created_at >= $2`, user, clock.Day(a.Now())).Scan(&points)
	return points, err
}

// Earn writes a line of the ledger.
func (a *arcade) Earn(ctx context.Context, tx postgres.Tx, user uuid.UUID, points, score int, text string) error {
	if a.fail != nil {
		return a.fail
	}
	return a.line(ctx, tx, "game", user, points, score, text)
}

func (a *arcade) line(ctx context.Context, tx postgres.Tx, source string, user uuid.UUID, points, score int, text string) error {
	_, err := tx.ExecContext(ctx, `WITH line AS (
			INSERT INTO user_points_history (user_id, points, source_type, source_id, description, created_at, updated_at)
			VALUES ($1, $2, $3, $4, $5, $6, $6) RETURNING points)
		UPDATE users SET reward_points = reward_points + line.points FROM line WHERE id = $1`,
		user, points, source, strconv.Itoa(score), text, a.Now())
	return err
}

// TakeBack writes the line that undoes another.
func (a *arcade) TakeBack(ctx context.Context, tx postgres.Tx, score int, text string) error {
	var user uuid.UUID
	var points int
	err := tx.QueryRowContext(ctx, "SELECT user_id, points FROM user_points_history WHERE source_type = 'game' AND source_id = $1", strconv.Itoa(score)).
		Scan(&user, &points)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	return a.line(ctx, tx, "game_reversal", user, -points, score, text)
}

// Tell notes a notice.
func (a *arcade) Tell(_ context.Context, _ postgres.Tx, notice Notice) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.told = append(a.told, notice)
	return nil
}

// boards note what they are told, which must be in the database by then.
type boards struct{ *arcade }

func (b boards) Scored(ctx context.Context, score board.Score) {
	b.committed(ctx, score, "accepted")
	b.mu.Lock()
	defer b.mu.Unlock()
	b.scored = append(b.scored, score)
}

func (b boards) Voided(ctx context.Context, score board.Score) {
	b.committed(ctx, score, "voided")
	b.mu.Lock()
	defer b.mu.Unlock()
	b.voided = append(b.voided, score)
}

func (b boards) committed(ctx context.Context, score board.Score, status string) {
	var found string
	if err := b.pool.Pgx().QueryRow(ctx, "SELECT status FROM game_scores WHERE id = $1", score.ID).Scan(&found); err != nil || found != status {
		b.Errorf("the boards were told of a score that is %q: %v", found, err)
	}
}

func (a *arcade) heard() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return len(a.scored)
}

func (a *arcade) exec(sql string, args ...any) {
	a.Helper()
	_, err := a.pool.Pgx().Exec(a.Context(), sql, args...)
	require.NoError(a, err)
}

func (a *arcade) number(sql string, args ...any) (n int) {
	a.Helper()
	require.NoError(a, a.pool.Pgx().QueryRow(a.Context(), sql, args...).Scan(&n))
	return n
}

// person is somebody with an account, signed in.
func (a *arcade) person(role viewer.Role) (context.Context, uuid.UUID) {
	a.Helper()
	id := uuid.New()
	a.exec(`INSERT INTO users (id, referral_code, role) VALUES ($1, $1::uuid::text, $2)`, id, string(role))
	v := viewer.Viewer{User: id, Role: role, Client: viewer.Client{Platform: viewer.Android}}
	return viewer.With(a.Context(), viewer.NewRequest(v, nil)), id
}

func (a *arcade) player() (context.Context, uuid.UUID) { return a.person(viewer.Customer) }

func (a *arcade) start(ctx context.Context, game gamescore.GameType) *Round {
	a.Helper()
	round, err := a.Start(ctx, StartInput{game})
	require.NoError(a, err)
	return round
}

func (a *arcade) finish(ctx context.Context, in FinishInput) *Finished {
	a.Helper()
	done, err := a.Finish(ctx, in)
	require.NoError(a, err)
	return done
}

// snake plays a round of the snake that takes a while.
func (a *arcade) snake(ctx context.Context, score int) *Finished {
	a.Helper()
	round := a.start(ctx, snake)
	a.pass(7 * time.Minute)
	return a.finish(ctx, FinishInput{Round: round.ID, Score: &score})
}

// answers has so many right ones to a round of the quiz, and the others wrong.
func (a *arcade) answers(round *Round, right int) (answers []Answer) {
	a.Helper()
	for i, question := range round.Questions {
		place, _ := a.Quiz.Mark(question, 0)
		require.NotEqual(a, -1, place)
		if i >= right {
			place = (place + 1) % len(round.Asked[i].Options)
		}
		answers = append(answers, Answer{question.ID, place})
	}
	return answers
}

// exact fails when the ledger is not what the scores say.
func (a *arcade) exact() {
	a.Helper()
	require.Zero(a, a.number(`SELECT count(*) FROM game_scores AS s WHERE points_earned <> coalesce(
		(SELECT sum(points) FROM user_points_history WHERE source_type = 'game' AND source_id = s.id::text AND user_id = s.user_id), 0)`))
	require.Zero(a, a.number(`SELECT count(*) FROM user_points_history WHERE points = 0`))
	require.Zero(a, a.number(`SELECT count(*) FROM (SELECT FROM user_points_history WHERE source_type = 'game'
		GROUP BY user_id, (created_at AT TIME ZONE 'Africa/Lagos')::date HAVING sum(points) > $1) AS above`, DailyPoints))
	require.Zero(a, a.number(`SELECT count(*) FROM game_rounds WHERE (finished_at IS NULL) <> (score_id IS NULL)`))
	require.Zero(a, a.number(`SELECT count(*) FROM (SELECT FROM game_rounds WHERE score_id IS NOT NULL GROUP BY score_id HAVING count(*) > 1) AS twice`))
}

// chance is bytes that a test decides, over and over.
func chance(bytes ...byte) io.Reader { return endless{bytes} }

type endless struct{ bytes []byte }

func (e endless) Read(into []byte) (int, error) {
	return copy(into, bytes.Repeat(e.bytes, len(into)/len(e.bytes)+1)), nil
}

// waiters is how many workers have seen a row before another got it.
const waiters = 20

// behind runs workers while somebody else holds rows, and lets go when so many
// wait for them: what those read before is old then.
func (a *arcade) behind(rows string, n int, work func(i int)) {
	a.Helper()
	conn, err := pgx.Connect(a.Context(), a.url)
	require.NoError(a, err)
	defer func() { require.NoError(a, conn.Close(context.Background())) }()
	_, err = conn.Exec(a.Context(), "BEGIN; SELECT FROM "+rows+" FOR UPDATE")
	require.NoError(a, err)
	var done sync.WaitGroup
	for i := range n {
		done.Go(func() { work(i) })
	}
	waiting := 0
	require.Eventually(a, func() bool {
		// A transaction is shown the same activity again unless it asks anew.
		_, err := conn.Exec(a.Context(), "SELECT pg_stat_clear_snapshot()")
		require.NoError(a, err)
		err = conn.QueryRow(a.Context(), "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'").Scan(&waiting)
		return err == nil && waiting >= waiters
	}, time.Minute, time.Millisecond)
	_, err = conn.Exec(a.Context(), "COMMIT")
	require.NoError(a, err)
	done.Wait()
}

func refused(t testing.TB, err error, reason fault.Reason, field ...string) *fault.Fault {
	t.Helper()
	found, ok := fault.From(err)
	require.True(t, ok, "%v", err)
	require.Equal(t, reason, found.Why(), "%v", err)
	require.Equal(t, field, found.Field)
	return found
}

func pointer[T any](value T) *T { return &value }
