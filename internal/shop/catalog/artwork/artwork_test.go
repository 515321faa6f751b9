package artwork

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// silhouettes is every silhouette in a fixed order.
func silhouettes() []Silhouette { return slices.Sorted(maps.Keys(figures)) }

// fabrics is every fabric in a fixed order.
func fabrics() []Fabric { return append(slices.Sorted(maps.Keys(weaves)), Ankara) }

// elements are all a picture may hold: nothing that runs, loads or embeds.
var elements = map[string]bool{
	"svg": true, "title": true, "defs": true, "g": true, "use": true, "path": true, "circle": true, "ellipse": true, "rect": true, "text": true, "pattern": true,
	"linearGradient": true, "radialGradient": true, "stop": true, "filter": true, "feDropShadow": true,
}

// requirePicture decodes the whole of svg, checks that it holds known elements only and refers only to itself, and
// returns its title.
func requirePicture(t require.TestingT, svg []byte) string {
	require.True(t, utf8.Valid(svg))
	d := xml.NewDecoder(bytes.NewReader(svg))
	ids, refs := map[string]bool{}, map[string]bool{}
	var title string
	count, inTitle := 0, false
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			require.NoError(t, err)
		}
		switch el := token.(type) {
		case xml.StartElement:
			if count == 0 {
				require.Equal(t, "http://www.w3.org/2000/svg", el.Name.Space)
				require.Contains(t, el.Attr, xml.Attr{Name: xml.Name{Local: "role"}, Value: "img"})
			}
			requireElement(t, el, ids, refs)
			count++
			inTitle = el.Name.Local == "title"
		case xml.EndElement:
			inTitle = false
		case xml.CharData:
			if inTitle {
				title += string(el)
			}
		case xml.Comment, xml.ProcInst, xml.Directive:
			require.Fail(t, "a picture holds elements and text only")
		}
	}
	for ref := range refs {
		require.True(t, ids[ref], "reference to nothing: %s", ref)
	}
	require.Greater(t, count, 8)
	require.NotEmpty(t, title)
	return title
}

// requireElement checks one element and gathers its id and what it refers to.
func requireElement(t require.TestingT, el xml.StartElement, ids, refs map[string]bool) {
	if !elements[el.Name.Local] {
		require.Fail(t, "element "+el.Name.Local)
	}
	for _, a := range el.Attr {
		inside, isURL := strings.CutPrefix(a.Value, "url(#")
		switch name := a.Name.Local; {
		case name == "id":
			if ids[a.Value] {
				require.Fail(t, "id twice: "+a.Value)
			}
			ids[a.Value] = true
		case name == "href":
			if !strings.HasPrefix(a.Value, "#") {
				require.Fail(t, "outside reference: "+a.Value)
			}
			refs[a.Value[1:]] = true
		case name == "aria-labelledby":
			refs[a.Value] = true
		case isURL:
			refs[strings.TrimSuffix(inside, ")")] = true
		case strings.HasPrefix(name, "on"), name == "style", name == "src", name == "class", name != "xmlns" && strings.Contains(a.Value, ":"):
			require.Fail(t, "attribute "+name+" "+a.Value)
		}
	}
}

func TestEverySilhouetteInEveryFabricAndView(t *testing.T) {
	for _, s := range silhouettes() {
		for i, f := range fabrics() {
			for variant := range 8 {
				view := 1 + (i+variant)%Views
				p := Product{Slug: fmt.Sprint(s, f, variant), Name: "Thing", Brand: "Adé & Co", Kind: string(s), Tags: []string{string(f)}, Material: string(f),
					Colors: []string{"Indigo", "Ivory", "Mustard"}, View: view}
				svg := drawAs(s, p)
				// Decoding is slow under the race detector; each fabric is decoded once a silhouette, its size is checked for all.
				if variant == 0 {
					requirePicture(t, svg)
				}
				require.GreaterOrEqual(t, len(svg), 3000, "%s %s view %d", s, f, view)
				require.LessOrEqual(t, len(svg), 15<<10, "%s %s view %d", s, f, view)
			}
		}
	}
}

func TestCategoriesAndBrands(t *testing.T) {
	slugs := []string{"women", "men", "kids", "accessories", "womens-shoes", "bags", "jewellery", "fabrics", "headwear", "womens-ankara-dresses", "mens-traditional",
		"kids-boys-shirts", "gele", "sportswear", "anything", ""}
	for _, slug := range slugs {
		svg := Category{Slug: slug, Name: "Name of " + slug}.SVG()
		require.Equal(t, strings.TrimSpace("Name of "+slug), requirePicture(t, svg))
		require.LessOrEqual(t, len(svg), 15<<10, slug)
		require.GreaterOrEqual(t, len(svg), 3000, slug)
		require.Equal(t, svg, Category{Slug: slug, Name: "Name of " + slug}.SVG())
	}
	for i := range 200 {
		svg := Brand{Slug: fmt.Sprint("brand-", i), Name: "Ọmọ & Sons"}.SVG()
		require.Equal(t, "Ọmọ & Sons", requirePicture(t, svg))
		require.LessOrEqual(t, len(svg), 8<<10)
	}
	require.NotEqual(t, Brand{Slug: "a", Name: "A"}.SVG(), Brand{Slug: "b", Name: "A"}.SVG())
}

