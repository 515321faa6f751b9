package devpay

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"net/http"
	"net/mail"
	"regexp"
	"strconv"
	"strings"
	"time"

	"zuka/internal/devpay/ledger"
	"zuka/internal/platform/money"
)

// paystackMinimum is ₦50, in kobo.
const paystackMinimum = 5000

var paystackReference = regexp.MustCompile(`^[A-Za-z0-9.=-]+$`)

func paystackProblem(status int, message string) reply {
	return reply{status, object{"status": false, "message": message}}
}

// paystackFault is a problem with a code, as newer parts of the API word it.
func paystackFault(status int, message, code, step string) reply {
	return reply{status, object{
		"status": false, "message": message, "meta": object{"nextStep": step}, "type": "validation_error", "code": code,
	}}
}

func paystackData(message string, data any) reply {
	return reply{http.StatusOK, object{"status": true, "message": message, "data": data}}
}

func (p *Provider) servePaystack(mux *http.ServeMux) {
	speaks := dialect{
		key: p.config.PaystackKey, problem: paystackProblem,
		unauthorized: func() reply {
			return reply{http.StatusUnauthorized, object{
				"status": false, "message": "Invalid key",
				"meta": object{"nextStep": "Ensure that you provide the correct authorization key for the request"},
				"type": "validation_error", "code": "invalid_Key",
			}}
		},
	}
	route := func(pattern string, endpoint Endpoint, handle func(call) reply) {
		method, path, _ := strings.Cut(pattern, " ")
		mux.HandleFunc(method+" /paystack"+path, p.api(endpoint, speaks, handle))
	}
	route("POST /transaction/initialize", PaystackInitialize, p.paystackInitialize)
	route("GET /transaction/verify/{reference}", PaystackVerify, p.paystackVerify)
	route("POST /refund", PaystackRefund, p.paystackRefund)
	route("GET /refund", PaystackRefundList, p.paystackRefundList)
	route("GET /refund/{id}", PaystackRefundFetch, p.paystackRefundFetch)
	route("POST /refund/retry_with_customer_details/{id}", PaystackRefundRetry, p.paystackRefundRetry)
}

func (p *Provider) paystackInitialize(c call) reply {
	asked := ledger.Payment{
		Provider: Paystack, Single: true, Reference: c.fields.text("reference"), Email: c.fields.text("email"),
		Currency: orElse(c.fields.text("currency"), money.Currency), CallbackURL: c.fields.text("callback_url"),
		Channels: c.fields.list("channels"), Metadata: paystackMetadata(c.fields["metadata"]),
		Code: strings.ToLower(rand.Text())[:15],
	}
	asked.Reference = orElse(asked.Reference, strings.ToLower(rand.Text())[:10])
	if cancel := c.fields.object("metadata").text("cancel_action"); webAddress(cancel) {
		asked.Cancel = cancel
	}
	amount, valid := wholeKobo(c.fields.text("amount"))
	asked.Amount = amount
	switch {
	case asked.Email == "":
		return paystackFault(http.StatusBadRequest, "Email Address is required", "missing_params", "Provide all required params")
	case !isEmail(asked.Email):
		return paystackFault(http.StatusBadRequest, "Invalid Email Address Passed", "invalid_params", "Provide a valid email")
	case !valid || amount < paystackMinimum:
		return paystackFault(http.StatusBadRequest, "Invalid Amount Sent", "invalid_params", "Provide a valid amount")
	case asked.Currency != money.Currency:
		return paystackFault(http.StatusBadRequest, "Currency not supported by merchant", "unsupported_currency", "Use NGN")
	case !paystackReference.MatchString(asked.Reference):
		return paystackFault(http.StatusBadRequest, "Invalid Transaction Reference", "invalid_params",
			"Use letters, digits and the signs - . = only")
	case asked.CallbackURL != "" && !webAddress(asked.CallbackURL):
		return paystackFault(http.StatusBadRequest, "Invalid Callback URL", "invalid_params", "Provide a full URL")
	}
	opened, err := p.open(asked)
	if err != nil {
		return paystackFault(http.StatusBadRequest, "Duplicate Transaction Reference", "duplicate_reference",
			"Try and create the Transaction or Charge with a new reference")
	}
	return paystackData("Authorization URL created", object{
		"authorization_url": p.page(opened), "access_code": opened.Code, "reference": opened.Reference,
	})
}

func isEmail(address string) bool {
	parsed, err := mail.ParseAddress(address)
	return err == nil && parsed.Address == address
}

// paystackMetadata is what comes back of the metadata: an object that was sent
// as a text comes back as an object, and nothing as an empty text.
func paystackMetadata(sent json.RawMessage) json.RawMessage {
	var text string
	if len(sent) == 0 || string(sent) == "null" {
		return json.RawMessage(`""`)
	}
	if json.Unmarshal(sent, &text) == nil && json.Valid([]byte(text)) {
		return json.RawMessage(text)
	}
	return sent
}

