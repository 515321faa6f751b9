package artwork

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestChoose(t *testing.T) {
	for _, c := range []struct {
		kind, name, gender string
		want               Silhouette
	}{
		{"womens-ankara-dresses", "", "", "dress"}, {"womens-gowns", "", "", "gown"}, {"skirts", "", "", "skirt"}, {"pencil-skirts", "", "", "pencil"},
		{"womens-blouses", "", "", "blouse"}, {"womens-tops", "", "", "blouse"}, {"womens-tops", "Ribbed crop top", "", "croptop"}, {"mens-shirts", "", "", "shirt"},
		{"kids-boys-shirts", "", "boys", "shirt"}, {"mens-t-shirts", "", "", "tshirt"}, {"t-shirts-polos", "", "", "polo"}, {"jumpsuits", "", "", "jumpsuit"},
		{"two-piece-sets", "", "", "twopiece"}, {"womens-co-ords", "", "", "twopiece"}, {"mens-agbada", "", "", "agbada"}, {"mens-senator-wear", "", "", "kaftan"},
		{"mens-kaftans", "", "", "kaftan"}, {"boubous", "", "", "boubou"}, {"dashikis", "", "", "dashiki"}, {"mens-trousers", "", "", "trousers"}, {"jeans", "", "", "jeans"},
		{"denim-shorts", "", "", "shorts"}, {"iro-and-buba", "", "", "irobuba"}, {"wrappers", "", "", "wrapper"}, {"gele", "", "", "gele"}, {"headties", "", "", "gele"},
		{"turbans", "", "", "turban"}, {"mens-caps", "", "", "cap"}, {"fila", "", "", "fila"}, {"traditional-caps", "", "", "fila"}, {"abayas", "", "", "abaya"},
		{"jalabiya", "", "", "abaya"}, {"jackets", "", "", "jacket"}, {"blazers", "", "", "blazer"}, {"suits", "", "", "suit"}, {"waistcoats", "", "", "waistcoat"},
		{"hoodies", "", "", "hoodie"}, {"cardigans", "", "", "cardigan"}, {"mens-sneakers", "", "", "sneaker"}, {"trainers", "", "", "sneaker"}, {"sandals", "", "", "sandal"},
		{"mens-palm-slippers", "", "", "slipper"}, {"heels", "", "", "heel"}, {"block-heels", "", "", "block"}, {"loafers", "", "", "loafer"}, {"mens-shoes", "", "", "loafer"},
		{"womens-shoes", "Zina block heel", "", "block"}, {"boots", "", "", "boot"}, {"handbags", "", "", "handbag"}, {"bags", "Ada tote bag", "", "tote"}, {"totes", "", "", "tote"},
		{"backpacks", "", "", "backpack"}, {"backpacks", "", "kids", "schoolbag"}, {"school-bags", "", "", "schoolbag"}, {"clutches", "", "", "clutch"}, {"purses", "", "", "purse"},
		{"travel-bags", "", "", "travelbag"}, {"necklaces", "", "", "necklace"}, {"coral-beads", "", "", "necklace"}, {"chains", "", "", "chain"}, {"earrings", "", "", "earrings"},
		{"bracelets", "", "", "bracelet"}, {"bangles", "", "", "bracelet"}, {"waist-beads", "", "", "waistbeads"}, {"rings", "", "", "ring"}, {"watches", "", "", "watch"},
		{"sunglasses", "", "", "sunglasses"}, {"belts", "", "", "belt"}, {"scarves-shawls", "", "", "scarf"}, {"scarf", "", "", "scarf"}, {"ties", "", "", "tie"}, {"socks", "", "", "socks"},
		{"hats", "", "", "hat"}, {"hand-fans", "", "", "fan"}, {"girls-dresses", "", "", "kidsdress"}, {"dresses", "", "girls", "kidsdress"}, {"baby-rompers", "", "", "romper"},
		{"kids-jumpsuits", "", "", "romper"}, {"maxi-dresses", "", "", "maxidress"}, {"ankara-fabrics", "", "", "fabric"}, {"lace", "", "", "fabric"}, {"per-yard", "", "", "fabric"},
		{"vintage-shirts", "", "", "shortshirt"}, {"womens-dresses", "Coral Dress", "", "dress"}, {"womens-dresses", "Amara mermaid gown with belt", "", "gown"},
		{"shirt-dresses", "", "", "dress"}, {"dress-shirts", "", "", "shirt"}, {"", "Tola Sneaker in canvas", "", "sneaker"}, {"", "", "", "fabric"}, {"qwerty", "zxcv", "", "fabric"},
	} {
		require.Equal(t, c.want, Choose(c.kind, c.name, c.gender), "%s / %s / %s", c.kind, c.name, c.gender)
	}
}

