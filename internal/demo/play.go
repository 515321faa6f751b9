package demo

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"
)

const (
	// longestWait is the longest that a player waits for the shop at a time.
	longestWait = 30 * time.Second
	// shortWait is what a player waits for at the table, where the shop says
	// how long: for longer, the next person takes the seat.
	shortWait = 5 * time.Second
	// anyWait is for what has to be waited for.
	anyWait = time.Duration(math.MaxInt64)
	// backOff is between two tries to reach a shop that does not answer.
	backOff = time.Second
	// day is above every time to wait that the shop tells.
	day = 24 * time.Hour
	// early is how long before its end a sign-in is made anew.
	early = 2 * time.Minute
)

// Options are how to play.
type Options struct {
	// URL is the shop's address: http://localhost:8080.
	URL string
	// Players is how many play at once, 1 to 500.
	Players int
	// Rate is how many rounds they finish a second, all together.
	Rate float64
	// Game is one of Games.
	Game string
	// For is how long they play.
	For time.Duration
	// Out gets a line for each score.
	Out io.Writer
	// HTTP is a client with a connection for each player when nil.
	HTTP *http.Client
}

// Validate names everything that cannot be played.
func (o Options) Validate() error {
	var faults []error
	if !strings.HasPrefix(o.URL, "http://") && !strings.HasPrefix(o.URL, "https://") {
		faults = append(faults, errors.New("the address must begin with http:// or https://"))
	}
	if o.Players < 1 || o.Players > 500 {
		faults = append(faults, errors.New("there must be 1 to 500 players"))
	}
	if !(o.Rate > 0) { //nolint:staticcheck // Not a number is refused, too.
		faults = append(faults, errors.New("the rate must be above 0"))
	}
	if o.For <= 0 {
		faults = append(faults, errors.New("the time must be above 0"))
	}
	if _, known := gameOf(o.Game); !known {
		faults = append(faults, fmt.Errorf("the game must be one of: %s", strings.Join(Games(), ", ")))
	}
	return errors.Join(faults...)
}

// Summary is what came of it.
type Summary struct {
	// Rounds were finished and counted; Rejected were finished and did not.
	Rounds, Rejected int
	Took             time.Duration
}

// run is a table with a seat for each player.
type run struct {
	Options
	game game
	api  *client
	mean time.Duration
	// begun and over are when the playing begins and ends.
	begun, over time.Time
	// seated is how many people have sat down.
	seated atomic.Int64
	// door lets people sign in one after another: the shop counts both steps of
	// a sign-in, and all at once would use up the first step of each other's second.
	door             chan struct{}
	rounds, rejected atomic.Int64
	mu               sync.Mutex // keeps lines whole
}

// Play plays until the time is over or ctx ends, which is no error. It goes on
// over what passes, such as limits and a restart of the shop; what does not
// pass ends it, and so does a shop that does not answer at the beginning.
func Play(ctx context.Context, o Options) (Summary, error) {
	if err := o.Validate(); err != nil {
		return Summary{}, err
	}
	if o.HTTP == nil {
		connections := &http.Transport{MaxIdleConnsPerHost: o.Players, MaxConnsPerHost: o.Players, Proxy: http.ProxyFromEnvironment}
		defer connections.CloseIdleConnections()
		o.HTTP = &http.Client{Transport: connections}
	}
	r := &run{Options: o, api: &client{strings.TrimRight(o.URL, "/"), o.HTTP}, begun: time.Now(), door: make(chan struct{}, 1)}
	r.game, _ = gameOf(o.Game)
	r.over = r.begun.Add(o.For)
	r.mean = time.Duration(float64(o.Players) / o.Rate * float64(time.Second))
	r.say("%d players, %s, %.3g rounds a second for %s", o.Players, o.Game, r.reachable(), o.For)
	playing, stop := context.WithDeadline(ctx, r.over)
	defer stop()
	err := r.play(playing)
	if playing.Err() != nil {
		err = nil // Whatever was under way when the time was over.
	}
	return Summary{int(r.rounds.Load()), int(r.rejected.Load()), time.Since(r.begun)}, err
}

// reachable is the rate that so many players reach: rounds take their time.
func (r *run) reachable() float64 {
	return float64(r.Players) / max(r.mean, r.game.shortest).Seconds()
}

// play fills the seats, once it knows that there is a shop.
func (r *run) play(ctx context.Context) error {
	if _, err := r.api.nonce(ctx, personOf(0)); codeOf(err) == unreachable {
		return fmt.Errorf("nothing plays at %s (is `zuka dev` running?): %w", r.URL, err)
	}
	seats, ctx := errgroup.WithContext(ctx)
	for range r.Players {
		seats.Go(func() error { return r.seat(ctx) })
	}
	return seats.Wait()
}

