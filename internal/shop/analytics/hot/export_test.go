package hot

import (
	"time"

	"github.com/redis/go-redis/v9"
)

// Turn sets how far the clock of the counters is ahead of Redis's.
func (c *Counters) Turn(ahead time.Duration) { c.ahead = ahead }

// Quarter is how long counts are collected.
const Quarter = quarter

// On is the same counters by another client.
func (c *Counters) On(client redis.UniversalClient) *Counters {
	return &Counters{redis: client, base: c.base, ahead: c.ahead}
}
