package ledger

import "time"

// Outcome is how a try to pay goes.
type Outcome struct {
	Status  Status
	Charged int64
	// Currency is the one that was asked for when empty.
	Currency        string
	Channel, Reason string
	// Force does what a provider should never do: it changes a final outcome,
	// or takes money twice.
	Force bool
}

// Record notes the outcome of a try. A payment that is not single gets a new
// transaction for it, unless its latest is still going on.
func (l *Ledger) Record(provider, reference string, outcome Outcome) (Payment, Transaction, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	payment := l.byReference[key{provider, reference}]
	if payment == nil {
		return Payment{}, Transaction{}, ErrUnknown
	}
	if payment.Final() && !outcome.Force {
		return Payment{}, Transaction{}, ErrFinal
	}
	latest, tried := payment.Latest()
	if !payment.Single && (!tried || latest.Status != Ongoing) {
		if len(payment.Transactions) >= maxEntries {
			return Payment{}, Transaction{}, ErrFull
		}
		l.add(payment, Transaction{})
	}
	changed := &payment.Transactions[len(payment.Transactions)-1]
	changed.Status, changed.Charged, changed.Currency = outcome.Status, outcome.Charged, outcome.Currency
	changed.Channel, changed.Reason = outcome.Channel, outcome.Reason
	if changed.Currency == "" {
		changed.Currency = payment.Currency
	}
	changed.PaidAt = time.Time{}
	if outcome.Status == Paid {
		changed.PaidAt = l.clock.Now()
	}
	return payment.copy(), *changed, nil
}

// Final tells whether nobody can pay any more. Where each try is a transaction
// of its own, one that failed leaves room for the next.
func (p Payment) Final() bool {
	return p.Has(Paid) || p.Has(Reversed) || p.Single && p.Has(Failed)
}

// Leave notes that the payer went away. Nothing that is final changes, and a
// payer who has not tried leaves no trace.
func (l *Ledger) Leave(provider, reference string) (Payment, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	payment := l.byReference[key{provider, reference}]
	switch {
	case payment == nil:
		return Payment{}, ErrUnknown
	case payment.Final():
		return Payment{}, ErrFinal
	case payment.Single:
		payment.Transactions[0].Status = Waiting
	}
	return payment.copy(), nil
}

// Reverse takes the money of a paid transaction back.
func (l *Ledger) Reverse(provider, reference string) (Payment, Transaction, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	payment := l.byReference[key{provider, reference}]
	if payment == nil {
		return Payment{}, Transaction{}, ErrUnknown
	}
	for i := range payment.Transactions {
		if payment.Transactions[i].Status == Paid {
			payment.Transactions[i].Status = Reversed
			return payment.copy(), payment.Transactions[i], nil
		}
	}
	return Payment{}, Transaction{}, ErrNotPaid
}
