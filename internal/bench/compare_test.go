package bench

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
)

func parsed(t *testing.T, text string) any {
	t.Helper()
	var value any
	require.NoError(t, json.Unmarshal([]byte(text), &value))
	return value
}

func TestTheSameFactsInTwoForms(t *testing.T) {
	t.Parallel()
	ours := `{"products":{"nodes":[{"id":"UHJvZHVjdDox","name":"A","brand":null,"reviews":{"nodes":[{"createdAt":"2026-03-01T09:30:00.5Z"}]}}]}}`
	theirs := `[{"id":1,"name":"A","brand":null,"reviews":[{"createdAt":"2026-03-01T10:30:00.500000+01:00"}]}]`
	require.NoError(t, difference("", normal("", parsed(t, ours)), normal("", parsed(t, theirs))))
}

func TestADifferenceIsNamed(t *testing.T) {
	t.Parallel()
	const ours = `{"products":[{"id":"UHJvZHVjdDox","name":"A","price":{"amount":5}},{"id":"UHJvZHVjdDoy","name":"B","price":{"amount":6}}],"x":1}`
	for theirs, want := range map[string]string{
		`{"products":[{"id":2,"name":"B","price":{"amount":6}},{"id":1,"name":"A","price":{"amount":5}}],"x":1}`:       ".products[0].id differs",
		`{"products":[{"id":1,"name":"A","price":{"amount":5}},{"id":2,"name":"B","price":{"amount":7}}],"x":1}`:       ".products[1].price.amount differs",
		`{"products":[{"id":1,"name":"A","price":{"amount":5}}],"x":1}`:                                                ".products differs",
		`{"products":[{"id":1,"name":"A","price":{"amount":5}},{"id":2,"name":"B"}],"x":1}`:                            ".products[1].price differs",
		`{"products":[{"id":1,"name":"A","price":{"amount":5}},{"id":2,"name":"B","price":{"amount":6}}],"x":1,"y":2}`: "y is told by the rival only",
		`null`: "differs",
	} {
		err := difference("", normal("", parsed(t, ours)), normal("", parsed(t, theirs)))
		require.ErrorContains(t, err, want)
	}
}

func TestNothingIsNoAnswer(t *testing.T) {
	t.Parallel()
	for _, nothing := range []string{`null`, `[]`, `{}`} {
		require.Error(t, something(parsed(t, nothing)), nothing)
	}
	require.NoError(t, something(parsed(t, `[1]`)))
}
