package loader

import (
	"context"
	"sync"
)

// ahead fetches what will be asked for together with what is asked for first.
// A long list resolves its elements over more than one tick; without this each
// tick would be a statement.
type ahead[V any] struct {
	fetch func(context.Context, []int) (map[int]V, error)

	mu       sync.Mutex
	expected map[int]bool
	known    map[int]V
}

func newAhead[V any](fetch func(context.Context, []int) (map[int]V, error)) *ahead[V] {
	return &ahead[V]{fetch: fetch, expected: make(map[int]bool), known: make(map[int]V)}
}

// expect says that a key will be asked for, if anything of its kind is.
func (a *ahead[V]) expect(key int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.expected[key] = true
}

// load reads keys, and with them all that are expected. It holds its lock while
// fetching, so that the next tick waits instead of fetching again.
func (a *ahead[V]) load(ctx context.Context, keys []int) (map[int]V, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	missing := false
	for _, key := range keys {
		if _, known := a.known[key]; !known {
			a.expected[key], missing = true, true
		}
	}
	if !missing {
		return a.some(keys), nil
	}
	wanted := make([]int, 0, len(a.expected))
	for key := range a.expected {
		wanted = append(wanted, key)
	}
	found, err := a.fetch(ctx, wanted)
	if err != nil {
		return nil, err
	}
	for _, key := range wanted {
		a.known[key] = found[key] // The zero value where there is none.
		delete(a.expected, key)
	}
	return a.some(keys), nil
}

// some copies what is known of keys; the map itself goes on changing.
func (a *ahead[V]) some(keys []int) map[int]V {
	found := make(map[int]V, len(keys))
	for _, key := range keys {
		found[key] = a.known[key]
	}
	return found
}
