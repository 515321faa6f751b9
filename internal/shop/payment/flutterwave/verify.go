package flutterwave

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"

	"zuka/internal/shop/payment/gateway"
	"zuka/internal/shop/payment/gateway/wire"
)

// charge is what is read of Flutterwave's transaction. Each try on a page is
// one, with its own id under the same reference.
type charge struct {
	ID                wire.Text       `json:"id"`
	Reference         wire.Text       `json:"tx_ref"`
	Amount            wire.Text       `json:"amount"`
	ChargedAmount     wire.Text       `json:"charged_amount"`
	Currency          wire.Text       `json:"currency"`
	AppFee            wire.Text       `json:"app_fee"`
	Status            wire.Text       `json:"status"`
	ProcessorResponse wire.Text       `json:"processor_response"`
	PaymentType       wire.Text       `json:"payment_type"`
	CreatedAt         wire.Text       `json:"created_at"`
	Card              json.RawMessage `json:"card"`
}

// Verify asks for the latest try under a reference. Failed is the failure of
// that try alone: the customer may be at the next.
func (c *Client) Verify(ctx context.Context, reference string) (gateway.Charge, error) {
	if !gateway.ValidReference(reference) {
		return gateway.Charge{}, fmt.Errorf("%w: the reference is none of the shop's", gateway.ErrRefused)
	}
	answer, err := c.line.Get(ctx, "/transactions/verify_by_reference", url.Values{"tx_ref": {reference}})
	if err != nil {
		return gateway.Charge{}, err
	}
	data, err := c.open(answer)
	if unknown(err) {
		return gateway.Charge{}, fmt.Errorf("%w: flutterwave, %s", gateway.ErrUnknown, reference)
	}
	if err != nil {
		return gateway.Charge{}, err
	}
	var got charge
	if !wire.Object(data, &got) || string(got.Reference) != reference {
		return gateway.Charge{}, c.line.Unreadable("the answer is about another reference")
	}
	return c.translate(got)
}

// translate counts for the order what was asked, which leaves out fees that the
// customer bore, but never more than was charged.
func (c *Client) translate(got charge) (gateway.Charge, error) {
	requested, err := gateway.ParseNaira(string(got.Amount))
	if err != nil {
		return gateway.Charge{}, c.line.Unreadable("the amount cannot be read")
	}
	arrived := requested
	if got.ChargedAmount != "" {
		charged, err := gateway.ParseNaira(string(got.ChargedAmount))
		if err != nil {
			return gateway.Charge{}, c.line.Unreadable("the charged amount cannot be read")
		}
		arrived = min(arrived, charged)
	}
	if !gateway.ValidID(string(got.ID)) { // Without it, nothing could be refunded.
		return gateway.Charge{}, c.line.Unreadable("the transaction has no number")
	}
	charge := gateway.Charge{
		Reference: string(got.Reference), State: state(got.Status), AmountKobo: arrived, RequestedKobo: requested,
		Currency: gateway.Words(string(got.Currency)), ProviderID: string(got.ID),
		Channel: gateway.Words(string(got.PaymentType)), Message: gateway.Words(string(got.ProcessorResponse)), Live: c.live,
	}
	if fee, err := gateway.ParseNaira(string(got.AppFee)); err == nil {
		charge.FeesKobo = &fee
	}
	if charge.State == gateway.Success {
		charge.PaidAt = got.CreatedAt.Time() // When the try began; there is no other moment.
	}
	var card struct {
		Brand wire.Text `json:"type"`
		Last4 wire.Text `json:"last_4digits"`
	}
	if wire.Object(got.Card, &card) {
		charge.CardBrand, charge.CardLast4 = gateway.Words(string(card.Brand)), card.Last4.Last4()
	}
	return charge, nil
}

// state takes what it does not know for pending.
func state(status wire.Text) gateway.State {
	switch strings.ToLower(string(status)) {
	case "successful":
		return gateway.Success
	case "failed":
		return gateway.Failed
	}
	return gateway.Pending
}
