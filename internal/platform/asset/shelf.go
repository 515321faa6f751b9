// Package asset serves the browser files of a page from the binary: those of the
// project as they are, and other people's as bring.sh brought them by npm and
// packed them. bring.sh takes the page's folder: its package.json pins the
// versions and lists the files under browserFiles.
package asset

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

// Shelf serves a page's files by the path value "file". It holds nothing that is
// not in the lists of names, whatever else lies in the folders.
type Shelf map[string]item

type item struct {
	body []byte
	// packed tells that body is gzipped.
	packed bool
	tag    string
}

// NewShelf holds ours as they are in own, and theirs as they are in packed. Of
// theirs those are left out that were not brought.
func NewShelf(own fs.FS, ours []string, packed fs.FS, theirs []string) Shelf {
	items := Shelf{}
	for _, name := range ours {
		body, err := fs.ReadFile(own, name)
		if err != nil {
			panic("asset: " + err.Error()) // Embedded files can be read.
		}
		items[name] = newItem(body, false)
	}
	for _, name := range theirs {
		if body, err := fs.ReadFile(packed, name+".gz"); err == nil {
			items[name] = newItem(body, true)
		}
	}
	return items
}

// Complete tells whether all of theirs were brought.
func Complete(packed fs.FS, theirs []string) bool {
	for _, name := range theirs {
		if _, err := fs.Stat(packed, name+".gz"); err != nil {
			return false
		}
	}
	return true
}

func newItem(body []byte, packed bool) item {
	hash := sha256.Sum256(body)
	return item{body: body, packed: packed, tag: `W/"` + hex.EncodeToString(hash[:8]) + `"`}
}

// media are the types of the files.
var media = map[string]string{".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}

// ServeHTTP answers one file; a browser that has it gets 304.
func (s Shelf) ServeHTTP(w http.ResponseWriter, r *http.Request) {
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
		panic("asset: " + err.Error())
	}
	plain, err := io.ReadAll(reader)
	if err != nil {
		panic("asset: " + err.Error())
	}
	return plain
}
