package goods

// Workmanship: sentences that are true of every kind which names the list.
var (
	dressDetails = []string{
		"Deep side pockets are hidden in the seams.", "An invisible zip at the back runs smoothly, and the hook at the top stays put.",
		"The bodice is lined in soft cotton, and the hem has a generous turn-up for letting down.", "Bust darts are set by hand, so the front lies flat without pulling.",
		"All inside edges are overlocked and pressed open, so it looks as neat inside as out.", "A concealed snap keeps the neckline where you put it.",
	}
	topDetails = []string{
		"Shoulder seams are taped so that they never stretch out.", "The buttons are real coconut shell, with a spare sewn inside.",
		"The hem is curved, to wear tucked in or out.", "Cuffs and collar are interfaced and keep their shape after washing.",
		"French seams inside leave nothing to itch.", "Cut a little longer at the back, so it stays tucked.",
	}
	jacketDetails = []string{
		"The collar is under-stitched and rolls softly.", "Two inside pockets, one of them zipped, keep a phone and a passport safe.",
		"Sleeves are set by hand, with room to lift both arms.", "The lining is cut with a pleat at the back, so nothing pulls when you drive.",
		"The buttons are sewn on a shank and reinforced behind.",
	}
	bottomDetails = []string{
		"The waistband is shaped to your back and does not gape.", "Pockets are deep enough for a phone, and stitched to stay.",
		"The zip is metal, the hook is doubled, the seat seam is triple-stitched.", "The hem is left with three centimetres to let down.",
		"Belt loops are set wide and bar-tacked.", "Flat-felled seams lie smooth inside and out.",
	}
	nativeDetails = []string{
		"The embroidery is worked on an old hand-guided machine by one embroiderer from neck to hem.", "The neckline facing is stitched twice, so it stays flat under any necklace or beads.",
		"It comes pressed and folded, with a spare button and thread in the pocket.", "Seams are wide enough for your own tailor to let out two sizes.",
		"The lining is breathable cotton, cut on the same grain as the shell.", "Each set is cut from one length of cloth, so the shade matches from piece to piece.",
	}
	modestDetails = []string{
		"Snap fastenings at the front keep it closed without a pin.", "The sleeves are cut full at the shoulder and narrow softly at the wrist.",
		"Two seam pockets are placed where your hands fall.", "The hem is weighted with a deep facing so that the wind leaves it alone.",
		"A matching veil is folded into the parcel.", "Beadwork is stitched on, never glued.",
	}
	headDetails = []string{
		"The shape is finished inside with a soft band that does not mark the forehead.", "It is light enough to forget by the second hour.",
		"Packed in a box rather than a bag, so that it reaches you in shape.", "The inside is lined in satin, which is kind to braids and natural hair.",
		"All stitching is hidden in the folds.",
	}
	shoeDetails = []string{
		"The footbed is cushioned with memory foam under soft leather.", "The sole is stitched as well as glued.", "A dust bag and a small shoe horn are in the box.",
		"The toe is roomy, so take your normal size; if you are between two, take the larger.", "The lining is pigskin, which breathes and does not squeak.",
		"The sole has grooves that hold on wet marble.",
	}
	bagDetails = []string{
		"Inside are a zipped pocket, two open ones and a clip for keys.", "The strap adjusts from the hand to across the body.", "Metal feet keep the base off the floor.",
		"The zip is a heavy brass one that runs with one finger.", "The lining is a pale cotton, so you can find what you dropped in.", "Handles are riveted and stitched, and have been tested with ten kilos.",
	}
	jewelDetails = []string{
		"The clasp is large enough to close without help.", "A lined box and a polishing cloth are part of the parcel.", "All metal parts are hypoallergenic.",
		"An extension chain of five centimetres lets you set the length.", "Each piece is numbered by the person who made it.",
	}
	kidDetails = []string{
		"The waist has adjustable elastic inside, so it lasts more than one term.", "No scratchy labels: size and care are printed on the cloth.",
		"Knees and seat are doubled.", "Wide openings make dressing quick, even with a wriggler.", "The hem can be let down twice as they grow.", "All fasteners are tested to stay on, pulled by small hands or not.",
	}
	watchDetails = []string{
		"The movement is Japanese quartz, with a battery that lasts about three years.", "Water-resistant to 50 metres: rain, sinks and the pool are no worry.",
		"The glass is hardened mineral crystal.", "Spare links and the tool to fit them are in the box.", "Hands and markers glow softly after dark.",
	}
	eyeDetails = []string{
		"Spring hinges fit broad and narrow faces alike.", "A hard case and a cloth are included.", "The nose pads are raised, so the frame does not slide in the heat.",
		"Frames take prescription lenses from any optician.", "The temples carry a small brass inlay.",
	}
	streetDetails = []string{
		"The graphic is screen-printed in water-based ink that will not crack.", "Rib at neck and cuffs is knitted with elastane and springs back.",
		"Shoulders are dropped, so size down for a neater fit.", "Side seams are twisted forward by two centimetres, for a looser walk.", "The inside neck is taped and the label is printed.",
	}
)

// Prints and patterns that a product's name can carry.
var (
	prints     = []string{"Cowrie Print", "Peacock Print", "Sunburst Print", "Feather Print", "Record Print", "Talking Drum Print", "Hibiscus Print", "Day and Night Print", "Star Apple Print", "Fishbone Print"}
	resists    = []string{"Eleko Motif", "Ibadandun Motif", "Osubamba Moon Motif", "Oniko Rings", "Cassava Leaf Motif", "Olokun Wave Motif", "Spiral Tie-Dye"}
	weaves     = []string{"Sanyan Weave", "Etu Weave", "Alaari Weave", "Carpet Weave", "Openwork Weave", "Metallic Weave"}
	laces      = []string{"Scallop Lace", "Guipure Lace", "Petal Lace", "Eyelet Lace", "Trellis Lace", "Vine Lace"}
	embroidery = []string{"Two-Knives Embroidery", "Eight-Knives Embroidery", "Tone-on-Tone Embroidery", "Chain Stitch", "Crest Embroidery", "Clean Front"}
	graphics   = []string{"Danfo Graphic", "Keke Graphic", "Jollof Graphic", "Eko Skyline Graphic", "Naija 60 Graphic", "Suya Stand Graphic", "No Wahala Lettering", "Omo Naija Lettering"}
)
