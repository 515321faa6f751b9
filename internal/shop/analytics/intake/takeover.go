package intake

import (
	"context"
	"log/slog"
	"time"

	"github.com/redis/go-redis/v9"
)

// takeOverMost is how many entries are taken over in one step.
const takeOverMost = firstRead

// buryDead removes consumers that have nothing and did not ask for longer than
// ARGV[2] ms. One that has entries stays, for they would go with it.
var buryDead = redis.NewScript(`
local gone = 0
for _, consumer in ipairs(redis.call('XINFO', 'CONSUMERS', KEYS[1], ARGV[1])) do
  local of = {}
  for i = 1, #consumer, 2 do of[consumer[i]] = consumer[i + 1] end
  if of.pending == 0 and of.idle > tonumber(ARGV[2]) then
    redis.call('XGROUP', 'DELCONSUMER', KEYS[1], ARGV[1], of.name)
    gone = gone + 1
  end
end
return gone`)

// leaveGroup removes a consumer unless it has entries, which another takes over.
var leaveGroup = redis.NewScript(`
for _, consumer in ipairs(redis.call('XINFO', 'CONSUMERS', KEYS[1], ARGV[1])) do
  local of = {}
  for i = 1, #consumer, 2 do of[consumer[i]] = consumer[i + 1] end
  if of.name == ARGV[2] and of.pending == 0 then
    return redis.call('XGROUP', 'DELCONSUMER', KEYS[1], ARGV[1], ARGV[2])
  end
end
return 0`)

// takeOver carries entries that were read long ago and not acknowledged: by
// processes that died, or by this one when an answer of Redis was lost.
func (c *Consumer) takeOver() error {
	for start := "0-0"; ; {
		messages, next, err := c.Stream.redis.XAutoClaim(c.life, &redis.XAutoClaimArgs{
			Stream: c.Stream.queue.Stream, Group: group, Consumer: c.name, MinIdle: c.Idle, Start: start, Count: takeOverMost,
		}).Result()
		if err != nil {
			return err
		}
		if len(messages) > 0 {
			c.settle(messages)
		}
		if next == "0-0" || c.stopping() {
			break
		}
		start = next
	}
	// A consumer that was busy for so long and has nothing joins anew by itself.
	return buryDead.Run(c.life, c.Stream.redis, []string{c.Stream.queue.Stream}, group, c.Idle.Milliseconds()).Err()
}

// leave is for tidiness alone: who does not leave is buried.
func (c *Consumer) leave() {
	ctx, cancel := context.WithTimeout(c.life, redisTimeout)
	defer cancel()
	_ = leaveGroup.Run(ctx, c.Stream.redis, []string{c.Stream.queue.Stream}, group, c.name).Err()
}

// warnOfForgetting tells when Redis would lose acknowledged events with its
// process. Who may not ask for settings is not told.
func warnOfForgetting(ctx context.Context, client redis.UniversalClient, log *slog.Logger) {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	settings, err := client.ConfigGet(ctx, "append*").Result()
	if err != nil {
		return
	}
	only, fsync := settings["appendonly"], settings["appendfsync"]
	switch {
	case only == "no":
		log.Warn("Redis keeps events in memory alone: those that wait are lost when it ends; set appendonly yes", "appendonly", only)
	case only == "yes" && fsync != "always" && fsync != "everysec":
		log.Warn("Redis leaves it to the system when events are on the disk; set appendfsync everysec or always", "appendfsync", fsync)
	}
}
