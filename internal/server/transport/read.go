package transport

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"

	"zuka/internal/platform/fault"
	"zuka/internal/server/documents"
	"zuka/internal/server/guard"
)

// request is the body of a POST and, by the same names, the parameters of a
// GET.
type request struct {
	Query *string `json:"query"`
	// DocumentID names a document instead of sending it.
	DocumentID    *string         `json:"documentId"`
	OperationName *string         `json:"operationName"`
	Variables     json.RawMessage `json:"variables"`
	Extensions    json.RawMessage `json:"extensions"`
}

// parameters reads a request. The error is a fault, with a status where it is
// not 400; it never repeats what was sent, which may be a password.
func parameters(w http.ResponseWriter, r *http.Request) (*graphql.RawParams, error) {
	switch r.Method {
	case http.MethodGet:
		sent, err := fromAddress(r.URL.RawQuery)
		if err != nil {
			return nil, err
		}
		return sent.params()
	case http.MethodPost:
		sent, err := fromBody(w, r)
		if err != nil {
			return nil, err
		}
		return sent.params()
	default:
		w.Header().Set("Allow", "GET, POST")
		return nil, unserved{fault.Invalid("", "use GET or POST"), http.StatusMethodNotAllowed}
	}
}

func fromAddress(query string) (request, error) {
	values, err := url.ParseQuery(query)
	if err != nil {
		return request{}, fault.Invalid("", "the address cannot be read")
	}
	var sent request
	for _, name := range []string{"query", "documentId", "operationName", "variables", "extensions"} {
		if !values.Has(name) {
			continue
		}
		value := values.Get(name)
		switch name {
		case "query":
			sent.Query = &value
		case "documentId":
			sent.DocumentID = &value
		case "operationName":
			sent.OperationName = &value
		case "variables":
			sent.Variables = json.RawMessage(value)
		case "extensions":
			sent.Extensions = json.RawMessage(value)
		}
	}
	return sent, nil
}

func fromBody(w http.ResponseWriter, r *http.Request) (request, error) {
	// A form or plain text is what a foreign page can send without asking.
	if !isJSON(r.Header.Get("Content-Type")) {
		return request{}, unserved{fault.Invalid("", "the body must be application/json in UTF-8"), http.StatusUnsupportedMediaType}
	}
	body, err := readBody(w, r)
	if err != nil {
		return request{}, err
	}
	body, broken := nameBroken(body)
	var sent request
	if first := bytes.TrimLeft(body, " \t\r\n"); len(first) > 0 && first[0] == '[' {
		return request{}, fault.Invalid("", "send one operation at a time: batches are not taken")
	}
	if err := json.Unmarshal(body, &sent); err != nil {
		var wrong *json.UnmarshalTypeError
		if errors.As(err, &wrong) && wrong.Field != "" {
			return request{}, fault.Invalid(wrong.Field, "must be a text")
		}
		return request{}, fault.Invalid("", "the body must be a JSON object of query, variables, operationName and extensions")
	}
	if broken {
		if _, err := sent.params(); err != nil {
			return request{}, err // It names the place.
		}
		return request{}, fault.Invalid("", "the body "+unreadable)
	}
	return sent, nil
}

// unreadable is said of text that no database column can hold.
const unreadable = "contains a NUL character or is not valid UTF-8"

func isJSON(contentType string) bool {
	if contentType == plainJSON {
		return true
	}
	media, parameters, err := mime.ParseMediaType(contentType)
	charset := parameters["charset"]
	return err == nil && media == plainJSON && (charset == "" || strings.EqualFold(charset, "utf-8"))
}

func readBody(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	var buffer bytes.Buffer
	if r.ContentLength > 0 && r.ContentLength <= MaxBody {
		buffer.Grow(int(r.ContentLength) + bytes.MinRead)
	}
	_, err := buffer.ReadFrom(http.MaxBytesReader(w, r.Body, MaxBody))
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return nil, unserved{fault.Invalid("", "the body must have at most %d bytes", MaxBody), http.StatusRequestEntityTooLarge}
	case err != nil:
		return nil, fault.Invalid("", "the body ended early")
	}
	return buffer.Bytes(), nil
}

