package event

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"reflect"
	"strings"
	"unicode/utf8"

	"zuka/internal/platform/fault"
)

// Read takes the events out of a JSON text: a list of them, or an object whose
// field `events` is the list. An event that cannot be read stays in the list,
// so that Check can say what is wrong with it.
//
// The error is a fault: ErrTooMany, or what is wrong with the whole text.
func Read(body []byte) ([]Told, error) {
	source := &source{body: body, Decoder: json.NewDecoder(bytes.NewReader(body)), valid: utf8.Valid(body)}
	source.DisallowUnknownFields()
	told, err := source.all()
	if err != nil {
		return nil, err
	}
	if _, err := source.Token(); !errors.Is(err, io.EOF) {
		return nil, notJSON("there is more after the end")
	}
	return told, nil
}

type source struct {
	*json.Decoder
	body []byte
	// valid says that the whole body is UTF-8, which need not be looked for
	// in each event then.
	valid bool
}

func notJSON(why string) error {
	return fault.Invalid("", "the body is not the JSON of events: %s", why)
}

// all is the list wherever it stands.
func (s *source) all() ([]Told, error) {
	begin, err := s.Token()
	switch {
	case err != nil:
		return nil, notJSON(why(err))
	case begin == json.Delim('['):
		return s.list()
	case begin != json.Delim('{'):
		return nil, fault.Invalid("events", "must be a list")
	}
	var told []Told
	found := 0
	for s.More() {
		name, err := s.Token()
		if err != nil {
			return nil, notJSON(why(err))
		}
		if name == "events" {
			found++
			told, err = s.within()
		} else {
			var other json.RawMessage // A client's own, such as when it sent this.
			if err = s.Decode(&other); err != nil {
				err = notJSON(why(err))
			}
		}
		if err != nil {
			return nil, err
		}
	}
	if _, err := s.Token(); err != nil {
		return nil, notJSON(why(err))
	}
	if found != 1 {
		return nil, fault.Invalid("events", "must be there once")
	}
	return told, nil
}

// within is the list that a field holds.
func (s *source) within() ([]Told, error) {
	begin, err := s.Token()
	switch {
	case err != nil:
		return nil, notJSON(why(err))
	case begin != json.Delim('['):
		return nil, fault.Invalid("events", "must be a list")
	}
	return s.list()
}

// list reads one event after the other, so that many small ones cost no more
// than Max of them.
func (s *source) list() ([]Told, error) {
	var told []Told
	for s.More() {
		if len(told) == Max {
			return nil, ErrTooMany
		}
		told = append(told, Told{})
		one := &told[len(told)-1]
		from := s.InputOffset()
		if err := s.Decode(one); err != nil {
			field, message, isOne := unreadable(err)
			if !isOne {
				return nil, notJSON(why(err))
			}
			one.unread = &Fault{Field: field, Message: message}
		}
		if !s.valid && !utf8.Valid(s.body[from:s.InputOffset()]) {
			one.unread = &Fault{Message: "must be UTF-8"}
		}
	}
	if _, err := s.Token(); err != nil {
		return nil, notJSON(why(err))
	}
	return told, nil
}

// unreadable says what is wrong with one event, when that is all that is
// wrong: the decoder stands behind it and goes on.
func unreadable(err error) (field, message string, isOne bool) {
	// The package has no type for this one.
	if name, unknown := strings.CutPrefix(err.Error(), "json: unknown field "); unknown {
		return short(strings.Trim(name, `"`)), "is not a field of an event", true
	}
	var wrong *json.UnmarshalTypeError
	if !errors.As(err, &wrong) {
		return "", "", false
	}
	if wrong.Field == "" {
		return "", "must be an object", true
	}
	must := "must be text"
	switch wrong.Type.Kind() {
	case reflect.Int, reflect.Int64:
		must = "must be a whole number"
	case reflect.Slice:
		must = "must be a list"
	case reflect.Struct:
		must = "must be an object with a name and a value"
	}
	return wrong.Field, must, true
}

// why is the decoder's own word about a text that is no JSON.
func why(err error) string {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return "it ends too soon"
	}
	return strings.TrimPrefix(err.Error(), "json: ")
}

// short keeps what a client wrote from filling the answer.
func short(word string) string {
	return cut(strings.ToValidUTF8(word, "\uFFFD"), longestCode)
}

// cut is the beginning of a text, of at most so many characters.
func cut(text string, characters int) string {
	if len(text) <= characters {
		return text
	}
	for at := range text {
		if characters == 0 {
			return text[:at]
		}
		characters--
	}
	return text
}
