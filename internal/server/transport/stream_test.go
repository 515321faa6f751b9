package transport

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestMomentsAreSpread(t *testing.T) {
	t.Parallel()
	require.Zero(t, moment(0))
	require.Zero(t, moment(-time.Second))
	var tenths [10]int
	for range 1000 {
		tenths[moment(10*time.Second)/time.Second]++
	}
	for _, count := range tenths {
		require.Positive(t, count)
	}
}
