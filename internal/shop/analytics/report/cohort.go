package report

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"zuka/internal/platform/fault"
)

// CohortStart is what puts a person into a cohort.
type CohortStart string

// The beginnings of cohorts.
const (
	// FirstOrder is the first paid order; another one is coming back.
	FirstOrder CohortStart = "first_order"
	// FirstVisit is the first visit while signed in; another one is coming back.
	FirstVisit CohortStart = "first_visit"
)

// Retention is how many come back.
type Retention struct {
	// Cohorts are one for each week or month of the range, the earliest first.
	Cohorts []Cohort
	Freshness
}

// Cohort is the people who began in the same week or month. To is the day after
// its last.
type Cohort struct {
	Frame
	// Size is how many they are.
	Size int
	// Later are the periods after it, up to the end of the range.
	Later []CohortPeriod
}

// CohortPeriod is how many of a cohort were there again.
type CohortPeriod struct {
	// Number counts the periods from the cohort's own; the next is 1.
	Number int
	// Returned is how many people, Share which part of the cohort, 0 to 1; nil
	// where the cohort is empty.
	Returned int
	Share    *float64
}

// What a person did, by person and moment. Only who began in the range is counted
// there, so that a first time is the first ever.
const (
	paidTimes = `SELECT o.user_id, o.created_at AS at FROM orders AS o WHERE o.user_id IS NOT NULL AND ` + hasMoney

	visitTimes = `SELECT v.user_id, v.started_at AS at FROM user_sessions_analytics AS v WHERE v.user_id IS NOT NULL`

	// cohortCells has a row for each cohort and each period in which somebody of it
	// was there; the cohort's own among them.
	cohortCells = `WITH there AS MATERIALIZED (
			SELECT user_id, width_bucket(at, $3::timestamptz[]) AS frame FROM (%s) AS d WHERE at >= $1 AND at < $2 GROUP BY 1, 2),
		began AS MATERIALIZED (
			SELECT user_id, min(frame) AS frame FROM there GROUP BY user_id)
		SELECT b.frame, t.frame - b.frame, count(*) FROM began AS b JOIN there AS t USING (user_id)
		WHERE NOT EXISTS (SELECT FROM (%s) AS d WHERE d.user_id = b.user_id AND d.at < $1)
		GROUP BY 1, 2`
)

var cohortSQL = map[CohortStart]string{
	FirstOrder: fmt.Sprintf(cohortCells, paidTimes, paidTimes),
	FirstVisit: fmt.Sprintf(cohortCells, visitTimes, visitTimes),
}

// Retention is how many of those who began in a week or a month of the range came
// back in each one after it. The interval must be a week or a month.
func (s *Service) Retention(ctx context.Context, r Range, start CohortStart) (*Retention, error) {
	if r.Interval == "" {
		r.Interval = Month
	}
	in, err := r.span()
	if err != nil {
		return nil, err
	}
	var faults fault.Faults
	sql, known := cohortSQL[start]
	faults.Check(known, "start", "must be first_order or first_visit")
	faults.Check(in.interval != Day, "interval", "must be week or month")
	if err := faults.Err(); err != nil {
		return nil, err
	}
	type cell struct{ frame, number, people int }
	cells, err := collect(ctx, s, "retention", sql, func(rows pgx.Rows, c *cell) error {
		return rows.Scan(&c.frame, &c.number, &c.people)
	}, in.from, in.to, in.starts)
	if err != nil {
		return nil, err
	}
	report := &Retention{Cohorts: make([]Cohort, len(in.starts))}
	for i := range report.Cohorts {
		one := &report.Cohorts[i]
		one.From, one.To = in.frame(i)
		for number := 1; number < len(in.starts)-i; number++ {
			one.Later = append(one.Later, CohortPeriod{Number: number})
		}
	}
	for _, c := range cells {
		if one := &report.Cohorts[c.frame-1]; c.number == 0 {
			one.Size = c.people
		} else {
			one.Later[c.number-1].Returned = c.people
		}
	}
	for _, one := range report.Cohorts {
		for i := range one.Later {
			one.Later[i].Share = share(one.Later[i].Returned, one.Size)
		}
	}
	if start == FirstOrder {
		report.Freshness = s.live()
		return report, nil
	}
	report.Freshness, err = s.rolled(ctx)
	return report, err
}
