package transport

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

type answer struct {
	Data   json.RawMessage
	Errors []struct {
		Message    string
		Extensions map[string]any
	}
}

func post(tb testing.TB, to http.Handler, body string, headers ...string) *httptest.ResponseRecorder {
	tb.Helper()
	request := httptest.NewRequestWithContext(tb.Context(), http.MethodPost, "/graphql", strings.NewReader(body))
	request.Header.Set("Content-Type", plainJSON)
	return send(tb, to, request, headers)
}

func get(tb testing.TB, to http.Handler, values url.Values, headers ...string) *httptest.ResponseRecorder {
	tb.Helper()
	return send(tb, to, httptest.NewRequestWithContext(tb.Context(), http.MethodGet, "/graphql?"+values.Encode(), nil), headers)
}

func send(tb testing.TB, to http.Handler, request *http.Request, headers []string) *httptest.ResponseRecorder {
	tb.Helper()
	for i := 0; i+1 < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	recorder := httptest.NewRecorder()
	to.ServeHTTP(recorder, request)
	return recorder
}

// exchanges are bodies and what they are answered with.
var exchanges = map[string]struct {
	body string
	// plain and precise are the statuses under the two types of answer.
	plain, precise int
	code           string
}{
	"a query":                {`{"query":"{echo}"}`, 200, 200, ""},
	"a mutation":             {`{"query":"mutation{change}"}`, 200, 200, ""},
	"a field's error":        {`{"query":"{broken}"}`, 200, 200, "INTERNAL"},
	"no JSON":                {`{"query"`, 400, 400, "BAD_USER_INPUT"},
	"nothing":                {``, 400, 400, "BAD_USER_INPUT"},
	"a text":                 {`"{echo}"`, 400, 400, "BAD_USER_INPUT"},
	"no query":               {`{}`, 400, 400, "BAD_USER_INPUT"},
	"a number for a query":   {`{"query":1}`, 400, 400, "BAD_USER_INPUT"},
	"variables as a list":    {`{"query":"{echo}","variables":[]}`, 400, 400, "BAD_USER_INPUT"},
	"extensions as a text":   {`{"query":"{echo}","extensions":"a"}`, 400, 400, "BAD_USER_INPUT"},
	"a name as a number":     {`{"query":"{echo}","operationName":7}`, 400, 400, "BAD_USER_INPUT"},
	"a batch":                {`[{"query":"{echo}"}]`, 400, 400, "BAD_USER_INPUT"},
	"two bodies":             {`{"query":"{echo}"}{}`, 400, 400, "BAD_USER_INPUT"},
	"what does not parse":    {`{"query":"{"}`, 200, 400, "BAD_USER_INPUT"},
	"what does not validate": {`{"query":"{nothing}"}`, 200, 400, "BAD_USER_INPUT"},
	"no such operation":      {`{"query":"query A{echo}","operationName":"B"}`, 200, 400, "BAD_USER_INPUT"},
	"a variable's type":      {`{"query":"query($n:Int){echo(number:$n)}","variables":{"n":"x"}}`, 200, 400, "BAD_USER_INPUT"},
	"too complex":            {`{"query":"{` + strings.Repeat("echo ", 50) + `}"}`, 200, 400, "QUERY_TOO_COMPLEX"},
	"introspection":          {`{"query":"{__schema{types{name}}}"}`, 200, 403, "FORBIDDEN"},
	"not signed in":          {`{"query":"{closed}"}`, 200, 401, "UNAUTHENTICATED"},
	"a service is down":      {`{"query":"{busy}"}`, 200, 503, "SERVICE_UNAVAILABLE"},
	"the time is up":         {`{"query":"{wait}"}`, 200, 503, "SERVICE_UNAVAILABLE"},
	"a subscription":         {`{"query":"subscription{changes}"}`, 400, 400, "BAD_USER_INPUT"},
}

func TestStatuses(t *testing.T) {
	t.Parallel()
	patient, hasty := server(t, HTTP{}), server(t, HTTP{Deadline: time.Millisecond})
	for name, test := range exchanges {
		to := patient
		if name == "the time is up" {
			to = hasty
		}
		for accept, status := range map[string]int{plainJSON: test.plain, responseJSON: test.precise} {
			t.Run(name+" as "+accept, func(t *testing.T) {
				t.Parallel()
				got := post(t, to, test.body, "Accept", accept)
				require.Equal(t, status, got.Code, got.Body)
				require.Equal(t, accept+"; charset=utf-8", got.Header().Get("Content-Type"))
				require.Equal(t, "Accept", got.Header().Get("Vary"))
				var read answer
				require.NoError(t, json.Unmarshal(got.Body.Bytes(), &read), got.Body)
				if test.code == "" {
					require.Empty(t, read.Errors)
					require.Empty(t, got.Header().Get("Cache-Control"))
					return
				}
				require.Equal(t, test.code, read.Errors[0].Extensions["code"])
				require.Equal(t, "no-store", got.Header().Get("Cache-Control"))
				if name != "a field's error" {
					require.NotContains(t, got.Body.String(), `"data"`)
				}
			})
		}
	}
}

