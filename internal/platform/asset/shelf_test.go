package asset

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"
)

func pack(t *testing.T, text string) []byte {
	t.Helper()
	var body bytes.Buffer
	writer := gzip.NewWriter(&body)
	_, err := writer.Write([]byte(text))
	require.NoError(t, err)
	require.NoError(t, writer.Close())
	return body.Bytes()
}

func TestShelf(t *testing.T) {
	t.Parallel()
	own := fstest.MapFS{"page.css": {Data: []byte("b {}")}, "secret.txt": {Data: []byte("no")}}
	packed := fstest.MapFS{"chart.js.gz": {Data: pack(t, "draw()")}, ".stamp": {Data: []byte("1")}}
	shelf := NewShelf(own, []string{"page.css"}, packed, []string{"chart.js", "missing.js"})
	mux := http.NewServeMux()
	mux.Handle("GET /page/{file}", shelf)
	ask := func(name string, headers ...string) *httptest.ResponseRecorder {
		request := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/page/"+name, nil)
		for i := 0; i+1 < len(headers); i += 2 {
			request.Header.Set(headers[i], headers[i+1])
		}
		recorder := httptest.NewRecorder()
		mux.ServeHTTP(recorder, request)
		return recorder
	}
	require.Equal(t, "b {}", ask("page.css").Body.String())
	require.Equal(t, "text/css; charset=utf-8", ask("page.css").Header().Get("Content-Type"))
	require.Equal(t, "draw()", ask("chart.js").Body.String())
	zipped := ask("chart.js", "Accept-Encoding", "br, gzip")
	require.Equal(t, "gzip", zipped.Header().Get("Content-Encoding"))
	require.Equal(t, "text/javascript; charset=utf-8", zipped.Header().Get("Content-Type"))
	require.Equal(t, packed["chart.js.gz"].Data, zipped.Body.Bytes())
	require.Equal(t, http.StatusNotModified, ask("chart.js", "If-None-Match", zipped.Header().Get("ETag")).Code)
	for _, name := range []string{"secret.txt", "missing.js", ".stamp", "chart.js.gz", "chart.css"} {
		require.Equal(t, http.StatusNotFound, ask(name).Code, name)
	}
	require.True(t, Complete(packed, []string{"chart.js"}))
	require.False(t, Complete(packed, []string{"chart.js", "missing.js"}))
}
