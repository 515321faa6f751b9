// Package playground serves GraphiQL from the binary, with tabs of example
// operations that run as they stand. npm brings its browser files; in a binary
// built without them the page says so and loads the same files from a public
// network.
package playground

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"path"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"

	"zuka/internal/platform/asset"
)

//go:embed all:assets
var assets embed.FS

//go:embed examples/*.graphql
var examples embed.FS

//go:embed page.html
var pageSource string

// ours are the page's own files, in the order it loads them.
var ours = []string{"page.css", "board.js", "pet.js", "live.js", "start.js", "icon.svg"}

//go:embed page.css board.js pet.js live.js start.js icon.svg
var own embed.FS

// network is where the files come from when they are not in the binary.
const network = "https://cdn.jsdelivr.net"

// file is one of the browser's files that are not ours.
type file struct {
	name string
	// path and integrity are what the public network has it under.
	path, integrity string
}

// files are what the page needs, in the order it loads them. The versions are
// those of package.json, and a test compares the hashes.
var files = []file{
	{"graphiql.min.css", "/npm/graphiql@4.1.2/graphiql.min.css", "sha256-MEh+B2NdMSpj9kexQNN3QKc8UzMrCXW/Sx/phcpuyIU="},
	{"react.production.min.js", "/npm/react@18.2.0/umd/react.production.min.js", "sha256-S0lp+k7zWUMk2ixteM6HZvu8L9Eh//OVrt+ZfbCpmgY="},
	{"react-dom.production.min.js", "/npm/react-dom@18.2.0/umd/react-dom.production.min.js", "sha256-IXWO0ITNDjfnNXIu5POVfqlgYoop36bDzhodR6LW5Pc="},
	{"graphql-ws.min.js", "/npm/graphql-ws@6.4.2/umd/graphql-ws.min.js", "sha256-Xx4lC96gpVHVgnIEgoHb9bL7afqhIBYLq0lIXHK28k0="},
	{"graphiql.min.js", "/npm/graphiql@4.1.2/graphiql.min.js", "sha256-hnImuor1znlJkD/FOTL3jayfS/xsyNoP04abi8bFJWs="},
}

// Handler serves the page at prefix and its files below; endpoint is the
// address of the API.
func Handler(prefix, endpoint string) http.Handler {
	packed, err := fs.Sub(assets, "assets")
	if err != nil {
		panic("playground: " + err.Error()) // The folder's name is a constant.
	}
	return handler(packed, prefix, endpoint)
}

func handler(packed fs.FS, prefix, endpoint string) http.Handler {
	page, policy := render(complete(packed), prefix, endpoint)
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+prefix, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Content-Security-Policy", policy)
		w.Header().Set("Cache-Control", "no-cache")
		_, _ = w.Write(page) // The browser has gone; there is nobody to tell.
	})
	mux.Handle("GET "+prefix+"/{file}", asset.NewShelf(own, ours, packed, names()))
	return mux
}

// Complete tells whether the page's files are in the binary.
func Complete() bool {
	packed, err := fs.Sub(assets, "assets")
	return err == nil && complete(packed)
}

func complete(packed fs.FS) bool { return asset.Complete(packed, names()) }

// names are those of the files that are not ours.
func names() []string {
	all := make([]string, len(files))
	for i, file := range files {
		all[i] = file.name
	}
	return all
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

// Operations are the names of the operations that the page opens with.
func Operations() []string {
	var names []string
	for _, tab := range Examples() {
		document, err := parser.ParseQuery(&ast.Source{Name: tab.Title, Input: tab.Query})
		if err != nil {
			panic("playground: " + err.Error()) // A test parses every example.
		}
		for _, operation := range document.Operations {
			names = append(names, operation.Name)
		}
	}
	return names
}

// reference is a file as the page refers to it.
type reference struct{ Address, Integrity string }

// render makes the page and the policy that lets nothing but its own files and
// its own script run.
func render(local bool, prefix, endpoint string) (page []byte, policy string) {
	tabs := literal(Examples())
	version := sha256.Sum256([]byte(tabs))
	script := fmt.Sprintf("startPlayground(%s, %s, %s)", literal(endpoint), literal(hex.EncodeToString(version[:6])), tabs)
	styles, scripts, source := parts(local, prefix)
	var out bytes.Buffer
	err := template.Must(template.New("page").Parse(pageSource)).Execute(&out, map[string]any{
		"Local": local, "Prefix": prefix, "Styles": styles, "Scripts": scripts,
		"Start": template.JS(script), //nolint:gosec // Our own examples, escaped by encoding/json.
	})
	if err != nil {
		panic("playground: " + err.Error()) // The template and its values are constants of the build.
	}
	hash := sha256.Sum256([]byte(script))
	policy = "default-src 'self'; script-src " + source + " 'sha256-" + base64.StdEncoding.EncodeToString(hash[:]) +
		"'; style-src " + source + " 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; worker-src 'self' blob:; " +
		"connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
	return out.Bytes(), policy
}

// parts are the styles and scripts of the page, and where the policy lets them
// come from. Ours come last: they use the others.
func parts(local bool, prefix string) (styles, scripts []reference, source string) {
	add := func(name string, one reference) {
		switch path.Ext(name) {
		case ".css":
			styles = append(styles, one)
		case ".js":
			scripts = append(scripts, one)
		}
	}
	source = "'self'"
	if !local {
		source += " " + network
	}
	for _, file := range files {
		one := reference{Address: prefix + "/" + file.name}
		if !local {
			one = reference{Address: network + file.path, Integrity: file.integrity}
		}
		add(file.name, one)
	}
	for _, name := range ours {
		add(name, reference{Address: prefix + "/" + name})
	}
	return styles, scripts, source
}

func literal(value any) string {
	text, err := json.Marshal(value) // It escapes <, > and &, so nothing ends the script.
	if err != nil {
		panic("playground: " + err.Error()) // Texts only.
	}
	return string(text)
}
