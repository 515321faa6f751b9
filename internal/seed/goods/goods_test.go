package goods

import (
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"zuka/internal/seed/dice"
)

const manyPieces = 3000

// pieces are made once for all tests; Make does not depend on order.
var pieces = func() []Piece {
	all := make([]Piece, manyPieces)
	for i := range all {
		all[i] = Make(i)
	}
	return all
}()

func TestTreeLeavesAreKinds(t *testing.T) {
	seen, leaves := map[string]bool{}, map[string]bool{}
	var walk func(level int, branches []Branch)
	walk = func(level int, branches []Branch) {
		for _, b := range branches {
			if seen[b.Slug] || b.Slug != slugOf(b.Slug) {
				t.Errorf("slug %q is used twice or not plain", b.Slug)
			}
			seen[b.Slug] = true
			if b.Name == "" || !strings.HasSuffix(b.Description, ".") {
				t.Errorf("%s lacks a name or a full sentence", b.Slug)
			}
			if level < 3 && len(b.Below) == 0 || level == 3 && len(b.Below) > 0 {
				t.Errorf("%s ends at level %d", b.Slug, level)
			}
			if level == 3 {
				leaves[b.Slug] = true
			}
			walk(level+1, b.Below)
		}
	}
	walk(1, Tree())
	for _, k := range Kinds() {
		if !leaves[k.Leaf] {
			t.Errorf("kind %s has no leaf, or shares one", k.Leaf)
		}
		delete(leaves, k.Leaf)
	}
	if len(leaves) > 0 {
		t.Errorf("leaves without a kind: %v", leaves)
	}
}

func TestBrandsCoverTheMarket(t *testing.T) {
	slugs, names := map[string]bool{}, map[string]bool{}
	for _, b := range Brands() {
		if slugs[b.Slug] || names[b.Name] || b.Slug != slugOf(b.Slug) || b.Tier < 1 || b.Tier > 3 {
			t.Errorf("bad brand %q", b.Slug)
		}
		slugs[b.Slug], names[b.Name] = true, true
		if n := len(sentences(b.Description)); n < 2 || n > 3 {
			t.Errorf("%s is described in %d sentences", b.Slug, n)
		}
		if c, _, _ := strings.Cut(b.Description, ". "); !strings.HasPrefix(c, b.Name) {
			t.Errorf("%s: the first sentence does not name the brand", b.Slug)
		}
	}
	if n := len(slugs); n < 40 || n > 60 {
		t.Errorf("%d brands", n)
	}
	for _, k := range Kinds() {
		at := stall{k.Family, k.Gender}
		tiers := map[int]bool{}
		for _, b := range makers[at] {
			tiers[b.Tier] = true
		}
		if len(makers[at]) < 3 || len(tiers) < 2 {
			t.Errorf("%v has %d brands in %d tiers", at, len(makers[at]), len(tiers))
		}
	}
}

func TestMakeIsRepeatable(t *testing.T) {
	for i := 0; i < manyPieces; i += 7 {
		if !reflect.DeepEqual(pieces[i], Make(i)) {
			t.Fatalf("product %d differs when made again", i)
		}
	}
	if p := Make(99_999); p.SKU[len(p.SKU)-7:] != "-100000" {
		t.Errorf("SKU %s", p.SKU)
	}
}

func TestIdentity(t *testing.T) {
	slugs, skus := map[string]bool{}, map[string]bool{}
	for _, p := range pieces {
		if slugs[p.Slug] || skus[p.SKU] {
			t.Errorf("%s or %s occurs twice", p.Slug, p.SKU)
		}
		slugs[p.Slug], skus[p.SKU] = true, true
		if p.Slug != slugOf(p.Slug) || strings.Contains(p.Slug, "--") {
			t.Errorf("slug %q is not plain", p.Slug)
		}
		if len(p.SKU) != 13 || !strings.HasPrefix(p.SKU, "ZK-") || strings.ToUpper(p.SKU) != p.SKU {
			t.Errorf("SKU %q", p.SKU)
		}
		if slug := slugOf(p.Name); strings.Count(slug, "-") != len(strings.FieldsFunc(strings.ReplaceAll(p.Name, "'", ""), notWord))-1 {
			t.Errorf("letters were lost from %q in %q", p.Name, slug)
		}
	}
}

// notWord splits names into words; combining marks and the ampersand belong to words.
func notWord(c rune) bool {
	return !unicode.IsLetter(c) && !unicode.IsDigit(c) && !unicode.Is(unicode.Mn, c) && c != '&'
}

func TestPrices(t *testing.T) {
	reduced, featured := 0, 0
	for _, p := range pieces {
		if p.Price < p.Kind.Low || p.Price > p.Kind.High {
			t.Errorf("%s costs %d, outside %d..%d", p.Name, p.Price, p.Kind.Low, p.Kind.High)
		}
		if end := p.Price % 1000; !slices.Contains([]int64{0, 500, 900}, end) {
			t.Errorf("%s costs %d", p.Name, p.Price)
		}
		takes := p.Price
		if p.Sale > 0 {
			reduced, takes = reduced+1, p.Sale
			if p.Sale%100 != 0 || p.Sale*10 > p.Price*9 || p.Sale*2 < p.Price {
				t.Errorf("%s is reduced from %d to %d", p.Name, p.Price, p.Sale)
			}
		}
		if p.Cost <= 0 || p.Cost >= takes {
			t.Errorf("%s costs the shop %d and sells for %d", p.Name, p.Cost, takes)
		}
		if p.Featured {
			featured++
		}
	}
	if reduced < manyPieces*15/100 || reduced > manyPieces*21/100 {
		t.Errorf("%d of %d are reduced", reduced, manyPieces)
	}
	if featured < manyPieces*4/100 || featured > manyPieces*8/100 {
		t.Errorf("%d of %d are featured", featured, manyPieces)
	}
}

