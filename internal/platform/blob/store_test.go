package blob

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/stretchr/testify/require"

	"zuka/internal/platform/clock"
)

var noon = time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)

var secret = []byte("0123456789abcdef")

func newDirectory(t testing.TB, now clock.Clock) (directory *Directory, root string) {
	t.Helper()
	root = t.TempDir()
	directory, err := NewDirectory(DirectoryConfig{
		Root: root, PublicURL: "https://shop.example/files/", Secret: secret, Clock: now,
	})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, directory.Close()) })
	return directory, root
}

// each runs a test on both kinds of stores.
func each(t *testing.T, test func(t *testing.T, store Store)) {
	t.Parallel()
	t.Run("directory", func(t *testing.T) {
		t.Parallel()
		directory, root := newDirectory(t, clock.Fixed(noon))
		test(t, directory)
		requireNoRest(t, root)
	})
	t.Run("s3", func(t *testing.T) {
		t.Parallel()
		fake := newFakeS3(t)
		test(t, fake.store())
		require.Empty(t, fake.parts, "uploads that failed are given up")
	})
}

// requireNoRest looks for temporary files.
func requireNoRest(t *testing.T, root string) {
	t.Helper()
	require.NoError(t, os.CopyFS(t.TempDir(), os.DirFS(root)), "everything can be read")
	entries, err := os.ReadDir(root)
	require.NoError(t, err)
	for _, entry := range entries {
		require.NotContains(t, entry.Name(), ".tmp-")
	}
}

func content(t testing.TB, store Store, key string) (string, Info) {
	t.Helper()
	file, info, err := store.Open(t.Context(), key)
	require.NoError(t, err)
	read, err := io.ReadAll(file)
	require.NoError(t, err)
	require.NoError(t, file.Close())
	return string(read), info
}

func put(t testing.TB, store Store, key, text, contentType string) {
	t.Helper()
	require.NoError(t, store.Put(t.Context(), key, strings.NewReader(text), int64(len(text)), contentType))
}

func TestWhatIsPutIsOpened(t *testing.T) {
	each(t, func(t *testing.T, store Store) {
		put(t, store, "export/2026/orders.csv", "a,b\n", "text/csv; charset=utf-8")
		text, info := content(t, store, "export/2026/orders.csv")
		require.Equal(t, "a,b\n", text)
		require.Equal(t, int64(4), info.Size)
		require.Equal(t, "text/csv; charset=utf-8", info.ContentType)
		require.False(t, info.Modified.IsZero())

		put(t, store, "export/2026/orders.csv", "second", "nonsense\r\nX: y")
		text, info = content(t, store, "export/2026/orders.csv")
		require.Equal(t, "second", text)
		require.Equal(t, "application/octet-stream", info.ContentType)

		put(t, store, "empty", "", "")
		text, _ = content(t, store, "empty")
		require.Empty(t, text)
	})
}

func TestASizeThatIsNotKnown(t *testing.T) {
	each(t, func(t *testing.T, store Store) {
		large := bytes.Repeat([]byte("0123456789abcdef"), (partSize+partSize/2)/16)
		for key, want := range map[string][]byte{"none": nil, "small": []byte("small"), "large": large} {
			from := io.MultiReader(bytes.NewReader(want)) // hides its size
			require.NoError(t, store.Put(t.Context(), key, from, -1, "text/plain"))
			got, info := content(t, store, key)
			require.True(t, got == string(want), key)
			require.Equal(t, "text/plain", info.ContentType)
		}
	})
}

func TestAPutThatFailsChangesNothing(t *testing.T) {
	each(t, func(t *testing.T, store Store) {
		put(t, store, "kept", "old", "text/plain")
		broken := errors.New("the disk of the other one broke")
		gone, cancel := context.WithCancel(t.Context())
		cancel()
		for name, failing := range map[string]error{
			"short":  store.Put(t.Context(), "kept", strings.NewReader("new"), 4, "text/plain"),
			"long":   store.Put(t.Context(), "kept", strings.NewReader("newer"), 4, "text/plain"),
			"empty":  store.Put(t.Context(), "kept", strings.NewReader("n"), 0, "text/plain"),
			"broken": store.Put(t.Context(), "kept", iotest.ErrReader(broken), -1, "text/plain"),
			"gone":   store.Put(gone, "kept", strings.NewReader("new"), 3, "text/plain"),
		} {
			require.Error(t, failing, name)
		}
		text, _ := content(t, store, "kept")
		require.Equal(t, "old", text)
	})
}

