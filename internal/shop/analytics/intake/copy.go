package intake

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"zuka/internal/platform/postgres"
)

const (
	// holdEvents makes the watermark of the rollups wait until this transaction is
	// over: no lower id appears behind it.
	holdEvents    = `SELECT pg_advisory_xact_lock_shared($1)`
	knownProducts = `SELECT id FROM products WHERE id = ANY ($1::bigint[])`
	knownUsers    = `SELECT id FROM users WHERE id = ANY ($1::uuid[])`
)

// copy writes rows of which none is there yet; otherwise it is an error and nothing
// is written.
func (w *Writer) copy(ctx context.Context, rows []row) error {
	err := pgx.BeginFunc(ctx, w.pool, func(tx pgx.Tx) error {
		if err := prepare(ctx, tx, rows); err != nil {
			return err
		}
		source := pgx.CopyFromSlice(len(rows), func(i int) ([]any, error) { return rows[i].values(), nil })
		_, err := tx.CopyFrom(ctx, pgx.Identifier{"analytics_events"}, columns, source)
		return err
	})
	if err != nil {
		return err
	}
	for i := range rows {
		rows[i].count(rows[i].entry)
	}
	return nil
}

// prepare takes the lock of the writers and takes products and users that do not
// exist off the events, in one round trip.
func prepare(ctx context.Context, tx pgx.Tx, rows []row) error {
	products, users := map[int64]bool{}, map[uuid.UUID]bool{}
	for i := range rows {
		if of := rows[i].event; of.Product != 0 {
			products[int64(of.Product)] = false
		}
		if of := rows[i].event; of.User != uuid.Nil {
			users[of.User] = false
		}
	}
	var batch pgx.Batch
	batch.Queue(holdEvents, postgres.EventsLock)
	if len(products) > 0 {
		batch.Queue(knownProducts, keys(products)).Query(func(found pgx.Rows) error {
			var id int64
			_, err := pgx.ForEachRow(found, []any{&id}, func() error { products[id] = true; return nil })
			return err
		})
	}
	if len(users) > 0 {
		ids := make([]pgtype.UUID, 0, len(users))
		for _, id := range keys(users) {
			ids = append(ids, pgtype.UUID{Bytes: id, Valid: true})
		}
		batch.Queue(knownUsers, ids).Query(func(found pgx.Rows) error {
			var id pgtype.UUID
			_, err := pgx.ForEachRow(found, []any{&id}, func() error { users[id.Bytes] = true; return nil })
			return err
		})
	}
	if err := tx.SendBatch(ctx, &batch).Close(); err != nil {
		return fmt.Errorf("looking for products and users: %w", err)
	}
	for i := range rows {
		if of := rows[i].event; !products[int64(of.Product)] {
			of.Product = 0
		}
		if of := rows[i].event; !users[of.User] {
			of.User = uuid.Nil
		}
	}
	return nil
}

func keys[K comparable](of map[K]bool) []K {
	all := make([]K, 0, len(of))
	for key := range of {
		all = append(all, key)
	}
	return all
}
