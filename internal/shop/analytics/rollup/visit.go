package rollup

import (
	"context"
	"fmt"
	"strings"
)

// reach finds how much of each touched session is to be read. Visits are made anew
// from half an hour before the first touched event to half an hour after the last,
// and over every visit that lies in there: what is further away cannot join. The
// first visit of a session has the session's own id, so that when an earlier one
// comes the part goes on to the first so far. Visits that began before the oldest
// events that are left stay as they are.
const reach = `INSERT INTO rollup_reach
	SELECT session_id,
		CASE WHEN $1 THEN least(low, date_trunc('month', first AT TIME ZONE 'Africa/Lagos') AT TIME ZONE 'Africa/Lagos') ELSE low END,
		CASE WHEN $1 THEN greatest(high + interval '1 microsecond', (date_trunc('month', last AT TIME ZONE 'Africa/Lagos') + interval '1 month') AT TIME ZONE 'Africa/Lagos')
			ELSE high + interval '1 microsecond' END,
		low, high, cut
	FROM rollup_touched AS r CROSS JOIN LATERAL (
		SELECT least(r.first - interval '30 minutes', min(started_at) FILTER (WHERE started_at >= ` + oldest + `)) AS low,
			greatest(r.last + interval '30 minutes', max(coalesce(ended_at, started_at)) FILTER (WHERE started_at >= ` + oldest + `)) AS high,
			max(coalesce(ended_at, started_at)) FILTER (WHERE started_at < ` + oldest + `) AS cut
		FROM user_sessions_analytics AS v WHERE v.client_session_id = r.session_id
			AND (v.started_at <= r.last + interval '30 minutes' AND coalesce(v.ended_at, v.started_at) >= r.first - interval '30 minutes'
				OR v.session_id = v.client_session_id AND v.started_at > r.first)) AS v`

// story reads the events of the sessions. OFFSET 0 keeps the planner from reading
// whole months for a few sessions.
const (
	storyOf = `INSERT INTO rollup_story SELECT ` + facts + `, e.id, e.created_at, e.country, e.state, e.city, e.referrer_url,
		e.utm_source, e.utm_medium, e.utm_campaign, coalesce(e.page_path, e.screen_name), e.metadata->>'app_version', e.metadata->>'device_id', e.metadata->>'language',
		CASE WHEN e.event_type = 'purchase' AND jsonb_typeof(e.metadata->'order_id') = 'number'
			THEN least(greatest((e.metadata->>'order_id')::numeric, 0), 1e18)::bigint END `
	storyWhere = ` e.session_id = r.session_id AND e.created_at >= r.since AND e.created_at < r.until AND e.created_at >= $1 AND e.created_at < $2 AND e.id <= $3`
	fewStories = storyOf + `FROM rollup_reach AS r CROSS JOIN LATERAL (SELECT e.* FROM analytics_events AS e WHERE` + storyWhere + ` OFFSET 0) AS e`
	allStories = storyOf + `FROM rollup_reach AS r JOIN analytics_events AS e ON` + storyWhere
)

// oldest is the moment since which every event is still in the table.
const oldest = "(SELECT coalesce(max(range_to), '-infinity') FROM analytics_archives WHERE dropped_at IS NOT NULL)"

// tell gathers the events of the touched sessions: with whole months, of few
// sessions, for Advance; without, of many, for Rebuild.
func (w *work) tell(ctx context.Context, few bool) error {
	if _, err := w.tx.Exec(ctx, "ANALYZE rollup_touched"); err != nil {
		return err
	}
	if _, err := run(ctx, w.tx, reach, few); err != nil {
		return fmt.Errorf("looking for visits: %w", err)
	}
	if _, err := w.tx.Exec(ctx, "ANALYZE rollup_reach"); err != nil {
		return err
	}
	from, to, err := w.bounds(ctx, "SELECT min(since), max(until) FROM rollup_reach")
	if err != nil {
		return err
	}
	sql := allStories
	if few {
		sql = fewStories
	}
	if _, err := run(ctx, w.tx, sql, from, to, w.until); err != nil {
		return fmt.Errorf("reading the events of sessions: %w", err)
	}
	_, err = w.tx.Exec(ctx, "ANALYZE rollup_story")
	return err
}

