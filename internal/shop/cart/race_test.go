package cart

import (
	"context"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"zuka/internal/platform/fault"
)

// atOnce runs n pieces of work that begin together.
func atOnce(n int, work func(int) error) error {
	var (
		all     errgroup.Group
		barrier sync.WaitGroup
	)
	barrier.Add(n)
	for i := range n {
		all.Go(func() error {
			barrier.Done()
			barrier.Wait()
			return work(i)
		})
	}
	return all.Wait()
}

func TestFortyAtOnceLoseNothing(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	user, _ := s.person()
	guest, _ := s.visitor()
	for name, ctx := range map[string]context.Context{"a person": user, "a guest": guest} {
		t.Run(name, func(t *testing.T) {
			one, two, three := s.product(99), s.product(99), s.product(99)
			require.NoError(t, atOnce(40, func(i int) error {
				lines := []LineInput{{Product: one, Quantity: 1}, {Product: two, Quantity: 1}}
				if i%2 == 1 {
					lines = []LineInput{{Product: three, Quantity: 1}}
				}
				_, err := s.service.Add(ctx, lines)
				return err
			}))
			cart := s.mine(ctx)
			require.Equal(t, map[int]int{one: 20, two: 20, three: 20}, quantities(cart))
			require.Equal(t, 40, cart.Version)
		})
	}
}

func TestTwoTabsSetAndAddAtOnce(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	ctx, _ := s.person()
	kept, moved, cleared := s.product(99), s.product(99), s.product(99)
	cart := s.add(ctx, LineInput{Product: kept, Quantity: 1}, LineInput{Product: moved, Quantity: 1}, LineInput{Product: cleared, Quantity: 1}).Cart
	require.NoError(t, atOnce(30, func(i int) (err error) {
		switch i % 3 {
		case 0:
			_, err = s.service.Add(ctx, []LineInput{{Product: kept, Quantity: 1}})
		case 1:
			_, err = s.service.Update(ctx, []LineUpdate{{cart.Lines[1].ID, 7}})
		default:
			_, err = s.service.Remove(ctx, []int{cart.Lines[2].ID})
		}
		return err
	}))
	require.Equal(t, map[int]int{kept: 11, moved: 7}, quantities(s.mine(ctx)))
}

// What a guest puts in while they sign in is in the person's cart, or is told to
// have failed: it is never left behind in a cart that nobody can see.
func TestWhatIsAddedDuringSignInIsNotLeftBehind(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	const guests, adds = 6, 5
	product := s.product(9999)
	for range guests {
		ctx, user := s.person()
		guest, session := s.visitor()
		done := make([]int, adds+1)
		require.NoError(t, atOnce(adds+1, func(i int) error {
			if i == adds {
				_, err := s.merge(ctx, session, user)
				return err
			}
			_, err := s.service.Add(guest, []LineInput{{Product: product, Quantity: 1}})
			if fault.Is(err, fault.Unauthenticated) {
				return nil
			}
			done[i] = 1
			return err
		}))
		added := 0
		for _, one := range done {
			added += one
		}
		require.Equal(t, added, quantities(s.mine(ctx))[product])
		require.Nil(t, s.mine(guest))
	}
	require.Zero(t, s.number("SELECT count(*) FROM carts WHERE session_id IS NOT NULL"))
	require.Zero(t, s.number("SELECT count(*) FROM cart_headers WHERE session_id IS NOT NULL"))
}

// Two devices that sign the same person in at once.
func TestTwoGuestsBecomeOnePersonAtOnce(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	ctx, user := s.person()
	product := s.product(99)
	const devices = 8
	var sessions [devices]func() error
	for i := range devices {
		guest, session := s.visitor()
		s.add(guest, LineInput{Product: product, Quantity: 2})
		sessions[i] = func() error {
			_, err := s.merge(ctx, session, user)
			return err
		}
	}
	require.NoError(t, atOnce(devices, func(i int) error { return sessions[i]() }))
	require.Equal(t, map[int]int{product: 16}, quantities(s.mine(ctx)))
}
