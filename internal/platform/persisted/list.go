package persisted

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"zuka/internal/platform/globalid"
	"zuka/internal/platform/page"
)

// Registered is a document with who runs it.
type Registered struct {
	row int
	// DocumentID is how the client asks for it, SHA256 the hash of Text.
	DocumentID, SHA256, Text string
	Name, Operation          string
	Client, Version          string
	Uses                     int
	CreatedAt                time.Time
	// LastUsedAt is nil for one that nobody has run.
	LastUsedAt *time.Time
}

// GlobalID names the row in the API.
func (r *Registered) GlobalID() globalid.ID { return globalid.New("PersistedOperation", r.row) }

// Connection is a page of documents, the newest first.
type Connection = page.Connection[*Registered]

// Edge is a document on a page.
type Edge = page.Edge[*Registered]

const columns = "id, document_id, sha256, document, name, operation, client, version, uses, created_at, last_used_at"

func scan(row pgx.CollectableRow) (*Registered, error) {
	one := &Registered{}
	return one, row.Scan(&one.row, &one.DocumentID, &one.SHA256, &one.Text, &one.Name, &one.Operation, &one.Client, &one.Version, &one.Uses, &one.CreatedAt, &one.LastUsedAt)
}

// Filter narrows a list; nil leaves a field open.
type Filter struct {
	Client *string
	// UnusedSince keeps what nobody has run since then.
	UnusedSince *time.Time
}

const listed = ` FROM persisted_operations WHERE ($1::text IS NULL OR client = $1)
	AND ($2::timestamptz IS NULL OR coalesce(last_used_at, created_at) < $2)`

// List is a page of documents.
func (r *Registry) List(ctx context.Context, filter Filter, args page.Args) (*Connection, error) {
	client, since := "", ""
	if filter.Client != nil {
		client = *filter.Client
	}
	if filter.UnusedSince != nil {
		since = filter.UnusedSince.UTC().Format(time.RFC3339Nano)
	}
	list := page.NewNumberList("documents", client, since)
	window, err := args.Window(list)
	if err != nil {
		return nil, err
	}
	order := "DESC"
	if window.Backward {
		order = "ASC"
	}
	rows, err := r.Pool.Pgx().Query(ctx, "SELECT "+columns+listed+" AND ($3::bigint IS NULL OR id < $3) AND ($4::bigint IS NULL OR id > $4) ORDER BY id "+order+" LIMIT $5",
		filter.Client, filter.UnusedSince, window.After.Number(), window.Before.Number(), window.Size+1)
	if err != nil {
		return nil, fmt.Errorf("reading documents: %w", err)
	}
	found, err := pgx.CollectRows(rows, scan)
	if err != nil {
		return nil, fmt.Errorf("reading documents: %w", err)
	}
	items := make([]page.Item[*Registered], len(found))
	for i, one := range found {
		items[i] = page.Item[*Registered]{Node: one, Key: page.Key{strconv.Itoa(one.row)}}
	}
	return page.Cut(list, window, items).CountWith(func(ctx context.Context) (n int, err error) {
		err = r.Pool.Pgx().QueryRow(ctx, "SELECT count(*) FROM (SELECT 1"+listed+" LIMIT $3) AS counted", filter.Client, filter.UnusedSince, page.CountCap+1).Scan(&n)
		return n, err
	}), nil
}

// Row is one of them by its number; nil when there is none.
func (r *Registry) Row(ctx context.Context, id int) (*Registered, error) {
	rows, err := r.Pool.Pgx().Query(ctx, "SELECT "+columns+" FROM persisted_operations WHERE id = $1", id)
	if err != nil {
		return nil, fmt.Errorf("reading a document: %w", err)
	}
	found, err := pgx.CollectRows(rows, scan)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return found[0], nil
}

// All goes through every registered document in the order of publishing.
func (r *Registry) All(ctx context.Context, each func(*Registered) error) error {
	const batch = 500
	for after := 0; ; {
		rows, err := r.Pool.Pgx().Query(ctx, "SELECT "+columns+" FROM persisted_operations WHERE id > $1 ORDER BY id LIMIT $2", after, batch)
		if err != nil {
			return fmt.Errorf("reading documents: %w", err)
		}
		found, err := pgx.CollectRows(rows, scan)
		if err != nil {
			return fmt.Errorf("reading documents: %w", err)
		}
		for _, one := range found {
			if err := each(one); err != nil {
				return err
			}
			after = one.row
		}
		if len(found) < batch {
			return nil
		}
	}
}
