package intake

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/redis/go-redis/v9"

	"zuka/internal/shop/analytics/event"
	"zuka/internal/shop/analytics/hot"
)

// load is what some entries brought, laid out for the writer: owner and entry say,
// for each event, which of the entries it came by.
type load struct {
	entries []hot.Entry
	events  []event.Event
	owner   []int
	numbers []int64
}

// settle writes entries, counts them and takes them off the stream. It does not
// give up before Stop does: nothing is read meanwhile.
func (c *Consumer) settle(messages []redis.XMessage) {
	l := c.unload(messages)
	var results []Result
	if !c.persist(func() (err error) {
		ctx, cancel := context.WithTimeout(c.life, writeTimeout)
		defer cancel()
		results, err = c.Writer.Write(ctx, l.events, l.numbers)
		return err
	}) {
		return
	}
	duplicates := l.weigh(results)
	var first []bool
	if !c.persist(func() (err error) {
		ctx, cancel := context.WithTimeout(c.life, redisTimeout)
		defer cancel()
		first, err = c.Hot.Acknowledge(ctx, c.Stream.queue, l.entries)
		return err
	}) {
		return
	}
	for i, mine := range first {
		if mine {
			c.told(l.entries[i], duplicates[i])
		}
	}
}

// persist tries until it works; false says that the consumer has to end first.
func (c *Consumer) persist(work func() error) bool {
	trouble := trouble{consumer: c}
	for c.life.Err() == nil {
		err := work()
		if trouble.wait(err); err == nil {
			return true
		}
	}
	return false
}

// told notes an entry that is done with.
func (c *Consumer) told(entry hot.Entry, duplicates int) {
	c.meters.written.Add(float64(entry.Totals.Events))
	c.meters.duplicates.Add(float64(duplicates))
	if entry.Refused != "" {
		c.meters.refused.Add(float64(entry.Size - duplicates - int(entry.Totals.Events)))
		c.Log.Warn("events were refused and set aside", "entry", entry.ID, "reason", entry.Refused)
	}
}

// unload decodes entries. One that cannot be read is refused as a whole; one of a
// newer program is left for that program, which takes it over.
func (c *Consumer) unload(messages []redis.XMessage) (l load) {
	for i, message := range messages {
		events, number, err := c.open(message)
		if errors.Is(err, event.ErrVersion) {
			c.Log.Warn("an entry is left for a newer program", "entry", message.ID)
			continue
		}
		l.entries = append(l.entries, hot.Entry{ID: message.ID, Size: sizeOf(messages[i : i+1])})
		owner := len(l.entries) - 1
		if err != nil {
			l.entries[owner].Refused = err.Error()
			continue
		}
		for _, one := range events {
			l.events = append(l.events, one)
			l.owner = append(l.owner, owner)
			l.numbers = append(l.numbers, number)
		}
	}
	return l
}

var errUnreadable = errors.New("cannot be read")

// open reads an entry. What went wrong is told without the words of the codec,
// which may be somebody's.
func (c *Consumer) open(message redis.XMessage) (events []event.Event, number int64, err error) {
	defer func() {
		if recover() != nil { // A codec that panics would end every process in turn.
			err = errUnreadable
		}
	}()
	text, _ := message.Values[fieldEvents].(string)
	events, wrong := c.decode([]byte(text))
	if errors.Is(wrong, event.ErrVersion) {
		return nil, 0, wrong
	}
	number, strange := entryNumber(message.ID)
	if wrong != nil || strange != nil || len(events) == 0 {
		return nil, 0, errUnreadable
	}
	return events, number, nil
}

// weigh lays what became of the events to their entries, and counts those of each
// that had come before.
func (l *load) weigh(results []Result) (duplicates []int) {
	duplicates = make([]int, len(l.entries))
	refused := make([][]string, len(l.entries))
	place := make([]int, len(l.entries))
	for i, result := range results {
		owner := l.owner[i]
		place[owner]++
		switch {
		case result.Refused != "":
			refused[owner] = append(refused[owner], fmt.Sprintf("%d: %s", place[owner], result.Refused))
		case result.Fresh:
			l.entries[owner].Add(l.events[i])
		default:
			duplicates[owner]++
		}
	}
	for i, reasons := range refused {
		if len(reasons) > 0 {
			l.entries[i].Refused = strings.Join(reasons, "; ")
		}
	}
	return duplicates
}

// sizeOf is how many events some entries say they have.
func sizeOf(messages []redis.XMessage) (size int) {
	for _, message := range messages {
		text, _ := message.Values[fieldSize].(string)
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 {
			n = 1 // Not put there by us; it is refused when it is decoded.
		}
		size += n
	}
	return size
}
