package goods

// Branch is one category of the shop's tree, with the categories below it.
type Branch struct {
	Slug, Name, Description string
	Below                   []Branch
}

// Tree returns the categories in three levels: departments, groups, and leaves that each hold one Kind.
func Tree() []Branch {
	return []Branch{
		{"women", "Women", "Dresses, native wear, modest wear, shoes and finishing touches, sewn by Nigerian hands for Nigerian figures.", womenGroups},
		{"men", "Men", "From agbada to chinos: what a man needs for the office, the mosque, the church and the party after.", menGroups},
		{"kids", "Kids", "Clothes, shoes and school things that survive break time and still look good on Sunday.", kidsGroups},
		{"streetwear", "Streetwear", "Tees, hoodies, co-ords and sneakers from the young labels of Lagos, Abuja and Port Harcourt.", streetGroups},
		{"accessories", "Accessories", "Shades, watches, bags and hats for anyone who wants them.", accessoryGroups},
	}
}

// end makes a leaf: a category with nothing below it.
func end(slug, name, description string) Branch { return Branch{slug, name, description, nil} }

var menGroups = []Branch{
	{"mens-native", "Men's Native Wear", "Senator, agbada, kaftan and isiagu, cut properly and finished by hand.", []Branch{
		end("agbada", "Agbada", "The grand gown in its full width or a modern slim cut, with buba and sokoto beneath."),
		end("senator-wear", "Senator Wear", "Knee-length tops and straight trousers, the weekday and weekend uniform of the well-dressed man."),
		end("mens-kaftans", "Men's Kaftans", "Long, easy kaftans for Fridays, feast days and cool evenings."),
		end("isiagu", "Isiagu", "The lion's-head top of Igbo title holders, grooms and proud uncles."),
		end("mens-aso-oke", "Men's Aso-Oke", "Agbada in handwoven aso-oke for grooms, chiefs and fathers of the day."),
		end("mens-jalabiyas", "Men's Jalabiyas", "Cool, straight jalabiyas in poplin, linen and atiku."),
	}},
	{"mens-shirts", "Men's Shirts & Tops", "Print, adire and plain shirts, polos and tees for every day of the week.", []Branch{
		end("mens-ankara-shirts", "Ankara Shirts", "Wax-print shirts, boxy or slim, with the pattern matched at the placket."),
		end("dashikis", "Dashikis", "Dashikis with the ornate neckline everyone knows, and a few new ideas."),
		end("mens-adire-shirts", "Men's Adire Shirts", "Shirts dyed by hand in Abeokuta, so that no two are alike."),
		end("office-shirts", "Office Shirts", "Crisp shirts by collar size, ready for a tie or an open neck."),
		end("polo-shirts", "Polo Shirts", "Piqué polos that keep their collar through many washes."),
		end("mens-t-shirts", "Men's T-Shirts", "Combed cotton tees without slogans, from crew neck to henley."),
	}},
	{"mens-tailoring", "Men's Tailoring & Denim", "Trousers, suits and jackets for men who sit all day and men who never do.", []Branch{
		end("mens-jeans", "Men's Jeans", "Straight, slim and stock-fit denim that keeps its size."),
		end("chinos", "Chinos", "Cotton twill trousers for the office and the weekend."),
		end("mens-suits", "Suits", "Two and three pieces in cloth light enough for our weather."),
		end("mens-blazers", "Men's Blazers", "Jackets that dress up a plain shirt in one movement."),
		end("mens-jackets", "Men's Jackets", "Bombers, truckers and safari jackets for harmattan mornings."),
	}},
	{"mens-headwear", "Men's Caps", "Caps that finish a native outfit, from the folded fila to the tall zanna.", []Branch{
		end("fila-caps", "Fila", "Gobi, abeti-aja and kufi in aso-oke, velvet and brocade."),
		end("hausa-caps", "Hausa Caps", "Hand-embroidered hula from Borno, Kano and Zaria."),
	}},
	{"mens-shoes", "Men's Shoes", "Slippers, loafers and sandals from the leather towns of the north and the lasts of Aba.", []Branch{
		end("palm-slippers", "Palm Slippers", "Open leather slippers, the natural partner of every native outfit."),
		end("loafers", "Loafers", "Slip-on shoes for boardrooms, aisles and dance floors."),
		end("mens-sandals", "Men's Sandals", "Strong sandals that let the foot breathe."),
	}},
	{"mens-accessories", "Men's Accessories", "Beads, belts and wallets: small things that people notice.", []Branch{
		end("mens-beads", "Men's Beads", "Strands and wrist beads for grooms, chiefs and their friends."),
		end("belts", "Belts", "Leather belts for creased trousers and for jeans."),
		end("wallets", "Wallets", "Wallets that take naira notes flat and cards firmly."),
	}},
}

