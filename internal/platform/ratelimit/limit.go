package ratelimit

import (
	"fmt"
	"time"

	"zuka/internal/platform/fault"
)

// Limit is how often one thing may be done for one key.
type Limit struct {
	// Name says what is limited, in the metrics and in Redis; it is part of
	// the code or the settings and never something that a client sent.
	Name string
	// Rate is how many come back in each Per.
	Rate int
	Per  time.Duration
	// Burst is how many may come at once; 0 means Rate.
	Burst int
}

// Use is one use of a limit. Key says whose: a phone number, an address, an
// account; empty when the limit is everybody's together.
type Use struct {
	Limit Limit
	Key   string
}

// longestWindow keeps the script's floating-point microseconds exact.
const longestWindow = 365 * 24 * time.Hour

// Validate says what is wrong with a limit out of the settings.
func (l Limit) Validate() error {
	switch {
	case l.Name == "":
		return fmt.Errorf("ratelimit: a limit has no name")
	case l.Rate < 1 || l.Per < time.Microsecond || l.Burst < 0:
		return fmt.Errorf("ratelimit: %s: the rate and the period have to be positive, the burst not negative", l.Name)
	case l.interval() > longestWindow.Microseconds()/int64(l.burst()):
		return fmt.Errorf("ratelimit: %s: it must be full again within a year", l.Name)
	}
	return nil
}

func (l Limit) burst() int {
	if l.Burst == 0 {
		return l.Rate
	}
	return l.Burst
}

// interval is how many microseconds one takes to come back. It is rounded up,
// to never let through more; that is felt above some 10,000 a second.
func (l Limit) interval() int64 {
	period, rate := l.Per.Microseconds(), int64(l.Rate)
	return (period + rate - 1) / rate
}

// window is how many microseconds all of it takes to come back.
func (l Limit) window() int64 { return int64(l.burst()) * l.interval() }

// want is how much is asked of a limit: least or it is refused, most if there
// is as much.
type want struct {
	limit       Limit
	key         string
	least, most int
}

// verdict is what a limit answers: how much is granted, or else how many
// microseconds to wait for the least that was asked.
type verdict struct {
	granted int
	wait    int64
	// local is set when this process answered, not Redis.
	local bool
}

// refusal is the fault for a caller who has to wait. Clients are told whole
// seconds, and coming back early would only be refused again.
func refusal(micros int64) *fault.Fault {
	refused := fault.New(fault.RateLimited, "too many requests, please try again later")
	wait := time.Duration(micros) * time.Microsecond
	refused.RetryAfter = max((wait + time.Second - 1).Truncate(time.Second), time.Second)
	return refused
}
