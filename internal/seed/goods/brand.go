package goods

import "slices"

// Brand is one maker whose goods the shop sells. All of them are invented.
type Brand struct {
	Slug, Name, Description string
	Families                []Family
	Genders                 []string // women, men, kids, unisex: for whom it makes them
	Tier                    int      // 1 affordable, 2 middle, 3 luxury
}

// Brands returns every brand in a fixed order.
func Brands() []Brand { return brands }

// stall is a shelf in the market: which family, for whom.
type stall struct {
	family Family
	gender string
}

// makers lists who makes what, so that a product's brand is found without a search.
var makers = func() map[stall][]Brand {
	m := map[stall][]Brand{}
	for _, k := range kinds {
		at := stall{k.Family, k.Gender}
		if m[at] != nil {
			continue
		}
		for _, b := range brands {
			if slices.Contains(b.Families, k.Family) && slices.Contains(b.Genders, k.Gender) {
				m[at] = append(m[at], b)
			}
		}
	}
	return m
}()

// For whom the brands below work.
var (
	forWomen  = []string{"women"}
	forMen    = []string{"men"}
	forBoth   = []string{"women", "men"}
	forKids   = []string{"kids"}
	forAnyone = []string{"unisex"}
	forAdults = []string{"women", "men", "unisex"}
	forAll    = []string{"women", "men", "unisex", "kids"}
)

// The first sentence of a description stands alone: products quote it.
var brands = slices.Concat(clothBrands, nativeBrands, leatherBrands, smallBrands)

var clothBrands = []Brand{
	{"yaba-threads", "Yaba Threads", "Yaba Threads began with one sewing machine behind a campus and still prices for students. Small runs, quick ideas, and a promise that the seams will outlive the trend.", []Family{Cloth}, forAdults, 1},
	{"balogun-row", "Balogun Row", "Balogun Row buys its cloth by the bale and passes the saving on. The cutting room is open to visitors on Saturdays, noise and all.", []Family{Cloth, Native}, forBoth, 1},
	{"lekki-line", "Lekki Line", "Lekki Line makes clean, modern shapes for people who live in traffic and dress for the destination. Everything is tried on by three different bodies before it is sold.", []Family{Cloth}, forBoth, 2},
	{"marina-and-broad", "Marina & Broad", "Marina & Broad has dressed bankers, barristers and their bosses for two generations. The house style is quiet: good cloth, a good shoulder and nothing that shouts.", []Family{Cloth, Bags, Shoes}, forBoth, 3},
	{"adun-atelier", "Adùn Atelier", "Adùn Atelier is a workroom of nine women in Ìbàdàn who finish by hand what others finish by machine. Each piece is signed inside the hem.", []Family{Cloth, Native}, forWomen, 3},
	{"itoku-blue", "Ìtòkú Blue", "Ìtòkú Blue works with the dyers of Abẹ́òkúta and pays them before the cloth is sold. Patterns are drawn from the old books and a few new dreams.", []Family{Cloth}, forAdults, 2},
	{"keffi-cotton", "Keffi Cotton", "Keffi Cotton cuts everyday clothes from cotton grown and spun in the north. Plain, fair and hard to wear out is the whole idea.", []Family{Cloth, Kids}, []string{"women", "men", "unisex", "kids"}, 1},
	{"duro-denim", "Dúró Denim", "Dúró Denim washes every roll twice before cutting, so a size stays a size. The name means stand firm, and the seams do.", []Family{Cloth}, forAdults, 2},
	{"oke-arin", "Òkè Arìn", "Òkè Arìn turns market cloth into clothes with a sharp, grown-up cut. A small team in Surulere does everything from pattern to parcel.", []Family{Cloth, Headwear}, forBoth, 2},
	{"danfo-yellow", "Danfo Yellow", "Danfo Yellow prints the city on heavy cotton: its buses, its slogans, its beautiful noise. Every drop is small and none is repeated.", []Family{Cloth, Headwear, Bags}, forAnyone, 1},
	{"eko-overtime", "Èkó Overtime", "Èkó Overtime is a street label for people who work two jobs and still go out. Shapes are loose, pockets are deep and the cotton is the heavy kind.", []Family{Cloth, Shoes, Headwear}, forAnyone, 2},
	{"north-of-benue", "North of Benue", "North of Benue makes elevated streetwear in Jos from hand-dyed and handwoven cloth. Prices are not low and neither is the number of hours in each piece.", []Family{Cloth, Shoes, Bags}, forAnyone, 3},
	{"third-term", "Third Term", "Third Term was started by five friends in a hostel in Nsukka and has grown up with its customers. Good basics, dry humour, fair prices.", []Family{Cloth, Bags}, forAdults, 1},
}