var kidsGroups = []Branch{
	{"girls", "Girls", "Twirling, church-going, birthday-keeping clothes for girls.", []Branch{
		end("girls-ankara-dresses", "Girls' Ankara Dresses", "Bright print dresses with room to run."),
		end("girls-party-dresses", "Girls' Party Dresses", "Tulle, satin and lace for flower girls and birthday girls."),
		end("girls-native-sets", "Girls' Native Sets", "Small iro and buba, ready tied for small patience."),
	}},
	{"boys", "Boys", "Native and everyday sets for boys, made to be lived in.", []Branch{
		end("boys-senator", "Boys' Senator Wear", "The senator set in small, with elastic where it helps."),
		end("boys-agbada", "Boys' Agbada", "Agbada for page boys, princes and first birthdays."),
		end("boys-ankara-sets", "Boys' Ankara Sets", "Matching print sets for weekends and parties."),
	}},
	{"baby", "Baby", "Soft first clothes and gifts for the newly arrived.", []Branch{
		end("baby-rompers", "Baby Rompers", "Snap-open rompers in cotton that is gentle on new skin."),
		end("baby-sets", "Baby Gift Sets", "Boxed sets for naming ceremonies and hospital bags."),
	}},
	{"kids-clothing", "Kids' Everyday Clothes", "The clothes they wear out first, made to last longest.", []Branch{
		end("kids-t-shirts", "Kids' T-Shirts", "Cotton tees with animals, alphabets and kekes, or nothing at all."),
		end("kids-jeans", "Kids' Jeans", "Denim with doubled knees and forgiving waists."),
	}},
	{"kids-shoes", "Kids' Shoes", "Shoes for assembly, for football and for visiting grandma.", []Branch{
		end("school-shoes", "School Shoes", "Regulation colours, quiet soles and toes that resist scuffs."),
		end("kids-sneakers", "Kids' Sneakers", "Light sneakers for children who do not walk if they can run."),
		end("kids-sandals", "Kids' Sandals", "Sandals that stay on in sand and look decent at Sallah."),
	}},
	{"kids-accessories", "Kids' Accessories", "Bags for books and bows for braids.", []Branch{
		end("school-bags", "School Bags", "Canvas bags that carry a whole timetable and a lunch."),
		end("hair-accessories", "Hair Accessories", "Clips, bands and scrunchies that are kind to edges."),
	}},
}

var streetGroups = []Branch{
	{"street-clothing", "Street Clothing", "Loose shapes, heavy cotton and graphics that start conversations.", []Branch{
		end("graphic-tees", "Graphic Tees", "Danfo, keke, jollof: the city on heavy cotton."),
		end("hoodies", "Hoodies", "Brushed cotton hoodies for cold offices and night buses."),
		end("joggers", "Joggers", "Cuffed, wide and cargo joggers with honest pockets."),
		end("tracksuits", "Tracksuits", "Matching tops and bottoms for airports and evenings."),
		end("adire-co-ords", "Adire Co-ords", "Two pieces of hand-dyed cloth that were always meant to match."),
	}},
	{"sneakers", "Sneakers", "Designed in Lagos, worn everywhere.", []Branch{
		end("low-top-sneakers", "Low-Top Sneakers", "Clean low shoes for court, street and standing in queues."),
		end("high-top-sneakers", "High-Top Sneakers", "Ankle-high sneakers in canvas, leather and suede."),
	}},
}

var accessoryGroups = []Branch{
	{"eyewear-and-watches", "Eyewear & Watches", "For bright days and for being on time, or nearly.", []Branch{
		end("sunglasses", "Sunglasses", "Polarised lenses against the glare of wet roads and white sand."),
		end("wristwatches", "Wristwatches", "Steel watches with quartz movements and clear faces."),
	}},
	{"everyday-bags", "Everyday Bags", "Bags that go to work, to market and on the bus.", []Branch{
		end("tote-bags", "Tote Bags", "Open bags with strong handles and room for yams."),
		end("backpacks", "Backpacks", "Backpacks for campus, commuting and one night away."),
	}},
	{"hats", "Hats", "Shade for the head, in several moods.", []Branch{
		end("bucket-hats", "Bucket Hats", "Soft-brimmed hats in canvas, print and denim."),
		end("face-caps", "Face Caps", "Peaked caps, plain or embroidered, for everyone."),
	}},
}
