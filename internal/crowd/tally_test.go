package crowd

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

const ms = time.Millisecond

func TestFiguresAreOfTheMeasuredTime(t *testing.T) {
	t.Parallel()
	one, other := &tally{}, &tally{}
	one.note(home, 500*ms, time.Second, good, nil) // In the ramp.
	for i := 1; i <= 100; i++ {
		one.note(home, 2*time.Second, time.Duration(i)*ms, good, nil)
	}
	broken := errors.New("broken")
	other.note(cartAdd, 500*ms, 7*ms, failed, broken)
	other.note(cartAdd, 3*time.Second, 9*ms, short, nil)
	other.drawn[Basket], one.drawn[Browse], one.drawn[Basket] = 2, 101, 1
	other.heard(20*ms, 900*ms)
	r := sum([]*tally{one, other}, time.Second, 11*time.Second)

	require.Equal(t, 10*time.Second, r.Measured)
	require.Equal(t, map[Step]int{Browse: 101, Basket: 3, Search: 0, Checkout: 0, Play: 0}, r.Drawn)
	require.Equal(t, []Figures{
		{Name: "home page", Requests: 100, P50: 50 * ms, P95: 95 * ms, P99: 99 * ms, Max: 100 * ms, PerSecond: 10},
		{Name: "cart, add", Requests: 1, Errors: 1, First: broken, Short: 1, P50: 9 * ms, P95: 9 * ms, P99: 9 * ms, Max: 9 * ms, PerSecond: 0.1},
	}, r.Calls)
	require.Equal(t, 101, r.All.Requests)
	require.Equal(t, 1, r.All.Errors, "one of the ramp counts")
	require.ErrorIs(t, r.Err(), broken)
	require.Equal(t, []time.Duration{20 * ms, 900 * ms}, []time.Duration{r.Begins.P95, r.Ends.P95})
	require.NoError(t, sum([]*tally{{}}, 0, time.Second).Err())
}

func TestStatementsAreCountedByWhoCan(t *testing.T) {
	t.Parallel()
	both := func(meter, view, lost int64) reading {
		return reading{meter: meter, view: view, lost: lost, hasMeter: true, hasView: true}
	}
	require.Equal(t, Statements{30, viewSource}, between(both(1, 20, 4), both(7, 50, 4)))
	require.Equal(t, Statements{6, meterSource}, between(both(1, 20, 4), both(7, 50, 5)), "the view forgot some")
	require.Equal(t, Statements{}, between(reading{}, both(7, 50, 5)))
	count, found, err := meter([]byte("# HELP zuka_sql_statements_total How many\nzuka_sql_statements_total 1.234567e+06\nother 1\n"))
	require.NoError(t, err)
	require.True(t, found)
	require.EqualValues(t, 1_234_567, count)
	_, found, err = meter([]byte("other 1\n"))
	require.NoError(t, err)
	require.False(t, found)
	_, _, err = meter([]byte("zuka_sql_statements_total many\n"))
	require.Error(t, err)
}

// counted is a result with so many statements for a hundred requests.
func counted(statements int64) *Result {
	one := &tally{}
	for range 100 {
		one.note(home, 2*time.Second, 300*ms, good, nil)
	}
	r := sum([]*tally{one}, time.Second, 3*time.Second)
	r.Statements = Statements{statements, viewSource}
	return r
}

func TestTheReportSaysWhatIsMet(t *testing.T) {
	t.Parallel()
	written := func(warm, baseline *Result) string {
		var to strings.Builder
		var other *Visit
		if baseline != nil {
			other = &Visit{Crowd: baseline, Pages: counted(400)}
		}
		require.NoError(t, Report(&to, Visit{Crowd: warm, Pages: counted(1)}, other))
		return to.String()
	}
	text := written(counted(50), counted(1_000))
	for _, says := range []string{
		"| home page | 100 | 0 | 0 | 300.0 ms |", "no error: met", "p95 at most 100ms: **missed**, 300.0 ms", "statements: 0.50 a request",
		"| everything | 0.50 a request | 10.00 a request | 95.0 % | met, at least 80 % |",
		"| browsing and searching alone | 0.01 a request | 4.00 a request | 99.8 % | met, at least 80 % |",
	} {
		require.Contains(t, text, says)
	}
	require.Contains(t, written(counted(300), counted(1_000)), "70.0 % | **missed**, at least 80 % |")
	unknown := counted(0)
	unknown.Statements = Statements{}
	text = written(unknown, counted(1_000))
	require.Contains(t, text, "nobody counted")
	require.Contains(t, text, "not known")
	wrong := counted(50)
	wrong.All.Errors, wrong.Calls[0].First = 2, errors.New("status 500")
	text = written(wrong, nil)
	require.Contains(t, text, "no error: **missed**, 2 in 100 requests")
	require.Contains(t, text, "First error of *home page*: status 500")
	require.NotContains(t, text, "without caches")
	require.NoError(t, Visit{Crowd: counted(1), Pages: counted(1)}.Err())
	require.Error(t, Visit{Crowd: counted(1), Pages: wrong}.Err())
	require.Error(t, Visit{Crowd: wrong}.Err())
	var to strings.Builder
	require.NoError(t, Report(&to, Visit{Crowd: counted(1), Pages: wrong}, nil))
	require.Contains(t, to.String(), "alone: 2 errors in 100 requests")
}
