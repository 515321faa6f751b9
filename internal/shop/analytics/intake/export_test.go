package intake

import "zuka/internal/shop/analytics/event"

// Names of what a stream has in Redis.
func (s *Stream) Key() string     { return s.queue.Stream }
func (s *Stream) Waits() string   { return s.queue.Waiting }
func (s *Stream) Refused() string { return s.queue.Refused }

// Remember bounds of how many events without a time it is known when they came.
func (s *Stream) Remember(most int) { s.cameMost = most }

// ReadWith makes a consumer read entries in another way.
func (c *Consumer) ReadWith(decode func([]byte) ([]event.Event, error)) { c.decode = decode }

// EntryNumber is the place of an entry as the table holds it.
var EntryNumber = entryNumber

// Columns are those that COPY fills, and Values what it fills them with.
var Columns = columns

// Values are the rows of events as COPY sends them.
func Values(events []event.Event, entries []int64) ([][]any, error) {
	rows, err := rowsOf(events, entries, make([]Result, len(events)))
	values := make([][]any, len(rows))
	for i := range rows {
		values[i] = rows[i].values()
	}
	return values, err
}
