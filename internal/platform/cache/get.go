package cache

import "context"

// Get answers for one key with what compute says of it. An entity that does not
// exist is an answer like others here: compute returns a value that says so, or
// an error, which is not remembered. See Find otherwise.
func (c *Cache[K, V]) Get(ctx context.Context, key K, compute func(context.Context) (V, error)) (V, error) {
	value, _, err := c.Find(ctx, key, func(ctx context.Context, _ []K) (map[K]V, error) {
		value, err := compute(ctx)
		return map[K]V{key: value}, err
	})
	return value, err
}

// Find answers for one key; present is false when the source has no such
// entity. See GetMany.
func (c *Cache[K, V]) Find(ctx context.Context, key K, fetch Fetch[K, V]) (value V, present bool, err error) {
	value, present, _, err = c.lookup(ctx, key, fetch)
	return value, present, err
}

// lookup is Find that also says whether the answer is settled: whether Redis
// holds it, so that other readers will get the same one.
func (c *Cache[K, V]) lookup(
	ctx context.Context, key K, fetch Fetch[K, V],
) (value V, present, settled bool, err error) {
	if c.off {
		found, err := c.ask(ctx, fetch, []K{key})
		value, present = found[key]
		return value, present, false, err
	}
	name := c.key(key)
	if k, ok := c.recall(name, c.now()); ok {
		c.stats.localHits.Add(1)
		return k.value, k.present, true, nil
	}
	b := c.newBatch(fetch)
	f := c.board(b, key, name)
	if f == nil { // It came to be remembered a moment ago.
		return c.lookup(ctx, key, fetch)
	}
	b.depart(ctx)
	if err := f.wait(ctx); err != nil {
		return value, false, false, err
	}
	return f.value, f.present, f.settled, nil
}

// GetMany answers for many keys, from the process, from Redis, and with one
// call of fetch for what neither has. Keys whose entity does not exist are
// left out of the map. Values are shared and must not be written to. An error
// is fetch's own or the context's; a failing Redis is no error.
func (c *Cache[K, V]) GetMany(ctx context.Context, keys []K, fetch Fetch[K, V]) (map[K]V, error) {
	return c.getMany(ctx, keys, fetch, false)
}

// getMany is GetMany, which a bare one does without either layer: callers who
// ask at the same time share an answer and nothing is kept.
func (c *Cache[K, V]) getMany(ctx context.Context, keys []K, fetch Fetch[K, V], bare bool) (map[K]V, error) {
	if c.off {
		return c.ask(ctx, fetch, unique(keys))
	}
	type pending struct {
		key K
		f   *flight[V]
	}
	out := make(map[K]V, len(keys))
	var waits []pending
	var b *batch[K, V]
	now := c.now()
	// All of them first: a Key that panicked later would leave flights behind
	// that never land.
	names := c.names(keys)
	for i, key := range keys {
		name := names[i]
		k, ok := c.recall(name, now)
		for !ok {
			if b == nil {
				b = c.newBatch(fetch)
				b.bare = bare
			}
			if f := c.board(b, key, name); f != nil {
				waits = append(waits, pending{key, f})
				break
			}
			k, ok = c.recall(name, now)
		}
		if ok {
			c.stats.localHits.Add(1)
			if k.present {
				out[key] = k.value
			}
		}
	}
	if b == nil {
		return out, nil
	}
	b.depart(ctx)
	for _, w := range waits {
		if err := w.f.wait(ctx); err != nil {
			return nil, err
		}
		if w.f.present {
			out[w.key] = w.f.value
		}
	}
	return out, nil
}

func (c *Cache[K, V]) names(keys []K) []string {
	names := make([]string, len(keys))
	for i, key := range keys {
		names[i] = c.key(key)
	}
	return names
}

func unique[K comparable](keys []K) []K {
	seen := make(map[K]struct{}, len(keys))
	once := make([]K, 0, len(keys))
	for _, key := range keys {
		if _, again := seen[key]; !again {
			seen[key] = struct{}{}
			once = append(once, key)
		}
	}
	return once
}

// wait returns when the flight has landed or ctx has ended.
func (f *flight[V]) wait(ctx context.Context) error {
	select {
	case <-f.done:
		return f.err
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// board lets key take part in the batch, or joins the flight that is under way
// for it already. It returns nil when the answer has come to be remembered.
func (c *Cache[K, V]) board(b *batch[K, V], key K, name string) *flight[V] {
	f, begun := c.flights.join(name, b.done, func() bool {
		_, ok := c.recall(name, c.now())
		return ok
	})
	switch {
	case begun:
		c.stats.localMisses.Add(1)
		b.keys = append(b.keys, key)
		b.names = append(b.names, name)
		b.flights = append(b.flights, f)
	case f != nil:
		c.stats.coalesced.Add(1)
	}
	return f
}

// ask calls fetch.
func (c *Cache[K, V]) ask(ctx context.Context, fetch Fetch[K, V], keys []K) (map[K]V, error) {
	c.stats.fetches.Add(1)
	c.stats.fetchedKeys.Add(uint64(len(keys)))
	return fetch(ctx, keys)
}
