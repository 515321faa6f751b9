package artwork

import (
	"slices"
	"strings"
	"unicode"
)

// entry is one phrase of a lexicon, in the form words gives.
type entry[T any] struct {
	phrase string
	value  T
}

// lexicon finds the last of its phrases in a text: in English the last noun names the thing ("shirt dresses" are
// dresses, "dress shirts" are shirts).
type lexicon[T any] []entry[T]

// vocabulary builds a lexicon from phrases separated by "|". Longer phrases come first, so that of two phrases that
// end at the same word the more exact one wins.
func vocabulary[T ~string](table map[T]string) lexicon[T] {
	var out lexicon[T]
	for value, phrases := range table {
		for _, phrase := range strings.Split(phrases, "|") {
			out = append(out, entry[T]{words(phrase), value})
		}
	}
	slices.SortFunc(out, func(a, b entry[T]) int {
		if len(a.phrase) != len(b.phrase) {
			return len(b.phrase) - len(a.phrase)
		}
		return strings.Compare(a.phrase+string(a.value), b.phrase+string(b.value))
	})
	return out
}

// last is the value of the phrase that ends last in text, which must come from words.
func (l lexicon[T]) last(text string) (value T, ok bool) {
	best := -1
	for _, e := range l {
		if i := strings.LastIndex(text, e.phrase); i >= 0 && i+len(e.phrase) > best {
			best, value, ok = i+len(e.phrase), e.value, true
		}
	}
	return value, ok
}

// words lowers s and reduces it to singular words, each with one space before it and one after all: " t shirt ".
func words(s string) string {
	if len(s) > 200 {
		s = s[:200]
	}
	var b strings.Builder
	b.WriteByte(' ')
	for w := range strings.FieldsFuncSeq(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		b.WriteString(singular(w))
		b.WriteByte(' ')
	}
	return b.String()
}

// singular strips an English plural; it need not be right, only the same for both sides of a comparison.
func singular(w string) string {
	switch {
	case len(w) < 4 || strings.HasSuffix(w, "ss"):
		return w
	case len(w) > 5 && strings.HasSuffix(w, "ies"):
		return w[:len(w)-3] + "y"
	case len(w) > 4 && strings.HasSuffix(w, "ie"):
		return w[:len(w)-2] + "y"
	case strings.HasSuffix(w, "sses"), strings.HasSuffix(w, "ches"), strings.HasSuffix(w, "shes"), strings.HasSuffix(w, "xes"):
		return w[:len(w)-2]
	default:
		return strings.TrimSuffix(w, "s")
	}
}

// exact are words that name one silhouette.
var exact = vocabulary(map[Silhouette]string{
	"tshirt": "t shirt|tshirt|tee|tank top|singlet|vest top|undershirt|jersey", "polo": "polo|polo shirt", "shirt": "shirt|dress shirt|button down",
	"shortshirt": "short sleeve shirt|camp shirt|vintage shirt|resort shirt", "blouse": "blouse|peplum|peplum top|buba top|camisole|bodysuit|tunic",
	"croptop": "crop top|cropped top|bralette|bra|bustier|corset|lingerie", "dashiki": "dashiki|danshiki", "blazer": "blazer|sport coat",
	"waistcoat": "waistcoat|gilet", "jacket": "jacket|bomber|coat|trench|windbreaker|parka", "hoodie": "hoodie|hooded|sweatshirt|tracksuit|hoody",
	"cardigan": "cardigan|sweater|jumper|pullover|knitwear|shrug|kimono", "suit": "suit|tuxedo", "agbada": "agbada|babariga|babanriga|grand boubou|riga",
	"kaftan": "kaftan|caftan|senator|senator wear|native wear|native|isiagu|etibo|up and down", "boubou": "boubou|bubu|bubu gown|bou bou|kaftan dress|kaftan gown",
	"abaya": "abaya|jalabiya|jalabia|jallabiya|hijab dress|jilbab|djellaba", "irobuba": "iro and buba|iro buba|buba and iro|iro|buba|iro and blouse",
	"wrapper": "wrapper|pareo|sarong|george|wrapper set", "dress": "mini dress|midi dress|shirt dress|wrap dress|skater dress|sundress|frock",
	"maxidress": "maxi|maxi dress|tiered dress", "gown": "gown|evening gown|ball gown|wedding dress|bridal|mermaid|evening dress|prom dress",
	"kidsdress": "girl dress|baby dress|kid dress|party frock|tutu|pinafore", "romper": "romper|playsuit|onesie|bodysuit baby|babygrow|dungaree|sleepsuit",
	"jumpsuit": "jumpsuit|overall|catsuit|boiler suit", "twopiece": "two piece|2 piece|co ord|coord|matching set|two piece set|co ord set|pant set|skirt set|pyjama|pajama",
	"skirt": "skirt|maxi skirt|mini skirt|pleated skirt", "pencil": "pencil skirt|bodycon skirt|tube skirt", "trousers": "trouser|pant|chino|cargo|slack|legging|jogger|palazzo|sokoto|culotte|sweatpant",
	"jeans": "jean|denim trouser", "shorts": "short|bermuda|trunk|swimwear|boxer", "sneaker": "sneaker|trainer|canvas shoe|running shoe|kick|tennis shoe|school shoe",
	"heel": "heel|stiletto|pump|court shoe|high heel", "block": "block heel|wedge|platform|heeled sandal|sandal heel", "sandal": "sandal|gladiator|espadrille",
	"slipper": "slipper|slide|palm|flip flop|mule|pam slipper|palm slipper|clog", "loafer": "loafer|oxford|brogue|moccasin|monk strap|derby|formal shoe|ballet|ballerina|corporate shoe",
	"boot": "boot|chelsea|ankle boot", "handbag": "handbag|satchel|top handle bag|shoulder bag|hobo", "tote": "tote|shopper|market bag|basket|tote bag|beach bag",
	"backpack": "backpack|rucksack|knapsack", "schoolbag": "school bag|schoolbag|kid bag|lunch bag", "clutch": "clutch|wallet|envelope bag|card holder|pouch|clutch bag",
	"purse": "purse|potli|wristlet|evening bag|bead bag|crossbody|crossbody bag", "travelbag": "duffel|duffle|travel bag|weekender|luggage|holdall|suitcase|gym bag",
	"necklace": "necklace|bead|coral bead|choker|jewellery set|jewelry set|bridal bead", "chain": "chain|pendant|locket", "earrings": "earring|stud|hoop|ear ring|ear cuff",
	"bracelet": "bracelet|bangle|cuff|anklet", "waistbeads": "waist bead|waistbead|body chain", "ring": "ring|engagement ring", "watch": "watch|wristwatch|smartwatch|timepiece",
	"gele": "gele|headtie|head tie|auto gele|headgear|ichafu", "turban": "turban|headwrap|head wrap|bonnet|hijab|headscarf|head scarf|durag",
	"fila": "fila|kufi|abeti aja|zanna|zanna cap|okpu agu|okpu|native cap|traditional cap|hula|aso oke cap|agbada cap", "cap": "cap|snapback|face cap|baseball cap|beanie|visor",
	"hat": "hat|fascinator|fedora|bucket hat|sun hat|straw hat", "sunglasses": "sunglass|eyewear|glass|eyeglass|spectacle|sun glass", "belt": "belt|suspender|cummerbund",
	"scarf": "scarf|shawl|ipele|stole|pashmina|veil|iborun|snood", "tie": "tie|necktie|bow tie|cufflink|pocket square|lapel pin", "socks": "sock|stocking|tight|hosiery",
	"fan": "hand fan|fan|abebe", "fabric": "fabric|per yard|yard|textile|material|cloth bundle|aso ebi fabric|aso ebi|cloth|ankara bundle",
})

