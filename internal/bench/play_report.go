package bench

import (
	"errors"
	"fmt"
	"time"
)

// What who plays may expect.
const (
	mostSubmit = 15 * time.Millisecond
	mostPlace  = 5 * time.Millisecond
	// leastMessages is how many messages a second a board sends of which all its
	// spectators wait for one, and mostDelay how long one waits for a score that
	// comes alone.
	leastMessages = 30_000
	mostDelay     = 500 * time.Millisecond
	// mostSeat is the server's memory of a spectator.
	mostSeat    = 40 << 10
	mostRebuild = 30 * time.Second
)

func (p *play) write(out *printer, o *Options) {
	if p.submits != nil {
		p.writeSubmits(out)
	}
	if p.shows != nil {
		p.writeShows(out)
	}
	if p.large != nil {
		p.writeLarge(out, o)
	}
}

func (p *play) writeSubmits(out *printer) {
	out.line("\n### Scores\n")
	out.line("Rounds of tetris, each of another player; %d connections, jobs in the same process. A score goes to the boards and the player's points, and is answered with the "+
		"place of the day. On a schedule the time counts from when a request was due.\n", submitters)
	out.line("| | pauses | requests/s | p50 | p95 | p99 | most | errors | bar |")
	out.line("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |")
	for _, one := range p.submits {
		f, bar := one.figures, ""
		if one.bound {
			bar = fmt.Sprintf("%s, p99 to %s", verdict(f.Requests > 0 && f.P99 <= mostSubmit), mostSubmit)
		}
		out.line("| %s | %s | %.0f | %s | %s | %s | %s | %d | %s |", one.what, one.pauses, f.PerSecond, shortTime(f.P50), shortTime(f.P95), shortTime(f.P99),
			shortTime(f.Max), f.Errors, bar)
	}
}

func (p *play) writeShows(out *printer) {
	out.line("\n### A board that %d watch\n", p.hall.spectators)
	out.line("A WebSocket each, %d to a session, the first 10 places of one board; every score is the highest so far, so that each moves the first places. "+
		"One at a time: %d scores, one each %s, timed from when the score was due to its arrival at each spectator. All behind: %.0f scores a second for %.0f s, or for longer where the shop does not keep up; "+
		"what is timed is the oldest score that a message tells of. Stale is who has something else than the board in the end.\n",
		p.hall.sittings, p.hall.single, p.hall.step, float64(time.Second)/float64(p.hall.every), (time.Duration(p.hall.hurried) * p.hall.every).Seconds())
	out.line("| who watches | one at a time, p50 | p95 | p99 | most | bar | all behind, messages/s | bar | p50 | p99 | most | scores/s | players waited, p50 | p99 | errors | stale | bar |")
	out.line("| --- | ---: | ---: | ---: | ---: | --- | ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |")
	for _, one := range p.shows {
		s, h := one.single, one.hurried
		out.line("| %s | %s | %s | %s | %s | %s, p99 to %s | %.0f | %s, at least %d | %s | %s | %s | %.0f | %s | %s | %d | %d | %s, none |", one.name,
			shortTime(s.P50), shortTime(s.P95), shortTime(s.P99), shortTime(s.Max), verdict(s.Requests > 0 && s.P99 <= mostDelay), mostDelay,
			one.perSecond, verdict(one.perSecond >= leastMessages), leastMessages, shortTime(h.P50), shortTime(h.P99), shortTime(h.Max),
			one.submits.PerSecond, shortTime(one.submits.P50), shortTime(one.submits.P99), one.submits.Errors, one.stale, verdict(one.stale == 0))
	}
	out.line("\nThe server's resident set, above what it held with nobody watching; `MEMORY_TARGET` is its default.\n")
	out.line("| who watches | memory before | seated | at its highest | each, seated | bar | each, at its highest | bar |")
	out.line("| --- | ---: | ---: | ---: | ---: | --- | ---: | --- |")
	for _, one := range p.shows {
		seated, highest := one.each(one.seated), one.each(one.highest)
		bar := func(bytes int64) string {
			return fmt.Sprintf("%s, to %d KB", verdict(bytes > 0 && bytes <= mostSeat), int64(mostSeat)>>10)
		}
		out.line("| %s | %d MB | %d MB | %d MB | %.1f KB | %s | %.1f KB | %s |", one.name, one.empty>>20, one.seated>>20, one.highest>>20,
			float64(seated)/1024, bar(seated), float64(highest)/1024, bar(highest))
	}
}

// each is a spectator's share of the memory above that of an empty hall.
func (s *show) each(memory int64) int64 {
	if s.spectators == 0 {
		return 0
	}
	return (memory - s.empty) / int64(s.spectators)
}

func (p *play) writeLarge(out *printer, o *Options) {
	l := p.large
	out.line("\n### A board of %d\n", l.places)
	out.line("Asked for by players over HTTP, %d connections with pauses of %s at random, %gs; the rebuild is of this process, beside the server that scores reach.\n",
		submitters, askPause, o.Seconds)
	out.line("| | requests/s | p50 | p95 | p99 | most | errors | bar |")
	out.line("| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |")
	for _, one := range l.reads {
		f, bar := one.figures, ""
		if one.bound {
			bar = fmt.Sprintf("%s, p99 to %s", verdict(f.Requests > 0 && f.P99 <= mostPlace), mostPlace)
		}
		out.line("| %s | %.0f | %s | %s | %s | %s | %d | %s |", one.what, f.PerSecond, shortTime(f.P50), shortTime(f.P95), shortTime(f.P99), shortTime(f.Max), f.Errors, bar)
	}
	out.line("\n| rebuilt at rest | while scores arrive | bar | scores meanwhile | p99 | wrong after it | bar |")
	out.line("| ---: | ---: | --- | ---: | ---: | ---: | --- |")
	out.line("| %.1f s | %.1f s | %s, to %s | %d | %s | %d | %s, none |", l.built.Seconds(), l.rebuilt.Seconds(), verdict(l.rebuilt > 0 && l.rebuilt <= mostRebuild), mostRebuild,
		l.arrived.Requests, shortTime(l.arrived.P99), l.wrong, verdict(l.wrong == 0))
}

// failure tells of scores that were not kept, and of boards that nobody was
// shown.
func (p *play) failure() error {
	var failed error
	note := func(where string, first error) {
		if first != nil {
			failed = errors.Join(failed, fmt.Errorf("%s: %w", where, first))
		}
	}
	for _, one := range p.submits {
		note("playing", one.first)
	}
	for _, one := range p.shows {
		note("showing a board to "+one.name, one.first)
	}
	if p.large != nil {
		for _, one := range p.large.reads {
			note("looking for a place", one.first)
		}
		note("playing during a rebuild", p.large.first)
	}
	return failed
}
