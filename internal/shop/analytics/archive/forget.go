package archive

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"zuka/internal/platform/postgres"
)

// errLeft means that somebody left the shop while their events were restored.
var errLeft = errors.New("archive: a person left the shop while their events were restored")

const (
	// forgetPeople makes rows of people who have left those of anybody, as erasure
	// does with events in the table: theirs, and what was done in the same visit
	// before signing in. The visits' own rows cannot tell whose they were any more,
	// so that the file has to. Who may be restored is in users and not deleted.
	//
	// What goes is the list withoutTraces of internal/shop/account/privacy, which
	// this package does not import: a test compares what the two make of a row. A
	// row's product is looked at with it, so that the row is counted once.
	forgetPeople = `WITH gone AS MATERIALIZED (
			SELECT user_id FROM (SELECT DISTINCT user_id FROM restoring WHERE user_id IS NOT NULL) AS r
			WHERE NOT EXISTS (SELECT FROM users AS u WHERE u.id = r.user_id AND u.deleted_at IS NULL)),
		visits AS MATERIALIZED (SELECT DISTINCT session_id FROM restoring WHERE user_id IN (SELECT user_id FROM gone))
		UPDATE restoring AS t SET user_id = NULL, ip_address = NULL, user_agent = NULL, search_query = NULL, page_path = NULL, referrer_url = NULL, city = NULL,
			metadata = (SELECT jsonb_object_agg(key, value) FROM jsonb_each(t.metadata)
				WHERE key IN ('quantity', 'value_ngn', 'list', 'position', 'result_count', 'game', 'score', 'app_version')),
			product_id = CASE WHEN $1::boolean THEN t.product_id ELSE (SELECT id FROM products WHERE id = t.product_id) END
		WHERE t.user_id IN (SELECT user_id FROM gone) OR t.user_id IS NULL AND t.session_id IN (SELECT session_id FROM visits)`
	forgetProducts = `UPDATE restoring AS t SET product_id = NULL
		WHERE t.product_id IS NOT NULL AND NOT EXISTS (SELECT FROM products WHERE id = t.product_id)`
	// holdErasure keeps erasure, which takes this lock for itself before it goes
	// through the events, from doing so until this transaction is over.
	holdErasure = `SELECT pg_advisory_xact_lock_shared($1)`
	hasLeft     = `SELECT EXISTS (SELECT FROM users WHERE deleted_at IS NOT NULL AND id IN (SELECT user_id FROM restoring))`
)

// forget takes off the rows in restoring who is gone and, unless they come to a
// table of their own, which products are. It says how many rows that changed.
func forget(ctx context.Context, tx pgx.Tx, standalone bool) (int64, error) {
	people, err := tx.Exec(ctx, forgetPeople, standalone)
	if err != nil {
		return 0, fmt.Errorf("forgetting people: %w", err)
	}
	if standalone {
		return people.RowsAffected(), nil
	}
	products, err := tx.Exec(ctx, forgetProducts)
	if err != nil {
		return 0, fmt.Errorf("forgetting products: %w", err)
	}
	return people.RowsAffected() + products.RowsAffected(), nil
}

// remember is errLeft when one of those whom the rows name left since forget
// looked. Erasure may have gone through the events without seeing these rows;
// who leaves after this is erased when they can be seen. It comes last in the
// transaction, so that the lock is held for an instant.
func remember(ctx context.Context, tx pgx.Tx) error {
	if _, err := tx.Exec(ctx, holdErasure, int64(postgres.EventsLock)); err != nil {
		return fmt.Errorf("keeping erasure from the events: %w", err)
	}
	var left bool
	if err := tx.QueryRow(ctx, hasLeft).Scan(&left); err != nil {
		return fmt.Errorf("looking for who left meanwhile: %w", err)
	}
	if left {
		return errLeft
	}
	return nil
}
