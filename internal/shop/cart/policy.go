package cart

const (
	// MostQuantity is how many pieces a line may have.
	MostQuantity = 20
	// MostLines is how many lines a cart may have, and how many one call may
	// name.
	MostLines = 100
	// longestOption bounds a size or colour that is looked for.
	longestOption = 100
	// longestCode bounds a code that is put on a cart.
	longestCode = 100
)
