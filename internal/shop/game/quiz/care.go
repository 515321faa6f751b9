package quiz

// careOfClothes is about keeping clothes; the signs are those of care labels.
var careOfClothes = []question{
	{"label-tub", "What does a tub of water mean on a care label?", [...]string{"Washing", "Ironing", "Bleaching", "Folding"}},
	{"label-hand", "What does a hand in a tub mean on a care label?", [...]string{"Wash by hand", "Do not touch", "Wash with gloves on", "Wring hard"}},
	{"label-triangle", "What does a triangle mean on a care label?", [...]string{"Bleaching", "Drying", "Ironing", "Dry cleaning"}},
	{"label-cross", "What does a cross through a sign mean on a care label?", [...]string{"Do not", "Twice", "Gently", "Only when new"}},
	{"label-square-circle", "What does a circle in a square mean on a care label?", [...]string{"Tumble drying", "Hand washing", "Ironing", "Bleaching"}},
	{"label-circle", "What does a plain circle mean on a care label?", [...]string{"Professional cleaning", "Machine washing", "Drying in the sun", "Ironing with steam"}},
	{"label-iron-dot", "On a care label, what does one dot in an iron mean?", [...]string{"Low heat", "Full heat", "Steam only", "Iron once a week"}},
	{"label-iron-dots", "How many dots in an iron stand for its highest heat on a care label?", [...]string{"Three", "One", "Two", "Six"}},
	{"label-tub-line", "What does a line under the tub mean on a care label?", [...]string{"A gentler wash", "A hotter wash", "A longer wash", "No soap"}},
	{"wool-hot", "What happens to wool in a hot and rough wash?", [...]string{"It shrinks", "It grows", "It turns blue", "It melts"}},
	{"jeans-inside-out", "Why are dark jeans washed inside out?", [...]string{"To keep their colour", "To clean the zip", "To make them longer", "To save water"}},
	{"first-wash", "Why is a new dark garment washed on its own at first?", [...]string{"Its dye may run", "It may grow", "It may smell of soap", "Its buttons may rust"}},
	{"fresh-blood", "With which water is a fresh blood stain rinsed best?", [...]string{"Cold", "Boiling", "Hot", "Salty and hot"}},
	{"spill", "What is best for a fresh spill on cloth?", [...]string{"Dab it with a clean cloth", "Rub it as hard as you can", "Iron it dry at once", "Leave it for a week"}},
	{"silk-iron", "How is silk ironed safely?", [...]string{"With low heat", "With the highest heat", "While it burns off dust", "With wet sand"}},
	{"starch", "What does starch do to a shirt?", [...]string{"It makes it stiff", "It makes it stretch", "It makes it darker", "It makes it waterproof"}},
	{"knit-hanger", "Why are heavy jumpers folded and not hung?", [...]string{"Hanging stretches them", "Hanging makes them shrink", "Hanging makes them fade", "Hanging makes them itch"}},
	{"sun-fade", "What does long drying in strong sun do to bright colours?", [...]string{"It fades them", "It deepens them", "It makes them shine", "It turns them black"}},
	{"moth-food", "Which cloth do the larvae of clothes moths eat?", [...]string{"Wool", "Polyester", "Nylon", "Acrylic"}},
	{"suede", "With what is dust taken off suede shoes?", [...]string{"A soft brush", "A hot iron", "Cooking oil", "A wet mop"}},
	{"leather-dry", "How should wet leather shoes be dried?", [...]string{"Slowly, away from heat", "In an oven", "Under a hot iron", "In a tumble dryer"}},
	{"zips", "Why are zips closed before a machine wash?", [...]string{"So that they do not catch other clothes", "So that they become longer", "So that the water stays cold", "So that the colour stays"}},
	{"linen-iron", "When is linen easiest to iron?", [...]string{"When it is a little damp", "When it is very dry", "When it is frozen", "When it is dusty"}},
}
