// Package mailbox shows a developer the letters that the shop would have sent,
// at /dev/mailbox: a list that looks again by itself, one page a letter, and
// both as JSON for scripts. The pages need no JavaScript and nothing from
// outside.
//
// Whoever can open it can read every code and every link to sign in. It is
// mounted on a developer's machine and nowhere else.
package mailbox

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"html/template"
	"log/slog"
	"net/http"
	"slices"
	"strings"

	"zuka/internal/platform/clock"
	"zuka/internal/platform/mailbox"
)

//go:embed page.html
var pageSource string

// pages are the templates "list" and "letter".
var pages = template.Must(template.New("").Parse(pageSource))

// policy lets nothing run and nothing come from elsewhere. A letter's HTML is
// shown in a frame that inherits it; the style attributes that mails live on
// need unsafe-inline.
const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; frame-src 'self'; " +
	"base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// newTab makes the links of a mail's HTML open outside of its frame.
const newTab = `<base target="_blank">`

// Source has the letters, newest first.
type Source interface {
	Letters(ctx context.Context) ([]mailbox.Letter, error)
}

// handler serves the pages below prefix.
type handler struct {
	prefix, playground string
	from               Source
	log                *slog.Logger
}

// Handler serves the list at prefix and each letter below it; playground is
// the address of the page that the list links to.
func Handler(prefix, playground string, from Source, log *slog.Logger) http.Handler {
	h := &handler{prefix: prefix, playground: playground, from: from, log: log}
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+prefix, h.list)
	mux.HandleFunc("GET "+prefix+"/{$}", h.list)
	mux.HandleFunc("GET "+prefix+"/{id}", h.letter)
	return mux
}

// view is what the templates show.
type view struct {
	Prefix, Playground string
	Letters            []entry
	// One, Newer and Older are for the page of a letter.
	One          entry
	Newer, Older string
}

// entry is a letter as it is shown.
type entry struct {
	mailbox.Letter
	Clock string
	// Codes are the numbers in a text message that look like one.
	Codes  []string
	Pieces []piece
	// Frame is the HTML for the frame.
	Frame string
}

func newEntry(letter mailbox.Letter) entry {
	one := entry{
		Letter: letter,
		Clock:  letter.SentAt.In(clock.Lagos).Format("2 Jan 15:04:05"),
		Pieces: cut(letter.Text, letter.Kind == mailbox.KindSMS),
	}
	for _, piece := range one.Pieces {
		// A message for browsers repeats its code in the last line.
		if piece.Kind == codePiece && !slices.Contains(one.Codes, piece.Text) {
			one.Codes = append(one.Codes, piece.Text)
		}
	}
	if letter.HTML != "" {
		one.Frame = newTab + letter.HTML
	}
	return one
}

func (h *handler) list(w http.ResponseWriter, r *http.Request) {
	letters, ok := h.read(w, r)
	if !ok {
		return
	}
	if wantsJSON(r) {
		h.answerJSON(w, r, letters)
		return
	}
	shown := view{Prefix: h.prefix, Playground: h.playground, Letters: make([]entry, len(letters))}
	for i, letter := range letters {
		shown.Letters[i] = newEntry(letter)
	}
	h.answerPage(w, r, "list", shown)
}

func (h *handler) letter(w http.ResponseWriter, r *http.Request) {
	letters, ok := h.read(w, r)
	if !ok {
		return
	}
	for i, letter := range letters {
		if letter.ID != r.PathValue("id") {
			continue
		}
		if wantsJSON(r) {
			h.answerJSON(w, r, letter)
			return
		}
		shown := view{Prefix: h.prefix, Playground: h.playground, One: newEntry(letter)}
		if i > 0 {
			shown.Newer = letters[i-1].ID
		}
		if i+1 < len(letters) {
			shown.Older = letters[i+1].ID
		}
		h.answerPage(w, r, "letter", shown)
		return
	}
	http.Error(w, "This letter is not kept any more.", http.StatusNotFound)
}

// read gets the letters, or answers that they cannot be had.
func (h *handler) read(w http.ResponseWriter, r *http.Request) ([]mailbox.Letter, bool) {
	header := w.Header()
	header.Set("Cache-Control", "no-store")
	header.Add("Vary", "Accept")
	header.Set("X-Content-Type-Options", "nosniff")
	// A link in a letter often is a key; where it leads must not learn from where.
	header.Set("Referrer-Policy", "no-referrer")
	letters, err := h.from.Letters(r.Context())
	if err != nil {
		h.log.LogAttrs(r.Context(), slog.LevelError, "the mailbox cannot be read", slog.Any("error", err))
		http.Error(w, "The mailbox cannot be read; the log says why.", http.StatusServiceUnavailable)
		return nil, false
	}
	if letters == nil {
		letters = []mailbox.Letter{} // JSON has a list for it, not null.
	}
	return letters, true
}

// wantsJSON tells a script from a browser, which always names HTML.
func wantsJSON(r *http.Request) bool {
	if format := r.URL.Query().Get("format"); format != "" {
		return format == "json"
	}
	accept := strings.ToLower(strings.Join(r.Header.Values("Accept"), ","))
	return strings.Contains(accept, "application/json") && !strings.Contains(accept, "text/html")
}

func (h *handler) answerJSON(w http.ResponseWriter, r *http.Request, what any) {
	body, err := json.Marshal(what)
	if err != nil {
		h.fail(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(append(body, '\n')) // The reader has gone; there is nobody to tell.
}

func (h *handler) answerPage(w http.ResponseWriter, r *http.Request, name string, shown view) {
	var page bytes.Buffer // A page that fails in its middle is not begun.
	if err := pages.ExecuteTemplate(&page, name, shown); err != nil {
		h.fail(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Security-Policy", policy)
	_, _ = w.Write(page.Bytes()) // The browser has gone; there is nobody to tell.
}

func (h *handler) fail(w http.ResponseWriter, r *http.Request, err error) {
	h.log.LogAttrs(r.Context(), slog.LevelError, "the mailbox cannot be shown", slog.Any("error", err))
	http.Error(w, "The mailbox cannot be shown; the log says why.", http.StatusInternalServerError)
}
