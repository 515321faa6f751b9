package review

const (
	lowestRating, highestRating = 1, 5

	longestTitle = 120
	// shortestComment keeps out what helps nobody: "ok", "nice".
	shortestComment = 10
	longestComment  = 4000

	mostImages   = 5
	longestImage = 2000

	longestReason = 500
	longestQuery  = 200
)
