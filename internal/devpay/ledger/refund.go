package ledger

import (
	"slices"
	"time"
)

// RefundStatus is how far a refund has come.
type RefundStatus string

// The statuses of a refund.
const (
	Pending        RefundStatus = "pending"
	Processing     RefundStatus = "processing"
	NeedsAttention RefundStatus = "needs-attention"
	Processed      RefundStatus = "processed"
	RefundFailed   RefundStatus = "failed"
)

// next says where a refund can go from where it is.
var next = map[RefundStatus][]RefundStatus{
	Pending:        {Processing, Processed, RefundFailed, NeedsAttention},
	Processing:     {Processed, RefundFailed, NeedsAttention},
	NeedsAttention: {Pending, Processing, Processed, RefundFailed},
}

// Refund is money that goes back to the payer.
type Refund struct {
	ID                         uint64
	Provider, Reference        string
	Transaction                uint64
	Amount                     int64
	Currency                   string
	Status                     RefundStatus
	CustomerNote, MerchantNote string
	CreatedAt, UpdatedAt       time.Time
	// Step counts the statuses it has had.
	Step int
}

// Ask is what a refund is asked for with. No amount means all of it.
type Ask struct {
	Amount                     int64
	Status                     RefundStatus
	CustomerNote, MerchantNote string
}

// Refund begins to give the money of a transaction back.
func (l *Ledger) Refund(provider string, transaction uint64, ask Ask) (Refund, Payment, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	payment := l.transactions[number{provider, transaction}]
	if payment == nil {
		return Refund{}, Payment{}, ErrUnknown
	}
	from := payment.transaction(transaction)
	if ask.Amount == 0 {
		ask.Amount = from.Charged
	}
	switch {
	case from.Status == Reversed || from.Status == Paid && ask.Amount > from.Charged-payment.refunded(transaction, false):
		return Refund{}, Payment{}, ErrTooMuch
	case from.Status != Paid:
		return Refund{}, Payment{}, ErrNotPaid
	case len(payment.Refunds) >= maxEntries:
		return Refund{}, Payment{}, ErrFull
	}
	now := l.clock.Now()
	made := Refund{
		ID: l.number(), Provider: provider, Reference: payment.Reference, Transaction: transaction,
		Amount: ask.Amount, Currency: from.Currency, Status: ask.Status,
		CustomerNote: ask.CustomerNote, MerchantNote: ask.MerchantNote, CreatedAt: now, UpdatedAt: now, Step: 1,
	}
	payment.Refunds = append(payment.Refunds, made)
	l.refunds[number{provider, made.ID}] = payment
	payment.settle(transaction)
	return made, payment.copy(), nil
}

// refunded is what was given back of a transaction; unless it is over, it
// counts what is still on its way.
func (p *Payment) refunded(transaction uint64, over bool) (sum int64) {
	for _, refund := range p.Refunds {
		if refund.Transaction == transaction && refund.Status != RefundFailed && (!over || refund.Status == Processed) {
			sum += refund.Amount
		}
	}
	return sum
}

// settle reverses a single transaction whose money is all given back.
func (p *Payment) settle(transaction uint64) {
	from := p.transaction(transaction)
	if p.Single && from.Status == Paid && p.refunded(transaction, true) >= from.Charged {
		from.Status = Reversed
	}
}

// Progress moves a refund on; the number 0 means the payment's newest. Force
// moves it even from where it should stay.
func (l *Ledger) Progress(provider, reference string, id uint64, status RefundStatus, force bool) (Refund, Payment, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	payment := l.byReference[key{provider, reference}]
	if payment == nil {
		return Refund{}, Payment{}, ErrUnknown
	}
	place := len(payment.Refunds) - 1
	if id != 0 {
		place = slices.IndexFunc(payment.Refunds, func(r Refund) bool { return r.ID == id })
	}
	if place < 0 {
		return Refund{}, Payment{}, ErrNoRefund
	}
	moved := &payment.Refunds[place]
	if !force && !slices.Contains(next[moved.Status], status) {
		return Refund{}, Payment{}, ErrFinal
	}
	moved.Status, moved.UpdatedAt = status, l.clock.Now()
	moved.Step++
	payment.settle(moved.Transaction)
	return *moved, payment.copy(), nil
}

// RefundByID finds a refund by its number.
func (l *Ledger) RefundByID(provider string, id uint64) (Refund, Payment, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	payment := l.refunds[number{provider, id}]
	if payment == nil {
		return Refund{}, Payment{}, false
	}
	place := slices.IndexFunc(payment.Refunds, func(r Refund) bool { return r.ID == id })
	return payment.Refunds[place], payment.copy(), true
}

// Refunds are all refunds of a provider, newest first.
func (l *Ledger) Refunds(provider string) (all []Refund) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, payment := range l.order {
		if payment.Provider == provider {
			all = append(all, payment.Refunds...)
		}
	}
	slices.SortFunc(all, func(a, b Refund) int {
		if a.ID > b.ID { // The numbers only grow.
			return -1
		}
		return 1
	})
	return all
}
