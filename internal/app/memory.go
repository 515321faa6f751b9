package app

import (
	"context"
	"os"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

// collectAt is how far the heap may grow before it is collected, in per cent
// of what is in use; the memory target bounds it. A request makes much that it
// soon forgets: at Go's own 100, uncached pages a second were a quarter fewer.
const collectAt = 300

// leastGrowth is how far it may grow in any case, in per cent, whatever the target
// says. What is in use cannot be collected, and a limit close above it, or below,
// has the process do little else than try: sockets alone may need more than a
// target that was meant for a process without them.
const leastGrowth = 50

// leastMemory is the least target, in mebibytes, that the process can keep to
// while it serves.
const leastMemory = 64

// usualMemory is the target that the caches of a process are made for, in mebibytes.
// Of each that it gets beyond, moreProducts products of some 6 KB take a third, and
// whole answers take one part in moreResponses.
const (
	usualMemory   = 224
	moreProducts  = 60
	moreResponses = 4
)

// spare is how many mebibytes the process may use beyond what its caches are made
// for. Caches that leave no room to grow cost more than they save: the process then
// does little but collect.
func (c *Config) spare() int { return max(0, c.Memory-usualMemory) }

// lookAtMemory is how often the limit is set anew.
const lookAtMemory = 500 * time.Millisecond

// KeepToMemory tells the runtime how much memory to use, until ctx ends; a target
// of 0 leaves it alone. What GOGC and GOMEMLIMIT say goes before.
func (c *Config) KeepToMemory(ctx context.Context) {
	if c.Memory == 0 {
		return
	}
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(collectAt)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		target := int64(c.Memory) << 20
		debug.SetMemoryLimit(target)
		go limitMemory(ctx, target)
	}
}

// limitMemory keeps the limit at the target, or as far above it as is needed.
func limitMemory(ctx context.Context, target int64) {
	use, limit := newUsage(), target
	ticker := time.NewTicker(lookAtMemory)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		wanted := limitOf(target, use.read())
		// Setting it stops the world for a moment, so little changes are not followed.
		if away := wanted - limit; away > limit/20 || -away > limit/20 || away != 0 && wanted == target {
			limit = wanted
			debug.SetMemoryLimit(limit)
		}
	}
}

// inUse is what of the memory cannot be collected, in bytes: what the last
// collection left of the heap, and what is no heap, as stacks are none.
type inUse struct{ heap, besides int64 }

// limitOf is the limit by which the heap may grow enough.
func limitOf(target int64, use inUse) int64 {
	return max(target, use.besides+use.heap+use.heap*leastGrowth/100)
}

// usage asks the runtime.
type usage []metrics.Sample

// The order of a usage's samples.
const (
	liveHeap = iota
	allMemory
	givenBack
	freeHeap
	heapObjects
)

func newUsage() usage {
	return usage{
		liveHeap: {Name: "/gc/heap/live:bytes"}, allMemory: {Name: "/memory/classes/total:bytes"},
		givenBack: {Name: "/memory/classes/heap/released:bytes"}, freeHeap: {Name: "/memory/classes/heap/free:bytes"},
		heapObjects: {Name: "/memory/classes/heap/objects:bytes"},
	}
}

func (u usage) read() inUse {
	metrics.Read(u)
	bytes := func(i int) int64 { return int64(u[i].Value.Uint64()) }
	return inUse{heap: bytes(liveHeap), besides: bytes(allMemory) - bytes(givenBack) - bytes(freeHeap) - bytes(heapObjects)}
}
