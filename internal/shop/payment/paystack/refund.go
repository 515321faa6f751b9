package paystack

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"zuka/internal/platform/money"
	"zuka/internal/shop/payment/gateway"
	"zuka/internal/shop/payment/gateway/wire"
)

// repayment is the body that orders a refund; no amount means all of it.
type repayment struct {
	Transaction  string `json:"transaction"`
	Amount       int64  `json:"amount,omitempty"`
	Currency     string `json:"currency"`
	MerchantNote string `json:"merchant_note,omitempty"`
}

// refund is what is read of Paystack's. Its transaction is an object in one
// answer and a bare number in the next.
type refund struct {
	ID          wire.Text       `json:"id"`
	Transaction json.RawMessage `json:"transaction"`
	Amount      wire.Text       `json:"amount"`
	Status      wire.Text       `json:"status"`
}

// Refund looks for a refund of the transaction before it orders one, and again
// when Paystack refuses: the refusal may be because of an order whose answer
// was lost.
func (c *Client) Refund(ctx context.Context, order gateway.RefundOrder) (gateway.Refund, error) {
	order, err := c.complete(ctx, order)
	if err != nil {
		return gateway.Refund{}, err
	}
	if found, err := c.standing(ctx, order); err == nil || !errors.Is(err, gateway.ErrUnknown) {
		return found, err
	}
	made, err := c.order(ctx, order)
	if errors.Is(err, gateway.ErrRefused) {
		if found, err := c.standing(ctx, order); err == nil {
			return found, nil
		}
	}
	return made, err
}

// FindRefund asks for the refund of this id, or without one for those of the
// transaction.
func (c *Client) FindRefund(ctx context.Context, order gateway.RefundOrder, providerRefundID string) (gateway.Refund, error) {
	order, err := c.complete(ctx, order)
	if err != nil {
		return gateway.Refund{}, err
	}
	if providerRefundID == "" {
		found, err := c.list(ctx, order)
		if err != nil {
			return gateway.Refund{}, err
		}
		if chosen, there := order.Choose(found); there {
			return chosen, nil
		}
		return gateway.Refund{}, none(order)
	}
	if !gateway.ValidID(providerRefundID) {
		return gateway.Refund{}, none(order)
	}
	data, err := c.get(ctx, "/refund/"+url.PathEscape(providerRefundID), nil)
	if unknown(err) {
		return gateway.Refund{}, none(order)
	}
	if err != nil {
		return gateway.Refund{}, err
	}
	var got refund
	if !wire.Object(data, &got) || string(got.ID) != providerRefundID {
		return gateway.Refund{}, c.line.Unreadable("the answer is about another refund")
	}
	if !got.of(order) {
		return gateway.Refund{}, none(order)
	}
	return order.Judge(got.translate()), nil
}

func none(order gateway.RefundOrder) error {
	return fmt.Errorf("%w: paystack, refund of %s", gateway.ErrUnknown, order.Reference)
}

// complete finds the transaction's number, by which refunds are listed.
func (c *Client) complete(ctx context.Context, order gateway.RefundOrder) (gateway.RefundOrder, error) {
	if err := order.Check(); err != nil || order.ProviderID != "" {
		return order, err
	}
	charge, err := c.Verify(ctx, order.Reference)
	if err != nil {
		return order, err
	}
	if charge.ProviderID == "" {
		return order, c.line.Unreadable("the transaction has no number")
	}
	order.ProviderID = charge.ProviderID
	return order, nil
}

// standing is the refund that makes another one wrong; a failed one does not.
func (c *Client) standing(ctx context.Context, order gateway.RefundOrder) (gateway.Refund, error) {
	found, err := c.list(ctx, order)
	if err != nil {
		return gateway.Refund{}, err
	}
	if chosen, there := order.Choose(found); there && chosen.State != gateway.RefundFailed {
		return chosen, nil
	}
	return gateway.Refund{}, none(order)
}

func (c *Client) list(ctx context.Context, order gateway.RefundOrder) ([]gateway.Refund, error) {
	data, err := c.get(ctx, "/refund", url.Values{"transaction": {order.ProviderID}, "perPage": {"100"}})
	if unknown(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	listed, ok := wire.Objects[refund](data)
	if !ok {
		return nil, c.line.Unreadable("the list of refunds cannot be read")
	}
	var found []gateway.Refund
	for _, one := range listed {
		if one.of(order) {
			found = append(found, one.translate())
		}
	}
	return found, nil
}

func (c *Client) order(ctx context.Context, order gateway.RefundOrder) (gateway.Refund, error) {
	body := repayment{Transaction: order.Reference, Currency: money.Currency, MerchantNote: order.Reason}
	if !order.Full {
		body.Amount, _ = gateway.Kobo(order.Amount) // Check saw that it fits.
	}
	answer, err := c.line.Post(ctx, "/refund", body)
	if err != nil {
		return gateway.Refund{}, err
	}
	data, err := c.open(answer)
	if err != nil {
		return gateway.Refund{}, err
	}
	var got refund
	if !wire.Object(data, &got) || !gateway.ValidID(string(got.ID)) {
		return gateway.Refund{}, c.line.Unreadable("the refund that was ordered has no number")
	}
	return order.Judge(got.translate()), nil
}

func (c *Client) get(ctx context.Context, path string, query url.Values) (json.RawMessage, error) {
	answer, err := c.line.Get(ctx, path, query)
	if err != nil {
		return nil, err
	}
	return c.open(answer)
}

// of reports whether the refund is of the order's transaction. One that does
// not say counts, for it was asked for: better staff look at a refund too many
// than that money goes back twice.
func (r refund) of(order gateway.RefundOrder) bool {
	var number wire.Text
	_ = number.UnmarshalJSON(r.Transaction) // Never fails.
	var object struct {
		ID        wire.Text `json:"id"`
		Reference wire.Text `json:"reference"`
	}
	if wire.Object(r.Transaction, &object) {
		if object.ID == "" {
			number = object.Reference
		} else {
			number = object.ID
		}
	}
	return number == "" || string(number) == order.ProviderID || string(number) == order.Reference
}

func (r refund) translate() gateway.Refund {
	kobo, err := gateway.ParseKobo(string(r.Amount))
	if err != nil {
		kobo = 0
	}
	found := gateway.Refund{
		ProviderRefundID: gateway.Field(string(r.ID)), AmountKobo: kobo, State: gateway.RefundPending,
		Message: gateway.Words(string(r.Status)),
	}
	switch strings.ToLower(string(r.Status)) {
	case "processed":
		found.State = gateway.RefundDone
	case "failed":
		found.State, found.Message = gateway.RefundFailed, "the refund failed, the money is back in the shop's balance"
	case "needs-attention":
		found.State, found.Message = gateway.RefundNeedsAttention, "Paystack needs the customer's bank account"
	}
	return found
}
