package catalog

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"zuka/internal/shop/catalog/shelf"
)

// hand is a clock that is moved by hand.
type hand struct{ at atomic.Int64 }

func (h *hand) Now() time.Time { return time.Unix(0, h.at.Load()).UTC() }

func (h *hand) forward(by time.Duration) { h.at.Add(int64(by)) }

// workshop makes shelves one at a time, when it is told to.
type workshop struct {
	begun chan struct{}
	give  chan error
	made  atomic.Int32
}

func (w *workshop) make(context.Context) (*shelf.Shelf, error) {
	w.begun <- struct{}{}
	if err := <-w.give; err != nil {
		return nil, err
	}
	w.made.Add(1)
	return shelf.New(nil), nil
}

func newStand() (*stand[*shelf.Shelf], *workshop, *hand) {
	w, h := &workshop{begun: make(chan struct{}, 10), give: make(chan error)}, &hand{}
	h.forward(time.Hour)
	return &stand[*shelf.Shelf]{clock: h, make: w.make, lifetime: facetTTL, rest: shelfRest}, w, h
}

// settled waits until no shelf is being made.
func settled(t *testing.T, s *stand[*shelf.Shelf]) {
	t.Helper()
	require.Eventually(t, func() bool { s.mu.Lock(); defer s.mu.Unlock(); return s.making == nil }, time.Minute, time.Millisecond)
}

func TestTheFirstShelfIsMadeOnceForAll(t *testing.T) {
	t.Parallel()
	s, w, _ := newStand()
	got := make([]*shelf.Shelf, 20)
	var readers sync.WaitGroup
	for i := range got {
		readers.Go(func() {
			var err error
			if got[i], err = s.get(context.Background(), "a"); err != nil {
				t.Error(err)
			}
		})
	}
	<-w.begun
	w.give <- nil
	readers.Wait()
	settled(t, s)
	for _, one := range got {
		require.NotNil(t, one)
		require.Same(t, got[0], one)
	}
	require.EqualValues(t, 1, w.made.Load())
}

func TestAReaderWhoLeavesDoesNotStopIt(t *testing.T) {
	t.Parallel()
	s, w, _ := newStand()
	ctx, leave := context.WithCancel(context.Background())
	leave()
	_, err := s.get(ctx, "a")
	require.ErrorIs(t, err, context.Canceled)
	<-w.begun
	w.give <- nil
	settled(t, s)
	got, err := s.get(context.Background(), "a")
	require.NoError(t, err)
	require.NotNil(t, got)
}

func TestAShelfIsRenewedInTheBackground(t *testing.T) {
	t.Parallel()
	s, w, h := newStand()
	go func() { <-w.begun; w.give <- nil }()
	first, err := s.get(t.Context(), "a")
	require.NoError(t, err)
	settled(t, s)
	get := func(generation string) *shelf.Shelf {
		got, err := s.get(t.Context(), generation)
		require.NoError(t, err)
		return got
	}
	for _, c := range []struct {
		what       string
		after      time.Duration
		generation string
		renews     bool
	}{
		{"a change at once", 0, "b", false}, {"a change after the rest", shelfRest, "b", true},
		{"the same generation", facetTTL - time.Second, "b", false}, {"an old one", time.Second, "b", true},
	} {
		h.forward(c.after)
		require.Same(t, first, get(c.generation), c.what)
		if c.renews {
			<-w.begun
			w.give <- nil
			settled(t, s)
			renewed := get(c.generation)
			require.NotSame(t, first, renewed, c.what)
			first = renewed
		}
		require.Empty(t, w.begun, c.what)
	}
}

func TestWhatTakesLongIsMadeSeldom(t *testing.T) {
	t.Parallel()
	s, w, h := newStand()
	go func() { <-w.begun; h.forward(time.Second); w.give <- nil }()
	first, err := s.get(t.Context(), "a")
	require.NoError(t, err)
	settled(t, s)
	h.forward(share*time.Second - 2*time.Second)
	again, err := s.get(t.Context(), "b")
	require.NoError(t, err)
	require.Same(t, first, again)
	require.Empty(t, w.begun, "it took a second, so it is left alone for twenty")
	h.forward(time.Second)
	_, err = s.get(t.Context(), "b")
	require.NoError(t, err)
	<-w.begun
	w.give <- nil
	settled(t, s)
}

func TestAShelfThatCannotBeMadeLeavesTheOldOne(t *testing.T) {
	t.Parallel()
	s, w, h := newStand()
	failed := errors.New("no database")
	go func() { <-w.begun; w.give <- failed }()
	_, err := s.get(t.Context(), "a")
	require.ErrorIs(t, err, failed)
	settled(t, s)
	go func() { <-w.begun; w.give <- nil }()
	first, err := s.get(t.Context(), "a")
	require.NoError(t, err, "the next reader tries again")
	settled(t, s)
	h.forward(facetTTL)
	for range 3 {
		got, err := s.get(t.Context(), "a")
		require.NoError(t, err)
		require.Same(t, first, got)
		<-w.begun
		w.give <- failed
		settled(t, s)
	}
}

func TestACurrentStandWaitsForWhatWasMadeAfterTheChange(t *testing.T) {
	t.Parallel()
	s, w, _ := newStand()
	s.current, s.rest = true, 0
	go func() { <-w.begun; w.give <- nil }()
	first, err := s.get(t.Context(), "a")
	require.NoError(t, err)
	settled(t, s)
	again, err := s.get(t.Context(), "a")
	require.NoError(t, err)
	require.Same(t, first, again)

	got := make(chan *shelf.Shelf, 2)
	read := func(generation string) {
		one, err := s.get(context.Background(), generation)
		if err != nil {
			t.Error(err)
		}
		got <- one
	}
	go read("b")
	<-w.begun // For b; the catalogue moves on to c while it is made.
	go read("c")
	w.give <- nil
	b := <-got
	require.NotSame(t, first, b)
	<-w.begun
	require.Empty(t, got, "who asks for c is not given what was begun before it")
	w.give <- nil
	require.NotSame(t, b, <-got)
}
