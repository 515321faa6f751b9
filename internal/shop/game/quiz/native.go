package quiz

// nativeWear is about what Nigerians wore first.
var nativeWear = []question{
	{"gele", "What is a gele?", [...]string{"A headtie", "A pair of sandals", "A shoulder bag", "A waist bead"}},
	{"fila", "Where is a fila worn?", [...]string{"On the head", "On the feet", "Round the waist", "Round the wrist"}},
	{"agbada", "What is an agbada?", [...]string{"A wide flowing robe", "A tight short jacket", "A kind of shoe", "A pleated skirt"}},
	{"babban-riga", "What is the wide robe of Hausa men called?", [...]string{"Babban riga", "Isiagu", "Etibo", "Iro"}},
	{"iro", "In Yoruba dress, what is an iro?", [...]string{"A wrapper", "A blouse", "A cap", "A necklace"}},
	{"buba", "In Yoruba women's dress, what is a buba?", [...]string{"A blouse", "A headtie", "A wrapper", "A shoe"}},
	{"sokoto-trousers", "In Yoruba dress, what is a sokoto?", [...]string{"Trousers", "A cap", "A belt", "A shawl"}},
	{"ipele", "How is an ipele worn?", [...]string{"Over the shoulder", "On the feet", "As an earring", "Under the cap"}},
	{"isiagu", "Which animal's head is the pattern of the Igbo shirt called isiagu?", [...]string{"Lion", "Elephant", "Fish", "Antelope"}},
	{"igbo-red-cap", "Among the Igbo, what does a man's red cap traditionally show?", [...]string{"A title", "A new job", "A birthday", "A journey"}},
	{"benin-beads", "Which beads are the pride of the royal court of Benin?", [...]string{"Coral", "Pearl", "Amber", "Jade"}},
	{"okuku", "A bride in Benin wears an okuku. What is it?", [...]string{"A crown of beads", "A pair of shoes", "A silk shawl", "A painted fan"}},
	{"hula", "What is a hula in Hausa?", [...]string{"A cap", "A shoe", "A shawl", "A ring"}},
	{"zanna-bukar", "The cap called zanna bukar comes from which people?", [...]string{"Kanuri", "Ijaw", "Yoruba", "Idoma"}},
	{"onyonyo", "Which people's women wear the long gown called onyonyo?", [...]string{"Efik", "Kanuri", "Hausa", "Nupe"}},
	{"etibo", "In which part of Nigeria is the men's shirt called etibo at home?", [...]string{"The Niger Delta", "The far north-west", "The Mambilla Plateau", "The shores of Lake Chad"}},
	{"dashiki", "Where does the dashiki come from?", [...]string{"West Africa", "South America", "Northern Europe", "East Asia"}},
	{"aso-ebi", "What is aso ebi?", [...]string{"The same cloth, worn by many at a feast", "A cloth that only kings may buy", "A school's uniform", "A cloth that is used to wrap gifts"}},
	{"ichafu", "What is an ichafu in Igbo?", [...]string{"A headtie", "A walking stick", "A bracelet", "A jacket"}},
	{"alkyabba", "What is the alkyabba that emirs wear?", [...]string{"A ceremonial cloak", "A leather sandal", "A silver ring", "A belt of beads"}},
	{"rawani", "What is a rawani in Hausa?", [...]string{"A turban", "A sandal", "A belt", "A glove"}},
	{"agbada-number", "Of how many main pieces is a full agbada outfit, without the cap?", [...]string{"Three", "One", "Six", "Eight"}},
	{"jigida", "Where are jigida worn?", [...]string{"Round the waist", "On the ears", "On the fingers", "Over the eyes"}},
}
