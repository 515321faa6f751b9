package bench

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"zuka/internal/bench/load"
	leaderboard "zuka/internal/shop/game/board"
)

const (
	// seated is how many people find their place at once.
	seated = 20
	// lastPush is the time between two pushes of a board, of which the last are
	// so many.
	lastPush = 250 * time.Millisecond
	pushes   = 20
	// showPatience is how long the last spectator may wait for anything.
	// Who has not heard of the last score in settlePatience is left to be counted.
	showPatience   = time.Minute
	settlePatience = 10 * time.Second

	spectateDocument = `subscription Board { leaderboard(game: TETRIS, period: ALL_TIME, top: 10) {
  snapshot changes { entries { rank score player { key name gem } } left } me { rank score } players } }`
	topDocument = `{ leaderboard(game: TETRIS, period: ALL_TIME) { top(first: 10) { rank score player { key name gem } } } }`
)

// audience is who watches, by the sessions that they have, each for several.
type audience struct {
	name string
	who  []shopper
}

// show is how a board did that many watched.
type show struct {
	name       string
	spectators int
	// empty, seated and highest are the server's memory: before anybody watched,
	// when all did and nothing happened, and at its highest.
	empty, seated, highest int64
	// single are the times from a score to each spectator when one came at a
	// time; hurried those to the oldest score that a message told of when more
	// came than can be told one by one.
	single, hurried load.Figures
	// perSecond is how many messages came a second then.
	perSecond float64
	// submits are how long players waited meanwhile.
	submits load.Figures
	// stale is how many had something else than the board at the end.
	stale int
	first error
}

// show lets an audience in, plays before it, and compares what it has seen with
// the board.
func (a *arcade) show(ctx context.Context, o *Options, server *process, who audience, seen *show) error {
	h := a.hall
	dealt, err := a.dealMarks(ctx, server, h.single+h.hurried)
	if err != nil {
		return err
	}
	s := &stage{
		mark: a.mark - h.single - h.hurried, sent: make([]atomic.Int64, h.single+h.hurried+1), more: make(chan struct{}, 1), begun: time.Now(),
	}
	if held, err := server.memory(); err == nil { // Its end is told by others.
		seen.empty = held.now
	}
	o.Log.Info("seating", "spectators", h.spectators, "who", who.name)
	all, err := s.seat(ctx, server.address, who.who, h.spectators)
	defer s.clear(all)
	if err == nil {
		err = s.await(ctx, &s.lit, h.spectators)
	}
	if err != nil {
		return err
	}
	if held, err := server.memory(); err == nil {
		seen.seated = held.now
	}
	if err = a.perform(ctx, server, s, seen, all, dealt.ends); ctx.Err() != nil {
		return err
	}
	var compared error
	if seen.stale, compared = a.stale(ctx, server, s, all, who); compared != nil {
		seen.stale = h.spectators
	}
	held, unread := server.memory()
	seen.highest = held.highest
	o.Log.Info("shown", "to", who.name, "one at a time, p99", seen.single.P99, "messages a second", int(seen.perSecond), "stale", seen.stale,
		"KB each", seen.each(seen.seated)>>10, "at most", seen.each(seen.highest)>>10)
	return errors.Join(err, compared, unread, s.failed())
}

// perform plays: one score after the other, and then many at once. Scores that
// are not kept are told in the end.
func (a *arcade) perform(ctx context.Context, server *process, s *stage, seen *show, all []*spectator, ends [][]byte) error {
	play := func(first int, ends [][]byte, every time.Duration) (load.Result, float64, error) {
		before, begun := s.heard.Load(), time.Now()
		result, err := load.Run(ctx, load.Options{
			Address: server.address, Requests: ends, Connections: submitters, Every: every, Good: finished,
			Sent: func(n int, at time.Time) { s.sent[first+n].Store(int64(at.Sub(s.begun))) },
		})
		rate := float64(s.heard.Load()-before) / time.Since(begun).Seconds()
		if err == nil {
			err = s.settle(ctx, all, first+len(ends)-1)
		}
		return result, rate, errors.Join(err, result.First)
	}
	_, _, failed := play(1, ends[:a.hall.single], a.hall.step)
	seen.single = waited(all)
	if ctx.Err() != nil {
		return failed
	}
	result, rate, err := play(1+a.hall.single, ends[a.hall.single:], a.hall.every)
	seen.hurried, seen.perSecond, seen.submits = waited(all), rate, result.Figures()
	return cmpOr(failed, err)
}

// waited takes what all have noted.
func waited(all []*spectator) load.Figures {
	var result load.Result
	for _, one := range all {
		one.mu.Lock()
		result.Samples = append(result.Samples, one.waits...)
		one.waits = nil
		one.mu.Unlock()
	}
	return result.Figures()
}

// stale counts who has something else than the board when everybody has had
// the time to hear of the last score.
func (a *arcade) stale(ctx context.Context, server *process, s *stage, all []*spectator, who audience) (stale int, err error) {
	ticker := time.NewTicker(lastPush)
	defer ticker.Stop()
	for range pushes {
		if stale, err = a.compare(ctx, server, s, all, who); err != nil || stale == 0 {
			return stale, err
		}
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return stale, ctx.Err()
		}
	}
	return stale, nil
}

// compare counts who has something else than the board at the moment.
func (a *arcade) compare(ctx context.Context, server *process, s *stage, all []*spectator, who audience) (stale int, err error) {
	text, err := load.Ask(server.address, load.Post(server.address, "/graphql", body(topDocument, nil)))
	if err != nil {
		return 0, fmt.Errorf("reading the board: %w", err)
	}
	var told struct {
		Data struct{ Leaderboard struct{ Top []place } }
	}
	if err := json.Unmarshal(text, &told); err != nil || len(told.Data.Leaderboard.Top) == 0 {
		return 0, errors.Join(fmt.Errorf("no board: %.300s", text), err)
	}
	want := s.scenes.of(told.Data.Leaderboard.Top)
	places, err := a.boards.Places(ctx, leaderboard.At("tetris", leaderboard.AllTime, time.Now()), a.users[:min(len(a.users), len(who.who))])
	if err != nil {
		return 0, err
	}
	for i, one := range all {
		own := []byte(`,"me":null`)
		at := i % len(who.who)
		if who.who[at].session == a.players[at].session {
			if place, stands := places[a.users[at]]; stands {
				own = ownPlace(place.Rank, place.Score)
			}
		}
		one.mu.Lock()
		if one.now != want || !bytes.HasPrefix(one.own, own) {
			stale++
		}
		one.mu.Unlock()
	}
	return stale, nil
}
