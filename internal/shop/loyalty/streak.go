package loyalty

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"zuka/ent/db/pointsentry"
	"zuka/internal/platform/clock"
	"zuka/internal/platform/postgres"
)

// week is what the days of a streak give; after the last it begins again.
var week = []int{5, 5, 10, 10, 15, 15, 50}

// dayPoints is what a day of a streak gives, counted from 1.
func dayPoints(day int) int { return week[(day-1)%len(week)] }

// Streak is the days on which a person checked in without a gap.
type Streak struct {
	// Days is how many; 0 when it was broken.
	Days           int
	CheckedInToday bool
	// Today is what a check-in gave today, or would give; Tomorrow is what the
	// next day gives, if today is not left out.
	Today, Tomorrow int
	// Week is what the days of a round give.
	Week []int
	// Day is the last on which the person checked in, as midnight in Lagos; nil
	// for who never did.
	Day *time.Time
}

// streakAt is how a streak stands at a moment that was so many days long on its
// last day.
func streakAt(days int, last *time.Time, now time.Time) Streak {
	streak := Streak{Week: slices.Clone(week)}
	next := 1
	if last != nil {
		day, today := inLagos(*last), clock.Day(now)
		streak.Day = &day
		switch {
		// A day that is still to come was written by a clock ahead of this one:
		// nothing is given for it again.
		case !day.Before(today):
			streak.Days, streak.CheckedInToday = days, true
		case day.Equal(today.AddDate(0, 0, -1)):
			streak.Days = days
		}
		next = streak.Days + 1
	}
	if streak.CheckedInToday {
		streak.Today, streak.Tomorrow = dayPoints(max(1, streak.Days)), dayPoints(max(1, next))
		return streak
	}
	streak.Today, streak.Tomorrow = dayPoints(next), dayPoints(next+1)
	return streak
}

// inLagos is the midnight in Lagos that begins a day of the database, which
// carries no zone.
func inLagos(day time.Time) time.Time {
	year, month, date := day.Date()
	return time.Date(year, month, date, 0, 0, 0, 0, clock.Lagos)
}

// CheckedIn is what a check-in or a gift gave, and what the person has then.
type CheckedIn struct {
	// Points is 0 when today's check-in was done before.
	Points  int
	Account *Account
}

// CheckIn notes that the viewer was here on this day in Lagos, by the server's
// clock, and gives the points of the streak, once a day: again on the same day
// gives nothing. A day left out begins the streak anew.
func (s *Service) CheckIn(ctx context.Context) (*CheckedIn, error) {
	user, err := person(ctx)
	if err != nil {
		return nil, err
	}
	points := 0
	err = postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx postgres.Tx) error {
		c, err := s.begin(ctx, tx, user)
		if err != nil {
			return err
		}
		p := c.of(user)
		if p == nil {
			return unknown()
		}
		points, err = c.checkIn(ctx, p)
		return err
	})
	if err != nil {
		return nil, err
	}
	return s.checkedIn(ctx, user, points)
}

func (c *change) checkIn(ctx context.Context, p *purse) (points int, err error) {
	streak := streakAt(p.streakDays, p.streakDay, c.now)
	if streak.CheckedInToday {
		return 0, nil
	}
	days, day := streak.Days+1, clock.Day(c.now).Format(time.DateOnly)
	_, err = c.tx.ExecContext(ctx, "UPDATE users SET streak_days = $2, streak_day = $3::text::date, updated_at = $4 WHERE id = $1", p.id, days, day, c.now)
	if err != nil {
		return 0, fmt.Errorf("writing a streak: %w", err)
	}
	text := fmt.Sprintf("Day %d of your streak", days)
	return c.give(ctx, p, Award{User: p.id, Points: dayPoints(days), Source: pointsentry.SourceTypeLoginStreak, Of: day, Text: text})
}

// checkedIn is what a person was given, with what they have after the commit.
func (s *Service) checkedIn(ctx context.Context, user uuid.UUID, points int) (*CheckedIn, error) {
	account, err := s.AccountOf(ctx, user)
	if err != nil {
		return nil, err
	}
	return &CheckedIn{Points: points, Account: account}, nil
}
