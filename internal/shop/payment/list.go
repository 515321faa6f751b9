package payment

import (
	"context"
	"strconv"
	"time"

	entsql "entgo.io/ent/dialect/sql"

	"zuka/ent/db"
	"zuka/ent/db/order"
	entpayment "zuka/ent/db/payment"
	"zuka/ent/db/paymentevent"
	"zuka/ent/db/predicate"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/page"
	"zuka/internal/platform/postgres"
	"zuka/internal/platform/viewer"
	"zuka/internal/shop/payment/gateway"
)

// Connection is a page of payments, the newest first.
type Connection = page.Connection[*db.Payment]

// Edge is a payment on a page.
type Edge = page.Edge[*db.Payment]

// EventConnection is a page of the inbox, the newest first. The bodies are not
// read.
type EventConnection = page.Connection[*db.PaymentEvent]

// EventEdge is a message on a page.
type EventEdge = page.Edge[*db.PaymentEvent]

// Filter narrows the list of payments.
type Filter struct {
	Status   *entpayment.Status
	Provider *entpayment.Provider
	// Query is a reference or an order's number.
	Query *string
	// Held keeps what waits for staff: money that does not pay its order, and
	// money that was taken back.
	Held bool
}

// EventFilter narrows the list of messages.
type EventFilter struct {
	Status   *paymentevent.Status
	Provider *paymentevent.Provider
	// Reference is a payment's.
	Reference *string
}

func staff(ctx context.Context) error {
	v := viewer.From(ctx)
	switch {
	case !v.SignedIn():
		return fault.New(fault.Unauthenticated, "please sign in")
	case !v.May(viewer.Staff):
		return fault.New(fault.Forbidden, "only staff may do this")
	}
	return nil
}

// Payments are all payments, for staff.
func (s *Service) Payments(ctx context.Context, filter Filter, args page.Args) (*Connection, error) {
	if err := staff(ctx); err != nil {
		return nil, err
	}
	list := page.NewList(1, isNumber, "payments", text(filter.Status), text(filter.Provider), text(filter.Query), filter.Held)
	window, err := args.Window(list)
	if err != nil {
		return nil, err
	}
	where, err := s.paymentsWhere(ctx, filter)
	if err != nil {
		return nil, err
	}
	query := s.Pool.Ent().Payment.Query().Where(where...)
	if window.After != nil {
		query.Where(entpayment.IDLT(number(window.After)))
	}
	if window.Before != nil {
		query.Where(entpayment.IDGT(number(window.Before)))
	}
	sort := entpayment.ByID(desc)
	if window.Backward {
		sort = entpayment.ByID()
	}
	found, err := query.Order(sort).Limit(window.Size + 1).All(ctx)
	if err != nil {
		return nil, postgres.Fault(err)
	}
	items := make([]page.Item[*db.Payment], len(found))
	for i, one := range found {
		items[i] = page.Item[*db.Payment]{Node: one, Key: page.Key{strconv.Itoa(one.ID)}}
	}
	return page.Cut(list, window, items).CountWith(func(ctx context.Context) (int, error) {
		return s.Pool.Ent().Payment.Query().Where(where...).Limit(page.CountCap + 1).Count(ctx)
	}), nil
}

func (s *Service) paymentsWhere(ctx context.Context, f Filter) (where []predicate.Payment, err error) {
	if f.Status != nil {
		where = append(where, entpayment.StatusEQ(*f.Status))
	}
	if f.Provider != nil {
		where = append(where, entpayment.ProviderEQ(*f.Provider))
	}
	if f.Held {
		where = append(where, entpayment.Or(entpayment.FailureReasonHasPrefix(held), entpayment.FailureReasonHasPrefix(takenBack)))
	}
	if f.Query == nil || *f.Query == "" {
		return where, nil
	}
	if gateway.Field(*f.Query) == "" {
		return nil, fault.Invalid("filter.query", "must be a reference or an order's number")
	}
	// Two look-ups by an index each, instead of one that fits neither.
	id, err := s.Pool.Ent().Order.Query().Where(order.OrderNumber(*f.Query)).OnlyID(ctx)
	switch {
	case err == nil:
		return append(where, entpayment.OrderID(id)), nil
	case !db.IsNotFound(err):
		return nil, postgres.Fault(err)
	}
	return append(where, entpayment.Reference(*f.Query),
		entpayment.ProviderIn(entpayment.ProviderPaystack, entpayment.ProviderFlutterwave, entpayment.ProviderCashOnDelivery)), nil
}

