package postgres

import (
	"context"
	"errors"
	"strings"

	"ariga.io/atlas/sql/schema"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// printChecks replaces the text of the table's CHECKs by what PostgreSQL makes
// of it. If the live table cannot carry them, because a column is missing or
// of another type, they keep their text: there is a difference already.
func printChecks(ctx context.Context, tx pgx.Tx, table *schema.Table) error {
	wanted := make(map[string]*schema.Check)
	var add []string
	for _, attr := range table.Attrs {
		if check, ok := attr.(*schema.Check); ok {
			wanted[check.Name] = check
			add = append(add, "ADD CONSTRAINT "+quote(check.Name)+" CHECK ("+check.Expr+")")
		}
	}
	if len(add) == 0 {
		return nil
	}
	// A savepoint: what fails must leave the transaction usable.
	inner, err := tx.Begin(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = inner.Rollback(context.WithoutCancel(ctx)) }()
	for _, sql := range []string{
		"CREATE TEMPORARY TABLE printed (LIKE " + quote(table.Name) + ")",
		"ALTER TABLE printed " + strings.Join(add, ", "),
	} {
		var refused *pgconn.PgError
		if _, err := inner.Exec(ctx, sql); errors.As(err, &refused) {
			return nil
		} else if err != nil {
			return err
		}
	}
	rows, err := inner.Query(ctx, `SELECT conname, pg_get_expr(conbin, conrelid) FROM pg_constraint
		WHERE conrelid = 'pg_temp.printed'::regclass AND contype = 'c'`)
	if err != nil {
		return err
	}
	var name, expr string
	_, err = pgx.ForEachRow(rows, []any{&name, &expr}, func() error {
		wanted[name].Expr = expr
		return nil
	})
	return err // The rollback to the savepoint drops the copy.
}

func quote(name string) string { return pgx.Identifier{name}.Sanitize() }
