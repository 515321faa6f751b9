package shape

// GameRound is what a round of a game was about.
type GameRound struct {
	// RoundID is the round that the server opened; it is used once.
	RoundID string `json:"round_id,omitempty"`
	Seed    int64  `json:"seed,omitempty"`
	// Moves is how often the player acted.
	Moves int `json:"moves,omitempty"`
	// Prize is what the wheel gave.
	Prize string `json:"prize,omitempty"`
	// Correct and Asked count a quiz's questions.
	Correct int `json:"correct,omitempty"`
	Asked   int `json:"asked,omitempty"`
	// Rejected is why the server refused the score.
	Rejected string `json:"rejected,omitempty"`
}

// QuizQuestion is a question as a round asks it.
type QuizQuestion struct {
	// ID names it in the bank.
	ID string `json:"id"`
	// Order is the order of its options in the round: indices into the bank's.
	Order []int `json:"order"`
}

// Affinity is how much a person leans to a category or brand.
type Affinity struct {
	ID int `json:"id"`
	// Weight is between 0 and 1; those of a list add up to at most 1.
	Weight float64 `json:"weight"`
}

// Leaning is how much a person leans to a size or colour.
type Leaning struct {
	Value string `json:"value"`
	// Weight is between 0 and 1; those of a list add up to at most 1.
	Weight float64 `json:"weight"`
}

// BrowsingPatterns counts a person's visits in Lagos time.
type BrowsingPatterns struct {
	// Hours has one count for each hour of the day, midnight first.
	Hours [24]int `json:"hours"`
	// Weekdays has one count for each day of the week, Sunday first.
	Weekdays [7]int `json:"weekdays"`
}
