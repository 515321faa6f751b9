package load_test

import (
	"bufio"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"zuka/internal/bench/load"
)

func reader(wire io.Reader) *load.Reader {
	r := new(load.Reader)
	r.Reset(bufio.NewReader(wire))
	return r
}

func TestAnswersFollowOneAnother(t *testing.T) {
	t.Parallel()
	const wire = "HTTP/1.1 200 OK\r\ncontent-length: 5\r\nX: y\r\n\r\nhello" +
		"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\nA;name=value\r\nlo, world.\r\n0\r\nTrailer: t\r\n\r\n" +
		"HTTP/1.1 204 No Content\r\n\r\n" +
		"HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
	// Byte by byte, for a connection may cut anywhere.
	r := reader(iotest.OneByteReader(strings.NewReader(wire)))
	for _, want := range []struct {
		status int
		body   string
		close  bool
	}{{200, "hello", false}, {200, "hello, world.", false}, {204, "", false}, {503, "", true}} {
		got, err := r.Next()
		require.NoError(t, err)
		require.Equal(t, want.status, got.Status)
		require.Equal(t, want.body, string(got.Body))
		require.Equal(t, want.close, got.Close)
	}
	_, err := r.Next()
	require.ErrorIs(t, err, io.EOF, "the server has gone between two answers")
}

func TestABrokenAnswerIsAnError(t *testing.T) {
	t.Parallel()
	for name, wire := range map[string]string{
		"another protocol":  "SSH-2.0-OpenSSH_9.2\r\n",
		"no status":         "HTTP/1.1 abc OK\r\n\r\n",
		"no length":         "HTTP/1.1 200 OK\r\n\r\nbody",
		"negative length":   "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
		"cut in the head":   "HTTP/1.1 200 OK\r\nContent-Le",
		"cut in the body":   "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel",
		"cut in a chunk":    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel",
		"cut after a chunk": "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n",
		"a longer chunk":    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhello\r\n0\r\n\r\n",
		"no chunk":          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
		"a huge chunk":      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7fffffff\r\n",
		"a huge length":     "HTTP/1.1 200 OK\r\nContent-Length: 999999999\r\n\r\n",
	} {
		_, err := reader(strings.NewReader(wire)).Next()
		require.Error(t, err, name)
		require.NotErrorIs(t, err, io.EOF, name)
	}
}

func TestAnyBodyInAnyChunksIsReadWhole(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOfN(rapid.SliceOfN(rapid.Byte(), 1, 300), 0, 8).Draw(t, "parts")
		var wire, body strings.Builder
		wire.WriteString("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
		for _, part := range parts {
			fmt.Fprintf(&wire, "%x\r\n%s\r\n", len(part), part)
			body.Write(part)
		}
		wire.WriteString("0\r\n\r\n")
		got, err := reader(strings.NewReader(wire.String())).Next()
		require.NoError(t, err)
		require.Equal(t, body.String(), string(got.Body))
	})
}

func TestNetHTTPIsUnderstood(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("ankara ", 5000)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/long": // Longer than net/http's buffer: it goes out in chunks.
			_, _ = io.WriteString(w, long)
		case "/echo":
			_, _ = io.Copy(w, r.Body)
		case "/fault":
			_, _ = io.WriteString(w, `{"errors":[]}`)
		default:
			w.WriteHeader(http.StatusTeapot)
		}
	}))
	defer server.Close()
	address := strings.TrimPrefix(server.URL, "http://")
	got, err := load.Ask(address, load.Get(address, "/long"))
	require.NoError(t, err)
	require.Equal(t, long, string(got))
	got, err = load.Ask(address, load.Post(address, "/echo", []byte(`{"a":"é"}`)))
	require.NoError(t, err)
	require.Equal(t, `{"a":"é"}`, string(got))
	_, err = load.Ask(address, load.Get(address, "/fault"))
	require.ErrorContains(t, err, "an answer with errors")
	_, err = load.Ask(address, load.Get(address, "/"))
	require.ErrorContains(t, err, "418")
}
