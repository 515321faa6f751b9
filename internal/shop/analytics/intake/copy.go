package intake

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"zuka/ent/shape"
	"zuka/internal/platform/postgres"
)

const (
	// holdEvents makes the watermark of the rollups wait until this transaction is
	// over: no lower id appears behind it.
	holdEvents    = `SELECT pg_advisory_xact_lock_shared($1)`
	knownProducts = `SELECT id FROM products WHERE id = ANY ($1::bigint[])`
	// knownUsers leaves out who has left: erasure may have gone through the events
	// already, and does not come back for what waited meanwhile. It waits for those
	// who hold the lock when it begins.
	knownUsers = `SELECT id FROM users WHERE id = ANY ($1::uuid[]) AND deleted_at IS NULL`
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

// prepare takes the lock of the writers and takes products and users that are not
// in the shop off the events, in one round trip.
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
	return takeOff(rows, products, users)
}

// takeOff takes products and users that are not known off the events. Who is not
// known has left, for an event is told with a user who was signed in; what tells of
// them goes too, also from what they did in the same visit before signing in.
func takeOff(rows []row, products map[int64]bool, users map[uuid.UUID]bool) error {
	visits := map[uuid.UUID]bool{}
	for i := range rows {
		of := rows[i].event
		if !products[int64(of.Product)] {
			of.Product = 0
		}
		if of.User != uuid.Nil && !users[of.User] {
			of.User, visits[of.Session] = uuid.Nil, true
		}
	}
	for i := range rows {
		if of := rows[i].event; of.User == uuid.Nil && visits[of.Session] {
			if err := rows[i].forget(); err != nil {
				return err
			}
		}
	}
	return nil
}

// forget leaves of an event what erasure leaves of one in the table. The list is
// withoutTraces of internal/shop/account/privacy, which this package does not
// import: a test compares what the two make of an event.
func (r *row) forget() (err error) {
	of := r.event
	of.UserAgent, of.SearchQuery, of.PagePath, of.Referrer, of.City = "", "", "", "", ""
	told := of.Detail
	if told == nil {
		return nil
	}
	of.Detail = &shape.EventDetail{
		Quantity: told.Quantity, ValueNGN: told.ValueNGN, List: told.List, Position: told.Position,
		ResultCount: told.ResultCount, Game: told.Game, Score: told.Score, AppVersion: told.AppVersion,
	}
	if r.detail, err = json.Marshal(of.Detail); err != nil {
		return fmt.Errorf("writing down what is left of the detail of an event: %w", err)
	}
	if string(r.detail) == "{}" {
		of.Detail, r.detail = nil, nil
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
