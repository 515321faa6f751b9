package seed

import (
	"context"
	"time"

	"zuka/ent/shape"
	"zuka/internal/seed/dice"
)

func writeVisits(ctx context.Context, w *writer) error {
	return w.copy(ctx, "user_sessions_analytics", `id session_id platform device_id started_at ended_at duration_seconds page_views_count events_count
		products_viewed cart_adds_count checkout_started purchase_completed total_value_ngn state city referrer utm_source utm_medium utm_campaign
		metadata user_id order_id`, func(yield func([]any) bool) {
		id := 0
		for v := range w.visits() {
			id++
			if !yield(w.visitRow(id, &v)) {
				return
			}
		}
	})
}

func (w *writer) visitRow(id int, v *visit) []any {
	counts := make(map[string]int)
	seen := make(map[int]bool)
	for _, c := range v.clicks {
		counts[c.kind]++
		if c.kind == "product_view" {
			seen[c.ware] = true
		}
	}
	first, last := v.clicks[0], v.last()
	var user, order, value any
	if v.user >= 0 {
		user = bytes16(w.customers[v.user].id)
	}
	bought := counts["purchase"] > 0
	if bought {
		order, value = v.order+1, w.orders[v.order].total()
	}
	return []any{id, bytes16(v.id), v.device.platform, optional(v.device.id), first.at, last.at, int(last.at.Sub(first.at) / time.Second),
		counts["page_view"] + counts["product_view"], len(v.clicks), len(seen), counts["add_to_cart"], counts["checkout_start"] > 0, bought, value,
		v.state, v.city, optional(v.source.referrer), optional(v.source.utm), optional(v.source.medium), optional(v.source.campaign),
		shape.VisitDetail{LandingPath: first.path, ExitPath: last.path, AppVersion: v.device.app, Language: "en-NG"}, user, order}
}

func writeEvents(ctx context.Context, w *writer) error {
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
	if c.note != nil {
		note = c.note
	}
	d, s := &v.device, &v.source
	return []any{id, bytes16(dice.UUID(c.at, "event", id)), user, bytes16(v.id), c.kind, c.name, d.platform, path, screen, ware, category, optional(c.query),
		note, d.agent, d.kind, d.os, optional(d.browser), v.state, v.city, optional(s.referrer), optional(s.utm), optional(s.medium), optional(s.campaign),
		c.at, c.at}
}
