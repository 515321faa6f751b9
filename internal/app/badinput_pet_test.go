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

// A form about a pet shows each failure at the field that it is about, and loses
// nothing.
func TestBadInputOfPetsIsNamedAtItsField(t *testing.T) {
	t.Parallel()
	h := newHousehold(t)
	pet, long := fmt.Sprintf("petId: %q", h.theirs["Pet"]), strings.Repeat("a", 2001)
	const key = `idempotencyKey: "a-good-key"`
	table := map[string]struct {
		field, arguments string
		want             []string
	}{
		"no name":          {"petAdopt", `input: {persona: RUDE, name: " "}`, []string{"input.name INVALID"}},
		"long name":        {"petAdopt", `input: {persona: RUDE, name: "` + long + `"}`, []string{"input.name INVALID"}},
		"name of a bell":   {"petUpdate", `input: {` + pet + `, name: "\u0007"}`, []string{"input.name INVALID"}},
		"other's kind":     {"petUpdate", fmt.Sprintf(`input: {petId: %q, name: "Rex"}`, h.theirs["PetAction"]), []string{"input.petId INVALID"}},
		"nothing said":     {"petMessageSend", `input: {` + pet + `, text: " \n ", ` + key + `}`, []string{"input.text INVALID"}},
		"too much said":    {"petMessageSend", `input: {` + pet + `, text: "` + long + `", ` + key + `}`, []string{"input.text INVALID"}},
		"short key":        {"petMessageSend", `input: {` + pet + `, text: "hello", idempotencyKey: "short"}`, []string{"input.idempotencyKey INVALID"}},
		"key used before":  {"petMessageSend", `input: {` + pet + `, text: "good day", idempotencyKey: "household-1"}`, []string{"input.idempotencyKey IDEMPOTENCY_KEY_REUSED"}},
		"no conversation":  {"petMessageSend", fmt.Sprintf(`input: {%s, conversationId: %q, text: "hello", %s}`, pet, h.theirs["PetRun"], key), []string{"input.conversationId INVALID"}},
		"no run":           {"petRunCancel", fmt.Sprintf("id: %q", h.theirs["Pet"]), []string{"id INVALID"}},
		"no proposal":      {"petActionResolve", fmt.Sprintf("input: {actionId: %q, accept: true}", h.theirs["PetMessage"]), []string{"input.actionId INVALID"}},
		"no liking":        {"petPreferenceForget", `input: {` + pet + `, kind: SIZE, value: "XL"}`, []string{"input.value NOT_FOUND"}},
		"no price":         {"petPreferenceForget", `input: {` + pet + `, kind: PRICE}`, []string{"input.value NOT_FOUND"}},
		"liking of a bell": {"petPreferenceForget", `input: {` + pet + `, kind: COLOR, value: "\u0007"}`, []string{"input.value NOT_FOUND"}},
	}
	before := h.belongings(t)
	for _, name := range slices.Sorted(maps.Keys(table)) {
		row := table[name]
		payload, _ := h.owner.do(row.field, row.arguments, "__typename", nil)
		assert.Equal(t, row.want, said(payload), "%s: %v", name, payload["userErrors"])
	}
	require.Equal(t, before, h.belongings(t))
}

// Questions about pets tell what is wrong with them at the top.
func TestBadQuestionsOfPetsAreNamed(t *testing.T) {
	t.Parallel()
	h := newHousehold(t)
	for _, row := range []struct{ who, question, want string }{
		{"owner", `{ me { pets { conversations(first: 0) { nodes { id } } } } }`, "first "},
		{"owner", `{ me { pets { conversations(first: 1) { nodes { messages(first: 101) { nodes { id } } } } } } }`, "first "},
		{"owner", `{ me { pets { actions(after: "x") { nodes { id } } } } }`, "after "},
		{"owner", `{ me { recommendations(first: 25) { why } } }`, "first "},
		{"staff", `{ petUsage(from: "2026-02-01", to: "2026-01-01") { from } }`, "from "},
		{"staff", `{ petUsage(from: "2001-01-01", to: "2026-01-01") { from } }`, "from "},
	} {
		got, _ := h.everybody[row.who].send(row.question, nil)
		if !assert.NotEmpty(t, got.Errors, row.question) {
			continue
		}
		assert.True(t, strings.HasPrefix(got.Errors[0].Message, row.want), "%s: %s", row.question, got.Errors[0].Message)
		assert.Equal(t, "BAD_USER_INPUT", got.Errors[0].Extensions["code"], row.question)
	}
}
