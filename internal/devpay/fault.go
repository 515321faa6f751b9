package devpay

import (
	"context"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// Endpoint is a call of the APIs, as faults and counters name it.
type Endpoint string

// The endpoints.
const (
	PaystackInitialize  Endpoint = "paystack initialize"
	PaystackVerify      Endpoint = "paystack verify"
	PaystackRefund      Endpoint = "paystack refund"
	PaystackRefundFetch Endpoint = "paystack refund fetch"
	PaystackRefundList  Endpoint = "paystack refund list"
	PaystackRefundRetry Endpoint = "paystack refund retry"

	FlutterwavePayments          Endpoint = "flutterwave payments"
	FlutterwaveVerify            Endpoint = "flutterwave verify"
	FlutterwaveVerifyByReference Endpoint = "flutterwave verify by reference"
	FlutterwaveRefund            Endpoint = "flutterwave refund"
	FlutterwaveRefundFetch       Endpoint = "flutterwave refund fetch"
	FlutterwaveRefundList        Endpoint = "flutterwave refund list"
)

// FaultKind is how a call goes wrong.
type FaultKind int

// The faults. Only a call that is cut, or that hung and was released, is
// recorded; the others change nothing.
const (
	// Unauthorized answers 401, as to a wrong key.
	Unauthorized FaultKind = iota + 1
	// RateLimited answers 429.
	RateLimited
	// ServerError answers 500 with HTML, as a proxy does.
	ServerError
	// Unavailable answers 503 with the provider's JSON, as when it gave up
	// waiting for a bank.
	Unavailable
	// Hang does not answer until Release, or until the caller has gone.
	Hang
	// CutAfterRecording does what was asked and closes the connection in
	// place of an answer.
	CutAfterRecording
)

// Fault is a fault to be played.
type Fault struct {
	Kind FaultKind
	// RetryAfter is what a RateLimited answer says, rounded to seconds. It
	// says nothing when 0.
	RetryAfter time.Duration
}

// Break makes the next calls of an endpoint go wrong. Faults queue up: those
// that were there before come first.
func (p *Provider) Break(endpoint Endpoint, times int, fault Fault) {
	p.calls.mu.Lock()
	defer p.calls.mu.Unlock()
	for range times {
		p.calls.faults[endpoint] = append(p.calls.faults[endpoint], fault)
	}
}

// Mend forgets all faults to come and lets go of the calls that hang.
func (p *Provider) Mend() {
	p.calls.mu.Lock()
	clear(p.calls.faults)
	p.calls.mu.Unlock()
	p.Release()
}

// Release lets go of the calls that hang: they go on as if nothing had been.
func (p *Provider) Release() {
	p.calls.mu.Lock()
	defer p.calls.mu.Unlock()
	close(p.calls.released)
	p.calls.released = make(chan struct{})
}

// Calls is how often an endpoint was called, faults included.
func (p *Provider) Calls(endpoint Endpoint) int {
	p.calls.mu.Lock()
	defer p.calls.mu.Unlock()
	return p.calls.counts[endpoint]
}

// WaitCalls returns when an endpoint has been called so many times in all. A
// call counts when it arrives, and a fault has then been chosen for it.
func (p *Provider) WaitCalls(ctx context.Context, endpoint Endpoint, times int) error {
	for {
		p.calls.mu.Lock()
		count, changed := p.calls.counts[endpoint], p.calls.changed
		p.calls.mu.Unlock()
		if count >= times {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// calls counts the calls and has the faults that are to come.
type calls struct {
	mu       sync.Mutex
	counts   map[Endpoint]int
	faults   map[Endpoint][]Fault
	changed  chan struct{} // Closed and replaced by each call.
	released chan struct{} // Closed and replaced by each release.
}

func newCalls() *calls {
	return &calls{
		counts: make(map[Endpoint]int), faults: make(map[Endpoint][]Fault),
		changed: make(chan struct{}), released: make(chan struct{}),
	}
}

// arrive counts a call and takes the fault that is meant for it. A call that
// hangs waits for the release that comes after its arrival.
func (c *calls) arrive(endpoint Endpoint) (Fault, <-chan struct{}) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.counts[endpoint]++
	close(c.changed)
	c.changed = make(chan struct{})
	waiting := c.faults[endpoint]
	if len(waiting) == 0 {
		return Fault{}, c.released
	}
	c.faults[endpoint] = waiting[1:]
	return waiting[0], c.released
}

// errorPage is what a proxy says when it has lost the server behind it.
const errorPage = "<!DOCTYPE html>\n<html><head><title>500 Internal Server Error</title></head>" +
	"<body><h1>Internal Server Error</h1></body></html>\n"

// play answers with a fault, and tells whether it did. CutAfterRecording is
// not played here.
func (p *Provider) play(w http.ResponseWriter, r *http.Request, speaks dialect, fault Fault, released <-chan struct{}) bool {
	switch fault.Kind {
	case Unauthorized:
		answer(w, speaks.unauthorized())
	case RateLimited:
		if seconds := int(fault.RetryAfter.Round(time.Second) / time.Second); seconds > 0 {
			w.Header().Set("Retry-After", strconv.Itoa(seconds))
		}
		answer(w, speaks.problem(http.StatusTooManyRequests, "Too many requests"))
	case ServerError:
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(http.StatusInternalServerError)
		_, _ = w.Write([]byte(errorPage)) // Who does not listen any more need not hear it.
	case Unavailable:
		answer(w, speaks.problem(http.StatusServiceUnavailable, "An error occurred. Please contact support"))
	case Hang:
		select {
		case <-released:
			return false
		case <-r.Context().Done():
		case <-p.done.Done():
		}
		panic(http.ErrAbortHandler)
	case CutAfterRecording:
		return false
	default:
		return false
	}
	return true
}
