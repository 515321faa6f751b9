package app_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"zuka/internal/app"
	"zuka/internal/platform/globalid"
	"zuka/internal/platform/postgres"
	"zuka/internal/shop/pet"
)

// zoo gives somebody so many pets, each with thirty conversations of twelve
// messages that show products and propose something.
func zoo(t *testing.T, shop *app.App, name string, pets int) {
	t.Helper()
	for _, statement := range []string{
		`INSERT INTO user_pets (user_id, persona_type, name, preferences, memory_context) SELECT id, 'funny', 'Pet ' || i, '{}', '{}' FROM users, generate_series(1, $2) AS i WHERE name = $1`,
		`INSERT INTO pet_actions (user_id, pet_id, action_type, action_data, state, expires_at)
			SELECT p.user_id, p.id, 'add_to_cart', jsonb_build_object('product_id', 1 + i % 50, 'size', 'S', 'quantity', 1), 'proposed', now() + interval '1 day'
			FROM user_pets AS p JOIN users AS u ON u.id = p.user_id, generate_series(1, 20) AS i WHERE u.name = $1 AND $2 > 0`,
		`INSERT INTO pet_conversations (user_id, pet_id, session_id, role, message_text, message_type, metadata)
			SELECT p.user_id, p.id, md5(p.id || ' ' || c)::uuid, CASE WHEN m % 2 = 1 THEN 'user' ELSE 'pet' END, 'word ' || m, 'text',
				CASE WHEN m % 2 = 1 THEN '{}' ELSE jsonb_build_object('product_ids', jsonb_build_array(1 + (c + m) % 50, 1 + (c * m) % 50),
					'action_ids', (SELECT jsonb_agg(a.id) FROM (SELECT id FROM pet_actions WHERE pet_id = p.id ORDER BY id OFFSET c % 15 LIMIT 2) AS a)) END
			FROM user_pets AS p JOIN users AS u ON u.id = p.user_id, generate_series(1, 30) AS c, generate_series(1, 12) AS m WHERE u.name = $1 AND $2 > 0 ORDER BY c, m`,
	} {
		_, err := shop.Pool.Pgx().Exec(t.Context(), statement, name, pets)
		require.NoError(t, err, statement)
	}
}

// The lists of pets take as many statements for one pet as for ten.
func TestPetStatementsAreAsManyForTenPetsAsForOne(t *testing.T) {
	t.Parallel()
	k := newKennel(t, 2, kennelPlan{})
	config := k.config
	config.CacheOff = true // The catalogue counts too.
	shop := open(t, config)
	zoo(t, shop, "PlayerA Obi", 1)
	zoo(t, shop, "PlayerB Obi", 10)
	for name, list := range map[string]struct {
		query, each string
		most        int
	}{
		"all":     {`{ me { pets { conversations(first: 3) { nodes { title messages(first: 4) { nodes { text products { id name } actions { id product { id } } } } } } } } }`, `"title"`, 8},
		"actions": {`{ me { pets { name memory actions(first: 10, state: PROPOSED) { nodes { id state product { name } } } } } }`, `"state":"PROPOSED"`, 5},
		"open":    {`{ me { pets { conversations(first: 5) { nodes { openRuns { id } messageCount } } preferences { label } } } }`, `"messageCount"`, 5},
	} {
		most := list.most // Of ten pets: as many as of one, and one more where a tick ends within a level.
		for i, v := range k.players {
			things := strings.Count(v.at(shop).body(t.Context(), list.query, nil), list.each)
			require.Equal(t, []int{1, 10}[i]*map[string]int{"all": 3, "actions": 10, "open": 5}[name], things, name)
			statements := fewest(t, v.at(shop), list.query, 0, most)
			require.LessOrEqual(t, len(statements), most, "%s of %d pets:\n%s", name, []int{1, 10}[i], strings.Join(statements, "\n"))
			most = min(list.most, len(statements)+1)
		}
	}
}

// So do what is known of a person's taste, and what is chosen by it.
func TestPetStatementsOfTasteAreBounded(t *testing.T) {
	t.Parallel()
	k := newKennel(t, 2, kennelPlan{})
	config := k.config
	config.CacheOff = true
	shop := open(t, config)
	zoo(t, shop, "PlayerB Obi", 10)
	_, err := shop.Pool.Pgx().Exec(t.Context(), `UPDATE user_pets SET preferences = '{"colors":[{"value":"Indigo","weight":2,"source":"said","learned_at":"2026-11-01T00:00:00Z"}],
		"brands":[{"value":"adunni","weight":2,"source":"said","learned_at":"2026-11-01T00:00:00Z"}]}'`)
	require.NoError(t, err)
	for name, list := range map[string]struct {
		query string
		most  int
	}{
		"behaviour":       {`{ me { behaviour { categories { category { name } } brands { brand { name } } sizes { value } colors { value } updatedAt } } }`, 6},
		"recommendations": {`{ me { recommendations(first: 24) { why product { id name brand { name } currentPrice { amount } } } } }`, 9},
	} {
		for i, v := range k.players {
			statements := fewest(t, v.at(shop), list.query, 0, list.most)
			require.LessOrEqual(t, len(statements), list.most, "%s of %d:\n%s", name, i, strings.Join(statements, "\n"))
			t.Log(name, i, len(statements))
		}
	}
}

// thinks answers a message here and counts the statements that it took.
func (k *kennel) thinks(sent sentence) []string {
	t := k.t
	t.Helper()
	id, err := globalid.Parse(sent.run)
	require.NoError(t, err)
	run, err := id.UUID("PetRun", "id")
	require.NoError(t, err)
	ctx, counter := postgres.WithCounter(t.Context())
	require.NoError(t, pet.NewThinker(k.shop.Pets.Service).Think(ctx, run))
	require.Equal(t, 1, count(t, k.shop, `SELECT count(*) FROM pet_runs WHERE id = $1 AND state = 'done'`, run))
	return counter.Statements()
}

// An answer takes as many statements at the end of a long conversation as at
// its beginning.
func TestPetStatementsOfAnAnswerAreBounded(t *testing.T) {
	t.Parallel()
	k := newKennel(t, 1, kennelPlan{})
	v := k.players[0]
	id, conversation := v.adopts("FUNNY", "Bingo"), ""
	warm := map[string]int{}
	for round := range 8 {
		for _, text := range []string{"hello", "show me ankara dresses under 11k", "add the second one in size M", "where is my order"} {
			sent := v.tells(id, conversation, text)
			conversation = sent.conversation
			statements := k.thinks(sent)
			most := 60 // At first the words of the catalogue are read, too.
			if round == 1 {
				warm[text] = len(statements)
			}
			if round > 1 {
				most = warm[text] + 8 // Ticks may end within a level; a statement a message would be four more each round.
			}
			require.LessOrEqual(t, len(statements), most, "%s, round %d:\n%s", text, round, strings.Join(statements, "\n"))
		}
	}
	for text, n := range warm {
		require.LessOrEqual(t, n, 40, text)
	}
	t.Log(warm)
}
