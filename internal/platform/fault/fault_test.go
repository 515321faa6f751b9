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
