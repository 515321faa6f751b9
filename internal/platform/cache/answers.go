package cache

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"time"
)

const answersTTL = 5 * time.Minute

// Answers holds answers that are computed from many rows, such as facets or
// pages of a listing, until their TTL ends or their group moves. It is safe for
// use from many goroutines.
type Answers[V any] struct {
	group *Group
	// pages has the generation in every key.
	pages *Cache[string, V]
}

// NewAnswers makes a cache of answers in a group; several may share one. What
// New says of settings holds here.
func NewAnswers[V any](group *Group, set Settings) *Answers[V] {
	return NewCustomAnswers(group, set, Custom[string, V]{})
}

// NewCustomAnswers is NewAnswers with a codec or a weight of one's own.
func NewCustomAnswers[V any](group *Group, set Settings, custom Custom[string, V]) *Answers[V] {
	set.TTL = orDefault(set.TTL, answersTTL)
	return &Answers[V]{group: group, pages: NewCustom(group.bus, set, custom)}
}

// Get answers for key, computing the answer once for all callers who ask for it
// at the same time. The key is any text that names everything the answer
// depends on. The generation of the group is read before computing, so an
// answer computed from what a Move made old is never found again. The value is
// shared and must not be written to. What is said of Fetch holds for compute.
func (a *Answers[V]) Get(ctx context.Context, key string, compute func(context.Context) (V, error)) (V, error) {
	found, err := a.GetMany(ctx, []string{key}, func(ctx context.Context, _ []string) (map[string]V, error) {
		value, err := compute(ctx)
		return map[string]V{key: value}, err
	})
	return found[key], err
}

// GetMany is Get for several keys; fetch computes those that are not cached.
func (a *Answers[V]) GetMany(ctx context.Context, keys []string, fetch Fetch[string, V]) (map[string]V, error) {
	if a.pages.off || len(keys) == 0 {
		return a.pages.getMany(ctx, keys, fetch, false)
	}
	token, settled, err := a.group.token(ctx)
	if err != nil {
		return nil, err
	}
	// Where the token cannot be kept, neither can answers: callers at the same
	// time share one computation and nothing else.
	bare := !settled
	keyOf := make(map[string]string, len(keys))
	names := make([]string, len(keys))
	for i, key := range keys {
		names[i] = token + ":" + digest(key)
		keyOf[names[i]] = key
	}
	found, err := a.pages.getMany(ctx, names, func(ctx context.Context, missing []string) (map[string]V, error) {
		plain := make([]string, len(missing))
		for i, name := range missing {
			plain[i] = keyOf[name]
		}
		fetched, err := fetch(ctx, plain)
		named := make(map[string]V, len(fetched))
		for i, key := range plain {
			if value, ok := fetched[key]; ok {
				named[missing[i]] = value
			}
		}
		return named, err
	}, bare)
	answers := make(map[string]V, len(found))
	for name, value := range found {
		answers[keyOf[name]] = value
	}
	return answers, err
}

// Stats counts what has happened to these answers in this process so far.
func (a *Answers[V]) Stats() Stats { return a.pages.Stats() }

// digest keeps keys in Redis short, whatever filters they name.
func digest(key string) string {
	const longest = 48
	if len(key) <= longest {
		return "=" + key
	}
	sum := sha256.Sum256([]byte(key))
	return hex.EncodeToString(sum[:16])
}