func (p *Provider) paystackVerify(c call) reply {
	payment, found := p.ledger.Payment(Paystack, c.PathValue("reference"))
	if !found {
		return paystackFault(p.unknown(), "Transaction reference not found", "transaction_not_found",
			"Ensure that you're passing the reference of a transaction that exists on this integration")
	}
	return paystackData("Verification successful", paystackTransaction(payment, payment.Transactions[0]))
}

// unknown is the status of answers about what is not there.
func (p *Provider) unknown() int {
	if p.config.UnknownIs404 {
		return http.StatusNotFound
	}
	return http.StatusBadRequest
}

// paystackStatus is Paystack's word for a status. One who never came and one
// who left are the same to it.
var paystackStatus = map[ledger.Status]string{
	ledger.Waiting: "abandoned", ledger.Ongoing: "ongoing", ledger.Paid: "success",
	ledger.Failed: "failed", ledger.Reversed: "reversed",
}

// moment is a time as both providers write it; the zero time is null.
func moment(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UTC().Format("2006-01-02T15:04:05.000Z")
}

// paystackTransaction is the answer to verify, oddities included: many values
// appear twice, and there are no fees until there is money.
func paystackTransaction(payment ledger.Payment, of ledger.Transaction) object {
	made := object{
		"id": of.ID, "domain": "test", "status": paystackStatus[of.Status], "reference": payment.Reference,
		"receipt_number": nil, "amount": of.Charged, "requested_amount": payment.Amount, "currency": of.Currency,
		"message": nil, "gateway_response": "The transaction was not completed",
		"paid_at": moment(of.PaidAt), "paidAt": moment(of.PaidAt), "created_at": moment(of.CreatedAt),
		"createdAt": moment(of.CreatedAt), "transaction_date": moment(of.CreatedAt),
		"channel": orElse(of.Channel, string(Card)), "ip_address": "127.0.0.1", "metadata": payment.Metadata,
		"log": nil, "fees": nil, "fees_split": nil, "authorization": object{}, "customer": paystackCustomer(payment),
		"plan": nil, "split": object{}, "order_id": nil, "pos_transaction_data": nil, "source": nil,
		"plan_object": object{}, "subaccount": object{},
	}
	switch of.Status {
	case ledger.Failed:
		made["message"], made["gateway_response"] = of.Reason, "Declined"
	case ledger.Paid, ledger.Reversed:
		made["gateway_response"], made["fees"] = "Successful", localFee(of.Charged)
		if of.Channel == string(Card) {
			made["authorization"] = object{
				"authorization_code": "AUTH_" + strconv.FormatUint(of.ID, 36), "bin": "408408", "last4": "4081",
				"exp_month": "12", "exp_year": "2030", "channel": "card", "card_type": "visa ", "bank": "TEST BANK",
				"country_code": "NG", "brand": "visa", "reusable": true, "account_name": nil,
			}
		}
	default:
	}
	return made
}

func paystackCustomer(payment ledger.Payment) object {
	id := numberOf(payment.Email)
	return object{
		"id": id, "first_name": nil, "last_name": nil, "email": payment.Email, "phone": nil, "metadata": nil,
		"customer_code": "CUS_" + strconv.FormatUint(uint64(id), 36), "risk_action": "default",
	}
}

// transactionOf finds what a refund is asked for: a reference, or the number
// of a transaction.
func (p *Provider) transactionOf(name string) (ledger.Payment, bool) {
	if payment, found := p.ledger.Payment(Paystack, name); found {
		return payment, true
	}
	id, err := strconv.ParseUint(name, 10, 64)
	if err != nil {
		return ledger.Payment{}, false
	}
	payment, _, found := p.ledger.ByTransaction(Paystack, id)
	return payment, found
}

func (p *Provider) paystackRefund(c call) reply {
	payment, found := p.transactionOf(c.fields.text("transaction"))
	if !found {
		return paystackFault(http.StatusNotFound, "Transaction not found", "transaction_not_found", "Pass a transaction that exists")
	}
	ask := ledger.Ask{
		Status: ledger.Pending, CustomerNote: c.fields.text("customer_note"), MerchantNote: c.fields.text("merchant_note"),
	}
	if amount := c.fields.text("amount"); amount != "" {
		var valid bool
		if ask.Amount, valid = wholeKobo(amount); !valid || ask.Amount == 0 {
			return paystackFault(http.StatusBadRequest, "Invalid Amount Sent", "invalid_params", "Provide a valid amount")
		}
	}
	if currency := c.fields.text("currency"); currency != "" && currency != payment.Transactions[0].Currency {
		return paystackProblem(http.StatusBadRequest, "Currency must be the transaction's")
	}
	made, payment, err := p.ledger.Refund(Paystack, payment.Transactions[0].ID, ask)
	switch {
	case errors.Is(err, ledger.ErrTooMuch):
		return paystackProblem(http.StatusBadRequest, "Refund amount cannot be more than the transaction amount left")
	case err != nil:
		return paystackProblem(http.StatusBadRequest, "Transaction cannot be refunded")
	}
	// The shop may be in the middle of something; it is told on its own time.
	p.courier.Post(p.refundMessage(payment, made), at(Action{}))
	return paystackData("Refund has been queued for processing", paystackRefundObject(payment, made, false))
}
