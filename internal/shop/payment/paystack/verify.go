package paystack

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"

	"zuka/internal/shop/payment/gateway"
	"zuka/internal/shop/payment/gateway/wire"
)

// charge is what is read of Paystack's transaction. Metadata, which may be of
// any type, and the customer are not read at all.
type charge struct {
	ID              wire.Text       `json:"id"`
	Domain          wire.Text       `json:"domain"`
	Status          wire.Text       `json:"status"`
	Reference       wire.Text       `json:"reference"`
	Amount          wire.Text       `json:"amount"`
	RequestedAmount wire.Text       `json:"requested_amount"`
	Currency        wire.Text       `json:"currency"`
	GatewayResponse wire.Text       `json:"gateway_response"`
	Message         wire.Text       `json:"message"`
	PaidAt          wire.Text       `json:"paid_at"`
	PaidAtToo       wire.Text       `json:"paidAt"` // Many moments appear twice, and not always in both.
	Channel         wire.Text       `json:"channel"`
	Fees            wire.Text       `json:"fees"`
	Authorization   json.RawMessage `json:"authorization"`
}

// Verify asks for the transaction of a reference.
func (c *Client) Verify(ctx context.Context, reference string) (gateway.Charge, error) {
	if !gateway.ValidReference(reference) {
		return gateway.Charge{}, fmt.Errorf("%w: the reference is none of the shop's", gateway.ErrRefused)
	}
	answer, err := c.line.Get(ctx, "/transaction/verify/"+url.PathEscape(reference), nil)
	if err != nil {
		return gateway.Charge{}, err
	}
	data, err := c.open(answer)
	if unknown(err) {
		return gateway.Charge{}, fmt.Errorf("%w: paystack, %s", gateway.ErrUnknown, reference)
	}
	if err != nil {
		return gateway.Charge{}, err
	}
	var got charge
	if !wire.Object(data, &got) || string(got.Reference) != reference {
		return gateway.Charge{}, c.line.Unreadable("the answer is about another reference")
	}
	if live := got.Domain == "live"; live != c.live {
		return gateway.Charge{}, fmt.Errorf("%w: paystack, %s", gateway.ErrMode, reference)
	}
	return c.translate(got)
}

func (c *Client) translate(got charge) (gateway.Charge, error) {
	amount, err := gateway.ParseKobo(string(got.Amount))
	if err != nil {
		return gateway.Charge{}, c.line.Unreadable("the amount cannot be read")
	}
	charge := gateway.Charge{
		Reference: string(got.Reference), State: state(got.Status), AmountKobo: amount, RequestedKobo: amount,
		Currency: gateway.Words(string(got.Currency)), Channel: gateway.Words(string(got.Channel)),
		Message: gateway.Words(string(got.Message)), PaidAt: got.PaidAt.Time(), Live: c.live,
	}
	if requested, err := gateway.ParseKobo(string(got.RequestedAmount)); err == nil {
		charge.RequestedKobo = requested
	}
	if fees, err := gateway.ParseKobo(string(got.Fees)); err == nil { // Null until it is paid.
		charge.FeesKobo = &fees
	}
	if gateway.ValidID(string(got.ID)) {
		charge.ProviderID = string(got.ID)
	}
	if charge.Message == "" {
		charge.Message = gateway.Words(string(got.GatewayResponse))
	}
	if charge.PaidAt == nil {
		charge.PaidAt = got.PaidAtToo.Time()
	}
	var card struct {
		Brand wire.Text `json:"brand"`
		Last4 wire.Text `json:"last4"`
	}
	if wire.Object(got.Authorization, &card) {
		charge.CardBrand, charge.CardLast4 = gateway.Words(string(card.Brand)), card.Last4.Last4()
	}
	return charge, nil
}

// state takes what it does not know for pending. So is abandoned, which means
// that the customer has not paid yet and still may, on the same page.
func state(status wire.Text) gateway.State {
	switch strings.ToLower(string(status)) {
	case "success":
		return gateway.Success
	case "failed":
		return gateway.Failed
	case "reversed":
		return gateway.Reversed
	}
	return gateway.Pending // abandoned, ongoing, pending, processing, queued
}
