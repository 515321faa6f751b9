package usererror

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"zuka/internal/platform/fault"
)

// waiting is a limit that was reached.
func waiting(after time.Duration) *fault.Fault {
	limit := fault.New(fault.RateLimited, "too many tries")
	limit.RetryAfter = after
	return limit
}

func TestWhatAPersonCanMendIsShown(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		err  error
		want Error
	}{
		"field":   {fault.Invalid("input.email", "is not an address"), Input{fault.InputInvalid, "is not an address", []string{"input", "email"}}},
		"reason":  {fault.Refuse(fault.CodeInvalid, "code", "is wrong"), Input{fault.CodeInvalid, "is wrong", []string{"code"}}},
		"nowhere": {fault.Refuse(fault.CredentialsInvalid, "", "is wrong"), Input{Code: fault.CredentialsInvalid, Message: "is wrong"}},
		"missing": {fault.Missing("address"), Input{Code: fault.Gone, Message: "address not found"}},
		"wrapped": {fmt.Errorf("signing in: %w", fault.Refuse(fault.TokenInvalid, "t", "is old")), Input{fault.TokenInvalid, "is old", []string{"t"}}},
		"joined":  {errors.Join(fault.Refuse(fault.TokenInvalid, "t", "is old"), errors.New("redis: away")), Input{fault.TokenInvalid, "is old", []string{"t"}}},
		"limit":   {waiting(time.Minute), RetryLater{Code: fault.RetryLater, Message: "too many tries", RetryAfter: 60}},
	} {
		shown, err := From(row.err)
		require.NoError(t, err, name)
		require.Equal(t, []Error{row.want}, shown, name)
	}
}

func TestSeveralAreShownInTheirOrder(t *testing.T) {
	t.Parallel()
	several := fault.Faults{fault.Invalid("name", "is missing"), waiting(time.Second), fault.Invalid("email", "is missing")}
	for _, err := range []error{several, fmt.Errorf("registering: %w", several)} {
		shown, err := From(err)
		require.NoError(t, err)
		require.Equal(t, []Error{
			Input{fault.InputInvalid, "is missing", []string{"name"}},
			RetryLater{Code: fault.RetryLater, Message: "too many tries", RetryAfter: 1},
			Input{fault.InputInvalid, "is missing", []string{"email"}},
		}, shown)
	}
}

// A client that waits as long as it is told must not come too early.
func TestSecondsAreRoundedUp(t *testing.T) {
	t.Parallel()
	for after, seconds := range map[time.Duration]int{
		0: 0, 1: 1, time.Millisecond: 1, time.Second: 1, time.Second + 1: 2, 59500 * time.Millisecond: 60,
	} {
		shown, err := From(waiting(after))
		require.NoError(t, err)
		require.Equal(t, seconds, shown[0].(RetryLater).RetryAfter, after)
	}
}

func TestWhatNobodyCanMendIsForTheTop(t *testing.T) {
	t.Parallel()
	for _, want := range []error{
		errors.New("pq: password of the database"),
		fault.New(fault.Unauthenticated, "please sign in"),
		fault.New(fault.Forbidden, "only staff may do this"),
		fault.New(fault.Internal, "internal error"),
		fault.Unavailable(errors.New("postgres: away")),
		fmt.Errorf("ordering: %w", fault.New(fault.QueryTooComplex, "too much")),
		// One of several is enough: the payload would tell half of it.
		fault.Faults{fault.Invalid("name", "is missing"), fault.New(fault.Internal, "internal error")},
	} {
		shown, err := From(want)
		require.Empty(t, shown)
		require.Equal(t, want, err)
	}
}

// The list of errors is never null in the contract.
func TestSuccessIsAnEmptyList(t *testing.T) {
	t.Parallel()
	shown, err := From(nil)
	require.NoError(t, err)
	require.NotNil(t, shown)
	require.Empty(t, shown)
}

func TestBothAreUserErrors(t *testing.T) {
	t.Parallel()
	for _, one := range []Error{Input{}, RetryLater{}} {
		require.NotPanics(t, one.IsUserError)
	}
}