func TestExactly(t *testing.T) {
	t.Parallel()
	for _, from := range []io.Reader{
		strings.NewReader("four"), iotest.OneByteReader(strings.NewReader("four")), iotest.DataErrReader(strings.NewReader("four")),
	} {
		read, err := io.ReadAll(&exactly{ctx: t.Context(), from: from, size: 4})
		require.NoError(t, err)
		require.Equal(t, "four", string(read))
	}
	for size, want := range map[int64]string{0: "longer", 3: "longer", 5: "ended after 4 of 5"} {
		_, err := io.ReadAll(&exactly{ctx: t.Context(), from: iotest.DataErrReader(strings.NewReader("four")), size: size})
		require.ErrorContains(t, err, want)
	}
}

func TestDeleting(t *testing.T) {
	each(t, func(t *testing.T, store Store) {
		put(t, store, "a/b", "x", "text/plain")
		require.NoError(t, store.Delete(t.Context(), "a/b"))
		require.NoError(t, store.Delete(t.Context(), "a/b"), "twice is no fault")
		require.NoError(t, store.Delete(t.Context(), "never/was"))
		require.NoError(t, store.Delete(t.Context(), "a"))
		for _, key := range []string{"a/b", "a", "a/b/c", "never/was"} {
			_, _, err := store.Open(t.Context(), key)
			require.ErrorIs(t, err, ErrNotFound, key)
		}
	})
}

func TestKeysThatAreNone(t *testing.T) {
	each(t, func(t *testing.T, store Store) {
		for _, key := range []string{
			"", "/", "/etc/passwd", "..", "../x", "a/../../x", "a//b", "a/", ".hidden", "a/.b.type", "a b",
			"a\x00", "a\nb", `a\b`, "ключ", "a?b", "a%2fb", "C:x", strings.Repeat("a", 201), strings.Repeat("a/", 300) + "a",
		} {
			require.ErrorContains(t, store.Put(t.Context(), key, strings.NewReader(""), 0, ""), "not a key", "%q", key)
			require.ErrorContains(t, store.Delete(t.Context(), key), "not a key", "%q", key)
			_, _, err := store.Open(t.Context(), key)
			require.ErrorContains(t, err, "not a key", "%q", key)
			_, err = store.Link(t.Context(), key, "", time.Minute)
			require.ErrorContains(t, err, "not a key", "%q", key)
		}
		for _, life := range []time.Duration{0, -time.Hour, 8 * 24 * time.Hour} {
			_, err := store.Link(t.Context(), "a", "", life)
			require.ErrorContains(t, err, "a link may last", life)
		}
		longest := strings.Repeat("a", longestPart)
		put(t, store, longest, "x", "text/plain")
		text, _ := content(t, store, longest)
		require.Equal(t, "x", text)
	})
}

func TestFilenames(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		"orders.csv":              "orders.csv",
		"":                        "key.csv",
		"..":                      "key.csv",
		"../../etc/passwd":        "_.._etc_passwd",
		"a\r\nSet-Cookie: x":      "aSet-Cookie: x",
		"in\u202egpj.exe":         "ingpj.exe",
		"Ọjà \"May\".csv":         "Ọjà \"May\".csv",
		"\xff.csv":                "_.csv",
		strings.Repeat("ọ", 1000): strings.Repeat("ọ", 66),
	} {
		require.Equal(t, want, cleanName(given, "folder/key.csv"))
		require.True(t, strings.HasPrefix(attachment(cleanName(given, "k")), "attachment; filename"), given)
	}
}
