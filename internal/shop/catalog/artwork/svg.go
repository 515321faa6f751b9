package artwork

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxText bounds each text that enters a picture, in runes, so that a hostile name cannot swell the output.
const maxText = 120

// canvas collects one picture. Ids inside the picture end in suffix, so that several pictures pasted into one HTML
// page do not take each other's patterns.
type canvas struct {
	buf    []byte
	suffix string
}

// newCanvas starts a picture whose ids are derived from seed.
func newCanvas(seed uint64) *canvas {
	return &canvas{buf: make([]byte, 0, 12<<10), suffix: strconv.FormatUint(seed&0xfffff|0x100000, 36)}
}

// put appends trusted markup.
func (c *canvas) put(parts ...string) {
	for _, p := range parts {
		c.buf = append(c.buf, p...)
	}
}

// num appends a number with at most two decimals.
func (c *canvas) num(v float64) {
	c.buf = append(c.buf, number(v)...)
}

// text appends untrusted text, escaped.
func (c *canvas) text(s string) {
	c.buf = append(c.buf, escape(s)...)
}

// id is name made unique to this picture.
func (c *canvas) id(name string) string { return name + c.suffix }

// ref is a paint reference to id(name).
func (c *canvas) ref(name string) string { return "url(#" + name + c.suffix + ")" }

// open writes the root element and its title; width and height are the view box in user units.
func (c *canvas) open(width, height int, title string) {
	c.put(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 `, strconv.Itoa(width), " ", strconv.Itoa(height),
		`" width="`, strconv.Itoa(width), `" height="`, strconv.Itoa(height), `" role="img" aria-labelledby="`, c.id("t"),
		`"><title id="`, c.id("t"), `">`)
	c.text(title)
	c.put("</title>")
}

// close ends the picture and returns it.
func (c *canvas) close() []byte {
	c.put("</svg>\n")
	return c.buf
}

// number formats v with at most two decimals and no trailing zeros.
func number(v float64) string {
	s := strconv.FormatFloat(v, 'f', 2, 64)
	s = strings.TrimRight(s, "0")
	s = strings.TrimSuffix(s, ".")
	if s == "-0" {
		return "0"
	}
	return s
}

// clean drops what XML 1.0 cannot carry (control characters, surrogates, U+FFFE and U+FFFF, broken UTF-8) and what
// could reorder the text around it (bidirectional overrides), folds white space, and cuts to maxText runes.
func clean(s string) string {
	var b strings.Builder
	space, count := false, 0
	for i := 0; i < len(s) && count < maxText; {
		r, size := utf8.DecodeRuneInString(s[i:])
		i += size
		switch {
		case r == ' ' || r == '\t' || r == '\n' || r == '\r':
			space = b.Len() > 0
		case r < 0x20, r >= 0x7f && r < 0xa0, r == utf8.RuneError && size == 1, r == 0xfffe, r == 0xffff,
			r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069:
		default:
			if space {
				b.WriteByte(' ')
				space = false
				count++
			}
			b.WriteRune(r)
			count++
		}
	}
	return b.String()
}

var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "'", "&#39;")

// escape makes s safe as element text and as an attribute value.
func escape(s string) string { return escaper.Replace(clean(s)) }

// hash is FNV-1a over the parts with a separator, the only source of variety in a picture.
func hash(parts ...string) uint64 {
	h := uint64(14695981039346656037)
	for _, p := range parts {
		for i := 0; i < len(p); i++ {
			h = (h ^ uint64(p[i])) * 1099511628211
		}
		h = (h ^ 0xff) * 1099511628211
	}
	// FNV's low bits mix slowly for short slugs; one round of murmur's finaliser makes every bit usable as a choice.
	h ^= h >> 33
	h *= 0xff51afd7ed558ccd
	h ^= h >> 33
	return h
}

// pick takes one of n from the bits of h above shift.
func pick(h uint64, shift uint, n int) int { return int((h >> shift) % uint64(n)) }
