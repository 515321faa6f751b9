package intake

import (
	"context"
	"math"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// askTimeout bounds what a reader of the metrics waits for Redis.
const askTimeout = 250 * time.Millisecond

// meters count what became of events.
type meters struct{ written, duplicates, refused prometheus.Counter }

// newMeters registers the counters, and what the stream tells when it is asked; so
// it tells of a consumer that hangs, too.
func newMeters(registry prometheus.Registerer, stream *Stream) meters {
	counter := func(name, help string) prometheus.Counter {
		return prometheus.NewCounter(prometheus.CounterOpts{Name: name, Help: help})
	}
	gauge := func(name, help string, read func(context.Context) (float64, error)) prometheus.Collector {
		return prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help}, func() float64 {
			ctx, cancel := context.WithTimeout(context.Background(), askTimeout)
			defer cancel()
			value, err := read(ctx)
			if err != nil {
				return math.NaN() // Nobody knows.
			}
			return value
		})
	}
	m := meters{
		written:    counter("zuka_events_written_total", "How many events this process wrote for the first time."),
		duplicates: counter("zuka_events_duplicates_total", "How many events had been written before by another call."),
		refused:    counter("zuka_events_refused_total", "How many events were set aside because they could not be read or the table did not take them."),
	}
	if registry != nil {
		registry.MustRegister(m.written, m.duplicates, m.refused,
			gauge("zuka_events_stream_entries", "How many calls' events wait for being written; NaN when Redis is away.", func(ctx context.Context) (float64, error) {
				n, err := stream.Waiting(ctx)
				return float64(n), err
			}),
			gauge("zuka_events_lag_seconds", "How long the oldest event has waited; NaN when Redis is away.", func(ctx context.Context) (float64, error) {
				oldest, waits, err := stream.Oldest(ctx)
				if err != nil || !waits {
					return 0, err
				}
				return max(time.Since(oldest).Seconds(), 0), nil
			}))
	}
	return m
}
