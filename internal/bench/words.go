package bench

// class is a kind of search that is reported by itself.
type class string

const (
	broad      class = "one common word"
	narrow     class = "several words"
	misspelled class = "misspelled"
	filtered   class = "with filters"
	wordless   class = "browsing, no words"
)

// classes in the order of the report.
var classes = []class{broad, narrow, misspelled, filtered, wordless}

// typed is what shoppers type, by class; filtered are narrowed by the facet
// values that find the most.
var typed = map[class][]string{
	broad: {
		"ankara", "dress", "shoes", "men", "women", "kids", "agbada", "lace", "sneakers", "black", "red", "bag", "gown", "adire",
		"senator", "kaftan", "office", "owambe", "gele", "slippers", "shirt", "handmade",
	},
	narrow: {
		"white sneakers", "agbada wine xl", "black ankara dress", "red lace gown", "navy senator", "gold gele", "kids ankara", "office shirt white",
		"ankara maxi dress", "men leather slippers", "handbag black", "aso oke purple", "adire shirt", "boys agbada", "blue jeans", "wine dre",
		"emerald green lace iro and buba", "african print skirt", "waist beads", "baby romper",
	},
	misspelled: {"ankra", "snekers", "agbda", "dreess", "handbgs", "senatr kaftan", "jallabia", "adrie shirt", "sandles", "whte sneakers"},
	filtered:   {"ankara", "dress", "lace", "sneakers", "white shirt", "agbada", "shoes", "bag"},
	wordless:   {"", "", ""},
}
