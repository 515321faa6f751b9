package ratelimit

import (
	"github.com/maypok86/otter/v2"

	"zuka/internal/platform/clock"
)

// localKeys bounds the memory of a process that counts for itself, some
// 100 bytes a key. A key that is forgotten starts anew.
const localKeys = 50_000

// local counts in this process, as the scripts do in Redis.
type local struct {
	clock clock.Clock
	// full holds the microsecond at which everything used has come back.
	full *otter.Cache[spot, int64]
}

// spot is whose use of which limit; it stays in memory, so it is not hashed.
type spot struct{ limit, key string }

func newLocal(clock clock.Clock) *local {
	return &local{clock: clock, full: otter.Must(&otter.Options[spot, int64]{MaximumSize: localKeys})}
}

func (l *local) ask(w want) verdict {
	now, interval, window := l.clock.Now().UnixMicro(), w.limit.interval(), w.limit.window()
	answer := verdict{local: true}
	l.full.Compute(spot{w.limit.Name, w.key}, func(full int64, _ bool) (int64, otter.ComputeOp) {
		full = min(max(full, now), now+window)
		left := int((now + window - full) / interval)
		if left < w.least {
			answer.wait = full + int64(w.least)*interval - window - now
			return 0, otter.CancelOp
		}
		answer.granted = min(left, w.most)
		return full + int64(answer.granted)*interval, otter.WriteOp
	})
	return answer
}

func (l *local) giveBack(w want, granted int) {
	l.full.ComputeIfPresent(spot{w.limit.Name, w.key}, func(full int64) (int64, otter.ComputeOp) {
		return full - int64(granted)*w.limit.interval(), otter.WriteOp
	})
}
