package report

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"zuka/internal/platform/clock"
)

// Service answers what staff ask. Who may ask is for the caller to have checked.
// Its errors are faults of the input, or of the database.
type Service struct {
	reader func(context.Context) *pgxpool.Pool
	clock  clock.Clock
	own    map[string]bool
}

// New reads where reader says, which is asked before each statement. The hosts
// are the shop's own: a visit that comes from one of them came from nowhere.
func New(reader func(context.Context) *pgxpool.Pool, now clock.Clock, ownHosts ...string) *Service {
	s := &Service{reader: reader, clock: now, own: map[string]bool{}}
	for _, host := range ownHosts {
		s.own[host] = true
	}
	return s
}

// Freshness says how old the figures of a report are.
type Freshness struct {
	// ReadAt is when the report was made: what it takes from orders, payments,
	// games and pets is as of then, less the lag of a replica.
	ReadAt time.Time
	// EventsUpTo is when events had last been worked into visits and days; nil
	// for a report that needs none, and before the first time.
	EventsUpTo *time.Time
}

// live is the freshness of a report that needs no events.
func (s *Service) live() Freshness { return Freshness{ReadAt: s.clock.Now()} }

// rolled is the freshness of a report on visits, days or months.
func (s *Service) rolled(ctx context.Context) (Freshness, error) { return s.upTo(ctx, "events") }

// upTo is the freshness of a report on what has a watermark of this name.
func (s *Service) upTo(ctx context.Context, name string) (Freshness, error) {
	fresh := s.live()
	found, err := collect(ctx, s, "how fresh they are", "SELECT as_of FROM analytics_watermarks WHERE name = $1",
		func(rows pgx.Rows, at **time.Time) error { return rows.Scan(at) }, name)
	if err == nil && len(found) == 1 {
		fresh.EventsUpTo = found[0]
	}
	return fresh, err
}

// collect reads the rows of a statement. One that the replica could not finish,
// because it died or had to make room for what the primary did, is asked once
// more where the reader then says.
func collect[T any](ctx context.Context, s *Service, what, sql string, scan func(pgx.Rows, *T) error, args ...any) ([]T, error) {
	found, err := attempt(ctx, s, sql, scan, args)
	if err != nil && ctx.Err() == nil && passes(err) {
		found, err = attempt(ctx, s, sql, scan, args)
	}
	if err != nil {
		return nil, fmt.Errorf("reading the figures of %s: %w", what, err)
	}
	return found, nil
}

func attempt[T any](ctx context.Context, s *Service, sql string, scan func(pgx.Rows, *T) error, args []any) ([]T, error) {
	rows, err := s.reader(ctx).Query(ctx, sql, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	found := []T{}
	for rows.Next() {
		var one T
		if err := scan(rows, &one); err != nil {
			return nil, err
		}
		found = append(found, one)
	}
	return found, rows.Err()
}

// passes tells whether an error is about the server and not the statement: a
// connection that broke, a server that ends, a replica that had to cancel.
func passes(err error) bool {
	var server *pgconn.PgError
	if !errors.As(err, &server) {
		return true
	}
	switch server.Code {
	case "40001", "57P01", "57P02", "57P03":
		return true
	}
	return len(server.Code) == 5 && server.Code[:2] == "08"
}

// framed reads a statement that gives one row a frame, numbered from 1, and one
// numbered 0 for all of them. It is given the range as $1 and $2, the beginnings
// of the frames as $3, and what else it needs from $4 on. A frame without a row
// is zero.
func framed[F any](ctx context.Context, s *Service, what, sql string, in span, into func(*F) []any, args ...any) (total F, points []F, err error) {
	type row struct {
		frame   int
		figures F
	}
	found, err := collect(ctx, s, what, sql, func(rows pgx.Rows, r *row) error {
		return rows.Scan(append([]any{&r.frame}, into(&r.figures)...)...)
	}, append([]any{in.from, in.to, in.starts}, args...)...)
	points = make([]F, len(in.starts))
	for _, r := range found {
		if r.frame == 0 {
			total = r.figures
			continue
		}
		points[r.frame-1] = r.figures
	}
	return total, points, err
}

// compared is framed with the totals of the period before, nil where they are not
// asked for.
func compared[F any](ctx context.Context, s *Service, what, sql string, in span, into func(*F) []any, args ...any) (total F, before *F, points []F, err error) {
	total, points, err = framed(ctx, s, what, sql, in, into, args...)
	if err != nil || !in.compare {
		return total, nil, points, err
	}
	earlier, _, err := framed(ctx, s, what, sql, in.before(), into, args...)
	return total, &earlier, points, err
}

// pointed gives each frame's figures their days.
func pointed[F, P any](in span, figures []F, point func(from, to time.Time, figures F) P) []P {
	points := make([]P, len(figures))
	for i, one := range figures {
		from, to := in.frame(i)
		points[i] = point(from, to, one)
	}
	return points
}

// share is a part of a whole, from 0 to 1 where the part is one; nil of nothing.
func share(part, whole int) *float64 {
	if whole == 0 {
		return nil
	}
	return new(float64(part) / float64(whole))
}

// first bounds the length of a list: 10 when nobody says, at most 100.
func first(n int) int {
	if n <= 0 {
		return 10
	}
	return min(n, 100)
}
