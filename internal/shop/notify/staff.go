package notify

import (
	"context"
	"fmt"

	"zuka/internal/platform/postgres"
)

// staffSource keeps what staff are told apart from what they are told as
// customers.
const staffSource = "staff:"

// Alert tells everybody who works for the shop what they must look at, once for
// its source. When that is the version of an order, as in order:17:3, the job
// that tells of the version lets their devices know.
func (s *Service) Alert(ctx context.Context, tx postgres.Tx, title, message, source string) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO notifications (created_at, updated_at, user_id, type, title, message, source)
		SELECT $1, $1, id, $2, $3, $4, $5 FROM users WHERE role IN ('staff', 'admin') AND deleted_at IS NULL ORDER BY id
		ON CONFLICT (user_id, source) DO NOTHING`, s.Clock.Now(), string(orderType), title, message, staffSource+source)
	if err != nil {
		return fmt.Errorf("alerting staff: %w", err)
	}
	return nil
}

// wakeStaff lets the devices of staff know of an alert.
func (s *Service) wakeStaff(ctx context.Context, source string) error {
	rows, err := s.Pool.Pgx().Query(ctx, `SELECT u.id, n.id FROM users AS u JOIN notifications AS n ON n.user_id = u.id AND n.source = $1
		WHERE u.role IN ('staff', 'admin')`, staffSource+source)
	if err != nil {
		return fmt.Errorf("finding whom an alert is for: %w", err)
	}
	people, err := recipients(rows)
	if err != nil {
		return fmt.Errorf("finding whom an alert is for: %w", err)
	}
	s.wake(ctx, people)
	return nil
}
