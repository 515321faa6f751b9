// Package loader gathers what the fields of one request ask for and fetches it
// together: a relation of a hundred rows is one call of the domain, not a
// hundred. Loaders live as long as a request, or one event of a subscription.
package loader

import (
	"context"
	"time"

	"github.com/graph-gophers/dataloader/v7"

	"zuka/internal/platform/fault"
)

// wait is how long keys are gathered. gqlgen starts the fields of a level
// together, so a tick is enough; the library's own 16 ms would be felt.
const wait = time.Millisecond

// queue is how many keys may be on their way into a batch: who waits for room lets
// the tick pass, and a page has 100 rows. The library's own 1,000 places are eight
// kilobytes for each loader of each request.
const queue = 256

// One loads one value for each key; what does not exist is the zero value.
type One[K comparable, V any] struct{ *dataloader.Loader[K, V] }

// one makes a loader from a function that reads several keys at once.
func one[K comparable, V any](fetch func(context.Context, []K) (map[K]V, error)) One[K, V] {
	return One[K, V]{dataloader.NewBatchedLoader(batched(fetch), dataloader.WithWait[K, V](wait), dataloader.WithInputCapacity[K, V](queue))}
}

func batched[K comparable, V any](fetch func(context.Context, []K) (map[K]V, error)) dataloader.BatchFunc[K, V] {
	return func(ctx context.Context, keys []K) []*dataloader.Result[V] {
		found, err := fetch(ctx, keys)
		results := make([]*dataloader.Result[V], len(keys))
		for i, key := range keys {
			results[i] = &dataloader.Result[V]{Data: found[key], Error: err}
		}
		return results
	}
}

// together makes a loader whose keys are known to be n: it fetches as soon as
// it has them all, without waiting out a tick, and does not part them when the
// server is too busy to bring them together within one.
func together[K comparable, V any](n int, fetch func(context.Context, []K) (map[K]V, error)) One[K, V] {
	// One that fails before it asks leaves the others to wait this long.
	const patience = 5 * wait
	return One[K, V]{dataloader.NewBatchedLoader(batched(fetch), dataloader.WithWait[K, V](patience), dataloader.WithBatchCapacity[K, V](n), dataloader.WithInputCapacity[K, V](n))}
}

// Get waits for the value of one key.
func (l One[K, V]) Get(ctx context.Context, key K) (V, error) { return l.Load(ctx, key)() }

// Must waits for a value that a reference promises; its absence is a fault.
func Must[K comparable, V any](ctx context.Context, l One[K, *V], key K, what string) (*V, error) {
	value, err := l.Get(ctx, key)
	if err == nil && value == nil {
		return nil, fault.Missing(what)
	}
	return value, err
}

// inOrder adapts a function that answers in the order of its keys.
func inOrder[K comparable, V any](fetch func(context.Context, []K) ([]V, error)) func(context.Context, []K) (map[K]V, error) {
	return func(ctx context.Context, keys []K) (map[K]V, error) {
		values, err := fetch(ctx, keys)
		if err != nil {
			return nil, err
		}
		found := make(map[K]V, len(keys))
		for i, key := range keys {
			found[key] = values[i]
		}
		return found, nil
	}
}
