package privacy

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"zuka/internal/platform/postgres"
)

// patience bounds one section of an export, the slowness of the writer
// included. The pool's own limits are for requests that somebody waits for.
const patience = "5min"

const (
	aboutExport = "Everything that the shop knows of you. A section has an explanation and the rows of one table, oldest first. " +
		"Amounts are in naira, times in UTC."
	nothingLeft = "{}"
)

// Export writes everything that the shop knows of a person as one JSON
// document, as it is at one moment. The whole is never in memory.
func Export(ctx context.Context, pool *postgres.Pool, user uuid.UUID, now time.Time, w io.Writer) error {
	moment := pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}
	return pgx.BeginTxFunc(ctx, pool.Pgx(), moment, func(tx pgx.Tx) error {
		x := exporter{tx: tx, user: user, out: bufio.NewWriter(w)}
		if err := x.prepare(ctx); err != nil {
			return fmt.Errorf("preparing an export: %w", err)
		}
		if err := x.write(ctx, now); err != nil {
			return err
		}
		return x.out.Flush()
	})
}

// exporter writes one export. Errors of the writer stay in out and are found
// when it is flushed.
type exporter struct {
	tx   pgx.Tx
	user uuid.UUID
	out  *bufio.Writer
}

func (x exporter) prepare(ctx context.Context) error {
	for _, sql := range []string{
		"SET LOCAL TimeZone = 'UTC'",
		"SET LOCAL statement_timeout = '" + patience + "'",
		"SET LOCAL idle_in_transaction_session_timeout = '" + patience + "'",
	} {
		if _, err := x.tx.Exec(ctx, sql); err != nil {
			return err
		}
	}
	var known bool
	if err := x.tx.QueryRow(ctx, "SELECT EXISTS (SELECT FROM users WHERE id = $1)", x.user).Scan(&known); err != nil {
		return err
	}
	if !known {
		return errors.New("there is no such person")
	}
	return nil
}

func (x exporter) write(ctx context.Context, now time.Time) error {
	fmt.Fprintf(x.out, "{\n\"about\": %s,\n\"made_at\": %s,\n\"sections\": {", quoted(aboutExport), quoted(now.UTC().Format(time.RFC3339)))
	for i, t := range tables {
		if i > 0 {
			fmt.Fprint(x.out, ",")
		}
		if err := x.section(ctx, t); err != nil {
			return fmt.Errorf("exporting %s: %w", t.name, err)
		}
	}
	fmt.Fprint(x.out, "\n}\n}\n")
	return nil
}

func (x exporter) section(ctx context.Context, t table) error {
	fmt.Fprintf(x.out, "\n%s: {\n\"about\": %s,\n\"left_out\": %s,\n\"rows\": [", quoted(t.section), quoted(t.about), t.leftOut())
	// Never nil: that would be NULL, and a row without NULL is NULL.
	left := slices.AppendSeq([]string{}, maps.Keys(t.left))
	rows, err := x.tx.Query(ctx, t.selection(), x.user, left)
	if err != nil {
		return err
	}
	defer rows.Close()
	for n := 0; rows.Next(); n++ {
		if n > 0 {
			_ = x.out.WriteByte(',')
		}
		_ = x.out.WriteByte('\n')
		// The bytes are the connection's own, good until the next row.
		if _, err := x.out.Write(rows.RawValues()[0]); err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	fmt.Fprint(x.out, "\n]}")
	return x.out.Flush()
}

// selection is the SQL of a person's rows as JSON. It names the columns that
// are left out rather than those that are shown, so that a column which is
// added later is in the export.
func (t table) selection() string {
	row := "to_jsonb(t) - $2::text[]"
	if t.shown != "" {
		row = "(" + row + ") || jsonb_build_object(" + t.shown + ")"
	}
	return "SELECT (" + row + ")::text FROM " + t.name + " AS t WHERE " + t.rows + " ORDER BY t." + strings.Join(t.order(), ", t.")
}

// order is oldest first. Keys made by the application begin with their time.
func (t table) order() []string {
	keys := slices.Clone(t.keys())
	slices.Reverse(keys)
	return keys
}

func (t table) leftOut() string {
	if len(t.left) == 0 {
		return nothingLeft
	}
	text, _ := json.Marshal(t.left) // Plain words only.
	return string(text)
}

func quoted(text string) string {
	word, _ := json.Marshal(text)
	return string(word)
}
