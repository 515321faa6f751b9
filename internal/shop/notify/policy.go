package notify

import "time"

const (
	// broadcastPortion is how many people are told in one statement.
	broadcastPortion = 1000
	// mostMarked is how many notices are marked by name at once.
	mostMarked = 100
	// countCap is where counting what is unread stops: nobody reads further.
	countCap = 1000

	longestTitle   = 120
	longestMessage = 2000
	longestAction  = 500
	// longestBack is how many days back a broadcast looks for orders.
	longestBack = 3650

	// markLease is how long a run may take to send a letter; then the mark of
	// one that died is no longer in the way. A mail has 30 seconds of it.
	markLease = 2 * time.Minute
	// markLife is how long it is known that a letter was sent: longer than its
	// job is tried.
	markLife = 90 * 24 * time.Hour
	// afterSending bounds the noting of what became of a letter, which no
	// longer listens to its caller.
	afterSending = 5 * time.Second
)
