package intake

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"zuka/internal/platform/fault"
	"zuka/internal/shop/analytics/event"
	"zuka/internal/shop/analytics/hot"
)

const (
	// defaultMost is how many events may wait: a minute or so of writing.
	defaultMost = 200_000
	// comeBack is how long who is refused is told to wait.
	comeBack = 5 * time.Second
	// putTimeout bounds a call's wait for Redis.
	putTimeout = time.Second
	// group is the consumer group of those who write.
	group = "writers"

	fieldEvents = "events"
	fieldSize   = "n"
)

// put adds an entry of ARGV[2] events unless ARGV[1] or more events wait; then it
// answers 0. A stream that is empty has nothing waiting, whatever was counted.
var put = redis.NewScript(`
local most, waiting = tonumber(ARGV[1]), 0
local length = redis.call('XLEN', KEYS[1])
if length > 0 then waiting = tonumber(redis.call('GET', KEYS[2]) or 0) end
if length >= most or waiting >= most then return 0 end
redis.call('XADD', KEYS[1], '*', 'n', ARGV[2], 'events', ARGV[3])
redis.call('SET', KEYS[2], waiting + ARGV[2])
return 1`)

// Stream is where events wait for being written. It is safe for use from many
// goroutines and has none of its own.
type Stream struct {
	redis redis.UniversalClient
	queue hot.Queue
	// came stands before the keys of events without a time.
	came     string
	cameMost int
	most     int
}

// NewStream gives the stream whose keys begin with the prefix. At most that many
// events may wait; 0 means 200,000.
func NewStream(client redis.UniversalClient, prefix string, most int) *Stream {
	if most <= 0 {
		most = defaultMost
	}
	base := prefix + "{events}:"
	return &Stream{redis: client, most: most, came: base + "came:", cameMost: cameMost, queue: hot.Queue{
		Stream: base + "stream", Group: group, Waiting: base + "waiting", Refused: base + "refused",
	}}
}

// Put takes the events of one call: all of them are in Redis when it answers nil.
// It is a RATE_LIMITED fault that says when to come back while too many wait, and
// SERVICE_UNAVAILABLE when Redis does not answer; then they may be there all the
// same, and are sent again without harm.
func (s *Stream) Put(ctx context.Context, events []event.Event) error {
	if len(events) == 0 {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, putTimeout)
	defer cancel()
	taken, err := put.Run(ctx, s.redis, []string{s.queue.Stream, s.queue.Waiting}, s.most, len(events), event.Encode(events)).Int()
	if err != nil {
		return fault.Unavailable(fmt.Errorf("putting events into the stream: %w", err))
	}
	if taken == 0 {
		full := fault.New(fault.RateLimited, "too many events wait for being counted, please send these again later")
		full.RetryAfter = comeBack
		return full
	}
	return nil
}

// Oldest is when the oldest event that is not in the table yet was received, by the
// clock of Redis; false when none waits.
func (s *Stream) Oldest(ctx context.Context) (time.Time, bool, error) {
	first, err := s.redis.XRangeN(ctx, s.queue.Stream, "-", "+", 1).Result()
	if err != nil || len(first) == 0 {
		return time.Time{}, false, err
	}
	number, err := entryNumber(first[0].ID)
	if err != nil {
		return time.Time{}, false, err
	}
	return time.UnixMilli(number >> sequenceBits).UTC(), true, nil
}

// Waiting is how many entries, each of one call, are not in the table yet.
func (s *Stream) Waiting(ctx context.Context) (int64, error) {
	return s.redis.XLen(ctx, s.queue.Stream).Result()
}

// sequenceBits is the room for an entry's number within its millisecond.
const sequenceBits = 20

var errEntryID = errors.New("is not the id of an entry")

// entryNumber is the place of an entry in the stream as the table holds it. Of a
// million entries in one millisecond there is no talk.
func entryNumber(id string) (int64, error) {
	before, after, _ := strings.Cut(id, "-")
	millisecond, wrong := strconv.ParseInt(before, 10, 64)
	sequence, strange := strconv.ParseInt(after, 10, 64)
	if wrong != nil || strange != nil || millisecond < 0 || millisecond >= 1<<(63-sequenceBits) || sequence < 0 || sequence >= 1<<sequenceBits {
		return 0, fmt.Errorf("%q %w", id, errEntryID)
	}
	return millisecond<<sequenceBits | sequence, nil
}
