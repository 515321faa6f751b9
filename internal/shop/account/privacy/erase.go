package privacy

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"zuka/internal/platform/postgres"
)

// ErrNotDeleted says that the account is somebody's: only a person who left is
// erased.
var ErrNotDeleted = errors.New("privacy: the account is not deleted")

// erasePortion is how many rows are changed in one statement, so that no lock
// is held for long.
const erasePortion = 2000

// Erase removes a person whose account is deleted. It can be cut off anywhere
// and called again. The files of the person's exports must be gone by then:
// the rows that know of them go here.
func Erase(ctx context.Context, pool *postgres.Pool, user uuid.UUID) error {
	return eraser{pool: pool, user: user, portion: erasePortion}.run(ctx)
}

// eraser erases one person.
type eraser struct {
	pool    *postgres.Pool
	user    uuid.UUID
	portion int
	// after is called when a statement is done, for tests that stop there.
	after func(table string) error
}

func (e eraser) run(ctx context.Context) error {
	var deleted *time.Time
	err := e.pool.Pgx().QueryRow(ctx, "SELECT deleted_at FROM users WHERE id = $1", e.user).Scan(&deleted)
	if err != nil {
		return fmt.Errorf("finding the person to erase: %w", err)
	}
	if deleted == nil {
		return ErrNotDeleted
	}
	for i := len(tables) - 1; i >= 0; i-- {
		for _, step := range tables[i].erasure {
			if err := e.do(ctx, tables[i], step); err != nil {
				return fmt.Errorf("erasing a person from %s: %w", tables[i].name, err)
			}
		}
	}
	return nil
}

// do runs a step until nothing is left for it to do.
func (e eraser) do(ctx context.Context, t table, s step) error {
	if s.together != nil {
		if err := pgx.BeginFunc(ctx, e.pool.Pgx(), func(tx pgx.Tx) error { return e.together(ctx, tx, s.together) }); err != nil {
			return err
		}
		return e.done(t)
	}
	sql := s.statement(t, e.portion)
	for {
		done, err := e.pool.Pgx().Exec(ctx, sql, e.user)
		if err != nil {
			return err
		}
		if err := e.done(t); err != nil {
			return err
		}
		if done.RowsAffected() < int64(e.portion) {
			return nil
		}
	}
}

func (e eraser) together(ctx context.Context, tx pgx.Tx, statements []string) error {
	for _, sql := range statements {
		if _, err := tx.Exec(ctx, sql, e.user); err != nil {
			return err
		}
	}
	return nil
}

func (e eraser) done(t table) error {
	if e.after == nil {
		return nil
	}
	return e.after(t.name)
}

// statement is the SQL of one portion. The portion is found once, before
// anything is changed; in a plain subquery it might be found anew for each row.
func (s step) statement(t table, portion int) string {
	rows := s.rows
	if rows == "" {
		rows = t.rows
	}
	var values, undone []string
	for _, c := range s.set {
		values = append(values, c.column+" = "+c.value)
		undone = append(undone, "t."+c.column+" IS DISTINCT FROM ("+c.value+")")
	}
	if s.set != nil {
		rows = "(" + rows + ") AND (" + strings.Join(undone, " OR ") + ")"
	}
	var same []string
	for _, column := range t.keys() {
		same = append(same, "t."+column+" = portion."+column)
	}
	found := "WITH portion AS MATERIALIZED (SELECT t." + strings.Join(t.keys(), ", t.") + " FROM " + t.name + " AS t WHERE " + rows +
		" LIMIT " + strconv.Itoa(portion) + " FOR UPDATE OF t) "
	if s.remove {
		return found + "DELETE FROM " + t.name + " AS t USING portion WHERE " + strings.Join(same, " AND ")
	}
	return found + "UPDATE " + t.name + " AS t SET " + strings.Join(values, ", ") + " FROM portion WHERE " + strings.Join(same, " AND ")
}

func (t table) keys() []string {
	if t.key == nil {
		return []string{"id"}
	}
	return t.key
}
