package review

import (
	"net/url"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"zuka/ent/shape"
	"zuka/internal/platform/fault"
)

func checkRating(faults *fault.Faults, field string, rating int) {
	faults.Check(rating >= lowestRating && rating <= highestRating, field, "must be between %d and %d", lowestRating, highestRating)
}

// keepLine is a text of one line as it is kept.
func keepLine(faults *fault.Faults, field, text string, most int) string {
	text = strings.Join(strings.Fields(norm.NFC.String(text)), " ")
	faults.Check(utf8.RuneCountInString(text) <= most, field, "must have at most %d characters", most)
	faults.Check(readable(text), field, "contains characters that cannot be shown")
	return text
}

// keepComment is a comment as it is kept: it may have paragraphs.
func keepComment(faults *fault.Faults, field, text string) string {
	text = strings.TrimSpace(norm.NFC.String(strings.NewReplacer("\r\n", "\n", "\t", " ").Replace(text)))
	length := utf8.RuneCountInString(text)
	faults.Check(length == 0 || length >= shortestComment && length <= longestComment, field,
		"must have between %d and %d characters, or none", shortestComment, longestComment)
	faults.Check(readable(strings.ReplaceAll(text, "\n", " ")), field, "contains characters that cannot be shown")
	return text
}

// readable tells whether a text is valid and holds nothing that is no
// character: NUL, controls, or marks that turn the direction of what follows
// the text on a page.
func readable(text string) bool {
	return utf8.ValidString(text) && strings.IndexFunc(text, func(r rune) bool {
		return unicode.IsControl(r) || r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069
	}) < 0
}

// keepImages are pictures as they are kept. They lie on servers of others, so
// only the encrypted web is let in.
func keepImages(faults *fault.Faults, field string, addresses []string) []shape.Image {
	faults.Check(len(addresses) <= mostImages, field, "must have at most %d pictures", mostImages)
	images := []shape.Image{}
	for i, address := range addresses[:min(len(addresses), mostImages)] {
		parsed, err := url.Parse(address)
		faults.Check(err == nil && parsed.Scheme == "https" && parsed.Host != "" && parsed.User == nil && len(address) <= longestImage && readable(address),
			field+"."+strconv.Itoa(i), "must be an address that begins with https://")
		images = append(images, shape.Image{URL: address})
	}
	return images
}
