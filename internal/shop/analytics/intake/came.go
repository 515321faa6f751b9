package intake

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/google/uuid"
	"github.com/redis/go-redis/v9"

	"zuka/internal/platform/fault"
)

const (
	// cameSpan is how long one key gathers when events without a time came. It is
	// kept for as long again: what is sent anew within this time is known.
	cameSpan = 30 * time.Minute
	// cameMost is how many a key holds, some 25 MB. Of more it is not known.
	cameMost = 200_000
)

// came tells when each of the events ARGV[4] and on came first, in microseconds:
// ARGV[1] for one that is new. KEYS are of this span, the one before and the next one,
// which a server whose clock is ahead writes to. Times are texts, for a number of Lua
// has fewer digits.
var came = redis.NewScript(`
local room, times = ARGV[2] - redis.call('HLEN', KEYS[1]), {}
for i = 4, #ARGV do
  local id = ARGV[i]
  local time = redis.call('HGET', KEYS[1], id) or redis.call('HGET', KEYS[2], id) or redis.call('HGET', KEYS[3], id)
  if not time then
    time = ARGV[1]
    if room > 0 then
      redis.call('HSET', KEYS[1], id, time)
      room = room - 1
    end
  end
  times[i - 3] = time
end
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return times`)

// Came is when each event came first within the last half an hour; now for one that is
// new. It is SERVICE_UNAVAILABLE when Redis does not answer.
func (s *Stream) Came(ctx context.Context, ids []uuid.UUID, now time.Time) ([]time.Time, error) {
	ctx, cancel := context.WithTimeout(ctx, putTimeout)
	defer cancel()
	span := now.Truncate(cameSpan)
	keys := make([]string, 0, 3)
	for _, at := range []time.Time{span, span.Add(-cameSpan), span.Add(cameSpan)} {
		keys = append(keys, s.came+strconv.FormatInt(at.Unix(), 10))
	}
	args := []any{now.UnixMicro(), s.cameMost, (3 * cameSpan).Milliseconds()}
	for _, id := range ids {
		args = append(args, id[:])
	}
	told, err := came.Run(ctx, s.redis, keys, args...).StringSlice()
	if err == nil && len(told) != len(ids) {
		err = fmt.Errorf("%d of %d times", len(told), len(ids))
	}
	times := make([]time.Time, len(ids))
	for i := 0; i < len(ids) && err == nil; i++ {
		var micro int64
		micro, err = strconv.ParseInt(told[i], 10, 64)
		times[i] = time.UnixMicro(micro).UTC()
	}
	if err != nil {
		return nil, fault.Unavailable(fmt.Errorf("asking when events came: %w", err))
	}
	return times, nil
}
