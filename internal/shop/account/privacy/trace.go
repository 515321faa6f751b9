package privacy

import (
	"slices"
	"strconv"

	"zuka/internal/platform/postgres"
)

// ownVisits are the client sessions in which the person was signed in for some of
// the time, as far as visits tell.
const ownVisits = "SELECT v.client_session_id FROM user_sessions_analytics AS v WHERE v.user_id = $1 UNION " + ownSessions

// withoutTraces makes an event one of anybody: what kind of thing happened to
// which product stays and is counted, who did it from where and in which words
// goes. A path or a referrer may hold words that were searched for. What restores
// archived events and what writes those that waited do the same: archive/forget.go
// and intake/copy.go below internal/shop/analytics.
var withoutTraces = slices.Concat(
	[]change{
		withoutPerson("user_id"),
		onlyKeys("metadata", "quantity", "value_ngn", "list", "position", "result_count", "game", "score", "app_version"),
	},
	emptied("ip_address", "user_agent", "search_query", "page_path", "referrer_url", "city"),
)

// withoutVisitor makes a visit one of anybody.
var withoutVisitor = emptied("user_id", "order_id", "device_id", "city", "referrer", "metadata")

// traceTables are about what the shop noticed.
var traceTables = []table{
	{
		name: "user_behavior_profiles", section: "taste",
		about:   "What we think you like, from what you looked at and bought.",
		holders: []string{"user_id"}, rows: byUser,
		erasure: removed,
	},
	{
		name: "user_sessions_analytics", section: "visits",
		about:   "Your visits to the shop.",
		holders: []string{"user_id", "order_id"}, rows: byUser,
		// The events are of nobody by now. Who rolled them up before they were may be
		// about to write the person into a visit: that turn is waited for.
		erasure: []step{
			{together: []string{"SELECT FROM analytics_watermarks WHERE name = 'events' AND $1::uuid IS NOT NULL FOR SHARE"}},
			// A visit before signing in names no user, but has the same device. It is
			// found by the person's visits, so it comes before them.
			{rows: "t.user_id IS NULL AND t.client_session_id IN (" + ownVisits + ")", set: withoutVisitor},
			{set: withoutVisitor},
		},
	},
	{
		name: "analytics_events", section: "events",
		about:   "What you did in the shop: looking, searching, buying.",
		holders: []string{"user_id"}, rows: byUser,
		key: []string{"id", "created_at"},
		erasure: []step{
			// Who looked at the account before it was deleted may be about to write
			// events of the person. Who comes later sees that it is.
			{together: []string{"SELECT pg_advisory_xact_lock(" + strconv.Itoa(postgres.EventsLock) + ") WHERE $1::uuid IS NOT NULL"}},
			// What was done in a visit before signing in names no user, but has
			// the same address and words. No visit tells of what is not rolled up yet.
			{rows: "t.user_id IS NULL AND t.session_id IN (" + ownVisits + `
				UNION SELECT e.session_id FROM analytics_events AS e WHERE e.user_id = $1)`, set: withoutTraces},
			{set: withoutTraces},
		},
	},
}
