// Package letter is how the shop writes to people about their orders: each mail
// as plain text and as a simple page, each SMS short enough to be one.
package letter

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"net/url"
	"strings"
	"time"
	"unicode"

	"zuka/ent/shape"
	"zuka/internal/platform/clock"
	"zuka/internal/platform/mail"
	"zuka/internal/platform/money"
)

//go:embed page.html
var pageText string

var page = template.Must(template.New("page").Parse(pageText))

// Writer writes letters of a shop.
type Writer struct {
	// Shop is the shop's name.
	Shop string
	// Storefront is where people's links lead, without a slash at the end:
	// https://zuka.ng. The page /orders/<number> shows an order, to a guest by
	// the token in its address.
	Storefront string
}

// Order is what a letter tells of an order.
type Order struct {
	// To is the address of a mail, or the number of an SMS.
	To string
	// Name is who is greeted.
	Name   string
	Number string
	// Token lets a guest read the order; it is empty for a person, who signs in.
	Token string
	Lines []Line
	// Total is Subtotal less Discount plus Shipping, and contains Tax.
	Subtotal, Discount, Shipping, Tax, Total money.Naira
	Address                                  *shape.Address
	// Delivery is the day it should arrive; nil when that is not known.
	Delivery *time.Time
	// Cash means that it is paid at the door.
	Cash bool
	// Unpaid means that it must be paid for before anything happens, until
	// PayBefore where that is set.
	Unpaid    bool
	PayBefore *time.Time
	// Carrier and Tracking are who brings it and their number of it.
	Carrier, Tracking string
	// Why is the reason of what happened, in words for the customer.
	Why string
}

// Line is one product of an order.
type Line struct {
	Name        string
	Size, Color string
	Quantity    int
	Total       money.Naira
}

// content is what a letter says.
type content struct {
	Shop, Greeting string
	Before         []string
	Rows           []row
	Address, After []string
	Action, Link   string
	Closing        []string
}

// row is a line of a bill.
type row struct{ Label, Amount string }

// Placed confirms an order: what was bought, for how much, where it goes, when,
// and how it is paid.
func (w Writer) Placed(o Order) (mail.Message, error) {
	c := content{
		Before: []string{"Thank you for your order " + o.Number + ". We have it."},
		Rows:   o.bill(), Address: o.address(), After: o.expected(), Action: "See my order",
	}
	switch {
	case o.Cash:
		c.After = append(c.After, "You pay when it is brought: please have "+o.Total.Formatted()+" ready.")
	case o.Unpaid:
		c.Action, c.After = "Pay now", append(c.After, o.howToPay())
	}
	if o.Token != "" {
		c.Closing = append(c.Closing, "Whoever has the link of this mail can see the order: keep it to yourself.")
	}
	return w.write(o, "Your order "+o.Number, c)
}

// Paid says that the money has come.
func (w Writer) Paid(o Order) (mail.Message, error) {
	return w.write(o, "We received your payment for "+o.Number, content{
		Before: []string{"We received your payment of " + o.Total.Formatted() + " for order " + o.Number + ". We are getting it ready."},
		After:  o.expected(), Action: "See my order",
	})
}

// PaymentFailed says that a payment did not work, and how to try again.
func (w Writer) PaymentFailed(o Order) (mail.Message, error) {
	c := content{
		Before: []string{"Your payment of " + o.Total.Formatted() + " for order " + o.Number + " did not go through. Nothing was taken for it."},
		After:  []string{o.howToPay()}, Action: "Try again",
		Closing: []string{"If your bank shows a charge all the same, it comes back by itself, mostly within a day."},
	}
	if why := plain(o.Why); why != "" {
		c.Before = append(c.Before, "What your bank or the payment service said: "+why)
	}
	return w.write(o, "Your payment for "+o.Number+" did not go through", c)
}

// Shipped says who brings the order.
func (w Writer) Shipped(o Order) (mail.Message, error) {
	c := content{Before: []string{"Your order " + o.Number + " is on its way."}, Address: o.address(), After: o.expected(), Action: "See my order"}
	if carrier := plain(o.Carrier); carrier != "" {
		c.Before = append(c.Before, "It is brought by: "+carrier)
	}
	if tracking := plain(o.Tracking); tracking != "" {
		c.Before = append(c.Before, "Tracking number: "+tracking)
	}
	if o.Cash {
		c.After = append(c.After, "Please have "+o.Total.Formatted()+" ready.")
	}
	return w.write(o, "Your order "+o.Number+" is on its way", c)
}

// Delivered says that the order has arrived.
func (w Writer) Delivered(o Order) (mail.Message, error) {
	return w.write(o, "Your order "+o.Number+" was delivered", content{
		Before: []string{"Your order " + o.Number + " was delivered. We hope you like it."}, Action: "See my order",
		Closing: []string{"If you did not get it, or something is not right, please answer to us soon."},
	})
}

// Cancelled says that the order was given up, and why.
func (w Writer) Cancelled(o Order) (mail.Message, error) {
	c := content{
		Before: []string{"Your order " + o.Number + " was cancelled. You pay nothing for it."}, Action: "See my order",
		Closing: []string{"Points, coupons and rewards that you used for it are yours again."},
	}
	if why := plain(o.Why); why != "" {
		c.Before = append(c.Before, "Why: "+why)
	}
	return w.write(o, "Your order "+o.Number+" was cancelled", c)
}

