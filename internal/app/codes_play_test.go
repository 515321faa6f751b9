package app_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
)

// playing produces each code that play has.
func (c *trouble) playing() map[string]func() []string {
	return map[string]func() []string{
		"SCORE_REJECTED": func() []string {
			_, codes := c.ada.finishes(c.ada.starts("SNAKE"), "score: 4000")
			return codes
		},
		"REFERRAL_REFUSED": func() []string {
			again := registered(c.t, c.shop, c.config, "a.da+again@gmail.com")
			return just(again.do("referralClaim", "code: $it", "referral { id }", map[string]any{"it": c.ada.invitation()}))
		},
	}
}

// starts opens a round and gives its id.
func (v *visitor) starts(game string) string {
	v.t.Helper()
	payload, codes := v.do("gameStart", "game: "+game, "round { id }", nil)
	require.Empty(v.t, codes)
	return payload["round"].(map[string]any)["id"].(string)
}

func (v *visitor) finishes(round, how string) (map[string]any, []string) {
	v.t.Helper()
	return v.do("gameFinish", fmt.Sprintf("input: {roundId: %q, %s}", round, how), "score { status reason } points best marks { right } place { rank }", nil)
}

// invitation is the personal code by which somebody invites friends.
func (v *visitor) invitation() string {
	v.t.Helper()
	return v.ask(`{ me { referral { code } } }`, nil)["me"].(map[string]any)["referral"].(map[string]any)["code"].(string)
}

// A refusal of play stands at the field that it is about, and what is kept of a
// rejected score gives nothing.
func TestCodesOfPlayTellWhere(t *testing.T) {
	t.Parallel()
	c := newTrouble(t)
	round := c.ada.starts("SNAKE")
	for range 2 { // The same again is the same answer.
		payload, codes := c.ada.finishes(round, "score: 4000")
		require.Equal(t, map[string]any{"code": "SCORE_REJECTED", "field": []any{"input", "score"}}, told(t, payload, codes))
		score := payload["score"].(map[string]any)
		require.Equal(t, "REJECTED", score["status"])
		require.NotEmpty(t, score["reason"])
		require.Equal(t, []any{0.0, false, []any{}, nil}, []any{payload["points"], payload["best"], payload["marks"], payload["place"]})
	}
	payload, codes := c.ada.finishes(round, "score: 10")
	require.Equal(t, map[string]any{"code": "STATE_CONFLICT", "field": []any{"input", "roundId"}}, told(t, payload, codes))
	payload, codes = c.chidi.finishes(round, "score: 10")
	require.Equal(t, map[string]any{"code": "NOT_FOUND", "field": []any{"input", "roundId"}}, told(t, payload, codes))

	claim := func(code string) map[string]any {
		payload, codes := c.ada.do("referralClaim", "code: $it", "referral { id }", map[string]any{"it": code})
		return told(t, payload, codes)
	}
	require.Equal(t, map[string]any{"code": "REFERRAL_REFUSED", "field": []any{"code"}}, claim(c.ada.invitation()), "nobody invites themselves")
	require.Equal(t, map[string]any{"code": "CODE_INVALID", "field": []any{"code"}}, claim("NOBODYS1"))
	payload, codes = c.ada.do("rewardClaim", `code: "NOPE"`, "points", nil)
	require.Equal(t, map[string]any{"code": "REWARD_REFUSED", "field": []any{"code"}}, told(t, payload, codes))
	for range 20 {
		require.Empty(t, just(c.ada.do("referralInvite", "", "referral { id }", nil)))
	}
	payload, codes = c.ada.do("referralInvite", "", "referral { id }", nil)
	require.Equal(t, map[string]any{"code": "LIMIT_REACHED", "field": nil}, told(t, payload, codes))
}
