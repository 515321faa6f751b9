package chat

// What the placeholders of the lines stand for.

var (
	shoeSizes   = []string{"37", "38", "39", "40", "41", "42", "43"}
	dressSizes  = []string{"8", "10", "12", "14", "16", "18"}
	letterSizes = []string{"S", "M", "L", "XL", "XXL"}
)

var colors = []string{
	"wine", "emerald green", "royal blue", "coral", "gold", "burnt orange", "lilac", "black", "champagne", "teal", "off-white", "navy blue",
	"mustard", "fuchsia", "olive", "sky blue", "chocolate", "rose gold", "red", "cream",
}

var codes = []string{"OWAMBE10", "DETTY15", "WELCOME10", "ANKARA5", "NEWMONTH", "PAYDAY10", "ASOEBI20", "FRESH5", "LAGOSLOVE", "WEEKEND10"}

// stages follow "it is".
var stages = []string{
	"packed and waiting for the rider", "out with the rider", "at the sorting hub in Ikeja", "on the road to your state",
	"confirmed and being packed", "with the courier", "at the terminal nearest to you", "leaving the warehouse",
}

var days = []string{"tomorrow", "on Friday", "before Saturday", "in two days", "by Monday", "this evening", "tomorrow afternoon", "on Wednesday"}

// events follow "for".
var events = []string{
	"an owambe", "a wedding", "a new office job", "a naming ceremony", "an introduction", "a convocation", "a birthday dinner", "a beach hangout",
	"a job interview", "a house party", "a date night", "a traditional wedding", "a chieftaincy party", "a photo shoot", "a reunion",
}

var places = []string{
	"Ikorodu", "Lekki", "Kubwa", "Port Harcourt", "Ibadan", "Enugu", "Kano", "Kaduna", "Benin City", "Warri", "Asaba", "Uyo", "Calabar", "Jos",
	"Abeokuta", "Akure", "Ilorin", "Owerri", "Aba", "Makurdi", "Maiduguri", "Yola", "Sokoto", "Minna", "Badagry", "Onitsha",
}
