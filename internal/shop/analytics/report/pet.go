package report

import (
	"context"

	"github.com/jackc/pgx/v5"
)

// TalkFigures are what was said to pets and by them.
type TalkFigures struct {
	// Lines are all that was said, by people and pets: what the sample query of the
	// data model calls conversations_count. Messages are those of people.
	Lines, Messages int
	// Conversations are different ones, People different people.
	Conversations, People int
}

func (f *TalkFigures) into() []any {
	return []any{&f.Lines, &f.Messages, &f.Conversations, &f.People}
}

// AdviceFigures are what became of what pets recommended and proposed.
type AdviceFigures struct {
	// Given are recommendations, Accepted those of which the person had the pet put
	// one of the products into the cart within 7 days.
	Given, Accepted int
	// Proposed are things that a pet asked whether to do, Agreed those to which the
	// person said yes.
	Proposed, Agreed int
}

// AcceptedShare is the share of recommendations that were accepted, 0 to 1; nil
// without recommendations.
func (f AdviceFigures) AcceptedShare() *float64 { return share(f.Accepted, f.Given) }

func (f *AdviceFigures) into() []any { return []any{&f.Given, &f.Accepted, &f.Proposed, &f.Agreed} }

// PetFigures are what was said and recommended.
type PetFigures struct {
	TalkFigures
	AdviceFigures
}

// Pets is the report on them.
type Pets struct {
	Totals PetFigures
	Before *PetFigures
	Points []PetPoint
	// Personas are all four, those that nobody spoke to too.
	Personas []PersonaRow
	// Actions are what pets did, by type and by what became of it.
	Actions []ActionRow
	Freshness
}

// PetPoint is an interval; To is the day after its last.
type PetPoint struct {
	Frame
	Figures PetFigures
}

// PersonaRow is one voice.
type PersonaRow struct {
	// Persona is its name as it is stored: grumpy, rude, nonchalant or funny.
	Persona string
	Figures TalkFigures
}

// ActionRow is one kind of action with what became of it, in the words that are
// stored: add_to_cart and accepted, as an example.
type ActionRow struct {
	Type, State string
	Count       int
}

const (
	talkSums = `count(c.pet_id), count(*) FILTER (WHERE c.role = 'user'), count(DISTINCT c.session_id), count(DISTINCT c.user_id)`

	talkByFrame = `SELECT coalesce(frame, 0), ` + talkSums + ` FROM (SELECT width_bucket(created_at, $3::timestamptz[]) AS frame, pet_id, role, session_id, user_id
		FROM pet_conversations WHERE created_at >= $1 AND created_at < $2) AS c` + byFrame

	talkRows = `SELECT n.persona, ` + talkSums + ` FROM unnest(ARRAY['grumpy', 'rude', 'nonchalant', 'funny']) WITH ORDINALITY AS n (persona, place)
		LEFT JOIN (SELECT p.persona_type, c.pet_id, c.role, c.session_id, c.user_id FROM pet_conversations AS c JOIN user_pets AS p ON p.id = c.pet_id
			WHERE c.created_at >= $1 AND c.created_at < $2) AS c ON c.persona_type = n.persona GROUP BY n.persona, n.place ORDER BY n.place`

	adviceByFrame = `SELECT coalesce(frame, 0), count(*) FILTER (WHERE recommends), count(*) FILTER (WHERE recommends AND taken),
			count(*) FILTER (WHERE proposes), count(*) FILTER (WHERE proposes AND state = 'accepted')
		FROM (SELECT width_bucket(a.created_at, $3::timestamptz[]) AS frame, a.action_type = 'recommend' AS recommends, a.expires_at IS NOT NULL AS proposes, a.state,
				a.action_type = 'recommend' AND EXISTS (SELECT FROM pet_actions AS t WHERE t.user_id = a.user_id AND t.action_type = 'add_to_cart' AND t.state IN ('accepted', 'done')
					AND t.created_at >= a.created_at AND t.created_at < a.created_at + interval '7 days'
					AND coalesce(a.action_data->'product_ids', '[]') @> (t.action_data->'product_id')) AS taken
			FROM pet_actions AS a WHERE a.created_at >= $1 AND a.created_at < $2) AS a` + byFrame

	actionRows = `SELECT action_type, state, count(*) FROM pet_actions WHERE created_at >= $1 AND created_at < $2 GROUP BY 1, 2 ORDER BY 1, 2`
)

// Pets is how the pets were used. Conversations are kept for 180 days only.
func (s *Service) Pets(ctx context.Context, r Range) (*Pets, error) {
	in, err := r.span()
	if err != nil {
		return nil, err
	}
	talk, talkBefore, talkPoints, err := compared(ctx, s, "conversations", talkByFrame, in, (*TalkFigures).into)
	if err != nil {
		return nil, err
	}
	advice, adviceBefore, advicePoints, err := compared(ctx, s, "recommendations", adviceByFrame, in, (*AdviceFigures).into)
	if err != nil {
		return nil, err
	}
	report := &Pets{Totals: PetFigures{talk, advice}, Freshness: s.live()}
	if in.compare {
		report.Before = &PetFigures{*talkBefore, *adviceBefore}
	}
	for i := range in.starts {
		from, to := in.frame(i)
		report.Points = append(report.Points, PetPoint{Frame{from, to}, PetFigures{talkPoints[i], advicePoints[i]}})
	}
	report.Personas, err = collect(ctx, s, "personas", talkRows, func(rows pgx.Rows, one *PersonaRow) error {
		return rows.Scan(append([]any{&one.Persona}, one.Figures.into()...)...)
	}, in.from, in.to)
	if err != nil {
		return nil, err
	}
	report.Actions, err = collect(ctx, s, "actions of pets", actionRows, func(rows pgx.Rows, one *ActionRow) error {
		return rows.Scan(&one.Type, &one.State, &one.Count)
	}, in.from, in.to)
	return report, err
}
