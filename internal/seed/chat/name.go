package chat

import "zuka/internal/seed/dice"

var petNames = []string{
	"Bingo", "Simba", "Suya", "Chin-Chin", "Garri", "Oga Cat", "Mama Put", "Zobo", "Puff-Puff", "Kilishi", "Jollof", "Amala", "Ewedu", "Egusi",
	"Akara", "Moi-Moi", "Dodo", "Kuli-Kuli", "Boli", "Ofada", "Banga", "Nkwobi", "Abacha", "Fura", "Nono", "Kunu", "Tuwo", "Masa",
	"Shuku-Shuku", "Baba Dudu", "Agbalumo", "Udara", "Ube", "Pepper", "Ginger", "Maggi", "Milo", "Bournvita", "Danfo", "Okada", "Keke", "Molue",
	"Naira", "Kobo", "Ankara", "Adire", "Gele", "Agbada", "Senator", "Oga Madam", "Chairman", "Alhaji Whiskers", "Chief Barker", "Aunty Paws",
	"Lucky", "Jack", "Rex", "Bruno", "Tiger", "Bobby", "Snow", "Milky", "Biscuit", "Shadow", "Prince", "Duchess", "Ijapa", "Ologbo", "Nwamba", "Kyanwa",
	"Kiki", "Dede", "Bobo", "Sisi", "Shakara", "Wahala", "Sharp-Sharp", "Gbedu", "Shaku", "Owambe", "NEPA", "Harmattan", "Zuma", "Olumo", "Yankari",
}

// Name returns what someone calls a pet.
func Name(r dice.Roll) string { return dice.Pick(r, petNames) }