// params checks what must be of a certain form.
func (r request) params() (*graphql.RawParams, error) {
	params := &graphql.RawParams{}
	if r.OperationName != nil {
		params.OperationName = *r.OperationName
	}
	if guard.BadText(params.OperationName) != "" {
		return nil, fault.Invalid("operationName", unreadable)
	}
	if r.Query != nil {
		params.Query = *r.Query
	}
	if guard.BadText(params.Query) != "" {
		return nil, fault.Invalid("query", unreadable)
	}
	var err error
	if params.Variables, err = object("variables", r.Variables); err != nil {
		return nil, err
	}
	if params.Extensions, err = object("extensions", r.Extensions); err != nil {
		return nil, err
	}
	return params, r.named(params)
}

// named puts the id of a document where the executor's extensions find it. There
// must be an id or the document itself.
func (r request) named(params *graphql.RawParams) error {
	delete(params.Extensions, documents.IDKey) // It is a field of its own.
	if r.DocumentID != nil {
		if guard.BadText(*r.DocumentID) != "" {
			return fault.Invalid(documents.IDKey, unreadable)
		}
		if params.Extensions == nil {
			params.Extensions = make(map[string]any, 1)
		}
		params.Extensions[documents.IDKey] = *r.DocumentID
	}
	if params.Query == "" && r.DocumentID == nil && params.Extensions["persistedQuery"] == nil {
		return fault.Invalid("query", "must be there")
	}
	return nil
}

// object reads a JSON object whose texts any database column could hold; null
// and nothing are none.
func object(name string, raw json.RawMessage) (map[string]any, error) {
	if len(raw) == 0 || string(raw) == "null" {
		return nil, nil
	}
	raw, _ = nameBroken(raw)
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber() // A naira amount is an integer of 64 bits, not a float.
	var values map[string]any
	if err := decoder.Decode(&values); err != nil {
		return nil, fault.Invalid(name, "must be a JSON object")
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, fault.Invalid(name, "must be one JSON object")
	}
	return values, readable(name, values)
}

// nameBroken writes an escaped NUL for each run of bytes that is not UTF-8, and
// for each NUL as such. encoding/json would put a replacement character in
// silence; the escaped NUL is found later, and the place it stands in named.
func nameBroken(raw []byte) (readable []byte, broken bool) {
	if utf8.Valid(raw) && bytes.IndexByte(raw, 0) < 0 {
		return raw, false
	}
	return bytes.ReplaceAll(bytes.ToValidUTF8(raw, []byte{0}), []byte{0}, []byte(`\u0000`)), true
}

// readable refuses text that no database column could hold, by its path.
func readable(path string, value any) error {
	place, problem := unfit(value)
	if problem == "" {
		return nil
	}
	slices.Reverse(place)
	return fault.Invalid(strings.Join(append([]string{path}, place...), "."), "%s", problem)
}

// unfit is the problem of a value and the path to it, the innermost first: put
// together on the way in, it would be copied once for each of the thousands of
// levels that a body has room for.
func unfit(value any) (place []string, problem string) {
	switch value := value.(type) {
	case string:
		if guard.BadText(value) != "" {
			return nil, unreadable
		}
	case []any:
		for i, element := range value {
			if place, problem = unfit(element); problem != "" {
				return append(place, strconv.Itoa(i)), problem
			}
		}
	case map[string]any:
		return unfitObject(value)
	}
	return nil, ""
}

func unfitObject(object map[string]any) (place []string, problem string) {
	for name, element := range object {
		if place, problem = unfit(element); problem != "" {
			return append(place, name), problem
		}
	}
	for name := range object {
		if guard.BadText(name) != "" {
			return nil, "has a name that " + unreadable
		}
	}
	return nil, ""
}
