package page

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"strconv"

	"zuka/internal/platform/fault"
)

// maxCursor bounds the text of a cursor; ours stay far below it.
const maxCursor = 1024

// Key is the place of an item in its list: the values it is sorted by, as
// text, the last of them unique.
type Key []string

// Cursor is a place in a list that a client sent back.
type Cursor struct{ Key Key }

// List identifies an ordered list, so that a cursor of one list is not taken
// for a place in another.
type List struct {
	fingerprint string
	width       int
	check       func(Key) bool
}

// NewList names a list by what decides its content and order: its name, its
// filter and its sort, in any printable form. The width is the number of
// values in its keys, and check, which may be nil, tells whether a key could
// be one of the list's: a cursor is a client's text, and its values reach SQL.
func NewList(width int, check func(Key) bool, parts ...any) List {
	hash := fnv.New64a()
	for _, part := range parts {
		_, _ = fmt.Fprintf(hash, "%v\x00", part) // A hash does not fail.
	}
	return List{fingerprint: fmt.Sprintf("%016x", hash.Sum64()), width: width, check: check}
}

// NewNumberList names a list whose keys are the numbers of its rows.
func NewNumberList(parts ...any) List {
	return NewList(1, func(key Key) bool { _, err := strconv.Atoi(key[0]); return err == nil }, parts...)
}

// Number is the row that a cursor of a list of numbers stands at; nil of no cursor.
func (c *Cursor) Number() *int {
	if c == nil {
		return nil
	}
	n, _ := strconv.Atoi(c.Key[0]) // The list has checked it.
	return &n
}

// Cursor is the opaque text for the place of a key in this list.
func (l List) Cursor(key Key) string {
	raw := appendText(append(make([]byte, 0, 96), '['), l.fingerprint)
	for _, part := range key {
		raw = appendText(append(raw, ','), part)
	}
	return base64.RawURLEncoding.EncodeToString(append(raw, ']'))
}

// appendText writes a text in JSON. Numbers, which most keys are made of, need no
// encoder.
func appendText(raw []byte, text string) []byte {
	for i := range len(text) {
		if c := text[i] | 0x20; (c < 'a' || c > 'z') && (text[i] < '0' || text[i] > '9') && text[i] != '-' {
			encoded, _ := json.Marshal(text) // A string always marshals.
			return append(raw, encoded...)
		}
	}
	return append(append(append(raw, '"'), text...), '"')
}

func (l List) read(argument string, text *string) (*Cursor, error) {
	if text == nil {
		return nil, nil
	}
	if len(*text) > maxCursor {
		return nil, fault.Invalid(argument, "is not a cursor of this shop")
	}
	raw, err := base64.RawURLEncoding.DecodeString(*text)
	if err != nil {
		return nil, fault.Invalid(argument, "is not a cursor of this shop")
	}
	var parts []string
	if json.Unmarshal(raw, &parts) != nil || len(parts) == 0 {
		return nil, fault.Invalid(argument, "is not a cursor of this shop")
	}
	if parts[0] != l.fingerprint || len(parts) != l.width+1 {
		return nil, fault.Invalid(argument, "is a cursor of another list: cursors hold for one filter and one sort")
	}
	key := Key(parts[1:])
	if l.check != nil && !l.check(key) {
		return nil, fault.Invalid(argument, "is not a cursor of this shop")
	}
	return &Cursor{Key: key}, nil
}
