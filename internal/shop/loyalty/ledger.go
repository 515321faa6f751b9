package loyalty

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"

	"zuka/ent/db/pointsentry"
	"zuka/internal/platform/clock"
	"zuka/internal/platform/postgres"
	"zuka/internal/platform/pubsub"
)

// Source is why points came or went.
type Source = pointsentry.SourceType

// tellFor bounds the news of a change: a Redis that hangs holds nobody up.
const tellFor = 2 * time.Second

// purse is what a person has, read under the lock on their row and kept equal to
// it while the transaction goes on.
type purse struct {
	id                uuid.UUID
	balance, owed, xp int
	// erased people get nothing any more: their ledger is gone.
	erased     bool
	streakDays int
	streakDay  *time.Time
}

// change is the work of a transaction on people who are locked.
type change struct {
	*Service
	tx     postgres.Tx
	now    time.Time
	people map[uuid.UUID]*purse
}

const lockPeople = `SELECT id, reward_points, points_owed, total_xp, deleted_at IS NOT NULL, streak_days, streak_day
	FROM users WHERE id = ANY($1::uuid[]) ORDER BY id FOR NO KEY UPDATE`

// begin locks people and reads what they have. Whoever writes a line of the
// ledger holds the lock, so that nothing of it changes until the end.
func (s *Service) begin(ctx context.Context, tx postgres.Tx, users ...uuid.UUID) (*change, error) {
	c := &change{Service: s, tx: tx, people: make(map[uuid.UUID]*purse, len(users))}
	if len(users) > 0 {
		if err := c.lock(ctx, users); err != nil {
			return nil, fmt.Errorf("locking points: %w", err)
		}
	}
	c.now = s.Clock.Now() // After the wait: a day may have begun meanwhile.
	return c, nil
}

func (c *change) lock(ctx context.Context, users []uuid.UUID) error {
	rows, err := c.tx.QueryContext(ctx, lockPeople, users)
	if err != nil {
		return err
	}
	for rows.Next() {
		p := &purse{}
		if err := rows.Scan(&p.id, &p.balance, &p.owed, &p.xp, &p.erased, &p.streakDays, &p.streakDay); err != nil {
			return errors.Join(err, rows.Close())
		}
		c.people[p.id] = p
	}
	return errors.Join(rows.Err(), rows.Close())
}

// of is a person who is there and was not erased; nil for anybody else.
func (c *change) of(user uuid.UUID) *purse {
	if p := c.people[user]; p != nil && !p.erased {
		return p
	}
	return nil
}

// Lock locks the points of people until the transaction ends, in the order in
// which every change of points does. Who needs several people locks them all at
// once; what follows then waits for nobody.
func (s *Service) Lock(ctx context.Context, tx postgres.Tx, users ...uuid.UUID) error {
	_, err := s.begin(ctx, tx, users...)
	return err
}

// entry is a line to be written.
type entry struct {
	points int
	source Source
	of     string
	text   string
	// xp is how many XP come or go with it.
	xp int
	// owes lets a line take more than there is: the rest is owed.
	owes bool
}

// post writes a line, and with it the line of the debt: of the part of a loss
// that cannot be paid, or of the part of a gain that pays for an older one. No
// row means that the line is there already.
const post = `WITH line AS (
		INSERT INTO user_points_history (user_id, points, source_type, source_id, description, created_at, updated_at)
		VALUES ($1, $2::integer, $3::text, $4::text, $5, $6, $6)
		ON CONFLICT (source_type, source_id, user_id) DO NOTHING RETURNING user_id
	), debt AS (
		INSERT INTO user_points_history (user_id, points, source_type, source_id, description, created_at, updated_at)
		SELECT user_id, $7::integer, 'debt', $3::text || ':' || $4::text, $8, $6, $6 FROM line WHERE $7::integer <> 0)
	UPDATE users AS u SET reward_points = u.reward_points + $2::integer + $7::integer, points_owed = u.points_owed + $7::integer,
		total_xp = u.total_xp + $9::integer, gem_level = $10, points_version = u.points_version + 1, updated_at = $6
	FROM line WHERE u.id = line.user_id RETURNING u.points_version`

// post writes a line for somebody who is locked. It is false for a line that was
// there already, and then nothing has changed.
func (c *change) post(ctx context.Context, p *purse, e entry) (made bool, err error) {
	debt, debtText := 0, ""
	switch {
	case e.points > 0 && p.owed > 0:
		debt, debtText = -min(p.owed, e.points), "Paid for points that were owed"
	case e.points < 0 && e.owes && p.balance+e.points < 0:
		debt, debtText = -(p.balance + e.points), "Owed: these had been spent already"
	case p.balance+e.points < 0:
		return false, fmt.Errorf("%d points are to be taken of %d", -e.points, p.balance)
	}
	xp := max(e.xp, -p.xp)
	before, after := LevelAt(p.xp), LevelAt(p.xp+xp)
	var version int64
	err = c.tx.QueryRowContext(ctx, post, p.id, e.points, string(e.source), e.of, e.text, c.now, debt, debtText, xp, string(after.Gem)).Scan(&version)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("writing %d points of %s: %w", e.points, e.source, err)
	}
	p.balance, p.owed, p.xp = p.balance+e.points+debt, p.owed+debt, p.xp+xp
	c.announce(p.id, version)
	if after.Order > before.Order {
		return true, c.tell(ctx, c.tx, levelNotice(p.id, after))
	}
	return true, nil
}

func levelNotice(user uuid.UUID, level Level) Notice {
	gem := string(level.Gem)
	name := strings.ToUpper(gem[:1]) + gem[1:]
	return Notice{
		User: user, Kind: KindPoints, Title: "You have reached " + name, ActionURL: "/points", Source: "level:" + gem,
		Message: fmt.Sprintf("The points of your purchases are multiplied by %d.%02d now.", level.MultiplierPercent/100, level.MultiplierPercent%100),
	}
}

// announce tells who follows a person's points, after the commit.
func (c *change) announce(user uuid.UUID, version int64) {
	if c.Hub == nil {
		return
	}
	c.tx.After(func(ctx context.Context) {
		ctx, cancel := context.WithTimeout(ctx, tellFor)
		defer cancel()
		if err := c.Hub.Tell(ctx, channel(user), pubsub.News{Version: version}); err != nil {
			c.Log.WarnContext(ctx, "who follows their points sees them later", "cause", err)
		}
	})
}

func channel(user uuid.UUID) string { return "points:" + user.String() }

// EarnedToday is how many points of a source a person was given on this day in
// Lagos, whatever has been taken back since. The person is locked first, so that
// the answer holds until the transaction ends.
func (s *Service) EarnedToday(ctx context.Context, tx postgres.Tx, user uuid.UUID, source Source) (points int, err error) {
	c, err := s.begin(ctx, tx, user)
	if err != nil {
		return 0, err
	}
	day := clock.Day(c.now)
	err = tx.QueryRowContext(ctx, `SELECT coalesce(sum(points), 0) FROM user_points_history
		WHERE user_id = $1 AND source_type = $2 AND points > 0 AND created_at >= $3 AND created_at < $4`,
		user, string(source), day, day.AddDate(0, 0, 1)).Scan(&points)
	if err != nil {
		return 0, fmt.Errorf("reading the points of a day: %w", err)
	}
	return points, nil
}
