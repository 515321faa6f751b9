package checkout

import (
	"context"

	"zuka/internal/shop/cart"
)

// FollowCart shows the viewer's cart, priced, as it is and each time that it
// has changed.
func (s *Service) FollowCart(ctx context.Context) (<-chan *Quote, error) {
	carts, err := s.Cart.Follow(ctx)
	if err != nil {
		return nil, err
	}
	quotes := make(chan *Quote)
	go func() {
		defer close(quotes)
		for found := range carts {
			q, err := s.quote(ctx, found, nil)
			if err != nil {
				if ctx.Err() == nil {
					s.warn(ctx, "a followed cart could not be priced", err)
				}
				return // The client comes back and begins with a snapshot.
			}
			select {
			case quotes <- q:
			case <-ctx.Done():
				return
			}
		}
	}()
	return quotes, nil
}

// BuyAgain puts what an order had into the viewer's cart, as far as it can be
// had.
func (s *Service) BuyAgain(ctx context.Context, named Named) (*cart.Result, error) {
	found, err := s.Find(ctx, named)
	if err != nil {
		return nil, err
	}
	items, err := s.Order.LinesOf(ctx, []int{found.ID})
	if err != nil {
		return nil, err
	}
	lines := make([]cart.LineInput, len(items[found.ID]))
	for i, item := range items[found.ID] {
		lines[i] = cart.LineInput{Product: item.ProductID, Size: item.Size, Color: item.Color, Quantity: item.Quantity}
	}
	return s.Cart.FromOrder(ctx, lines)
}
