package loyalty_test

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"zuka/ent/db/reward"
)

func TestTheEndOfRewards(t *testing.T) {
	t.Parallel()
	c := newClub(t)
	me, gone := c.member(100_000), c.member(1_000)
	in := kind("voucher", reward.TypeDiscount, 100)
	voucher := c.sells(in)
	in.Slug, in.ValidDays = "short", 2
	short := c.sells(in)
	kept, err := c.buys(me, voucher.ID, "kept")
	require.NoError(t, err)
	_, err = c.buys(me, short.ID, "short")
	require.NoError(t, err)
	theirs, err := c.buys(gone, voucher.ID, "gone")
	require.NoError(t, err)
	c.exec("UPDATE users SET deleted_at = now() WHERE id = $1", gone)
	used, err := c.buys(me, voucher.ID, "used")
	require.NoError(t, err)
	_, err = c.use(me, used.Code, c.order())
	require.NoError(t, err)

	sweep := func(days int) int {
		ended, err := c.at(noon.AddDate(0, 0, days)).ExpireRewards(t.Context())
		require.NoError(t, err)
		return ended
	}
	require.Equal(t, 0, sweep(0))
	require.Equal(t, 1, sweep(2), "the short one")
	require.Equal(t, 0, sweep(27))
	require.Equal(t, 0, sweep(28))
	require.Equal(t, 1, c.number("SELECT count(*) FROM notifications WHERE source LIKE 'reward-ends:%'"), "not for a short one, a used one, nor who has left")
	require.Equal(t, 1, c.told(me, fmt.Sprintf("reward-ends:%d", kept.ID)))
	require.Equal(t, 2, sweep(30))
	require.Equal(t, 0, sweep(31))
	require.Equal(t, 1, c.number("SELECT count(*) FROM user_rewards WHERE id = $1 AND expired_at IS NOT NULL", theirs.ID))
	require.Zero(t, c.number("SELECT count(*) FROM user_rewards WHERE used AND expired_at IS NOT NULL"))
}

func TestWhatRunsOutIsNoted(t *testing.T) {
	t.Parallel()
	c := newClub(t)
	me := c.member(0)
	c.exec(`INSERT INTO user_rewards (user_id, code, type, value_amount_ngn, expires_at, created_at)
		SELECT $1, 'R-' || n, 'discount', 5, $2, $3 FROM generate_series(1, 450) AS n`, me, noon.Add(72*time.Hour), noon.AddDate(0, 0, -9))
	c.reward(me, "NEVER", "discount", nil, 500, nil, nil)
	none, err := c.at(noon.Add(-time.Second)).ExpireRewards(t.Context())
	require.NoError(t, err)
	require.Zero(t, none)
	require.Zero(t, c.number("SELECT count(*) FROM notifications"))
	for range 2 {
		none, err = c.ExpireRewards(t.Context())
		require.NoError(t, err)
		require.Zero(t, none)
		require.Equal(t, 450, c.number("SELECT count(*) FROM notifications WHERE source LIKE 'reward-ends:%'"))
	}
	var ended atomic.Int32
	var sweeps sync.WaitGroup
	for range 4 {
		sweeps.Go(func() {
			n, err := c.at(noon.Add(72 * time.Hour)).ExpireRewards(t.Context())
			assert.NoError(t, err)
			ended.Add(int32(n))
		})
	}
	sweeps.Wait()
	n, err := c.at(noon.Add(72 * time.Hour)).ExpireRewards(t.Context())
	require.NoError(t, err)
	require.EqualValues(t, 450, int(ended.Load())+n)
	require.Equal(t, 450, c.number("SELECT count(*) FROM user_rewards WHERE expired_at = $1", noon.Add(72*time.Hour)))
	require.Equal(t, 450, c.number("SELECT count(*) FROM notifications"))
}
