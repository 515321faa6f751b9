package payment

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"sync"
	"testing"
	"time"

	"zuka/internal/platform/money"
	"zuka/internal/shop/payment/gateway"
)

// till is a provider in memory. Its webhooks are gateway.Event as JSON, signed
// by the header X-Signed.
type till struct {
	name string
	// shy answers ErrUnknown while nobody has tried to pay, as Flutterwave does.
	shy bool

	mu      sync.Mutex
	starts  []gateway.Start
	charges map[string]gateway.Charge
	refunds map[string][]gateway.Refund
	calls   map[string]int
	// fails are errors that come instead of doing what is asked, and lost those
	// that come after it was done, the next first.
	fails, lost map[string][]error
	// wait is closed to let calls of Initialize go on; nil lets them pass.
	wait chan struct{}
	// entered gets each call of Initialize that waits.
	entered chan struct{}
	// meet, when it is set, is called by FindRefund when it has looked.
	meet func(context.Context)
}

var _ gateway.Provider = (*till)(nil)

func newTill(name string) *till {
	return &till{
		name: name, charges: map[string]gateway.Charge{}, refunds: map[string][]gateway.Refund{},
		calls: map[string]int{}, fails: map[string][]error{}, lost: map[string][]error{}, entered: make(chan struct{}, 100),
	}
}

func (p *till) Name() string { return p.name }

// call counts a call; the error is what it fails with before anything is done.
func (p *till) call(what string) error {
	p.calls[what]++
	return next(p.fails, what)
}

func next(queues map[string][]error, what string) error {
	queue := queues[what]
	if len(queue) == 0 {
		return nil
	}
	queues[what] = queue[1:]
	return queue[0]
}

func (p *till) Initialize(ctx context.Context, start gateway.Start) (gateway.Page, error) {
	p.mu.Lock()
	wait := p.wait
	p.mu.Unlock()
	if wait != nil {
		p.entered <- struct{}{}
		<-wait
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := p.call("initialize"); err != nil {
		return gateway.Page{}, err
	}
	if err := start.Check(); err != nil {
		return gateway.Page{}, err
	}
	for _, before := range p.starts {
		if before.Reference == start.Reference {
			return gateway.Page{}, gateway.ErrDuplicate
		}
	}
	p.starts = append(p.starts, start)
	return gateway.Page{URL: "https://pay.example/" + start.Reference, Reference: start.Reference}, next(p.lost, "initialize")
}

func (p *till) Verify(_ context.Context, reference string) (gateway.Charge, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := p.call("verify"); err != nil {
		return gateway.Charge{}, err
	}
	if charge, tried := p.charges[reference]; tried {
		return charge, nil
	}
	for _, start := range p.starts {
		if start.Reference == reference && !p.shy {
			return gateway.Charge{Reference: reference, State: gateway.Pending}, nil
		}
	}
	return gateway.Charge{}, gateway.ErrUnknown
}

// Refund acts without looking: what keeps money from going back twice is the
// service.
func (p *till) Refund(_ context.Context, order gateway.RefundOrder) (gateway.Refund, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := p.call("refund"); err != nil {
		return gateway.Refund{}, err
	}
	if err := order.Check(); err != nil {
		return gateway.Refund{}, err
	}
	made := gateway.Refund{ProviderRefundID: strconv.Itoa(1000 + p.calls["refund"]), State: gateway.RefundPending, AmountKobo: int64(order.Amount) * 100}
	p.refunds[order.ProviderID] = append([]gateway.Refund{made}, p.refunds[order.ProviderID]...)
	return made, next(p.lost, "refund")
}

func (p *till) FindRefund(ctx context.Context, order gateway.RefundOrder, id string) (gateway.Refund, error) {
	found, err := p.findRefund(order, id)
	if p.meet != nil {
		p.meet(ctx) // What was seen is old by the time that it is acted on.
	}
	return found, err
}

func (p *till) findRefund(order gateway.RefundOrder, id string) (gateway.Refund, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := p.call("find"); err != nil {
		return gateway.Refund{}, err
	}
	if id == "" {
		if chosen, there := order.Choose(p.refunds[order.ProviderID]); there {
			return chosen, nil
		}
		return gateway.Refund{}, gateway.ErrUnknown
	}
	for _, one := range p.refunds[order.ProviderID] {
		if one.ProviderRefundID == id {
			return order.Judge(one), nil
		}
	}
	return gateway.Refund{}, gateway.ErrUnknown
}

func (p *till) ReadWebhook(header http.Header, body []byte) (event gateway.Event, err error) {
	if header.Get("X-Signed") != "by "+p.name {
		return event, gateway.ErrForged
	}
	return event, json.Unmarshal(body, &event)
}

// pays lets the payer of a reference end in a state, by a transaction.
func (p *till) pays(reference string, state gateway.State, amountKobo int64, transaction string) gateway.Charge {
	at := time.Date(2026, 5, 20, 12, 30, 0, 0, time.UTC)
	fees := int64(15050)
	charge := gateway.Charge{
		Reference: reference, State: state, AmountKobo: amountKobo, RequestedKobo: amountKobo, Currency: money.Currency,
		ProviderID: transaction, Channel: "card", Message: "Declined", FeesKobo: &fees, PaidAt: &at, CardBrand: "visa", CardLast4: "4081",
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.charges[reference] = charge
	return charge
}

// returns moves the refunds of a transaction on.
func (p *till) returns(transaction string, state gateway.RefundState) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for i := range p.refunds[transaction] {
		p.refunds[transaction][i].State = state
	}
}

func (p *till) fail(what string, errs ...error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.fails[what] = append(p.fails[what], errs...)
}

func (p *till) lose(what string, errs ...error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.lost[what] = append(p.lost[what], errs...)
}

func (p *till) called(what string) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.calls[what]
}

// references are those for which a page was opened, in order.
func (p *till) references() (all []string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, start := range p.starts {
		all = append(all, start.Reference)
	}
	return all
}

// message is a webhook of the provider.
func message(t testing.TB, provider string, event gateway.Event) (http.Header, []byte) {
	t.Helper()
	body, err := json.Marshal(event)
	if err != nil {
		t.Fatal(err)
	}
	return http.Header{"X-Signed": {"by " + provider}}, body
}
