package live

import (
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestADeltaIsRenderedOnceForAll(t *testing.T) {
	t.Parallel()
	d := &Delta{}
	var made atomic.Int32
	var done sync.WaitGroup
	start := make(chan struct{})
	for i := range 200 {
		key := []string{"long", "short"}[i%2]
		done.Go(func() {
			<-start
			require.Equal(t, key, string(d.Rendered(key, func() []byte {
				made.Add(1)
				return []byte(key)
			})))
		})
	}
	close(start)
	done.Wait()
	require.EqualValues(t, 2, made.Load())
}

func TestARenderingThatPanicsIsTriedAgain(t *testing.T) {
	t.Parallel()
	d := &Delta{}
	require.Panics(t, func() { d.Rendered("a", func() []byte { panic("once") }) })
	require.Equal(t, "b", string(d.Rendered("a", func() []byte { return []byte("b") })))
}
