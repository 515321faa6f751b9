package bench

import (
	"errors"
	"fmt"
	"time"

	"zuka/internal/bench/load"
)

// What events and figures have to reach.
const (
	// leastTaken is how many events a second come to the table of those that a bare
	// COPY brings there.
	leastTaken = 0.3
	mostCall   = 20 * time.Millisecond
	// mostBeside is how many times longer who orders waits while events are told of.
	mostBeside = 1.3
	// leastFaster is how many times faster rolling up is than refreshing the view.
	leastFaster = 20.0
	mostReport  = 300 * time.Millisecond
	// mostArchived is which part of the table a file takes.
	mostArchived = 0.2
)

func (a *analytics) write(out *printer, o *Options) {
	if len(a.takes) > 0 {
		a.writeTakes(out, o)
	}
	if a.sold != nil {
		a.sold.write(out, o)
	}
	if a.past != nil && len(a.past.steps) > 0 {
		a.past.write(out, o)
	}
}

func (a *analytics) writeTakes(out *printer, o *Options) {
	out.line("\n### Events\n")
	out.line("`POST /events`, %d events a call: ids and sessions of their own, %d visitors, one of five signed in. A rate is of events in the table, from the first call until the last of them is there. "+
		"COPY is one statement with the rows that came of the round, into the same table with the same indexes in a database of its own. "+
		"As fast as answers come: %d connections, %d rounds of %gs by turns with COPY, medians (least to most). On a schedule: %d connections, timed from when a call was due.\n",
		eventsACall, tellers, intakeConnections, len(a.takes), o.Seconds, o.Connections)
	out.line("| told | events/s | COPY's rows/s | times COPY | bar | calls | p50 | p95 | p99 | most | bar | refused (429) |")
	out.line("| --- | ---: | ---: | ---: | --- | ---: | ---: | ---: | ---: | ---: | --- | ---: |")
	row := func(name, rates, ratio string, f load.Figures, refused int) {
		out.line("| %s | %s | %s | %d | %s | %s | %s | %s | %s, p99 to %s | %d |", name, rates, ratio, f.Requests, shortTime(f.P50), shortTime(f.P95), shortTime(f.P99),
			shortTime(f.Max), verdict(f.P99 <= mostCall), mostCall, refused)
	}
	var all spoken
	var rates, bare, ratios []float64
	for i := range a.takes {
		one := &a.takes[i]
		all.samples, all.refused = append(all.samples, one.samples...), all.refused+one.refused
		rates, bare, ratios = append(rates, one.perSecond()), append(bare, one.bare()), append(ratios, one.perSecond()/one.bare())
	}
	row("as fast as answers come", spread("%.0f", rates)+" | "+spread("%.0f", bare), spread("%.2f", ratios)+" | "+atLeast(load.Median(ratios), leastTaken), all.figures(), all.refused)
	if a.paced != nil {
		row("on a schedule", fmt.Sprintf("%.0f | ", a.rate), " | ", a.paced.figures(), a.paced.refused)
	}
}

func (s *soldBeside) write(out *printer, o *Options) {
	out.line("\n### Buying while events are told of\n")
	out.line("Guests put one variant into a new cart and order it a second later, or when the cart is there, %d a second on a schedule, jobs in the same process; at rest, while %d events a second are told of, what a crowd of 500 tells who do something each second, and while %.0f are, half of the most: %d turns of each, all together.\n",
		time.Second/orderEvery, crowdRate, s.rates[loads-1], o.Rounds)
	out.line("| when | what | requests | p50 | p95 | p99 | most | times at rest, p99 | bar | errors |")
	out.line("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | --- | ---: |")
	for i, rate := range s.rates {
		when := "at rest"
		if i > 0 {
			when = fmt.Sprintf("%.0f events/s", rate)
		}
		for _, one := range []struct {
			name    string
			results *[loads]load.Result
			bar     bool
		}{{"`cartLinesAdd`", &s.adds, false}, {"`checkoutComplete`", &s.orders, true}} {
			f, ratio, bar := one.results[i].Figures(), "", ""
			if atRest := one.results[0].Figures().P99; i > 0 && atRest > 0 {
				times := float64(f.P99) / float64(atRest)
				ratio = fmt.Sprintf("%.2f", times)
				if one.bar {
					bar = fmt.Sprintf("%s, at most %.1f", verdict(times <= mostBeside), mostBeside)
				}
			}
			out.line("| %s | %s | %d | %s | %s | %s | %s | %s | %s | %d |", when, one.name, f.Requests, shortTime(f.P50), shortTime(f.P95), shortTime(f.P99), shortTime(f.Max), ratio, bar, f.Errors)
		}
	}
	out.line("")
	for i := 1; i < loads; i++ {
		f := s.told[i].figures()
		out.line("The calls at %.0f events a second: %d, p50 %s, p99 %s, %d refused (429).", s.rates[i], f.Requests, shortTime(f.P50), shortTime(f.P99), s.told[i].refused)
	}
}

