package merchandising

import (
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"zuka/ent/db/product"
	"zuka/ent/shape"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/money"
)

var (
	skuForm  = regexp.MustCompile(`^[A-Z0-9]+([-._/][A-Z0-9]+)*$`)
	wordForm = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
)

// line keeps a text of one line that must say something.
func line(most int) keeper[string] {
	return func(faults *fault.Faults, field, text string) string {
		text = short(most)(faults, field, text)
		faults.Check(text != "", field, "is missing")
		return text
	}
}

// short keeps a text of one line, which may be empty.
func short(most int) keeper[string] {
	return func(faults *fault.Faults, field, text string) string {
		text = strings.Join(strings.Fields(norm.NFC.String(text)), " ")
		faults.Check(utf8.RuneCountInString(text) <= most, field, "must have at most %d characters", most)
		faults.Check(readable(text), field, "contains characters that cannot be shown")
		return text
	}
}

// prose keeps a text with paragraphs, which may be empty.
func prose(most int) keeper[string] {
	return func(faults *fault.Faults, field, text string) string {
		text = strings.TrimSpace(norm.NFC.String(strings.NewReplacer("\r\n", "\n", "\t", " ").Replace(text)))
		faults.Check(utf8.RuneCountInString(text) <= most, field, "must have at most %d characters", most)
		faults.Check(readable(strings.ReplaceAll(text, "\n", " ")), field, "contains characters that cannot be shown")
		return text
	}
}

// readable tells whether a text is valid and holds nothing that is no
// character: NUL, controls, or marks that turn the direction of what follows
// the text on a page.
func readable(text string) bool {
	return utf8.ValidString(text) && strings.IndexFunc(text, func(r rune) bool {
		return unicode.IsControl(r) || r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069
	}) < 0
}

// keepSKU writes codes in capitals, so that two never differ by case alone.
func keepSKU(faults *fault.Faults, field, sku string) string {
	sku = strings.ToUpper(strings.TrimSpace(sku))
	faults.Check(len(sku) <= longestSKU && skuForm.MatchString(sku), field,
		"must have 1 to %d letters A to Z and digits, with single marks - . _ / between them", longestSKU)
	return sku
}

func keepSlug(faults *fault.Faults, field, slug string) string {
	faults.Check(len(slug) <= longestSlug && wordForm.MatchString(slug), field,
		"must have 1 to %d letters a to z and digits, joined by single hyphens", longestSlug)
	return slug
}

// keepURL keeps an address of the encrypted web, or a path of this server. A
// path that begins with two slashes, or a slash and a backslash, is another
// server's for a browser.
func keepURL(faults *fault.Faults, field, address string) string {
	parsed, err := url.Parse(address)
	web := err == nil && parsed.Scheme == "https" && parsed.Host != "" && parsed.User == nil
	path := err == nil && strings.HasPrefix(address, "/") && !strings.HasPrefix(address, "//") && !strings.Contains(address, `\`)
	faults.Check((web || path) && len(address) <= longestURL && readable(address), field,
		"must be an address that begins with https://, or a path of this shop that begins with /")
	return address
}

func keepImages(faults *fault.Faults, field string, images []shape.Image) []shape.Image {
	faults.Check(len(images) <= mostImages, field, "must have at most %d pictures", mostImages)
	kept := []shape.Image{}
	for i, image := range images[:min(len(images), mostImages)] {
		at := field + "." + strconv.Itoa(i)
		kept = append(kept, shape.Image{URL: keepURL(faults, at+".url", image.URL), Alt: short(longestAlt)(faults, at+".alt", image.Alt)})
	}
	return kept
}

func keepTags(faults *fault.Faults, field string, tags []string) []string {
	faults.Check(len(tags) <= mostTags, field, "must have at most %d words", mostTags)
	return keepEach(tags, mostTags, func(i int, tag string) string {
		faults.Check(len(tag) <= longestWord && wordForm.MatchString(tag), field+"."+strconv.Itoa(i),
			"must be a word of at most %d small letters a to z and digits; hyphens may join its parts", longestWord)
		return tag
	})
}

// keepChoices keeps the sizes or colours of a product that has no variants.
func keepChoices(faults *fault.Faults, field string, choices []string) []string {
	faults.Check(len(choices) <= mostChoices, field, "must have at most %d", mostChoices)
	return keepEach(choices, mostChoices, func(i int, choice string) string {
		return line(longestWord)(faults, field+"."+strconv.Itoa(i), choice)
	})
}

// keepEach keeps each word once.
func keepEach(words []string, most int, keep func(int, string) string) []string {
	kept := []string{}
	for i, word := range words[:min(len(words), most)] {
		if word = keep(i, word); !slices.Contains(kept, word) {
			kept = append(kept, word)
		}
	}
	return kept
}

func keepPrice(faults *fault.Faults, field string, price money.Naira) money.Naira {
	faults.Check(price >= 0 && price <= highestPrice, field, "must be between ₦0 and %s", highestPrice.Formatted())
	return price
}

func keepGender(faults *fault.Faults, field string, gender product.Gender) product.Gender {
	faults.Check(product.GenderValidator(gender) == nil, field, "must be men, women, kids or unisex")
	return gender
}

func keepDimensions(faults *fault.Faults, field string, size shape.Dimensions) shape.Dimensions {
	for _, side := range []struct {
		name   string
		length float64
	}{{"lengthCm", size.LengthCM}, {"widthCm", size.WidthCM}, {"heightCm", size.HeightCM}} {
		// NaN holds neither.
		faults.Check(side.length > 0 && side.length <= longestSide, field+"."+side.name, "must be above 0 and at most %d", longestSide)
	}
	return size
}

// between keeps a whole number within bounds.
func between(least, most int) keeper[int] {
	return func(faults *fault.Faults, field string, number int) int {
		faults.Check(number >= least && number <= most, field, "must be between %d and %d", least, most)
		return number
	}
}
