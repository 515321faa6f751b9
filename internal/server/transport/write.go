package transport

import (
	"encoding/json"
	"fmt"
	"mime"
	"net/http"
	"strconv"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"zuka/internal/platform/fault"
)

const (
	plainJSON    = "application/json"
	responseJSON = "application/graphql-response+json"
)

// negotiate chooses the type of the answer: the one of the highest quality,
// of equals the first. A client that leaves it open gets plain JSON, which
// the oldest ones understand.
func negotiate(accept []string) (media string, acceptable bool) {
	switch len(accept) {
	case 0:
		return plainJSON, true
	case 1: // What most clients send needs no parsing.
		switch accept[0] {
		case "", "*/*", plainJSON:
			return plainJSON, true
		case responseJSON:
			return responseJSON, true
		}
	}
	best := 0.0
	media = plainJSON
	for offer := range strings.SplitSeq(strings.Join(accept, ","), ",") {
		offered, parameters, err := mime.ParseMediaType(offer)
		if err != nil {
			continue
		}
		chosen := ""
		switch offered {
		case responseJSON:
			chosen = responseJSON
		case plainJSON, "*/*", "application/*":
			chosen = plainJSON
		}
		if weight := quality(parameters["q"]); chosen != "" && weight > best {
			best, media = weight, chosen
		}
	}
	return media, best > 0
}

func quality(text string) float64 {
	if text == "" {
		return 1
	}
	weight, err := strconv.ParseFloat(text, 64)
	if err != nil || !(weight <= 1) {
		return 0 // What is no quality (NaN included) accepts nothing.
	}
	return weight
}

// reply writes one answer in the type that was agreed on.
type reply struct {
	http.ResponseWriter
	media string
}

// statuses are those of requests that did not run, by the code of their first
// error. A client of application/json reads the body only behind 200.
var statuses = map[string]int{
	string(fault.Unauthenticated):    http.StatusUnauthorized,
	string(fault.Forbidden):          http.StatusForbidden,
	string(fault.RateLimited):        http.StatusTooManyRequests,
	string(fault.ServiceUnavailable): http.StatusServiceUnavailable,
	string(fault.Internal):           http.StatusInternalServerError,
}

func (w reply) status(errs gqlerror.List) int {
	if w.media == plainJSON {
		return http.StatusOK
	}
	if len(errs) > 0 {
		if status, known := statuses[fmt.Sprint(errs[0].Extensions["code"])]; known {
			return status
		}
	}
	return http.StatusBadRequest
}

// response sends the answer of an operation.
func (w reply) response(response *graphql.Response) {
	if len(response.Data) == 0 {
		w.failed(coded(response.Errors, fault.Internal))
		return
	}
	if len(response.Errors) > 0 {
		w.Header()["Cache-Control"] = noStore
	}
	if len(response.Errors) > 0 || len(response.Extensions) > 0 {
		w.send(http.StatusOK, document(response))
		return
	}
	w.send(http.StatusOK, opening, append(response.Data, '}')) // The executor leaves room for it (graph/inplace).
}

// opening stands before the data of a response.
var opening = []byte(`{"data":`)

// document is a response in JSON. Its data is JSON already; encoding/json would
// read all of it again.
func document(response *graphql.Response) []byte {
	errs := coded(response.Errors, fault.Internal)
	if len(response.Data) == 0 {
		return failure(errs)
	}
	body := make([]byte, 0, len(response.Data)+len(`{"data":}`))
	if len(errs) > 0 {
		body = append(append(append(body, `{"errors":`...), encode(errs)...), `,"data":`...)
	} else {
		body = append(body, opening...)
	}
	body = append(body, response.Data...)
	if len(response.Extensions) > 0 {
		body = append(append(body, `,"extensions":`...), encode(response.Extensions)...)
	}
	return append(body, '}')
}

// failure is the answer to an operation that did not run, in JSON: it has no
// data, not even null.
func failure(errs gqlerror.List) []byte {
	return encode(struct {
		Errors gqlerror.List `json:"errors"`
	}{coded(errs, fault.BadUserInput)})
}

// failed sends the answer to an operation that did not run.
func (w reply) failed(errs gqlerror.List) { w.errors(w.status(errs), errs) }

func (w reply) errors(status int, errs gqlerror.List) {
	w.Header()["Cache-Control"] = noStore
	w.send(status, failure(errs))
}

// refuse answers a request that no operation could be read from.
func (w reply) refuse(status int, err error) { w.errors(status, gqlerror.List{misread(err)}) }

// misread is what a client is told of a request that no operation could be
// read from.
func misread(err error) *gqlerror.Error {
	told := &gqlerror.Error{Message: "the request cannot be read", Extensions: map[string]any{"code": fault.BadUserInput}}
	if known, ok := fault.From(err); ok {
		told.Message = known.Message
		if len(known.Field) > 0 {
			told.Message = strings.Join(known.Field, ".") + " " + known.Message
			told.Extensions["field"] = known.Field
		}
	}
	return told
}

// Header values that every answer shares; nobody appends to them.
var (
	noStore      = []string{"no-store"}
	contentTypes = map[string][]string{
		plainJSON:    {plainJSON + "; charset=utf-8"},
		responseJSON: {responseJSON + "; charset=utf-8"},
	}
)

func (w reply) send(status int, parts ...[]byte) {
	length := 0
	for _, part := range parts {
		length += len(part)
	}
	header := w.Header()
	header["Content-Type"] = contentTypes[w.media]
	header.Add("Vary", "Accept")
	header["Content-Length"] = []string{strconv.Itoa(length)}
	w.WriteHeader(status)
	for _, part := range parts {
		_, _ = w.Write(part) // The client has gone; there is nobody to tell.
	}
}

// coded gives a code to errors that came without one.
func coded(errs gqlerror.List, code fault.Code) gqlerror.List {
	for _, err := range errs {
		if err.Extensions["code"] != nil {
			continue
		}
		if err.Extensions == nil {
			err.Extensions = make(map[string]any, 1)
		}
		err.Extensions["code"] = code
	}
	return errs
}

// encode is for errors and extensions. What cannot be encoded is a mistake of
// whoever put it there; the panic is logged and answered at the edge.
func encode(value any) []byte {
	text, err := json.Marshal(value)
	if err != nil {
		panic(fmt.Errorf("encoding an answer: %w", err))
	}
	return text
}
