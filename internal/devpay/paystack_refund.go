package devpay

import (
	"net/http"
	"strconv"
	"time"

	"zuka/internal/devpay/ledger"
)

// refundTime is how long a refund is said to take.
const refundTime = 10 * 24 * time.Hour

// paystackRefundObject is a refund. Read later, its transaction is but a
// number and its boolean is one too.
func paystackRefundObject(payment ledger.Payment, refund ledger.Refund, later bool) object {
	of := payment.Transactions[0]
	made := object{
		"id": refund.ID, "amount": refund.Amount, "currency": refund.Currency, "status": refund.Status, "domain": "test",
		"deducted_amount": 0, "fully_deducted": false, "channel": nil,
		"customer_note": orElse(refund.CustomerNote, "Refund for transaction "+refund.Reference),
		"merchant_note": orElse(refund.MerchantNote, "Refund for transaction "+refund.Reference),
		"refunded_by":   "development@zuka.example", "refunded_at": nil, "expected_at": moment(refund.CreatedAt.Add(refundTime)),
		"createdAt": moment(refund.CreatedAt), "updatedAt": moment(refund.UpdatedAt),
		"transaction": object{
			"id": of.ID, "domain": "test", "reference": payment.Reference, "amount": of.Charged, "currency": of.Currency,
			"paid_at": moment(of.PaidAt), "channel": of.Channel,
		},
	}
	if later {
		made["transaction"], made["fully_deducted"] = of.ID, 0
		if refund.Status == ledger.Processed {
			made["deducted_amount"], made["fully_deducted"] = refund.Amount, 1
			made["refunded_at"] = moment(refund.UpdatedAt)
		}
	}
	return made
}

func (p *Provider) paystackRefundFetch(c call) reply {
	refund, payment, found := p.ledger.RefundByID(Paystack, c.id())
	if !found {
		return paystackFault(http.StatusNotFound, "Refund not found", "not_found", "Pass a refund that exists")
	}
	return paystackData("Refund retrieved", paystackRefundObject(payment, refund, true))
}

// paystackRefundList has no pages: nobody refunds so often here.
func (p *Provider) paystackRefundList(c call) reply {
	only := c.URL.Query().Get("transaction")
	all := []object{}
	for _, refund := range p.ledger.Refunds(Paystack) {
		payment, found := p.ledger.Payment(Paystack, refund.Reference)
		if !found || only != "" && only != strconv.FormatUint(refund.Transaction, 10) && only != refund.Reference {
			continue
		}
		all = append(all, paystackRefundObject(payment, refund, true))
	}
	return reply{http.StatusOK, object{
		"status": true, "message": "Refunds retrieved", "data": all,
		"meta": object{"total": len(all), "skipped": 0, "perPage": max(50, len(all)), "page": 1, "pageCount": 1},
	}}
}

// paystackRefundRetry takes the bank account that a refund was waiting for.
func (p *Provider) paystackRefundRetry(c call) reply {
	refund, _, found := p.ledger.RefundByID(Paystack, c.id())
	account := c.fields.object("refund_account_details")
	switch {
	case !found:
		return paystackFault(http.StatusNotFound, "Refund not found", "not_found", "Pass a refund that exists")
	case account.text("account_number") == "" || account.text("bank_id") == "":
		return paystackFault(http.StatusBadRequest, "Refund account details are required", "missing_params", "Provide the account")
	case refund.Status != ledger.NeedsAttention:
		return paystackProblem(http.StatusBadRequest, "Refund does not need attention")
	}
	refund, payment, err := p.ledger.Progress(Paystack, refund.Reference, refund.ID, ledger.Processing, false)
	if err != nil {
		return paystackProblem(http.StatusBadRequest, "Refund does not need attention") // Somebody was faster.
	}
	p.courier.Post(p.refundMessage(payment, refund), at(Action{}))
	return paystackData("Refund retried and has been queued for processing", paystackRefundObject(payment, refund, true))
}
