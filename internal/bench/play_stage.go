package bench

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"zuka/internal/bench/load"
)

// stage is what the spectators of one show share.
type stage struct {
	scenes scenes
	begun  time.Time
	// mark is the score before the first of the show; sent are the times of those
	// after it, since begun.
	mark  int
	sent  []atomic.Int64
	heard atomic.Int64
	// lit is how many have been shown something.
	lit  atomic.Int64
	over atomic.Bool
	more chan struct{}

	mu    sync.Mutex
	first error
}

// spectator is one socket.
type spectator struct {
	frames
	mu  sync.Mutex // over what follows: it is read when the others are at rest.
	now *scene
	own []byte
	// newest is the last score of the show that it knows of, from 1 on.
	newest int
	waits  []load.Sample
}

// seat opens all sockets and has each ask for the board.
func (s *stage) seat(ctx context.Context, address string, who []shopper, count int) ([]*spectator, error) {
	all := make([]*spectator, count)
	var seating errgroup.Group
	seating.SetLimit(seated)
	for i := range all {
		seating.Go(func() error {
			wire, err := (&net.Dialer{Timeout: showPatience}).DialContext(ctx, "tcp", address)
			if err != nil {
				return fmt.Errorf("opening a socket: %w", err)
			}
			one := &spectator{frames: frames{wire: wire}, now: &s.scenes.dark}
			all[i] = one
			if err := one.upgrade(address, who[i%len(who)].cookie); err != nil {
				return err
			}
			if err := one.say(textFrame, []byte(`{"type":"connection_init"}`)); err != nil {
				return fmt.Errorf("introducing a spectator: %w", err)
			}
			go s.hear(one)
			return nil
		})
	}
	return all, seating.Wait()
}

// clear closes all sockets.
func (s *stage) clear(all []*spectator) {
	s.over.Store(true)
	for _, one := range all {
		if one != nil {
			_ = one.wire.Close() // Nothing more is expected of it.
		}
	}
}

// hear notes what a spectator is shown, until the socket ends.
func (s *stage) hear(one *spectator) {
	for {
		kind, text, err := one.next()
		at := time.Since(s.begun)
		switch {
		case err != nil:
		case kind == textFrame:
			err = s.note(one, text, at)
		case kind == pingFrame:
			err = one.say(pongFrame, text)
		case kind == closeFrame:
			err = fmt.Errorf("a socket was closed: %q", text)
		}
		if err == nil {
			continue
		}
		if !s.over.Load() {
			s.mu.Lock()
			s.first = cmpOr(s.first, err)
			s.mu.Unlock()
			s.tell()
		}
		return
	}
}

// note takes one message in.
func (s *stage) note(one *spectator, text []byte, at time.Duration) error {
	if bytes.Equal(text, []byte(`{"type":"connection_ack"}`)) {
		return one.say(textFrame, fmt.Appendf(nil, `{"id":"1","type":"subscribe","payload":%s}`, body(spectateDocument, nil)))
	}
	shared, own, err := splitNews(text)
	if err != nil {
		return err
	}
	one.mu.Lock()
	defer one.mu.Unlock()
	if one.now == &s.scenes.dark {
		defer s.tell()
		s.lit.Add(1)
	}
	s.heard.Add(1)
	if one.now, err = s.scenes.after(one.now, shared); err != nil {
		return err
	}
	one.own = append(one.own[:0], own...)
	newest := topScore(shared) - s.mark
	if newest <= one.newest || newest >= len(s.sent) {
		return nil
	}
	if since := s.sent[one.newest+1].Load(); since > 0 { // Else it overtook one that is still to be sent.
		one.waits = append(one.waits, load.Sample{Took: at - time.Duration(since)})
	}
	one.newest = newest
	return nil
}

// tell wakes who waits.
func (s *stage) tell() {
	select {
	case s.more <- struct{}{}:
	default:
	}
}

func (s *stage) failed() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.first
}

// await waits until so many have been counted.
func (s *stage) await(ctx context.Context, counted *atomic.Int64, count int) error {
	ctx, cancel := context.WithTimeout(ctx, showPatience)
	defer cancel()
	for {
		if err := s.failed(); err != nil || counted.Load() >= int64(count) {
			return err
		}
		select {
		case <-s.more:
		case <-ctx.Done():
			return fmt.Errorf("%d of %d have been shown the board: %w", counted.Load(), count, ctx.Err())
		}
	}
}

// settle waits until all know of a score, or have had the time to.
func (s *stage) settle(ctx context.Context, all []*spectator, score int) error {
	ticker := time.NewTicker(50 * time.Millisecond)
	defer ticker.Stop()
	patience := time.After(settlePatience)
	for {
		late := slices.ContainsFunc(all, func(one *spectator) bool {
			one.mu.Lock()
			defer one.mu.Unlock()
			return one.newest < score
		})
		if err := s.failed(); err != nil || !late {
			return err
		}
		select {
		case <-ticker.C:
		case <-patience:
			return nil // They are counted as stale.
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
