package order

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	row "zuka/ent/db/order"
	"zuka/ent/db/orderitem"
	"zuka/internal/platform/postgres"
)

// Expired are unpaid orders whose time is over, the longest first. One that is
// being moved at this moment is left for the next time.
func (s *Service) Expired(ctx context.Context, limit int) ([]int, error) {
	rows, err := s.Pool.Pgx().Query(ctx, `SELECT id FROM orders WHERE status = 'pending' AND expires_at <= $1
		ORDER BY expires_at LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED`, s.Clock.Now(), limit)
	if err != nil {
		return nil, fmt.Errorf("finding expired orders: %w", err)
	}
	return pgx.CollectRows(rows, pgx.RowTo[int])
}

// OpenCashOrders counts the orders of a phone that are to be paid at the door
// and are not over. Until the transaction ends no other one counts those of the
// same phone, so that two orders at once are not both the last one allowed.
func (s *Service) OpenCashOrders(ctx context.Context, tx postgres.Tx, phone string) (count int, err error) {
	// A statement of its own: what is counted must be seen after the wait.
	if _, err := tx.ExecContext(ctx, "SELECT pg_advisory_xact_lock(hashtextextended('cash:' || $1, 0))", phone); err != nil {
		return 0, fmt.Errorf("waiting for a phone's cash orders: %w", err)
	}
	// The statuses are written out, so that idx_orders_open_cash is known to fit.
	err = tx.QueryRowContext(ctx, `SELECT count(*) FROM orders
		WHERE payment_method = 'cash_on_delivery' AND status IN ('pending', 'paid', 'processing', 'shipped')
		AND (guest_phone = $1 OR shipping_address->>'phone' = $1 OR user_id IN (SELECT id FROM users WHERE phone = $1))`,
		phone).Scan(&count)
	if err != nil {
		return 0, fmt.Errorf("counting a phone's cash orders: %w", err)
	}
	return count, nil
}

// Purchases tells whether a person has bought a product and has it.
func (s *Service) Purchases(ctx context.Context, user uuid.UUID, product int) (bool, error) {
	return s.Pool.Ent().OrderItem.Query().
		Where(orderitem.ProductID(product), orderitem.HasOrderWith(row.UserID(user), row.StatusEQ(row.StatusDelivered))).Exist(ctx)
}

// OnTheWay tells whether a person has an order that is not over.
func (s *Service) OnTheWay(ctx context.Context, user uuid.UUID) (bool, error) {
	return s.Pool.Ent().Order.Query().Where(row.UserID(user), row.StatusIn(open...)).Exist(ctx)
}
