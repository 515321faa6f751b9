package order

import (
	"context"
	"fmt"

	"zuka/internal/platform/postgres"
)

// Piece is how many of a product, or of a size and colour of it, an order has.
// It converts to the piece that the stock is counted in.
type Piece struct {
	Product int
	// Size and Color are empty for a product without variants.
	Size, Color string
	Quantity    int
}

// ReleaseStock notes that the pieces of an order go back, and says which; it
// says none when they went back before. So they go back once.
func (s *Service) ReleaseStock(ctx context.Context, tx postgres.Tx, order int) ([]Piece, error) {
	rows, err := tx.QueryContext(ctx, `WITH released AS (
			UPDATE orders SET stock_held = false, updated_at = $2 WHERE id = $1 AND stock_held RETURNING id
		)
		SELECT i.product_id, COALESCE(i.size, ''), COALESCE(i.color, ''), SUM(i.quantity)
		FROM order_items AS i JOIN released ON released.id = i.order_id
		GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`, order, s.now())
	if err != nil {
		return nil, fmt.Errorf("releasing the stock of an order: %w", err)
	}
	defer func() { _ = rows.Close() }() // Err has told what there was.
	var pieces []Piece
	for rows.Next() {
		var piece Piece
		if err := rows.Scan(&piece.Product, &piece.Size, &piece.Color, &piece.Quantity); err != nil {
			return nil, fmt.Errorf("reading the pieces of an order: %w", err)
		}
		pieces = append(pieces, piece)
	}
	return pieces, rows.Err()
}

// HoldStock notes that the pieces of an order are out of the stock again, for a
// payment that came late. It is false when they are out already.
func (s *Service) HoldStock(ctx context.Context, tx postgres.Tx, order int) (bool, error) {
	held, err := tx.ExecContext(ctx, "UPDATE orders SET stock_held = true, updated_at = $2 WHERE id = $1 AND NOT stock_held", order, s.now())
	if err != nil {
		return false, fmt.Errorf("holding the stock of an order: %w", err)
	}
	changed, err := held.RowsAffected()
	return changed == 1, err
}
