package understand

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"zuka/internal/seed/goods"
	"zuka/internal/shop/pet/brain"
)

// seedLexicon is a lexicon of what the seed's shop sells.
func seedLexicon() *Lexicon {
	var categories, brands []Entry
	var walk func([]goods.Branch)
	walk = func(below []goods.Branch) {
		for _, b := range below {
			categories = append(categories, Entry{b.Slug, b.Name})
			walk(b.Below)
		}
	}
	walk(goods.Tree())
	for _, b := range goods.Brands() {
		brands = append(brands, Entry{b.Slug, b.Name})
	}
	colors, sizes := map[string]bool{}, map[string]bool{}
	for _, kind := range goods.Kinds() {
		for _, c := range kind.Palette {
			colors[c] = true
		}
		for _, s := range kind.Sizes {
			sizes[s] = true
		}
	}
	return NewLexicon(categories, brands, sorted(colors), sorted(sizes))
}

func sorted(set map[string]bool) []string {
	var list []string
	for value := range set {
		list = append(list, value)
	}
	sort.Strings(list)
	return list
}

var (
	shift   = brain.Product{ID: 11, Name: "Shift Ankara Dress", Brand: "Yaba Threads", Category: "ankara-dresses", Price: 12500, Colors: []string{"Red", "Navy"}, Sizes: []string{"8", "10", "12", "14"}}
	aline   = brain.Product{ID: 12, Name: "A-Line Lace Gown", Brand: "Ìyálóde House", Category: "lace-gowns", Price: 45000, Colors: []string{"Wine"}, Sizes: []string{"10", "12"}}
	column  = brain.Product{ID: 13, Name: "Column Adire Dress", Brand: "Ìtòkú Blue", Category: "adire-dresses", Price: 18000, Colors: []string{"Black"}, Sizes: []string{"12", "14", "16"}}
	lowTop  = brain.Product{ID: 21, Name: "Slip-On Low-Top Sneakers", Brand: "Pitch & Pavement", Category: "low-top-sneakers", Price: 22000, Colors: []string{"White", "Black", "Navy"}, Sizes: []string{"40", "41", "42", "43", "44"}}
	slouchy = brain.Product{ID: 31, Name: "Slouchy Handbag", Brand: "Ebony Clasp", Category: "handbags", Price: 60000, Colors: []string{"Brown"}, Sizes: []string{"One size"}}
)

// contexts are the conversations that the messages stand in.
func contexts() map[string]Context {
	dresses := brain.Memory{Shown: []brain.Product{shift, aline, column}, Search: &brain.Search{Categories: []string{"womens-dresses"}}}
	shoe := brain.Memory{Shown: []brain.Product{lowTop}, Subject: &lowTop, Search: &brain.Search{Categories: []string{"sneakers"}}}
	asks := func(memory brain.Memory, wants string, add *brain.Add) Context {
		memory.Question = &brain.Question{Wants: wants, Add: add}
		return Context{Memory: memory}
	}
	return map[string]Context{
		"fresh": {}, "shown": {Memory: dresses}, "shoe": {Memory: shoe},
		"bag":        {Memory: brain.Memory{Shown: []brain.Product{slouchy}, Subject: &slouchy}},
		"asksize":    asks(shoe, "size", &brain.Add{Product: 21, Color: "Black"}),
		"askletter":  asks(shoe, "size", &brain.Add{Product: 21, Color: "Black"}),
		"askcolor":   asks(shoe, "color", &brain.Add{Product: 21, Size: "42"}),
		"askproduct": asks(dresses, "product", &brain.Add{}),
		"askorder":   asks(brain.Memory{}, "order", nil), "askcoupon": asks(brain.Memory{}, "coupon", nil), "askstate": asks(brain.Memory{}, "state", nil),
	}
}

// example is a message with what is to be understood of it.
type example struct{ place, context, message, want string }

func examples(t testing.TB) ([]example, map[string]string) {
	files, err := filepath.Glob("testdata/*.txt")
	require.NoError(t, err)
	var all []example
	names := map[string]string{}
	for _, file := range files {
		content, err := os.ReadFile(file)
		require.NoError(t, err)
		context, n := "fresh", 0
		for line := range strings.Lines(string(content)) {
			n++
			line = strings.TrimSpace(line)
			switch {
			case line == "" || line[0] == '#':
			case line[0] == '@':
				context = strings.TrimSpace(line[1:])
			case line[0] == '$':
				name, value, _ := strings.Cut(line, " = ")
				names[name] = value
			default:
				message, want, found := strings.Cut(line, " => ")
				require.True(t, found, "%s:%d", file, n)
				all = append(all, example{fmt.Sprintf("%s:%d", filepath.Base(file), n), context, message, want})
			}
		}
	}
	return all, names
}

func TestMessages(t *testing.T) {
	t.Parallel()
	lexicon, scenes := seedLexicon(), contexts()
	all, names := examples(t)
	require.GreaterOrEqual(t, len(all), 400)
	failed := 0
	for _, e := range all {
		in, known := scenes[e.context]
		require.True(t, known, "%s: no context %s", e.place, e.context)
		want := written(expected(t, e, names))
		got := written(lexicon.Read(e.message, in))
		if want != got {
			failed++
			t.Errorf("%s [%s] %q\n\twant %s\n\tgot  %s", e.place, e.context, e.message, want, got)
		}
	}
	t.Logf("%d messages, %d misunderstood", len(all), failed)
}

