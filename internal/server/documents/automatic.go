package documents

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/maypok86/otter/v2"
	"github.com/redis/go-redis/v9"
)

const (
	// automaticLife is how long a text can be asked for that somebody asked for, and
	// freshLife how long one that was only sent: nobody may ever ask for it.
	automaticLife = 24 * time.Hour
	freshLife     = time.Hour
	// automaticBytes bounds what of them this process remembers.
	automaticBytes = 8 << 20
	// automaticWait is how long Redis may take where nothing else is said.
	automaticWait = 250 * time.Millisecond
)

// Shared keeps automatic persisted queries for all processes, in Redis. While it
// is away each process knows its own.
type Shared struct {
	redis  redis.UniversalClient
	wait   time.Duration
	prefix string
	log    *slog.Logger
	near   *otter.Cache[string, string]
}

var _ Texts = (*Shared)(nil)

// NewShared makes the store. Redis may take so long over one question; 0 for 250 ms.
func NewShared(client redis.UniversalClient, wait time.Duration, prefix string, log *slog.Logger) *Shared {
	return &Shared{redis: client, wait: cmp.Or(wait, automaticWait), prefix: prefix + "apq:", log: log, near: otter.Must(&otter.Options[string, string]{
		MaximumWeight: automaticBytes,
		Weigher:       func(_, text string) uint32 { return uint32(128 + len(text)) },
	})}
}

// Get is the text of a hash; empty when it is not known.
func (s *Shared) Get(ctx context.Context, hash string) string {
	if text, known := s.near.GetIfPresent(hash); known {
		return text
	}
	ctx, cancel := context.WithTimeout(ctx, s.wait)
	defer cancel()
	text, err := s.redis.GetEx(ctx, s.prefix+hash, automaticLife).Result()
	if err != nil {
		if !errors.Is(err, redis.Nil) {
			s.log.DebugContext(ctx, "an automatic persisted query could not be read", "cause", err)
		}
		return ""
	}
	s.near.Set(hash, text)
	return text
}

// Has tells whether this process knows the text of a hash.
func (s *Shared) Has(hash string) bool {
	_, known := s.near.GetIfPresent(hash)
	return known
}

// Set keeps a text.
func (s *Shared) Set(ctx context.Context, hash, text string) {
	if _, known := s.near.GetIfPresent(hash); known {
		return
	}
	s.near.Set(hash, text)
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.wait)
	defer cancel()
	if err := s.redis.Set(ctx, s.prefix+hash, text, freshLife).Err(); err != nil {
		s.log.DebugContext(ctx, "an automatic persisted query could not be kept for other processes", "cause", err)
	}
}
