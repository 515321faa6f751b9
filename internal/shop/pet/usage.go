package pet

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"zuka/ent/db/petaction"
	"zuka/internal/platform/clock"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/viewer"
)

const (
	// usageDays is how many days a report is of when nobody says, and longestUsage
	// of how many at most.
	usageDays, longestUsage = 30, 366
)

// Usage is how the pets were used in some Lagos days.
type Usage struct {
	From, To time.Time
	Personas []PersonaUsage
	Tools    []ToolUsage
	Brains   []BrainUsage
}

// PersonaUsage is how much a voice was used.
type PersonaUsage struct {
	Persona                                              Persona
	Pets, People, Conversations, Messages, ProductsShown int
	Proposed, Accepted, AddedToCart, Failed, Canceled    int
}

// ToolUsage is what became of the calls of a tool.
type ToolUsage struct {
	Tool  petaction.ActionType
	State petaction.State
	Count int
}

// BrainUsage is how much a brain was used.
type BrainUsage struct {
	Brain                                                    string
	Answers, TakenOver, TokensIn, TokensOut, MedianMs, P95Ms int
}

const usageByPersona = `SELECT v.persona,
	(SELECT count(*) FROM user_pets AS p WHERE p.persona_type = v.persona),
	coalesce(m.people, 0), coalesce(m.conversations, 0), coalesce(m.messages, 0), coalesce(a.shown, 0), coalesce(a.proposed, 0), coalesce(a.accepted, 0),
	coalesce(a.added, 0), coalesce(r.failed, 0), coalesce(r.canceled, 0)
	FROM unnest(ARRAY['grumpy', 'rude', 'nonchalant', 'funny']) WITH ORDINALITY AS v (persona, n)
	LEFT JOIN (SELECT p.persona_type, count(DISTINCT c.user_id) AS people, count(DISTINCT c.session_id) AS conversations, count(*) AS messages
		FROM pet_conversations AS c JOIN user_pets AS p ON p.id = c.pet_id
		WHERE c.created_at >= $1 AND c.created_at < $2 AND c.role = 'user' GROUP BY p.persona_type) AS m ON m.persona_type = v.persona
	LEFT JOIN (SELECT p.persona_type, sum(CASE WHEN t.action_type IN ('product_search', 'recommend') THEN jsonb_array_length(coalesce(t.action_data -> 'product_ids', '[]')) ELSE 0 END) AS shown,
		count(*) FILTER (WHERE t.expires_at IS NOT NULL) AS proposed, count(*) FILTER (WHERE t.state = 'accepted') AS accepted,
		count(*) FILTER (WHERE t.action_type = 'add_to_cart' AND t.state IN ('accepted', 'done')) AS added
		FROM pet_actions AS t JOIN user_pets AS p ON p.id = t.pet_id
		WHERE t.created_at >= $1 AND t.created_at < $2 GROUP BY p.persona_type) AS a ON a.persona_type = v.persona
	LEFT JOIN (SELECT p.persona_type, count(*) FILTER (WHERE g.state = 'failed') AS failed, count(*) FILTER (WHERE g.state = 'canceled') AS canceled
		FROM pet_runs AS g JOIN user_pets AS p ON p.id = g.pet_id
		WHERE g.created_at >= $1 AND g.created_at < $2 GROUP BY p.persona_type) AS r ON r.persona_type = v.persona
	ORDER BY v.n`

const usageByTool = `SELECT action_type, state, count(*) FROM pet_actions WHERE created_at >= $1 AND created_at < $2 GROUP BY action_type, state ORDER BY action_type, state`

const usageByBrain = `SELECT brain, count(*) FILTER (WHERE state = 'done'), count(*) FILTER (WHERE state = 'done' AND failure IS NOT NULL), sum(tokens_in), sum(tokens_out),
	round(coalesce(percentile_cont(0.5) WITHIN GROUP (ORDER BY took), 0)), round(coalesce(percentile_cont(0.95) WITHIN GROUP (ORDER BY took), 0))
	FROM (SELECT *, extract(epoch FROM finished_at - created_at) * 1000 AS took FROM pet_runs WHERE created_at >= $1 AND created_at < $2 AND brain IS NOT NULL) AS r
	GROUP BY brain ORDER BY brain`

// Usage is how the pets were used from a Lagos day to another, for staff.
func (s *Service) Usage(ctx context.Context, from, to *time.Time) (*Usage, error) {
	if _, err := me(ctx); err != nil {
		return nil, err
	}
	if !viewer.From(ctx).May(viewer.Staff) {
		return nil, fault.New(fault.Forbidden, "only staff may do this")
	}
	u, err := s.span(from, to)
	if err != nil {
		return nil, err
	}
	end := u.To.AddDate(0, 0, 1)
	u.Personas, err = gather(ctx, s, usageByPersona, u.From, end, func(rows pgx.Rows, p *PersonaUsage) error {
		return rows.Scan(&p.Persona, &p.Pets, &p.People, &p.Conversations, &p.Messages, &p.ProductsShown, &p.Proposed, &p.Accepted, &p.AddedToCart, &p.Failed, &p.Canceled)
	})
	if err != nil {
		return nil, err
	}
	u.Tools, err = gather(ctx, s, usageByTool, u.From, end, func(rows pgx.Rows, t *ToolUsage) error { return rows.Scan(&t.Tool, &t.State, &t.Count) })
	if err != nil {
		return nil, err
	}
	u.Brains, err = gather(ctx, s, usageByBrain, u.From, end, func(rows pgx.Rows, b *BrainUsage) error {
		return rows.Scan(&b.Brain, &b.Answers, &b.TakenOver, &b.TokensIn, &b.TokensOut, &b.MedianMs, &b.P95Ms)
	})
	return u, err
}

// span are the days of a report.
func (s *Service) span(from, to *time.Time) (*Usage, error) {
	u := &Usage{To: clock.Day(s.Clock.Now())}
	if to != nil {
		u.To = clock.Day(*to)
	}
	u.From = u.To.AddDate(0, 0, 1-usageDays)
	if from != nil {
		u.From = clock.Day(*from)
	}
	var faults fault.Faults
	faults.Check(!u.From.After(u.To), "from", "must not be after to")
	faults.Check(u.From.AddDate(0, 0, longestUsage).After(u.To), "from", "must be at most %d days before to", longestUsage)
	return u, faults.Err()
}

func gather[T any](ctx context.Context, s *Service, sql string, from, end time.Time, scan func(pgx.Rows, *T) error) ([]T, error) {
	rows, err := s.Pool.Pgx().Query(ctx, sql, from, end)
	if err != nil {
		return nil, fmt.Errorf("counting what pets did: %w", err)
	}
	defer rows.Close()
	found := []T{}
	for rows.Next() {
		var one T
		if err := scan(rows, &one); err != nil {
			return nil, fmt.Errorf("counting what pets did: %w", err)
		}
		found = append(found, one)
	}
	return found, rows.Err()
}
