package devpay

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"zuka/internal/devpay/courier"
	"zuka/internal/devpay/ledger"
)

// The headers that show where a message comes from.
const (
	paystackHeader      = "X-Paystack-Signature"
	flutterwaveHeader   = "Verif-Hash"
	flutterwaveV4Header = "Flutterwave-Signature"
)

// paystackSignature is over the bytes as they are sent; the API key is its key.
func paystackSignature(key string, body []byte) string {
	mac := hmac.New(sha512.New, []byte(key))
	_, _ = mac.Write(body) // A hash takes all.
	return hex.EncodeToString(mac.Sum(nil))
}

// flutterwaveSignature is the newer one, which some accounts get as well.
func flutterwaveSignature(hash string, body []byte) string {
	mac := hmac.New(sha256.New, []byte(hash))
	_, _ = mac.Write(body) // A hash takes all.
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

func (p *Provider) header(provider string, body []byte) http.Header {
	if provider == Paystack {
		return signed(paystackHeader, paystackSignature(p.config.PaystackKey, body))
	}
	if p.config.FlutterwaveHash == "" {
		return http.Header{} // No secret on the dashboard, no header.
	}
	header := signed(flutterwaveHeader, p.config.FlutterwaveHash)
	if p.config.FlutterwaveSignature {
		header.Set(flutterwaveV4Header, flutterwaveSignature(p.config.FlutterwaveHash, body))
	}
	return header
}

func signed(name, value string) http.Header {
	header := make(http.Header)
	header.Set(name, value)
	return header
}

// forgedHeader looks right and is not: it is made with a guessed secret.
func (p *Provider) forgedHeader(provider string, body []byte, unsigned bool) http.Header {
	const guess = "not the secret"
	switch {
	case unsigned:
		return http.Header{}
	case provider == Paystack:
		return signed(paystackHeader, paystackSignature(guess, body))
	default:
		header := signed(flutterwaveHeader, guess)
		if p.config.FlutterwaveSignature {
			header.Set(flutterwaveV4Header, flutterwaveSignature(guess, body))
		}
		return header
	}
}

func (p *Provider) message(payment ledger.Payment, event string, content object) courier.Message {
	body, err := json.Marshal(content)
	if err != nil {
		panic("devpay: " + err.Error()) // It was made from values that can be written.
	}
	return courier.Message{
		Topic: topic(payment.Provider, payment.Reference), Event: event, URL: (*p.hooks.Load())[payment.Provider],
		Header: p.header(payment.Provider, body), Body: body,
	}
}

// chargeMessage tells how a try to pay went.
func (p *Provider) chargeMessage(payment ledger.Payment, of ledger.Transaction) courier.Message {
	if payment.Provider == Flutterwave {
		content := object{
			"event": "charge.completed", "data": flutterwaveTransaction(payment, of),
			"event.type": strings.ToUpper(of.Channel) + "_TRANSACTION",
		}
		if payment.Metadata != nil {
			content["meta_data"] = flutterwaveMeta(payment)
		}
		return p.message(payment, "charge.completed", content)
	}
	data := paystackTransaction(payment, of)
	for _, absent := range []string{"receipt_number", "createdAt", "transaction_date", "pos_transaction_data", "plan_object", "subaccount"} {
		delete(data, absent) // It is a part of what verify says.
	}
	if of.Channel != string(Card) {
		data["fees"] = nil // They may not be known yet.
	}
	return p.message(payment, "charge.success", object{"event": "charge.success", "data": data})
}

// refundMessage is Paystack's alone. Its amount is now a text and then a
// number, and its ID the other way round, as in the documents' samples.
func (p *Provider) refundMessage(payment ledger.Payment, refund ledger.Refund) courier.Message {
	data := object{
		"status": refund.Status, "transaction_reference": refund.Reference, "refund_reference": nil,
		"id": refund.ID, "amount": strconv.FormatInt(refund.Amount, 10), "currency": refund.Currency, "processor": "instant-transfer",
		"customer": object{"first_name": nil, "last_name": nil, "email": payment.Email}, "integration": 412829, "domain": "test",
	}
	if refund.Status != ledger.Pending {
		data["refund_reference"] = fmt.Sprintf("TRF_%x", refund.ID)
	}
	if refund.Step%2 == 0 {
		data["id"], data["amount"] = strconv.FormatUint(refund.ID, 10), refund.Amount
	}
	event := "refund." + string(refund.Status)
	return p.message(payment, event, object{"event": event, "data": data})
}

// otherMessage is an event that is about something else than a charge or a
// refund, with fields that nobody has heard of.
func (p *Provider) otherMessage(payment ledger.Payment, event string) courier.Message {
	of, _ := payment.Latest()
	data := object{"id": of.ID, "domain": "test", "status": "success", "something_new": object{"since": "today"}}
	switch {
	case event == "" && payment.Provider == Flutterwave:
		event = "transfer.completed"
	case event == "":
		event = "customeridentification.success"
	case event == "bank.transfer.rejected":
		data["bank_transfer"] = object{
			"amount": strconv.FormatInt(payment.Amount/2, 10), "message": "Incorrect amount sent",
			"message_type": "INCORRECT_AMOUNT", "transaction_id": of.ID,
		}
		data["reference"] = payment.Reference
	case strings.HasPrefix(event, "charge.dispute."):
		data = object{
			"id": of.ID + 1, "refund_amount": of.Charged, "currency": of.Currency, "status": "awaiting-merchant-feedback",
			"category": "chargeback", "dueAt": moment(p.clock.Now().Add(refundTime)), "domain": "test",
			"transaction": object{"id": of.ID, "reference": payment.Reference, "amount": of.Charged, "currency": of.Currency},
		}
	}
	return p.message(payment, event, object{"event": event, "data": data, "sent_by": "development"})
}
