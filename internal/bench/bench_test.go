package bench

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"zuka/internal/bench/load"
)

func TestMemoryIsReadFromTheKernel(t *testing.T) {
	t.Parallel()
	got, err := parseMemory("Name:\tzuka\nVmPeak:\t 2000000 kB\nVmHWM:\t  300 kB\nVmRSS:\t  200 kB\nThreads:\t12\n")
	require.NoError(t, err)
	require.Equal(t, memory{now: 200 << 10, highest: 300 << 10}, got)
	for _, broken := range []string{"", "VmRSS:\t1 kB\n", "VmHWM:\tx kB\nVmRSS:\t1 kB\n"} {
		_, err := parseMemory(broken)
		require.Error(t, err, broken)
	}
}

func TestWhereAServerListensIsFoundInItsLog(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		"time=2026-11-24T14:06:32.311Z level=INFO msg=serving address=127.0.0.1:41234\n": "127.0.0.1:41234",
		"level=INFO msg=\"serving soon\" address=127.0.0.1:1\n":                          "",
	} {
		found := served.FindStringSubmatch(line)
		if want == "" {
			require.Nil(t, found)
			continue
		}
		require.Equal(t, want, found[1])
	}
}

func TestAMixAsksEachPageAsOften(t *testing.T) {
	t.Parallel()
	pages := []page{{name: "a", questions: make([]question, 1)}, {name: "b", questions: make([]question, 6)}, {name: "c", questions: make([]question, 4)}}
	mix := mixed(pages, func(p *page, _ string) [][]byte {
		requests := make([][]byte, len(p.questions))
		for i := range requests {
			requests[i] = []byte(p.name)
		}
		return requests
	}, "")
	require.Len(t, mix, 18)
	for _, name := range []string{"a", "b", "c"} {
		require.Equal(t, 6, bytes.Count(bytes.Join(mix, nil), []byte(name)))
	}
}

func TestTheMiddleOfTheRounds(t *testing.T) {
	t.Parallel()
	one := standing{rounds: []load.Figures{
		{Requests: 10, PerSecond: 100, P50: 5, P95: 9, P99: 30, Max: 40},
		{Requests: 30, PerSecond: 300, P50: 1, P95: 7, P99: 10, Max: 90, Errors: 2},
		{Requests: 20, PerSecond: 200, P50: 3, P95: 8, P99: 20, Max: 50},
	}}
	require.Equal(t, load.Figures{Requests: 60, Errors: 2, PerSecond: 200, P50: 3, P95: 8, P99: 20, Max: 90}, one.middle())
	require.Equal(t, "200 (100 to 300)", spread("%.0f", one.perSecond()))
}

func TestTheMostFrequentValueIsChosen(t *testing.T) {
	t.Parallel()
	var facets []facet
	require.NoError(t, json.Unmarshal([]byte(`[
		{"kind": "BRAND", "values": [{"count": 3, "filter": {"brands": ["a"], "sizes": null}}, {"count": 9, "filter": {"brands": ["b"], "sizes": null}}]},
		{"kind": "PRICE", "values": [{"count": 4, "filter": {"price": {"min": null, "max": 5}}}]}, {"kind": "SIZE", "values": []}]`), &facets))
	filter := map[string]any{"inStock": true}
	for _, facet := range facets {
		facet.choose(filter)
	}
	require.Equal(t, map[string]any{"inStock": true, "brands": []any{"b"}, "price": map[string]any{"min": nil, "max": 5.0}}, filter)
}

func TestTheReportIsMarkdown(t *testing.T) {
	t.Parallel()
	figures := load.Figures{Requests: 9, PerSecond: 50, P50: time.Millisecond, P95: 60 * time.Millisecond}
	r := report{
		options: Options{Products: 5, Rounds: 1, Seconds: 2}, begun: time.Now(),
		pages: []page{{name: "Q1", label: "listing"}},
		standings: [][]standing{{
			{contestant: contestant{name: "hand-written"}, rounds: []load.Figures{{PerSecond: 100}}, ratios: []float64{1}},
			{contestant: contestant{name: "zuka", bar: 0.5}, rounds: []load.Figures{figures}, ratios: []float64{0.5}},
			{contestant: contestant{name: "warm", bar: 1.5}, rounds: []load.Figures{figures}, ratios: []float64{0.5}},
		}},
		crowds:   []crowded{{name: "hand-written"}, {name: "zuka", figures: figures, memory: memory{now: 1 << 20, highest: 301 << 20}}},
		searches: []search{{words: "ankara", class: broad}},
		searched: []searched{{connections: 1, all: figures, slow: []slowSearch{{search{words: "ankara", class: broad, found: 7}, figures}}}},
	}
	var out strings.Builder
	r.write(&out)
	for _, want := range []string{
		"| Q1 listing | zuka | 50 (50 to 50) | 0.50 (0.50 to 0.50) | met, at least 0.5 | 1.0 ms |",
		"| Q1 listing | warm | 50 (50 to 50) | 0.50 (0.50 to 0.50) | **missed**, at least 1.5 |",
		"| 1 MB | 301 MB | **missed**, under 300 MB |", "**missed**, p95 under 50ms", "| ankara | one common word | 7 | 1.0 ms |",
	} {
		require.Contains(t, out.String(), want)
	}
	columns := 0
	for line := range strings.Lines(out.String()) {
		switch {
		case !strings.HasPrefix(line, "|"):
			columns = 0
		case columns == 0:
			columns = strings.Count(line, "|")
		default:
			require.Equal(t, columns, strings.Count(line, "|"), line)
		}
	}
	require.NoError(t, r.failure())
}
