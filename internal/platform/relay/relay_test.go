package relay_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"zuka/internal/platform/relay"
)

func TestEventsAreTakenAndGiven(t *testing.T) {
	t.Parallel()
	ctx, taken := relay.With(t.Context())
	require.False(t, taken.Used())
	events := make(chan string, 2)
	read := relay.Through(ctx, events)
	require.True(t, taken.Used())
	events <- "one"
	events <- "two"
	event, more := taken.Next(ctx)
	require.True(t, more)
	require.Equal(t, "one", event)
	require.Empty(t, read, "what was taken is not passed by itself")
	taken.Give(event)
	require.Equal(t, "one", <-read)
	require.Len(t, events, 1, "one is taken at a time")
	close(events)
	_, more = taken.Next(ctx)
	require.True(t, more)
	_, more = taken.Next(ctx)
	require.False(t, more)
}

func TestARelayEndsWithItsContext(t *testing.T) {
	t.Parallel()
	ctx, taken := relay.With(t.Context())
	relay.Through(ctx, make(chan string))
	over, cancel := context.WithCancel(ctx)
	cancel()
	_, more := taken.Next(over)
	require.False(t, more)
}

func TestWhereNobodyTakesEventsTheyAreReadAsTheyAre(t *testing.T) {
	t.Parallel()
	events := make(chan string)
	require.Equal(t, (<-chan string)(events), relay.Through(t.Context(), events))
	ctx, _ := relay.With(t.Context())
	relay.Through(ctx, events)
	require.Equal(t, (<-chan string)(events), relay.Through(ctx, events), "a subscription has one relay")
}
