package blob

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// query is the signed part of a link.
func (d *Directory) query(key, name string, expires int64) url.Values {
	moment := strconv.FormatInt(expires, 10)
	return url.Values{"name": {name}, "expires": {moment}, "signature": {d.sign(key, name, moment)}}
}

// sign covers everything that decides what is served. None of the parts can
// hold a zero byte and be accepted, so no two links have the same text.
func (d *Directory) sign(key, name, expires string) string {
	mac := hmac.New(sha256.New, d.secret)
	mac.Write([]byte("blob link\x00" + key + "\x00" + name + "\x00" + expires))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// ServeHTTP answers a link: 403 when it is not signed by us, 410 when its time
// is over, 404 when the file is gone. A file is always saved and never shown:
// it may be a page that somebody uploaded to run on the shop's own host.
func (d *Directory) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	header := w.Header()
	header.Set("Cache-Control", "private, no-store")
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Referrer-Policy", "no-referrer")
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		header.Set("Allow", "GET, HEAD")
		http.Error(w, "only GET and HEAD", http.StatusMethodNotAllowed)
		return
	}
	key, below := strings.CutPrefix(r.URL.Path, d.public.Path)
	if !below || checkKey(key) != nil {
		http.Error(w, "no such file", http.StatusNotFound)
		return
	}
	query := r.URL.Query()
	name, expires := query.Get("name"), query.Get("expires")
	until, err := strconv.ParseInt(expires, 10, 64)
	valid := hmac.Equal([]byte(d.sign(key, name, expires)), []byte(query.Get("signature")))
	if err != nil || !valid || strings.ContainsRune(name, 0) {
		http.Error(w, "this link is not valid", http.StatusForbidden)
		return
	}
	if !d.clock.Now().Before(time.Unix(until, 0)) {
		http.Error(w, "this link has expired", http.StatusGone)
		return
	}
	d.serve(w, r, key, name)
}

func (d *Directory) serve(w http.ResponseWriter, r *http.Request, key, name string) {
	file, info, err := d.open(key)
	if errors.Is(err, ErrNotFound) {
		http.Error(w, "no such file", http.StatusNotFound)
		return
	}
	if err != nil {
		http.Error(w, "the file cannot be read", http.StatusInternalServerError)
		return
	}
	defer func() { _ = file.Close() }() // it was only read
	header := w.Header()
	header.Set("Content-Type", info.ContentType)
	header.Set("Content-Disposition", attachment(name))
	header.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	http.ServeContent(w, r, "", info.Modified, file)
}