// families are nouns of a whole family; a name may then be more exact.
var families = map[Silhouette]string{
	"blouse": "top", "dress": "dress|clothing", "loafer": "shoe|footwear", "handbag": "bag", "necklace": "jewellery|jewelry", "jacket": "outerwear",
	"trousers": "bottom", "gele": "headwear", "twopiece": "set|loungewear|sleepwear|nightwear|activewear|sportswear",
}

var (
	broad = vocabulary(families)
	// nouns are both, for names: in "Coral dress" the dress must be found although a kind would not be asked for it.
	nouns = append(slices.Clone(exact), broad...)
)

// wearers are words that only say for whom or of what cloth; they decide last.
var wearers = vocabulary(map[Silhouette]string{
	"dress": "women|womenswear|woman|female|lady", "kaftan": "traditional|men|menswear|man|male|gentleman", "romper": "baby|toddler|kid|children|boy|girl",
	"necklace": "accessory", "fabric": "lace|ankara|adire|aso oke|brocade",
})

// Choose names the silhouette for a kind (a category's slug) and a product's name: an exact noun of the kind, else a noun
// of the name, else a family noun of the kind, else whom the kind is for, else cloth by the yard. Children's things take
// the children's outline where there is one.
func Choose(kind, name, gender string) Silhouette {
	k := words(kind)
	s, ok := exact.last(k)
	if !ok {
		s, ok = nouns.last(words(headOf(name)))
	}
	if !ok {
		s, ok = broad.last(k)
	}
	if !ok {
		s, ok = wearers.last(k)
	}
	if !ok {
		s = "fabric"
	}
	if forChildren(k, gender) {
		switch s {
		case "dress", "maxidress", "gown":
			return "kidsdress"
		case "jumpsuit":
			return "romper"
		case "backpack":
			return "schoolbag"
		}
	}
	return s
}

// headOf drops what follows a preposition: a "gown with belt" is no belt.
func headOf(name string) string {
	if len(name) > 200 {
		name = name[:200]
	}
	low := strings.ToLower(name)
	for _, word := range []string{" with ", " for ", " in ", " by ", " from ", ",", "(", " – ", " - "} {
		if i := strings.Index(low, word); i > 0 {
			low = low[:i]
		}
	}
	return low
}

// forChildren says whether kind (from words) or gender means children.
func forChildren(kind, gender string) bool {
	g := words(gender)
	for _, word := range []string{" kid ", " boy ", " girl ", " baby ", " toddler ", " child ", " children ", " infant ", " school "} {
		if strings.Contains(kind, word) || strings.Contains(g, word) {
			return true
		}
	}
	return false
}
