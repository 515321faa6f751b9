package flutterwave

import (
	"context"
	"fmt"
	"net/url"

	"zuka/internal/platform/money"
	"zuka/internal/shop/payment/gateway"
	"zuka/internal/shop/payment/gateway/wire"
)

const (
	// options are the ways to pay that work in Nigeria.
	options = "card,banktransfer,ussd"
	// sessionMinutes closes the page when an order that nobody pays is given up.
	sessionMinutes = 30
	shopTitle      = "Zuka"
)

// opening is the body that opens a page. Amounts are whole naira, which is
// Flutterwave's unit.
type opening struct {
	Reference      string         `json:"tx_ref"`
	Amount         int64          `json:"amount"`
	Currency       string         `json:"currency"`
	RedirectURL    string         `json:"redirect_url"`
	Customer       customer       `json:"customer"`
	Meta           meta           `json:"meta"`
	Customizations customizations `json:"customizations"`
	Options        string         `json:"payment_options"`
	SessionMinutes int            `json:"session_duration"`
}

// customer's phone is spelled phonenumber here and phone_number in answers.
type customer struct {
	Email string `json:"email"`
	Phone string `json:"phonenumber,omitempty"`
	Name  string `json:"name,omitempty"`
}

type meta struct {
	OrderNumber string `json:"order_number"`
}

type customizations struct {
	Title string `json:"title"`
}

// Initialize opens a page. After an Unavailable nothing tells whether the page
// is open, for Verify knows no page on which nobody has tried: the same
// reference is sent again, and ErrDuplicate means that a new attempt is needed.
func (c *Client) Initialize(ctx context.Context, start gateway.Start) (gateway.Page, error) {
	if err := start.Check(); err != nil {
		return gateway.Page{}, err
	}
	answer, err := c.line.Post(ctx, "/payments", opening{
		Reference: start.Reference, Amount: start.Amount.Amount(), Currency: money.Currency, RedirectURL: start.CallbackURL,
		Customer: customer{start.Email, start.Phone, start.Name}, Meta: meta{start.OrderNumber},
		Customizations: customizations{shopTitle}, Options: options, SessionMinutes: sessionMinutes,
	})
	if err != nil {
		return gateway.Page{}, err
	}
	data, err := c.open(answer)
	// The words are not written down anywhere; these are what integrations report.
	if no, refused := wire.AsRefusal(err); refused &&
		no.Says("", "duplicate", "reference already exist", "reference exist", "tx_ref already", "tx_ref must be unique") {
		return gateway.Page{}, fmt.Errorf("%w: %s", gateway.ErrDuplicate, start.Reference)
	}
	if err != nil {
		return gateway.Page{}, err
	}
	var page struct {
		Link wire.Text `json:"link"`
	}
	wire.Object(data, &page)
	address, err := url.Parse(string(page.Link))
	if err != nil || address.Host == "" || address.Scheme != "https" && (c.live || address.Scheme != "http") {
		return gateway.Page{}, c.line.Unreadable("the page has no address that a customer could be sent to")
	}
	return gateway.Page{URL: string(page.Link), Reference: start.Reference}, nil
}
