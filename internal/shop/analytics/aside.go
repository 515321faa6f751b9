package analytics

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"zuka/internal/shop/analytics/event"
)

const (
	// asideMost is how many events of the shop's own may wait in the process, and
	// asideBatch how many go to the stream together.
	asideMost, asideBatch = 10_000, 500
	// asideEvery is how long the first of them waits for others.
	asideEvery = 250 * time.Millisecond
	// asideTimeout bounds one call to the stream.
	asideTimeout = 2 * time.Second
)

// aside carries what the shop tells by the way, as that something was searched
// for, without anybody waiting for it. Nobody was promised that it is kept: where
// too much waits, or the stream takes nothing, it is lost and counted.
type aside struct {
	intake Intake
	log    *slog.Logger
	events chan event.Event
	end    chan struct{}
	work   sync.WaitGroup
	once   sync.Once
}

func newAside(intake Intake, log *slog.Logger) *aside {
	return &aside{intake: intake, log: log, events: make(chan event.Event, asideMost), end: make(chan struct{})}
}

// tell lets an event wait, if there is room.
func (a *aside) tell(one event.Event) {
	select {
	case a.events <- one:
	default:
		a.log.Debug("an event of the shop's own was lost: too many wait")
	}
}

func (a *aside) start() { a.work.Go(a.carry) }

func (a *aside) stop() {
	a.once.Do(func() { close(a.end) })
	a.work.Wait()
}

// carry brings what waits to the stream, until the end.
func (a *aside) carry() {
	for {
		select {
		case one := <-a.events:
			a.put(a.gather(one))
		case <-a.end:
			select {
			case one := <-a.events:
				a.put(a.gather(one))
			default:
				return
			}
		}
	}
}

// gather waits a moment for others.
func (a *aside) gather(first event.Event) []event.Event {
	batch := []event.Event{first}
	soon := time.NewTimer(asideEvery)
	defer soon.Stop()
	for len(batch) < asideBatch {
		select {
		case one := <-a.events:
			batch = append(batch, one)
			continue
		case <-soon.C:
		case <-a.end:
			select {
			case one := <-a.events:
				batch = append(batch, one)
				continue
			default:
			}
		}
		break
	}
	return batch
}

func (a *aside) put(batch []event.Event) {
	ctx, cancel := context.WithTimeout(context.Background(), asideTimeout)
	defer cancel()
	if err := a.intake.Put(ctx, batch); err != nil {
		a.log.Warn("events of the shop's own were lost", "events", len(batch), "cause", err)
	}
}
