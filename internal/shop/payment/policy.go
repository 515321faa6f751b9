package payment

import "time"

const (
	// pageLife is how long an attempt is answered again instead of a new one.
	pageLife = 30 * time.Minute
	// mostAttempts is how many references one call of Initialize tries.
	mostAttempts = 3
	// initializeTime bounds one call of Initialize, with all it asks.
	initializeTime = 50 * time.Second
	// askTime bounds what is asked of a provider about one refund. It is shorter
	// than refundLease, so that nobody is still asking when the next may.
	askTime     = time.Minute
	refundLease = 3 * time.Minute
	// receiveTime bounds keeping one event.
	receiveTime = 10 * time.Second
	// followedFor is how long a provider is asked about an attempt that nobody
	// finished, triedFor about one that failed: its page may still be open.
	followedFor = 72 * time.Hour
	triedFor    = 2 * time.Hour
	// refundedFor is how long a provider is asked about a refund before staff
	// have to.
	refundedFor = 30 * 24 * time.Hour

	longestReason = 300
	// longestList bounds what a sweep takes at once.
	longestList = 500
)

// How cash is collected.
const (
	Cash         = "cash"
	POS          = "pos"
	BankTransfer = "bank_transfer"
)

// Prefixes of failure_reason: what is not only a failure but money.
const (
	paidTwice = "paid twice: "
	held      = "held for staff: "
	takenBack = "taken back: "
)

// pauses lie between the first times that a provider is asked about an attempt;
// afterwards each is as long as the last. The same for a refund.
var (
	pauses       = schedule{2 * time.Minute, 5 * time.Minute, 10 * time.Minute, 20 * time.Minute, 30 * time.Minute, time.Hour}
	refundPauses = schedule{10 * time.Minute, 30 * time.Minute, 2 * time.Hour, 6 * time.Hour}
)

type schedule []time.Duration

// after is the first moment of the schedule after now for something that began
// then. It depends on nothing else, so that working it out twice gives the same.
func (s schedule) after(began, now time.Time) time.Time {
	at := began
	for _, pause := range s {
		if at = at.Add(pause); at.After(now) {
			return at
		}
	}
	last := s[len(s)-1]
	return at.Add((now.Sub(at)/last + 1) * last)
}
