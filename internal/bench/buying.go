package bench

import (
	"context"
	"errors"
	"fmt"
)

// buying is what putting into carts, ordering and following orders cost.
type buying struct {
	adds    []adding
	sales   []*sale
	watches []watching
}

// measureBuying sells in a shop of its own.
func (o *Options) measureBuying(ctx context.Context, report *report) (err error) {
	shop, err := makeDatabase(ctx, o.DatabaseURL, "zuka_bench_buying", saleProducts*2, o.Log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, shop.drop(context.WithoutCancel(ctx))) }()
	report.buying = new(buying)
	t, err := o.openTill(ctx, shop)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, t.close()) }()
	crowd, err := o.makeShoppers(ctx, t, max(int(o.Seconds*ordersASecond), 2*workers)/workers*workers, watchers)
	// The copies would stay in somebody's Redis for a day.
	defer func() { err = errors.Join(err, t.forget(context.WithoutCancel(ctx), crowd.all())) }()
	if err != nil {
		return err
	}
	if err := o.sellAll(ctx, t, shop, crowd, report.buying); err != nil {
		return err
	}
	return o.watchAll(ctx, t, shop, crowd, report.buying)
}

// visitors are everybody who comes, each with a session of their own.
type visitors struct {
	guests, people, watchers []shopper
	clerk                    shopper
}

func (v visitors) all() []shopper {
	return append(append(append([]shopper{v.clerk}, v.guests...), v.people...), v.watchers...)
}

func (o *Options) makeShoppers(ctx context.Context, t *till, orders, watchers int) (made visitors, err error) {
	o.Log.Info("letting shoppers in", "of each kind", orders)
	if made.guests, err = t.guests(ctx, orders); err != nil {
		return made, err
	}
	if made.people, err = t.people(ctx, orders); err != nil {
		return made, err
	}
	if made.watchers, err = t.guests(ctx, watchers); err != nil {
		return made, err
	}
	made.clerk, err = t.clerk(ctx)
	return made, err
}

// sellAll measures carts and orders.
func (o *Options) sellAll(ctx context.Context, t *till, shop *database, crowd visitors, into *buying) error {
	bare, err := o.scriptOf(ctx, t, shop, online, crowd.guests)
	if err != nil {
		return err
	}
	paid, err := o.scriptOf(ctx, t, shop, atDoor, crowd.people)
	if err != nil {
		return err
	}
	err = o.beside(ctx, shop, "zuka, jobs elsewhere", func(server *process) (err error) {
		if err = t.queue(ctx, crowd.guests, 0, len(t.variant)); err != nil {
			return err
		}
		if into.adds, err = o.fillCarts(ctx, t, server, crowd.guests); err != nil {
			return err
		}
		for _, one := range []*sale{{payWay: online, products: len(t.variant)}, {payWay: atDoor, products: len(t.variant)}, {payWay: online, products: 1}} {
			made, who := bare, crowd.guests
			if one.people {
				made, who = paid, crowd.people
			}
			into.sales = append(into.sales, one)
			if err := o.sell(ctx, t, shop, server, made, one, who); err != nil {
				return fmt.Errorf("selling to %s: %w", one.name, err)
			}
		}
		return nil
	}, "NO_JOBS=true", "DEVELOPMENT=true")
	if err != nil {
		return err
	}
	one, err := o.attend(ctx, t, shop, into.sales[0], crowd.guests)
	if err == nil {
		into.sales = append(into.sales, one)
	}
	return err
}

// beside runs a server while something is measured.
func (o *Options) beside(ctx context.Context, shop *database, name string, work func(*process) error, settings ...string) (err error) {
	server, err := start(ctx, name, o.serve(), append(o.environment(shop), settings...))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, server.stop()) }()
	return work(server)
}

// watchAll measures how long news of orders take from one server to another.
func (o *Options) watchAll(ctx context.Context, t *till, shop *database, crowd visitors, into *buying) error {
	if _, err := t.pool.Pgx().Exec(ctx, newsSQL); err != nil {
		return fmt.Errorf("preparing to note commits: %w", err)
	}
	// What is left to do of the orders before would be done meanwhile.
	if err := t.refill(ctx); err != nil {
		return err
	}
	return o.beside(ctx, shop, "zuka, staff's", func(from *process) error {
		return o.beside(ctx, shop, "zuka, customers'", func(to *process) error {
			for number, orders := range []int{len(crowd.watchers), 1} {
				made, err := t.paid(ctx, 1+number*len(crowd.watchers), orders)
				if err != nil {
					return err
				}
				seen, err := o.watch(ctx, t, from, to, crowd.clerk, crowd.watchers, made)
				seen.first = err
				into.watches = append(into.watches, seen)
				if err != nil {
					return err
				}
			}
			return nil
		})
	})
}
