package loyalty_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"zuka/ent/db/pointsentry"
	"zuka/internal/platform/money"
	"zuka/internal/platform/postgres"
	"zuka/internal/shop/loyalty"
)

func game(user uuid.UUID, points int, of string) loyalty.Award {
	return loyalty.Award{User: user, Points: points, Source: pointsentry.SourceTypeGame, Of: of, Text: "A game"}
}

func lost(of string) loyalty.Reversal {
	return loyalty.Reversal{Source: pointsentry.SourceTypeGame, Of: of, By: pointsentry.SourceTypeGameReversal, Text: "A score that was taken off"}
}

func TestEarning(t *testing.T) {
	t.Parallel()
	c := newClub(t)
	me, other, gone := c.member(0), c.member(990), c.member(0)
	c.exec("UPDATE users SET deleted_at = now() WHERE id = $1", gone)
	earned, err := c.earn(game(other, 20, "1"), game(me, 7, "1"), game(gone, 9, "1"), game(me, 7, "1"), game(me, 0, "2"), game(uuid.New(), 5, "1"))
	require.NoError(t, err)
	quartz, amethyst := loyalty.LevelAt(0), loyalty.LevelAt(1_000)
	require.Equal(t, []loyalty.Earned{
		{Points: 20, Balance: 1_010, XP: 1_010, Level: amethyst, Before: quartz},
		{Points: 7, Balance: 7, XP: 7, Level: quartz, Before: quartz},
		{Level: quartz, Before: quartz},
		{Balance: 7, XP: 7, Level: quartz, Before: quartz},
		{Balance: 7, XP: 7, Level: quartz, Before: quartz},
		{Level: quartz, Before: quartz},
	}, earned)
	require.Equal(t, 1, c.told(other, "level:amethyst"))
	require.Zero(t, c.balanced(gone))
	require.EqualValues(t, 1, c.account(me).Version)
	require.Equal(t, "amethyst", c.gem(other))

	_, err = c.earn(game(me, -1, "3"))
	require.Error(t, err)
	_, err = c.earn(game(me, 1, ""))
	require.Error(t, err)
}

func (c *club) gem(user uuid.UUID) (gem string) {
	c.Helper()
	require.NoError(c, c.pool.Pgx().QueryRow(c.Context(), "SELECT gem_level FROM users WHERE id = $1", user).Scan(&gem))
	return gem
}

func TestPointsOfAPurchase(t *testing.T) {
	t.Parallel()
	c := newClub(t)
	for i, one := range []struct {
		xp     int
		worth  money.Naira
		points int
	}{
		{0, 0, 0}, {0, -5, 0}, {0, 99, 0}, {0, 100, 1}, {0, 12_399, 123}, {1_000, 1_900, 19}, {1_000, 2_000, 21}, {5_000, 1_000, 11},
		{15_000, 12_399, 147}, {40_000, 1_000, 13}, {100_000, 1_000, 14}, {250_000, 12_399, 184}, {0, 1 << 60, 100_000_000},
	} {
		me, friend := c.member(one.xp), c.member(0)
		for range 2 {
			err := c.in(func(ctx context.Context, tx postgres.Tx) error {
				points, err := c.EarnPurchase(ctx, tx, me, 100+i, "ZK-1", one.worth, game(friend, 3, fmt.Sprint(i)))
				if points != 0 {
					require.Equal(t, one.points, points)
				}
				return err
			})
			require.NoError(t, err)
			require.Equal(t, one.xp+one.points, c.balanced(me))
			require.Equal(t, 3, c.balanced(friend))
		}
	}
	friend := c.member(0)
	require.NoError(t, c.in(func(ctx context.Context, tx postgres.Tx) error {
		points, err := c.EarnPurchase(ctx, tx, uuid.Nil, 99, "ZK-2", 50_000, game(friend, 3, "guest"))
		require.Zero(t, points)
		return err
	}), "a guest has no points, and the others are given theirs")
	require.Equal(t, 3, c.balanced(friend))
}

