package live

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestNamesAreAskedForOnceAMinute(t *testing.T) {
	t.Parallel()
	inArcade(t, func(t *testing.T, a *arcade) {
		a.boards.called[somebody(1)] = "Ada O."
		a.score(1, 10)
		a.score(2, 20)
		s := a.follow(10, 0)
		s.take()
		_, asked, _ := a.boards.log()
		require.Equal(t, []int{2}, asked)
		require.Equal(t, "Ada O.", s.rows[1].Player.Name)
		a.tick(1, 30)
		a.tick(3, 40)
		_, asked, _ = a.boards.log()
		require.Equal(t, []int{2, 1}, asked, "only who came")
		s.take()
		a.boards.locked(func() {
			a.boards.called[somebody(1)] = "Bola O."
			a.boards.gone[somebody(3)] = true
		})
		time.Sleep(nameLife)
		a.tick(2, 25)
		_, asked, _ = a.boards.log()
		require.Equal(t, []int{2, 1, 3}, asked)
		u := s.take()
		require.Equal(t, []string{key(3)}, u.Left(), "who is no more")
		require.Equal(t, "Bola O.", s.rows[0].Player.Name)
		time.Sleep(nameLife)
		a.boards.breaks("players", true)
		a.tick(2, 26)
		s.take()
		require.Equal(t, "Bola O.", s.rows[0].Player.Name, "better than none")
		require.Equal(t, 26, s.rows[1].Score)
	})
}
