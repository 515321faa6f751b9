package bench

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"zuka/internal/bench/load"
)

// What who buys may expect.
const (
	// leastSold is how many orders a second the shop makes of those that
	// PostgreSQL alone would.
	leastSold = 0.4
	mostAdd   = 20 * time.Millisecond
	mostNews  = 100 * time.Millisecond
)

func (b *buying) write(out *printer, o *Options) {
	if b.adds != nil {
		b.writeAdds(out, o)
	}
	if b.sales != nil {
		b.writeSales(out, o)
	}
	if b.watches != nil {
		b.writeWatches(out)
	}
}

func (b *buying) writeAdds(out *printer, o *Options) {
	out.line("\n### Carts\n")
	out.line("`cartLinesAdd` of one variant, answered with the whole cart and its prices; each guest a cart of their own that is there already, %d connections, %gs.\n",
		o.Connections, o.Seconds)
	out.line("| pauses | requests/s | p50 | p95 | p99 | most | errors | bar |")
	out.line("| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |")
	for _, one := range b.adds {
		pauses := "none"
		if one.pause > 0 {
			pauses = fmt.Sprintf("%s, at random", one.pause)
		}
		f := one.figures
		out.line("| %s | %.0f | %s | %s | %s | %s | %d | %s, p99 to %s |", pauses, f.PerSecond, shortTime(f.P50), shortTime(f.P95), shortTime(f.P99),
			shortTime(f.Max), f.Errors, verdict(f.P99 <= mostAdd), mostAdd)
	}
}

func (b *buying) writeSales(out *printer, o *Options) {
	out.line("\n### Orders\n")
	out.line("`checkoutComplete` of carts with one variant in it, which were filled before; %d at once, %d orders a round, %d rounds by turns, medians (least to most). "+
		"pgbench runs the statements of the transaction of one such order, as this run heard them from the shop's own code, over %d connections, prepared; "+
		"beside them it reads who orders, as the shop does from Redis. Everything ordered is taken away before each turn.\n",
		workers, b.sales[0].orders, len(b.sales[0].rounds), workers)
	out.line("| products | who, how paid | server | orders/s | times pgbench | bar | p50 | p95 | p99 | most | errors |")
	out.line("| ---: | --- | --- | ---: | ---: | --- | ---: | ---: | ---: | ---: | ---: |")
	row := func(s *sale, server, ratio, bar string, of func(saleRound) load.Figures) {
		all := make([]load.Figures, len(s.rounds))
		for i, round := range s.rounds {
			all[i] = of(round)
		}
		rounds := standing{rounds: all}
		middle := rounds.middle()
		out.line("| %d | %s | %s | %s | %s | %s | %s | %s | %s | %s | %d |", s.products, s.name, server, spread("%.0f", rounds.perSecond()), ratio, bar,
			shortTime(middle.P50), shortTime(middle.P95), shortTime(middle.P99), shortTime(middle.Max), middle.Errors)
	}
	for _, one := range b.sales {
		if !one.attended {
			row(one, fmt.Sprintf("pgbench, %d statements", one.statements), "", "", func(r saleRound) load.Figures { return r.bare })
		}
		ratios, server := one.ratios(), "zuka, jobs elsewhere"
		if one.attended {
			server = "zuka, jobs in the same process"
		}
		row(one, server, spread("%.2f", ratios), atLeast(load.Median(ratios), leastSold), func(r saleRound) load.Figures { return r.shop })
	}
	if share, told := b.pageShare(); told {
		out.line("\nOnline, an order also gets the page on which it is paid, of a provider that is played in the same process: %.0f%% of the time of an order, "+
			"by the orders a second of who pays in cash.", 100*share)
	}
}

// pageShare is how much of an order's time goes into the provider's page: by how
// much longer orders take than those without.
func (b *buying) pageShare() (float64, bool) {
	rate := func(method string) float64 {
		at := slices.IndexFunc(b.sales, func(s *sale) bool { return s.method == method && !s.attended && s.products > 1 })
		if at < 0 {
			return 0
		}
		values := make([]float64, len(b.sales[at].rounds))
		for i, round := range b.sales[at].rounds {
			values[i] = round.shop.PerSecond
		}
		return load.Median(values)
	}
	paged, plain := rate(online.method), rate(atDoor.method)
	if paged == 0 || plain <= paged {
		return 0, false
	}
	return 1 - paged/plain, true
}

func (b *buying) writeWatches(out *printer) {
	out.line("\n### News of orders\n")
	out.line("Two servers over one PostgreSQL and one Redis, jobs in both. One member of staff moves orders on one of them, without pauses; %d guests follow orders on the other, a WebSocket "+
		"each. From the moment at which PostgreSQL began to commit the change, as a deferred trigger notes it, to the event's arrival: a little too much rather than too little.\n",
		b.watches[0].people)
	out.line("| orders | changes | events | p50 | p95 | p99 | most | bar | staff waited, p50 | p99 |")
	out.line("| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- | ---: | ---: |")
	for _, one := range b.watches {
		f := one.news
		out.line("| %s | %d | %d | %s | %s | %s | %s | %s, p99 to %s | %s | %s |", one.name, one.changes, f.Requests, shortTime(f.P50), shortTime(f.P95),
			shortTime(f.P99), shortTime(f.Max), verdict(f.P99 <= mostNews), mostNews, shortTime(one.answers.P50), shortTime(one.answers.P99))
	}
}

// failure tells of carts, orders and news that did not come about.
func (b *buying) failure() error {
	var failed error
	note := func(where string, first error) {
		if first != nil {
			failed = errors.Join(failed, fmt.Errorf("%s: %w", where, first))
		}
	}
	for _, one := range b.adds {
		note("putting into carts", one.first)
	}
	for _, one := range b.sales {
		note("selling to "+one.name, one.first)
	}
	for _, one := range b.watches {
		note("following orders, "+one.name, one.first)
	}
	return failed
}

func (s *sale) ratios() []float64 {
	values := make([]float64, len(s.rounds))
	for i, round := range s.rounds {
		values[i] = round.ratio()
	}
	return values
}
