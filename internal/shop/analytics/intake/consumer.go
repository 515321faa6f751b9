package intake

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/google/uuid"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/redis/go-redis/v9"

	"zuka/internal/platform/clock"
	"zuka/internal/shop/analytics/event"
	"zuka/internal/shop/analytics/hot"
)

const (
	// batchMost is how many events are written together, and gatherFor how long
	// the first of them waits for the others. Larger batches bring hardly more to the
	// table and keep the processors from those who buy for longer at a time.
	batchMost = 500
	gatherFor = 50 * time.Millisecond
	// firstRead is how many entries are read before it is known how many events
	// each has, of a hundred at most; readMost bounds every read.
	firstRead, readMost = 20, 1000
	// listenFor is how long one question to Redis waits for an entry, and with it
	// how long Stop may.
	listenFor = 250 * time.Millisecond
	// defaultIdle is how long an entry was with a consumer that is taken for dead.
	defaultIdle = 30 * time.Second
	// firstPause and longestPause are between two trials while PostgreSQL or Redis
	// is away.
	firstPause   = 100 * time.Millisecond
	longestPause = 5 * time.Second
	// writeTimeout bounds one trial to write, and redisTimeout a script.
	writeTimeout = time.Minute
	redisTimeout = 5 * time.Second
)

// Config is what a consumer works with.
type Config struct {
	Stream *Stream
	Writer *Writer
	Hot    *hot.Counters
	// Idle is how long an entry was with a consumer before another takes it over;
	// 0 means 30 seconds.
	Idle time.Duration
	// Clock says when to look for such entries; nil means the machine's.
	Clock clock.Clock
	// Log hears when a server is away and back, and what was refused; nil means
	// slog.Default().
	Log *slog.Logger
	// Metrics gets the counters; nil for none.
	Metrics prometheus.Registerer
}

// Consumer carries events from the stream to the table. There is one in a process;
// several share the work.
type Consumer struct {
	Config
	name   string
	meters meters
	decode func([]byte) ([]event.Event, error)

	life   context.Context
	end    context.CancelFunc
	stop   chan struct{}
	once   sync.Once
	done   chan struct{}
	looked time.Time
}

// NewConsumer gives a consumer that does nothing yet.
func NewConsumer(config Config) *Consumer {
	if config.Idle <= 0 {
		config.Idle = defaultIdle
	}
	if config.Clock == nil {
		config.Clock = clock.System{}
	}
	if config.Log == nil {
		config.Log = slog.Default()
	}
	c := &Consumer{
		Config: config, name: uuid.NewString(), meters: newMeters(config.Metrics, config.Stream), decode: event.Decode,
		stop: make(chan struct{}), done: make(chan struct{}),
	}
	c.life, c.end = context.WithCancel(context.Background())
	return c
}

// Start begins to carry. PostgreSQL and Redis may be away: they are waited for. It
// is called once.
func (c *Consumer) Start() { go c.run() }

// Stop ends the reading, and returns when what was read is written. When ctx is over
// first it is ctx's error, and the rest waits for another consumer. It is called
// after Start, and may be called again.
func (c *Consumer) Stop(ctx context.Context) error {
	c.once.Do(func() { close(c.stop) })
	select {
	case <-c.done:
		return nil
	case <-ctx.Done():
		c.end()
		<-c.done
		return ctx.Err()
	}
}

func (c *Consumer) run() {
	defer close(c.done)
	defer c.end()
	warnOfForgetting(c.life, c.Stream.redis, c.Log)
	trouble := trouble{consumer: c}
	for !c.stopping() {
		err := c.round()
		if redis.HasErrorPrefix(err, "NOGROUP") { // Redis is new, or has lost everything.
			err = c.makeGroup()
		}
		trouble.wait(err)
	}
	c.leave()
}

// round carries what there is once.
func (c *Consumer) round() error {
	if now := c.Clock.Now(); c.looked.IsZero() || now.Sub(c.looked) >= c.Idle {
		if err := c.takeOver(); err != nil {
			return err
		}
		c.looked = now
	}
	messages, err := c.gather()
	if len(messages) == 0 {
		return err
	}
	c.settle(messages)
	return err
}

// gather reads entries until there are enough, or the first has waited for long
// enough. Entries it has read are told with an error that came later. A read is
// never given up in between: what it was about to bring would wait for a takeover.
func (c *Consumer) gather() ([]redis.XMessage, error) {
	messages, err := c.read(firstRead, listenFor)
	size, until := sizeOf(messages), time.Now().Add(gatherFor)
	for err == nil && size > 0 && size < batchMost && !c.stopping() {
		left := time.Until(until).Truncate(time.Millisecond)
		if left <= 0 {
			break
		}
		var more []redis.XMessage
		more, err = c.read((batchMost-size)*len(messages)/size, left) // As large as those before.
		messages, size = append(messages, more...), size+sizeOf(more)
	}
	return messages, err
}

// read waits for at most that many entries that nobody has read; none is no error.
func (c *Consumer) read(most int, wait time.Duration) ([]redis.XMessage, error) {
	found, err := c.Stream.redis.XReadGroup(c.life, &redis.XReadGroupArgs{
		Group: group, Consumer: c.name, Streams: []string{c.Stream.queue.Stream, ">"}, Count: int64(min(max(most, 1), readMost)), Block: wait,
	}).Result()
	switch {
	case errors.Is(err, redis.Nil):
		return nil, nil
	case err != nil || len(found) == 0:
		return nil, err
	}
	return found[0].Messages, nil
}

// makeGroup makes the group from the beginning of the stream: what is still there
// is not acknowledged.
func (c *Consumer) makeGroup() error {
	err := c.Stream.redis.XGroupCreateMkStream(c.life, c.Stream.queue.Stream, group, "0").Err()
	if redis.HasErrorPrefix(err, "BUSYGROUP") {
		return nil
	}
	return err
}

func (c *Consumer) stopping() bool {
	select {
	case <-c.stop:
		return true
	default:
		return false
	}
}

// trouble waits longer and longer while something fails, and tells of it once.
type trouble struct {
	consumer *Consumer
	failures int
}

// wait waits after an error, less than usual when the consumer is stopped; after
// nil it does not.
func (t *trouble) wait(err error) {
	c := t.consumer
	if err == nil {
		if t.failures > 0 {
			c.Log.Info("events are carried again", "failures", t.failures)
		}
		t.failures = 0
		return
	}
	if t.failures == 0 && c.life.Err() == nil {
		c.Log.Warn("events are not carried for the moment", "error", err)
	}
	pause := min(firstPause<<min(t.failures, 10), longestPause)
	t.failures++
	// Processes that lost the same server do not come back all at once.
	timer := time.NewTimer(pause/2 + rand.N(pause/2))
	defer timer.Stop()
	stop := c.stop
	if c.stopping() {
		stop = nil // The rest is tried until the time given to Stop is over.
	}
	select {
	case <-timer.C:
	case <-stop:
	case <-c.life.Done():
	}
}
