package devpay

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"net/http"
	"strings"

	"zuka/internal/devpay/ledger"
	"zuka/internal/platform/money"
)

func flutterwaveProblem(status int, message string) reply {
	return reply{status, object{"status": "error", "message": message, "data": nil}}
}

func flutterwaveData(message string, data any) reply {
	return reply{http.StatusOK, object{"status": "success", "message": message, "data": data}}
}

func (p *Provider) serveFlutterwave(mux *http.ServeMux) {
	speaks := dialect{
		key: p.config.FlutterwaveKey, problem: flutterwaveProblem,
		unauthorized: func() reply { return flutterwaveProblem(http.StatusUnauthorized, "Invalid authorization key") },
	}
	route := func(pattern string, endpoint Endpoint, handle func(call) reply) {
		method, path, _ := strings.Cut(pattern, " ")
		mux.HandleFunc(method+" /flutterwave/v3"+path, p.api(endpoint, speaks, handle))
	}
	route("POST /payments", FlutterwavePayments, p.flutterwavePayments)
	route("GET /transactions/{id}/verify", FlutterwaveVerify, p.flutterwaveVerify)
	route("GET /transactions/verify_by_reference", FlutterwaveVerifyByReference, p.flutterwaveVerifyByReference)
	route("POST /transactions/{id}/refund", FlutterwaveRefund, p.flutterwaveRefund)
	route("GET /refunds", FlutterwaveRefundList, p.flutterwaveRefundList)
	route("GET /refunds/{id}", FlutterwaveRefundFetch, p.flutterwaveRefundFetch)
}

func (p *Provider) flutterwavePayments(c call) reply {
	customer, looks := c.fields.object("customer"), c.fields.object("customizations")
	asked := ledger.Payment{
		Provider: Flutterwave, Reference: c.fields.text("tx_ref"), Email: customer.text("email"),
		Name: customer.text("name"), Phone: orElse(customer.text("phonenumber"), customer.text("phone_number")),
		Title: looks.text("title"), Currency: orElse(c.fields.text("currency"), money.Currency),
		CallbackURL: c.fields.text("redirect_url"), Code: "flwlnk-" + strings.ToLower(rand.Text()),
		Channels: flutterwaveChannels(c.fields.text("payment_options")),
	}
	if c.fields.object("meta") != nil {
		asked.Metadata = c.fields["meta"]
	}
	amount, valid := nairaKobo(c.fields.text("amount"))
	asked.Amount = amount
	switch {
	case asked.Reference == "":
		return flutterwaveProblem(http.StatusBadRequest, "tx_ref is required")
	case !valid || amount <= 0:
		return flutterwaveProblem(http.StatusBadRequest, "amount must be a positive number")
	case asked.Email == "":
		return flutterwaveProblem(http.StatusBadRequest, "customer email is required")
	case !isEmail(asked.Email):
		return flutterwaveProblem(http.StatusBadRequest, "customer email must be a valid email")
	case asked.CallbackURL != "" && !webAddress(asked.CallbackURL):
		return flutterwaveProblem(http.StatusBadRequest, "redirect_url must be a valid url")
	}
	opened, err := p.open(asked)
	if err != nil {
		// The reference must be of one payment only; what the real one says of
		// a second is not written down. A shop that lost our answer and asks
		// the same again gets the same link.
		before, found := p.ledger.Payment(Flutterwave, asked.Reference)
		if !found || before.Amount != asked.Amount || before.Currency != asked.Currency || before.Has(ledger.Paid) {
			return flutterwaveProblem(http.StatusBadRequest, "Duplicate transaction reference")
		}
		opened = before
	}
	return flutterwaveData("Hosted Link", object{"link": p.page(opened)})
}

// flutterwaveChannels turns "card,banktransfer,ussd" into our names.
func flutterwaveChannels(options string) (channels []string) {
	for option := range strings.SplitSeq(options, ",") {
		switch option = strings.TrimSpace(option); option {
		case "":
		case "banktransfer":
			channels = append(channels, string(BankTransfer))
		default:
			channels = append(channels, option)
		}
	}
	return channels
}

func (p *Provider) flutterwaveVerify(c call) reply {
	payment, of, found := p.ledger.ByTransaction(Flutterwave, c.id())
	if !found {
		return flutterwaveProblem(p.unknown(), "No transaction was found for this id")
	}
	return flutterwaveData("Transaction fetched successfully", flutterwaveVerified(payment, of))
}

// flutterwaveVerifyByReference tells of the latest try. Without one the
// payment is as good as unknown.
func (p *Provider) flutterwaveVerifyByReference(c call) reply {
	payment, _ := p.ledger.Payment(Flutterwave, c.URL.Query().Get("tx_ref"))
	of, tried := payment.Latest()
	if !tried {
		return flutterwaveProblem(p.unknown(), "No transaction was found for this id")
	}
	return flutterwaveData("Transaction fetched successfully", flutterwaveVerified(payment, of))
}

// flutterwaveStatus has no word for money that was taken back.
var flutterwaveStatus = map[ledger.Status]string{
	ledger.Ongoing: "pending", ledger.Paid: "successful", ledger.Failed: "failed",
}

