package app_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A form of play shows each failure at the field that it is about.
func TestBadInputOfPlayIsNamedAtItsField(t *testing.T) {
	t.Parallel()
	h := newHousehold(t)
	snake, memory, quiz := h.owner.starts("SNAKE"), h.owner.starts("MEMORY"), h.owner.starts("QUIZ")
	whom, long := fmt.Sprintf("userId: %q", h.theirs["User"]), strings.Repeat("a", 5000)
	const key = `idempotencyKey: "a-good-key"`
	table := map[string]struct {
		who, field, arguments string
		want                  []string
	}{
		"points":      {"staff", "pointsAdjust", `input: {` + whom + `, points: 0, reason: "a\u0007", ` + key + `}`, []string{"input.points INVALID", "input.reason INVALID", "input.reason INVALID"}},
		"many points": {"staff", "pointsAdjust", `input: {` + whom + `, points: -100001, reason: "` + long + `", ` + key + `}`, []string{"input.points INVALID", "input.reason INVALID"}},
		"points' key": {"staff", "pointsAdjust", `input: {` + whom + `, points: 1, reason: "Sorry", idempotencyKey: "short"}`, []string{"input.idempotencyKey INVALID"}},
		"too few":     {"staff", "pointsAdjust", `input: {` + whom + `, points: -100000, reason: "Sorry", ` + key + `}`, []string{"input.points INSUFFICIENT_POINTS"}},
		"reward": {"staff", "rewardUpsert", `input: {slug: "A b", name: "\u0007", description: "a\u0007", type: DISCOUNT, cost: 0, valuePercent: 101, minSpend: -1, validDays: 366}`,
			[]string{"input.cost INVALID", "input.description INVALID", "input.minSpend INVALID", "input.name INVALID", "input.slug INVALID", "input.validDays INVALID", "input.valuePercent INVALID"}},
		"reward of both":    {"staff", "rewardUpsert", `input: {slug: "a", name: "A", description: "", type: DISCOUNT, cost: 1, valuePercent: 5, valueAmount: 5}`, []string{"input.valueAmount INVALID"}},
		"reward of nothing": {"staff", "rewardUpsert", `input: {slug: "a", name: "A", description: "", type: DISCOUNT, cost: 1}`, []string{"input.valuePercent INVALID"}},
		"gift":              {"staff", "rewardUpsert", `input: {slug: "a", name: "A", description: "", type: POINTS, cost: 1, minSpend: 5}`, []string{"input.minSpend INVALID", "input.valueAmount INVALID"}},
		"taken slug":        {"staff", "rewardUpsert", fmt.Sprintf(rewardInput, "five-hundred-off", ""), []string{"input.slug ALREADY_TAKEN"}},
		"redeemed":          {"owner", "rewardRedeem", fmt.Sprintf(`input: {rewardId: %q, idempotencyKey: "long-\u0007-enough"}`, h.theirs["Reward"]), []string{"input.idempotencyKey INVALID"}},
		"not for sale":      {"owner", "rewardRedeem", fmt.Sprintf(`input: {rewardId: %q, %s}`, h.theirs["Reward, off"], key), []string{"input.rewardId NOT_FOUND"}},
		"gift with a bell":  {"owner", "rewardClaim", `code: "GIFT\u0007"`, []string{"code REWARD_REFUSED"}},
		"long invitation":   {"owner", "referralClaim", `code: "` + long + `"`, []string{"code CODE_INVALID"}},
		"no invitation":     {"owner", "referralClaim", `code: "\u0007"`, []string{"code CODE_INVALID"}},
		"no score":          {"owner", "gameFinish", fmt.Sprintf(`input: {roundId: %q}`, snake), []string{"input.score INVALID"}},
		"below zero":        {"owner", "gameFinish", fmt.Sprintf(`input: {roundId: %q, score: -1, level: -1}`, snake), []string{"input.level INVALID", "input.score INVALID"}},
		"answers of snake":  {"owner", "gameFinish", fmt.Sprintf(`input: {roundId: %q, score: 1, answers: [{questionId: "x", choice: 0}]}`, snake), []string{"input.answers INVALID"}},
		"no moves":          {"owner", "gameFinish", fmt.Sprintf(`input: {roundId: %q, score: 1}`, memory), []string{"input.moves INVALID"}},
		"no answers":        {"owner", "gameFinish", fmt.Sprintf(`input: {roundId: %q, score: 1}`, quiz), []string{"input.answers INVALID", "input.score INVALID"}},
		"no question":       {"owner", "gameFinish", fmt.Sprintf(`input: {roundId: %q, answers: [{questionId: "a\u0007", choice: -1}]}`, quiz), []string{"input.answers INVALID"}},
		"no reason":         {"staff", "gameScoreVoid", fmt.Sprintf(`input: {scoreId: %q, reason: " "}`, h.theirs["GameScore"]), []string{"input.reason INVALID"}},
		"unshown reason":    {"staff", "gameScoreVoid", fmt.Sprintf(`input: {scoreId: %q, reason: "By a\u0007"}`, h.theirs["GameScore"]), []string{"input.reason INVALID"}},
	}
	for _, name := range slices.Sorted(maps.Keys(table)) {
		row := table[name]
		payload, _ := h.everybody[row.who].do(row.field, row.arguments, "__typename", nil)
		assert.Equal(t, row.want, said(payload), "%s: %v", name, payload["userErrors"])
	}
	_, codes := h.owner.finishes(snake, "score: 10")
	require.Empty(t, codes, "what could not be read left the round open")
}

// Questions of play tell what is wrong with them at the top.
func TestBadQuestionsOfPlayAreNamed(t *testing.T) {
	t.Parallel()
	h := newHousehold(t)
	for _, row := range []struct{ who, question, want string }{
		{"guest", `{ leaderboard(game: SNAKE, period: DAILY, on: "2001-01-01") { period } }`, "on "},
		{"guest", `{ leaderboard(game: SNAKE, period: DAILY, on: "2999-01-01") { period } }`, "on "},
		{"guest", `{ leaderboard(game: SNAKE, period: DAILY) { entries(first: 0) { nodes { rank } } } }`, "first "},
		{"guest", `{ leaderboard(game: SNAKE, period: DAILY) { top(first: 101) { rank } } }`, "first "},
		{"owner", `{ me { rewards(first: 0) { nodes { id } } } }`, "first "},
		{"owner", `{ me { referrals(after: "x") { nodes { id } } } }`, "after "},
		{"owner", `{ me { gameScores(first: 101) { nodes { id } } } }`, "first "},
		{"owner", `{ me { points { history(first: 0) { nodes { id } } } } }`, "first "},
		{"staff", `{ gameScores(filter: {userId: "` + number("Brand", 1) + `"}) { nodes { id } } }`, "filter.userId "},
		{"staff", `{ gameScores(last: 0) { nodes { id } } }`, "last "},
	} {
		got, _ := h.everybody[row.who].send(row.question, nil)
		if !assert.NotEmpty(t, got.Errors, row.question) {
			continue
		}
		assert.True(t, strings.HasPrefix(got.Errors[0].Message, row.want), "%s: %s", row.question, got.Errors[0].Message)
		assert.Equal(t, "BAD_USER_INPUT", got.Errors[0].Extensions["code"], row.question)
	}
	for _, code := range []string{`\u0007`, strings.Repeat("a", 5000)} {
		require.Nil(t, h.everybody["guest"].ask(`{ referralCode(code: "`+code+`") { code } }`, nil)["referralCode"])
	}
}
