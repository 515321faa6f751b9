package playground

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"time"
)

// shelf serves the browser's files by name. It holds nothing that is not in
// the list of files, whatever else lies in the folder.
type shelf map[string]item

type item struct {
	body []byte
	// packed tells that body is gzipped.
	packed bool
	tag    string
}

func newShelf(packed fs.FS) shelf {
	items := shelf{}
	for _, name := range ours {
		body, err := own.ReadFile(name)
		if err != nil {
			panic("playground: " + err.Error()) // Embedded files can be read.
		}
		items[name] = newItem(body, false)
	}
	for _, file := range files {
		if body, err := fs.ReadFile(packed, file.name+".gz"); err == nil {
			items[file.name] = newItem(body, true)
		}
	}
	return items
}

func newItem(body []byte, packed bool) item {
	hash := sha256.Sum256(body)
	return item{body: body, packed: packed, tag: `W/"` + hex.EncodeToString(hash[:8]) + `"`}
}

// media are the types of the files.
var media = map[string]string{".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}

// ServeHTTP answers one file; a browser that has it gets 304.
func (s shelf) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("file")
	one, known := s[name]
	if !known {
		http.NotFound(w, r)
		return
	}
	header := w.Header()
	header.Set("Content-Type", media[path.Ext(name)])
	header.Set("ETag", one.tag)
	header.Set("Cache-Control", "no-cache") // Ask again, so that a new build is seen at once.
	body := one.body
	if one.packed {
		header.Add("Vary", "Accept-Encoding")
		if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
			header.Set("Content-Encoding", "gzip")
		} else {
			body = unpack(body)
		}
	}
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
}

// unpack is for the rare client that cannot read gzip. What cannot be unpacked
// was not packed by bring.sh.
func unpack(packed []byte) []byte {
	reader, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		panic("playground: " + err.Error())
	}
	plain, err := io.ReadAll(reader)
	if err != nil {
		panic("playground: " + err.Error())
	}
	return plain
}
