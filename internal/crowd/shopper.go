package crowd

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"syscall"
	"time"
)

// json and events are the kinds of answers that are asked for.
const (
	wantsJSON   = "application/graphql-response+json, application/json"
	wantsEvents = "text/event-stream"
)

// shopper is somebody who shops, on a phone of their own.
type shopper struct {
	wire
	tally
	*visit
	number int
	dice   *rand.Rand

	// access is empty before there is a session.
	access, refresh string
	expires         time.Time
	// person tells that somebody is signed in.
	person bool

	// lines are what the cart was last seen to hold, pieces how many.
	lines  []line
	pieces int
	orders int

	pet, conversation string
	messages          int
}

// visit is what all shoppers of a run have in common.
type visit struct {
	opts  Options
	goods *goods
	// run is new for each, so that nothing of an earlier crowd is met.
	run   string
	begun time.Time
	// until is when the time is over; zero when the steps are counted.
	until time.Time
}

// newShopper is the one of a number, which decides all that is drawn.
func newShopper(v *visit, number int, address string) *shopper {
	s := &shopper{visit: v, number: number, dice: rand.New(rand.NewPCG(v.opts.Seed, uint64(number)))}
	s.address = address
	s.introduce()
	return s
}

// introduce writes what each request says of who asks. The address is believed
// where this machine is a trusted proxy of the server, and lets the server
// count each shopper alone.
func (s *shopper) introduce() {
	n := s.number + 1
	s.head = fmt.Appendf(s.head[:0], "Host: %s\r\nX-Client-Platform: android\r\nX-Client-Version: crowd\r\nX-Device-Id: crowd-%s-%d\r\nX-Forwarded-For: 10.%d.%d.%d\r\n",
		s.address, s.run, n, n>>16&0xff, n>>8&0xff, n&0xff)
	if s.access != "" {
		s.head = fmt.Appendf(s.head, "Authorization: Bearer %s\r\n", s.access)
	}
}

// shop takes step after step until the time is over.
func (s *shopper) shop(ctx context.Context) {
	defer s.hangUp()
	if s.opts.Ramp > 0 && !s.rest(ctx, s.opts.Ramp*time.Duration(s.number)/time.Duration(s.opts.Shoppers)) {
		return
	}
	for n := 0; s.opts.Steps == 0 || n < s.opts.Steps; n++ {
		if s.over(ctx) {
			return
		}
		step := draw(s.dice, s.opts.Pages)
		s.drawn[step]++
		switch step {
		case Browse:
			s.browse(ctx)
		case Search:
			s.search(ctx)
		case Basket:
			s.basket(ctx)
		case Checkout:
			s.checkout(ctx)
		case Play:
			s.play(ctx)
		}
	}
}

func (s *shopper) over(ctx context.Context) bool {
	return ctx.Err() != nil || !s.until.IsZero() && !time.Now().Before(s.until)
}

// think lets the time pass that people take before they tap; false when the
// crowd goes home meanwhile.
func (s *shopper) think(ctx context.Context) bool {
	if s.opts.Think <= 0 {
		return !s.over(ctx)
	}
	return s.rest(ctx, time.Duration(s.dice.ExpFloat64()*float64(s.opts.Think)))
}

// rest lets some time pass; false when the time is over meanwhile.
func (s *shopper) rest(ctx context.Context, pause time.Duration) bool {
	if !s.until.IsZero() {
		pause = min(pause, time.Until(s.until))
	}
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-timer.C:
		return !s.over(ctx)
	case <-ctx.Done():
		return false
	}
}

// ask makes a request after a thought and notes what came of it. The body is
// good until the next request.
func (s *shopper) ask(ctx context.Context, c call, variables values) ([]byte, outcome) {
	if !s.think(ctx) {
		return nil, failed
	}
	if s.opts.Persisted && kinds[c].pub {
		s.get(c, variables)
	} else {
		s.post(c, variables, wantsJSON)
	}
	begun := time.Now()
	answer, err := s.send()
	took, came := time.Since(begun), failed
	if err == nil {
		came, err = judge(c, answer.Status, answer.Body)
	}
	s.note(c, time.Since(s.begun), took, came, err)
	return answer.Body, came
}

// closed tells that a connection ended between two requests.
func closed(err error) bool {
	return errors.Is(err, io.EOF) || errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE)
}
