package load_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"zuka/internal/bench/load"
)

func TestPercentile(t *testing.T) {
	t.Parallel()
	hundred := make([]int, 100)
	for i := range hundred {
		hundred[i] = i + 1
	}
	for percent, want := range map[float64]int{0: 1, 1: 1, 50: 50, 95: 95, 99: 99, 99.5: 100, 100: 100} {
		require.Equal(t, want, load.Percentile(hundred, percent), "%g", percent)
	}
	require.Zero(t, load.Percentile([]int(nil), 50))
	require.Equal(t, 7, load.Percentile([]int{7}, 99))
	require.Equal(t, 1, load.Percentile([]int{1, 2}, 50))
	require.Equal(t, 2, load.Percentile([]int{1, 2}, 51))
}

func TestSoManyPerCentDoNotExceedAPercentile(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.IntRange(0, 50), 1, 60).Draw(t, "values")
		percent := float64(rapid.IntRange(1, 100).Draw(t, "percent"))
		sorted := append([]int(nil), values...)
		for i := range sorted {
			for j := i; j > 0 && sorted[j] < sorted[j-1]; j-- {
				sorted[j], sorted[j-1] = sorted[j-1], sorted[j]
			}
		}
		found := load.Percentile(sorted, percent)
		below, less := 0, 0
		for _, value := range sorted {
			if value <= found {
				below++
			}
			if value < found {
				less++
			}
		}
		require.GreaterOrEqual(t, float64(below)/float64(len(sorted))*100+1e-9, percent)
		require.Less(t, float64(less)/float64(len(sorted))*100, percent+1e-9)
	})
}

func TestMedian(t *testing.T) {
	t.Parallel()
	require.Zero(t, load.Median(nil))
	require.InDelta(t, 3.0, load.Median([]float64{9, 3, 1}), 0)
	values := []float64{4, 1, 3, 2}
	require.InDelta(t, 2.5, load.Median(values), 0)
	require.Equal(t, []float64{4, 1, 3, 2}, values, "the values stay as they were")
}

func TestFiguresOfSomeRequests(t *testing.T) {
	t.Parallel()
	result := load.Result{
		Samples: []load.Sample{{0, 3 * time.Millisecond}, {1, time.Second}, {0, time.Millisecond}, {0, 2 * time.Millisecond}},
		Elapsed: 2 * time.Second, Errors: 1,
	}
	require.Equal(t, load.Figures{Requests: 4, Errors: 1, PerSecond: 2, P50: 2 * time.Millisecond, P95: time.Second, P99: time.Second, Max: time.Second}, result.Figures())
	some := result.Among(func(request int) bool { return request == 0 })
	require.Equal(t, 3, some.Requests)
	require.Equal(t, 3*time.Millisecond, some.Max)
}