// RefundRequested says that the money is on its way back.
func (w Writer) RefundRequested(o Order) (mail.Message, error) {
	c := content{
		Before: []string{"We are sending back your " + o.Total.Formatted() + " for order " + o.Number + "."}, Action: "See my order",
		Closing: []string{"We write again when it is done."},
	}
	if why := plain(o.Why); why != "" {
		c.Before = append(c.Before, "Why: "+why)
	}
	return w.write(o, "Your refund for "+o.Number+" is on its way", c)
}

// Refunded says that the money was sent back.
func (w Writer) Refunded(o Order) (mail.Message, error) {
	c := content{
		Before: []string{"We sent back your " + o.Total.Formatted() + " for order " + o.Number + "."}, Action: "See my order",
		Closing: []string{"It goes the way you paid. Banks take up to 10 working days to show it."},
	}
	if why := plain(o.Why); why != "" {
		c.Before = append(c.Before, why)
	}
	return w.write(o, "Your refund for "+o.Number, c)
}

// Link is where an order can be seen.
func (w Writer) Link(o Order) string {
	link := w.Storefront + "/orders/" + url.PathEscape(o.Number)
	if o.Token != "" {
		link += "?token=" + url.QueryEscape(o.Token)
	}
	return link
}

func (w Writer) write(o Order, subject string, c content) (mail.Message, error) {
	c.Shop, c.Greeting, c.Link = w.Shop, hello(o.Name), w.Link(o)
	var html bytes.Buffer
	if err := page.Execute(&html, c); err != nil {
		return mail.Message{}, fmt.Errorf("writing a letter: %w", err)
	}
	return mail.Message{To: o.To, Subject: subject, Text: c.text(), HTML: html.String()}, nil
}

func (c content) text() string {
	paragraphs := append([]string{c.Greeting}, c.Before...)
	if len(c.Rows) > 0 {
		lines := make([]string, len(c.Rows))
		for i, row := range c.Rows {
			lines[i] = row.Label + ": " + row.Amount
		}
		paragraphs = append(paragraphs, strings.Join(lines, "\n"))
	}
	if len(c.Address) > 0 {
		paragraphs = append(paragraphs, "Delivery to:\n"+strings.Join(c.Address, "\n"))
	}
	paragraphs = append(append(paragraphs, c.After...), c.Action+":\n"+c.Link)
	return strings.Join(append(append(paragraphs, c.Closing...), c.Shop), "\n\n") + "\n"
}

// bill is what was bought and what it costs.
func (o Order) bill() (rows []row) {
	for _, line := range o.Lines {
		label := fmt.Sprintf("%d × %s", line.Quantity, plain(line.Name))
		if options := strings.Join(strings.Fields(plain(line.Size)+" "+plain(line.Color)), " "); options != "" {
			label += " (" + options + ")"
		}
		rows = append(rows, row{label, line.Total.Formatted()})
	}
	rows = append(rows, row{"Subtotal", o.Subtotal.Formatted()})
	if o.Discount > 0 {
		rows = append(rows, row{"Discount", (-o.Discount).Formatted()})
	}
	delivery := "free"
	if o.Shipping > 0 {
		delivery = o.Shipping.Formatted()
	}
	return append(rows, row{"Delivery", delivery}, row{"Total, with " + o.Tax.Formatted() + " VAT", o.Total.Formatted()})
}

func (o Order) address() (lines []string) {
	if o.Address == nil {
		return nil
	}
	for _, part := range []string{o.Address.RecipientName, o.Address.StreetAddress, o.Address.City + " " + o.Address.PostalCode, o.Address.State, o.Address.Phone} {
		if part = plain(part); part != "" {
			lines = append(lines, part)
		}
	}
	return lines
}

func (o Order) expected() []string {
	if o.Delivery == nil {
		return nil
	}
	return []string{"It should arrive by " + o.Delivery.Format("Monday, 2 January 2006") + "."} // A day, so that no zone moves it.
}

func (o Order) howToPay() string {
	until := ""
	if o.PayBefore != nil {
		until = " before " + o.PayBefore.In(clock.Lagos).Format("15:04 on 2 January")
	}
	return "Please pay " + o.Total.Formatted() + until + ": the link below leads to the payment page. What is not paid in time is cancelled by itself."
}

// plain is a text of somebody else's as one line of visible signs, so that it
// is no more than a part of a sentence of ours.
func plain(text string) string {
	visible := strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case !unicode.IsPrint(r) || r == unicode.ReplacementChar:
			return -1
		}
		return r
	}, text)
	return strings.Join(strings.Fields(visible), " ")
}

// hello greets by the first name. A guest chooses the name, and the address
// that it is sent to, so that one which is more than a name, such as a link, is
// left out.
func hello(name string) string {
	words := strings.Fields(name)
	if len(words) == 0 || strings.ContainsFunc(words[0], unlikeName) {
		return "Hello,"
	}
	return "Hello " + words[0] + ","
}

func unlikeName(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsMark(r) && !strings.ContainsRune("-'’ʼ", r)
}
