package blob

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"zuka/internal/platform/clock"
)

// follow asks the directory's handler for a link.
func follow(d *Directory, method, link string, header ...string) *httptest.ResponseRecorder {
	request := httptest.NewRequest(method, link, nil)
	for i := 0; i+1 < len(header); i += 2 {
		request.Header.Set(header[i], header[i+1])
	}
	response := httptest.NewRecorder()
	d.ServeHTTP(response, request)
	return response
}

func TestALinkIsServed(t *testing.T) {
	t.Parallel()
	directory, _ := newDirectory(t, clock.Fixed(noon))
	put(t, directory, "export/page.html", "<script>", "text/html")
	link, err := directory.Link(t.Context(), "export/page.html", "May orders.html", time.Hour)
	require.NoError(t, err)
	require.True(t, strings.HasPrefix(link, "https://shop.example/files/export/page.html?"))

	response := follow(directory, http.MethodGet, link)
	require.Equal(t, http.StatusOK, response.Code)
	require.Equal(t, "<script>", response.Body.String())
	header := response.Header()
	require.Equal(t, "text/html", header.Get("Content-Type"))
	require.Equal(t, `attachment; filename="May orders.html"`, header.Get("Content-Disposition"))
	require.Equal(t, "nosniff", header.Get("X-Content-Type-Options"))
	require.Contains(t, header.Get("Cache-Control"), "no-store")
	require.Contains(t, header.Get("Content-Security-Policy"), "sandbox")

	require.Equal(t, "8", follow(directory, http.MethodHead, link).Header().Get("Content-Length"))
	part := follow(directory, http.MethodGet, link, "Range", "bytes=1-3")
	require.Equal(t, http.StatusPartialContent, part.Code)
	require.Equal(t, "scr", part.Body.String())
	require.Equal(t, http.StatusMethodNotAllowed, follow(directory, http.MethodPost, link).Code)
}

func TestLinksThatAreRefused(t *testing.T) {
	t.Parallel()
	directory, root := newDirectory(t, clock.Fixed(noon))
	put(t, directory, "a/one", "1", "")
	put(t, directory, "a/two", "2", "")
	link, err := directory.Link(t.Context(), "a/one", "one", time.Minute)
	require.NoError(t, err)
	status := func(link string) int { return follow(directory, http.MethodGet, link).Code }
	require.Equal(t, http.StatusOK, status(link))

	for _, changed := range []string{
		strings.Replace(link, "a/one", "a/two", 1),
		strings.Replace(link, "name=one", "name=two", 1),
		strings.Replace(link, "name=one", "name=one%00", 1),
		strings.Replace(link, "expires=1", "expires=2", 1),
		strings.Replace(link, "expires=1", "expires=+1", 1),
		strings.Replace(link, "signature=", "signature=x", 1),
		"https://shop.example/files/a/one",
	} {
		require.NotEqual(t, link, changed)
		require.Equal(t, http.StatusForbidden, status(changed), changed)
	}
	for _, elsewhere := range []string{
		"https://shop.example/other/a/one", "https://shop.example/files/", "https://shop.example/files/../a",
		"https://shop.example/files/%2e%2e/%2e%2e/etc/passwd", "https://shop.example/files/a/.one.type",
	} {
		require.Equal(t, http.StatusNotFound, status(elsewhere), elsewhere)
	}

	other, err := NewDirectory(DirectoryConfig{
		Root: root, PublicURL: "https://shop.example/files/", Secret: []byte("another secret of 16+"), Clock: clock.Fixed(noon),
	})
	require.NoError(t, err)
	defer func() { require.NoError(t, other.Close()) }()
	require.Equal(t, http.StatusForbidden, follow(other, http.MethodGet, link).Code)

	require.NoError(t, directory.Delete(t.Context(), "a/one"))
	require.Equal(t, http.StatusNotFound, status(link))
}

func TestALinkEnds(t *testing.T) {
	t.Parallel()
	early, root := newDirectory(t, clock.Fixed(noon))
	put(t, early, "one", "1", "")
	link, err := early.Link(t.Context(), "one", "", time.Minute)
	require.NoError(t, err)
	at := func(after time.Duration) int {
		directory, err := NewDirectory(DirectoryConfig{
			Root: root, PublicURL: "https://shop.example/files/", Secret: secret, Clock: clock.Fixed(noon.Add(after)),
		})
		require.NoError(t, err)
		defer func() { require.NoError(t, directory.Close()) }()
		return follow(directory, http.MethodGet, link).Code
	}
	require.Equal(t, http.StatusOK, at(59*time.Second))
	require.Equal(t, http.StatusGone, at(time.Minute))
	require.Equal(t, http.StatusGone, at(24*time.Hour))
}

