package bench

import (
	"context"
	"errors"
	"fmt"
	"time"

	"golang.org/x/sync/errgroup"

	"zuka/internal/bench/load"
)

const (
	// orderEvery is the time from one order to the next: 20 a second.
	orderEvery = 50 * time.Millisecond
	// cartLead is how long before the order its cart is filled.
	cartLead = time.Second
	// crowdRate is how many events a second 500 shoppers tell who do something each
	// second, two events each.
	crowdRate = 1_000
	// loads are how many loads people buy under: none, a crowd's events, and a part of
	// the most events that can be.
	loads = 3
)

// soldBeside is how people bought at rest, and while events were told of.
type soldBeside struct {
	// rates are how many events a second were told of meanwhile, none first.
	rates        [loads]float64
	adds, orders [loads]load.Result
	// told is what was told of meanwhile.
	told [loads]spoken
}

// buyersATurn is how many people buy in a turn: for twice as long as the others, for
// they are few.
func (o *Options) buyersATurn() int {
	return max(int(2*o.settings().duration/orderEvery), 2)
}

// sellBeside has guests buy on a schedule, at rest, while a crowd's events and while so
// many a second are told of, by turns.
func (m *mouth) sellBeside(ctx context.Context, rate float64, buyers []shopper) (*soldBeside, error) {
	sold, size := &soldBeside{rates: [loads]float64{0, crowdRate, rate}}, m.options.buyersATurn()
	for turn := range loads * m.options.Rounds {
		which, err := (turn+turn/loads)%loads, error(nil) // Each begins a round once.
		who := buyers[turn*size : (turn+1)*size]
		if which == 0 {
			err = m.sellTo(ctx, who, turn, sold, which)
		} else {
			err = m.sellWhileTold(ctx, which, who, turn, sold)
		}
		if err != nil {
			return sold, err
		}
		m.options.Log.Info("sold", "events told of a second", int(sold.rates[which]), "p99 so far", sold.orders[which].Figures().P99)
	}
	return sold, nil
}

// sellWhileTold has guests buy while events are told of.
func (m *mouth) sellWhileTold(ctx context.Context, which int, who []shopper, turn int, sold *soldBeside) error {
	telling, stop := context.WithCancel(ctx)
	defer stop()
	var told spoken
	var failed error
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		told, failed = m.tell(telling, m.paced(sold.rates[which]))
	}()
	rest(ctx, cartLead) // The consumer has to be at work.
	err := m.sellTo(ctx, who, turn, sold, which)
	stop()
	<-ended
	all := &sold.told[which]
	all.samples = append(all.samples, told.samples...)
	all.events += told.events
	all.refused += told.refused
	all.elapsed += told.elapsed
	return errors.Join(err, failed)
}

// paced tells until it is stopped.
func (m *mouth) paced(rate float64) telling {
	return telling{connections: m.options.Connections, duration: time.Hour, every: m.every(rate)}
}

// sellTo has each of some guests put something into a new cart and, a little later,
// order it. An order whose cart is not answered for by then waits for that, and is
// timed from then on: how long carts take is measured by itself, and an order of none
// would measure nothing.
func (m *mouth) sellTo(ctx context.Context, who []shopper, turn int, sold *soldBeside, which int) error {
	adds, orders := make([][]byte, len(who)), make([][]byte, len(who))
	for i, one := range who {
		line := map[string]any{"line": map[string]any{"variantId": m.till.variantID(i)}}
		adds[i] = withCookie(load.Post(m.server.address, "/graphql", body(addDocument, line)), one.cookie)
		orders[i] = withCookie(load.Post(m.server.address, "/graphql", online.order(fmt.Sprintf("bench-beside-%d-%d", turn, i))), one.cookie)
	}
	filled := make([]chan struct{}, len(who))
	for i := range filled {
		filled[i] = make(chan struct{})
	}
	var group errgroup.Group
	run := func(opts load.Options, into *load.Result) {
		opts.Address, opts.Connections, opts.Every = m.server.address, workers, orderEvery
		group.Go(func() error {
			result, err := load.Run(ctx, opts)
			into.Samples = append(into.Samples, result.Samples...)
			into.Elapsed += result.Elapsed
			into.Errors += result.Errors
			into.First = cmpOr(into.First, result.First)
			return err
		})
	}
	run(load.Options{Requests: adds, Good: added, Done: func(i int) { close(filled[i]) }}, &sold.adds[which])
	rest(ctx, cartLead)
	run(load.Options{Requests: orders, Good: ordered, After: func(i int) <-chan struct{} { return filled[i] }}, &sold.orders[which])
	return group.Wait()
}
