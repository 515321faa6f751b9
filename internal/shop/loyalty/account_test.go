package loyalty_test

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"zuka/internal/platform/fault"
	"zuka/internal/platform/page"
	"zuka/internal/platform/postgres"
	"zuka/internal/platform/pubsub"
	"zuka/internal/platform/viewer"
	"zuka/internal/shop/loyalty"
	"zuka/internal/testenv"
)

func TestAdjusting(t *testing.T) {
	t.Parallel()
	c := newClub(t)
	me, staff := c.member(50), c.staff()
	give := loyalty.AdjustInput{User: me, Points: 200, Reason: "  A late   parcel ", IdempotencyKey: "adjust-1"}
	for range 2 {
		account, err := c.Adjust(staff, give)
		require.NoError(t, err)
		require.Equal(t, []int{250, 250}, []int{account.Balance, account.XP})
	}
	require.Equal(t, 1, c.number("SELECT count(*) FROM user_points_history WHERE description = 'A late parcel'"))
	account, err := c.Adjust(staff, loyalty.AdjustInput{User: me, Points: -100, Reason: "Wrong parcel", IdempotencyKey: "adjust-2"})
	require.NoError(t, err)
	require.Equal(t, []int{150, 250}, []int{account.Balance, account.XP})

	_, err = c.Adjust(staff, loyalty.AdjustInput{User: me, Points: -151, Reason: "Wrong parcel", IdempotencyKey: "adjust-3"})
	refused(t, err, fault.InsufficientPoints, "input.points")
	_, err = c.Adjust(staff, loyalty.AdjustInput{User: me, Points: -151, Reason: "Wrong parcel", IdempotencyKey: "adjust-1"})
	refused(t, err, fault.IdempotencyKeyReused, "input.idempotencyKey")
	_, err = c.Adjust(staff, loyalty.AdjustInput{User: uuid.New(), Points: 1, Reason: "Wrong parcel", IdempotencyKey: "adjust-4"})
	refused(t, err, fault.Gone, "input.userId")
	_, err = c.Adjust(staff, loyalty.AdjustInput{User: viewer.From(staff).User, Points: 1, Reason: "Hard work", IdempotencyKey: "adjust-5"})
	refused(t, err, fault.InputInvalid, "input.userId")
	for _, wrong := range []struct {
		points int
		reason string
		field  string
	}{
		{0, "fine", "input.points"}, {100_001, "fine", "input.points"}, {-100_001, "fine", "input.points"}, {-1 << 63, "fine", "input.points"},
		{1, " a  ", "input.reason"}, {1, strings.Repeat("a", 201), "input.reason"}, {1, "a\x00bc", "input.reason"}, {1, "abc\xff", "input.reason"},
	} {
		_, err := c.Adjust(staff, loyalty.AdjustInput{User: me, Points: wrong.points, Reason: wrong.reason, IdempotencyKey: "adjust-6"})
		refused(t, err, fault.InputInvalid, wrong.field)
	}
	_, err = c.Adjust(c.me(me), give)
	require.True(t, fault.Is(err, fault.Forbidden))
	_, err = c.Adjust(t.Context(), give)
	require.True(t, fault.Is(err, fault.Unauthenticated))
	require.Equal(t, 150, c.balanced(me))
}

func TestAnAdjustmentIsMadeOnce(t *testing.T) {
	t.Parallel()
	c := newClub(t)
	me, staff := c.member(0), c.staff()
	var made atomic.Int32
	c.behind("users WHERE id = '"+me.String()+"'", 40, func(i int) {
		_, err := c.Adjust(staff, loyalty.AdjustInput{User: me, Points: 10, Reason: "Sorry", IdempotencyKey: fmt.Sprintf("adjust-%d", i%30)})
		if assert.NoError(t, err) {
			made.Add(1)
		}
	})
	require.Equal(t, 300, c.balanced(me))
	require.EqualValues(t, 40, made.Load())
}

func TestHistory(t *testing.T) {
	t.Parallel()
	c := newClub(t)
	me, other := c.member(0), c.member(3)
	for i := range 7 { // All at one moment: the ids decide.
		_, err := c.earn(game(me, i+1, fmt.Sprint(i)))
		require.NoError(t, err)
	}
	require.NoError(t, c.reverse(lost("6")))
	points := func(filter loyalty.HistoryFilter, args page.Args) (read []int, list *loyalty.EntryConnection) {
		list, err := c.History(t.Context(), me, filter, args)
		require.NoError(t, err)
		for _, one := range list.Nodes() {
			read = append(read, one.Points)
		}
		return read, list
	}
	three := int32(3)
	first, list := points(loyalty.HistoryFilter{}, page.Args{First: &three})
	require.Equal(t, []int{-7, 7, 6}, first)
	total, err := list.TotalCount(t.Context())
	require.NoError(t, err)
	require.Equal(t, 8, total)
	next, more := points(loyalty.HistoryFilter{}, page.Args{First: &three, After: list.PageInfo.EndCursor})
	require.Equal(t, []int{5, 4, 3}, next)
	back, _ := points(loyalty.HistoryFilter{}, page.Args{Last: &three, Before: more.PageInfo.StartCursor})
	require.Equal(t, first, back)
	reversals, _ := points(loyalty.HistoryFilter{Sources: []loyalty.Source{"game_reversal", "game_reversal"}}, page.Args{})
	require.Equal(t, []int{-7}, reversals)
	_, err = c.History(t.Context(), me, loyalty.HistoryFilter{Sources: []loyalty.Source{"theft"}}, page.Args{})
	require.True(t, fault.Is(err, fault.BadUserInput))
	_, err = c.History(t.Context(), other, loyalty.HistoryFilter{}, page.Args{After: list.PageInfo.EndCursor})
	require.True(t, fault.Is(err, fault.BadUserInput), "the cursor is of another's list")

	id := list.Nodes()[0].ID
	entry, err := c.Entry(t.Context(), me, id)
	require.NoError(t, err)
	require.Equal(t, -7, entry.Points)
	entry, err = c.Entry(t.Context(), other, id)
	require.NoError(t, err)
	require.Nil(t, entry)
}

func TestFollowingPoints(t *testing.T) {
	t.Parallel()
	c := newClub(t)
	client, prefix := testenv.RedisClient(t)
	hub := pubsub.New(client, pubsub.Options{Prefix: prefix, Heartbeat: time.Minute, ConfirmTimeout: time.Minute})
	hub.Start()
	t.Cleanup(hub.Stop)
	config := c.Config
	config.Hub = hub
	c.Service = loyalty.New(config)
	me := c.member(30)
	shown, err := c.FollowPoints(c.me(me))
	require.NoError(t, err)
	require.Equal(t, 30, (<-shown).Balance)
	_, err = c.earn(game(me, 5, "1"))
	require.NoError(t, err)
	require.Equal(t, 35, (<-shown).Balance)
	rolledBack := c.in(func(ctx context.Context, tx postgres.Tx) error {
		_, err := c.Earn(ctx, tx, game(me, 5, "2"))
		require.NoError(t, err)
		return context.Canceled
	})
	require.ErrorIs(t, rolledBack, context.Canceled)
	require.NoError(t, c.reverse(lost("1")))
	last := <-shown
	require.Equal(t, []int64{30, 2}, []int64{int64(last.Balance), last.Version})
	_, err = c.FollowPoints(t.Context())
	require.True(t, fault.Is(err, fault.Unauthenticated))
	none, err := c.AccountOf(t.Context(), uuid.New())
	require.NoError(t, err)
	require.Nil(t, none)
}
