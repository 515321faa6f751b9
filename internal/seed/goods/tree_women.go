package goods

var womenGroups = []Branch{
	{"womens-dresses", "Dresses", "Print, dye, lace and plain: a dress for each day and one for the day itself.", []Branch{
		end("ankara-dresses", "Ankara Dresses", "Wax-print dresses in every shape, from shift to mermaid."),
		end("adire-dresses", "Adire Dresses", "Dresses tied and dyed by hand, cool to wear and never the same twice."),
		end("lace-gowns", "Lace Gowns", "Cord, French and voile lace for the front row of any party."),
		end("casual-dresses", "Casual Dresses", "Easy day dresses in linen, jersey and poplin."),
		end("corporate-dresses", "Corporate Dresses", "Office dresses that stay neat from the first meeting to the last."),
	}},
	{"womens-clothing", "Tops, Skirts & Sets", "Separates to mix: blouses, skirts, trousers, denim and jackets.", []Branch{
		end("womens-blouses", "Blouses", "Bows, pintucks and full sleeves for work and for church."),
		end("ankara-tops", "Ankara Tops", "Print tops that turn plain jeans into an outfit."),
		end("ankara-skirts", "Ankara Skirts", "Circle, pencil and pleated skirts in wax print."),
		end("office-skirts", "Office Skirts", "Lined skirts in sober colours with a vent you can stride in."),
		end("jumpsuits", "Jumpsuits", "One piece, one zip, ready to go."),
		end("two-piece-sets", "Two-Piece Sets", "Tops and bottoms that were cut together."),
		end("womens-jeans", "Women's Jeans", "Denim shaped for real hips and real waists."),
		end("palazzo-trousers", "Women's Trousers", "Palazzo, cigarette and culotte, all with pockets."),
		end("womens-blazers", "Women's Blazers", "Firm shoulders and clean lapels for days that matter."),
		end("womens-jackets", "Women's Jackets", "Bombers, kimonos and dusters in wax print."),
	}},
	{"womens-native", "Women's Native Wear", "Traditional dress for engagements, thanksgivings and Saturdays.", []Branch{
		end("iro-and-buba", "Iro and Buba", "The Yoruba wrapper and blouse, loose, fitted or ready tied."),
		end("womens-aso-oke", "Women's Aso-Oke", "Handwoven sets for brides, their mothers and their best friends."),
		end("boubou-kaftans", "Boubou & Kaftans", "Wide, unhurried gowns that suit every guest."),
		end("wrapper-sets", "Wrapper Sets", "George wrappers and blouses in the Igbo and Delta styles."),
	}},
	{"womens-modest", "Modest Wear", "Graceful, covered and cool.", []Branch{
		end("womens-abayas", "Abayas", "Open, closed and butterfly abayas in nida, crepe and chiffon."),
		end("womens-jalabiyas", "Women's Jalabiyas", "Embroidered and layered jalabiyas for Eid and for home."),
		end("hijabs-veils", "Hijabs & Veils", "Veils that stay put, in the colours you wear most."),
	}},
	{"womens-headwear", "Women's Headwear", "Headties, turbans and hats that finish the look.", []Branch{
		end("gele", "Gele", "Headties in sego, aso-oke and brocade, pleated for you or left to your tyer."),
		end("turbans", "Turbans", "Soft turbans that protect braids and save mornings."),
		end("fascinators", "Fascinators", "Discs, veils and roses for weddings and the front pew."),
	}},
	{"womens-shoes", "Women's Shoes", "Heels, slippers and flats, made on roomy lasts.", []Branch{
		end("heels", "Heels", "From kitten to stiletto, with soles that grip wet marble."),
		end("womens-slippers", "Women's Slippers", "Palms, slides and beaded slippers for easy days."),
		end("womens-flats", "Flats", "Ballet shoes, loafers and espadrilles that walk far."),
	}},
	{"womens-bags", "Women's Bags", "Bags for the office, the market and the party.", []Branch{
		end("ankara-bags", "Ankara Bags", "Print bags made by hand, each with its own piece of the cloth."),
		end("handbags", "Handbags", "Structured, slouchy and small handbags in leather and its lookalikes."),
		end("clutches", "Clutches", "Evening bags with room for a phone and money for spraying."),
	}},
	{"womens-jewellery", "Women's Jewellery", "Beads, gold tone and crystal, strung and cast in Nigeria.", []Branch{
		end("womens-beads", "Bead Sets", "Necklaces, earrings and bracelets for brides and their guests."),
		end("waist-beads", "Waist Beads", "Tie-on and clasp strands in glass and crystal."),
		end("earrings", "Earrings", "Hoops, drops and studs that weigh next to nothing."),
		end("necklaces", "Necklaces", "Pendants, bibs and layers to wear alone or together."),
	}},
}
