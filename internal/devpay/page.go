package devpay

import (
	"bytes"
	"context"
	"crypto/sha256"
	_ "embed" // The pages and their style.
	"encoding/base64"
	"errors"
	"html/template"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"zuka/internal/devpay/courier"
	"zuka/internal/devpay/ledger"
	"zuka/internal/platform/clock"
)

//go:embed page.html
var pageSource string

//go:embed page.css
var style string

// pages are the templates "list", "payment" and "missing".
var pages = template.Must(template.New("").Funcs(template.FuncMap{
	"amount": readable, "clock": func(t time.Time) string { return t.In(clock.Lagos).Format("2 Jan 15:04:05") },
}).Parse(pageSource))

// policy lets the pages have their own style and forms. Browsers hold each
// redirect after a form against form-action, and the way back to the shop may
// have several, so any web address is allowed.
var policy = func() string {
	hash := sha256.Sum256([]byte(style))
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(hash[:]) +
		"'; form-action 'self' http: https:; base-uri 'none'; frame-ancestors 'none'"
}()

const (
	// maxForm is far above what a form can hold sensibly.
	maxForm = 64 << 10
	// maxListed is how many payments the list shows.
	maxListed = 200
	// longestDelay is how long a person may let a message wait.
	longestDelay = 24 * 60
)

func (p *Provider) servePages(mux *http.ServeMux) {
	mux.HandleFunc("GET /{$}", p.list)
	mux.HandleFunc("GET /page/{provider}/{code}", p.payment)
	// Another site must not be able to press the buttons.
	mux.Handle("POST /page/{provider}/{code}", http.NewCrossOriginProtection().Handler(http.HandlerFunc(p.press)))
}

// entry is a payment as the pages show it.
type entry struct {
	ledger.Payment
	// Path is the page's; Status is the provider's word.
	Path, Status string
}

func (p *Provider) entry(payment ledger.Payment) entry {
	made := entry{Payment: payment, Path: p.base.Load().path + pagePath(payment), Status: "not tried"}
	if latest, tried := payment.Latest(); tried {
		made.Status = word(payment.Provider, latest.Status)
	}
	return made
}

func word(provider string, status ledger.Status) string {
	if provider == Paystack {
		return paystackStatus[status]
	}
	return flutterwaveStatus[status]
}

// try is a transaction as the page shows it.
type try struct {
	ledger.Transaction
	Word string
}

// view is what the templates show.
type view struct {
	Style   template.CSS
	Base    string
	Total   int
	Entries []entry
	// The rest is for the page of one payment.
	One      entry
	Pays     []button
	More     []button
	Tries    []try
	Messages []courier.Sent
	Back     string
	Problem  string
}

func (p *Provider) list(w http.ResponseWriter, r *http.Request) {
	newest, total := p.ledger.Newest(maxListed)
	shown := view{Total: total}
	for _, payment := range newest {
		shown.Entries = append(shown.Entries, p.entry(payment))
	}
	p.show(w, r, http.StatusOK, "list", shown)
}

// find is the payment that the path names, or an answer that there is none.
func (p *Provider) find(w http.ResponseWriter, r *http.Request) (ledger.Payment, bool) {
	payment, found := p.ledger.ByCode(r.PathValue("provider"), r.PathValue("code"))
	if !found {
		p.show(w, r, http.StatusNotFound, "missing", view{})
	}
	return payment, found
}

func (p *Provider) payment(w http.ResponseWriter, r *http.Request) {
	if payment, found := p.find(w, r); found {
		p.showPayment(w, r, http.StatusOK, payment, "")
	}
}

func (p *Provider) showPayment(w http.ResponseWriter, r *http.Request, status int, payment ledger.Payment, problem string) {
	shown := view{
		One: p.entry(payment), Pays: payButtons(payment), More: moreButtons(payment), Problem: problem,
		Messages: p.Messages(payment.Provider, payment.Reference), Back: wayBack(payment, false),
	}
	for _, transaction := range payment.Transactions {
		shown.Tries = append(shown.Tries, try{transaction, word(payment.Provider, transaction.Status)})
	}
	p.show(w, r, status, "payment", shown)
}