func TestNothingOutsideTheDirectoryIsRead(t *testing.T) {
	t.Parallel()
	directory, root := newDirectory(t, clock.Fixed(noon))
	outside := filepath.Join(t.TempDir(), "secret")
	require.NoError(t, os.WriteFile(outside, []byte("secret"), 0o600))
	require.NoError(t, os.Symlink(outside, filepath.Join(root, "file")))
	require.NoError(t, os.Symlink(filepath.Dir(outside), filepath.Join(root, "folder")))
	for _, key := range []string{"file", "folder/secret"} {
		_, _, err := directory.Open(t.Context(), key)
		require.Error(t, err)
		link, err := directory.Link(t.Context(), key, "", time.Minute)
		require.NoError(t, err)
		require.Equal(t, http.StatusInternalServerError, follow(directory, http.MethodGet, link).Code)
	}
	require.Error(t, directory.Put(t.Context(), "folder/new", strings.NewReader("x"), 1, ""))
	require.NoError(t, directory.Put(t.Context(), "file", strings.NewReader("x"), 1, ""), "the link is replaced")
	kept, err := os.ReadFile(outside)
	require.NoError(t, err)
	require.Equal(t, "secret", string(kept))
}

func TestReadersSeeTheOldFileOrTheNew(t *testing.T) {
	t.Parallel()
	directory, root := newDirectory(t, clock.Fixed(noon))
	texts := []string{strings.Repeat("a", 1<<16), strings.Repeat("b", 1<<15)}
	put(t, directory, "file", texts[0], "text/plain")
	before, _, err := directory.Open(t.Context(), "file")
	require.NoError(t, err)
	var crowd sync.WaitGroup
	for i := range 4 {
		crowd.Go(func() {
			for range 10 {
				err := directory.Put(context.Background(), "file", strings.NewReader(texts[i%2]), int64(len(texts[i%2])), "text/plain")
				if err != nil {
					t.Error(err)
				}
			}
		})
		crowd.Go(func() {
			for range 50 {
				file, info, err := directory.Open(context.Background(), "file")
				if err != nil {
					t.Error(err)
					return
				}
				read, _ := io.ReadAll(file)
				if int64(len(read)) != info.Size || string(read) != texts[0] && string(read) != texts[1] {
					t.Errorf("read %d bytes of %d", len(read), info.Size)
				}
				_ = file.Close()
			}
		})
	}
	crowd.Wait()
	read, err := io.ReadAll(before)
	require.NoError(t, err)
	require.Equal(t, texts[0], string(read), "what is open stays what it was")
	require.NoError(t, before.Close())
	requireNoRest(t, root)
}

func TestAFilePutThereByHand(t *testing.T) {
	t.Parallel()
	directory, root := newDirectory(t, clock.Fixed(noon))
	require.NoError(t, os.WriteFile(filepath.Join(root, "hand.txt"), []byte("x"), 0o600))
	_, info := content(t, directory, "hand.txt")
	require.Equal(t, "application/octet-stream", info.ContentType)
	require.NoError(t, directory.Delete(t.Context(), "hand.txt"))
	require.Error(t, func() error {
		put(t, directory, "file", "x", "")
		return directory.Put(t.Context(), "file/below", strings.NewReader("x"), 1, "")
	}(), "a file is no folder")
}

func TestOpenChoosesTheStore(t *testing.T) {
	t.Parallel()
	options := Options{PublicURL: "http://localhost:8080/files/", Secret: secret}
	root := filepath.Join(t.TempDir(), "made", "on demand")
	for _, location := range []string{root, "file://" + root} {
		store, err := Open(location, options)
		require.NoError(t, err)
		require.IsType(t, &Directory{}, store)
		require.DirExists(t, root)
		require.NoError(t, store.(*Directory).Close())
	}
	for location, want := range map[string]string{
		"":                                  "no directory",
		"file://relative/path":              "three slashes",
		"ftp://host/x":                      "neither file nor s3",
		"s3://host/bucket":                  "has to look like",
		"s3://key@host/bucket":              "has to look like",
		"s3://key:hidden@host/":             "has to look like",
		"s3://key:hidden@host/a/b":          "has to look like",
		"s3://key:hid/den@host:9000/b":      "has to look like",
		"s3://key:hidden@host/b?tls=maybe":  "tls",
		"s3://key:hidden@host/b?colour=red": "colour",
		"s3://key:hidden@host/b?a=%zz":      "has to look like",
		"s3://key:hidden@host:port/b":       "has to look like",
		"s3://key:hidden@ho_st!/b":          "blob",
	} {
		store, err := Open(location, options)
		require.ErrorContains(t, err, want, location)
		require.NotContains(t, err.Error(), "hid")
		require.Nil(t, store)
	}
	for _, wrong := range []Options{
		{PublicURL: "/files/", Secret: secret},
		{PublicURL: "https://host/files", Secret: secret},
		{PublicURL: "https://host/files/?a=b", Secret: secret},
		{PublicURL: "https://host/files/", Secret: secret[:15]},
	} {
		store, err := Open(root, wrong)
		require.Error(t, err)
		require.Nil(t, store)
	}
	_, err := Open("/dev/null/x", options)
	require.Error(t, err)
}
