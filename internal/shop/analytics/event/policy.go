package event

import "time"

// Max is how many events one call may tell.
const Max = 100

const (
	// mostAhead is how far a teller's clock may be ahead of the shop's.
	mostAhead = 24 * time.Hour
	// oldest is how long an event may have waited, as in a phone without network.
	oldest = 30 * 24 * time.Hour
)

// The longest texts, in characters.
const (
	longestPath      = 2_000
	longestReferrer  = 2_000
	longestAgent     = 500
	longestQuery     = 200
	longestName      = 100 // Of events, screens, categories, lists, states, cities and campaigns.
	longestCode      = 40  // Of coupons, games and versions.
	longestLabelName = 40
	longestLabel     = 200
	// longestURL is generous: the address is read and not kept.
	longestURL = 8_000
)

const (
	// mostLabels bounds the client's own notes on one event.
	mostLabels = 20
	// largestDetail is the size of a whole detail as JSON, in bytes.
	largestDetail = 4 << 10
)

// The largest numbers.
const (
	mostQuantity = 1_000
	mostValue    = 1_000_000_000_000 // Naira.
	mostPosition = 10_000
	mostResults  = 1_000_000_000
	mostScore    = 1_000_000_000
)
