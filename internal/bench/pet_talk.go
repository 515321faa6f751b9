package bench

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"zuka/internal/bench/load"
)

const (
	// leastPause is the shortest time from an answer to the next message of who
	// talks, talkPause the longest.
	leastPause = 100 * time.Millisecond
	talkPause  = 400 * time.Millisecond
	// warmed is how many messages a server answers before what is measured: it
	// then knows the words of the catalogue.
	warmed = 5
)

// talk is how long people waited for their pets.
type talk struct {
	name            string
	chats, messages int
	// pause is the longest from an answer to the next message; within is the
	// time in which everybody begins.
	pause, within time.Duration
	// model answers; nil is the built-in brain.
	model *model
	// bound says that the figures have bars to keep to.
	bound bool

	// sends are the times of the mutation; first and whole those from its answer
	// to the first piece and to the end; tokens those from the model's saying a
	// token to its arrival.
	sends, first, whole, tokens load.Figures
	// lost is how many tokens did not come.
	lost, errors int
	wrong        error
}

// samples are what one chat or all have seen.
type samples struct {
	sends, first, whole, tokens []load.Sample
	lost, errors                int
	wrong                       error
}

// add takes in what another has seen.
func (s *samples) add(other *samples) {
	s.sends, s.first, s.whole = append(s.sends, other.sends...), append(s.first, other.first...), append(s.whole, other.whole...)
	s.tokens = append(s.tokens, other.tokens...)
	s.lost, s.errors, s.wrong = s.lost+other.lost, s.errors+other.errors, cmpOr(s.wrong, other.wrong)
}

// warm talks to a server that has just begun.
func (p *parlour) warm(ctx context.Context, server *process) error {
	first := &talk{name: "warming up", chats: 1, messages: warmed}
	if err := p.talk(ctx, server, first); err != nil {
		return err
	}
	return first.wrong
}

// talk lets everybody talk at once. What goes wrong in a chat is counted.
func (p *parlour) talk(ctx context.Context, server *process, t *talk) error {
	all := make([]*chat, t.chats)
	var opening errgroup.Group
	opening.SetLimit(seated)
	for i := range all {
		opening.Go(func() (err error) {
			all[i], err = openChat(ctx, server.address, p.keepers[i])
			return err
		})
	}
	defer func() {
		for _, one := range all {
			if one != nil {
				one.close()
			}
		}
	}()
	if err := opening.Wait(); err != nil {
		return err
	}
	var (
		talking sync.WaitGroup
		mu      sync.Mutex
		sum     samples
	)
	begun := time.Now()
	for i, one := range all {
		talking.Go(func() {
			seen := t.by(ctx, one, i, begun)
			mu.Lock()
			defer mu.Unlock()
			sum.add(seen)
		})
	}
	talking.Wait()
	t.tell(&sum, time.Since(begun))
	return ctx.Err()
}

// by lets one person talk. Who got no answer talks no further.
func (t *talk) by(ctx context.Context, c *chat, who int, begun time.Time) *samples {
	seen, dice := new(samples), rand.New(rand.NewPCG(25, uint64(who)))
	for n := range t.messages {
		if !rest(ctx, t.wait(who, n, begun, dice)) {
			return seen
		}
		if err := t.once(ctx, c, saying(who, n), seen); err != nil {
			seen.errors++
			seen.wrong = fmt.Errorf("%q: %w", saying(who, n), err)
			return seen
		}
	}
	return seen
}

// wait is how long somebody lets pass before their n-th message.
func (t *talk) wait(who, n int, begun time.Time, dice *rand.Rand) time.Duration {
	switch {
	case n == 0 && t.within > 0:
		return time.Until(begun.Add(t.within * time.Duration(who) / time.Duration(t.chats)))
	case t.pause <= leastPause:
		return 0
	}
	return leastPause + time.Duration(dice.Int64N(int64(t.pause-leastPause)))
}

// rest lets some time pass; false when ctx has ended meanwhile.
func rest(ctx context.Context, pause time.Duration) bool {
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// once says one thing and notes how it is answered.
func (t *talk) once(ctx context.Context, c *chat, text string, seen *samples) error {
	begun := time.Now()
	sent, answered, err := c.send(text)
	if err != nil {
		return err
	}
	answer, err := c.await(ctx, sent)
	if err != nil {
		return err
	}
	seen.sends = append(seen.sends, load.Sample{Took: answered.Sub(begun)})
	seen.first = append(seen.first, load.Sample{Took: max(0, answer.first.Sub(answered))})
	seen.whole = append(seen.whole, load.Sample{Took: max(0, answer.ended.Sub(answered))})
	if t.model == nil {
		return nil
	}
	delays, lost := t.model.delays(answer.tokens)
	seen.tokens, seen.lost = append(seen.tokens, delays...), seen.lost+lost
	if lost > 0 {
		return fmt.Errorf("%d tokens of the model did not come: %.300q", lost, answer.text.String())
	}
	return nil
}

// tell makes figures of what all have seen.
func (t *talk) tell(sum *samples, took time.Duration) {
	figures := func(of []load.Sample) load.Figures { return load.Result{Samples: of, Elapsed: took}.Figures() }
	t.sends, t.first, t.whole, t.tokens = figures(sum.sends), figures(sum.first), figures(sum.whole), figures(sum.tokens)
	t.lost, t.errors, t.wrong = sum.lost, sum.errors, sum.wrong
}
