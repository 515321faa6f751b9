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
	// sweepQueue is for what looks for rows whose time has come, and is soon done.
	sweepQueue = "sweep"
	// figureQueue is for sweeps that make figures of events: minutes after a busy day
	// or an outage, while orders and payments do not wait.
	figureQueue = "figures"
	// archiveQueue is for the sweep that archives, which may take an hour: the figures
	// do not wait for it either, and another one would only find it at work.
	archiveQueue = "archive"
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
		figureQueue:  {MaxWorkers: 2},
		archiveQueue: {MaxWorkers: 1},
		petQueue:     {MaxWorkers: 256},
	}
}

const (
	// rescueAfter is when a job whose process died is done again, unless it may take
	// longer than that: then it is when its own time is over. River looks at both
	// (makeRetryDecision of its job rescuer).
	rescueAfter = 5 * time.Minute
	// longTime bounds the long jobs. It is shorter than rescueAfter: a job that was
	// cut off has time to end before it is taken for a dead one.
	longTime = 4 * time.Minute
	// archiveTime bounds one run of archiving. A month is written, read back and
	// compared at some 120,000 rows a second, and one that is cut off begins anew: an
	// hour is enough for 400 million rows. What a run has archived stays archived, so
	// that several such months take several runs. When its process dies, the job stands
	// as running for the rest of the hour; the next turn does not wait for that.
	//
	// That it is taken for dead while it runs, when a leader of an older version knows
	// no such time or the clocks of two machines differ, or that two runs of two turns
	// meet, does no harm: archive.Service.Archive holds an advisory lock on the
	// partition, and a run that does not get it passes the partition by. Nothing
	// depends on that lock alone: whoever drops a partition holds the row of its
	// manifest, and finds there that the file is still the one that it has read back,
	// or does not drop.
	archiveTime = time.Hour
	// shortTime bounds the others.
	shortTime = time.Minute
)

// retryAt is when a job that has failed is tried again: after the pause for its
// attempt, or after the last one when it has failed more often than that.
// River compares it with the machine's clock, so this reads the same.
func retryAt(attempt int, pauses []time.Duration) time.Time {
	return time.Now().Add(pauses[min(max(attempt, 1), len(pauses))-1])
}