func TestEveryWordLeadsToADrawing(t *testing.T) {
	seen := map[Silhouette]bool{}
	for _, l := range []lexicon[Silhouette]{exact, broad, nouns, wearers} {
		for _, e := range l {
			require.Contains(t, figures, e.value, e.phrase)
			seen[e.value] = true
		}
	}
	for name := range figures {
		require.True(t, seen[name], "no word leads to %s", name)
	}
	for s := range usual {
		require.Contains(t, figures, s)
	}
	for _, e := range ensembles {
		for _, s := range e.three {
			require.Contains(t, figures, s)
		}
	}
}

func TestNoPhraseNamesTwoSilhouettes(t *testing.T) {
	for _, l := range []lexicon[Silhouette]{exact, broad, wearers} {
		owner := map[string]Silhouette{}
		for _, e := range l {
			if first, taken := owner[e.phrase]; taken {
				require.Equal(t, first, e.value, "%q", e.phrase)
			}
			owner[e.phrase] = e.value
		}
	}
}

func TestCategoryThree(t *testing.T) {
	require.Equal(t, [3]Silhouette{"dress", "dress", "dress"}, Category{Slug: "womens-ankara-dresses"}.three())
	require.Equal(t, [3]Silhouette{"heel", "sneaker", "loafer"}, Category{Slug: "womens-shoes"}.three())
	require.Equal(t, [3]Silhouette{"shirt", "agbada", "jacket"}, Category{Slug: "men"}.three())
	require.Equal(t, [3]Silhouette{"fila", "gele", "hat"}, Category{Slug: "headwear"}.three())
	require.Equal(t, [3]Silhouette{"fabric", "fabric", "fabric"}, Category{Slug: "ankara-fabrics"}.three())
}

func TestFabricOf(t *testing.T) {
	for _, c := range []struct {
		p    Product
		s    Silhouette
		want Fabric
	}{
		{Product{Tags: []string{"party", "Ankara"}, Material: "Cotton"}, "dress", Ankara}, {Product{Kind: "adire-dresses"}, "dress", Adire},
		{Product{Material: "Aso-oke"}, "agbada", AsoOke}, {Product{Material: "French lace"}, "gown", Lace}, {Product{Name: "Denim jacket"}, "jacket", Denim},
		{Product{Material: "Suede"}, "loafer", Leather}, {Product{Material: "Wool"}, "hoodie", Knit}, {Product{Material: "Raffia"}, "hat", Straw},
		{Product{Material: "Silk"}, "scarf", Satin}, {Product{Material: "Linen"}, "shirt", Linen}, {Product{Name: "Polka dot blouse"}, "blouse", Dotted},
		{Product{Name: "Gingham shirt"}, "shirt", Checked}, {Product{Name: "Kampala boubou"}, "boubou", TieDye}, {Product{}, "jeans", Denim}, {Product{Material: "Cotton"}, "jeans", Denim},
		{Product{}, "dashiki", Ankara}, {Product{}, "polo", Plain}, {Product{Tags: []string{"beaded"}}, "clutch", Beaded},
	} {
		require.Equal(t, c.want, fabricOf(c.p, c.s, 1), "%+v", c.p)
	}
}
