package app_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
)

// spend asks the same until it is refused, and gives the refusal.
func spend(t *testing.T, v *visitor, most int) (asked int, refused reply) {
	t.Helper()
	for asked = range most {
		got, recorder := v.send(`{ products(first: 100) { nodes { id name brand { name } } } }`, nil)
		if len(got.Errors) > 0 {
			require.Equal(t, "RATE_LIMITED", got.Errors[0].Extensions["code"])
			require.Less(t, recorder.Code, http.StatusInternalServerError)
			return asked, got
		}
	}
	t.Fatalf("%d queries were not too many", most)
	return 0, reply{}
}

func TestWhatQueriesCostIsCountedAgainstWhoAsks(t *testing.T) {
	t.Parallel()
	config := sample(t, false)
	config.CostBudget = 10_000
	here, there := open(t, config), open(t, config)
	v := browser(t, here)
	_, got := spend(t, v, 200)
	require.GreaterOrEqual(t, got.Errors[0].Extensions["retryAfter"], 1.0)

	other := browser(t, here)
	other.ask(`{ shop { name } }`, nil) // Somebody else is not slowed down.
	signed := registered(t, here, config, "ada@example.ng")
	first, _ := spend(t, signed, 200)
	elsewhere := *signed
	elsewhere.shop, elsewhere.address = there, nextAddress()
	again, _ := spend(t, &elsewhere, 200)
	require.Less(t, again, first, "the other server counts the same person, wherever they are")
}
