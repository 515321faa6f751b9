package wishlist

const (
	// MostWishes is how many products a person may wish for.
	MostWishes = 500
	// watchBatch is how many wishes one transaction of the watch looks at.
	watchBatch = 200
)
