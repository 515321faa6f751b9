package privacy

import "slices"

// withoutTraces makes an event one of anybody: what kind of thing happened to
// which product stays and is counted, who did it from where and in which words
// goes. A path or a referrer may hold words that were searched for.
var withoutTraces = slices.Concat(
	[]change{
		withoutPerson("user_id"),
		onlyKeys("metadata", "quantity", "value_ngn", "list", "position", "result_count", "game", "score", "app_version"),
	},
	emptied("ip_address", "user_agent", "search_query", "page_path", "referrer_url", "city"),
)

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
			{set: emptied("user_id", "order_id", "device_id", "city", "referrer", "metadata")},
		},
	},
	{
		name: "analytics_events", section: "events",
		about:   "What you did in the shop: looking, searching, buying.",
		holders: []string{"user_id"}, rows: byUser,
		key: []string{"id", "created_at"},
		erasure: []step{
			// What was done in a visit before signing in names no user, but has
			// the same address and words.
			{rows: `t.user_id IS NULL AND t.session_id IN (SELECT v.client_session_id FROM user_sessions_analytics AS v WHERE v.user_id = $1
				UNION ` + ownSessions + `)`, set: withoutTraces},
			{set: withoutTraces},
		},
	},
}
