package load

import (
	"cmp"
	"math"
	"slices"
	"time"
)

// Figures are what a result comes down to.
type Figures struct {
	Requests  int
	Errors    int
	PerSecond float64
	P50       time.Duration
	P95       time.Duration
	P99       time.Duration
	Max       time.Duration
}

// Figures counts all requests.
func (r Result) Figures() Figures { return r.Among(func(int) bool { return true }) }

// Among counts the requests whose place in Options.Requests is wanted.
func (r Result) Among(wanted func(request int) bool) Figures {
	took := make([]time.Duration, 0, len(r.Samples))
	for _, sample := range r.Samples {
		if wanted(sample.Request) {
			took = append(took, sample.Took)
		}
	}
	slices.Sort(took)
	figures := Figures{
		Requests: len(took), Errors: r.Errors,
		P50: Percentile(took, 50), P95: Percentile(took, 95), P99: Percentile(took, 99), Max: Percentile(took, 100),
	}
	if r.Elapsed > 0 {
		figures.PerSecond = float64(len(took)) / r.Elapsed.Seconds()
	}
	return figures
}

// Percentile is the smallest value that at least so many per cent of the
// sorted values do not exceed; 0 of none.
func Percentile[T cmp.Ordered](sorted []T, percent float64) T {
	var none T
	if len(sorted) == 0 {
		return none
	}
	rank := int(math.Ceil(percent / 100 * float64(len(sorted))))
	return sorted[min(max(rank, 1), len(sorted))-1]
}

// Median is the middle one of values, the mean of the two when they are even.
func Median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	half := len(sorted) / 2
	switch {
	case len(sorted) == 0:
		return 0
	case len(sorted)%2 == 1:
		return sorted[half]
	}
	return (sorted[half-1] + sorted[half]) / 2
}
