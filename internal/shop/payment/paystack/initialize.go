package paystack

import (
	"context"
	"fmt"
	"net/url"

	"zuka/internal/platform/money"
	"zuka/internal/shop/payment/gateway"
	"zuka/internal/shop/payment/gateway/wire"
)

// minimum is the least that Paystack charges.
const minimum = money.Naira(50)

// channels are the ways to pay that work in Nigeria.
var channels = []string{"card", "bank", "ussd", "bank_transfer"}

// opening is the body that opens a page. The customer's name and phone are not
// in it: Paystack does not need them.
type opening struct {
	Email       string   `json:"email"`
	Amount      int64    `json:"amount"`
	Currency    string   `json:"currency"`
	Reference   string   `json:"reference"`
	CallbackURL string   `json:"callback_url"`
	Channels    []string `json:"channels"`
	Metadata    metadata `json:"metadata"`
}

// metadata shows the order's number on Paystack's dashboard, and brings the
// customer who gives up back to the shop.
type metadata struct {
	OrderNumber  string  `json:"order_number"`
	CancelAction string  `json:"cancel_action"`
	CustomFields []field `json:"custom_fields"`
}

type field struct {
	DisplayName  string `json:"display_name"`
	VariableName string `json:"variable_name"`
	Value        string `json:"value"`
}

// Initialize opens a page. After an Unavailable, Verify tells whether Paystack
// knows the reference; if it does, a new attempt is needed, for the page's
// address is lost.
func (c *Client) Initialize(ctx context.Context, start gateway.Start) (gateway.Page, error) {
	if err := start.Check(); err != nil {
		return gateway.Page{}, err
	}
	if start.Amount < minimum {
		return gateway.Page{}, fmt.Errorf("%w: Paystack takes no less than %s", gateway.ErrRefused, minimum.Formatted())
	}
	kobo, _ := gateway.Kobo(start.Amount) // Check saw that it fits.
	answer, err := c.line.Post(ctx, "/transaction/initialize", opening{
		Email: start.Email, Amount: kobo, Currency: money.Currency, Reference: start.Reference,
		CallbackURL: start.CallbackURL, Channels: channels,
		Metadata: metadata{
			OrderNumber: start.OrderNumber, CancelAction: start.CallbackURL,
			CustomFields: []field{{"Order", "order_number", start.OrderNumber}},
		},
	})
	if err != nil {
		return gateway.Page{}, err
	}
	data, err := c.open(answer)
	if no, refused := wire.AsRefusal(err); refused && no.Says("duplicate_reference", "duplicate transaction reference") {
		return gateway.Page{}, fmt.Errorf("%w: %s", gateway.ErrDuplicate, start.Reference)
	}
	if err != nil {
		return gateway.Page{}, err
	}
	var page struct {
		URL       wire.Text `json:"authorization_url"`
		Reference wire.Text `json:"reference"`
	}
	if !wire.Object(data, &page) || string(page.Reference) != start.Reference {
		return gateway.Page{}, c.line.Unreadable("the page is not for the reference that was sent")
	}
	address, err := url.Parse(string(page.URL))
	if err != nil || address.Host == "" || address.Scheme != "https" && (c.live || address.Scheme != "http") {
		return gateway.Page{}, c.line.Unreadable("the page has no address that a customer could be sent to")
	}
	return gateway.Page{URL: string(page.URL), Reference: start.Reference}, nil
}