// flutterwaveTransaction is what verify and the messages have in common.
func flutterwaveTransaction(payment ledger.Payment, of ledger.Transaction) object {
	made := object{
		"id": of.ID, "tx_ref": payment.Reference, "flw_ref": fmt.Sprintf("FLW-MOCK-%x", of.ID),
		"device_fingerprint": "N/A", "amount": decimal(of.Charged), "currency": of.Currency,
		"charged_amount": decimal(of.Charged), "app_fee": nil, "merchant_fee": decimal(0),
		// A real successful one said so: it is no ground for a decision.
		"processor_response": "Please enter the OTP sent to your mobile number 080****** and email te**@rave**.com",
		"auth_model":         "PIN", "ip": "127.0.0.1", "narration": orElse(payment.Title, "Zuka"), "status": flutterwaveStatus[of.Status],
		"payment_type": of.Channel, "created_at": moment(of.CreatedAt), "account_id": 73362,
		"customer": object{
			"id": numberOf(payment.Email), "name": orElse(payment.Name, "N/A"), "phone_number": orElse(payment.Phone, "N/A"),
			"email": payment.Email, "created_at": moment(payment.CreatedAt),
		},
	}
	switch of.Status {
	case ledger.Paid:
		made["app_fee"] = decimal(flutterwaveFee(of.Charged))
	case ledger.Failed:
		made["processor_response"] = of.Reason
	default:
	}
	if of.Channel == string(Card) {
		made["card"] = object{
			"first_6digits": "553188", "last_4digits": "2950", "issuer": "MASTERCARD CREDIT", "country": "NIGERIA NG",
			"type": "MASTERCARD", "expiry": "09/32", "token": "flw-t1nf-development",
		}
	}
	return made
}

func flutterwaveVerified(payment ledger.Payment, of ledger.Transaction) object {
	made := flutterwaveTransaction(payment, of)
	made["amount_settled"] = nil
	if of.Status == ledger.Paid {
		made["amount_settled"] = decimal(of.Charged - flutterwaveFee(of.Charged))
	}
	made["meta"] = nil
	if payment.Metadata != nil {
		made["meta"] = flutterwaveMeta(payment)
	}
	return made
}

// flutterwaveMeta is the shop's own object and what the page adds to it.
func flutterwaveMeta(payment ledger.Payment) fields {
	meta := fields{}
	if json.Unmarshal(payment.Metadata, &meta) != nil || meta == nil {
		meta = fields{}
	}
	meta["__CheckoutInitAddress"] = quote("https://checkout.flutterwave.com/v3/hosted/pay")
	return meta
}

// flutterwaveFee is 1.4 %, and never more than ₦2,000.
func flutterwaveFee(kobo int64) int64 { return min((kobo*14+999)/1000, 200_000) }

// numberOf is always the same number for a customer.
func numberOf(email string) uint32 {
	sum := fnv.New32a()
	_, _ = sum.Write([]byte(strings.ToLower(email))) // A sum in memory takes all.
	return sum.Sum32()
}

func (p *Provider) flutterwaveRefund(c call) reply {
	word := orElse(p.config.FlutterwaveRefund, "completed")
	ask := ledger.Ask{Status: ledger.Pending, MerchantNote: c.fields.text("comments")}
	if strings.HasPrefix(word, "completed") {
		ask.Status = ledger.Processed
	}
	if amount := c.fields.text("amount"); amount != "" {
		var valid bool
		if ask.Amount, valid = nairaKobo(amount); !valid || ask.Amount == 0 {
			return flutterwaveProblem(http.StatusBadRequest, "amount must be a positive number")
		}
	}
	made, payment, err := p.ledger.Refund(Flutterwave, c.id(), ask)
	switch {
	case errors.Is(err, ledger.ErrUnknown):
		return flutterwaveProblem(p.unknown(), "No transaction was found for this id")
	case errors.Is(err, ledger.ErrTooMuch):
		return flutterwaveProblem(http.StatusBadRequest, "Refund amount exceeds the amount left of the transaction")
	case err != nil:
		return flutterwaveProblem(http.StatusBadRequest, "Transaction cannot be refunded")
	}
	return flutterwaveData("Transaction refund initiated", p.flutterwaveRefundObject(payment, made))
}

// flutterwaveRefundObject is a refund. It knows no steps between waiting and
// done.
func (p *Provider) flutterwaveRefundObject(payment ledger.Payment, refund ledger.Refund) object {
	status := string(ledger.Pending)
	switch refund.Status {
	case ledger.Processed:
		status = "completed"
		if strings.HasPrefix(p.config.FlutterwaveRefund, "completed") {
			status = p.config.FlutterwaveRefund
		}
	case ledger.RefundFailed:
		status = "failed"
	default:
	}
	return object{
		"id": refund.ID, "account_id": 73362, "tx_id": refund.Transaction, "flw_ref": fmt.Sprintf("FLW-MOCK-%x", refund.Transaction),
		"wallet_id": 74639, "amount_refunded": decimal(refund.Amount), "status": status, "destination": "payment_source",
		"meta": object{"source": "availablebalance"}, "comments": refund.MerchantNote, "tx_ref": payment.Reference,
		"created_at": moment(refund.CreatedAt),
	}
}

func (p *Provider) flutterwaveRefundFetch(c call) reply {
	refund, payment, found := p.ledger.RefundByID(Flutterwave, c.id())
	if !found {
		return flutterwaveProblem(p.unknown(), "No refund was found for this id")
	}
	return flutterwaveData("Refund fetched", p.flutterwaveRefundObject(payment, refund))
}

// flutterwaveRefundList has no pages: nobody refunds so often here.
func (p *Provider) flutterwaveRefundList(call) reply {
	all := []object{}
	for _, refund := range p.ledger.Refunds(Flutterwave) {
		all = append(all, p.flutterwaveRefundObject(ledger.Payment{Reference: refund.Reference}, refund))
	}
	return reply{http.StatusOK, object{
		"status": "success", "message": "Refunds fetched",
		"meta": object{"page_info": object{"total": len(all), "current_page": 1, "total_pages": 1}}, "data": all,
	}}
}
