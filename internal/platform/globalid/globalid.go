// Package globalid makes and reads the opaque ids that clients see: one text
// names both the kind of a thing and its key, so that `node(id:)` can find it
// and an id of the wrong kind is refused before any query runs.
package globalid

import (
	"encoding/base64"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"

	"zuka/internal/platform/fault"
)

// maxLength bounds the text of an id: the longest kind with a UUID stays far
// below it.
const maxLength = 128

// ID names one thing of the shop: its GraphQL type and its key in the database.
type ID struct {
	Kind string
	key  string
	num  int
}

// Node is anything that has a global id.
type Node interface {
	// GlobalID is the opaque id that clients use for this thing.
	GlobalID() ID
}

// New names the thing of a kind by its key, an int, a uuid.UUID or a string.
func New(kind string, key any) ID {
	switch key := key.(type) {
	case int:
		return ID{Kind: kind, num: key}
	case string:
		return ID{Kind: kind, key: key}
	case fmt.Stringer: // uuid.UUID
		return ID{Kind: kind, key: key.String()}
	default:
		return ID{Kind: kind, key: fmt.Sprint(key)}
	}
}

// String is the opaque text: base64url of `Kind:key`.
func (id ID) String() string {
	return base64.RawURLEncoding.EncodeToString(id.append(nil))
}

func (id ID) append(text []byte) []byte {
	text = append(text, id.Kind...)
	text = append(text, ':')
	if id.key == "" {
		return strconv.AppendInt(text, int64(id.num), 10)
	}
	return append(text, id.key...)
}

// Parse reads an opaque id; what is no id at all is a fault.
func Parse(text string) (ID, error) {
	if len(text) == 0 || len(text) > maxLength {
		return ID{}, fault.Invalid("", "is not an id of this shop")
	}
	raw, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return ID{}, fault.Invalid("", "is not an id of this shop")
	}
	kind, key, found := strings.Cut(string(raw), ":")
	if !found || !isName(kind) || !isKey(key) {
		return ID{}, fault.Invalid("", "is not an id of this shop")
	}
	return ID{Kind: kind, key: key}, nil
}

// Int is the key of a thing of this kind whose key is a number; an id of
// another kind is a fault that names the field.
func (id ID) Int(kind, field string) (int, error) {
	if id.Kind != kind {
		return 0, wrongKind(id, kind, field)
	}
	if id.key == "" {
		return id.num, nil
	}
	number, err := strconv.Atoi(id.key)
	if err != nil || number <= 0 || strconv.Itoa(number) != id.key {
		return 0, fault.Invalid(field, "is not an id of this shop")
	}
	return number, nil
}

// UUID is the key of a thing of this kind whose key is a UUID; an id of
// another kind is a fault that names the field.
func (id ID) UUID(kind, field string) (uuid.UUID, error) {
	if id.Kind != kind {
		return uuid.Nil, wrongKind(id, kind, field)
	}
	parsed, err := uuid.Parse(id.key)
	if err != nil || parsed.String() != id.key {
		return uuid.Nil, fault.Invalid(field, "is not an id of this shop")
	}
	return parsed, nil
}

func wrongKind(id ID, want, field string) error {
	return fault.Invalid(field, "is the id of a %s, and this field takes the id of a %s", id.Kind, want)
}

func isName(text string) bool {
	for _, r := range text {
		if (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') {
			return false
		}
	}
	return text != ""
}

// isKey keeps out what no database column could hold.
func isKey(text string) bool {
	return text != "" && utf8.ValidString(text) && strings.IndexByte(text, 0) < 0
}

// MarshalGQL writes the id as a GraphQL string.
func (id ID) MarshalGQL(w io.Writer) {
	raw := id.append(make([]byte, 0, 64))
	quoted := make([]byte, base64.RawURLEncoding.EncodedLen(len(raw))+2)
	quoted[0], quoted[len(quoted)-1] = '"', '"'
	base64.RawURLEncoding.Encode(quoted[1:], raw)
	_, _ = w.Write(quoted) // A response buffer does not fail.
}

// UnmarshalGQL reads the id from an argument or a variable.
func (id *ID) UnmarshalGQL(value any) error {
	text, ok := value.(string)
	if !ok {
		return fault.Invalid("", "is not an id of this shop")
	}
	parsed, err := Parse(text)
	if err != nil {
		return err
	}
	*id = parsed
	return nil
}
