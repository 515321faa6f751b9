package bench

import (
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"time"

	"zuka/internal/bench/load"
)

// report is all that was measured.
type report struct {
	options   Options
	begun     time.Time
	pages     []page
	standings [][]standing
	crowds    []crowded
	searches  []search
	searched  []searched
	people    *people
	buying    *buying
	play      *play
	pets      *pets
	edge      *edge
	analytics *analytics
}

// slowest is how many of the slowest searches are named.
const slowest = 8

// write prints the figures as Markdown.
func (r *report) write(to io.Writer) {
	if r.standings == nil && r.crowds == nil && r.searched == nil && r.people == nil && r.buying == nil && r.play == nil && r.pets == nil && r.edge == nil && r.analytics == nil {
		return // It failed before there was anything to tell.
	}
	out := &printer{to: to}
	out.line("%s, %d processors (%s), %s; PostgreSQL, Redis, the servers and the clients share the machine. Took %s.",
		r.begun.UTC().Format(time.DateOnly), runtime.NumCPU(), processor(), runtime.Version(), time.Since(r.begun).Round(time.Second))
	if r.standings != nil {
		r.writeStorefront(out)
	}
	if r.edge != nil {
		r.edge.write(out, &r.options)
	}
	if r.crowds != nil {
		r.writeCrowds(out)
	}
	if r.searched != nil {
		r.writeSearch(out)
	}
	if r.people != nil {
		r.people.write(out, &r.options)
	}
	if r.buying != nil {
		r.buying.write(out, &r.options)
	}
	if r.play != nil {
		r.play.write(out, &r.options)
	}
	if r.pets != nil {
		r.pets.write(out, &r.options)
	}
	if r.analytics != nil {
		r.analytics.write(out, &r.options)
	}
}

func (r *report) writeStorefront(out *printer) {
	out.line("\n### The storefront's pages\n")
	out.line("%d products; %d connections, closed loop, keep-alive, no compression; %d connections to PostgreSQL each; %d rounds of %gs taking turns, medians (least to most).\n",
		r.options.Products, r.options.Connections, r.options.DatabaseConnections, r.options.Rounds, r.options.Seconds)
	out.line("| page | server | requests/s | times the hand-written | bar | p50 | p95 | p99 | most | errors |")
	out.line("| --- | --- | ---: | ---: | --- | ---: | ---: | ---: | ---: | ---: |")
	for i, page := range r.pages {
		for _, one := range r.standings[i] {
			middle := one.middle()
			out.line("| %s %s | %s | %s | %s | %s | %s | %s | %s | %s | %d |", page.name, page.label, one.name,
				spread("%.0f", one.perSecond()), spread("%.2f", one.ratios), atLeast(load.Median(one.ratios), one.bar),
				shortTime(middle.P50), shortTime(middle.P95), shortTime(middle.P99), shortTime(middle.Max), middle.Errors)
		}
	}
}

func (r *report) writeCrowds(out *printer) {
	out.line("\n### %d connections\n", crowdSize)
	out.line("All three pages alike, no pauses between requests. Memory is the process's resident set: at the end, and at its highest since the start.\n")
	out.line("| server | requests/s | p50 | p95 | p99 | most | errors | memory | highest | bar |")
	out.line("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |")
	for i, one := range r.crowds {
		bar := ""
		if i > 0 {
			bar = fmt.Sprintf("%s, under %d MB", verdict(one.memory.highest < mostMemory), int64(mostMemory)>>20)
		}
		out.line("| %s | %.0f | %s | %s | %s | %s | %d | %d MB | %d MB | %s |", one.name, one.figures.PerSecond,
			shortTime(one.figures.P50), shortTime(one.figures.P95), shortTime(one.figures.P99), shortTime(one.figures.Max), one.figures.Errors,
			one.memory.now>>20, one.memory.highest>>20, bar)
	}
}

