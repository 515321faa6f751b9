package catalog

import (
	"time"

	"zuka/internal/platform/money"
)

// Lifetimes of what is cached. A change drops entries at once; these bound how
// long a lost message could show an old state.
const (
	productTTL = time.Hour
	facetTTL   = 5 * time.Minute
	listingTTL = time.Minute
	reviewTTL  = 5 * time.Minute
	localTTL   = 5 * time.Minute
	// shelfRest is how long a new shelf is left alone however much changes:
	// making one reads every product.
	shelfRest = 2 * time.Second
)

// localProducts and localDetails are how many products the process remembers by
// itself, and of how many what only their own pages show.
const localProducts, localDetails = 20_000, 4_000

// writtenBytes is what whole products may take as they are written in answers that
// are not kept themselves, such as those that show something of one's own, too.
const writtenBytes = 64 << 20

// foundBytes is what the matches of words that the process remembers may take:
// a broad search has tens of thousands, of eight bytes each.
const foundBytes = 16 << 20

const (
	// maxChoices is how many values one field of a filter may have.
	maxChoices = 50
	// maxFacetValues is how many values a facet shows.
	maxFacetValues = 100
	// MaxRecommendations is how many products can be recommended at once.
	MaxRecommendations = 24
	// MaxSuggestions is how many suggestions can be asked for.
	MaxSuggestions = 20
	// MaxNodes is how many ids one `nodes` may ask for.
	MaxNodes = 100
	// lowVariantStock is the count at or below which a variant is nearly gone.
	lowVariantStock = 3
)

// Availability says whether something can be bought.
type Availability string

// The availabilities a shopper is shown.
const (
	InStock    Availability = "IN_STOCK"
	LowStock   Availability = "LOW_STOCK"
	OutOfStock Availability = "OUT_OF_STOCK"
)

// availability is what a count means to a shopper, who never sees the count.
func availability(count, low int) Availability {
	switch {
	case count <= 0:
		return OutOfStock
	case count <= low:
		return LowStock
	default:
		return InStock
	}
}

// PriceBand is a range of current prices in whole naira, both ends included.
// Max 0 means there is no upper end.
type PriceBand struct {
	Label    string
	Min, Max money.Naira
}

// PriceBands are the price ranges that a shopper can choose from; together
// they hold every price once.
var PriceBands = []PriceBand{
	{Label: "Under ₦10,000", Min: 0, Max: 9_999},
	{Label: "₦10,000 to ₦19,999", Min: 10_000, Max: 19_999},
	{Label: "₦20,000 to ₦39,999", Min: 20_000, Max: 39_999},
	{Label: "₦40,000 to ₦79,999", Min: 40_000, Max: 79_999},
	{Label: "₦80,000 to ₦149,999", Min: 80_000, Max: 149_999},
	{Label: "₦150,000 and above", Min: 150_000},
}
