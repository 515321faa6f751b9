package merchandising

import "zuka/internal/platform/money"

// Lengths are in characters.
const (
	longestName        = 160
	longestSKU         = 40
	longestSlug        = 120
	longestShort       = 300
	longestDescription = 10_000
	longestMaterial    = 200
	longestCare        = 1_000
	longestWord        = 40
	longestAlt         = 300
	longestURL         = 2_000
	longestQuery       = 200

	mostTags     = 20
	mostImages   = 20
	mostChoices  = 50
	mostVariants = 200

	// highestPrice is above anything the shop could sell: more is a slip of the
	// hand.
	highestPrice money.Naira = 100_000_000

	mostPieces = 1_000_000
	mostGrams  = 1_000_000
	// longestSide of a parcel is in centimetres.
	longestSide  = 1_000
	highestOrder = 1_000_000

	// lowStock is the threshold of a product for which nobody gave one.
	lowStock = 5
	// maxLevels is how deep the tree of categories goes.
	maxLevels = 3
)
