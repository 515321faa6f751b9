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
)

// soldBeside is how people bought at rest, and while events were told of.
type soldBeside struct {
	adds, orders [2]load.Result // At rest, and meanwhile.
	// told is what was told of meanwhile.
	told spoken
}

// buyersATurn is how many people buy in a turn: for twice as long as the others, for
// they are few.
func (o *Options) buyersATurn() int {
	return max(int(2*o.settings().duration/orderEvery), 2)
}

// sellBeside has guests buy on a schedule, at rest and while so many events a second
// are told of, by turns.
func (m *mouth) sellBeside(ctx context.Context, rate float64, buyers []shopper) (*soldBeside, error) {
	sold, size := new(soldBeside), m.options.buyersATurn()
	for turn := range 2 * m.options.Rounds {
		which, err := (turn+turn/2)%2, error(nil)
		who := buyers[turn*size : (turn+1)*size]
		if which == 0 {
			err = m.sellTo(ctx, who, turn, sold, which)
		} else {
			err = m.sellWhileTold(ctx, rate, who, turn, sold)
		}
		if err != nil {
			return sold, err
		}
		m.options.Log.Info("sold", "while events were told of", which == 1, "p99 so far", sold.orders[which].Figures().P99)
	}
	return sold, nil
}

// sellWhileTold has guests buy while events are told of.
func (m *mouth) sellWhileTold(ctx context.Context, rate float64, who []shopper, turn int, sold *soldBeside) error {
	telling, stop := context.WithCancel(ctx)
	defer stop()
	var told spoken
	var failed error
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		told, failed = m.tell(telling, m.paced(rate))
	}()
	rest(ctx, cartLead) // The consumer has to be at work.
	err := m.sellTo(ctx, who, turn, sold, 1)
	stop()
	<-ended
	sold.told.samples = append(sold.told.samples, told.samples...)
	sold.told.events += told.events
	sold.told.refused += told.refused
	sold.told.elapsed += told.elapsed
	return errors.Join(err, failed)
}

// paced tells until it is stopped.
func (m *mouth) paced(rate float64) telling {
	return telling{connections: m.options.Connections, duration: time.Hour, every: m.every(rate)}
}

// sellTo has each of some guests put something into a new cart and, a little later,
// order it.
func (m *mouth) sellTo(ctx context.Context, who []shopper, turn int, sold *soldBeside, which int) error {
	adds, orders := make([][]byte, len(who)), make([][]byte, len(who))
	for i, one := range who {
		line := map[string]any{"line": map[string]any{"variantId": m.till.variantID(i)}}
		adds[i] = withCookie(load.Post(m.server.address, "/graphql", body(addDocument, line)), one.cookie)
		orders[i] = withCookie(load.Post(m.server.address, "/graphql", online.order(fmt.Sprintf("bench-beside-%d-%d", turn, i))), one.cookie)
	}
	var group errgroup.Group
	run := func(requests [][]byte, good func([]byte) error, into *load.Result) {
		group.Go(func() error {
			result, err := load.Run(ctx, load.Options{Address: m.server.address, Requests: requests, Connections: workers, Every: orderEvery, Good: good})
			into.Samples = append(into.Samples, result.Samples...)
			into.Elapsed += result.Elapsed
			into.Errors += result.Errors
			into.First = cmpOr(into.First, result.First)
			return err
		})
	}
	run(adds, added, &sold.adds[which])
	rest(ctx, cartLead)
	run(orders, ordered, &sold.orders[which])
	return group.Wait()
}