func TestTierRaisesThePrice(t *testing.T) {
	sum, n := [4]float64{}, [4]float64{}
	tier := map[string]int{}
	for _, b := range Brands() {
		tier[b.Slug] = b.Tier
	}
	for _, p := range pieces {
		at := tier[p.Brand]
		sum[at] += math.Log(float64(p.Price)/float64(p.Kind.Low)) / math.Log(float64(p.Kind.High)/float64(p.Kind.Low))
		n[at]++
	}
	if n[0] > 0 {
		t.Fatal("a product has an unknown brand")
	}
	if a, b, c := sum[1]/n[1], sum[2]/n[2], sum[3]/n[3]; a >= b || b >= c {
		t.Errorf("mean places in the price range by tier: %.2f %.2f %.2f", a, b, c)
	}
}

func TestNames(t *testing.T) {
	for _, p := range pieces {
		if n := utf8.RuneCountInString(p.Name); n > longestName || n < 4 {
			t.Errorf("%q has %d characters", p.Name, n)
		}
		words := wordsOf(p.Name)
		for i := 1; i < len(words); i++ {
			if words[i] == words[i-1] || strings.TrimSuffix(words[i], "s") == words[i-1] {
				t.Errorf("%q doubles %q", p.Name, words[i])
			}
		}
		if strings.ContainsAny(p.Name, "{}") || strings.Contains(p.Name, "  ") || strings.TrimSpace(p.Name) != p.Name {
			t.Errorf("%q is untidy", p.Name)
		}
	}
}

func TestEveryWindowHasEveryKind(t *testing.T) {
	count := map[string]int{}
	for i := range manyPieces {
		count[pieces[i].Kind.Leaf]++
		if i >= len(deck) {
			leaf := pieces[i-len(deck)].Kind.Leaf
			if count[leaf]--; count[leaf] == 0 {
				t.Fatalf("no %s among the %d products up to %d", leaf, len(deck), i)
			}
		}
		if i == len(deck)-1 && len(count) != len(kinds) {
			t.Fatalf("%d kinds in the first deck, want %d", len(count), len(kinds))
		}
	}
	if len(deck)*2 > 600 {
		t.Errorf("a deck of %d does not fit twice into the small shop", len(deck))
	}
}

func TestEveryCutIsMade(t *testing.T) {
	made := map[string]bool{}
	for i := range manyPieces {
		k, c := deal(i)
		made[k.Leaf+"/"+c.Name] = true
	}
	for _, k := range Kinds() {
		for _, c := range k.Cuts {
			if !made[k.Leaf+"/"+c.Name] {
				t.Errorf("%s/%s is never made", k.Leaf, c.Name)
			}
			if n := strings.Count(c.Text, "{It}"); n != 1 || !strings.HasPrefix(c.Text, "{It} ") {
				t.Errorf("%s/%s names its product %d times", k.Leaf, c.Name, n)
			}
		}
	}
}

func TestPinsHold(t *testing.T) {
	for at, material := range pins {
		leaf, cut, _ := strings.Cut(at, "/")
		found := false
		for _, k := range Kinds() {
			if k.Leaf == leaf {
				found = slices.ContainsFunc(k.Cuts, func(c Cut) bool { return c.Name == cut }) &&
					fabricFor(dice.New(at, 0), k, Cut{Name: cut}).Name == material
			}
		}
		if !found {
			t.Errorf("%s cannot be of %s", at, material)
		}
	}
}

func TestChoices(t *testing.T) {
	appeal, popular := 0.0, 0
	for _, p := range pieces {
		if n := len(p.Colors); n < 1 || n > 4 || !subsequence(p.Colors, p.Kind.Palette) {
			t.Errorf("%d has the colours %v", p.Index, p.Colors)
		}
		if len(p.Sizes) == 0 || !subsequence(p.Sizes, p.Kind.Sizes) {
			t.Errorf("%d has the sizes %v", p.Index, p.Sizes)
		}
		tags := slices.Sorted(slices.Values(p.Tags))
		if n := len(slices.Compact(tags)); n != len(p.Tags) || n < 3 || n > 6 {
			t.Errorf("%d has the tags %v", p.Index, p.Tags)
		}
		if p.Grams < p.Kind.Grams[0] || p.Grams > p.Kind.Grams[1] || p.Box != p.Kind.Box || p.Pictures < 2 || p.Pictures > 4 {
			t.Errorf("%d weighs %d g, box %v, %d pictures", p.Index, p.Grams, p.Box, p.Pictures)
		}
		if p.Appeal < 0 || p.Appeal > 1 || p.Quality < 3.2 || p.Quality > 4.9 {
			t.Errorf("%d has appeal %f and quality %f", p.Index, p.Appeal, p.Quality)
		}
		if p.Material == "" || p.Care == "" {
			t.Errorf("%d lacks material or care", p.Index)
		}
		appeal += p.Appeal
		if p.Appeal > 0.5 {
			popular++
		}
	}
	if mean := appeal / manyPieces; mean < 0.12 || mean > 0.35 || popular > manyPieces/4 {
		t.Errorf("appeal has the mean %.2f, %d above a half", mean, popular)
	}
}

// subsequence reports whether part occurs in whole, in the same order.
func subsequence(part, whole []string) bool {
	for _, w := range whole {
		if len(part) > 0 && part[0] == w {
			part = part[1:]
		}
	}
	return len(part) == 0
}
