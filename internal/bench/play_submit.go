package bench

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"zuka/internal/bench/load"
)

const (
	// submitters is how many connections scores come over.
	submitters = 50
	// watchedGame is the one whose board is watched: its scores are of the widest
	// range, so that each can tell which it is.
	watchedGame = "TETRIS"
	// longRound is how long its rounds have lasted when they are finished, and
	// firstMark the least score that is reached by then here: more than anybody
	// has of the sample shop's people.
	longRound = 100 * time.Minute
	firstMark = 600_000
)

// submitting is how long players waited for the shop.
type submitting struct {
	what    string
	pauses  string
	figures load.Figures
	// bound says that the figures have a bar to keep to.
	bound bool
	first error
}

// submitAll has rounds begun and finished while nobody watches.
func (a *arcade) submitAll(ctx context.Context, o *Options, server *process) (all []submitting, err error) {
	o.Log.Info("finishing rounds", "players", a.hall.players)
	for _, every := range []time.Duration{a.hall.every, 0} {
		dealt, err := a.dealMarks(ctx, server, a.hall.hurried)
		if err != nil {
			return all, err
		}
		all = append(all, submitting{what: "`gameStart`", pauses: "none", figures: dealt.begun})
		result, err := load.Run(ctx, load.Options{
			Address: server.address, Requests: dealt.ends, Connections: submitters, Every: every, Good: finished,
		})
		if err != nil {
			return all, err
		}
		seen := submitting{what: "`gameFinish`", pauses: "none", figures: result.Figures(), bound: true, first: result.First}
		if every > 0 {
			seen.pauses = fmt.Sprintf("on a schedule, %.0f a second", float64(time.Second)/float64(every))
		}
		all = append(all, seen)
	}
	return all[1:], nil // Beginning is told once.
}

// dealMarks has players begin rounds of the watched game that end with marks, one
// higher than the other.
func (a *arcade) dealMarks(ctx context.Context, server *process, count int) (rounds, error) {
	first := a.mark + 1
	a.mark += count
	return a.deal(ctx, server, watchedGame, count, longRound, func(n int) int { return first + n })
}

// started tells why no round was begun.
func started(answer []byte) error {
	if !bytes.Contains(answer, []byte(`"gameStart":{"round":{"id":"`)) {
		return fmt.Errorf("no round was begun: %.300s", answer)
	}
	return nil
}

// finished tells why a score was not believed.
func finished(answer []byte) error {
	if !bytes.Contains(answer, []byte(`"gameFinish":{"score":{"id":"`)) || !bytes.Contains(answer, []byte(`"userErrors":[]`)) {
		return fmt.Errorf("no score was kept: %.300s", answer)
	}
	return nil
}
