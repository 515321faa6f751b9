package words

import "strings"

// groups are words that Nigerian shoppers use for the same goods. A phrase of
// two words counts as one.
var groups = [][]string{
	{"sneakers", "trainers", "kicks", "canvas"},
	{"gele", "headtie", "head tie", "headgear"},
	{"agbada", "babariga", "three piece"},
	{"ankara", "african print", "wax print", "kitenge"},
	{"kaftan", "caftan", "senator"},
	{"slippers", "palms", "slides", "flip flops"},
	{"handbag", "purse", "hand bag"},
	{"clutch", "evening purse"},
	{"watch", "wristwatch", "wrist watch"},
	{"sunglasses", "shades", "sun glasses", "sunshades"},
	{"fila", "kufi"},
	{"jalabiya", "jalamia", "jellabiya", "jallabiya", "djellaba"},
	{"abaya", "abayah"},
	{"hijab", "veil"},
	{"iro", "wrapper"},
	{"buba", "blouse"},
	{"tshirt", "t shirt", "tee"},
	{"trousers", "pants", "slacks"},
	{"shorts", "knickers", "bermuda"},
	{"joggers", "sweatpants", "track pants"},
	{"dress", "gown", "frock"},
	{"jewellery", "jewelry"},
	{"adire", "tie dye", "tie and dye", "kampala"},
	{"aso oke", "asooke"},
	{"aso ebi", "asoebi"},
	{"heels", "stilettos", "pumps", "high heels"},
	{"traditional", "native", "trad"},
	{"kids", "children", "child"},
	{"women", "ladies", "female"},
	{"men", "gents", "male", "guys"},
	{"necklace", "neck chain"},
	{"beads", "coral beads"},
	{"jumpsuit", "playsuit"},
	{"hoodie", "hooded sweatshirt"},
	{"blazer", "suit jacket"},
	{"backpack", "school bag", "rucksack"},
	{"grey", "gray"},
	{"wine", "burgundy", "maroon"},
}

// longestPhrase is the number of words of the longest entry above.
const longestPhrase = 3

var byPhrase = index(groups)

func index(groups [][]string) map[string][]string {
	found := make(map[string][]string)
	for _, group := range groups {
		for _, phrase := range group {
			found[phrase] = group
		}
	}
	return found
}

// synonyms finds what means the same as the words at the start of tokens, the
// longest phrase first, and how many of the tokens that phrase takes.
func synonyms(tokens []string) (group []string, length int) {
	for length = min(longestPhrase, len(tokens)); length > 0; length-- {
		if group, known := byPhrase[strings.Join(tokens[:length], " ")]; known {
			return group, length
		}
	}
	return nil, 1
}
