// Package devidentity plays Google and Apple in development, so that signing
// in can be walked through on a machine without a network. It gives anybody's
// token to anybody: nothing but a development server may serve it, or believe
// its keys.
package devidentity

import (
	"bytes"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	_ "embed" // The page and its style.
	"encoding/base64"
	"encoding/json"
	"errors"
	"html/template"
	"net/http"
	"slices"

	"github.com/go-jose/go-jose/v4"

	"zuka/internal/platform/clock"
)

//go:embed page.html
var pageSource string

//go:embed page.css
var style string

var page = template.Must(template.New("page").Parse(pageSource))

// policy lets the page have its own style and its own form, and nothing else.
var policy = func() string {
	hash := sha256.Sum256([]byte(style))
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(hash[:]) +
		"'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
}()

// Config is what the identities are made for.
type Config struct {
	// Audience is the client ID that a provider's tokens are made for, by the
	// provider's name: "google" and "apple". One that is missing is not played.
	Audience map[string]string
	// Clock is the machine's when nil.
	Clock clock.Clock
}

// Identity signs tokens with a key that is made with it and is never stored,
// so a token does not outlive the program that made it.
type Identity struct {
	audience  map[string]string
	providers []string
	clock     clock.Clock
	signer    jose.Signer
	keys      []byte
}

// New makes the key, which takes a good part of a second.
func New(config Config) *Identity {
	made := &Identity{audience: make(map[string]string), clock: config.Clock}
	if made.clock == nil {
		made.clock = clock.System{}
	}
	for _, provider := range []string{google, apple} {
		if audience := config.Audience[provider]; audience != "" {
			made.audience[provider] = audience
			made.providers = append(made.providers, provider)
		}
	}
	made.signer, made.keys = newKey()
	return made
}

// newKey is a way to sign, and the key set to check it with. The key's name is
// new each time, so that nobody takes an earlier program's key for it.
func newKey() (signer jose.Signer, set []byte) {
	private, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic("devidentity: " + err.Error()) // The machine has no randomness.
	}
	name := "development-" + rand.Text()
	signer, err = jose.NewSigner(
		jose.SigningKey{Algorithm: jose.RS256, Key: jose.JSONWebKey{Key: private, KeyID: name}},
		new(jose.SignerOptions).WithType("JWT"))
	if err != nil {
		panic("devidentity: " + err.Error()) // The algorithm fits the key.
	}
	set, err = json.Marshal(jose.JSONWebKeySet{Keys: []jose.JSONWebKey{
		{Key: &private.PublicKey, KeyID: name, Algorithm: string(jose.RS256), Use: "sig"},
	}})
	if err != nil {
		panic("devidentity: " + err.Error()) // RSA keys can always be written.
	}
	return signer, set
}

// Handler serves the page at base, and the key set of both providers at
// base/keys.
func (i *Identity) Handler(base string) http.Handler {
	mux := http.NewServeMux()
	serve := func(w http.ResponseWriter, r *http.Request) { i.serve(w, r, base) }
	mux.HandleFunc("GET "+base, serve)
	mux.HandleFunc("POST "+base, serve)
	mux.HandleFunc("GET "+base+"/keys", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, http.StatusOK, "application/json", i.keys)
	})
	return mux
}

// maxForm is far above what the form can hold sensibly.
const maxForm = 64 << 10

func (i *Identity) serve(w http.ResponseWriter, r *http.Request, base string) {
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	status, problem, made := http.StatusOK, error(nil), (*Answer)(nil)
	asked := form{Verified: true}
	if err := r.ParseForm(); err != nil {
		problem = errors.New("the form cannot be read")
	} else {
		asked = read(r.Form)
		if asked.filled() || r.Method == http.MethodPost || asked.JSON {
			made, problem = i.issue(asked)
		}
	}
	if problem != nil {
		status = http.StatusBadRequest
	}
	if asked.JSON {
		answer(w, status, "application/json", toJSON(made, problem))
		return
	}
	w.Header().Set("Content-Security-Policy", policy)
	answer(w, status, "text/html; charset=utf-8", i.render(base, asked, made, problem))
}

func (i *Identity) render(base string, asked form, made *Answer, problem error) []byte {
	if !slices.Contains(i.providers, asked.Provider) && len(i.providers) > 0 {
		asked.Provider = i.providers[0]
	}
	var out bytes.Buffer
	err := page.Execute(&out, map[string]any{
		"Style": template.CSS(style), //nolint:gosec // Our own file.
		"Base":  base, "Providers": i.providers, "Form": asked, "Answer": made, "Problem": problem,
	})
	if err != nil {
		panic("devidentity: " + err.Error()) // The template is a constant and its values are texts.
	}
	return out.Bytes()
}

func toJSON(made *Answer, problem error) []byte {
	var said any = made
	if problem != nil {
		said = map[string]string{"error": problem.Error()}
	}
	text, err := json.Marshal(said)
	if err != nil {
		panic("devidentity: " + err.Error()) // Texts and a time only.
	}
	return text
}

func answer(w http.ResponseWriter, status int, kind string, body []byte) {
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(body) // The client has gone; there is nobody to tell.
}
