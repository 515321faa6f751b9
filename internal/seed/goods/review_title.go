package goods

// titles are the headings buyers give, by rating.
var titles = map[int][]string{
	5: {"Correct!", "Love it", "Perfect", "Exactly as pictured", "Too good", "Worth it", "My new favourite", "E sweet me", "Top quality", "Beautiful", "10/10", "Fast delivery",
		"I am obsessed", "Well done", "Came out fine", "Compliments everywhere", "Just wow", "Buy it", "Neat work", "Money well spent", "Better than expected", "No regrets"},
	4: {"Very good", "Nice one", "Almost perfect", "I like it", "Good buy", "Fine, small delay", "Happy", "Solid", "Good quality", "Nearly there", "Would buy again", "Pleased", "Four stars", "Good for the price"},
	3: {"It's okay", "Average", "Manageable", "Fair", "Not bad", "Fifty-fifty", "Decent", "So-so", "Could be better", "Just there"},
	2: {"Not great", "Expected more", "Disappointed", "Below standard", "Hmm", "Not worth it", "Could do better", "Not as pictured"},
	1: {"Very disappointed", "Not what I ordered", "Don't bother", "Waste of money", "Bad experience", "Chai", "Refund please", "Poor quality"},
}

// What the placeholders of reviews become, besides words about the product.
var (
	reviewCities = []string{"Ibadan", "Port Harcourt", "Enugu", "Kaduna", "Warri", "Jos", "Benin", "Uyo", "Abuja", "Ilorin", "Kano", "Owerri", "Surulere", "Lekki",
		"Gwarinpa", "Yaba", "Abeokuta", "Asaba", "Calabar", "Akure", "Ikeja", "Ajah", "Festac", "Minna", "Osogbo", "Aba", "Sokoto", "Lokoja"}
	reviewEvents = []string{"my cousin's wedding", "a naming ceremony", "thanksgiving service", "my friend's introduction", "a house-warming", "our end-of-year party", "a 50th birthday",
		"my convocation", "Sallah visiting", "the village carnival", "my brother's traditional", "an engagement", "the alumni dinner", "a Saturday owambe", "our church anniversary", "a colleague's send-forth"}
	reviewFriends = []string{"sister", "neighbour", "colleague", "mum", "best friend", "boss", "aunty", "landlady", "gym partner", "cousin", "hairdresser", "roommate"}
	reviewDays    = []string{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"}
	reviewSoon    = []string{"one day", "two days", "three days", "less than 48 hours", "only two working days"}
	reviewLate    = []string{"nine days", "eleven days", "two weeks", "eight days", "ten days", "almost two weeks"}
)