func TestWhatIsTakenBackIsOwed(t *testing.T) {
	t.Parallel()
	c := newClub(t)
	me := c.member(0)
	_, err := c.earn(game(me, 1_100, "1"))
	require.NoError(t, err)
	require.NoError(t, c.spend(me, 900, 7))
	for range 2 {
		require.NoError(t, c.reverse(lost("1"), lost("none")))
		account := c.account(me)
		require.Equal(t, []int{0, 900, 0}, []int{account.Balance, account.Owed, account.XP})
		require.Equal(t, "quartz", c.gem(me), "points that are taken back were never earned")
	}
	earned, err := c.earn(game(me, 100, "2"))
	require.NoError(t, err)
	require.Equal(t, []int{100, 0, 100}, []int{earned[0].Points, earned[0].Balance, earned[0].XP})
	require.Equal(t, 800, c.account(me).Owed)
	require.Equal(t, -100, c.number("SELECT points FROM user_points_history WHERE user_id = $1 AND source_type = 'debt' AND source_id = 'game:2'", me))

	require.NoError(t, c.reverse(lost("2")), "also what paid a debt is taken back whole")
	require.Equal(t, 900, c.account(me).Owed)
	require.NoError(t, c.giveBack(7))
	require.NoError(t, c.giveBack(7))
	account := c.account(me)
	require.Equal(t, []int{0, 0, 0}, []int{account.Balance, account.Owed, account.XP})
	earned, err = c.earn(game(me, 1_000, "3"))
	require.NoError(t, err)
	require.Equal(t, 1_000, earned[0].Balance)
	require.Equal(t, 1, c.told(me, "level:amethyst"), "it was told when it was reached first")
}

func TestReversalsOfSeveralPeople(t *testing.T) {
	t.Parallel()
	c := newClub(t)
	me, friend, gone := c.member(0), c.member(0), c.member(0)
	_, err := c.earn(game(me, 10, "1"), game(friend, 20, "1"), game(gone, 30, "1"), game(me, 40, "2"), game(me, 50, "3"))
	require.NoError(t, err)
	c.exec("UPDATE users SET deleted_at = now() WHERE id = $1", gone)
	require.NoError(t, c.reverse(lost("2"), lost("1")))
	require.Equal(t, []int{50, 0, 30}, []int{c.balanced(me), c.balanced(friend), c.balanced(gone)})
}

func TestPointsOfADay(t *testing.T) {
	t.Parallel()
	c := newClub(t)
	me := c.member(0)
	for i, at := range []time.Time{lagos(23, 23, 59), lagos(24, 0, 0), lagos(24, 23, 59), lagos(25, 0, 0)} {
		require.NoError(t, c.in(func(ctx context.Context, tx postgres.Tx) error {
			_, err := c.at(at).Earn(ctx, tx, game(me, 1<<i, fmt.Sprint(i)), loyalty.Award{User: me, Points: 100, Source: pointsentry.SourceTypeReview, Of: fmt.Sprint(i)})
			return err
		}))
	}
	require.NoError(t, c.reverse(lost("1")))
	require.NoError(t, c.in(func(ctx context.Context, tx postgres.Tx) error {
		today, err := c.EarnedToday(ctx, tx, me, pointsentry.SourceTypeGame)
		require.Equal(t, 2+4, today, "also what has been taken back")
		return err
	}))
}

func TestForty(t *testing.T) {
	t.Parallel()
	c := newClub(t)
	me, friend := c.member(0), c.member(0)
	var given atomic.Int32
	c.behind("users", 40, func(i int) {
		awards := []loyalty.Award{game(me, 10, "same"), game(friend, 10, "same")}
		if i%2 == 0 {
			awards[0], awards[1] = awards[1], awards[0]
		}
		earned, err := c.earn(awards...)
		if assert.NoError(t, err) {
			given.Add(int32(earned[0].Points + earned[1].Points))
		}
	})
	require.EqualValues(t, 20, given.Load())
	c.behind("users", 40, func(int) { assert.NoError(t, c.reverse(lost("same"))) })
	require.Equal(t, []int{0, 0}, []int{c.balanced(me), c.balanced(friend)})
	require.EqualValues(t, 2, c.account(me).Version)
}

// Locks in another order than that of the ids would end in deadlocks here.
func TestManyPeopleAtOnce(t *testing.T) {
	t.Parallel()
	c := newClub(t)
	people := make([]uuid.UUID, 6)
	for i := range people {
		people[i] = c.member(0)
	}
	var all sync.WaitGroup
	for worker := range 12 {
		all.Go(func() {
			for round := range 10 {
				of := fmt.Sprintf("%d-%d", worker, round)
				var awards []loyalty.Award
				for _, i := range rand.Perm(len(people))[:3] {
					awards = append(awards, game(people[i], 1, of))
				}
				_, err := c.earn(awards...)
				assert.NoError(t, err)
				if round%2 == 0 {
					assert.NoError(t, c.reverse(lost(of)))
				}
			}
		})
	}
	all.Wait()
	total := 0
	for _, one := range people {
		total += c.balanced(one)
	}
	require.Equal(t, 12*5*3, total)
}
