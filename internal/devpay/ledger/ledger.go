// Package ledger is what the played payment providers remember: who is asked
// for how much, what became of each try to pay, and what was given back. It
// lives in memory and knows neither HTTP nor which provider is played.
package ledger

import (
	"encoding/json"
	"errors"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"zuka/internal/platform/clock"
)

// What the ledger refuses.
var (
	ErrUnknown   = errors.New("there is no such payment")
	ErrDuplicate = errors.New("the reference is taken")
	ErrFinal     = errors.New("its outcome is final")
	ErrNotPaid   = errors.New("it is not paid")
	ErrTooMuch   = errors.New("more than what was charged would be refunded")
	ErrNoRefund  = errors.New("there is no such refund")
	ErrFull      = errors.New("it has more entries than a real one ever has")
)

// Status is what became of a try to pay.
type Status string

// The statuses. Only Waiting and Ongoing can still change by themselves.
const (
	Waiting  Status = "waiting"
	Ongoing  Status = "ongoing"
	Paid     Status = "paid"
	Failed   Status = "failed"
	Reversed Status = "reversed"
)

// maxEntries bounds the transactions, and the refunds, of one payment.
const maxEntries = 100

// Transaction is one try to pay. All amounts are in kobo.
type Transaction struct {
	ID              uint64
	Status          Status
	Charged         int64
	Currency        string
	Channel, Reason string
	CreatedAt       time.Time
	// PaidAt is zero until there is money.
	PaidAt time.Time
}

// Payment is what a shop asked a payer for.
type Payment struct {
	Provider, Reference string
	// Code is the name of the payment's page.
	Code string
	// Single says that all tries share one transaction, which exists from the
	// beginning; otherwise each try is a transaction of its own.
	Single                     bool
	Amount                     int64
	Currency                   string
	Email, Name, Phone         string
	Title, CallbackURL, Cancel string
	Channels                   []string
	Metadata                   json.RawMessage
	CreatedAt                  time.Time
	Transactions               []Transaction // Oldest first.
	Refunds                    []Refund      // Oldest first.
}

// Latest is the newest transaction, if there is one.
func (p Payment) Latest() (Transaction, bool) {
	if len(p.Transactions) == 0 {
		return Transaction{}, false
	}
	return p.Transactions[len(p.Transactions)-1], true
}

// Has tells whether a transaction of the payment is in the status.
func (p Payment) Has(status Status) bool {
	return slices.ContainsFunc(p.Transactions, func(t Transaction) bool { return t.Status == status })
}

func (p *Payment) copy() Payment {
	made := *p
	made.Transactions, made.Refunds = slices.Clone(p.Transactions), slices.Clone(p.Refunds)
	return made
}

type key struct{ provider, name string }

type number struct {
	provider string
	id       uint64
}

// Ledger holds the newest payments up to a limit. It is safe for many
// goroutines and gives out copies only.
type Ledger struct {
	limit int
	clock clock.Clock

	mu           sync.Mutex
	order        []*Payment // Oldest first.
	byReference  map[key]*Payment
	byCode       map[key]*Payment
	transactions map[number]*Payment
	refunds      map[number]*Payment
	nextID       uint64
}

// New is an empty ledger that keeps the newest payments up to the limit.
func New(limit int, now clock.Clock) *Ledger {
	return &Ledger{
		limit: max(limit, 1), clock: now,
		byReference: make(map[key]*Payment), byCode: make(map[key]*Payment),
		transactions: make(map[number]*Payment), refunds: make(map[number]*Payment),
		// The shop keeps the numbers for longer than we do: those of two
		// programs must not meet. They lie above 2^53, so that whoever takes
		// them for floats is found out.
		nextID: 1<<53 + 1 + 2*rand.Uint64N(1<<60), //nolint:gosec // Not a secret.
	}
}

// number is called with the lock held. The numbers are odd, since a float
// above 2^53 holds the even ones by luck.
func (l *Ledger) number() uint64 {
	l.nextID += 2
	return l.nextID
}

// Open begins a payment. The oldest payment may have to make room for it:
// dropped says which.
func (l *Ledger) Open(asked Payment) (opened Payment, dropped *Payment, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	reference, code := key{asked.Provider, asked.Reference}, key{asked.Provider, asked.Code}
	if l.byReference[reference] != nil || l.byCode[code] != nil {
		return Payment{}, nil, ErrDuplicate
	}
	made := asked.copy()
	made.CreatedAt = l.clock.Now()
	made.Transactions, made.Refunds = nil, nil
	if made.Single {
		l.add(&made, Transaction{Status: Waiting, Charged: made.Amount, Currency: made.Currency})
	}
	l.order = append(l.order, &made)
	l.byReference[reference], l.byCode[code] = &made, &made
	if len(l.order) > l.limit {
		dropped = l.drop()
	}
	return made.copy(), dropped, nil
}

// add gives a transaction its number; the lock is held.
func (l *Ledger) add(to *Payment, made Transaction) {
	made.ID, made.CreatedAt = l.number(), l.clock.Now()
	to.Transactions = append(to.Transactions, made)
	l.transactions[number{to.Provider, made.ID}] = to
}

// drop forgets the oldest payment; the lock is held.
func (l *Ledger) drop() *Payment {
	oldest := l.order[0]
	l.order[0] = nil
	l.order = l.order[1:]
	delete(l.byReference, key{oldest.Provider, oldest.Reference})
	delete(l.byCode, key{oldest.Provider, oldest.Code})
	for _, transaction := range oldest.Transactions {
		delete(l.transactions, number{oldest.Provider, transaction.ID})
	}
	for _, refund := range oldest.Refunds {
		delete(l.refunds, number{oldest.Provider, refund.ID})
	}
	return oldest
}

// Payment finds a payment by the shop's name for it.
func (l *Ledger) Payment(provider, reference string) (Payment, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return found(l.byReference[key{provider, reference}])
}

// ByCode finds a payment by the name of its page.
func (l *Ledger) ByCode(provider, code string) (Payment, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return found(l.byCode[key{provider, code}])
}

// ByTransaction finds a payment, and which of its transactions has the number.
func (l *Ledger) ByTransaction(provider string, id uint64) (Payment, Transaction, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	payment := l.transactions[number{provider, id}]
	if payment == nil {
		return Payment{}, Transaction{}, false
	}
	return payment.copy(), *payment.transaction(id), true
}

func found(payment *Payment) (Payment, bool) {
	if payment == nil {
		return Payment{}, false
	}
	return payment.copy(), true
}

func (p *Payment) transaction(id uint64) *Transaction {
	for i := range p.Transactions {
		if p.Transactions[i].ID == id {
			return &p.Transactions[i]
		}
	}
	return nil
}

// Newest are the newest payments, and how many there are in all.
func (l *Ledger) Newest(most int) (payments []Payment, total int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, payment := range slices.Backward(l.order) {
		if len(payments) == most {
			break
		}
		payments = append(payments, payment.copy())
	}
	return payments, len(l.order)
}
