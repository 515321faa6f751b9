// Package goods is what the sample shop sells: the category tree, the brands, the kinds of goods with their cuts,
// cloths, colours and prices, and the words that describe and review them. Everything in it is content; it knows
// no database.
package goods

// Family is the group of kinds that people talk about in the same words when they review them.
type Family string

// The families of goods.
const (
	Cloth     Family = "cloth"     // worn to fit: dresses, tops, trousers, jackets
	Native    Family = "native"    // sewn for occasions: agbada, senator, aso-oke, iro and buba
	Modest    Family = "modest"    // abaya, jalabiya, veils
	Headwear  Family = "headwear"  // gele, turbans, fila, caps
	Shoes     Family = "shoes"     // everything with a sole
	Bags      Family = "bags"      // handbags, totes, wallets
	Jewellery Family = "jewellery" // beads, earrings, watches, sunglasses, belts
	Kids      Family = "kids"      // everything for children
)

// Cut is one shape in which a kind is made. Text is one sentence about that shape; {It} stands for the product.
type Cut struct{ Name, Text string }

// Fabric is what a product is made of, how it is cared for and what can be truly said about it.
type Fabric struct {
	Name string
	Care string
	Says []string
}

// Use is an occasion: its tag and sentences that suggest it. {it} stands for the product as an object.
type Use struct {
	Tag  string
	Says []string
}

// Kind is one sort of thing the shop sells; each kind fills exactly one leaf of the category tree.
type Kind struct {
	Leaf     string // slug of the leaf category
	Noun     string // last words of the product's name
	Short    string // how a sentence calls it: "dress", "slippers"
	Plural   bool   // "they" rather than "it"
	Gender   string // women, men, kids, unisex
	Family   Family
	Share    int   // how many of the deck's cards are of this kind
	Low      int64 // lowest full price, whole naira
	High     int64 // highest full price, whole naira
	Sizes    []string
	Variants bool // one row of stock for each size and colour
	Fabrics  []Fabric
	Motifs   []string // prints or patterns named in the product's name; may be empty
	Palette  []string // names of colours
	Details  []string // sentences about workmanship
	Uses     []Use
	Tags     []string
	Grams    [2]int // lightest and heaviest, grams
	Box      [3]int // parcel: length, width, height in centimetres
	Cuts     []Cut
}

// Kinds returns every kind in a fixed order.
func Kinds() []Kind { return kinds }

var kinds = func() []Kind {
	var all []Kind
	for _, part := range [][]Kind{womenClothes, womenNative, womenExtras, menNative, menClothes, menExtras, kidsKinds, unisexKinds} {
		all = append(all, part...)
	}
	return all
}()

// Size systems. Letters and dress sizes are UK, shoes are EU, kids' clothes go by age.
var (
	letters     = []string{"XS", "S", "M", "L", "XL", "2XL", "3XL"}
	lettersMen  = []string{"S", "M", "L", "XL", "2XL", "3XL"}
	dressSizes  = []string{"6", "8", "10", "12", "14", "16", "18", "20"}
	waistSizes  = []string{"28", "30", "32", "34", "36", "38", "40"}
	shoesWomen  = []string{"36", "37", "38", "39", "40", "41", "42"}
	shoesMen    = []string{"40", "41", "42", "43", "44", "45", "46"}
	shoesAll    = []string{"36", "37", "38", "39", "40", "41", "42", "43", "44", "45"}
	shoesKids   = []string{"24", "25", "26", "27", "28", "29", "30", "31", "32", "33", "34", "35"}
	capSizes    = []string{"21", "22", "23", "24"}
	kidsAges    = []string{"1-2 years", "3-4 years", "5-6 years", "7-8 years", "9-10 years", "11-12 years"}
	babyAges    = []string{"0-3 months", "3-6 months", "6-12 months", "12-18 months", "18-24 months"}
	lengths     = []string{"52", "54", "56", "58", "60"}
	oneSize     = []string{"One size"}
	blazerSizes = []string{"38", "40", "42", "44", "46", "48"}
)
