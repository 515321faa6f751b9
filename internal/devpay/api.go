package devpay

import (
	"crypto/subtle"
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// maxBody is far above what a shop has to say.
const maxBody = 64 << 10

// object is a JSON object.
type object = map[string]any

// reply is what an API answers.
type reply struct {
	status int
	body   any
}

// dialect is how a provider words its answers.
type dialect struct {
	key          string
	problem      func(status int, message string) reply
	unauthorized func() reply
}

// call is a call of an API whose key was right.
type call struct {
	*http.Request
	fields fields
}

// api counts a call, plays its fault, checks its key and answers it.
func (p *Provider) api(endpoint Endpoint, speaks dialect, handle func(call) reply) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		// The body comes first: only after its end does the server notice that
		// a caller has gone.
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
		fault, released := p.calls.arrive(endpoint)
		if p.play(w, r, speaks, fault, released) {
			return
		}
		if !bearer(r, speaks.key) {
			answer(w, speaks.unauthorized())
			return
		}
		given, known := read(r, body)
		if err != nil || !known {
			answer(w, speaks.problem(http.StatusBadRequest, "Invalid request body"))
			return
		}
		said := handle(call{Request: r, fields: given})
		if fault.Kind == CutAfterRecording {
			panic(http.ErrAbortHandler)
		}
		answer(w, said)
	}
}

func bearer(r *http.Request, key string) bool {
	given, found := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	return found && key != "" && subtle.ConstantTimeCompare([]byte(given), []byte(key)) == 1
}

func answer(w http.ResponseWriter, said reply) {
	body, err := json.Marshal(said.body)
	if err != nil {
		panic("devpay: " + err.Error()) // All that is answered was made from values that can be written.
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(said.status)
	_, _ = w.Write(body) // The caller has gone; there is nobody to tell.
}

// fields are what was sent, by name, as JSON.
type fields map[string]json.RawMessage

// read takes the fields of a JSON object or of a form. A call without a body
// has none.
func read(r *http.Request, body []byte) (fields, bool) {
	if len(body) == 0 {
		return fields{}, true
	}
	if kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind == "application/x-www-form-urlencoded" {
		form, err := url.ParseQuery(string(body))
		if err != nil {
			return nil, false
		}
		given := make(fields, len(form))
		for name := range form {
			given[name] = quote(form.Get(name))
		}
		return given, true
	}
	var given fields
	if err := json.Unmarshal(body, &given); err != nil {
		return nil, false
	}
	return given, given != nil
}

func quote(text string) json.RawMessage {
	quoted, err := json.Marshal(text)
	if err != nil {
		panic("devpay: " + err.Error()) // A text can always be written.
	}
	return quoted
}

// text is a field that is a text, or a number as it was written.
func (f fields) text(name string) string {
	var text string
	raw := f[name]
	if json.Unmarshal(raw, &text) == nil {
		return text
	}
	var number json.Number
	if json.Unmarshal(raw, &number) == nil {
		return number.String()
	}
	return ""
}

// object is a field that is an object, or a text with one; otherwise it has no
// fields.
func (f fields) object(name string) fields {
	raw := f[name]
	var text string
	if json.Unmarshal(raw, &text) == nil {
		raw = json.RawMessage(text)
	}
	var inner fields
	if json.Unmarshal(raw, &inner) != nil {
		return nil
	}
	return inner
}

// list is a field that is a list of texts.
func (f fields) list(name string) (texts []string) {
	if json.Unmarshal(f[name], &texts) != nil {
		return nil
	}
	return texts
}

// id is the number in a path, 0 if it is none.
func (c call) id() uint64 {
	id, err := strconv.ParseUint(c.PathValue("id"), 10, 64)
	if err != nil {
		return 0
	}
	return id
}

// webAddress tells whether browsers can be sent there without harm.
func webAddress(address string) bool {
	parsed, err := url.Parse(address)
	return err == nil && (parsed.Scheme == "http" || parsed.Scheme == "https") && parsed.Host != ""
}
