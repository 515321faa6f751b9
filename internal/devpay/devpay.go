// Package devpay plays Paystack and Flutterwave for development and for tests:
// their APIs, their payment pages and their signed messages, so that buying can
// be walked through without a network. It takes no money and believes whoever
// opens its pages: nothing but a development server may serve it.
//
// It follows what the providers' documents say, and where those are silent it
// does the least surprising. What it leaves out: links that expire, limits on
// tries, settlement, and the providers' own rate limits.
package devpay

import (
	"context"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"zuka/internal/devpay/courier"
	"zuka/internal/devpay/ledger"
	"zuka/internal/platform/clock"
)

// The providers that are played.
const (
	Paystack    = "paystack"
	Flutterwave = "flutterwave"
)

const (
	// maxPayments is how many payments are remembered.
	maxPayments = 10_000
	// defaultPause lets a person watch a message being tried again.
	defaultPause = 5 * time.Second
	defaultTries = 4
)

// Config is what the providers are set up with.
type Config struct {
	// BaseURL is how browsers and the shop's server reach the handler, for
	// example http://localhost:8080/dev/pay. SetBaseURL can set it later.
	BaseURL string
	// The secrets that the shop's clients are given. A provider without a key
	// refuses every call.
	PaystackKey, FlutterwaveKey, FlutterwaveHash string
	// Where the messages are posted. SetWebhooks can set them later; without
	// an address messages are lost.
	PaystackWebhook, FlutterwaveWebhook string
	// HTTP sends the messages. One of our own when nil.
	HTTP *http.Client
	// Clock is the machine's when nil.
	Clock clock.Clock
	// Log gets nothing when nil.
	Log *slog.Logger

	// RetryPause is how long a message waits after an answer other than 200,
	// five seconds when 0. Tries is how often it is tried, four times when 0.
	RetryPause time.Duration
	Tries      int
	// FlutterwaveRefund is what Flutterwave says of a new refund: "completed"
	// when empty, as in its own sample. Also seen: "pending", which waits for
	// an action, and words that begin with "completed-".
	FlutterwaveRefund string
	// FlutterwaveSignature adds the newer flutterwave-signature to the
	// messages, as some accounts get it.
	FlutterwaveSignature bool
	// UnknownIs404 answers 404 to questions about unknown payments, not 400.
	// The documents do not agree with each other.
	UnknownIs404 bool
	// MaxPayments is how many payments are remembered, 10,000 when 0.
	MaxPayments int
}

// Provider plays both providers. It is safe for many goroutines.
type Provider struct {
	config  Config
	clock   clock.Clock
	log     *slog.Logger
	base    atomic.Pointer[address]
	hooks   atomic.Pointer[map[string]string]
	ledger  *ledger.Ledger
	courier *courier.Courier
	calls   *calls
	done    context.Context //nolint:containedctx // Ends calls that hang.
	end     context.CancelFunc
}

// address is where the handler is.
type address struct{ url, path string }

// New is a provider that Close must end. It panics on a base URL that is none.
func New(config Config) *Provider {
	made := &Provider{config: config, clock: config.Clock, log: config.Log, calls: newCalls()}
	if made.clock == nil {
		made.clock = clock.System{}
	}
	if made.log == nil {
		made.log = slog.New(slog.DiscardHandler)
	}
	client := config.HTTP
	if client == nil {
		client = &http.Client{Transport: http.DefaultTransport.(*http.Transport).Clone()} //nolint:forcetypeassert // It is one.
	}
	made.ledger = ledger.New(orElse(config.MaxPayments, maxPayments), made.clock)
	made.courier = courier.New(courier.Config{
		HTTP: client, Clock: made.clock, Log: made.log,
		Pause: orElse(config.RetryPause, defaultPause), Tries: orElse(config.Tries, defaultTries),
	})
	made.done, made.end = context.WithCancel(context.Background())
	made.SetBaseURL(config.BaseURL)
	made.SetWebhooks(config.PaystackWebhook, config.FlutterwaveWebhook)
	return made
}

// orElse is the value, or another in place of the zero value.
func orElse[T comparable](value, otherwise T) T {
	var zero T
	if value == zero {
		return otherwise
	}
	return value
}

// SetBaseURL says where the handler is reached, for servers that learn it late.
func (p *Provider) SetBaseURL(base string) {
	base = strings.TrimRight(base, "/")
	parsed, err := url.Parse(base)
	if err != nil {
		panic("devpay: " + err.Error()) // A mistake in the program that starts us.
	}
	p.base.Store(&address{url: base, path: parsed.Path})
}

// SetWebhooks says where messages are posted from now on.
func (p *Provider) SetWebhooks(paystack, flutterwave string) {
	p.hooks.Store(&map[string]string{Paystack: paystack, Flutterwave: flutterwave})
}

// Close ends waiting messages and hanging calls, and returns when nothing of
// the provider runs any more.
func (p *Provider) Close() {
	p.end()
	p.courier.Close()
}

// Handler serves the APIs, the payment pages and the list of all payments,
// below the path of the base URL.
func (p *Provider) Handler() http.Handler {
	mux := http.NewServeMux()
	p.servePaystack(mux)
	p.serveFlutterwave(mux)
	p.servePages(mux)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		prefix := p.base.Load().path
		if r.URL.Path == prefix {
			// The list is at the base URL itself too; a redirect would need to
			// know what is before us.
			r2 := r.Clone(r.Context())
			r2.URL.Path, r2.URL.RawPath = "/", ""
			mux.ServeHTTP(w, r2)
			return
		}
		http.StripPrefix(prefix, mux).ServeHTTP(w, r)
	})
}

// page is the address of a payment's page.
func (p *Provider) page(payment ledger.Payment) string {
	return p.base.Load().url + pagePath(payment)
}

func pagePath(payment ledger.Payment) string {
	return "/page/" + payment.Provider + "/" + payment.Code
}

// open begins a payment and forgets about the one that makes room for it.
func (p *Provider) open(asked ledger.Payment) (ledger.Payment, error) {
	opened, dropped, err := p.ledger.Open(asked)
	if dropped != nil {
		p.courier.Forget(topic(dropped.Provider, dropped.Reference))
	}
	return opened, err
}

func topic(provider, reference string) string { return provider + " " + reference }

// Payment is what the provider remembers of a payment.
func (p *Provider) Payment(provider, reference string) (ledger.Payment, bool) {
	return p.ledger.Payment(provider, reference)
}

// Messages are the messages about a payment, oldest first, and what the shop
// answered.
func (p *Provider) Messages(provider, reference string) []courier.Sent {
	return p.courier.Log(topic(provider, reference))
}

// RetryNow tries every message that waits for its time, be it the first time
// or again, and returns when that is done, with how many there were. Messages
// that are held stay held.
func (p *Provider) RetryNow(ctx context.Context) (int, error) { return p.courier.RetryNow(ctx) }

// Settle waits until no message is on its way. API calls, such as those for
// refunds, do not wait for the messages they cause.
func (p *Provider) Settle(ctx context.Context) error { return p.courier.Settle(ctx) }
