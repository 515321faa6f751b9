// Package payment is money that comes and money that goes back. A payment is
// one attempt to pay an order at one provider; a refund is the money of one
// payment on its way back; an event is a provider's word that it is time to
// look. What a provider says only ever comes from asking it: an event's body is
// kept and never believed.
//
// What holds:
//   - The row of an order is the lock of its money: what takes a transaction
//     here (Open, Record, Collected and all of refunds) locks it first. Whoever
//     moves the order in the same transaction needs no further lock; products
//     come after it.
//   - At most one payment of an order is success, and success is never undone.
//     Record alone writes the status from what a provider said: a late success
//     of a failed attempt counts, a late failure of a success does not.
//   - Money that came in is never only in a log. It is on a payment that is
//     success; or on a failed one that says "paid twice", with a refund of its
//     own; or on a failed one that says "held for staff", which has the
//     provider's transaction and waits for a person. A second transaction under
//     one reference, as Flutterwave's page allows, gets a payment of its own,
//     <reference>.t<transaction>.
//   - Each change that people see makes the version greater by one. Asking the
//     provider later does not.
//   - A payment has at most one refund that has not failed, and one worker at a
//     time speaks with the provider about it: next_check_at is its lease.
//
// # How a checkout uses it
//
// Placing an order, in its transaction: Open. After the commit: Initialize, and
// again whenever the client asks; it may answer a newer attempt than it got.
//
// Working an event (job): Examine asks the provider, outside of any
// transaction; nil means that there is nothing to do, and that was noted. Then,
// in one transaction:
//
//	if found.Charge != nil {
//		outcome, err := payments.Record(ctx, tx, found.Payment.ID, *found.Charge)
//		// the order's step by outcome.Kind when outcome.Changed
//	}
//	for _, answer := range found.Refunds {
//		refund, changed, err := payments.RecordRefund(ctx, tx, answer)
//		// the order's step by refund.Status when changed
//	}
//	err := payments.Note(ctx, tx, found.Event.ID, paymentevent.StatusProcessed, note)
//
// and after the commit Announce(outcome.Payment). An order's own state decides
// what a Paid outcome means: an order that is cancelled takes its pieces again
// or asks for RequestRefund. A job that has given up notes StatusFailed; the
// sweep below finds the payment anyway.
//
// Sweeping (job, each minute): for each of Due: Ask, then Record and the order's
// step in one transaction. Record itself says when the provider is asked next;
// only when Ask failed is there something to Postpone. For each of DueRefunds:
// SendRefund, or AskRefund and then RecordRefund with the order's step.
//
// A payment that is held is given back by asking (Ask) and then RefundCharge.
// Cash is given back by hand: its refund needs attention until SettleRefund.
package payment
