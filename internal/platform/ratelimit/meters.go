package ratelimit

import (
	"errors"

	"github.com/prometheus/client_golang/prometheus"
)

// meters count decisions by limit; keys are never a label.
type meters struct {
	decisions *prometheus.CounterVec
	errors    prometheus.Counter
}

// newMeters registers the counters. Several limiters of one process count
// into the same ones.
func newMeters(registry prometheus.Registerer) meters {
	m := meters{
		decisions: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "ratelimit_decisions_total",
			Help: "Decisions by limit, result (passed, refused) and who made them: redis or the process, " +
				"for a budget about portions; memory, about what is spent of them.",
		}, []string{"limit", "by", "result"}),
		errors: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "ratelimit_redis_errors_total",
			Help: "Round trips to Redis about rate limits that failed.",
		}),
	}
	if registry != nil {
		m.decisions = registered(registry, m.decisions)
		m.errors = registered(registry, m.errors)
	}
	return m
}

func registered[C prometheus.Collector](registry prometheus.Registerer, fresh C) C {
	err := registry.Register(fresh)
	var twice prometheus.AlreadyRegisteredError
	if errors.As(err, &twice) {
		if known, same := twice.ExistingCollector.(C); same {
			return known
		}
	}
	return fresh // Counted all the same; a clash of names is seen by its absence.
}

func (m meters) decided(limit string, answer verdict) {
	by, result := "redis", "passed"
	if answer.local {
		by = "process"
	}
	if answer.granted == 0 {
		result = "refused"
	}
	m.decisions.WithLabelValues(limit, by, result).Inc()
}
