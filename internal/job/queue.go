package job

import (
	"time"

	"github.com/riverqueue/river"
)

// The queues. A queue's workers are the most of its jobs that one process does
// at a time.
const (
	// defaultQueue is for short work inside PostgreSQL.
	defaultQueue = river.QueueDefault
	// mailQueue is for letters and texts: a server of somebody else's may take
	// half a minute for one.
	mailQueue = "mail"
	// sessionQueue is for what waits for Redis: while it is away there is a job
	// for every sign-in.
	sessionQueue = "session"
	// slowQueue is for what reads or removes all that is known of a person.
	slowQueue = "slow"
	// paymentQueue is for what waits for a payment provider.
	paymentQueue = "payment"
	// petQueue is for answers of pets, which mostly wait: for a model, or from word
	// to word.
	petQueue = "pet"
	// sweepQueue is for what looks for rows whose time has come.
	sweepQueue = "sweep"
)

// queues are River's settings of them.
func queues() map[string]river.QueueConfig {
	return map[string]river.QueueConfig{
		defaultQueue: {MaxWorkers: 4},
		mailQueue:    {MaxWorkers: 8},
		sessionQueue: {MaxWorkers: 2},
		slowQueue:    {MaxWorkers: 2},
		paymentQueue: {MaxWorkers: 4},
		sweepQueue:   {MaxWorkers: 2},
		petQueue:     {MaxWorkers: 256},
	}
}

const (
	// rescueAfter is when a job whose process died is done again.
	rescueAfter = 5 * time.Minute
	// longTime bounds the long jobs. It must be shorter than rescueAfter: a job
	// that still runs must not be taken for a dead one.
	longTime = 4 * time.Minute
	// shortTime bounds the others.
	shortTime = time.Minute
)

// retryAt is when a job that has failed is tried again: after the pause for its
// attempt, or after the last one when it has failed more often than that.
// River compares it with the machine's clock, so this reads the same.
func retryAt(attempt int, pauses []time.Duration) time.Time {
	return time.Now().Add(pauses[min(max(attempt, 1), len(pauses))-1])
}
