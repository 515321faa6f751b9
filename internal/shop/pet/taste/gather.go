package taste

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"

	"zuka/ent/shape"
	"zuka/internal/platform/postgres"
	"zuka/internal/shop/pet/brain"
)

// What a deed says of each thing that it is about.
const (
	viewWeight   = 0.2
	buyWeight    = 1.5
	refuseWeight = -0.5
	// mostViews is how many views of one product say something.
	mostViews = 5
)

// Observed is a deed of a person and what it says of their taste.
type Observed struct {
	Product int
	// Source is viewed, bought or refused. An order that is given back is bought,
	// with weights below 0.
	Source string
	At     time.Time
	// Of is when that was bought which is given back; zero for every other deed.
	Of    time.Time
	Signs []brain.Sign
}

// Teach adds the deed to what a pet knows. What is given back takes away what
// is left of what it brought.
func (o Observed) Teach(p *shape.PetPreferences) {
	lesson{signs: o.Signs, source: o.Source, at: moment(o.At), of: o.Of}.teach(p)
}

// wanted is from when the deeds of a person are to be read.
type wanted struct {
	user  uuid.UUID
	since time.Time
}

// gatherSQL reads what people did that became known after since and up to $3:
// $1 are the people, $2 their since.
//
// Views are dated by the client and can come late, so that they are new by when
// they were written; events that are too old for that are refused on their way
// in. Of a product's views only the first few count, whenever they are read.
//
// An order counts from the step that made it a sale, and is given back by the
// step that ended it. One that was linked later counts from then.
const gatherSQL = `WITH person AS (
	SELECT user_id, since, place FROM unnest($1::uuid[], $2::timestamptz[]) WITH ORDINALITY AS w (user_id, since, place)
), deed (place, source, product_id, at, of, size, color) AS (
	SELECT w.place, 'viewed', v.product_id, least(v.created_at, $3::timestamptz), NULL::timestamptz, NULL, NULL
	FROM person AS w CROSS JOIN LATERAL (
		SELECT e.product_id, e.created_at, e.updated_at,
			row_number() OVER (PARTITION BY e.product_id ORDER BY e.updated_at, e.created_at, e.id) AS nth
		FROM analytics_events AS e
		WHERE e.user_id = w.user_id AND e.event_type = 'product_view' AND e.product_id IS NOT NULL
			AND e.created_at > $4 AND e.created_at <= $3::timestamptz + interval '1 day' AND e.updated_at <= $3) AS v
	WHERE v.nth <= $5 AND v.updated_at > w.since
	UNION ALL
	SELECT w.place, d.source, i.product_id, d.at, d.of, i.size, i.color
	FROM person AS w
	JOIN orders AS o ON o.user_id = w.user_id AND o.created_at > $4 AND o.created_at <= $3
	CROSS JOIN LATERAL (
		SELECT min(e.created_at) FILTER (WHERE e.kind IN ('paid', 'processing', 'shipped', 'delivered', 'cash_collected')) AS sold,
			min(e.created_at) FILTER (WHERE e.kind IN ('cancelled', 'refunded')) AS ended,
			max(e.created_at) FILTER (WHERE e.kind = 'linked') AS linked
		FROM order_events AS e WHERE e.order_id = o.id) AS s
	CROSS JOIN LATERAL (SELECT greatest(s.linked, sold) AS sold FROM (SELECT coalesce(s.sold, o.paid_at,
		CASE WHEN o.status IN ('paid', 'processing', 'shipped', 'delivered') THEN o.created_at END) AS sold) AS x WHERE sold IS NOT NULL) AS b
	CROSS JOIN LATERAL (VALUES ('bought', b.sold, NULL::timestamptz),
		('returned', CASE WHEN o.status IN ('cancelled', 'refunded') THEN greatest(s.linked, coalesce(s.ended, o.cancelled_at, o.updated_at)) END, b.sold)
	) AS d (source, at, of)
	JOIN order_items AS i ON i.order_id = o.id
	WHERE d.at > w.since AND d.at <= $3
	UNION ALL
	SELECT w.place, 'refused', (a.action_data ->> 'product_id')::bigint, coalesce(a.resolved_at, a.updated_at), NULL, NULL, a.action_data ->> 'color'
	FROM person AS w
	JOIN pet_actions AS a ON a.user_id = w.user_id AND a.created_at > $4 AND a.created_at <= $3
	WHERE a.action_type = 'add_to_cart' AND a.state = 'declined'
		AND coalesce(a.resolved_at, a.updated_at) > w.since AND coalesce(a.resolved_at, a.updated_at) <= $3
)
SELECT d.place, d.source, d.product_id, d.at, d.of, coalesce(d.size, ''), coalesce(d.color, ''), p.colors::text, coalesce(b.slug, ''), c.slug
FROM deed AS d JOIN products AS p ON p.id = d.product_id
JOIN categories AS c ON c.id = p.category_id LEFT JOIN brands AS b ON b.id = p.brand_id
ORDER BY d.place, d.at, d.source, d.product_id, d.size, d.color`

