package seed

import (
	"context"
	"fmt"
	"time"

	"zuka/ent/shape"
	"zuka/internal/seed/dice"
)

// refusals are what providers answer when a payment fails, and how often.
var refusals = []string{"Insufficient Funds", "Declined", "Transaction timed out", "Incorrect PIN", "The transaction was not completed"}

func writePayments(ctx context.Context, w *writer) error {
	id := 0
	success := make(map[int]int) // payment by order
	err := w.copy(ctx, "payments", `id created_at updated_at order_id user_id amount_ngn payment_method provider reference status failure_reason
		metadata`, func(yield func([]any) bool) {
		for i := range w.orders {
			o, r := &w.orders[i], dice.New("payment", i)
			var user any
			if o.user >= 0 {
				user = bytes16(w.customers[o.user].id)
			}
			if o.method != "cash_on_delivery" && (o.status == "cancelled" || r.Chance(6)) {
				id++
				if !yield([]any{id, o.at, o.at.Add(time.Minute), i + 1, user, o.total(), channel(r), o.method, w.reference(i) + "-x", "failed",
					dice.Pick(r, refusals), nil}) {
					return
				}
			}
			if o.status == "cancelled" {
				continue
			}
			id++
			if !yield(w.paymentRow(id, i, user, r)) {
				return
			}
			if o.paid {
				success[i] = id
			}
		}
	})
	if err != nil {
		return err
	}
	if err := w.follow(ctx, refundsFollow); err != nil {
		return err
	}
	return w.copy(ctx, "payment_events", "id provider event_key event_type reference body status received_at processed_at payment_id",
		func(yield func([]any) bool) { w.webhooks(success, yield) })
}

func channel(r dice.Roll) string {
	return []string{"card", "bank_transfer", "ussd"}[r.Weighted(48, 42, 10)]
}

func (w *writer) paymentRow(id, i int, user any, r dice.Roll) []any {
	o := &w.orders[i]
	method, status, at := channel(r), "pending", o.at.Add(10*time.Second)
	if o.method == "cash_on_delivery" {
		method = "cash"
	}
	var detail any
	if o.paid {
		paid := o.paidAt()
		status, at = "success", paid
		d := shape.PaymentDetail{Channel: method, GatewayMessage: "Approved", PaidAt: &paid}
		if method == "card" {
			d.CardType, d.CardLast4 = dice.Pick(r, []string{"visa", "mastercard", "verve"}), fmt.Sprintf("%04d", r.IntN(10_000))
		}
		if method != "cash" {
			d.ProviderID, d.FeesNGN = fmt.Sprint(4_000_000_000+i), min(o.total()*15/1_000+100, 2_000)
		}
		if o.status == "refunded" {
			d.RefundedNGN = o.total()
		}
		detail = d
	}
	return []any{id, o.at.Add(10 * time.Second), at, i + 1, user, o.total(), method, o.method, w.reference(i), status, nil, detail}
}

// webhooks are the notices of providers about the payments of the last days;
// older ones have been cleared away.
func (w *writer) webhooks(success map[int]int, yield func([]any) bool) {
	id := 0
	for i := range w.orders {
		o := &w.orders[i]
		if success[i] == 0 || o.method == "cash_on_delivery" || w.plan.Now.Sub(o.at) > 30*24*time.Hour {
			continue
		}
		id++
		event, body := "charge.success", fmt.Sprintf(`{"event":"charge.success","data":{"reference":%q,"status":"success","amount":%d,"currency":"NGN"}}`,
			w.reference(i), o.total()*100)
		if o.method == "flutterwave" {
			event, body = "charge.completed", fmt.Sprintf(`{"event":"charge.completed","data":{"tx_ref":%q,"status":"successful","amount":%d,"currency":"NGN"}}`,
				w.reference(i), o.total())
		}
		at := o.paidAt()
		if !yield([]any{id, o.method, event + ":" + w.reference(i), event, w.reference(i), []byte(body), "processed", at, at.Add(200 * time.Millisecond), success[i]}) {
			return
		}
	}
}
