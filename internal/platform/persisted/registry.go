package persisted

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/maypok86/otter/v2"

	"zuka/internal/platform/clock"
	"zuka/internal/platform/postgres"
	"zuka/internal/platform/pubsub"
)

const (
	// channel tells every process that documents were published or pruned.
	channel = "persisted"
	// knownBytes bounds what the texts of documents keep in memory.
	knownBytes = 32 << 20
	// knownLife is how long a document is held before it is looked up again.
	knownLife = time.Minute
	// unknownLife is how long an id that is nobody's is remembered: who asks for it
	// again and again does not reach the database.
	unknownLife = 5 * time.Second
	// mostUnknown is how many such ids are remembered.
	mostUnknown = 10_000
)

// Document is one that clients may run.
type Document struct {
	// ID is how the client asks for it, SHA256 the hash of Text in any case.
	ID, SHA256, Text string
	// Name and Operation are those of its operation: query, mutation or
	// subscription.
	Name, Operation string
}

// Config says what a registry works with. Without a Hub news of other processes
// are heard late: an unknown id is asked for again after some seconds.
type Config struct {
	Pool  *postgres.Pool
	Hub   *pubsub.Hub
	Clock clock.Clock
	Log   *slog.Logger
}

// Registry knows the documents that were published. It is safe for use from many
// goroutines.
type Registry struct {
	Config
	known   *otter.Cache[string, *held]
	unknown *otter.Cache[string, time.Time]
	uses    usage
	stop    context.CancelFunc
	work    sync.WaitGroup
}

// held is a document that is not looked up again until a moment: news of its going
// may have been missed.
type held struct {
	Document
	until time.Time
}

// New makes a registry. It works without Start, but then counts nothing and hears
// no news.
func New(config Config) *Registry {
	if config.Clock == nil {
		config.Clock = clock.System{}
	}
	if config.Log == nil {
		config.Log = slog.New(slog.DiscardHandler)
	}
	return &Registry{
		Config: config,
		known: otter.Must(&otter.Options[string, *held]{
			MaximumWeight: knownBytes,
			Weigher:       func(_ string, h *held) uint32 { return uint32(512 + len(h.Text)) },
		}),
		unknown: otter.Must(&otter.Options[string, time.Time]{MaximumSize: mostUnknown}),
		uses:    usage{counts: make(map[use]int64)},
	}
}

// Start begins to count uses and to hear of what other processes publish.
func (r *Registry) Start() {
	ctx, cancel := context.WithCancel(context.Background())
	r.stop = cancel
	r.work.Go(func() { r.count(ctx) })
	if r.Hub != nil {
		r.work.Go(func() { r.listen(ctx) })
	}
}

// Stop writes what was counted and ends.
func (r *Registry) Stop() {
	if r.stop == nil {
		return
	}
	r.stop()
	r.work.Wait()
}

// listen forgets everything when documents were published or pruned, and when the
// news may have been missed.
func (r *Registry) listen(ctx context.Context) {
	for ctx.Err() == nil {
		sub, err := r.Hub.Subscribe(ctx, channel, pubsub.SubscribeOptions{Mode: pubsub.Latest})
		if err != nil {
			if errors.Is(err, pubsub.ErrStopped) {
				return
			}
			continue // Redis is away; Subscribe has waited for it.
		}
		r.hear(ctx, sub)
		sub.Close()
	}
}

func (r *Registry) hear(ctx context.Context, sub *pubsub.Subscription) {
	for {
		select {
		case <-ctx.Done():
			return
		case _, open := <-sub.C():
			r.forget()
			if !open {
				return
			}
		case <-sub.Gaps():
			r.forget()
		}
	}
}

func (r *Registry) forget() {
	r.known.InvalidateAll()
	r.unknown.InvalidateAll()
}

// Find is the document of an id; nil when it was not published.
func (r *Registry) Find(ctx context.Context, id string) (*Document, error) {
	if found, ok := r.known.GetIfPresent(id); ok && r.Clock.Now().Before(found.until) {
		return &found.Document, nil
	}
	if until, ok := r.unknown.GetIfPresent(id); ok && r.Clock.Now().Before(until) || !plausible(id) {
		return nil, nil
	}
	found := &held{until: r.Clock.Now().Add(knownLife)}
	err := r.Pool.Pgx().QueryRow(ctx, `SELECT document_id, sha256, document, name, operation FROM persisted_operations
		WHERE document_id = $1 OR sha256 = $1 ORDER BY id LIMIT 1`, id).Scan(&found.ID, &found.SHA256, &found.Text, &found.Name, &found.Operation)
	if errors.Is(err, pgx.ErrNoRows) {
		r.unknown.Set(id, r.Clock.Now().Add(unknownLife))
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("looking a document up: %w", err)
	}
	r.known.Set(id, found)
	return &found.Document, nil
}

// plausible tells whether an id can be one.
func plausible(id string) bool {
	const longest = len("sha256:") + 64
	if len(id) < 32 || len(id) > longest {
		return false
	}
	for _, c := range []byte(id) {
		if (c < '0' || c > '9') && (c < 'a' || c > 'z') && c != ':' {
			return false
		}
	}
	return true
}
