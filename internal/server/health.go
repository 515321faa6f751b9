package server

import (
	"context"
	"encoding/json"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// Check is something the server cannot do without.
type Check struct {
	Name string
	// Run is nil when the thing answers.
	Run func(context.Context) error
}

// checkTime is how long a check may take.
const checkTime = time.Second

// ready answers whether the server should be sent requests. What is wrong is
// for the log, not for whoever asks.
func ready(checks []Check, stopping *atomic.Bool) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		state := struct {
			Status string            `json:"status"`
			Checks map[string]string `json:"checks"`
		}{"ready", make(map[string]string, len(checks))}
		status := http.StatusOK
		if stopping.Load() {
			state.Status, status = "stopping", http.StatusServiceUnavailable
		}
		for i, up := range runChecks(r.Context(), checks) {
			state.Checks[checks[i].Name] = "up"
			if up {
				continue
			}
			state.Checks[checks[i].Name] = "down"
			if status == http.StatusOK {
				state.Status, status = "unready", http.StatusServiceUnavailable
			}
		}
		body, err := json.Marshal(state)
		if err != nil {
			status = http.StatusInternalServerError // Texts always marshal.
		}
		answer(w, status, body)
	})
}

// runChecks runs all at once. A check that has not answered in time is down,
// even one that does not look at its context.
func runChecks(ctx context.Context, checks []Check) []bool {
	ctx, cancel := context.WithTimeout(ctx, checkTime)
	defer cancel()
	up := make([]bool, len(checks))
	var group sync.WaitGroup
	for i, check := range checks {
		group.Go(func() {
			answered := make(chan error, 1)
			go func() { answered <- check.Run(ctx) }()
			select {
			case err := <-answered:
				up[i] = err == nil
			case <-ctx.Done():
			}
		})
	}
	group.Wait()
	return up
}
