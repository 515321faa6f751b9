package checkout

import (
	"time"

	"zuka/internal/platform/ratelimit"
)

const (
	// unpaidLife is how long an unpaid order is kept (rules.md, "Orders").
	unpaidLife = 30 * time.Minute
	// CashMost is the highest total that is paid at the door, in naira
	// (rules.md, "Orders").
	CashMost naira = 100_000
	// cashOpenMost is how many orders of a phone may wait for their cash.
	cashOpenMost = 2
	// longestReason is how many characters a reason or note may have.
	longestReason = 300
	// batch is how many orders or payments one run of a job looks at.
	batch = 100
)

// codesTried bounds how fast somebody can try codes.
var codesTried = ratelimit.Limit{Name: "codes_tried", Rate: 30, Per: time.Minute, Burst: 30}

// vat is the 7.5 % VAT that a price contains, to the nearest naira: 7.5/107.5 is
// 6/86.
func vat(price naira) naira { return (6*price + 43) / 86 }