var nativeBrands = []Brand{
	{"oja-weaves", "Ọjà Weaves", "Ọjà Weaves works with eleven weaving families in Ìsẹ́yìn and names the family on every label. Nothing is woven until it is ordered, and nothing is hurried.", []Family{Native, Headwear}, forBoth, 3},
	{"iyalode-house", "Ìyálóde House", "Ìyálóde House makes occasion wear for women who are expected to be looked at. Lace is chosen in person and every gown is fitted twice.", []Family{Native, Headwear}, forWomen, 3},
	{"tejuoso-tailors", "Tèjúọṣó Tailors", "Tèjúọṣó Tailors is a cooperative of forty tailors who share one cutting table and one standard. Honest native wear at prices a young man can manage.", []Family{Native}, forBoth, 1},
	{"captain-and-chief", "Captain & Chief", "Captain & Chief cuts native wear for men who have no time for a third fitting. The patterns were corrected on two hundred customers before they were called finished.", []Family{Native, Headwear}, forMen, 2},
	{"nri-and-sons", "Nri & Sons", "Nri & Sons makes Igbo and Delta dress with its proper beads, chains and buttons. Orders for whole families are the speciality of the house.", []Family{Native, Jewellery}, forBoth, 2},
	{"zaria-stitch", "Zaria Stitch", "Zaria Stitch keeps the old embroidery of the walled city alive, one neckline at a time. The drawings are made freehand by men who learned them from their fathers.", []Family{Native, Modest, Headwear}, forMen, 3},
	{"gwarzo-and-daughters", "Gwarzo & Daughters", "Gwarzo & Daughters sews modest clothes in Kano with the patience of a family business. Cuts are generous, stitches are small and the cloth is never see-through.", []Family{Modest, Native}, forBoth, 2},
	{"baraka-drape", "Baraka Drape", "Baraka Drape keeps modest dress light, cool and affordable. New colours come every Friday, and the popular ones never leave.", []Family{Modest}, forBoth, 1},
	{"wuse-rose", "Wuse Rose", "Wuse Rose makes modest evening wear in Abuja, with beadwork that is stitched and never glued. Each design is made in thirty pieces and no more.", []Family{Modest}, forBoth, 3},
	{"borno-cap-house", "Borno Cap House", "Borno Cap House gathers caps from embroiderers across the north-east and pays by the stitch. A fine one takes a month, and looks it.", []Family{Headwear}, forMen, 2},
	{"fila-corner", "Fìlà Corner", "Fìlà Corner folds, blocks and trims caps in a shop the width of a doorway. Bring your cloth or choose from the wall.", []Family{Headwear}, forMen, 1},
	{"gele-loft", "Gèlè Loft", "Gèlè Loft was founded by a headtie artist who was tired of waking at four on Saturdays. What she used to tie by hand now arrives ready to wear.", []Family{Headwear}, forWomen, 2},
	{"omoge-crown", "Ọmọge Crown", "Ọmọge Crown makes turbans, bows and hats that are kind to braids and natural hair. Linings are satin and prices are small.", []Family{Headwear}, []string{"women", "unisex", "kids"}, 1},
}

var leatherBrands = []Brand{
	{"sabon-hide", "Sabon Hide", "Sabon Hide buys leather from the Kano pits and finishes it in a clean, bright workshop in Kaduna. It sells the same goods to hotels abroad for four times the price.", []Family{Shoes, Bags, Jewellery}, forBoth, 2},
	{"aba-last-and-sole", "Aba Last & Sole", "Aba Last & Sole makes shoes on lasts shaped for Nigerian feet, wide in front and firm behind. Prices are Ariaria prices, and the glue has been replaced by thread.", []Family{Shoes}, forAll, 1},
	{"ukwu-oma", "Ụkwụ Ọma", "Ụkwụ Ọma means a good foot, which in Igbo is also a lucky arrival. The workshop in Enugu makes forty pairs a week and knows each of them.", []Family{Shoes}, forBoth, 2},
	{"gidan-fata", "Gidan Fata", "Gidan Fata is the house of leather: saddlery patterns, vegetable tanning and edges burnished by hand. Repairs are free for the first two years.", []Family{Shoes, Bags, Jewellery}, forBoth, 3},
	{"strand-street", "Strand Street", "Strand Street keeps to one rule: if the makers cannot wear it all day, it is not sold. Each model is walked in for a fortnight on Lagos pavements.", []Family{Shoes, Bags}, []string{"women", "unisex"}, 2},
	{"pitch-and-pavement", "Pitch & Pavement", "Pitch & Pavement designs sneakers and bags in Yaba for roads that were not made for walking. Soles are thick, laces are waxed and colours are loud on request.", []Family{Shoes, Bags}, []string{"unisex", "kids"}, 1},
	{"lagoon-and-reed", "Lagoon & Reed", "Lagoon & Reed makes bags in a former boat shed in Ikorodu. Every one is photographed, numbered and tested with a bag of rice.", []Family{Bags}, []string{"women", "men", "unisex"}, 2},
	{"obudu-carry", "Obudu Carry", "Obudu Carry makes strong, simple bags and small goods for people who move around. The stitching is guaranteed for as long as you own it.", []Family{Bags}, forAll, 1},
	{"ebony-clasp", "Ebony Clasp", "Ebony Clasp makes bags the way watches are made, with drawings, tolerances and very few pieces. Clients include two embassies and one first lady of a state.", []Family{Bags}, []string{"women", "men", "unisex"}, 3},
}

