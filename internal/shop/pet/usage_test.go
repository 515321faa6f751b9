package pet

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"zuka/ent/db/petaction"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/page"
	"zuka/internal/platform/viewer"
)

// ran plants a run that took so many milliseconds.
func (k *kennel) ran(user uuid.UUID, pet int, state, brain, failure string, at time.Time, ms, in, out int) {
	k.Helper()
	k.exec(`INSERT INTO pet_runs (id, user_id, pet_id, conversation_id, first_seq, state, brain, failure, created_at, finished_at, tokens_in, tokens_out)
		VALUES (gen_random_uuid(), $1, $2, gen_random_uuid(), 1, $3, nullif($4, ''), nullif($5, ''), $6, $7, $8, $9)`,
		user, pet, state, brain, failure, at, at.Add(time.Duration(ms)*time.Millisecond), in, out)
}

func (k *kennel) said(user uuid.UUID, pet int, conversation uuid.UUID, role string, at time.Time) {
	k.Helper()
	k.exec("INSERT INTO pet_conversations (user_id, pet_id, session_id, role, message_text, created_at) VALUES ($1, $2, $3, $4, 'hello', $5)", user, pet, conversation, role, at)
}

func (k *kennel) did(user uuid.UUID, pet int, tool, state, data string, at time.Time, proposed bool) {
	k.Helper()
	k.exec(`INSERT INTO pet_actions (user_id, pet_id, action_type, state, action_data, created_at, expires_at)
		VALUES ($1, $2, $3, $4, $5::text::jsonb, $6::timestamptz, CASE WHEN $7 THEN $6::timestamptz + interval '1 day' END)`, user, pet, tool, state, data, at, proposed)
}

func TestHowPetsWereUsed(t *testing.T) {
	t.Parallel()
	k := newKennel(t, nil)
	_, ada, funny := k.owner()
	_, bola, dull := k.owner()
	k.exec("UPDATE user_pets SET persona_type = 'rude' WHERE id = $1", dull)
	first, second := uuid.New(), uuid.New()
	before := noon.AddDate(0, 0, -30).Add(-12 * time.Hour) // The evening before the 30 days.
	for _, at := range []time.Time{before, noon, noon} {
		k.said(ada, funny, first, "user", at)
		k.said(ada, funny, first, "pet", at)
	}
	k.said(ada, funny, second, "user", noon)
	k.said(bola, dull, uuid.New(), "user", noon)
	k.did(ada, funny, "product_search", "done", `{"product_ids": [1, 2, 3]}`, noon, false)
	k.did(ada, funny, "recommend", "done", `{"product_ids": [4]}`, noon, false)
	k.did(ada, funny, "recommend", "done", `{}`, noon, false)
	k.did(ada, funny, "recommend", "done", `{"product_ids": [4]}`, before, false)
	k.did(ada, funny, "add_to_cart", "done", `{}`, noon, false)
	k.did(ada, funny, "add_to_cart", "accepted", `{}`, noon, true)
	k.did(ada, funny, "add_to_cart", "declined", `{}`, noon, true)
	k.did(ada, funny, "coupon_apply", "accepted", `{}`, noon, true)
	for _, ms := range []int{100, 200, 301} {
		k.ran(ada, funny, "done", "llm", "", noon, ms, 10, 5)
	}
	k.ran(ada, funny, "done", "builtin", "the model failed", noon, 50, 7, 0)
	k.ran(ada, funny, "failed", "builtin", "it broke off", noon, 50, 0, 0)
	k.ran(bola, dull, "canceled", "", "", noon, 50, 0, 0)
	k.ran(bola, dull, "done", "llm", "", before, 50, 1_000, 1_000)
	u, err := k.Usage(signedIn(t.Context(), ada, viewer.Staff), nil, nil)
	require.NoError(t, err)
	require.Equal(t, []PersonaUsage{
		{Persona: "grumpy"}, {Persona: "rude", Pets: 1, People: 1, Conversations: 1, Messages: 1, Canceled: 1}, {Persona: "nonchalant"},
		{Persona: "funny", Pets: 1, People: 1, Conversations: 2, Messages: 3, ProductsShown: 4, Proposed: 3, Accepted: 2, AddedToCart: 2, Failed: 1},
	}, u.Personas)
	require.Equal(t, []ToolUsage{{"add_to_cart", "accepted", 1}, {"add_to_cart", "declined", 1}, {"add_to_cart", "done", 1},
		{"coupon_apply", "accepted", 1}, {"product_search", "done", 1}, {"recommend", "done", 2}}, u.Tools)
	require.Equal(t, []BrainUsage{
		{Brain: "builtin", Answers: 1, TakenOver: 1, TokensIn: 7, MedianMs: 50, P95Ms: 50},
		{Brain: "llm", Answers: 3, TokensIn: 30, TokensOut: 15, MedianMs: 200, P95Ms: 291},
	}, u.Brains)
	u, err = k.Usage(signedIn(t.Context(), ada, viewer.Staff), &before, &before)
	require.NoError(t, err)
	require.Equal(t, 1, u.Personas[3].Messages, "one day")
}

