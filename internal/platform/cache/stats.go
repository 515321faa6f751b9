package cache

import (
	"sync/atomic"

	"github.com/prometheus/client_golang/prometheus"
)

// Stats counts what has happened in one cache of one process, in keys unless
// said otherwise.
type Stats struct {
	// LocalHits were answered by the process; LocalMisses began a read.
	LocalHits, LocalMisses uint64
	// Coalesced joined the read of another caller.
	Coalesced uint64
	// RedisHits were answered by Redis; RedisErrors could not be asked for or
	// stored because Redis failed or the breaker was open.
	RedisHits, RedisMisses, RedisErrors uint64
	// Undecodable stood in Redis with a layout that the codec refused.
	Undecodable uint64
	// Fetches are calls to the source; FetchedKeys what they asked for.
	Fetches, FetchedKeys uint64
	// Fills were stored in Redis; RefusedFills were not, because the key had
	// been dropped since the source was asked.
	Fills, RefusedFills uint64
	// Dropped were given to Drop in this process.
	Dropped uint64
}

// counters are the Stats while they are counted.
type counters struct {
	localHits, localMisses, coalesced   atomic.Uint64
	redisHits, redisMisses, redisErrors atomic.Uint64
	undecodable, fetches, fetchedKeys   atomic.Uint64
	fills, refusedFills, dropped        atomic.Uint64
}

func (c *counters) read() Stats {
	return Stats{
		LocalHits: c.localHits.Load(), LocalMisses: c.localMisses.Load(), Coalesced: c.coalesced.Load(),
		RedisHits: c.redisHits.Load(), RedisMisses: c.redisMisses.Load(), RedisErrors: c.redisErrors.Load(),
		Undecodable: c.undecodable.Load(), Fetches: c.fetches.Load(), FetchedKeys: c.fetchedKeys.Load(),
		Fills: c.fills.Load(), RefusedFills: c.refusedFills.Load(), Dropped: c.dropped.Load(),
	}
}

var (
	lookupsDesc = prometheus.NewDesc("cache_lookups_total",
		"Keys looked up, by cache, layer (local, redis) and result (hit, miss, joined, error).",
		[]string{"cache", "layer", "result"}, nil)
	fetchesDesc = prometheus.NewDesc("cache_fetches_total",
		"Calls to the source behind a cache.", []string{"cache"}, nil)
	fetchedDesc = prometheus.NewDesc("cache_fetched_keys_total",
		"Keys that the source behind a cache was asked for.", []string{"cache"}, nil)
	fillsDesc = prometheus.NewDesc("cache_fills_total",
		"Values brought to Redis, by result (stored, refused because the key was dropped meanwhile).",
		[]string{"cache", "result"}, nil)
	undecodableDesc = prometheus.NewDesc("cache_undecodable_total",
		"Values in Redis that could not be decoded.", []string{"cache"}, nil)
	droppedDesc = prometheus.NewDesc("cache_dropped_keys_total",
		"Keys dropped by this process.", []string{"cache"}, nil)
	pendingDesc = prometheus.NewDesc("cache_pending_drops",
		"Drops that have not reached Redis yet.", nil, nil)
	liveDesc = prometheus.NewDesc("cache_local_live",
		"1 while the local layers are in use, 0 while drops elsewhere are not heard of.", nil, nil)
)

// collector shows the counters of a bus's caches to Prometheus.
type collector struct{ bus *Bus }

// Describe names the metrics.
func (collector) Describe(out chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{
		lookupsDesc, fetchesDesc, fetchedDesc, fillsDesc, undecodableDesc, droppedDesc, pendingDesc, liveDesc,
	} {
		out <- d
	}
}

// Collect reads the metrics.
func (c collector) Collect(out chan<- prometheus.Metric) {
	count := func(d *prometheus.Desc, n uint64, labels ...string) {
		out <- prometheus.MustNewConstMetric(d, prometheus.CounterValue, float64(n), labels...)
	}
	for _, m := range c.bus.members() {
		s := m.stats.read()
		count(lookupsDesc, s.LocalHits, m.name, "local", "hit")
		count(lookupsDesc, s.LocalMisses, m.name, "local", "miss")
		count(lookupsDesc, s.Coalesced, m.name, "local", "joined")
		count(lookupsDesc, s.RedisHits, m.name, "redis", "hit")
		count(lookupsDesc, s.RedisMisses, m.name, "redis", "miss")
		count(lookupsDesc, s.RedisErrors, m.name, "redis", "error")
		count(fetchesDesc, s.Fetches, m.name)
		count(fetchedDesc, s.FetchedKeys, m.name)
		count(fillsDesc, s.Fills, m.name, "stored")
		count(fillsDesc, s.RefusedFills, m.name, "refused")
		count(undecodableDesc, s.Undecodable, m.name)
		count(droppedDesc, s.Dropped, m.name)
	}
	live := 0.0
	if c.bus.live.Load() {
		live = 1
	}
	out <- prometheus.MustNewConstMetric(liveDesc, prometheus.GaugeValue, live)
	out <- prometheus.MustNewConstMetric(pendingDesc, prometheus.GaugeValue, float64(c.bus.repairs.size()))
}
