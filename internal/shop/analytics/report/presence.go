package report

import (
	"fmt"
	"strings"
)

// sumsOf adds up who was there as each of some kinds, in their order.
func sumsOf(kinds []string) string {
	sums := make([]string, len(kinds))
	for i, kind := range kinds {
		sums[i] = fmt.Sprintf("coalesce(sum(active_count) FILTER (WHERE kind = '%s'), 0)::bigint", kind)
	}
	return strings.Join(sums, ", ")
}

// presentByFrame counts everybody once a frame, and once in all of them: who was
// there on a day, and had not been there since the frame, or the range, began.
func presentByFrame(kinds ...string) string {
	return "SELECT f.frame, " + sumsOf(kinds) + ` FROM (
			SELECT kind, width_bucket(date, $3::date[]) AS frame, CASE WHEN days_since > 0 THEN date - days_since ELSE '-infinity' END AS before, active_count
			FROM analytics_active_daily WHERE kind IN ('` + strings.Join(kinds, "', '") + `') AND date >= $1::date AND date < $2::date) AS d,
		LATERAL (VALUES (0, before < $1::date), (frame, before < ($3::date[])[frame])) AS f (frame, once) WHERE once GROUP BY 1`
}

// presentSince counts everybody once from each of the beginnings to the end.
func presentSince(kinds ...string) string {
	return "SELECT f.frame, " + sumsOf(kinds) + ` FROM unnest($3::date[]) WITH ORDINALITY AS f (start, frame) JOIN analytics_active_daily AS d
			ON date >= start AND date >= $1::date AND date < $2::date AND (days_since = 0 OR date - days_since < start)
		WHERE kind IN ('` + strings.Join(kinds, "', '") + `') GROUP BY 1`
}
