package bench

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"zuka/internal/bench/load"
	"zuka/internal/shop/analytics/intake"
)

const (
	// intakeConnections is how many clients tell of events as fast as they are
	// answered: enough for the server never to wait for one of them.
	intakeConnections = 8
	// tellers is how many visitors events are told of by turns; one of five is
	// signed in.
	tellers, tellersASignedIn = 60, 5
	// pacedShare is which part of the events that the shop takes at most is told
	// of where there is a schedule.
	pacedShare = 0.5
)

// analytics is what events and the figures that are made of them cost.
type analytics struct {
	takes []take
	// rate is how many events a second are told of on a schedule.
	rate  float64
	paced *spoken
	sold  *soldBeside
	past  *past
}

// take is one round of events told as fast as they are taken, beside a COPY of the
// same rows.
type take struct {
	spoken
	// elapsed is from the first call until the last event was in the table.
	elapsed time.Duration
	// copied is how long the COPY took.
	copied time.Duration
}

func (t *take) perSecond() float64 { return float64(t.events) / t.elapsed.Seconds() }
func (t *take) bare() float64      { return float64(t.events) / t.copied.Seconds() }

// measureAnalytics tells of events in a shop of its own, and asks for reports in one
// that has had many.
func (o *Options) measureAnalytics(ctx context.Context, report *report) error {
	report.analytics = new(analytics)
	if err := o.measureIntake(ctx, report.analytics); err != nil {
		return err
	}
	return o.measurePast(ctx, report.analytics)
}

func (o *Options) measureIntake(ctx context.Context, into *analytics) (err error) {
	shop, err := makeDatabase(ctx, o.DatabaseURL, "zuka_bench_events", saleProducts*2, o.Log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, shop.drop(context.WithoutCancel(ctx))) }()
	bare, err := shop.clone(ctx, "zuka_bench_copy")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, bare.drop(context.WithoutCancel(ctx))) }()
	t, err := o.openTill(ctx, shop)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, t.close()) }()
	who, buyers, err := o.comeIn(ctx, t)
	defer func() { err = errors.Join(err, t.forget(context.WithoutCancel(ctx), append(who, buyers...))) }()
	if err != nil {
		return err
	}
	return o.beside(ctx, shop, "zuka", func(server *process) error {
		mouth, err := o.openMouth(ctx, t, shop, server, who)
		if err != nil {
			return err
		}
		return o.tellAll(ctx, mouth, bare, buyers, into)
	}, "DEVELOPMENT=true")
}

// comeIn are those who tell of events, and those who buy.
func (o *Options) comeIn(ctx context.Context, t *till) (who, buyers []shopper, err error) {
	people, err := t.people(ctx, tellers/tellersASignedIn)
	if err != nil {
		return people, nil, err
	}
	guests, err := t.guests(ctx, tellers-len(people))
	if err != nil {
		return people, nil, err
	}
	// A guest first: however few calls are made, most of them are not of people.
	for round := range slices.Chunk(guests, tellersASignedIn-1) {
		who = append(append(append(who, round[0]), people[0]), round[1:]...)
		people = people[1:]
	}
	buyers, err = t.guests(ctx, loads*o.Rounds*o.buyersATurn())
	return who, buyers, err
}

// mouth is what tells one server of events.
type mouth struct {
	till    *till
	shop    *database
	server  *process
	stream  *intake.Stream
	calls   []call
	options *Options
}

func (o *Options) openMouth(ctx context.Context, t *till, shop *database, server *process, who []shopper) (*mouth, error) {
	products, err := t.products(ctx)
	if err != nil {
		return nil, err
	}
	m := &mouth{till: t, shop: shop, server: server, stream: intake.NewStream(t.redis, shop.name+":", 0), options: o}
	m.calls, err = makeCalls(server.address, who, products)
	return m, err
}

// tellAll measures how events are taken: as many as can be, on a schedule, and while
// people buy.
func (o *Options) tellAll(ctx context.Context, m *mouth, bare *database, buyers []shopper, into *analytics) error {
	if err := carry(ctx, m.shop.url, bare.url, "SELECT id, referral_code FROM users WHERE referral_code LIKE 'BENCH%'", "users (id, referral_code)", nil); err != nil {
		return fmt.Errorf("copying people: %w", err)
	}
	if _, err := m.tell(ctx, telling{connections: intakeConnections, duration: warmUp}); err != nil {
		return err
	}
	rates := make([]float64, 0, o.Rounds)
	for number := range o.Rounds {
		one, err := m.take(ctx, bare)
		if err != nil {
			return err
		}
		o.Log.Info("took events", "round", number+1, "per second", int(one.perSecond()), "COPY", int(one.bare()), "p99", one.figures().P99, "refused", one.refused)
		into.takes = append(into.takes, one)
		rates = append(rates, one.perSecond())
	}
	into.rate = pacedShare * load.Median(rates)
	paced, err := m.tell(ctx, telling{connections: o.Connections, duration: 2 * o.settings().duration, every: m.every(into.rate)})
	if err != nil {
		return err
	}
	into.paced = &paced
	o.Log.Info("took events on a schedule", "per second", int(into.rate), "p99", paced.figures().P99)
	into.sold, err = m.sellBeside(ctx, into.rate, buyers)
	return err
}

// every is the time from one call to the next at so many events a second.
func (m *mouth) every(rate float64) time.Duration {
	return time.Duration(eventsACall / rate * float64(time.Second))
}

// take tells as fast as it is taken, and copies the rows that came of it.
func (m *mouth) take(ctx context.Context, bare *database) (one take, err error) {
	var before, after, rows int64
	const last = "SELECT coalesce(max(id), 0) FROM analytics_events"
	if err := m.till.pool.Pgx().QueryRow(ctx, last).Scan(&before); err != nil {
		return one, err
	}
	begun := time.Now()
	if one.spoken, err = m.tell(ctx, telling{connections: intakeConnections, duration: m.options.settings().duration}); err != nil {
		return one, err
	}
	one.elapsed = time.Since(begun)
	err = m.till.pool.Pgx().QueryRow(ctx, "SELECT coalesce(max(id), 0), count(*) FROM analytics_events WHERE id > $1", before).Scan(&after, &rows)
	if err == nil && rows != int64(one.events) {
		err = fmt.Errorf("%d events were taken, and %d are in the table", one.events, rows)
	}
	if err != nil {
		return one, err
	}
	sql := fmt.Sprintf("SELECT %s FROM analytics_events WHERE id > %d AND id <= %d ORDER BY id", eventColumns, before, after)
	return one, carry(ctx, m.shop.url, bare.url, sql, "analytics_events ("+eventColumns+")", &one.copied)
}
