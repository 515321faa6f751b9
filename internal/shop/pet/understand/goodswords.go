package understand

// sameWord are words for the same goods, each for the one that the shop's
// categories use. Search has more of them in catalog/words, which shares none.
var sameWord = map[string]string{
	"gown": "dress", "frock": "dress", "kick": "sneaker", "canvas": "sneaker", "trainer": "sneaker", "snicker": "sneaker",
	"palm": "slipper", "slide": "slipper", "headgear": "gele", "headtie": "gele", "headwrap": "gele", "babariga": "agbada",
	"caftan": "kaftan", "kaftani": "kaftan", "trad": "native", "traditional": "native", "jellabiya": "jalabiya", "jallabiya": "jalabiya",
	"jalamia": "jalabiya", "jallabia": "jalabiya", "jalabia": "jalabiya", "djellaba": "jalabiya", "abayah": "abaya", "atampa": "ankara",
	"atamfa": "ankara", "kitenge": "ankara", "pant": "trouser", "slack": "trouser", "stiletto": "heel", "pump": "heel",
	"purse": "handbag", "jewelry": "jewellery", "jewelery": "jewellery", "watch": "wristwatch", "shade": "sunglass", "sunglass": "sunglass",
	"sunshade": "sunglass", "veil": "hijab", "tshirt": "tee", "sweatpant": "jogger", "rucksack": "backpack", "gray": "grey", "playsuit": "jumpsuit",
	"children": "kid", "child": "kid", "ladie": "women", "lady": "women", "female": "women", "gent": "men", "male": "men",
	"kufi": "fila", "asooke": "asooke", "asoebi": "asoebi", "color": "colour", "abeti": "fila", "bubu": "boubou", "necklet": "necklace",
	"earing": "earring", "mom": "mum", "romber": "romper", "sandle": "sandal", "shoe": "shoe", "suite": "suit", "cover": "cover", "oxblood": "wine", "isiago": "isiagu",
	"sinator": "senator", "traditionals": "native", "kampala": "adire",
}

// joinedWords are two words that count as one.
var joinedWords = map[string]string{
	"head tie": "gele", "head gear": "gele", "head wrap": "gele", "aso oke": "asooke", "aso ebi": "asoebi", "t shirt": "tee", "tee shirt": "tee",
	"ata ampa": "ankara", "african print": "ankara", "wax print": "ankara", "tie dye": "adire", "hand bag": "handbag", "wrist wristwatch": "wristwatch",
	"sun glass": "sunglass", "sun sunglass": "sunglass", "flip flop": "slipper", "high heel": "heel", "track trouser": "jogger", "track suit": "tracksuit",
	"back pack": "backpack", "neck chain": "necklace", "ear ring": "earring", "co ord": "coord", "ox blood": "wine", "jump suit": "jumpsuit",
	"suit jacket": "blazer", "evening handbag": "clutch", "waist bead": "waistbead", "palm slipper": "palmslipper", "slipper slipper": "palmslipper", "off white": "offwhite", "neck bead": "bead",
}

// otherNames are words for several kinds of goods that do not share a name.
var otherNames = map[string][]string{
	"bag":      {"bag", "handbag", "clutch", "backpack"},
	"shoe":     {"shoe", "loafer", "heel", "flats", "sneaker"},
	"slipper":  {"slipper", "palmslipper"},
	"cap":      {"cap"},
	"trouser":  {"trouser", "chinos"},
	"bead":     {"bead", "waistbead"},
	"polo":     {"polo shirt"},
	"chain":    {"necklace"},
	"senator":  {"senator wear"},
	"iro":      {"iro and buba"},
	"hijab":    {"hijab"},
	"bracelet": {"jewellery"},
	"dress":    {"dress"},
	"hula":     {"hausa cap"},
	"palazzo":  {"trouser"},
	"jewel":    {"jewellery"},
	"footwear": {"shoe"},
	"sneaker":  {"sneaker"},
	"sandal":   {"sandal"},
	"george":   {"wrapper"},
	"coat":     {"jacket"},
	"blazer":   {"blazer"},
}

// owners are the words of a category's name that say for whom it is.
var owners = set("men women kid boy girl baby mens womens kids boys girls")

// departments hold everything for someone, and name no goods.
var departments = map[string]bool{"men": true, "women": true, "kids": true, "girls": true, "boys": true, "baby": true}

// qualities are names without their last word that would name too much.
var qualities = map[string]bool{"gift": true, "everyday": true, "street": true, "two piece": true, "modest": true}

// generic are last words that name no goods by themselves.
var generic = set("set wear clothing clothe clothes denim")

// cloths qualify goods wherever they stand: "gown in ankara" is an ankara gown.
const cloths = "ankara adire asooke lace senator"

// describing are words of goods that are no filter of the shop.
const describing = `leather velvet silk satin linen cotton denim chiffon crepe brocade guinea atiku cashmere jersey suede wool lace sequin
	wedding owambe church birthday interview party office work school naming_ceremony naming introduction convocation graduation engagement
	burial funeral date dinner beach travel vacation photoshoot photo_shoot reunion chieftaincy eid sallah christmas easter jumat mosque
	aso_ebi bridal bride pleated embroidered embroidery beaded striped floral mermaid peplum halter off_shoulder sleeveless oversized
	slim stretch handmade waterproof cargo vintage plus_size maternity plain`

// shades are the colours that a word means beside the one of that name, all in
// small letters.
var shades = map[string][]string{
	"blue":           {"royal blue", "navy", "sky blue", "mid blue", "indigo", "dark indigo"},
	"pink":           {"blush", "dusty pink", "fuchsia"},
	"green":          {"emerald", "bottle green", "olive", "mint"},
	"yellow":         {"mustard", "lemon"},
	"orange":         {"burnt orange"},
	"purple":         {"purple", "lilac"},
	"grey":           {"ash", "charcoal"},
	"brown":          {"brown", "chocolate"},
	"beige":          {"nude", "camel", "cream", "tan"},
	"offwhite":       {"ivory", "cream"},
	"navy blue":      {"navy"},
	"dark blue":      {"navy"},
	"light blue":     {"sky blue"},
	"baby blue":      {"sky blue"},
	"emerald green":  {"emerald"},
	"army green":     {"olive"},
	"olive green":    {"olive"},
	"dark green":     {"bottle green"},
	"mint green":     {"mint"},
	"teal green":     {"teal"},
	"lemon green":    {"lemon"},
	"burgundy":       {"wine"},
	"maroon":         {"wine"},
	"wine red":       {"wine"},
	"magenta":        {"fuchsia"},
	"hot pink":       {"fuchsia"},
	"baby pink":      {"blush"},
	"onion pink":     {"dusty pink"},
	"violet":         {"purple"},
	"aqua":           {"turquoise"},
	"khaki":          {"camel", "tan"},
	"milk":           {"cream"},
	"coffee":         {"chocolate"},
	"dark brown":     {"chocolate"},
	"golden":         {"gold"},
	"fushia":         {"fuchsia"},
	"fuschia":        {"fuchsia"},
	"turquoise blue": {"turquoise"},
}
