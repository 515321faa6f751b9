package catalog

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// sizeOrder is how sizes by letter follow one another.
var sizeOrder = []string{"XXS", "XS", "S", "M", "L", "XL", "XXL", "2XL", "3XL", "4XL", "5XL", "One size"}

// compareSizes sorts letters by size and everything else by its number, then
// by its text.
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
	x, y := sizeNumber(a), sizeNumber(b)
	if x != y {
		if x < y {
			return -1
		}
		return 1
	}
	return strings.Compare(a, b)
}

// sizeNumber is the first number in a size: 12 of "UK 12", 3 of "3-4 years".
// What has none sorts first.
func sizeNumber(size string) float64 {
	start := strings.IndexFunc(size, unicode.IsDigit)
	if start < 0 {
		return 0
	}
	end := start
	for end < len(size) && (size[end] == '.' || size[end] >= '0' && size[end] <= '9') {
		end++
	}
	number, err := strconv.ParseFloat(size[start:end], 64)
	if err != nil {
		return 0 // Two dots: no size has them.
	}
	return number
}