func TestMethodsAndTypes(t *testing.T) {
	t.Parallel()
	to := server(t, HTTP{})
	const body = `{"query":"{echo}"}`
	for contentType, status := range map[string]int{
		"": 415, "text/plain": 415, "application/x-www-form-urlencoded": 415, "multipart/form-data; boundary=x": 415,
		"application/json; charset=latin1": 415, "application/graphql": 415,
		"application/json; charset=UTF-8": 200, "Application/JSON": 200,
	} {
		got := post(t, to, body, "Content-Type", contentType)
		require.Equal(t, status, got.Code, contentType)
	}
	for _, method := range []string{http.MethodPut, http.MethodDelete, http.MethodHead, http.MethodPatch} {
		got := send(t, to, httptest.NewRequestWithContext(t.Context(), method, "/graphql?query={echo}", nil), nil)
		require.Equal(t, http.StatusMethodNotAllowed, got.Code, method)
		require.Equal(t, "GET, POST", got.Header().Get("Allow"))
	}
	got := post(t, to, body, "Accept", "text/html")
	require.Equal(t, http.StatusNotAcceptable, got.Code)
	require.Contains(t, got.Body.String(), "BAD_USER_INPUT")
	require.False(t, HTTP{}.Supports(&http.Request{Header: http.Header{"Upgrade": {"websocket"}}}))
}

func TestGetRunsQueriesOnly(t *testing.T) {
	t.Parallel()
	to := server(t, HTTP{})
	got := get(t, to, url.Values{
		"query":     {"query A($t:String){echo(text:$t)} query B{echo}"},
		"variables": {`{"t":"hello"}`}, "operationName": {"A"}, "extensions": {`{"a":1}`},
	})
	require.Equal(t, http.StatusOK, got.Code)
	require.JSONEq(t, `{"data":{"echo":{"t":"hello"}}}`, got.Body.String())
	for _, accept := range []string{plainJSON, responseJSON} {
		got = get(t, to, url.Values{"query": {"mutation{change}"}}, "Accept", accept)
		require.Equal(t, http.StatusMethodNotAllowed, got.Code)
		require.Equal(t, http.MethodPost, got.Header().Get("Allow"))
		require.NotContains(t, got.Body.String(), `"data"`)
	}
	require.Equal(t, http.StatusBadRequest, get(t, to, url.Values{"query": {"{echo}"}, "variables": {"["}}).Code)
	require.Equal(t, http.StatusBadRequest, get(t, to, url.Values{}).Code)
	broken := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/graphql", nil)
	broken.URL.RawQuery = "query=%zz"
	require.Equal(t, http.StatusBadRequest, send(t, to, broken, nil).Code)
}

func TestTheBodyIsBounded(t *testing.T) {
	t.Parallel()
	to := server(t, HTTP{})
	fill := func(size int) string {
		const around = `{"query":"{echo} #"}`
		return `{"query":"{echo} #` + strings.Repeat("x", size-len(around)) + `"}`
	}
	require.Equal(t, http.StatusOK, post(t, to, fill(MaxBody)).Code)
	got := post(t, to, fill(MaxBody+1))
	require.Equal(t, http.StatusRequestEntityTooLarge, got.Code)
	require.JSONEq(t, `{"errors":[{"message":"the body must have at most 131072 bytes","extensions":{"code":"BAD_USER_INPUT"}}]}`, got.Body.String())
	// A body without a stated length is stopped as well.
	request := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/graphql", io.MultiReader(strings.NewReader(fill(MaxBody+1))))
	request.ContentLength = -1
	require.Equal(t, http.StatusRequestEntityTooLarge, send(t, to, request, []string{"Content-Type", plainJSON}).Code)
}

func TestWhatWasSentIsNotRepeated(t *testing.T) {
	t.Parallel()
	to := server(t, HTTP{})
	for _, body := range []string{
		`{"query":"{echo}","variables":{"password":"hunter2"`, `hunter2`, `["hunter2"]`,
		`{"query":"{echo}","variables":"hunter2"}`, `{"query":["hunter2"]}`,
	} {
		got := post(t, to, body)
		require.Equal(t, http.StatusBadRequest, got.Code)
		require.NotContains(t, got.Body.String(), "hunter2")
	}
}

