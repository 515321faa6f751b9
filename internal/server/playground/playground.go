// Package playground serves GraphiQL from the binary, with tabs of example
// operations that run as they stand. Its browser files are brought by `make
// assets`; without them the page loads the same files from a public network.
package playground

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"path"
	"strings"

	fallback "github.com/99designs/gqlgen/graphql/playground"
)

//go:embed all:assets
var assets embed.FS

//go:embed examples/*.graphql
var examples embed.FS

//go:embed page.html
var pageSource string

// files are what the page needs, in the order it loads them.
var files = []string{"react.production.min.js", "react-dom.production.min.js", "graphiql.min.js", "graphiql.min.css"}

// Handler serves the page at prefix and its files below; endpoint is the
// address of the API.
func Handler(prefix, endpoint string) http.Handler {
	if !Complete() {
		return fallback.Handler("Zuka (page files missing: run `make assets`; loading them from a public network)", endpoint)
	}
	page, policy := render(prefix, endpoint)
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+prefix, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Content-Security-Policy", policy)
		_, _ = w.Write(page) // The browser has gone; there is nobody to tell.
	})
	mux.HandleFunc("GET "+prefix+"/{file}", serveFile)
	return mux
}

// Complete tells whether the page's files are in the binary.
func Complete() bool {
	for _, file := range files {
		if _, err := fs.Stat(assets, "assets/"+file+".gz"); err != nil {
			return false
		}
	}
	return true
}

// Example is one tab.
type Example struct {
	Title string `json:"title"`
	Query string `json:"query"`
}

// Examples are the operations that the page opens with.
func Examples() []Example {
	entries, err := fs.ReadDir(examples, "examples")
	if err != nil {
		panic("playground: " + err.Error()) // Embedded files can be read.
	}
	tabs := make([]Example, len(entries))
	for i, entry := range entries {
		text, err := examples.ReadFile("examples/" + entry.Name())
		if err != nil {
			panic("playground: " + err.Error())
		}
		tabs[i] = Example{Title: strings.TrimSuffix(entry.Name(), ".graphql"), Query: string(text)}
	}
	return tabs
}

// render makes the page and the policy that lets nothing but its own files and
// its own script run.
func render(prefix, endpoint string) (page []byte, policy string) {
	script := fmt.Sprintf("startPlayground(%s, %s)", literal(endpoint), literal(Examples()))
	var out bytes.Buffer
	err := template.Must(template.New("page").Parse(pageSource)).Execute(&out, map[string]any{
		"Prefix": prefix, "Start": template.JS(script), //nolint:gosec // Our own examples, escaped by encoding/json.
	})
	if err != nil {
		panic("playground: " + err.Error()) // The template and its values are constants of the build.
	}
	hash := sha256.Sum256([]byte(script))
	policy = "default-src 'self'; script-src 'self' 'sha256-" + base64.StdEncoding.EncodeToString(hash[:]) +
		"'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; worker-src 'self' blob:; connect-src 'self'; frame-ancestors 'none'"
	return out.Bytes(), policy
}

func literal(value any) string {
	text, err := json.Marshal(value) // It escapes <, > and &, so nothing ends the script.
	if err != nil {
		panic("playground: " + err.Error()) // Texts only.
	}
	return string(text)
}

//go:embed start.js
var start []byte

func serveFile(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("file")
	kind := map[string]string{".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}[path.Ext(name)]
	w.Header().Set("Content-Type", kind)
	if name == "start.js" {
		_, _ = w.Write(start) // The browser has gone; there is nobody to tell.
		return
	}
	packed, err := assets.ReadFile("assets/" + name + ".gz")
	if err != nil || kind == "" {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Cache-Control", "public, max-age=86400")
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(packed) // The browser has gone; there is nobody to tell.
		return
	}
	plain, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		http.Error(w, "the file is damaged", http.StatusInternalServerError)
		return
	}
	var out bytes.Buffer
	if _, err := out.ReadFrom(plain); err != nil {
		http.Error(w, "the file is damaged", http.StatusInternalServerError)
		return
	}
	_, _ = w.Write(out.Bytes()) // The browser has gone; there is nobody to tell.
}