func (r *report) writeSearch(out *printer) {
	out.line("\n### Search\n")
	out.line("%d in the shop; 24 products, the total and all facets; each of %d searches %d times. The time is a client's over loopback, so it holds the server's whole work.\n",
		r.options.SearchProducts, len(r.searches), repeats)
	out.line("| connections | caches | searches | requests | p50 | p95 | p99 | most | errors | bar |")
	out.line("| ---: | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |")
	for _, seen := range r.searched {
		row := func(name string, f load.Figures, bar string) {
			out.line("| %d | %s | %s | %d | %s | %s | %s | %s | %d | %s |", seen.connections, map[bool]string{false: "off", true: "on, empty at first"}[seen.cached], name, f.Requests,
				shortTime(f.P50), shortTime(f.P95), shortTime(f.P99), shortTime(f.Max), f.Errors, bar)
		}
		for _, class := range classes {
			row(string(class), seen.figures[class], "")
		}
		bar := ""
		if seen.connections == 1 {
			bar = fmt.Sprintf("%s, p95 under %s", verdict(seen.all.P95 < mostSearch), mostSearch)
		}
		row("**all**", seen.all, bar)
	}
	out.line("\nThe slowest with one connection:\n")
	out.line("| words | kind | found | p50 | most |\n| --- | --- | ---: | ---: | ---: |")
	for _, one := range r.searched[0].slow[:min(slowest, len(r.searches))] {
		out.line("| %s | %s | %d | %s | %s |", one.words, one.class, one.found, shortTime(one.figures.P50), shortTime(one.figures.Max))
	}
}

// failure tells of requests that were not answered, whatever the figures.
func (r *report) failure() error {
	var failed error
	note := func(where string, first error) {
		if first != nil {
			failed = errors.Join(failed, fmt.Errorf("%s: %w", where, first))
		}
	}
	for i, standings := range r.standings {
		for _, one := range standings {
			note(r.pages[i].name+", "+one.name, one.first)
		}
	}
	if r.edge != nil {
		for i, standings := range r.edge.standings {
			for _, one := range standings {
				note(r.edge.pages[i].name+", "+one.name, one.first)
			}
		}
	}
	for _, one := range r.crowds {
		note("the crowd, "+one.name, one.first)
	}
	for _, seen := range r.searched {
		note("the search", seen.first)
	}
	if r.people != nil {
		failed = errors.Join(failed, r.people.failure())
	}
	if r.buying != nil {
		failed = errors.Join(failed, r.buying.failure())
	}
	if r.play != nil {
		failed = errors.Join(failed, r.play.failure())
	}
	if r.pets != nil {
		failed = errors.Join(failed, r.pets.failure())
	}
	if r.analytics != nil {
		failed = errors.Join(failed, r.analytics.failure())
	}
	return failed
}

func (s *standing) perSecond() []float64 {
	values := make([]float64, len(s.rounds))
	for i, round := range s.rounds {
		values[i] = round.PerSecond
	}
	return values
}

// spread is the median with the least and the most.
func spread(form string, values []float64) string {
	if len(values) == 0 {
		return "–"
	}
	low, high := values[0], values[0]
	for _, value := range values {
		low, high = min(low, value), max(high, value)
	}
	return fmt.Sprintf(form+" ("+form+" to "+form+")", load.Median(values), low, high)
}

func atLeast(ratio, bar float64) string {
	if bar == 0 {
		return ""
	}
	return fmt.Sprintf("%s, at least %.1f", verdict(ratio >= bar), bar)
}

func verdict(good bool) string {
	if good {
		return "met"
	}
	return "**missed**"
}

func shortTime(d time.Duration) string {
	return fmt.Sprintf("%.1f ms", float64(d)/float64(time.Millisecond))
}

// processor is the model's name, as far as the machine tells.
func processor() string {
	text, err := os.ReadFile("/proc/cpuinfo")
	if err == nil {
		for line := range strings.Lines(string(text)) {
			if name, model, found := strings.Cut(line, ":"); found && strings.TrimSpace(name) == "model name" {
				return strings.TrimSpace(model)
			}
		}
	}
	return runtime.GOARCH
}

// printer writes lines; what it writes to is a terminal or a file.
type printer struct{ to io.Writer }

func (p *printer) line(form string, args ...any) { _, _ = fmt.Fprintf(p.to, form+"\n", args...) }
