package merchandising

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"zuka/ent/db"
)

// sizeOrder is how sizes by letter follow one another.
var sizeOrder = []string{"XXS", "XS", "S", "M", "L", "XL", "XXL", "2XL", "3XL", "4XL", "5XL", "One size"}

// compareSizes sorts letters by size and everything else by its number, then
// by its text: as catalog shows sizes to shoppers.
func compareSizes(a, b string) int {
	i, j := slices.Index(sizeOrder, a), slices.Index(sizeOrder, b)
	switch {
	case i >= 0 && j >= 0:
		return i - j
	case i >= 0:
		return -1
	case j >= 0:
		return 1
	}
	return cmp.Or(cmp.Compare(sizeNumber(a), sizeNumber(b)), strings.Compare(a, b))
}

// sizeNumber is the first number in a size: 12 of "UK 12", 3 of "3-4 years".
// What has none sorts first.
func sizeNumber(size string) float64 {
	size = size[len(size)-len(strings.TrimLeftFunc(size, func(r rune) bool { return !unicode.IsDigit(r) })):]
	end := 0
	for end < len(size) && (size[end] == '.' || size[end] >= '0' && size[end] <= '9') {
		end++
	}
	number, err := strconv.ParseFloat(size[:end], 64)
	if err != nil {
		return 0 // None, or two dots: no size has them.
	}
	return number
}

// choices are the sizes that variants come in, the smallest first, and their
// colours, in the order in which they were added.
func choices(variants []*db.ProductVariant) (sizes, colors []string) {
	sizes, colors = []string{}, []string{}
	for _, one := range variants {
		if one.Size != "" && !slices.Contains(sizes, one.Size) {
			sizes = append(sizes, one.Size)
		}
		if one.Color != "" && !slices.Contains(colors, one.Color) {
			colors = append(colors, one.Color)
		}
	}
	slices.SortFunc(sizes, compareSizes)
	return sizes, colors
}
