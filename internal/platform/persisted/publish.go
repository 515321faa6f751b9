package persisted

import (
	"context"
	"fmt"
	"time"

	"zuka/internal/platform/fault"
	"zuka/internal/platform/postgres"
	"zuka/internal/platform/pubsub"
)

// longestWord is how many bytes the names of clients and versions have.
const longestWord = 60

// Validator reads a document against the schema: the name of its one operation,
// and what it does. Its error is a fault.
type Validator func(text string) (name, operation string, err error)

// Build is a build of a client with its documents.
type Build struct {
	// Client is such as storefront, android, ios; Version is that of the build.
	Client, Version string
	Entries         []Entry
}

// Published is what came of publishing.
type Published struct {
	// Added are new documents, Known were there for this client and version.
	Added, Known int
}

// Publish registers the documents of a build, all or none. Doing it again changes
// nothing.
func (r *Registry) Publish(ctx context.Context, build Build, validate Validator) (Published, error) {
	var faults fault.Faults
	faults.Check(word(build.Client), "client", "must be 1 to %d letters, digits, dots, dashes or underlines", longestWord)
	faults.Check(word(build.Version), "version", "must be 1 to %d letters, digits, dots, dashes or underlines", longestWord)
	var ids, hashes, texts, names, operations []string
	for _, one := range build.Entries {
		name, operation, err := validate(one.Text)
		if err != nil {
			faults.Check(false, "manifest", "%s: %s", short(one.ID), reason(err))
			continue
		}
		ids, hashes, texts = append(ids, one.ID), append(hashes, Hash(one.Text)), append(texts, one.Text)
		names, operations = append(names, name), append(operations, operation)
	}
	if err := faults.Err(); err != nil {
		return Published{}, err
	}
	done := Published{}
	err := postgres.InTx(ctx, r.Pool, func(ctx context.Context, tx postgres.Tx) error {
		added, err := tx.ExecContext(ctx, `INSERT INTO persisted_operations (document_id, sha256, document, name, operation, client, version, created_at)
			SELECT d.id, d.hash, d.text, d.name, d.operation, $6, $7, $8
			FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[]) AS d (id, hash, text, name, operation)
			ON CONFLICT (document_id, client, version) DO NOTHING`, ids, hashes, texts, names, operations, build.Client, build.Version, r.Clock.Now())
		if err != nil {
			return fmt.Errorf("publishing documents: %w", err)
		}
		n, err := added.RowsAffected()
		done = Published{Added: int(n), Known: len(ids) - int(n)}
		tx.After(r.tell)
		return err
	})
	return done, err
}

// reason is what is wrong with a document, as it can be shown.
func reason(err error) string {
	if known, ok := fault.From(err); ok {
		return known.Message
	}
	return err.Error()
}

// word tells whether a text can name a client or version.
func word(text string) bool {
	if text == "" || len(text) > longestWord {
		return false
	}
	for _, c := range []byte(text) {
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
		if !letter && (c < '0' || c > '9') && c != '.' && c != '-' && c != '_' && c != '+' {
			return false
		}
	}
	return true
}

// tell lets every process forget what it knows.
func (r *Registry) tell(ctx context.Context) {
	r.forget()
	if r.Hub == nil {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	if err := r.Hub.Tell(ctx, channel, pubsub.News{}); err != nil {
		r.Log.WarnContext(ctx, "other processes hear of documents some seconds later", "cause", err)
	}
}

// Prune takes away what was not run since a moment and not published after it,
// and says how much.
func (r *Registry) Prune(ctx context.Context, unusedSince time.Time) (int, error) {
	gone, err := r.Pool.Pgx().Exec(ctx, `DELETE FROM persisted_operations WHERE coalesce(last_used_at, created_at) < $1 AND created_at < $1`, unusedSince)
	if err != nil {
		return 0, fmt.Errorf("taking documents away: %w", err)
	}
	r.tell(ctx)
	return int(gone.RowsAffected()), nil
}