func TestUnreadableTextIsNamed(t *testing.T) {
	t.Parallel()
	to := server(t, HTTP{})
	const note = `"query":"query($t:String,$o:Note){echo(text:$t,note:$o)}"`
	for body, says := range map[string]string{
		`{` + note + `,"variables":{"t":"a\u0000b"}}`:                  "variables.t contains a NUL",
		"{" + note + ",\"variables\":{\"t\":\"a\xc3\"}}":               "variables.t contains a NUL character or is not valid UTF-8",
		"{" + note + ",\"variables\":{\"t\":\"a\x00\"}}":               "variables.t contains a NUL",
		`{` + note + `,"variables":{"o":{"lines":["a","\u0000"]}}}`:    "variables.o.lines.1 contains a NUL",
		`{` + note + `,"variables":{"o":{"te\u0000xt":"a"}}}`:          "variables.o has a name",
		"{\"query\":\"{echo(text:\\\"\xff\\\")}\"}":                    "query contains a NUL",
		`{"query":"{echo}","operationName":"\u0000"}`:                  "operationName contains a NUL",
		`{"query":"{echo(text:\"a\\u0000\")}"}`:                        "echo.text",
		"{\"query\":\"{echo}\",\"variables\":{\"t\":\"\\\xff\"}}":      "the body contains a NUL",
		"{\"query\":\"{echo}\",\"extensions\":{\"a\":[\"\xed\xa0\"]}}": "extensions.a.0 contains a NUL",
	} {
		got := post(t, to, body, "Accept", responseJSON)
		require.Equal(t, http.StatusBadRequest, got.Code, body)
		var read answer
		require.NoError(t, json.Unmarshal(got.Body.Bytes(), &read))
		require.Contains(t, read.Errors[0].Message+fieldOf(read), says, "%q", body)
		require.Equal(t, "BAD_USER_INPUT", read.Errors[0].Extensions["code"])
	}
	got := get(t, to, url.Values{"query": {"query($t:String){echo(text:$t)}"}, "variables": {"{\"t\":\"\xff\"}"}})
	require.Contains(t, got.Body.String(), "variables.t contains")
}

// fieldOf is the field of a fault that no presenter has put into the message.
func fieldOf(read answer) string {
	if _, told := read.Errors[0].Extensions["field"]; told {
		return ""
	}
	return " echo.text"
}

func TestVariablesKeepLargeNumbers(t *testing.T) {
	t.Parallel()
	got := post(t, server(t, HTTP{}), `{"query":"query($t:Int){echo(number:$t)}","variables":{"t":9007199254740993}}`)
	require.JSONEq(t, `{"data":{"echo":{"t":9007199254740993}}}`, got.Body.String())
}

func TestExtensionsOfAnAnswer(t *testing.T) {
	t.Parallel()
	got := post(t, server(t, HTTP{}), `{"query":"{tagged}"}`)
	require.JSONEq(t, `{"data":{},"extensions":{"took":3}}`, got.Body.String())
}

func TestNegotiate(t *testing.T) {
	t.Parallel()
	for accept, want := range map[string]string{
		"":                     plainJSON,
		"*/*":                  plainJSON,
		"application/*":        plainJSON,
		"application/json":     plainJSON,
		responseJSON:           responseJSON,
		"APPLICATION/JSON":     plainJSON,
		responseJSON + ", */*": responseJSON,
		"text/html, */*;q=0.1": plainJSON,
		"application/json, " + responseJSON + ";q=0.9":             plainJSON,
		"application/json;q=0.5, " + responseJSON:                  responseJSON,
		responseJSON + ", application/json, text/event-stream":     responseJSON,
		responseJSON + ";charset=utf-8,application/json;q=0.9":     responseJSON,
		"nonsense;;, application/json":                             plainJSON,
		responseJSON + ";q=0":                                      "",
		responseJSON + ";q=nan":                                    "",
		responseJSON + ";q=2":                                      "",
		"text/event-stream":                                        "",
		"application/xml, text/html":                               "",
		responseJSON + ";q=0, application/json;q=0.001, image/png": plainJSON,
	} {
		media, acceptable := negotiate([]string{accept})
		require.Equal(t, want != "", acceptable, accept)
		if acceptable {
			require.Equal(t, want, media, accept)
		}
	}
	media, _ := negotiate(nil)
	require.Equal(t, plainJSON, media)
	media, _ = negotiate([]string{"text/html", responseJSON})
	require.Equal(t, responseJSON, media)
}

func BenchmarkPost(b *testing.B) {
	to := server(b, HTTP{})
	body := `{"query":"query A($t:String){echo(text:$t)}","variables":{"t":"hello"},"operationName":"A"}`
	b.ReportAllocs()
	for b.Loop() {
		if got := post(b, to, body); got.Code != http.StatusOK {
			b.Fatal(got.Body)
		}
	}
}
