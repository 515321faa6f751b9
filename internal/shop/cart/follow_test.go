package cart

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"zuka/internal/platform/fault"
	"zuka/internal/platform/viewer"
)

const patience = time.Minute

func receive(t *testing.T, carts <-chan *Cart) *Cart {
	t.Helper()
	select {
	case cart, open := <-carts:
		require.True(t, open, "the stream ended")
		return cart
	case <-time.After(patience):
		require.FailNow(t, "nothing came")
		return nil
	}
}

func TestACartIsFollowed(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	s.hub()
	product := s.product(99)
	ctx, _ := s.person()
	guest, _ := s.visitor()
	other, _ := s.person()
	for name, ctx := range map[string]context.Context{"a person's": ctx, "a guest's": guest} {
		t.Run(name, func(t *testing.T) {
			s.add(ctx, LineInput{Product: product, Quantity: 1})
			watching, stop := context.WithCancel(ctx)
			defer stop()
			carts, err := s.service.Follow(watching)
			require.NoError(t, err)
			require.Equal(t, s.mine(ctx), receive(t, carts), "as it is")
			s.add(other, LineInput{Product: product, Quantity: 1}) // Nobody hears of this here.
			s.add(ctx, LineInput{Product: product, Quantity: 2})
			require.Equal(t, s.mine(ctx), receive(t, carts))
			s.exec("UPDATE cart_headers SET version = version + 1") // As an order does, which then tells of it.
			owner, _ := OwnerOf(viewer.From(ctx))
			s.service.Changed(ctx, owner)
			require.Equal(t, 3, receive(t, carts).Version)
			stop()
			require.Eventually(t, func() bool { _, open := <-carts; return !open }, patience, time.Millisecond)
		})
	}
}

func TestACartIsFollowedFromBeforeItIsThere(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	s.hub()
	ctx, _ := s.visitor()
	carts, err := s.service.Follow(ctx)
	require.NoError(t, err)
	cart := s.add(ctx, LineInput{Product: s.product(9), Quantity: 1}).Cart
	require.Equal(t, cart, receive(t, carts))
	_, err = s.service.Follow(as(t.Context(), viewer.Viewer{}))
	require.True(t, fault.Is(err, fault.Unauthenticated))
}
