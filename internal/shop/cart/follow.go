package cart

import (
	"context"

	"zuka/internal/platform/pubsub"
	"zuka/internal/platform/viewer"
)

// state is a cart, or that there is none yet.
type state struct{ cart *Cart }

// Follow shows the caller's cart as it is and then each newer version. Who has
// no cart yet is shown it when there is one.
func (s *Service) Follow(ctx context.Context) (<-chan *Cart, error) {
	owner, ok := OwnerOf(viewer.From(ctx))
	if !ok || s.Hub == nil {
		return nil, errNobody()
	}
	states, err := pubsub.Follow(ctx, s.Hub, owner.channel(), func(ctx context.Context) (*state, int64, error) {
		cart, err := s.of(ctx, owner)
		if err != nil || cart == nil {
			return &state{}, -1, err // Before the first version of any cart.
		}
		return &state{cart}, int64(cart.Version), nil
	})
	if err != nil {
		return nil, err
	}
	shown := make(chan *Cart)
	go func() {
		defer close(shown)
		for now := range states {
			if now.cart == nil {
				continue
			}
			select {
			case shown <- now.cart:
			case <-ctx.Done():
				return
			}
		}
	}()
	return shown, nil
}
