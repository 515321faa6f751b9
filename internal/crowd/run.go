package crowd

import (
	"context"
	"crypto/rand"
	"errors"
	"strings"
	"sync"
	"time"
)

// Run lets a crowd shop and says what came of it. That requests fail is in the
// result; an error is that the crowd could not come, or ctx ended.
func Run(ctx context.Context, opts Options) (*Result, error) {
	if err := opts.Validate(); err != nil {
		return nil, err
	}
	address, _ := opts.address() // Validated.
	address = strings.Replace(address, "localhost:", "127.0.0.1:", 1)
	if opts.Steps > 0 {
		opts.Ramp, opts.Duration = 0, 0
	}
	known, err := learn(address)
	if err == nil && opts.Persisted {
		err = publish(address)
	}
	if err != nil {
		return nil, err
	}
	v := &visit{opts: opts, goods: known, run: strings.ToLower(rand.Text()[:8]), begun: time.Now()}
	if opts.Steps == 0 {
		v.until = v.begun.Add(opts.Ramp + opts.Duration)
	}
	first, err := look(ctx, address, opts.DatabaseURL)
	if err != nil {
		return nil, err
	}
	tallies, later := v.open(ctx, address)
	ended := time.Since(v.begun)
	if opts.Ramp > 0 {
		first = later.reading
	}
	last, err := look(context.WithoutCancel(ctx), address, opts.DatabaseURL)
	result := sum(tallies, opts.Ramp, ended)
	result.Options, result.Statements = opts, between(first, last)
	return result, errors.Join(err, later.err, ctx.Err())
}

// ramped is how the counters stood when the whole crowd was there.
type ramped struct {
	reading
	err error
}

// open lets the shoppers in and waits until they have gone.
func (v *visit) open(ctx context.Context, address string) ([]*tally, ramped) {
	var group sync.WaitGroup
	tallies := make([]*tally, v.opts.Shoppers)
	for i := range tallies {
		s := newShopper(v, i, address)
		tallies[i] = &s.tally
		group.Go(func() { s.shop(ctx) })
	}
	var there ramped
	if v.opts.Ramp > 0 {
		group.Go(func() {
			timer := time.NewTimer(v.opts.Ramp)
			defer timer.Stop()
			select {
			case <-timer.C:
				there.reading, there.err = look(ctx, address, v.opts.DatabaseURL)
			case <-ctx.Done():
			}
		})
	}
	group.Wait()
	return tallies, there
}
