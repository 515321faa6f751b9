package clock

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestDayTurnsAtLagosMidnight(t *testing.T) {
	t.Parallel()
	before := time.Date(2026, 3, 31, 22, 59, 59, 0, time.UTC)
	after := before.Add(time.Second)
	require.Equal(t, "2026-03-31", Day(before).Format(time.DateOnly))
	require.Equal(t, "2026-04-01", Day(after).Format(time.DateOnly))
	require.Equal(t, after, Day(after).UTC())
}

func TestFixedNeverMoves(t *testing.T) {
	t.Parallel()
	moment := time.Date(2026, 1, 1, 12, 0, 0, 0, Lagos)
	require.Equal(t, moment.UTC(), Fixed(moment).Now())
	require.Equal(t, Fixed(moment).Now(), Fixed(moment).Now())
	require.Equal(t, time.UTC, System{}.Now().Location())
}