// Gather reads what a person did since a moment and what it says of their
// taste, the oldest first, and up to when it has read. It looks at the last 180
// days.
func (s *Service) Gather(ctx context.Context, tx postgres.Tx, user uuid.UUID, since time.Time) ([]Observed, time.Time, error) {
	until := s.settled()
	found, err := gather(ctx, tx, []wanted{{user, since}}, until)
	if err != nil {
		return nil, time.Time{}, err
	}
	return found[0], until, nil
}

// gather reads the deeds of several, in their order, with one statement.
func gather(ctx context.Context, tx postgres.Tx, people []wanted, until time.Time) ([][]Observed, error) {
	users, since := make([]string, len(people)), make([]time.Time, len(people))
	for i, w := range people {
		users[i], since[i] = w.user.String(), w.since
	}
	rows, err := tx.QueryContext(ctx, gatherSQL, users, since, until, until.Add(-memory), mostViews)
	if err != nil {
		return nil, fmt.Errorf("reading what people did: %w", err)
	}
	defer func() { _ = rows.Close() }() // Err says what went wrong.
	found := make([][]Observed, len(people))
	for rows.Next() {
		var place int
		var of *time.Time
		var d deed
		err := rows.Scan(&place, &d.source, &d.product, &d.at, &of, &d.size, &d.color, &d.colors, &d.brand, &d.category)
		if err != nil {
			return nil, fmt.Errorf("reading a deed: %w", err)
		}
		if of != nil {
			d.of = *of
		}
		o, err := d.observed()
		if err != nil {
			return nil, err
		}
		found[place-1] = append(found[place-1], o)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("reading what people did: %w", err)
	}
	return found, nil
}

// deed is a row of gatherSQL.
type deed struct {
	source                               string
	product                              int
	at, of                               time.Time
	size, color, colors, brand, category string
}

func (d deed) observed() (Observed, error) {
	o := Observed{Product: d.product, Source: d.source, At: d.at.UTC(), Of: d.of}
	var weight float64
	switch d.source {
	case Viewed:
		weight = viewWeight
	case Refused:
		weight = refuseWeight
	case Bought:
		weight = buyWeight
	default:
		o.Source, weight = Bought, -buyWeight
	}
	add := func(kind, value string, weight float64) {
		if value != "" {
			o.Signs = append(o.Signs, brain.Sign{Kind: kind, Value: value, Weight: weight})
		}
	}
	add(KindCategory, d.category, weight)
	add(KindBrand, d.brand, weight)
	add(KindSize, d.size, weight)
	colors := []string{d.color}
	if d.color == "" {
		if err := json.Unmarshal([]byte(d.colors), &colors); err != nil {
			return o, fmt.Errorf("reading the colours of product %d: %w", d.product, err)
		}
	}
	// Of a product in several colours nobody knows which one it was about.
	for _, color := range colors {
		add(KindColor, color, weight/float64(len(colors)))
	}
	return o, nil
}
