package crowd

import (
	"errors"
	"slices"
	"time"

	"zuka/internal/bench/load"
)

// sample is a request that was answered, rightly or not.
type sample struct {
	call call
	// at is when its answer came, from the start of the run.
	at, took time.Duration
}

// tally is what one shopper saw.
type tally struct {
	samples []sample
	drawn   [steps]int
	errors  [calls]int
	short   [calls]int
	first   [calls]error
	// begins and ends are how long first pieces and whole answers of pets took.
	begins, ends []time.Duration
}

// note takes down what came of a request. One that was cut short by the end of
// the run is none.
func (t *tally) note(c call, at, took time.Duration, came outcome, err error) {
	t.samples = append(t.samples, sample{c, at, took})
	switch came {
	case failed:
		t.fail(c, err)
	case short:
		t.short[c]++
	}
}

// fail counts an error of a call.
func (t *tally) fail(c call, err error) {
	t.errors[c]++
	if t.first[c] == nil {
		t.first[c] = err
	}
}

// heard takes down an answer of a pet.
func (t *tally) heard(first, whole time.Duration) {
	t.begins, t.ends = append(t.begins, first), append(t.ends, whole)
}

// Figures are what a number of requests come down to. Only how long requests of
// the measured time took is in the percentiles and the rate; errors are those of
// the whole run.
type Figures struct {
	Name string
	// Requests were made in the measured time.
	Requests int
	// Errors are answers with errors, unexpected refusals, other statuses and
	// broken connections; First is the first one's.
	Errors int
	First  error
	// Short is how often there was less of something than was wanted.
	Short              int
	P50, P95, P99, Max time.Duration
	// PerSecond is how many requests were made in a second of the measured time.
	PerSecond float64
}

// figuresOf sums up times, which it sorts.
func figuresOf(name string, took []time.Duration, measured time.Duration) Figures {
	slices.Sort(took)
	f := Figures{
		Name: name, Requests: len(took),
		P50: load.Percentile(took, 50), P95: load.Percentile(took, 95), P99: load.Percentile(took, 99), Max: load.Percentile(took, 100),
	}
	if measured > 0 {
		f.PerSecond = float64(len(took)) / measured.Seconds()
	}
	return f
}

// Result is what came of a crowd.
type Result struct {
	Options Options
	// Measured is the time that the figures are of.
	Measured time.Duration
	// Calls are the kinds of requests that were made; All are all together.
	Calls []Figures
	All   Figures
	// Drawn is how often each step was drawn in the whole run.
	Drawn map[Step]int
	// Begins and Ends are of the answers of pets in the whole run: from asking for
	// the stream to the first piece and to the end.
	Begins, Ends Figures
	// Statements is what PostgreSQL did in the measured time.
	Statements Statements
}

// PerRequest is how many statements a request took on average; 0 when that is
// not known.
func (r *Result) PerRequest() float64 {
	if r.All.Requests == 0 {
		return 0
	}
	return float64(r.Statements.Count) / float64(r.All.Requests)
}

// Err is the first error that any shopper saw.
func (r *Result) Err() error {
	if r.All.Errors == 0 {
		return nil
	}
	return errors.Join(errors.New("requests failed"), r.All.First)
}

// sum adds up what shoppers saw from a moment on, in a run of so long.
func sum(tallies []*tally, from, upTo time.Duration) *Result {
	r := &Result{Measured: upTo - from, Drawn: make(map[Step]int)}
	var took [calls][]time.Duration
	var all, begins, ends []time.Duration
	var whole tally
	for _, one := range tallies {
		for _, sample := range one.samples {
			if sample.at >= from {
				took[sample.call] = append(took[sample.call], sample.took)
				all = append(all, sample.took)
			}
		}
		for step, times := range one.drawn {
			r.Drawn[Step(step)] += times
		}
		for c := range calls {
			whole.errors[c] += one.errors[c]
			whole.short[c] += one.short[c]
			if whole.first[c] == nil {
				whole.first[c] = one.first[c]
			}
		}
		begins, ends = append(begins, one.begins...), append(ends, one.ends...)
	}
	r.All = figuresOf("all", all, r.Measured)
	for c := range calls {
		if len(took[c])+whole.errors[c] == 0 {
			continue
		}
		f := figuresOf(kinds[c].name, took[c], r.Measured)
		f.Errors, f.Short, f.First = whole.errors[c], whole.short[c], whole.first[c]
		r.Calls = append(r.Calls, f)
		r.All.Errors, r.All.Short = r.All.Errors+f.Errors, r.All.Short+f.Short
		if r.All.First == nil {
			r.All.First = f.First
		}
	}
	r.Begins, r.Ends = figuresOf("first piece", begins, 0), figuresOf("whole answer", ends, 0)
	return r
}
