package leak

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { Main(m) }

func TestWhatEndsLateIsNoLeak(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		before := goleak.IgnoreCurrent()
		go func() { time.Sleep(patience - time.Second) }() // Of the bubble's clock.
		None(t, before)
	})
}

func TestWhatDoesNotEndIsALeak(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		before, begun := goleak.IgnoreCurrent(), time.Now()
		over := make(chan struct{})
		go func() { <-over }()
		require.ErrorContains(t, find([]goleak.Option{before}), "TestWhatDoesNotEndIsALeak")
		require.Greater(t, time.Since(begun), patience)
		close(over)
	})
}
