package bench

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"zuka/internal/bench/load"
)

// contestant is a server with the requests of one page.
type contestant struct {
	name     string
	address  string
	requests [][]byte
	// passes is how often the warm-up sends every request, so that all answers are
	// cached; 0 leaves it with as many as there is time for.
	passes int
	// bar is the least share of the rival's requests per second; 0 is none.
	bar float64
}

// standing is how a contestant did in all rounds.
type standing struct {
	contestant
	rounds []load.Figures
	// ratios are its requests per second over the rival's, round by round.
	ratios []float64
	first  error
}

// settings are the sizes of a run.
type settings struct {
	connections int
	rounds      int
	duration    time.Duration
	log         *slog.Logger
}

const (
	warmUp = 1500 * time.Millisecond
	// mostRequests bounds one round, whatever its time.
	mostRequests = 1_000_000
)

// contest lets the contestants take turns, the first of them being the one
// that the others are measured against. Whatever drifts on this machine meets
// all of them, and each round begins with another one.
func contest(ctx context.Context, s settings, contestants []contestant) ([]standing, error) {
	standings := make([]standing, len(contestants))
	for i, c := range contestants {
		standings[i].contestant = c
		opts := load.Options{Address: c.address, Requests: c.requests, Connections: s.connections, Duration: warmUp, Limit: mostRequests, Seed: 1}
		if c.passes > 0 {
			opts.Duration = 0
		}
		for range max(1, c.passes) {
			if _, err := load.Run(ctx, opts); err != nil {
				return nil, err
			}
		}
	}
	for round := range s.rounds {
		for turn := range contestants {
			at := (round + turn) % len(contestants)
			c := &standings[at]
			result, err := load.Run(ctx, load.Options{
				Address: c.address, Requests: c.requests, Connections: s.connections,
				Duration: s.duration, Limit: mostRequests, Seed: uint64(100 + round),
			})
			if err != nil {
				return nil, err
			}
			c.first = cmpOr(c.first, result.First)
			c.rounds = append(c.rounds, result.Figures())
			s.log.Info("measured", "server", c.name, "round", round+1, "per second", int(c.rounds[round].PerSecond))
		}
		for i := range standings {
			if rival := standings[0].rounds[round].PerSecond; rival > 0 {
				standings[i].ratios = append(standings[i].ratios, standings[i].rounds[round].PerSecond/rival)
			}
		}
	}
	return standings, nil
}

// middle are the medians over the rounds, the worst maximum and all errors.
func (s *standing) middle() load.Figures {
	var middle load.Figures
	pick := func(of func(load.Figures) float64) float64 {
		values := make([]float64, len(s.rounds))
		for i, round := range s.rounds {
			values[i] = of(round)
		}
		return load.Median(values)
	}
	middle.PerSecond = pick(func(f load.Figures) float64 { return f.PerSecond })
	middle.P50 = time.Duration(pick(func(f load.Figures) float64 { return float64(f.P50) }))
	middle.P95 = time.Duration(pick(func(f load.Figures) float64 { return float64(f.P95) }))
	middle.P99 = time.Duration(pick(func(f load.Figures) float64 { return float64(f.P99) }))
	for _, round := range s.rounds {
		middle.Requests += round.Requests
		middle.Errors += round.Errors
		middle.Max = max(middle.Max, round.Max)
	}
	return middle
}

// race measures every page of the storefront.
func race(ctx context.Context, s settings, pages []page, theRival, uncached, warm *process) ([][]standing, error) {
	all := make([][]standing, len(pages))
	for i, page := range pages {
		s.log.Info("measuring", "page", page.name, "questions", len(page.questions))
		var err error
		all[i], err = contest(ctx, s, []contestant{
			{name: "hand-written", address: theRival.address, requests: page.theirs(theRival.address)},
			{name: "zuka, no cache", address: uncached.address, requests: page.ours(uncached.address), bar: leastUncached},
			{name: "zuka, warm", address: warm.address, requests: page.ours(warm.address), passes: 1, bar: leastWarm},
		})
		if err != nil {
			return nil, fmt.Errorf("measuring %s: %w", page.name, err)
		}
	}
	return all, nil
}