// expected reads what a line wants.
func expected(t testing.TB, e example, names map[string]string) Meaning {
	fields := strings.Fields(e.want)
	m := Meaning{Intent: Intent(fields[0])}
	var strong []string
	for _, field := range fields[1:] {
		key, value, _ := strings.Cut(field, "=")
		var list []string
		for _, part := range strings.Split(value, ",") {
			if whole, known := names[part]; known {
				part = whole
			}
			list = append(list, strings.Split(strings.ReplaceAll(part, "_", " "), ",")...)
		}
		number, _ := strconv.Atoi(value)
		if key == "sign" {
			strong = append(strong, value)
		} else if !setField(&m, key, value, list, number) {
			t.Fatalf("%s: no field %q", e.place, field)
		}
	}
	m.Signs = expectedSigns(m, strong)
	return m
}

// setField sets what a line wants of one field, false when there is none of the name.
func setField(m *Meaning, key, value string, list []string, number int) bool {
	switch key {
	case "cat":
		m.Search.Categories = list
	case "brand":
		m.Search.Brands = list
	case "color":
		m.Search.Colors = list
	case "not":
		m.Search.NotColors = list
	case "size":
		m.Search.Sizes = list
	case "text":
		m.Search.Text = list[0]
	case "gender":
		m.Search.Gender = value
	case "min":
		m.Search.Min = int64(number)
	case "max":
		m.Search.Max = int64(number)
	case "deals":
		m.Search.Deals = true
	case "sort":
		m.Search.Sort = value
	case "ord":
		m.Ordinal = number
	case "it":
		m.Refers = true
	case "qty":
		m.Quantity = number
	case "code":
		m.Coupon = value
	case "order":
		m.Order = value
	case "state":
		m.State = list[0]
	case "aspect":
		m.Aspect = value
	case "hi":
		m.Greets = true
	default:
		return false
	}
	return true
}

// expectedSigns are the strong signs named, and weak ones of what is asked for.
func expectedSigns(m Meaning, strong []string) []brain.Sign {
	var signs []brain.Sign
	done := map[string]bool{}
	lists := []struct {
		kind   string
		values []string
		weight float64
	}{{"color", m.Search.Colors, 1}, {"size", m.Search.Sizes, 1}, {"brand", m.Search.Brands, 1}, {"category", m.Search.Categories, 1}, {"color", m.Search.NotColors, -1}}
	for _, text := range strong {
		part := strings.Split(text, ":")
		weight, _ := strconv.ParseFloat(part[2], 64)
		if part[1] != "*" {
			signs = append(signs, brain.Sign{Kind: part[0], Value: strings.ReplaceAll(part[1], "_", " "), Weight: weight})
		}
		for _, list := range lists {
			for _, value := range list.values {
				if list.kind == part[0] && part[1] == "*" {
					signs = append(signs, brain.Sign{Kind: part[0], Value: value, Weight: weight})
				}
			}
		}
		done[part[0]] = true
	}
	if !slices.Contains([]Intent{Search, Narrow, Recommend, Deals}, m.Intent) {
		return signs
	}
	for _, list := range lists {
		for _, value := range list.values {
			if !done[list.kind] {
				signs = append(signs, brain.Sign{Kind: list.kind, Value: value, Weight: list.weight})
			}
		}
	}
	if m.Search.Min > 0 || m.Search.Max > 0 {
		signs = append(signs, brain.Sign{Kind: "price", Weight: 1, Min: m.Search.Min, Max: m.Search.Max})
	}
	return signs
}

// written is a meaning in words, the same for the same in any order.
func written(m Meaning) string {
	var out []string
	list := func(name string, values []string) {
		if len(values) > 0 {
			values = slices.Clone(values)
			sort.Strings(values)
			out = append(out, name+"="+strings.Join(values, ","))
		}
	}
	add := func(name string, value any, empty bool) {
		if !empty {
			out = append(out, fmt.Sprintf("%s=%v", name, value))
		}
	}
	s := m.Search
	out = append(out, string(m.Intent))
	list("cat", s.Categories)
	list("brand", s.Brands)
	list("color", s.Colors)
	list("not", s.NotColors)
	list("size", s.Sizes)
	add("text", s.Text, s.Text == "")
	add("gender", s.Gender, s.Gender == "")
	add("min", s.Min, s.Min == 0)
	add("max", s.Max, s.Max == 0)
	add("deals", s.Deals, !s.Deals)
	add("sort", s.Sort, s.Sort == "")
	add("ord", m.Ordinal, m.Ordinal == 0)
	add("it", m.Refers, !m.Refers)
	add("qty", m.Quantity, m.Quantity == 0)
	add("code", m.Coupon, m.Coupon == "")
	add("order", m.Order, m.Order == "")
	add("state", m.State, m.State == "")
	add("aspect", m.Aspect, m.Aspect == "")
	add("hi", m.Greets, !m.Greets)
	var signs []string
	for _, sign := range m.Signs {
		signs = append(signs, fmt.Sprintf("%s:%s:%v:%d:%d", sign.Kind, sign.Value, sign.Weight, sign.Min, sign.Max))
	}
	list("signs", signs)
	return strings.Join(out, " ")
}
