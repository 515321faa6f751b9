package crowd

import (
	"errors"
	"fmt"
	"io"
	"time"
)

// What the shop has to reach.
const (
	mostP95     = 100 * time.Millisecond
	mostP99     = 250 * time.Millisecond
	leastSpared = 80.0 // Per cent of the statements.
)

// Visit is what came of a crowd at one server.
type Visit struct {
	// Crowd is of everything that people do.
	Crowd *Result
	// Pages is of browsing and searching alone; nil when that was not tried.
	Pages *Result
}

// Err is the first error that any shopper saw.
func (v Visit) Err() error {
	if v.Pages == nil {
		return v.Crowd.Err()
	}
	return errors.Join(v.Crowd.Err(), v.Pages.Err())
}

// Report writes what came of a crowd as Markdown, beside what came of the same
// crowd at a server without caches; baseline may be nil.
func Report(to io.Writer, visit Visit, baseline *Visit) error {
	out := &printer{to: to}
	warm := visit.Crowd
	out.crowd("The crowd", warm)
	out.line("")
	out.line("- no error: %s, %d in %d requests", verdict(warm.All.Errors == 0), warm.All.Errors, warm.All.Requests)
	out.line("- p95 at most %s: %s, %s", mostP95, verdict(warm.All.P95 <= mostP95), inMS(warm.All.P95))
	out.line("- p99 at most %s: %s, %s", mostP99, verdict(warm.All.P99 <= mostP99), inMS(warm.All.P99))
	out.statements(warm)
	if baseline != nil {
		out.crowd("The same crowd without caches", baseline.Crowd)
		out.line("\n### Statements\n")
		out.line("Those of jobs are among them.\n")
		out.line("| what the crowd does | with caches | without | fewer | bar |")
		out.line("| --- | ---: | ---: | ---: | --- |")
		out.compare("everything", visit.Crowd, baseline.Crowd)
		if visit.Pages != nil && baseline.Pages != nil {
			out.compare("browsing and searching alone", visit.Pages, baseline.Pages)
		}
	}
	for _, one := range []*Result{visit.Pages, pagesOf(baseline)} {
		if one != nil && one.All.Errors > 0 {
			out.line("\nBrowsing and searching alone: %d errors in %d requests, first %s", one.All.Errors, one.All.Requests, one.All.First)
		}
	}
	return out.err
}

func pagesOf(visit *Visit) *Result {
	if visit == nil {
		return nil
	}
	return visit.Pages
}

// Spared is by how many per cent a warm server's statements per request are fewer
// than a baseline's; false when one of the two was not counted.
func Spared(warm, baseline *Result) (percent float64, known bool) {
	if warm.Statements.Source == "" || warm.Statements.Source != baseline.Statements.Source || baseline.PerRequest() == 0 {
		return 0, false
	}
	return 100 * (1 - warm.PerRequest()/baseline.PerRequest()), true
}

// printer keeps the first error of writing.
type printer struct {
	to  io.Writer
	err error
}

func (p *printer) line(format string, values ...any) {
	if p.err == nil {
		_, p.err = fmt.Fprintf(p.to, format+"\n", values...)
	}
}

// crowd writes the table of one run.
func (p *printer) crowd(title string, r *Result) {
	p.line("\n### %s\n", title)
	p.line("%d shoppers, think time %s on average, measured for %s after a ramp of %s, seed %d; pages by %s, no compression; drawn: %s.\n",
		r.Options.Shoppers, r.Options.Think, r.Measured.Round(100*time.Millisecond), r.Options.Ramp, r.Options.Seed, way(r.Options), drawn(r))
	p.line("| step | requests | errors | ran out | p50 | p95 | p99 | max | requests/s |")
	p.line("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
	for _, f := range r.Calls {
		p.row(f.Name, f)
	}
	p.row("**all**", r.All)
	if r.Begins.Requests > 0 {
		p.line("\nAnswers of pets, from asking for the stream: first piece p50 %s, p95 %s; whole answer p50 %s, p95 %s; %d answers.",
			inMS(r.Begins.P50), inMS(r.Begins.P95), inMS(r.Ends.P50), inMS(r.Ends.P95), r.Ends.Requests)
	}
	for _, f := range r.Calls {
		if f.First != nil {
			p.line("\nFirst error of *%s*: %s", f.Name, f.First)
		}
	}
}

func (p *printer) row(name string, f Figures) {
	p.line("| %s | %d | %d | %d | %s | %s | %s | %s | %.1f |", name, f.Requests, f.Errors, f.Short, inMS(f.P50), inMS(f.P95), inMS(f.P99), inMS(f.Max), f.PerSecond)
}

func (p *printer) statements(r *Result) {
	if r.Statements.Source == "" {
		p.line("- statements: nobody counted")
		return
	}
	p.line("- statements: %.2f a request, %d in all, by %s", r.PerRequest(), r.Statements.Count, r.Statements.Source)
}

func (p *printer) compare(what string, warm, baseline *Result) {
	percent, known := Spared(warm, baseline)
	if !known {
		p.line("| %s | | | not known | |", what)
		return
	}
	p.line("| %s | %.2f a request | %.2f a request | %.1f %% | %s, at least %.0f %% |",
		what, warm.PerRequest(), baseline.PerRequest(), percent, verdict(percent >= leastSpared), leastSpared)
}

// drawn is how often each step was drawn.
func drawn(r *Result) (text string) {
	all := 0
	for _, times := range r.Drawn {
		all += times
	}
	for step := range steps {
		if step > 0 {
			text += ", "
		}
		text += fmt.Sprintf("%s %.1f %%", step, 100*float64(r.Drawn[step])/float64(max(all, 1)))
	}
	return text
}

func way(o Options) string {
	if o.Persisted {
		return "GET and a hash"
	}
	return "POST"
}

func verdict(met bool) string {
	if met {
		return "met"
	}
	return "**missed**"
}

func inMS(d time.Duration) string { return fmt.Sprintf("%.1f ms", float64(d.Microseconds())/1000) }