// summed parts the stories at half an hour of silence and sums the parts up. The
// first visit of a session has the session's id; a later one has an id made of the
// session and its beginning, so that counting it again makes the same.
var summed = `WITH told AS (
		SELECT s.*, s.created_at - lag(s.created_at) OVER (PARTITION BY session_id ORDER BY s.created_at, s.id) >= interval '30 minutes' AS after_silence
		FROM rollup_story AS s JOIN rollup_reach AS r USING (session_id)
		WHERE s.created_at BETWEEN r.low AND r.high AND (r.cut IS NULL OR s.created_at > r.cut)),
	parted AS (SELECT *, count(*) FILTER (WHERE after_silence) OVER (PARTITION BY session_id ORDER BY created_at, id) AS part FROM told),
	summed AS (
		SELECT session_id AS client, part, min(created_at) AS began, max(created_at) AS ended,
			count(*) AS events, count(*) FILTER (WHERE event_type = 'page_view') AS pages,
			count(DISTINCT product_id) FILTER (WHERE event_type = 'product_view') AS products, count(*) FILTER (WHERE event_type = 'add_to_cart') AS adds,
			bool_or(event_type = 'checkout_start') AS checkout, bool_or(event_type = 'purchase') AS purchase,
			sum(value) FILTER (WHERE event_type = 'purchase') AS value,
			(array_agg(platform ORDER BY created_at, id))[1] AS platform, (array_agg(country ORDER BY created_at, id))[1] AS country,
			` + firsts + `,
			(array_agg(place ORDER BY created_at DESC, id DESC) FILTER (WHERE place IS NOT NULL))[1] AS exit,
			(array_agg(order_id ORDER BY created_at DESC, id DESC) FILTER (WHERE order_id IS NOT NULL))[1] AS bought
		FROM parted GROUP BY 1, 2),
	stepped AS (
		SELECT client, part, jsonb_agg(steps ORDER BY date) AS steps
		FROM (SELECT session_id AS client, part, date, bit_or(` + stepOf + `) AS steps FROM parted GROUP BY 1, 2, 3) AS days GROUP BY 1, 2)
	INSERT INTO rollup_visit (client_session_id, session_id, platform, device_id, started_at, ended_at, duration_seconds, page_views_count, events_count,
		products_viewed, cart_adds_count, checkout_started, purchase_completed, total_value_ngn, country, state, city, referrer, utm_source,
		utm_medium, utm_campaign, metadata, user_id, order_id, steps)
	SELECT client, CASE WHEN part = 0 AND NOT EXISTS (SELECT FROM user_sessions_analytics AS v WHERE v.client_session_id = client
				AND (v.started_at < r.low OR v.started_at < ` + oldest + `)) THEN client
			ELSE overlay(overlay(md5(client || ' ' || extract(epoch FROM began)) PLACING '8' FROM 13) PLACING '8' FROM 17)::uuid END,
		s.platform, s.device_id, began, ended, floor(extract(epoch FROM ended - began)), pages, events, products, adds, checkout, purchase, value, s.country, full_state,
		city, referrer, source, medium, campaign,
		jsonb_strip_nulls(jsonb_build_object('landing_path', landing, 'exit_path', exit, 'app_version', app_version, 'language', language)), s.user_id, o.id, steps
	FROM summed AS s JOIN stepped USING (client, part) JOIN rollup_reach AS r ON r.session_id = s.client LEFT JOIN orders AS o ON o.id = s.bought`

// firsts are what is taken from the first event of a visit that knows it.
var firsts = func() string {
	var each []string
	for _, name := range []string{"full_state", "city", "referrer", "source", "medium", "campaign", "user_id", "app_version", "device_id", "language"} {
		each = append(each, first(name, name))
	}
	return strings.Join(append(each, first("place", "landing")), ", ")
}()

func first(column, as string) string {
	return fmt.Sprintf("(array_agg(%[1]s ORDER BY created_at, id) FILTER (WHERE %[1]s IS NOT NULL))[1] AS %[2]s", column, as)
}

// merged takes away the visits that are no more, because an event came between
// that joins them.
const merged = `DELETE FROM user_sessions_analytics AS v USING rollup_reach AS r
	WHERE v.client_session_id = r.session_id AND v.started_at BETWEEN r.low AND r.high AND v.started_at >= ` + oldest + `
		AND NOT EXISTS (SELECT FROM rollup_visit AS n WHERE n.session_id = v.session_id AND n.client_session_id = v.client_session_id)`

// kept writes the visits. A client that gives a session the id of another's later
// visit loses one of them, and nobody else anything.
var kept = func() string {
	var sets []string
	for _, name := range strings.Split(visitColumns, ", ") {
		sets = append(sets, name+" = excluded."+name)
	}
	return `INSERT INTO user_sessions_analytics AS v (session_id, client_session_id, ` + visitColumns + `)
		SELECT DISTINCT ON (session_id) session_id, client_session_id, ` + visitColumns + ` FROM rollup_visit
		ORDER BY session_id, (session_id = client_session_id) DESC, client_session_id
		ON CONFLICT (session_id) DO UPDATE SET ` + strings.Join(sets, ", ") + ` WHERE v.client_session_id = excluded.client_session_id`
}()

const visitColumns = "platform, device_id, started_at, ended_at, duration_seconds, page_views_count, events_count, products_viewed, cart_adds_count, " +
	"checkout_started, purchase_completed, total_value_ngn, country, state, city, referrer, utm_source, utm_medium, utm_campaign, metadata, user_id, order_id, steps"

// visits makes the visits of the stories anew.
func (w *work) visits(ctx context.Context) error {
	for _, step := range []struct{ what, sql string }{
		{"summing visits up", summed}, {"taking merged visits away", merged}, {"writing visits", kept},
	} {
		if _, err := run(ctx, w.tx, step.sql); err != nil {
			return fmt.Errorf("%s: %w", step.what, err)
		}
	}
	return nil
}

// revisit makes them anew and brings what changed to what is counted of them.
func (w *work) revisit(ctx context.Context) error {
	if _, err := run(ctx, w.tx, stays, -1); err != nil {
		return fmt.Errorf("keeping what visits were: %w", err)
	}
	if err := w.visits(ctx); err != nil {
		return err
	}
	if _, err := run(ctx, w.tx, stays, 1); err != nil {
		return fmt.Errorf("reading what visits are: %w", err)
	}
	return w.follow(ctx)
}
