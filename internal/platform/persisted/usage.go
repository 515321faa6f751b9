package persisted

import (
	"context"
	"fmt"
	"sync"
	"time"
)

const (
	// countEvery is how often uses are written, in one statement.
	countEvery = 30 * time.Second
	// mostUses bounds what is counted between two writings: clients name
	// themselves, and may lie.
	mostUses = 10_000
)

// use is who ran which document.
type use struct{ sha256, client, version string }

// usage counts uses until they are written.
type usage struct {
	mu     sync.Mutex
	counts map[use]int64
}

// Used counts one use of a document by a client, as it calls itself.
func (r *Registry) Used(d *Document, client, version string) {
	r.uses.mu.Lock()
	defer r.uses.mu.Unlock()
	one := use{d.SHA256, client, version}
	if _, known := r.uses.counts[one]; known || len(r.uses.counts) < mostUses {
		r.uses.counts[one]++
	}
}

func (r *Registry) count(ctx context.Context) {
	timer := time.NewTicker(countEvery)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			last, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
			defer cancel()
			r.write(last)
			return
		case <-timer.C:
			r.write(ctx)
		}
	}
}

func (r *Registry) write(ctx context.Context) {
	if err := r.Flush(ctx); err != nil {
		r.Log.WarnContext(ctx, "uses of documents are counted later", "cause", err)
	}
}

// countSQL adds uses to the document of that client and version; to all of the
// document's where the client names none that was published, for then it is known
// only that it is used.
const countSQL = `WITH seen AS (SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[]) AS s (sha256, client, version, uses)),
	counted AS (
		SELECT o.id, sum(CASE WHEN o.client = s.client AND o.version = s.version THEN s.uses ELSE 0 END)::bigint AS uses
		FROM seen AS s JOIN persisted_operations AS o ON o.sha256 = s.sha256
		WHERE o.client = s.client AND o.version = s.version
			OR NOT EXISTS (SELECT FROM persisted_operations AS x WHERE x.sha256 = s.sha256 AND x.client = s.client AND x.version = s.version)
		GROUP BY o.id)
	UPDATE persisted_operations AS o SET uses = o.uses + c.uses, last_used_at = $5 FROM counted AS c WHERE o.id = c.id`

// Flush writes what was counted. What cannot be written is kept for the next time.
func (r *Registry) Flush(ctx context.Context) error {
	r.uses.mu.Lock()
	counts := r.uses.counts
	r.uses.counts = make(map[use]int64)
	r.uses.mu.Unlock()
	if len(counts) == 0 {
		return nil
	}
	var hashes, clients, versions []string
	var uses []int64
	for one, n := range counts {
		hashes, clients, versions, uses = append(hashes, one.sha256), append(clients, one.client), append(versions, one.version), append(uses, n)
	}
	if _, err := r.Pool.Pgx().Exec(ctx, countSQL, hashes, clients, versions, uses, r.Clock.Now()); err != nil {
		r.uses.mu.Lock()
		for one, n := range counts {
			r.uses.counts[one] += n
		}
		r.uses.mu.Unlock()
		return fmt.Errorf("counting uses: %w", err)
	}
	return nil
}
