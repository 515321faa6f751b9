package payment

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestWhenAProviderIsAskedNext(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ age, next time.Duration }{
		{0, 2 * time.Minute},
		{2*time.Minute - 1, 2 * time.Minute},
		{2 * time.Minute, 7 * time.Minute},
		{6 * time.Minute, 7 * time.Minute},
		{7 * time.Minute, 17 * time.Minute},
		{17 * time.Minute, 37 * time.Minute},
		{37 * time.Minute, 67 * time.Minute},
		{67 * time.Minute, 127 * time.Minute},
		{127 * time.Minute, 187 * time.Minute},
		{186 * time.Minute, 187 * time.Minute},
		{24 * time.Hour, 24*time.Hour + 7*time.Minute},
		{71 * time.Hour, 71*time.Hour + 7*time.Minute},
	} {
		require.Equal(t, row.next, pauses.after(opened, opened.Add(row.age)).Sub(opened), row.age)
	}
}

func TestASchedulesPausesOnlyGrow(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		for _, one := range []schedule{pauses, refundPauses} {
			now := opened.Add(time.Duration(rapid.Int64Range(0, int64(80*time.Hour)).Draw(t, "age")))
			next := one.after(opened, now)
			require.True(t, next.After(now))
			require.LessOrEqual(t, next.Sub(now), one[len(one)-1])
			then := one.after(opened, next)
			require.GreaterOrEqual(t, then.Sub(next), next.Sub(now))
		}
	})
}

func TestAPaymentIsAskedAboutForThreeDays(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	made := d.open(d.order())
	for asked := 0; ; asked++ {
		now := d.row(made.ID)
		if now.NextCheckAt == nil {
			require.Equal(t, 76, asked)
			require.Equal(t, "failed", string(now.Status), "in the end it is over")
			require.Contains(t, *now.FailureReason, "three days")
			break
		}
		d.clock.set(now.NextCheckAt.Add(-time.Microsecond))
		require.Empty(t, d.due())
		d.clock.set(*now.NextCheckAt)
		require.Equal(t, []int{made.ID}, d.due())
		require.NoError(t, d.service.Postpone(t.Context(), made.ID))
		require.Empty(t, d.due(), "postponing alone is enough")
		charge, err := d.service.Ask(t.Context(), made.ID)
		require.NoError(t, err)
		outcome := d.record(made, charge)
		require.Equal(t, outcome.Kind == Failed, outcome.Changed)
	}
	require.NoError(t, d.service.Postpone(t.Context(), made.ID))
	require.Nil(t, d.row(made.ID).NextCheckAt, "what is over is not postponed")
	require.NoError(t, d.service.Postpone(t.Context(), 1_000_000))
}

func (d *desk) due() []int {
	d.Helper()
	ids, err := d.service.Due(d.Context(), 100)
	require.NoError(d, err)
	return ids
}

func TestNobodyAsksAProviderThatTheShopHasNoMore(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	made := d.open(d.order())
	d.clock.advance(time.Hour)
	require.Equal(t, []int{made.ID}, d.due())
	delete(d.service.Providers, "paystack")
	require.Empty(t, d.due())
	_, err := d.service.Ask(t.Context(), made.ID)
	require.Error(t, err)
}
