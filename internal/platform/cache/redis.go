package cache

import (
	"context"
	"errors"
	"time"

	"github.com/redis/go-redis/v9"
)

// What stands in Redis begins with one of these.
const (
	tagValue  = 'V' // the encoded value follows
	tagAbsent = 'N' // the source has no such entity
	tagLease  = 'L' // the token of a reader that is asking the source follows
)

// fillScript stores a value where the reader's own lease still is. It touches
// one key, so it runs on any node of a cluster.
const fillScript = `if redis.call('GET', KEYS[1]) == ARGV[1] then
  redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
  return 1
end
return 0`

// releaseScript gives a lease back when the source failed.
const releaseScript = `if redis.call('GET', KEYS[1]) == ARGV[1] then
  return redis.call('DEL', KEYS[1])
end
return 0`

// entry is one value on its way to Redis.
type entry struct {
	key  string
	data []byte
	ttl  time.Duration
}

// pipelined sends one command a key in a single round trip; commands on single
// keys are what a cluster can spread over its nodes.
func (b *Bus) pipelined(ctx context.Context, n int, queue func(redis.Pipeliner, int)) ([]redis.Cmder, error) {
	var replies []redis.Cmder
	err := b.do(ctx, func(ctx context.Context) error {
		pipe := b.client.Pipeline()
		for i := range n {
			queue(pipe, i)
		}
		var err error
		replies, err = pipe.Exec(ctx)
		// Exec returns the first error only, and that may be a nil reply in
		// front of a failure.
		for _, reply := range replies {
			if e := reply.Err(); e != nil && !errors.Is(e, redis.Nil) {
				return e
			}
		}
		return err
	})
	return replies, err
}

// get reads what stands under each key; nil where nothing does.
func (b *Bus) get(ctx context.Context, keys []string) ([][]byte, error) {
	replies, err := b.pipelined(ctx, len(keys), func(pipe redis.Pipeliner, i int) { pipe.Get(ctx, keys[i]) })
	if err != nil {
		return nil, err
	}
	found := make([][]byte, len(keys))
	for i, reply := range replies {
		if raw, err := reply.(*redis.StringCmd).Bytes(); err == nil {
			found[i] = raw
			if raw == nil {
				found[i] = []byte{} // An empty value is not a missing one.
			}
		}
	}
	return found, nil
}

// lease puts the lease under each key that is free and says where it could.
func (b *Bus) lease(ctx context.Context, keys []string, lease string, ttl time.Duration) ([]bool, error) {
	replies, err := b.pipelined(ctx, len(keys), func(pipe redis.Pipeliner, i int) {
		pipe.SetArgs(ctx, keys[i], lease, redis.SetArgs{Mode: "NX", TTL: ttl})
	})
	if err != nil {
		return nil, err
	}
	mine := make([]bool, len(keys))
	for i, reply := range replies {
		mine[i] = reply.Err() == nil
	}
	return mine, nil
}

// fill stores entries where the lease still is and says where it was.
func (b *Bus) fill(ctx context.Context, entries []entry, lease string) ([]bool, error) {
	replies, err := b.pipelined(ctx, len(entries), func(pipe redis.Pipeliner, i int) {
		e := entries[i]
		pipe.Eval(ctx, fillScript, []string{e.key}, lease, e.data, e.ttl.Milliseconds())
	})
	if err != nil {
		return nil, err
	}
	stored := make([]bool, len(entries))
	for i, reply := range replies {
		n, err := reply.(*redis.Cmd).Int()
		stored[i] = err == nil && n == 1
	}
	return stored, nil
}

// release gives leases back; one that cannot be given back runs out by itself.
func (b *Bus) release(ctx context.Context, keys []string, lease string) {
	_, err := b.pipelined(ctx, len(keys), func(pipe redis.Pipeliner, i int) {
		pipe.Eval(ctx, releaseScript, []string{keys[i]}, lease)
	})
	if err != nil {
		b.opts.Log.Debug("cache leases were not given back", "error", err)
	}
}

// delete removes keys, whatever stands there.
func (b *Bus) delete(ctx context.Context, keys []string) error {
	_, err := b.pipelined(ctx, len(keys), func(pipe redis.Pipeliner, i int) { pipe.Del(ctx, keys[i]) })
	return err
}
