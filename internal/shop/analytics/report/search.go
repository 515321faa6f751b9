package report

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
)

// SearchFigures are how searches went.
type SearchFigures struct {
	// Searches are all, WithoutResults those that found nothing.
	Searches, WithoutResults int
}

// Futile is the share that found nothing, 0 to 1; nil without searches.
func (f SearchFigures) Futile() *float64 { return share(f.WithoutResults, f.Searches) }

func (f *SearchFigures) into() []any { return []any{&f.Searches, &f.WithoutResults} }

// Searches is the report on them.
type Searches struct {
	Totals SearchFigures
	Before *SearchFigures
	Points []SearchPoint
	// Top are the words that were searched for the most, Missing those that found
	// nothing the most often.
	Top, Missing []SearchTerm
	Freshness
}

// SearchPoint is an interval; To is the day after its last.
type SearchPoint struct {
	Frame
	Figures SearchFigures
}

// SearchTerm is what people wrote.
type SearchTerm struct {
	Query   string
	Figures SearchFigures
}

const (
	searchSums = `coalesce(sum(searches_count), 0)::bigint AS searches, coalesce(sum(without_results_count), 0)::bigint AS missing`

	searchesByFrame = `SELECT coalesce(frame, 0), ` + searchSums + `
		FROM (SELECT width_bucket(date, $3::date[]) AS frame, * FROM analytics_searches WHERE date >= $1::date AND date < $2::date) AS d` + byFrame

	searchTerms = `WITH terms AS MATERIALIZED (SELECT query, ` + searchSums + ` FROM analytics_searches WHERE date >= $1::date AND date < $2::date GROUP BY query)
		(SELECT true, query, searches, missing FROM terms ORDER BY searches DESC, query LIMIT $3)
		UNION ALL (SELECT false, query, searches, missing FROM terms WHERE missing > 0 ORDER BY missing DESC, query LIMIT $3)`
)

// Searches is what people looked for, with the first words (10 when zero, at most
// 100) of each kind.
func (s *Service) Searches(ctx context.Context, r Range, n int) (*Searches, error) {
	in, err := r.span()
	if err != nil {
		return nil, err
	}
	report := &Searches{Top: []SearchTerm{}, Missing: []SearchTerm{}}
	var points []SearchFigures
	if report.Totals, report.Before, points, err = compared(ctx, s, "searches", searchesByFrame, in, (*SearchFigures).into); err != nil {
		return nil, err
	}
	report.Points = pointed(in, points, func(from, to time.Time, f SearchFigures) SearchPoint { return SearchPoint{Frame{from, to}, f} })
	type row struct {
		top  bool
		term SearchTerm
	}
	found, err := collect(ctx, s, "searches", searchTerms, func(rows pgx.Rows, one *row) error {
		return rows.Scan(append([]any{&one.top, &one.term.Query}, one.term.Figures.into()...)...)
	}, in.from, in.to, first(n))
	if err != nil {
		return nil, err
	}
	for _, one := range found {
		if one.top {
			report.Top = append(report.Top, one.term)
		} else {
			report.Missing = append(report.Missing, one.term)
		}
	}
	report.Freshness, err = s.rolled(ctx)
	return report, err
}
