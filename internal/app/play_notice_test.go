package app_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"zuka/internal/devpay"
)

const noticeField = `notificationReceived { type title message actionUrl read }`

// hears follows somebody's notices, from one that they have already: what is
// told after the answer is heard.
func (a *arcade) hears(v *visitor) *follower {
	a.t.Helper()
	_, err := a.shop.Pool.Pgx().Exec(a.t.Context(), `INSERT INTO notifications (user_id, type, title, message)
		SELECT id, 'promotion', 'Are you there?', 'Say so' FROM users WHERE phone = $1`, v.phone())
	require.NoError(a.t, err)
	heard := v.listens(noticeField)
	require.Equal(a.t, "Are you there?", heard.next()["title"])
	return heard
}

func (v *visitor) phone() string {
	v.t.Helper()
	return v.ask(`{ me { profile { phone } } }`, nil)["me"].(map[string]any)["profile"].(map[string]any)["phone"].(string)
}

// Who reaches a level is told at once, on every device, at any server; once,
// though they reach it by many things in one moment.
func TestPlayOfALevelIsTold(t *testing.T) {
	t.Parallel()
	a := newArcade(t)
	v := a.player()
	there := open(t, a.config)
	notices, points := a.hears(v), v.at(there).listens(`pointsUpdated { balance xp level { gem } nextLevel { gem } xpToNext }`)
	elsewhere := a.hears(v.at(there))
	require.Equal(t, map[string]any{"balance": 0.0, "xp": 0.0, "level": map[string]any{"gem": "QUARTZ"}, "nextLevel": map[string]any{"gem": "AMETHYST"}, "xpToNext": 1_000.0}, points.next())
	a.gives(v, 995)
	require.EqualValues(t, 5, points.until("xp", 995.0)["xpToNext"])
	require.NotContains(t, v.notices(), "You have reached Amethyst", "five are missing")
	require.Equal(t, 5, v.checksIn())
	require.Equal(t, map[string]any{"gem": "AMETHYST"}, points.until("xp", 1_000.0)["level"])
	for _, one := range []*follower{notices, elsewhere} {
		told := one.next()
		require.Equal(t, []any{"POINTS", "You have reached Amethyst", "/points", false}, []any{told["type"], told["title"], told["actionUrl"], told["read"]})
		require.Contains(t, told["message"], "1.05")
	}

	user := v.user()
	together(t, 20, func(int) (reply, error) {
		return a.staff.tries("pointsAdjust", adjusting(user, 250), "points { balance }")
	})
	require.Equal(t, map[string]any{"gem": "TOPAZ"}, points.until("xp", 6_000.0)["level"])
	require.Equal(t, "You have reached Topaz", notices.next()["title"])
	require.Equal(t, "You have reached Topaz", elsewhere.next()["title"])
	require.Equal(t, []string{"You have reached Topaz", "You have reached Amethyst"}, v.notices()[:2])
	require.Len(t, v.notices(), 4)
}

// A level that came by an order goes with it, and is told once, however often it
// is reached.
func TestPlayOfALevelThatGoesAndComes(t *testing.T) {
	t.Parallel()
	a := newArcade(t)
	v := a.player()
	a.gives(v, 990)
	order := v.gets(10, "FLUTTERWAVE", lagos)
	v.pay(devpay.Flutterwave, order)
	gem := func() any {
		points := v.ask(`{ me { points { level { gem } } } }`, nil)["me"].(map[string]any)["points"].(map[string]any)
		return points["level"].(map[string]any)["gem"]
	}
	require.Equal(t, []any{1_210, "AMETHYST"}, []any{v.purse().xp, gem()})
	a.givesBack(order)
	require.Equal(t, []any{990, "QUARTZ"}, []any{v.purse().xp, gem()})
	a.gives(v, 10)
	require.Equal(t, "AMETHYST", gem())
	told := v.notices()
	require.Len(t, slices.DeleteFunc(told, func(title string) bool { return title != "You have reached Amethyst" }), 1)
}

// plays ends a round of snake.
func (v *visitor) plays(score int) {
	v.t.Helper()
	payload, codes := v.finishes(v.starts("SNAKE"), fmt.Sprintf("score: %d", score))
	require.Empty(v.t, codes)
	require.Equal(v.t, "ACCEPTED", payload["score"].(map[string]any)["status"])
}

// Who is overtaken on the week's board is told at once, once a day; nobody else
// is.
func TestPlayOfWhoIsOvertaken(t *testing.T) {
	t.Parallel()
	a := newArcade(t)
	ada, bola, chidi := a.player(), a.player(), a.player()
	forAda, forBola, forChidi := a.hears(ada), a.hears(bola), a.hears(chidi)
	// A board that is not in Redis yet is built by the first score, and until then
	// it does not know who passes whom.
	require.NoError(t, a.shop.Play.Boards.RebuildAll(t.Context()))
	ada.plays(10)
	bola.plays(10) // Ada was there first, and stays above.
	bola.plays(20)
	told := forAda.next()
	require.Equal(t, []any{"GAME", "You were overtaken", "/games/snake"}, []any{told["type"], told["title"], told["actionUrl"]})
	require.Contains(t, told["message"], "number 2 of the week")
	chidi.plays(30)
	require.Equal(t, "You were overtaken", forBola.next()["title"])
	ada.plays(15) // Nobody is passed.
	ada.plays(25) // Bola is, for the second time today.
	ada.plays(40)
	require.Equal(t, "You were overtaken", forChidi.next()["title"], "the next that is told of: they are told one after the other")
	for _, v := range []*visitor{ada, bola, chidi} {
		require.Equal(t, []string{"You were overtaken", "Are you there?"}, v.notices())
	}
	standing := ada.ask(`{ leaderboard(game: SNAKE, period: WEEKLY) { me { rank score } players } }`, nil)["leaderboard"]
	require.Equal(t, map[string]any{"me": map[string]any{"rank": 1.0, "score": 40.0}, "players": 3.0}, standing)
}

// Both sides of an invitation hear of it as it is completed.
func TestPlayOfAFriendIsTold(t *testing.T) {
	t.Parallel()
	a := newArcade(t)
	referrer, friend := a.player(), a.player()
	require.Empty(t, friend.takesInvitation(referrer.invitation()))
	forReferrer, forFriend := a.hears(referrer), a.hears(friend)
	points := referrer.listens(`pointsUpdated { balance }`)
	require.EqualValues(t, 0, points.next()["balance"])
	friend.pay(devpay.Flutterwave, a.buys(friend, 10, ""))
	told := forReferrer.next()
	require.Equal(t, []any{"REFERRAL", "Your friend has shopped", "/referrals"}, []any{told["type"], told["title"], told["actionUrl"]})
	require.Contains(t, told["message"], "Bola placed a first order")
	told = forFriend.next()
	require.Equal(t, []any{"REFERRAL", "Welcome points", "/points"}, []any{told["type"], told["title"], told["actionUrl"]})
	require.EqualValues(t, 500, points.until("balance", 500.0)["balance"])
}
