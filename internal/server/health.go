package server

import (
	"context"
	"encoding/json"
	"net/http"
	"sync"
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
func ready(checks []Check) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), checkTime)
		defer cancel()
		var group sync.WaitGroup
		failures := make([]error, len(checks))
		for i, check := range checks {
			group.Go(func() { failures[i] = check.Run(ctx) })
		}
		group.Wait()
		states, status := make(map[string]string, len(checks)), http.StatusOK
		for i, check := range checks {
			states[check.Name] = "up"
			if failures[i] != nil {
				states[check.Name], status = "down", http.StatusServiceUnavailable
			}
		}
		body, err := json.Marshal(states)
		if err != nil {
			status = http.StatusInternalServerError // A map of texts always marshals.
		}
		answer(w, status, body)
	})
}
