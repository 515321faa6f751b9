package loyalty

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"zuka/internal/platform/postgres"
)

// Reversal takes back what a source gave.
type Reversal struct {
	// Source and Of are what gave the points.
	Source Source
	Of     string
	// By is the source of the line that takes them back: purchase_reversal,
	// game_reversal, referral_reversal or reward_reversal. It has the same Of.
	By   Source
	Text string
}

// line is what a source gave or took.
type line struct {
	user   uuid.UUID
	points int
	source Source
	// place says which of several questions it answers, counted from 1.
	place int
}

// lines reads lines of the ledger: person, points, source, place.
func (s *Service) lines(ctx context.Context, tx postgres.Tx, query string, args ...any) (found []line, err error) {
	rows, err := tx.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("reading the ledger: %w", err)
	}
	for rows.Next() {
		var one line
		if err := rows.Scan(&one.user, &one.points, &one.source, &one.place); err != nil {
			return nil, errors.Join(err, rows.Close())
		}
		found = append(found, one)
	}
	return found, errors.Join(rows.Err(), rows.Close())
}

func owners(lines []line) []uuid.UUID {
	people := make([]uuid.UUID, len(lines))
	for i, one := range lines {
		people[i] = one.user
	}
	return people
}

// Reverse is ReverseAll of one.
func (s *Service) Reverse(ctx context.Context, tx postgres.Tx, source Source, of string, by Source, text string) error {
	return s.ReverseAll(ctx, tx, Reversal{Source: source, Of: of, By: by, Text: text})
}

// ReverseAll takes back what was given, from everybody whom it was given to,
// once. The XP go too, and with them perhaps the level: what is taken back was
// never earned. A line always takes the whole; what is no longer in the balance
// comes back in a line of source "debt", and is owed. Whoever may give the same
// points at the same moment must be kept away by a lock of the caller's, as on
// the order.
func (s *Service) ReverseAll(ctx context.Context, tx postgres.Tx, list ...Reversal) error {
	sources, ids := make([]string, len(list)), make([]string, len(list))
	for i, one := range list {
		sources[i], ids[i] = string(one.Source), one.Of
	}
	given, err := s.lines(ctx, tx, `SELECT h.user_id, h.points, h.source_type, w.place
		FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS w (source, id, place)
		JOIN user_points_history AS h ON h.source_type = w.source AND h.source_id = w.id
		WHERE h.points > 0 ORDER BY w.place, h.user_id`, sources, ids)
	if err != nil || len(given) == 0 {
		return err
	}
	c, err := s.begin(ctx, tx, owners(given)...)
	if err != nil {
		return err
	}
	for _, line := range given {
		p, reversal := c.of(line.user), list[line.place-1]
		if p == nil {
			continue
		}
		e := entry{points: -line.points, source: reversal.By, of: reversal.Of, text: reversal.Text, owes: true}
		if givesXP(line.source) {
			e.xp = -line.points
		}
		if _, err := c.post(ctx, p, e); err != nil {
			return err
		}
	}
	return nil
}