// eventColumns are all but the body, which may be large.
var eventColumns = []string{
	paymentevent.FieldID, paymentevent.FieldProvider, paymentevent.FieldEventKey, paymentevent.FieldEventType,
	paymentevent.FieldReference, paymentevent.FieldPaymentID, paymentevent.FieldStatus, paymentevent.FieldNote,
	paymentevent.FieldReceivedAt, paymentevent.FieldProcessedAt,
}

// Events are the messages of providers, for staff.
func (s *Service) Events(ctx context.Context, filter EventFilter, args page.Args) (*EventConnection, error) {
	if err := staff(ctx); err != nil {
		return nil, err
	}
	list := page.NewList(2, isMoment, "payment events", text(filter.Status), text(filter.Provider), text(filter.Reference))
	window, err := args.Window(list)
	if err != nil {
		return nil, err
	}
	where, err := filter.where()
	if err != nil {
		return nil, err
	}
	query := s.Pool.Ent().PaymentEvent.Query().Where(where...)
	between(query, window)
	sort := []paymentevent.OrderOption{paymentevent.ByReceivedAt(desc), paymentevent.ByID(desc)}
	if window.Backward {
		sort = []paymentevent.OrderOption{paymentevent.ByReceivedAt(), paymentevent.ByID()}
	}
	var found []*db.PaymentEvent
	if found, err = query.Order(sort...).Limit(window.Size + 1).Select(eventColumns...).All(ctx); err != nil {
		return nil, postgres.Fault(err)
	}
	items := make([]page.Item[*db.PaymentEvent], len(found))
	for i, one := range found {
		items[i] = page.Item[*db.PaymentEvent]{Node: one, Key: page.Key{one.ReceivedAt.UTC().Format(time.RFC3339Nano), strconv.Itoa(one.ID)}}
	}
	return page.Cut(list, window, items).CountWith(func(ctx context.Context) (int, error) {
		return s.Pool.Ent().PaymentEvent.Query().Where(where...).Limit(page.CountCap + 1).Count(ctx)
	}), nil
}

// FindEvent is one message of a provider, without its body, for staff; nil when
// there is none.
func (s *Service) FindEvent(ctx context.Context, id int) (*db.PaymentEvent, error) {
	if err := staff(ctx); err != nil {
		return nil, err
	}
	found, err := s.Pool.Ent().PaymentEvent.Query().Where(paymentevent.ID(id)).Select(eventColumns...).Only(ctx)
	if db.IsNotFound(err) {
		return nil, nil
	}
	return found, postgres.Fault(err)
}

func (f EventFilter) where() (where []predicate.PaymentEvent, err error) {
	if f.Status != nil {
		where = append(where, paymentevent.StatusEQ(*f.Status))
	}
	if f.Provider != nil {
		where = append(where, paymentevent.ProviderEQ(*f.Provider))
	}
	if f.Reference != nil {
		if gateway.Field(*f.Reference) == "" {
			return nil, fault.Invalid("filter.reference", "is no reference of a payment")
		}
		where = append(where, paymentevent.Reference(*f.Reference))
	}
	return where, nil
}

// between keeps a page of messages between its cursors.
func between(query *db.PaymentEventQuery, window page.Window) {
	keep := func(cursor *page.Cursor, beyond func([]string, ...any) *entsql.Predicate) {
		if cursor == nil {
			return
		}
		at, _ := time.Parse(time.RFC3339Nano, cursor.Key[0]) // The list has checked both.
		id, _ := strconv.Atoi(cursor.Key[1])
		query.Where(func(sel *entsql.Selector) {
			sel.Where(beyond([]string{sel.C(paymentevent.FieldReceivedAt), sel.C(paymentevent.FieldID)}, at, id))
		})
	}
	keep(window.After, entsql.CompositeLT) // The list descends.
	keep(window.Before, entsql.CompositeGT)
}

func isNumber(key page.Key) bool {
	_, err := strconv.Atoi(key[0])
	return err == nil
}

func isMoment(key page.Key) bool {
	_, err := time.Parse(time.RFC3339Nano, key[0])
	return err == nil && isNumber(key[1:])
}

func number(cursor *page.Cursor) int {
	id, _ := strconv.Atoi(cursor.Key[0]) // The list has checked it.
	return id
}

// text is a part of a filter as a list is told from others by.
func text[T ~string](part *T) string {
	if part == nil {
		return ""
	}
	return string(*part)
}
