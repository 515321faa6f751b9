package goods

// Palettes: which colours a kind of goods comes in.
var (
	brights  = []string{"Royal blue", "Burnt orange", "Emerald", "Wine", "Mustard", "Fuchsia", "Teal", "Purple", "Red", "Turquoise"}
	festive  = []string{"Wine", "Emerald", "Gold", "Royal blue", "Purple", "Champagne", "Teal", "Fuchsia", "Coral", "Silver", "Peach", "Burnt orange"}
	indigos  = []string{"Indigo", "Navy", "Sky blue", "Teal", "Purple", "Wine", "Olive", "Burnt orange"}
	natives  = []string{"White", "Navy", "Black", "Wine", "Bottle green", "Ash", "Sky blue", "Cream", "Chocolate", "Royal blue", "Olive"}
	soft     = []string{"Blush", "Lilac", "Mint", "Sky blue", "Peach", "Ivory", "Dusty pink", "Lemon", "Nude"}
	office   = []string{"Black", "Navy", "Charcoal", "Wine", "Camel", "Ivory", "Bottle green", "Ash"}
	daily    = []string{"Black", "White", "Navy", "Ash", "Olive", "Mustard", "Wine", "Sky blue", "Burnt orange"}
	washes   = []string{"Light wash", "Mid blue", "Dark indigo", "Black", "White"}
	hides    = []string{"Black", "Brown", "Tan", "Wine", "Camel", "Navy", "Chocolate", "Nude"}
	metals   = []string{"Gold", "Silver", "Rose gold"}
	corals   = []string{"Coral", "Red", "Burnt orange", "Ivory", "Wine", "Turquoise"}
	veils    = []string{"Black", "Navy", "Bottle green", "Wine", "Nude", "Dusty pink", "Ash", "Chocolate", "Teal", "Ivory"}
	lenses   = []string{"Black", "Tortoise", "Brown", "Gold", "Navy", "Wine"}
	playful  = []string{"Lemon", "Sky blue", "Coral", "Mint", "Fuchsia", "Royal blue", "Lilac", "Red", "Mustard"}
	trainers = []string{"White", "Black", "Ash", "Navy", "Bottle green", "Burnt orange", "Red"}
)
