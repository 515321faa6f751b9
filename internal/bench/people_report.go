package bench

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"zuka/internal/bench/load"
)

// What people may expect.
const (
	mostLookup = time.Millisecond
	// mostSlower is how much slower the catalogue may be while people sign in.
	mostSlower = 2.0
	mostRush   = 300 << 20
)

func (p *people) write(out *printer, o *Options) {
	out.line("\n### Who asks\n")
	out.line("Finding a session by its cookie, in this process, by the shop's own code over Redis: %d hot sessions of people, %gs each.\n", hotSessions, o.Seconds)
	out.line("| at once | pauses | look-ups/s | p50 | p95 | p99 | most | SQL statements | errors | bar |")
	out.line("| ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |")
	for _, one := range p.lookups {
		pauses := "none"
		if one.pause > 0 {
			pauses = fmt.Sprintf("%s, at random", one.pause)
		}
		f := one.figures
		out.line("| %d | %s | %.0f | %s | %s | %s | %s | %d | %d | %s, p99 to %s |", one.lookers, pauses, f.PerSecond,
			microseconds(f.P50), microseconds(f.P95), microseconds(f.P99), microseconds(f.Max), one.statements, f.Errors,
			verdict(f.P99 <= mostLookup && one.statements == 0), mostLookup)
	}
	if p.asked != nil {
		out.line("\nThe listing (Q1), warm, over HTTP; %d connections, %d rounds of %gs taking turns, medians (least to most).\n", o.Connections, o.Rounds, o.Seconds)
		out.line("| who asks | requests/s | times a guest's | p50 | p95 | p99 | most | errors |")
		out.line("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
		for _, one := range p.asked {
			middle := one.middle()
			out.line("| %s | %s | %s | %s | %s | %s | %s | %d |", one.name, spread("%.0f", one.perSecond()), spread("%.2f", one.ratios),
				shortTime(middle.P50), shortTime(middle.P95), shortTime(middle.P99), shortTime(middle.Max), middle.Errors)
		}
	}
	if p.rushes != nil {
		p.writeRushes(out, o)
	}
}

func (p *people) writeRushes(out *printer, o *Options) {
	out.line("\n### %d people sign in at once\n", rushSize)
	out.line("%d connections read the listing and the home page without pauses, for %gs at rest and then until the last one is signed in; %d rounds, medians (least to most).\n",
		rushReaders, o.Seconds, o.Rounds)
	out.line("| server | the last after | a sign-in's p50 | most | refused (RETRY_LATER) | errors | memory at rest | above it | bar |")
	out.line("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |")
	for _, one := range p.rushes {
		above := one.each(rushRound.above)
		out.line("| %s | %s | %s | %s | %.0f of %d | %.0f | %.0f MB | %s MB | %s, to %d MB |", one.name,
			spread("%.1f s", one.each(func(r rushRound) float64 { return r.took.Seconds() })),
			one.time(func(r rushRound) time.Duration { return r.signIns.P50 }), one.time(func(r rushRound) time.Duration { return r.signIns.Max }),
			sum(one.each(func(r rushRound) float64 { return float64(r.refused) })), rushSize*len(one.rounds),
			sum(one.each(func(r rushRound) float64 { return float64(r.signIns.Errors) })),
			load.Median(one.each(func(r rushRound) float64 { return float64(r.restMemory >> 20) })), spread("%.0f", above),
			verdict(slices.Max(append(above, 0)) <= mostRush>>20), int64(mostRush)>>20)
	}
	out.line("\n| server | the catalogue's requests/s at rest | during | p50 at rest | during | p99 at rest | during | times | bar | most during | errors |")
	out.line("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- | ---: | ---: |")
	for _, one := range p.rushes {
		slower := one.each(rushRound.slower)
		out.line("| %s | %.0f | %.0f | %s | %s | %s | %s | %s | %s, to %.0f | %s | %.0f |", one.name,
			load.Median(one.each(func(r rushRound) float64 { return r.rest.PerSecond })), load.Median(one.each(func(r rushRound) float64 { return r.during.PerSecond })),
			one.time(func(r rushRound) time.Duration { return r.rest.P50 }), one.time(func(r rushRound) time.Duration { return r.during.P50 }),
			one.time(func(r rushRound) time.Duration { return r.rest.P99 }), one.time(func(r rushRound) time.Duration { return r.during.P99 }),
			spread("%.1f", slower), verdict(load.Median(slower) <= mostSlower), mostSlower,
			one.time(func(r rushRound) time.Duration { return r.during.Max }),
			sum(one.each(func(r rushRound) float64 { return float64(r.rest.Errors + r.during.Errors) })))
	}
}

// failure tells of whoever was not recognised, not answered or not signed in
// without having been asked to come back.
func (p *people) failure() error {
	var failed error
	note := func(where string, first error) {
		if first != nil {
			failed = errors.Join(failed, fmt.Errorf("%s: %w", where, first))
		}
	}
	for _, one := range p.lookups {
		note("looking up sessions", one.first)
	}
	for _, one := range p.asked {
		note("the listing, "+one.name, one.first)
	}
	for _, one := range p.rushes {
		note("signing in, "+one.name, one.first)
	}
	return failed
}

// slower is how many times as long the catalogue took during the rush.
func (r rushRound) slower() float64 {
	if r.rest.P99 == 0 {
		return 0
	}
	return float64(r.during.P99) / float64(r.rest.P99)
}

// above is the memory above what was held at rest, in mebibytes.
func (r rushRound) above() float64 { return float64((r.peak - r.restMemory) >> 20) }

func (r *rush) each(of func(rushRound) float64) []float64 {
	values := make([]float64, len(r.rounds))
	for i, round := range r.rounds {
		values[i] = of(round)
	}
	return values
}

// time is the median of a time.
func (r *rush) time(of func(rushRound) time.Duration) string {
	return shortTime(time.Duration(load.Median(r.each(func(round rushRound) float64 { return float64(of(round)) }))))
}

func sum(values []float64) float64 {
	var total float64
	for _, value := range values {
		total += value
	}
	return total
}

func microseconds(d time.Duration) string { return fmt.Sprintf("%d µs", d.Microseconds()) }
