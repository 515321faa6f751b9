package seed

import (
	"context"

	"zuka/ent/shape"
	"zuka/internal/platform/postgres"
	"zuka/internal/seed/dice"
)

// writeEvents writes what happened. Visits are made of it, as they are in a shop
// that runs.
func writeEvents(ctx context.Context, w *writer) error {
	if _, err := w.tx.Exec(ctx, "SELECT pg_advisory_xact_lock_shared($1)", postgres.EventsLock); err != nil {
		return err
	}
	return w.copy(ctx, "analytics_events", `id event_id user_id session_id event_type event_name platform page_path screen_name product_id category
		search_query metadata user_agent device_type os browser state city referrer_url utm_source utm_medium utm_campaign created_at updated_at`,
		func(yield func([]any) bool) {
			id := 0
			for v := range w.visits() {
				for n := range v.clicks {
					id++
					if !yield(w.eventRow(id, &v, &v.clicks[n])) {
						return
					}
				}
			}
		})
}

func (w *writer) eventRow(id int, v *visit, c *click) []any {
	var user, ware, category, path, screen, note any
	if v.user >= 0 {
		user = bytes16(w.customers[v.user].id)
	}
	if c.ware >= 0 {
		ware, category = c.ware+1, w.goods[c.ware].Kind.Leaf
	}
	if v.device.platform == "web" {
		path = c.path
	} else {
		screen = c.name
	}
	switch {
	case c.note != nil:
		note = c.note
	case c == &v.clicks[0]:
		note = &shape.EventDetail{AppVersion: v.device.app, DeviceID: v.device.id, Language: "en-NG"}
	}
	d, s := &v.device, &v.source
	return []any{id, bytes16(dice.UUID(c.at, "event", id)), user, bytes16(v.id), c.kind, c.name, d.platform, path, screen, ware, category, optional(c.query),
		note, d.agent, d.kind, d.os, optional(d.browser), v.state, v.city, optional(s.referrer), optional(s.utm), optional(s.medium), optional(s.campaign),
		c.at, c.at}
}
