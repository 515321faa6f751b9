package goods

var menExtras = []Kind{
	{Leaf: "palm-slippers", Noun: "Palm Slippers", Short: "slippers", Plural: true, Gender: "men", Family: Shoes, Share: 5, Low: 8500, High: 25000, Sizes: shoesMen, Variants: true,
		Fabrics: []Fabric{leather, suede, vegan}, Palette: hides, Details: shoeDetails, Uses: []Use{eid, casual, owambe},
		Tags: []string{"slippers", "palms", "shoes", "men", "handmade"}, Grams: [2]int{520, 820}, Box: [3]int{32, 20, 10}, Cuts: []Cut{
			{"Cross", "{It} cross two broad straps, cut from one hide."},
			{"H-Strap", "{It} hold with a strap shaped like the letter."},
			{"Half-Shoe", "{It} close the toe and leave the heel free."},
			{"Woven", "{It} are plaited by hand, twelve strips to a foot."},
			{"Buckled", "{It} adjust with a brass buckle."},
			{"Embossed", "{It} carry a pressed pattern after old Hausa saddlework."}}},
	{Leaf: "loafers", Noun: "Loafers", Short: "loafers", Plural: true, Gender: "men", Family: Shoes, Share: 3, Low: 18000, High: 65000, Sizes: shoesMen, Variants: true,
		Fabrics: []Fabric{leather, suede, velvet}, Palette: hides, Details: shoeDetails, Uses: []Use{officeUse, owambe, church},
		Tags: []string{"loafers", "shoes", "men"}, Grams: [2]int{700, 1000}, Box: [3]int{32, 21, 12}, Cuts: []Cut{
			{"Penny", "{It} have the slotted strap and a hand-sewn apron."},
			{"Tassel", "{It} end in two leather tassels, neither too large."},
			{"Horsebit", "{It} wear a metal bar across the instep."},
			{"Embroidered", "{It} are velvet slippers with a stitched crest."},
			{"Driving", "{It} have rubber pips instead of a sole."}}},
	{Leaf: "mens-sandals", Noun: "Men's Sandals", Short: "sandals", Plural: true, Gender: "men", Family: Shoes, Share: 2, Low: 9000, High: 28000, Sizes: shoesMen, Variants: true,
		Fabrics: []Fabric{leather, vegan}, Palette: hides[:5], Details: shoeDetails, Uses: []Use{casual, eid, travel},
		Tags: []string{"sandals", "shoes", "men"}, Grams: [2]int{520, 820}, Box: [3]int{32, 20, 11}, Cuts: []Cut{
			{"Fisherman", "{It} cover the foot in a lattice of straps."},
			{"Two-Strap", "{It} buckle twice and walk for miles."},
			{"Closed-Toe", "{It} protect the toes and air the heel."},
			{"Sport", "{It} fasten by strap and grip, for days with puddles."},
			{"Sokoto", "{It} are goatskin on a flat sole, made as they were a century ago."}}},
	{Leaf: "mens-beads", Noun: "Men's Bead Set", Short: "bead set", Gender: "men", Family: Jewellery, Share: 2, Low: 6000, High: 48000, Sizes: oneSize, Variants: false,
		Fabrics: []Fabric{coralBead, crystal}, Palette: corals, Details: jewelDetails, Uses: []Use{bridal, owambe},
		Tags: []string{"beads", "men", "bridal", "handmade"}, Grams: [2]int{120, 420}, Box: [3]int{22, 18, 6}, Cuts: []Cut{
			{"Groom's", "{It} has a long double strand and two wrist pieces."},
			{"Chief's", "{It} is heavy, with barrel beads between the round ones."},
			{"Single", "{It} is one plain strand to the breastbone."},
			{"Igbo", "{It} goes with isiagu and a red cap."},
			{"Wrist", "{It} is three bracelets worn together."}}},
	{Leaf: "belts", Noun: "Belt", Short: "belt", Gender: "men", Family: Jewellery, Share: 2, Low: 5000, High: 19000, Sizes: waistSizes, Variants: true,
		Fabrics: []Fabric{leather}, Palette: hides[:6], Details: []string{
			"The buckle is solid brass and changes with one screw.", "Five holes are punched, and a sixth is marked for you.", "The edge is painted four times and polished."},
		Uses: []Use{officeUse, gift, casual}, Tags: []string{"belt", "leather", "men"}, Grams: [2]int{160, 260}, Box: [3]int{16, 16, 6}, Cuts: []Cut{
			{"Dress", "{It} is three centimetres wide, smooth, for trousers with a crease."},
			{"Jeans", "{It} is four centimetres wide and thick enough to last."},
			{"Reversible", "{It} turns at the buckle: smooth on one side, grained on the other."},
			{"Braided", "{It} is plaited and fits at any point."},
			{"Embossed", "{It} is tooled by hand along its length."}}},
	{Leaf: "wallets", Noun: "Wallet", Short: "wallet", Gender: "men", Family: Bags, Share: 2, Low: 4500, High: 18000, Sizes: oneSize, Variants: false,
		Fabrics: []Fabric{leather, vegan}, Palette: hides[:6], Details: []string{
			"It takes naira notes flat, without folding.", "Card slots hold one card firmly or two at a push.", "Thread is waxed linen, eight stitches to the inch.",
			"A thin foil inside keeps contactless cards quiet."},
		Uses: []Use{gift, officeUse}, Tags: []string{"wallet", "leather", "men", "gift"}, Grams: [2]int{60, 140}, Box: [3]int{14, 12, 4}, Cuts: []Cut{
			{"Bifold", "{It} folds once and sits flat in a back pocket."},
			{"Card-Holder", "{It} carries six cards and a folded note."},
			{"Long", "{It} is the tall kind for the inside of a kaftan."},
			{"Zip-Round", "{It} closes on three sides."},
			{"Money-Clip", "{It} has a steel clip in place of the note pocket."}}},
}
