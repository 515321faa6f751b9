package llm

import (
	"slices"
	"unicode"
	"unicode/utf8"

	"zuka/internal/shop/pet/brain"
)

// coupon and order are the arguments of the tools that take one word.
type (
	coupon struct {
		Code string `json:"code"`
	}
	order struct {
		Number string `json:"number"`
	}
)

const (
	maxWord  = 60
	maxPrice = 1_000_000_000
)

var (
	genders = []string{"", "women", "men", "kids", "unisex"}
	sorts   = []string{"", "cheapest", "dearest", "newest", "rated", "selling"}
)

func (c coupon) check() bool { return c.Code != "" && word(c.Code, maxName) }

func (o order) check() bool { return word(o.Number, maxName) }

func checkSearch(s brain.Search) bool {
	for _, list := range [][]string{s.Categories, s.Brands, s.Colors, s.NotColors, s.Sizes} {
		if len(list) > 10 || slices.ContainsFunc(list, func(text string) bool { return text == "" || !word(text, maxWord) }) {
			return false
		}
	}
	return word(s.Text, 200) && slices.Contains(genders, s.Gender) && slices.Contains(sorts, s.Sort) &&
		isPrice(s.Min) && isPrice(s.Max) && s.Skip >= 0 && s.Skip <= 10_000
}

func checkRecommend(r brain.Recommend) bool {
	return isID(r.Beside, 0) && word(r.Category, maxWord) && slices.Contains(genders, r.Gender) && isPrice(r.Max)
}

// checkAdd lets the quantity be left out, which means one.
func checkAdd(a brain.Add) bool {
	return isID(a.Product, 1) && word(a.Size, maxName) && word(a.Color, maxName) && a.Quantity >= 0 && a.Quantity <= 100
}

// word tells whether a text is short, and text.
func word(text string, most int) bool {
	if utf8.RuneCountInString(text) > most {
		return false
	}
	for _, r := range text {
		if unicode.IsControl(r) || r == utf8.RuneError {
			return false
		}
	}
	return true
}

func isPrice(naira int64) bool { return naira >= 0 && naira <= maxPrice }

// isID tells whether a number can be an id of the database, from least on.
func isID(id, least int) bool { return id >= least && id <= 1<<31-1 }
