package flutterwave

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"zuka/internal/shop/payment/gateway"
	"zuka/internal/shop/payment/gateway/wire"
)

// repayment is the body that orders a refund, in whole naira; no amount means
// all of it.
type repayment struct {
	Amount   int64  `json:"amount,omitempty"`
	Comments string `json:"comments,omitempty"`
}

// refund is what is read of Flutterwave's. Lists and messages have been seen to
// name the fields in other ways than the answer to an order.
type refund struct {
	ID               wire.Text       `json:"id"`
	TxID             wire.Text       `json:"tx_id"`
	TransactionID    wire.Text       `json:"TransactionId"`
	TransactionIDToo wire.Text       `json:"transaction_id"`
	Amount           wire.Text       `json:"amount_refunded"`
	AmountToo        wire.Text       `json:"AmountRefunded"`
	Status           wire.Text       `json:"status"`
	Meta             json.RawMessage `json:"meta"`
}

// Refund looks for a refund of the transaction before it orders one, and again
// when Flutterwave refuses: the refusal may be because of an order whose answer
// was lost.
func (c *Client) Refund(ctx context.Context, order gateway.RefundOrder) (gateway.Refund, error) {
	if err := check(order); err != nil {
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
	if err := check(order); err != nil {
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
	data, err := c.get(ctx, "/refunds/"+url.PathEscape(providerRefundID), nil)
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

// check also wants the transaction's number: under one reference there may be
// several transactions, of which only the caller knows the one that paid.
func check(order gateway.RefundOrder) error {
	if err := order.Check(); err != nil {
		return err
	}
	if order.ProviderID == "" {
		return fmt.Errorf("%w: Flutterwave's number of the transaction is needed", gateway.ErrRefused)
	}
	return nil
}

func none(order gateway.RefundOrder) error {
	return fmt.Errorf("%w: flutterwave, refund of %s", gateway.ErrUnknown, order.Reference)
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

// list asks with id, which integrations report to be the transaction's here.
// Whether or not it narrows the list, only the order's are taken.
func (c *Client) list(ctx context.Context, order gateway.RefundOrder) ([]gateway.Refund, error) {
	data, err := c.get(ctx, "/refunds", url.Values{"id": {order.ProviderID}})
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
	body := repayment{Comments: order.Reason}
	if !order.Full {
		body.Amount = order.Amount.Amount()
	}
	answer, err := c.line.Post(ctx, "/transactions/"+url.PathEscape(order.ProviderID)+"/refund", body)
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

// transaction is the number of what was paid back.
func (r refund) transaction() string {
	for _, one := range []wire.Text{r.TxID, r.TransactionID, r.TransactionIDToo} {
		if one != "" {
			return string(one)
		}
	}
	return ""
}

// of reports whether the refund is of the order's transaction. One that does
// not say counts, for it was asked for: better staff look at a refund too many
// than that money goes back twice.
func (r refund) of(order gateway.RefundOrder) bool {
	number := r.transaction()
	return number == "" || number == order.ProviderID
}

// translate takes a bare "completed" for pending. It is what Flutterwave says in
// the very answer to an order, and several integrations report that it means
// begun: what has reached the customer is completed-bank-transfer,
// completed-mpgs and the like, or has a disburse_status of its own.
func (r refund) translate() gateway.Refund {
	amount := r.Amount
	if amount == "" {
		amount = r.AmountToo
	}
	kobo, err := gateway.ParseNaira(string(amount))
	if err != nil {
		kobo = 0
	}
	found := gateway.Refund{
		ProviderRefundID: gateway.Field(string(r.ID)), AmountKobo: kobo, State: gateway.RefundPending,
		Message: gateway.Words(string(r.Status)),
	}
	var meta struct {
		Disbursed wire.Text `json:"disburse_status"`
	}
	wire.Object(r.Meta, &meta)
	status, disbursed := strings.ToLower(string(r.Status)), strings.ToLower(string(meta.Disbursed))
	switch {
	case status == "failed" || strings.HasPrefix(status, "failed-") || disbursed == "failed":
		found.State, found.Message = gateway.RefundFailed, "the refund failed, the money is back in the shop's balance"
	case strings.HasPrefix(status, "completed-"), status == "completed" && strings.HasPrefix(disbursed, "success"):
		found.State = gateway.RefundDone
	}
	return found
}
