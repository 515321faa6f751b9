package app_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"zuka/internal/app"
)

// hall is a shop where somebody has much of everything that play gives, among
// a hundred and twenty players.
func hall(t *testing.T, shop *app.App, email string) {
	t.Helper()
	for _, statement := range []string{
		`INSERT INTO users (id, name, referral_code) SELECT gen_random_uuid(), 'Friend' || i || ' Obi', 'HALL' || i FROM generate_series(1, 120) AS i WHERE $1 <> ''`,
		`INSERT INTO game_scores (user_id, game_type, score, points_earned, level_reached, time_played_seconds, device_platform, status, created_at)
			SELECT id, 'snake', 1000 + substr(referral_code, 5)::int, 0, 0, 60, 'web', 'accepted', now() FROM users WHERE referral_code LIKE 'HALL%' AND $1 <> ''`,
		`INSERT INTO game_scores (user_id, game_type, score, points_earned, level_reached, time_played_seconds, device_platform, status, created_at)
			SELECT id, 'snake', 1060, 0, 0, 60, 'web', 'accepted', now() FROM users, generate_series(1, 60) WHERE email = $1`,
		`INSERT INTO user_points_history (user_id, points, source_type, source_id, description)
			SELECT id, 5, 'game', 'hall' || i, 'Snake' FROM users, generate_series(1, 60) AS i WHERE email = $1`,
		`UPDATE users SET reward_points = 300, total_xp = 300 WHERE email = $1`,
		`INSERT INTO rewards (slug, name, description, type, value_amount_ngn, cost_points)
			SELECT 'hall-' || i, 'Off', 'Off', 'discount', 500, 5 FROM generate_series(1, 60) AS i WHERE $1 <> ''`,
		`INSERT INTO user_rewards (user_id, reward_id, code, type, value_amount_ngn)
			SELECT u.id, r.id, upper(r.slug), 'discount', 500 FROM users AS u, rewards AS r WHERE u.email = $1 AND r.slug LIKE 'hall-%'`,
		`INSERT INTO referrals (referrer_user_id, referred_user_id, referral_code, claimed_at)
			SELECT u.id, f.id, 'R' || f.referral_code, now() FROM users AS u, users AS f WHERE u.email = $1 AND f.referral_code LIKE 'HALL%'`,
	} {
		_, err := shop.Pool.Pgx().Exec(t.Context(), statement, email)
		require.NoError(t, err, statement)
	}
}

// playLists are lists of play of $n, how many statements they take, and what is
// in their answers once for each thing.
var playLists = map[string]struct {
	query string
	exact int
	each  string
}{
	"points": {`query($n: Int) { me { points { balance owed xp level { gem } nextLevel { gem } xpToNext progress
		streak { days checkedInToday todayPoints tomorrowPoints week } } gameScores(first: $n) { nodes { seconds } } } }`, 2, `"seconds"`},
	"history":       {`query($n: Int) { me { points { balance history(first: $n) { totalCount nodes { points source description createdAt } } } } }`, 3, `"Snake"`},
	"rewards":       {`query($n: Int) { me { rewards(first: $n) { totalCount nodes { code state type valueAmount { amount } reward { name cost } } } } }`, 3, `"reward":{`},
	"usable":        {`query($n: Int) { me { usableRewards { code state reward { slug } } rewards(first: $n) { nodes { reward { name } } } } }`, 3, `"reward":{"name"`},
	"referrals":     {`query($n: Int) { me { referral { code url } referrals(first: $n) { totalCount nodes { code status friend } } } }`, 4, `"friend":"Friend`},
	"my scores":     {`query($n: Int) { me { gameScores(first: $n) { totalCount nodes { game score reason player { name } } } } }`, 3, `"player":{"name":"Ada`},
	"all scores":    {`query($n: Int) { gameScores(first: $n) { totalCount nodes { game score reason player { name email } } } }`, 3, `"player":{"name"`},
	"board, top":    {`query($n: Int!) { leaderboard(game: SNAKE, period: WEEKLY) { players top(first: $n) { rank player { name key gem } } } }`, 1, `"player":{"name":"Friend`},
	"board, pages":  {`query($n: Int!) { leaderboard(game: SNAKE, period: WEEKLY) { entries(first: $n) { totalCount nodes { player { name key gem } } } } }`, 1, `"player":{"name":"Friend`},
	"board, around": {`query($n: Int!) { leaderboard(game: SNAKE, period: WEEKLY) { me { rank } around(above: $n, below: $n) { rank player { name key } } } }`, 2, `"player":{"name":"Friend`},
}

// Every list of play takes as many statements for two as for fifty, and boards
// for a hundred: gqlgen has 64 things of a list at once ask the loaders, so that
// other lists ask for names twice then.
func TestPlayLiveListsTakeABoundedNumberOfStatements(t *testing.T) {
	t.Parallel()
	config := sample(t, true)
	shop := open(t, config)
	v := registered(t, shop, config, "ada@example.ng")
	role(t, shop, "ada@example.ng", "staff")
	v.login("ada@example.ng")
	hall(t, shop, "ada@example.ng")
	require.NoError(t, shop.Play.Boards.RebuildAll(t.Context())) // As the sweep does at first.
	for name, list := range playLists {
		sizes := []int{2, 50}
		if name == "board, top" || name == "board, pages" {
			sizes = append(sizes, 100)
		}
		for _, size := range sizes {
			statements := fewest(t, v, list.query, size, list.exact)
			require.Len(t, statements, list.exact, "%s of %d:\n%s", name, size, strings.Join(statements, "\n"))
			things := strings.Count(v.body(t.Context(), list.query, map[string]any{"n": size}), list.each)
			require.GreaterOrEqual(t, things, min(size, 60)-1, "%s of %d", name, size) // Ada may be among her friends.
		}
	}
}

// So does a board that is read from the database.
func TestPlayLiveBoardsWithoutRedisTakeABoundedNumberOfStatements(t *testing.T) {
	t.Parallel()
	config := sample(t, true)
	config.RedisURL = "redis://127.0.0.1:1"
	shop := open(t, config)
	v := browser(t, shop)
	hall(t, shop, "nobody@example.ng")
	for name, most := range map[string]int{"board, top": 3, "board, pages": 3} { // The places, how many, and their players.
		for _, size := range []int{2, 50, 100} {
			statements := fewest(t, v, playLists[name].query, size, most)
			require.LessOrEqual(t, len(statements), most, "%s of %d:\n%s", name, size, strings.Join(statements, "\n"))
			require.Contains(t, strings.Join(statements, "\n"), "game_scores", "nothing else has them")
		}
	}
}
