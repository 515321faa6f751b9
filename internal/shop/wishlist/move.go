package wishlist

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"zuka/internal/platform/fault"
	"zuka/internal/platform/postgres"
)

// MoveInput is what to put into the cart of what is wished for: the product, and
// one of its variants where it has any. Product may be 0 where Variant is given.
type MoveInput struct {
	Product     int
	Size, Color *string
	Variant     *int
	Quantity    int
}

// Warning is something that was done, but not quite as it was asked for. Line is
// the line of the cart that it is about; nil when it is about none.
type Warning struct {
	Code    string
	Message string
	Line    *int
}

// Moved is the outcome of a move.
type Moved struct {
	// Product is what is wished for no longer.
	Product  int
	Warnings []Warning
}

// MoveToCart puts a wished product into the cart and takes it off the list, both
// or neither.
func (s *Service) MoveToCart(ctx context.Context, input MoveInput) (*Moved, error) {
	owner, err := me(ctx)
	if err != nil {
		return nil, err
	}
	moved := &Moved{}
	err = postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx postgres.Tx) (err error) {
		// The cart's locks come first, as everywhere.
		if moved.Warnings, err = s.Cart.AddTx(ctx, tx, input); err != nil {
			return err
		}
		moved.Product, err = take(ctx, tx, owner, input)
		return err
	})
	if err != nil {
		return nil, err
	}
	s.Cart.Changed(ctx, owner)
	return moved, nil
}

// take takes off the list what is moved.
func take(ctx context.Context, tx postgres.Tx, owner uuid.UUID, input MoveInput) (product int, err error) {
	found, err := tx.QueryContext(ctx, `DELETE FROM wishlists WHERE user_id = $1
		AND product_id = coalesce(nullif($2::bigint, 0), (SELECT product_id FROM product_variants WHERE id = $3::bigint))
		RETURNING product_id`, owner, input.Product, input.Variant)
	if err != nil {
		return 0, fmt.Errorf("taking a wish off the list: %w", err)
	}
	if found.Next() {
		err = found.Scan(&product)
	}
	if err == nil {
		err = found.Err()
	}
	if closed := found.Close(); err == nil {
		err = closed
	}
	switch {
	case err != nil:
		return 0, fmt.Errorf("taking a wish off the list: %w", err)
	case product != 0:
		return product, nil
	case input.Product != 0:
		return 0, fault.Refuse(fault.Gone, "line.productId", "is not wished for")
	}
	return 0, fault.Refuse(fault.Gone, "line.variantId", "is not wished for")
}
