package cache

import (
	"context"
	"errors"
	"fmt"
)

// Drop removes keys from Redis and from every process. It is called after the
// transaction that changed, created or deleted the entities has committed, and
// goes on although ctx has ended. An error means that Redis could not be told
// yet: the change itself stands, this process answers from the source, and the
// drop is repeated in the background until it succeeds, so callers log the
// error and go on.
func (c *Cache[K, V]) Drop(ctx context.Context, keys ...K) error {
	if len(keys) == 0 {
		return nil
	}
	names := c.names(unique(keys))
	c.stats.dropped.Add(uint64(len(names)))
	return c.bus.drop(ctx, c.set.Name, names)
}

// drop is Drop for the texts of keys of the named cache.
func (b *Bus) drop(ctx context.Context, cache string, names []string) error {
	b.mu.RLock()
	m := b.caches[cache]
	b.mu.RUnlock()
	if b.client == nil {
		return nil
	}
	ctx = context.WithoutCancel(ctx)
	// Redis first: who is told to forget must not find the old value there.
	err := b.deleteRemote(ctx, m, names)
	if err != nil {
		// Before forgetting, so that no later reader of this process takes the
		// old value from Redis.
		b.repairs.add(m, names)
	}
	m.forget(names)
	// Told even when the deletion failed: better the old value in Redis alone.
	told := b.announce(ctx, m, names)
	if err == nil && told != nil {
		b.repairs.add(m, names)
	}
	if err = errors.Join(err, told); err != nil {
		b.startRepairs()
		return fmt.Errorf("cache: %s: the drop will be repeated: %w", m.name, err)
	}
	return nil
}

// deleteRemote deletes all that Redis may hold under the given keys.
func (b *Bus) deleteRemote(ctx context.Context, m *member, names []string) error {
	var remote []string
	for _, name := range names {
		remote = append(remote, m.remote(name)...)
	}
	for len(remote) > 0 {
		n := min(len(remote), announceChunk)
		if err := b.delete(ctx, remote[:n]); err != nil {
			return err
		}
		remote = remote[n:]
	}
	return nil
}
