package inventory

const (
	// lowVariantStock is the count at or below which a variant is nearly gone. It
	// must be the number of the same name in catalog's policy.go, which decides
	// what shoppers are shown; nouns do not import each other.
	lowVariantStock = 3
	// mostChange is the most pieces that one order or adjustment moves.
	mostChange = 100_000
	// mostStock keeps a count within what its column holds, with room to sum.
	mostStock = 100_000_000
	// longestReason is how many characters staff have to say why.
	longestReason = 200
	// newsBuffer is how many pieces of news may wait for somebody who watches.
	newsBuffer = 64
)

// availability is what a count means to a shopper, in the order in which it
// gets worse. It says the same as catalog's.
type availability int

const (
	inStock availability = iota
	lowStock
	outOfStock
)

func available(count, low int) availability {
	switch {
	case count <= 0:
		return outOfStock
	case count <= low:
		return lowStock
	}
	return inStock
}

// change is a count before and after; low is the threshold it is held against.
type change struct{ before, after, low int }

// crossed tells whether a shopper is shown another availability now.
func (c change) crossed() bool { return available(c.before, c.low) != available(c.after, c.low) }

// fell tells whether the availability got worse: low now, or gone.
func (c change) fell() bool { return available(c.after, c.low) > available(c.before, c.low) }

// turned tells whether it sold out or came back, which is what decides in which
// lists a product stands.
func (c change) turned() bool { return (c.before > 0) != (c.after > 0) }
