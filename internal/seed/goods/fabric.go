package goods

// Cloths and other materials. Each sentence stands on its own, so that it can come anywhere in a description.
var (
	waxCotton = Fabric{"100% cotton wax print", "Wash inside out in cold water with like colours; dry in the shade; iron while slightly damp.", []string{
		"The cotton is waxed on both sides, so the print is as deep inside as outside and softens with every wash.",
		"Six-yard wax cotton, pre-shrunk before cutting, keeps its shape and its colour through the rains and the harmattan.",
		"The print was matched at the seams by hand, which is why the pattern runs on unbroken."}}
	softAnkara = Fabric{"Soft-finish Ankara cotton", "Machine wash cold on gentle; no bleach; warm iron on the wrong side.", []string{
		"This Ankara has a soft finish: none of the starchy stiffness, all of the colour.",
		"Light Ankara cotton lets the air through, so a Lagos afternoon is no trouble.",
		"The cloth is a close-woven cotton that drapes rather than stands, and it does not run in the wash."}}
	ankaraStretch = Fabric{"97% cotton, 3% elastane Ankara", "Hand wash cold; do not wring; iron on low.", []string{
		"A little stretch in the Ankara follows you when you sit, dance or climb into a danfo.",
		"Three per cent elastane in the cotton gives it give where you need it and spring where you don't."}}
	adireCotton = Fabric{"Hand-dyed adire cotton", "Hand wash alone in cold salted water the first three times; dry in the shade.", []string{
		"The cotton is tied and dyed by hand in Abeokuta, so no two pieces carry quite the same pattern.",
		"Natural dye gives the cloth its depth; expect it to mellow beautifully over the years.",
		"Cassava paste drawn on by feather resists the dye and leaves the fine pale lines you see."}}
	adireSilk = Fabric{"Adire on silk blend", "Dry clean, or hand wash cold with mild soap; never wring.", []string{
		"Adire on a silk blend catches the light in a way cotton cannot.",
		"The dyer's marks sit softly on this silk blend, which moves with every step."}}
	asoOke = Fabric{"Handwoven aso-oke", "Dry clean only; store folded in cotton, away from light.", []string{
		"The strips come off narrow looms in Iseyin and are joined by hand, edge to edge.",
		"Real aso-oke has weight and a quiet shine; this one was woven over eleven days.",
		"Metallic thread runs through the weave, enough to shine in photographs and not a strand more."}}
	cordLace = Fabric{"Cord lace", "Dry clean or hand wash cold in a net bag; cool iron through a cloth.", []string{
		"The cord lace has a raised pattern you can feel, and it is lined so that nothing shows that should not.",
		"Heavy cord lace holds its line all day, from the morning thanksgiving to the last song."}}
	frenchLace = Fabric{"French lace with sequins", "Dry clean only; hang in a garment bag.", []string{
		"Fine French lace, sequinned by hand, lies over a smooth satin lining.",
		"The scalloped edge of the lace was kept for the hem and the sleeves, the way a good tailor would."}}
	voileLace = Fabric{"Swiss voile lace", "Hand wash cold; do not bleach; steam iron.", []string{
		"Swiss voile is the coolest of the laces: crisp, airy and easy to wear in the heat.",
		"Tiny eyelets in the voile let the breeze in and keep the look dressed."}}
	cashmere = Fabric{"Senator cashmere (polyester-viscose)", "Dry clean or gentle cold wash; steam from the inside.", []string{
		"The cashmere-finish suiting hardly creases, even after three hours on the Lagos–Ibadan road.",
		"Smooth senator material with a dull, even finish falls straight and never clings.",
		"The cloth has enough body to hold a crease and is light enough for the dry season."}}
	guinea = Fabric{"Guinea brocade", "Hand wash cold with a little starch; iron while damp for shine.", []string{
		"Guinea brocade takes starch well and gives that crisp rustle when you walk in.",
		"The brocade is beaten to a polish in the old way, so it shines without a single sequin."}}
	atiku = Fabric{"Atiku cotton", "Machine wash cold; warm iron with a little starch.", []string{
		"Atiku cotton is smooth, cool and strong, and it looks better the more carefully you starch it.",
		"This is the finer grade of atiku: an even weave, no shine, no show-through."}}
	linen = Fabric{"Linen blend", "Machine wash cold; hang to dry; iron damp or enjoy the creases.", []string{
		"The linen blend breathes, dries fast and creases in the friendly way linen does.",
		"Slubby linen, washed before sewing, is soft from the first day."}}
	crepe = Fabric{"Stretch crepe", "Machine wash cold inside out; hang to dry; cool iron.", []string{
		"Stretch crepe skims instead of clinging and comes out of a suitcase ready to wear.",
		"A matt crepe with a little stretch keeps a clean line from eight in the morning to the last meeting."}}
	chiffon = Fabric{"Chiffon", "Hand wash cold; drip dry; cool iron.", []string{
		"Layers of chiffon float when you walk and never feel heavy.",
		"The chiffon is woven close, decent in full sun and light as evening air."}}
	satin = Fabric{"Duchess satin", "Dry clean, or hand wash cold and hang to dry.", []string{
		"Duchess satin gives a soft glow and holds a fold like sculpture.",
		"The satin is heavy enough to keep its shape and smooth enough to forget you are wearing it."}}
	cottonPoplin = Fabric{"Cotton poplin", "Machine wash at 30 degrees; warm iron.", []string{
		"Crisp cotton poplin, woven tight, stays fresh through a long day.",
		"The poplin is 120 threads to the inch: fine to touch, not see-through, easy to iron."}}
	jersey = Fabric{"Combed cotton jersey", "Machine wash cold with like colours; do not tumble dry.", []string{
		"Combed cotton, 200 grams to the square metre, keeps its shape after many washes.",
		"The jersey is brushed once for softness and washed once so that it will not shrink on you.",
		"Soft cotton jersey, knitted in Kano, takes colour deeply and dries by evening."}}
	fleece = Fabric{"Brushed cotton fleece", "Machine wash cold inside out; dry flat.", []string{
		"Brushed inside and smooth outside, the fleece is right for cold offices and Jos evenings.",
		"The loopback cotton is heavy enough to hang well and still breathes."}}
	denim = Fabric{"98% cotton, 2% elastane denim", "Wash inside out in cold water, seldom; hang to dry.", []string{
		"Eleven-ounce denim with a touch of stretch gives where you bend and holds everywhere else.",
		"The denim was washed twice before it was cut, so the size you buy is the size you keep.",
		"Hard-wearing denim fades slowly, and in the right places."}}
	twill = Fabric{"Cotton twill", "Machine wash at 30 degrees; warm iron.", []string{
		"A sturdy cotton twill with a soft hand takes daily wear without complaint.",
		"The twill is garment-dyed, which gives the colour its slightly lived-in look."}}
	wool = Fabric{"Tropical wool blend", "Dry clean only; brush after wearing and rest on a wide hanger.", []string{
		"Tropical wool is woven open, so you can keep the jacket on without air-conditioning.",
		"The wool blend drapes cleanly and springs back from creases overnight."}}
	nida = Fabric{"Nida", "Hand wash cold with mild soap; cool iron on the wrong side.", []string{
		"Soft matt nida falls straight, does not cling and is opaque in full sun.",
		"The nida is feather-light and needs almost no ironing."}}
	leather = Fabric{"Full-grain leather", "Wipe with a dry cloth; feed with neutral cream every few months.", []string{
		"Full-grain leather tanned in Kano grows darker and better with use.",
		"The hide is two millimetres thick, vegetable-tanned, with its edges painted and burnished by hand.",
		"Good leather, honestly stitched: it will scuff, polish up and outlive the season."}}
	suede = Fabric{"Suede", "Brush with a suede brush; keep out of the rain.", []string{
		"The suede is soft with a short nap and brushes clean.",
		"Fine suede gives a quiet, rich colour that flat leather cannot."}}
	vegan = Fabric{"Textured faux leather", "Wipe with a damp cloth; keep away from heat.", []string{
		"Textured faux leather shrugs off rain and scratches and wipes clean in seconds.",
		"The faux leather is backed with cotton, so it folds without cracking."}}
	canvas = Fabric{"Heavy cotton canvas", "Spot clean with mild soap; air dry.", []string{
		"Sixteen-ounce canvas takes daily use, drizzle and market dust without sagging.",
		"The canvas is washed for softness and double-stitched wherever it bears weight."}}
	mesh = Fabric{"Knit mesh and rubber", "Remove the laces; wash by hand with mild soap; air dry.", []string{
		"A breathable knit upper keeps feet cool, and the rubber sole grips wet tiles.",
		"The upper is one piece of knit mesh: no seams to rub, nothing to break in."}}
	coralBead = Fabric{"Coral-style glass beads", "Keep dry; wipe with a soft cloth; store flat.", []string{
		"Every bead is drilled, matched and strung by hand on doubled nylon, with a knot between each.",
		"The beads have the weight and the cool touch that plastic never has."}}
	crystal = Fabric{"Crystal and glass beads", "Avoid perfume and water; store in the pouch.", []string{
		"Faceted crystal throws light across the room; the strands are knotted so that one break loses one bead.",
		"Glass seed beads are woven close, row on row, over several evenings of work."}}
	plated = Fabric{"18k gold-plated brass", "Take off before bathing; wipe dry; keep in the pouch.", []string{
		"Three microns of plating over solid brass hold their colour far longer than flash gilt, and there is no nickel in it.",
		"The brass is cast in Benin, filed by hand and then plated."}}
	steel = Fabric{"Stainless steel", "Wipe with a soft cloth; rinse after sea water.", []string{
		"Surgical-grade stainless steel does not tarnish, even in coastal humidity.",
		"Brushed and polished faces of the steel alternate, so scratches hardly show."}}
	acetate = Fabric{"Acetate and polarised lenses", "Clean with the cloth supplied; never wipe dry sand.", []string{
		"Polarised lenses cut the glare off wet roads and white sand and block all UV below 400 nm.",
		"The acetate is cut from a solid sheet and polished for a day and a half, not moulded."}}
	fleeceBaby = Fabric{"Organic cotton interlock", "Machine wash at 40 degrees; tumble dry low.", []string{
		"Double-knit cotton, free of harsh dyes, is gentle on new skin.",
		"The cotton is grown without sprays and softens with every wash.", "Interlock stretches when they stretch and goes back when they nap.",
		"The interlock is soft on both sides and stands up to daily washing."}}
	velvet = Fabric{"Crushed velvet", "Dry clean; steam from the back, never iron.", []string{
		"The velvet has a deep pile and shifts in tone as you move.",
		"Soft velvet takes colour deeply and has real weight in the hand."}}
	sego = Fabric{"Sego headtie paper", "Do not wash; press lightly with a cool iron; store rolled.", []string{
		"Stiff but not scratchy, the sego takes a pleat sharply and keeps it until you take it off.",
		"The headtie is a full two yards, wide enough for the tallest of styles."}}
	tulle = Fabric{"Soft tulle and satin", "Hand wash cold; shake out and drip dry.", []string{
		"Soft tulle is laid three layers deep: all the volume and none of the itch.",
		"The tulle is the fine kind that does not scratch, with a satin edge wherever it meets skin."}}
)
