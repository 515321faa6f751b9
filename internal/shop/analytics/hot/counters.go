package hot

import (
	"strconv"
	"time"

	"github.com/redis/go-redis/v9"
)

const (
	// quarter is how long counts are collected before they go to PostgreSQL.
	quarter = 15 * time.Minute
	// kept is how long a minute is remembered, and what of a quarter only Live
	// shows.
	kept = 2 * time.Hour
	// flushedKept is how long the views of a quarter stay after they were added.
	flushedKept = time.Hour
	// onceKept is how long it is remembered that an event of the shop itself was
	// counted: longer than the job that tells it is tried again.
	onceKept = 8 * 24 * time.Hour
	// refusedMost bounds the stream of refused entries, and refusedKept how long
	// the last of them is kept: they may hold what people did.
	refusedMost = 1000
	refusedKept = 7 * 24 * time.Hour
)

// Counters are the counts in one Redis. They are safe for use from many goroutines
// and have none of their own.
type Counters struct {
	redis redis.UniversalClient
	base  string
	// ahead is how far the clock is ahead of Redis's: zero but in tests.
	ahead time.Duration
}

// New gives the counters whose keys begin with the prefix. All of them lie on one
// node of a cluster, with the stream of the events.
func New(client redis.UniversalClient, prefix string) *Counters {
	return &Counters{redis: client, base: prefix + "{events}:hot:"}
}

// open is the set of quarters that have counts and were not added yet, and closed
// of those that nothing more is counted into.
func (c *Counters) open() string   { return c.base + "open" }
func (c *Counters) closed() string { return c.base + "closed" }

// views, carts and viewers are the keys of a quarter: hashes by product, and one
// HyperLogLog for each product.
func (c *Counters) views(bucket int64) string {
	return c.base + "views:" + strconv.FormatInt(bucket, 10)
}
func (c *Counters) carts(bucket int64) string {
	return c.base + "carts:" + strconv.FormatInt(bucket, 10)
}
func (c *Counters) viewers(bucket int64, product int) string {
	return c.base + "viewers:" + strconv.FormatInt(bucket, 10) + ":" + strconv.Itoa(product)
}

func seconds(d time.Duration) int64 { return int64(d / time.Second) }
