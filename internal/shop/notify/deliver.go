package notify

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"zuka/ent/db"
	"zuka/ent/db/notification"
	"zuka/ent/db/orderevent"
	"zuka/ent/db/orderitem"
	"zuka/internal/platform/mail"
	"zuka/internal/platform/sms"
	"zuka/internal/shop/notify/letter"
)

// change is a version of an order and whom it concerns.
type change struct {
	order *db.Order
	event *db.OrderEvent
	// person is nil for a guest.
	person *db.User
	source string
}

// OrderChanged tells of a version of an order: its person by a notice, by mail
// where there is an address, guests with only a phone by SMS, and everybody who
// follows it. It is safe to run again and beside itself. ErrUndeliverable means
// that the letter never will arrive.
func (s *Service) OrderChanged(ctx context.Context, order int, version int64) error {
	c, err := s.readChange(ctx, order, version)
	if err != nil || c == nil {
		return err
	}
	if err := s.tellPerson(ctx, c); err != nil {
		return err
	}
	// The version that this is about: the order may be further, of which another
	// job tells.
	announced := *c.order
	announced.Version = int(version)
	s.Orders.Announce(ctx, &announced)
	if c.forStaff() {
		if err := s.wakeStaff(ctx, c.source); err != nil {
			return err
		}
	}
	return s.writeTo(ctx, c)
}

// readChange is nil when there is nothing to tell of.
func (s *Service) readChange(ctx context.Context, order int, version int64) (*change, error) {
	client := s.Pool.Ent()
	event, err := client.OrderEvent.Query().Where(orderevent.OrderID(order), orderevent.Version(int(version))).Only(ctx)
	if db.IsNotFound(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading a step of an order: %w", err)
	}
	found, err := client.Order.Get(ctx, order)
	if err != nil {
		return nil, fmt.Errorf("reading an order to tell of: %w", err)
	}
	c := &change{order: found, event: event, source: sourceOf(order, version)}
	if found.UserID != nil {
		if c.person, err = client.User.Get(ctx, *found.UserID); err != nil {
			return nil, fmt.Errorf("reading whom to tell: %w", err)
		}
	}
	return c, nil
}

// orderType is what notices of orders are about.
const orderType = notification.TypeOrderUpdate

func (s *Service) tellPerson(ctx context.Context, c *change) error {
	title, message, told := c.words()
	if c.person == nil || !told {
		return nil
	}
	action := "/orders/" + c.order.OrderNumber
	id, err := s.tellNow(ctx, Notice{
		User: c.person.ID, Type: orderType, Title: title, Message: strings.TrimSpace(message), ActionURL: &action, Source: c.source,
	})
	if err != nil || id == 0 {
		return err
	}
	if err := s.publish(ctx, c.person.ID, id); err != nil {
		s.Log.WarnContext(ctx, "a person learns of a notice later", "notice", id, "cause", err)
	}
	return nil
}

// writeTo sends the letter of a step, where there is one and a way to send it.
func (s *Service) writeTo(ctx context.Context, c *change) error {
	send, err := s.sending(ctx, c)
	if err != nil || send == nil {
		return err
	}
	ours, err := s.takeMark(ctx, c.source)
	if err != nil || !ours {
		return err
	}
	err = send(ctx)
	if errors.Is(err, mail.ErrRefused) || errors.Is(err, sms.ErrRefused) {
		return errors.Join(ErrUndeliverable, err, s.keepMark(ctx, c.source))
	}
	if err != nil {
		s.dropMark(ctx, c.source)
		return err
	}
	return s.keepMark(ctx, c.source)
}

