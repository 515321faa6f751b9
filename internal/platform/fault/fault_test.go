package fault

import (
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestInvalidSplitsThePath(t *testing.T) {
	t.Parallel()
	fault := Invalid("filter.price.min", "must not be above %d", 10)
	require.Equal(t, []string{"filter", "price", "min"}, fault.Field)
	require.Equal(t, "BAD_USER_INPUT: filter.price.min: must not be above 10", fault.Error())
	require.Empty(t, Invalid("", "wrong").Field)
}

func TestFaultIsFoundThroughWrapping(t *testing.T) {
	t.Parallel()
	wrapped := fmt.Errorf("reading: %w", Missing("product"))
	require.True(t, Is(wrapped, NotFound))
	require.False(t, Is(wrapped, Forbidden))
	require.False(t, Is(errors.New("plain"), NotFound))
}

func TestUnavailableKeepsItsCauseOutOfTheMessage(t *testing.T) {
	t.Parallel()
	cause := errors.New("password authentication failed")
	fault := Unavailable(cause)
	require.ErrorIs(t, fault, cause)
	require.NotContains(t, fault.Error(), "password")
	require.Positive(t, fault.RetryAfter)
}

func TestFaultsTellEveryFieldAtOnce(t *testing.T) {
	t.Parallel()
	var faults Faults
	require.NoError(t, faults.Err())
	faults.Check(true, "name", "must be there")
	faults.Check(false, "price.min", "must not be negative")
	faults.Keep(nil)
	faults.Keep(Invalid("size", "is unknown"))
	faults.Keep(Faults{Invalid("a", "one"), Invalid("b", "two")})
	err := faults.Err()
	require.EqualError(t, err, "BAD_USER_INPUT: price.min: must not be negative; BAD_USER_INPUT: size: is unknown; BAD_USER_INPUT: a: one; BAD_USER_INPUT: b: two")
	require.True(t, Is(fmt.Errorf("in: %w", err), BadUserInput))
	faults.Keep(errors.New("password=hunter2"))
	require.NotContains(t, faults.Err().Error(), "hunter2")
}

func TestFieldsMoveWithTheInput(t *testing.T) {
	t.Parallel()
	several := Faults{Invalid("phone", "is missing"), Refuse(Gone, "", "is not there")}
	for _, err := range []error{several, fmt.Errorf("checking: %w", several)} {
		var moved Faults
		require.ErrorAs(t, Below("input.address", err), &moved)
		require.Equal(t, []string{"input", "address", "phone"}, moved[0].Field)
		require.Empty(t, moved[1].Field, "what is about no field is about none of the larger input")
		require.Equal(t, []string{"phone"}, several[0].Field, "the original stays")
	}
	var kept Faults
	require.ErrorAs(t, Within("input", Faults{Invalid("input.phone", "is missing"), Invalid("lines", "are too many"), Invalid("", "is late")}), &kept)
	require.Equal(t, []string{"input", "phone"}, kept[0].Field)
	require.Empty(t, kept[1].Field)
	require.Empty(t, kept[2].Field)
	unexpected := errors.New("the database is away")
	require.Equal(t, unexpected, Below("input", unexpected))
	require.NoError(t, Below("input", nil))
	require.NoError(t, Within("input", nil))
}