// next is the next person who has not sat down yet.
func (r *run) next() person { return personOf(int(r.seated.Add(1)) - 1) }

// seat is taken by one person after another.
func (r *run) seat(ctx context.Context) (err error) {
	p, who := r.next(), (*signedIn)(nil)
	for {
		if who == nil || time.Until(who.expires) < early {
			who, err = r.signIn(ctx, p)
		}
		if err == nil {
			err = r.round(ctx, who)
		}
		switch {
		case err == nil:
		case codeOf(err) == unauthenticated:
			who, err = nil, nil // The shop has forgotten the session.
		case codeOf(err) == retryLater:
			r.say("%s rests", p.name)
			p, who, err = r.next(), nil, nil
		default:
			return err
		}
	}
}

// signIn signs a person in, however long that takes, under the person's name.
func (r *run) signIn(ctx context.Context, p person) (*signedIn, error) {
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case r.door <- struct{}{}:
	}
	defer func() { <-r.door }()
	told := false
	who, err := patiently(ctx, anyWait, func() (*signedIn, error) {
		n, err := patiently(ctx, anyWait, func() (nonce, error) { return r.api.nonce(ctx, p) })
		for err == nil {
			// The nonce is still good after a limit; after anything else it may not be.
			who, err := r.api.enter(ctx, p, n)
			if codeOf(err) != retryLater {
				return who, err
			}
			if !told {
				r.say("%s waits to sign in", p.name)
			}
			told = true
			if err := sleep(ctx, waitOf(err)); err != nil {
				return nil, err
			}
		}
		return nil, err
	})
	if err != nil || who.called == p.name {
		return who, err
	}
	return patiently(ctx, anyWait, func() (*signedIn, error) { return who, r.api.rename(ctx, who) })
}

// round plays one round. RETRY_LATER means that the person has played enough.
func (r *run) round(ctx context.Context, who *signedIn) error {
	opened, err := patiently(ctx, shortWait, func() (*round, error) { return r.api.start(ctx, who, r.game) })
	if err != nil {
		return err
	}
	if err := sleep(ctx, r.game.length(r.mean)); err != nil {
		return err
	}
	share := float64(time.Since(r.begun)) / float64(r.For)
	reached := r.game.score(time.Since(opened.begun), skill(share))
	// A second sending of the same end answers what the first did.
	got, err := patiently(ctx, anyWait, func() (*finished, error) { return r.api.finish(ctx, who, opened, reached) })
	switch codeOf(err) {
	case notFound, stateConflict:
		r.say("%s lost a round: %v", who.name, err)
		return nil
	case scoreRejected:
		r.rejected.Add(1)
		r.say("%s was not believed: %d, %v", who.name, reached.score, err)
		return nil
	}
	if err != nil {
		return err
	}
	r.rounds.Add(1)
	r.tell(who, reached, got)
	return nil
}

// tell writes the line of a score.
func (r *run) tell(who *signedIn, reached result, got *finished) {
	rank, best := "none", ""
	if got.Place != nil {
		rank = fmt.Sprint(got.Place.Rank)
	}
	if got.Best {
		best = "  best ever"
	}
	r.say("%-22s %7d  %3d points  rank today %s%s", who.name, reached.score, got.Points, rank, best)
}

func (r *run) say(format string, values ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	_, _ = fmt.Fprintf(r.Out, format+"\n", values...) // A terminal that has gone; Ctrl-C follows.
}

// passes tells whether trying again may help.
func passes(err error) bool {
	switch codeOf(err) {
	case retryLater, rateLimited, unreachable:
		return true
	}
	return false
}

// patiently tries until it works, or fails for good, or the shop wants more than
// the most to be waited for.
func patiently[T any](ctx context.Context, most time.Duration, try func() (T, error)) (T, error) {
	for {
		got, err := try()
		if err == nil || !passes(err) {
			return got, err
		}
		wait := waitOf(err)
		if codeOf(err) == retryLater && wait > most {
			return got, err
		}
		if err := sleep(ctx, min(wait, longestWait)); err != nil {
			return got, err
		}
	}
}

// waitOf is how long to wait before the next try.
func waitOf(err error) time.Duration {
	var p *problem
	if !errors.As(err, &p) || p.RetryAfter <= 0 {
		return backOff
	}
	return time.Duration(min(p.RetryAfter, day.Seconds()) * float64(time.Second))
}

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