// sending is how the letter of a step is sent; nil when none is.
func (s *Service) sending(ctx context.Context, c *change) (func(context.Context) error, error) {
	if _, _, told := c.words(); !told {
		return nil, nil
	}
	address, phone := c.address()
	switch {
	case address != "" && s.Mail != nil:
		write := mails[c.event.Kind]
		if c.event.Kind == orderevent.KindPaymentLate && !c.takenUp() {
			write = letter.Writer.RefundRequested
		}
		if write == nil {
			return nil, nil
		}
		facts, err := s.facts(ctx, c, address)
		if err != nil {
			return nil, err
		}
		message, err := write(s.Letters, facts)
		return func(ctx context.Context) error { return s.Mail.Send(ctx, message) }, err
	case phone != "" && s.SMS != nil:
		write := texts[c.event.Kind]
		if write == nil {
			return nil, nil
		}
		facts, err := s.facts(ctx, c, phone)
		message := sms.Message{To: phone, Text: write(s.Letters, facts)}
		return func(ctx context.Context) error { return s.SMS.Send(ctx, message) }, err
	}
	return nil, nil
}

// address is where a letter goes: a person's own address, else the one given
// with the order. Only a guest without an address is sent an SMS, and nobody
// who has left is sent anything.
func (c *change) address() (mail, phone string) {
	switch {
	case c.person != nil && c.person.DeletedAt != nil:
		return "", ""
	case c.person != nil && c.person.Email != nil:
		return *c.person.Email, ""
	case c.order.GuestEmail != nil:
		return *c.order.GuestEmail, ""
	case c.person == nil:
		return "", text(c.order.GuestPhone)
	}
	return "", ""
}

// mails are the steps that a mail tells of.
var mails = map[orderevent.Kind]func(letter.Writer, letter.Order) (mail.Message, error){
	orderevent.KindPlaced:          letter.Writer.Placed,
	orderevent.KindPaid:            letter.Writer.Paid,
	orderevent.KindPaymentLate:     letter.Writer.Paid,
	orderevent.KindPaymentFailed:   letter.Writer.PaymentFailed,
	orderevent.KindShipped:         letter.Writer.Shipped,
	orderevent.KindDelivered:       letter.Writer.Delivered,
	orderevent.KindCancelled:       letter.Writer.Cancelled,
	orderevent.KindRefundRequested: letter.Writer.RefundRequested,
	orderevent.KindRefunded:        letter.Writer.Refunded,
}

// texts are the steps that an SMS tells of.
var texts = map[orderevent.Kind]func(letter.Writer, letter.Order) string{
	orderevent.KindPlaced:    letter.Writer.PlacedText,
	orderevent.KindShipped:   letter.Writer.ShippedText,
	orderevent.KindDelivered: letter.Writer.DeliveredText,
}

// facts are what a letter tells of an order.
func (s *Service) facts(ctx context.Context, c *change, to string) (letter.Order, error) {
	o := c.order
	facts := letter.Order{
		To: to, Number: o.OrderNumber, Subtotal: o.SubtotalNgn, Discount: o.DiscountNgn, Shipping: o.ShippingNgn, Tax: o.TaxNgn, Total: o.TotalNgn,
		Address: o.ShippingAddress, Delivery: o.EstimatedDeliveryDate, Cash: c.cash() && o.PaidAt == nil, Unpaid: c.awaitsPayment(),
		Carrier: text(o.ShippingProvider), Tracking: text(o.TrackingNumber), Why: c.why(),
	}
	if facts.Unpaid {
		facts.PayBefore = o.ExpiresAt
	}
	switch {
	case c.person != nil:
		facts.Name = c.person.Name
	case o.ShippingAddress != nil:
		facts.Name = o.ShippingAddress.RecipientName
	}
	if c.person == nil {
		facts.Token = s.Token(o.OrderNumber)
	}
	if c.event.Kind != orderevent.KindPlaced {
		return facts, nil
	}
	lines, err := s.Pool.Ent().OrderItem.Query().Where(orderitem.OrderID(o.ID)).Order(orderitem.ByID()).All(ctx)
	if err != nil {
		return facts, fmt.Errorf("reading the lines of an order: %w", err)
	}
	for _, line := range lines {
		one := letter.Line{Size: text(line.Size), Color: text(line.Color), Quantity: line.Quantity, Total: line.TotalPriceNgn}
		if line.ProductSnapshot != nil {
			one.Name = line.ProductSnapshot.Name
		}
		facts.Lines = append(facts.Lines, one)
	}
	return facts, nil
}