var smallBrands = []Brand{
	{"edo-coral-room", "Edo Coral Room", "Edo Coral Room strings ceremonial beads in Benin City to patterns older than the city walls. Every set can be restrung and enlarged, even years later.", []Family{Jewellery}, forBoth, 3},
	{"ileke-lane", "Ìlẹ̀kẹ̀ Lane", "Ìlẹ̀kẹ̀ Lane makes beads and small jewels for everyday wear. Six women, one long table and a radio that is never off.", []Family{Jewellery}, forBoth, 1},
	{"igun-brass", "Igun Brass", "Igun Brass works with casters of the guild street in Benin to make modern pieces. The metal is poured on Mondays and finished by Friday.", []Family{Jewellery}, []string{"women", "unisex"}, 2},
	{"osun-time", "Ọ̀ṣun Time", "Ọ̀ṣun Time is a small studio for watches, shades and the things you reach for last before leaving the house. Each piece is checked for a week before it is boxed.", []Family{Jewellery}, []string{"unisex", "men"}, 2},
	{"noonday", "Noonday Lagos", "Noonday Lagos makes accessories for bright places, at prices that forgive a loss on the beach. Lenses, straps and screws are all replaceable.", []Family{Jewellery, Headwear}, forAnyone, 1},
	{"bight-and-delta", "Bight & Delta", "Bight & Delta makes jewels and timepieces for people who intend to hand them down. The workshop takes on four apprentices a year and keeps them.", []Family{Jewellery, Headwear}, forAdults, 3},
	{"tortoise-and-drum", "Tortoise & Drum", "Tortoise & Drum dresses children in the colours of folk tales. The cotton is soft, the seams are flat and the knees are doubled.", []Family{Kids, Headwear, Bags}, forKids, 2},
	{"omo-titi", "Ọmọ Títí", "Ọmọ Títí makes special-day clothes for small people, sewn as carefully as their parents' own. Sizes are generous because children do not wait.", []Family{Kids, Shoes, Headwear}, forKids, 3},
	{"assembly-ground", "Assembly Ground", "Assembly Ground was begun by a headmistress who had seen enough broken straps. Everything for school, tested by Primary Three.", []Family{Kids, Bags, Shoes}, forKids, 1},
	{"small-chops", "Small Chops", "Small Chops makes bright, washable children's things for less than a birthday cake. Every print is drawn in the house.", []Family{Kids, Headwear}, forKids, 1},
	{"nwa-and-nne", "Nwa & Nne", "Nwa & Nne makes matching things for mothers and children, and for anyone who wishes they matched. The workshop is in Owerri, next door to a crèche.", []Family{Kids, Bags, Shoes}, forKids, 2},
	{"calabar-canvas", "Calabar Canvas", "Calabar Canvas sews hats, shoes and bags from sailcloth that once crossed the estuary. What is too worn for that becomes the lining.", []Family{Headwear, Bags, Shoes}, forAnyone, 2},
	{"obanta", "Obanta", "Obanta is a young house in Ìjẹ̀bú that treats a hat as seriously as a suit. Blocks are carved on site and each brim is steamed by hand.", []Family{Headwear}, forAdults, 3},
	{"dawn-on-bourdillon", "Dawn on Bourdillon", "Dawn on Bourdillon makes evening shoes for long nights and short distances. Linings are kidskin and each heel is balanced by hand.", []Family{Shoes}, forBoth, 3},
}