func (p *past) write(out *printer, o *Options) {
	out.line("\n### Figures of many events\n")
	var whole time.Duration
	for _, one := range p.steps {
		whole += one.took
	}
	out.line("%d events of %d visits in %d days; %.0f MB with indexes, %.0f bytes an event. Making them took %s:", p.events, p.visits, pastDays, float64(p.bytes)/1e6,
		float64(p.bytes)/float64(max(p.events, 1)), whole.Round(time.Second))
	for _, one := range p.steps {
		out.line("- %s %s", one.name, one.took.Round(100*time.Millisecond))
	}
	if len(p.turns) > 0 {
		p.writeRollups(out, o)
	}
	if len(p.asked) > 0 {
		p.writeAsked(out)
	}
	if seen := &p.funnel; seen.bySQL > 0 {
		out.line("\nThe funnel of %d days is what the raw events give, %d visitors to %d purchases: by the report in %s, by the events in %s.", seen.days,
			seen.report.Visitors, seen.report.Purchases, shortTime(seen.took), shortTime(seen.bySQL))
	}
	if seen := &p.archived; seen.rows > 0 {
		out.line("\n| archived | rows | rows/s | the file | of the table with indexes | bar |\n| --- | ---: | ---: | ---: | ---: | --- |")
		out.line("| %s | %d | %.0f | %.1f MB | %.3f | %s, at most %.1f |", seen.partition, seen.rows, float64(seen.rows)/seen.took.Seconds(), float64(seen.bytes)/1e6, seen.share(),
			verdict(seen.share() <= mostArchived), mostArchived)
		out.line("\nFrom reading the rows, through the file and its reading back, to the dropping of the partition.")
	}
}

func (p *past) writeRollups(out *printer, o *Options) {
	out.line("\nWhat a quarter of an hour brings, and four times as much, rolled up into visits, days and months, %d rounds; beside refreshing `product_analytics_daily`. Medians (least to most).\n", o.Rounds)
	out.line("| what | events | took | times faster than REFRESH | than CONCURRENTLY | bar |")
	out.line("| --- | ---: | ---: | ---: | ---: | --- |")
	plain, beside := load.Median(seconds(p.refreshes[0])), load.Median(seconds(p.refreshes[1]))
	for _, one := range p.turns {
		took, bar := load.Median(seconds(one.took)), ""
		if plain > 0 && one.times == 1 {
			bar = fmt.Sprintf("%s, at least %.0f", verdict(plain/took >= leastFaster), leastFaster)
		}
		out.line("| rolling up | %d | %s | %.1f | %.1f | %s |", one.events, spread("%.3f s", seconds(one.took)), plain/took, beside/took, bar)
	}
	for i, name := range []string{"REFRESH MATERIALIZED VIEW", "REFRESH MATERIALIZED VIEW CONCURRENTLY"} {
		out.line("| `%s` | all | %s |  |  |  |", name, spread("%.3f s", seconds(p.refreshes[i])))
	}
}

func (p *past) writeAsked(out *printer) {
	var slow []string
	for _, one := range p.asked { // The slowest first.
		if one.worst() > mostReport {
			slow = append(slow, one.name)
		}
	}
	out.line("\nEach report over one connection, with the period before, nothing kept, %d rounds a range; p50 / p95, which is the slowest of them. Slower than %s: %d of %d%s.\n", askRounds, mostReport, len(slow), len(p.asked), named(slow))
	head, rule := "| report |", "| --- |"
	for _, days := range askedDays {
		head, rule = head+fmt.Sprintf(" %d days |", days), rule+" ---: |"
	}
	out.line("%s bar |\n%s --- |", head, rule)
	for _, one := range p.asked {
		row := "| " + one.name + " |"
		for _, f := range one.times {
			row += fmt.Sprintf(" %s / %s |", shortTime(f.P50), shortTime(f.P95))
		}
		out.line("%s %s, p95 to %s |", row, verdict(one.worst() <= mostReport), mostReport)
	}
}

// named lists names after a colon; nothing where there is none.
func named(names []string) string {
	text := ""
	for i, name := range names {
		text += map[bool]string{true: ": ", false: "; "}[i == 0] + name
	}
	return text
}

func seconds(times []time.Duration) []float64 {
	values := make([]float64, len(times))
	for i, one := range times {
		values[i] = one.Seconds()
	}
	return values
}

// failure tells of what people bought in vain; everything else ends the run at once.
func (a *analytics) failure() error {
	var failed error
	if a.sold == nil {
		return nil
	}
	for i, rate := range a.sold.rates {
		for what, one := range map[string]*load.Result{"putting into carts": &a.sold.adds[i], "ordering": &a.sold.orders[i]} {
			if one.First != nil {
				failed = errors.Join(failed, fmt.Errorf("%s, while %.0f events a second were told of: %w", what, rate, one.First))
			}
		}
	}
	return failed
}