func TestHostileText(t *testing.T) {
	hostile := "\x00\x1b</title><script>alert('1')</script>\"&amp;\u202e\ufffe\xff\xc3 " + strings.Repeat("ọ", 5000)
	p := Product{Slug: hostile, Name: hostile, Brand: hostile, Kind: hostile, Gender: hostile, Colors: []string{hostile, `"/><script>`, "url(x)"}, Tags: []string{hostile},
		Material: hostile}
	for p.View = 1; p.View <= Views; p.View++ {
		svg := p.SVG()
		title := requirePicture(t, svg)
		require.Contains(t, title, "</title><script>alert('1')")
		require.LessOrEqual(t, len(svg), 15<<10)
	}
	requirePicture(t, Category{hostile, hostile}.SVG())
	requirePicture(t, Brand{hostile, hostile}.SVG())
}

func TestClean(t *testing.T) {
	for in, want := range map[string]string{
		"": "", "  Adé\u0301 \r\n gown ": "Adé\u0301 gown", "a\x00b\x1fc": "abc", "a\u202eb\u2066c": "abc", "a\xffb": "ab", "a\ufffeb\uffffc": "abc", "😀": "😀",
	} {
		require.Equal(t, want, clean(in), "%q", in)
	}
	require.Equal(t, maxText, utf8.RuneCountInString(clean(strings.Repeat("x", 500))))
	require.Equal(t, "&lt;&amp;&gt;&quot;&#39;", escape(`<&>"'`))
}

func TestSameProductSameBytes(t *testing.T) {
	p := Product{Slug: "amara-gown", Name: "Amara Gown", Kind: "womens-gowns", Colors: []string{"Wine"}}
	require.Equal(t, p.SVG(), p.SVG())
	front := p.SVG()
	for view, same := range map[int]bool{-3: true, 0: true, 1: true, 2: false, 3: false, 4: false, 5: true, 9: true} {
		p.View = view
		require.Equal(t, same, bytes.Equal(front, p.SVG()), "view %d", view)
	}
	p.View = 1
	p.Slug = "other-gown"
	require.NotEqual(t, front, p.SVG())
}

func TestTitleNamesProductBrandAndView(t *testing.T) {
	p := Product{Name: "Amara Gown", Brand: "Zuri", Kind: "womens-gowns", View: 2}
	require.Equal(t, "Amara Gown by Zuri, back and colours", requirePicture(t, p.SVG()))
	require.Equal(t, "Product, front", requirePicture(t, Product{}.SVG()))
}

func TestColoursReachThePicture(t *testing.T) {
	p := Product{Slug: "x", Name: "Shirt", Kind: "mens-shirts", Colors: []string{"Emerald", "#a1b2c3", "Wine"}, View: 2}
	svg := string(p.SVG())
	for _, hex := range []string{"#0f7a52", "#a1b2c3", "#6b1a33"} {
		require.Contains(t, svg, hex)
	}
	p.Colors = []string{"a", "b", "c", "d", "e", "f", "g", "h"}
	require.Equal(t, maxChips, strings.Count(string(p.SVG()), `rx="29"`))
}

func TestAnyInput(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.Map(rapid.SliceOfN(rapid.Byte(), 0, 40), func(b []byte) string { return string(b) }),
			rapid.SampledFrom([]string{"kids", "gele", "Ankara", "mens-agbada", "lace", "sneakers"}))
		p := Product{Slug: text.Draw(t, "slug"), Name: text.Draw(t, "name"), Brand: text.Draw(t, "brand"), Kind: text.Draw(t, "kind"), Gender: text.Draw(t, "gender"),
			Colors: rapid.SliceOfN(text, 0, 9).Draw(t, "colors"), Tags: rapid.SliceOfN(text, 0, 9).Draw(t, "tags"), Material: text.Draw(t, "material"), View: rapid.Int().Draw(t, "view")}
		svg := p.SVG()
		requirePicture(t, svg)
		require.LessOrEqual(t, len(svg), 15<<10)
		requirePicture(t, Category{p.Slug, p.Name}.SVG())
		requirePicture(t, Brand{p.Slug, p.Name}.SVG())
	})
}

func FuzzProduct(f *testing.F) {
	f.Add("amara", "Amara <Gown>", "womens-gowns", "Burnt orange", "lace", 3)
	f.Add("\xff", "\x00", "kids-sneakers", "#12345g", "aso-oke", -9)
	f.Fuzz(func(t *testing.T, slug, name, kind, colour, tag string, view int) {
		requirePicture(t, Product{Slug: slug, Name: name, Brand: name, Kind: kind, Gender: tag, Colors: []string{colour, name}, Tags: []string{tag}, Material: tag, View: view}.SVG())
	})
}

func BenchmarkProduct(b *testing.B) {
	for view := 1; view <= Views; view++ {
		p := Product{Slug: "amara-ankara-gown", Name: "Amara Ankara Gown", Brand: "Adaeze Atelier", Kind: "womens-ankara-dresses", Colors: []string{"Burnt orange", "Teal"},
			Tags: []string{"ankara", "party"}, Material: "Cotton", View: view}
		b.Run(viewNames[view-1], func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				p.SVG()
			}
		})
	}
}

func BenchmarkCategory(b *testing.B) {
	for b.Loop() {
		Category{Slug: "women", Name: "Women"}.SVG()
	}
}

func BenchmarkBrand(b *testing.B) {
	for b.Loop() {
		Brand{Slug: "adaeze-atelier", Name: "Adaeze Atelier"}.SVG()
	}
}