// press does what a button says, and sends the browser on.
func (p *Provider) press(w http.ResponseWriter, r *http.Request) {
	payment, found := p.find(w, r)
	if !found {
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	if err := r.ParseForm(); err != nil {
		p.showPayment(w, r, http.StatusBadRequest, payment, "The form cannot be read.")
		return
	}
	pressed, known := buttonNamed(r.PostForm.Get("action"))
	if !known {
		p.showPayment(w, r, http.StatusBadRequest, payment, "There is no such button.")
		return
	}
	action := pressed.Action
	if minutes, err := strconv.Atoi(r.PostForm.Get("minutes")); err == nil && pressed.Timed {
		action.Delay = time.Duration(min(max(minutes, 0), longestDelay)) * time.Minute
	}
	err := p.Act(r.Context(), payment.Provider, payment.Reference, action)
	payment, found = p.ledger.Payment(payment.Provider, payment.Reference)
	switch {
	case !found:
		p.show(w, r, http.StatusNotFound, "missing", view{})
	case err != nil && !errors.Is(err, context.Canceled):
		p.showPayment(w, r, http.StatusConflict, payment, "That cannot be done: "+err.Error()+".")
	default:
		p.sendOn(w, r, payment, pressed)
	}
}

// sendOn brings the browser back to the shop where the real page would, unless
// the person wants to stay.
func (p *Provider) sendOn(w http.ResponseWriter, r *http.Request, payment ledger.Payment, pressed button) {
	to := p.base.Load().path + pagePath(payment)
	if pressed.leaves(payment) && r.PostForm.Get("stay") == "" {
		if back := wayBack(payment, pressed.Action.Kind == Abandon); back != "" {
			to = back
		}
	}
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, to, http.StatusSeeOther)
}

// wayBack is where the payer's browser is sent, empty if the shop named no
// place. It proves nothing to the shop.
func wayBack(payment ledger.Payment, left bool) string {
	if payment.Provider == Paystack {
		if left {
			return payment.Cancel // Without it the payer just closes the page.
		}
		return withQuery(payment.CallbackURL, "reference", payment.Reference, "trxref", payment.Reference)
	}
	latest, tried := payment.Latest()
	if left || !tried {
		return withQuery(payment.CallbackURL, "status", "cancelled", "tx_ref", payment.Reference)
	}
	word := "completed" // Said of what takes its time, be it there or not.
	switch {
	case latest.Status == ledger.Failed:
		word = "failed"
	case latest.Status == ledger.Paid && latest.Channel == string(Card):
		word = "successful"
	}
	return withQuery(payment.CallbackURL, "status", word, "tx_ref", payment.Reference,
		"transaction_id", strconv.FormatUint(latest.ID, 10))
}

// withQuery adds names and values to what the address has already.
func withQuery(address string, pairs ...string) string {
	parsed, err := url.Parse(address)
	if err != nil || address == "" {
		return ""
	}
	parts := make([]string, 0, len(pairs)/2+1)
	if parsed.RawQuery != "" {
		parts = append(parts, parsed.RawQuery)
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		parts = append(parts, url.QueryEscape(pairs[i])+"="+url.QueryEscape(pairs[i+1]))
	}
	parsed.RawQuery = strings.Join(parts, "&")
	return parsed.String()
}

func (p *Provider) show(w http.ResponseWriter, r *http.Request, status int, name string, shown view) {
	shown.Style, shown.Base = template.CSS(style), p.base.Load().path //nolint:gosec // Our own file.
	var page bytes.Buffer                                             // A page that fails in its middle is not begun.
	if err := pages.ExecuteTemplate(&page, name, shown); err != nil {
		p.log.ErrorContext(r.Context(), "the payment page cannot be shown", "error", err)
		http.Error(w, "The page cannot be shown; the log says why.", http.StatusInternalServerError)
		return
	}
	header := w.Header()
	header.Set("Content-Type", "text/html; charset=utf-8")
	header.Set("Content-Security-Policy", policy)
	header.Set("Cache-Control", "no-store")
	header.Set("X-Content-Type-Options", "nosniff")
	// With no-referrer a form would not tell its origin, which browsers on the
	// local network, without https, have nothing but to show that it is ours.
	header.Set("Referrer-Policy", "same-origin")
	w.WriteHeader(status)
	_, _ = w.Write(page.Bytes()) // The browser has gone; there is nobody to tell.
}