func TestStaffAskForAYearAtMost(t *testing.T) {
	t.Parallel()
	k := newKennel(t, nil)
	ctx, user := k.person()
	_, err := k.Usage(ctx, nil, nil)
	require.True(t, fault.Is(err, fault.Forbidden))
	_, err = k.Usage(t.Context(), nil, nil)
	require.True(t, fault.Is(err, fault.Unauthenticated))
	staff := signedIn(t.Context(), user, viewer.Staff)
	_, err = k.Usage(staff, new(noon), new(noon.AddDate(0, 0, -1)))
	refused(t, err, fault.InputInvalid, "from")
	_, err = k.Usage(staff, new(noon.AddDate(0, 0, -longestUsage)), new(noon))
	refused(t, err, fault.InputInvalid, "from")
	_, err = k.Usage(staff, new(noon.AddDate(0, 0, 1-longestUsage)), new(noon))
	require.NoError(t, err)
}

// Sweeps change many rows in batches, and leave what is young.
func TestWhatIsOldGoes(t *testing.T) {
	t.Parallel()
	k := newKennel(t, nil)
	ctx, user, pet := k.owner()
	const many = 2*sweepBatch + 7
	old, young := noon.Add(-Kept-time.Second), noon.Add(-Kept+time.Second)
	k.exec(`INSERT INTO pet_conversations (user_id, pet_id, session_id, role, message_text, created_at)
		SELECT $1, $2, $3, 'user', 'hello', $4 FROM generate_series(1, $5::int)`, user, pet, uuid.New(), old, many)
	k.exec(`INSERT INTO pet_actions (user_id, pet_id, action_type, state, action_data, created_at, expires_at)
		SELECT $1, $2, 'add_to_cart', 'proposed', '{"query": "red", "result": {"a": 1}, "message": "no", "product_id": 7}', $3::timestamptz, $3::timestamptz + interval '1 day' FROM generate_series(1, $4::int)`, user, pet, old, many)
	k.said(user, pet, uuid.New(), "user", young)
	k.did(user, pet, "add_to_cart", "proposed", `{"query": "blue"}`, noon, true)
	k.ran(user, pet, "done", "llm", "", old, 5, 0, 0)
	k.ran(user, pet, "done", "llm", "", young, 5, 0, 0)
	sent := k.says(ctx, pet, nil, "hello")
	k.exec("UPDATE pet_runs SET created_at = $2 WHERE id = $1", sent.Run.ID, old) // It was never answered.
	open, err := k.ActionPages(ctx, user, k.listing(petaction.StateProposed), []int{pet})
	require.NoError(t, err)
	total, err := open[pet].TotalCount(ctx)
	require.NoError(t, err)
	require.Equal(t, []int{1, 1}, []int{len(open[pet].Nodes()), total}, "time ends proposals, not the sweep")
	ended, err := k.ExpireProposals(t.Context())
	require.NoError(t, err)
	require.Equal(t, many, ended)
	gone, err := k.CleanConversations(t.Context())
	require.NoError(t, err)
	require.Equal(t, many, gone)
	require.Equal(t, 2, k.number("SELECT count(*) FROM pet_conversations"))
	require.Equal(t, 2, k.number("SELECT count(*) FROM pet_runs"), "what is open stays")
	require.Equal(t, many, k.number(`SELECT count(*) FROM pet_actions WHERE state = 'expired' AND action_data = '{"product_id": 7}'`))
	require.Equal(t, 1, k.number(`SELECT count(*) FROM pet_actions WHERE state = 'proposed' AND action_data ->> 'query' = 'blue'`))
	gone, err = k.CleanConversations(t.Context())
	require.NoError(t, err)
	require.Zero(t, gone)
}

func (k *kennel) listing(state petaction.State) *Listing {
	k.Helper()
	l, err := NewListing("actions", &state, page.Args{First: new(int32(10))})
	require.NoError(k, err)
	return l
}
