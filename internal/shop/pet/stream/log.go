package stream

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/google/uuid"
	"github.com/redis/go-redis/v9"

	"zuka/internal/platform/pubsub"
)

const (
	// Kept is how long events can be had again after the last one.
	Kept             = 10 * time.Minute
	defaultOpTimeout = 500 * time.Millisecond
	// pause is how long Redis is left alone after it failed.
	pause = time.Second
)

// ErrShutOut says that another process writes the answer now.
var ErrShutOut = errors.New("stream: another process has taken the answer over")

// errAway says that Redis failed a moment ago and is not asked again yet.
var errAway = errors.New("stream: redis failed a moment ago")

// Config says what a log works with.
type Config struct {
	Redis redis.UniversalClient
	Hub   *pubsub.Hub
	// Prefix stands before keys; the hub has the same.
	Prefix string
	// OpTimeout bounds one round trip to Redis. Default 500 ms.
	OpTimeout time.Duration
	Log       *slog.Logger
}

// Log is the log of all conversations. It is safe for use from many goroutines.
type Log struct {
	Config
	awayUntil atomic.Int64
}

// New makes a log.
func New(config Config) *Log {
	if config.Log == nil {
		config.Log = slog.New(slog.DiscardHandler)
	}
	if config.OpTimeout <= 0 {
		config.OpTimeout = defaultOpTimeout
	}
	return &Log{Config: config}
}

// The keys of a conversation are in one slot of a cluster.
func (l *Log) events(conversation uuid.UUID) string {
	return l.Prefix + "pet:{" + conversation.String() + "}:events"
}

func (l *Log) writer(conversation, run uuid.UUID) string {
	return l.Prefix + "pet:{" + conversation.String() + "}:writer:" + run.String()
}

// channel is where the events of a conversation are told; the hub puts the
// prefix before it.
func channel(conversation uuid.UUID) string { return "pet:" + conversation.String() }

// appendScript writes events, unless a later attempt has begun. KEYS: events,
// writer. ARGV: attempt, milliseconds to keep, channel, events.
var appendScript = redis.NewScript(`
local seen = tonumber(redis.call('GET', KEYS[2]) or '0')
if seen > tonumber(ARGV[1]) then return 0 end
redis.call('SET', KEYS[2], ARGV[1], 'PX', ARGV[2])
for i = 4, #ARGV do
  redis.call('RPUSH', KEYS[1], ARGV[i])
  redis.call('PUBLISH', ARGV[3], ARGV[i])
end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 1`)

// claimScript shuts earlier attempts out and reads what they wrote. It answers
// false when a later one has begun. KEYS: events, writer. ARGV: attempt,
// milliseconds to keep.
var claimScript = redis.NewScript(`
local seen = tonumber(redis.call('GET', KEYS[2]) or '0')
if seen > tonumber(ARGV[1]) then return false end
redis.call('SET', KEYS[2], ARGV[1], 'PX', ARGV[2])
return redis.call('LRANGE', KEYS[1], 0, -1)`)

// Append writes events of an answer and tells of them. ErrShutOut says that a
// later attempt has begun; any other error that Redis is away and nothing is
// known to be written.
func (l *Log) Append(ctx context.Context, conversation, run uuid.UUID, attempt int, events ...Event) error {
	args := []any{attempt, Kept.Milliseconds(), l.Prefix + channel(conversation)}
	for _, event := range events {
		raw, err := json.Marshal(event)
		if err != nil {
			return fmt.Errorf("writing an event: %w", err)
		}
		args = append(args, raw)
	}
	var wrote int
	err := l.ask(ctx, func(ctx context.Context) (err error) {
		wrote, err = appendScript.Run(ctx, l.Redis, []string{l.events(conversation), l.writer(conversation, run)}, args...).Int()
		return err
	})
	if err == nil && wrote == 0 {
		return ErrShutOut
	}
	return err
}

// Claim makes an attempt the one that writes an answer, and is what earlier
// attempts have written of it.
func (l *Log) Claim(ctx context.Context, conversation, run uuid.UUID, attempt int) (written []Event, err error) {
	var raw []string
	err = l.ask(ctx, func(ctx context.Context) (err error) {
		raw, err = claimScript.Run(ctx, l.Redis, []string{l.events(conversation), l.writer(conversation, run)}, attempt, Kept.Milliseconds()).StringSlice()
		return err
	})
	if errors.Is(err, redis.Nil) {
		return nil, ErrShutOut
	}
	if err != nil {
		return nil, err
	}
	for _, event := range read(raw) {
		if event.Run == run {
			written = append(written, event)
		}
	}
	return written, nil
}

// After are the events of a conversation after a number, in order.
func (l *Log) After(ctx context.Context, conversation uuid.UUID, seq int) (events []Event, err error) {
	var raw []string
	err = l.ask(ctx, func(ctx context.Context) (err error) {
		raw, err = l.Redis.LRange(ctx, l.events(conversation), 0, -1).Result()
		return err
	})
	if err != nil {
		return nil, err
	}
	for _, event := range read(raw) {
		if event.Seq > seq {
			events = append(events, event)
		}
	}
	return events, nil
}

// Forget deletes the log of a conversation.
func (l *Log) Forget(ctx context.Context, conversation uuid.UUID) error {
	return l.ask(ctx, func(ctx context.Context) error { return l.Redis.Del(ctx, l.events(conversation)).Err() })
}

// read parses events, leaving out what cannot be read, as from a newer version.
func read(raw []string) []Event {
	events := make([]Event, 0, len(raw))
	for _, one := range raw {
		var event Event
		if json.Unmarshal([]byte(one), &event) == nil {
			events = append(events, event)
		}
	}
	return events
}

// ask asks Redis, unless it failed a moment ago: an answer must not wait for a
// dead Redis at each word.
func (l *Log) ask(ctx context.Context, do func(context.Context) error) error {
	if time.Now().UnixNano() < l.awayUntil.Load() {
		return errAway
	}
	bound, cancel := context.WithTimeout(context.WithoutCancel(ctx), l.OpTimeout)
	defer cancel()
	err := do(bound)
	if err != nil && !errors.Is(err, redis.Nil) {
		l.awayUntil.Store(time.Now().Add(pause).UnixNano())
		return fmt.Errorf("asking redis: %w", err)
	}
	return err
}
