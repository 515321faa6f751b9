package app

import (
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTheLimitRisesWithWhatIsInUse(t *testing.T) {
	t.Parallel()
	const target = 224 << 20
	require.EqualValues(t, target, limitOf(target, inUse{heap: 60 << 20, besides: 40 << 20}))
	require.EqualValues(t, 550<<20, limitOf(target, inUse{heap: 300 << 20, besides: 100 << 20}), "the heap may grow by half of itself")
}

func TestMemoryInUse(t *testing.T) {
	// Not beside others, who allocate too.
	runtime.GC()
	before := newUsage().read()
	held := make([]byte, 64<<20)
	runtime.GC()
	after := newUsage().read()
	require.InDelta(t, 64<<20, after.heap-before.heap, 16<<20)
	require.Positive(t, after.besides, "stacks, and what the runtime keeps for itself")
	require.Less(t, after.besides, int64(256<<20))
	runtime.KeepAlive(held)
}
