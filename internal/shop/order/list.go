package order

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"entgo.io/ent/dialect/sql"

	"zuka/ent/db"
	row "zuka/ent/db/order"
	"zuka/ent/db/predicate"
	"zuka/internal/platform/clock"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/page"
	"zuka/internal/platform/phone"
)

// longestQuery is how much of a search is looked at.
const longestQuery = 200

// Filter narrows a person's own orders.
type Filter struct {
	// Statuses are those wanted; none means all.
	Statuses []Status
}

// StaffFilter narrows the orders of the shop.
type StaffFilter struct {
	// Statuses are those wanted; none means all.
	Statuses      []Status
	PaymentStatus *PaymentStatus
	Method        *Method
	// Query is an order number, an e-mail address, a phone number, or words of
	// the recipient's name: what it looks like decides which.
	Query *string
	// From and To are the first and the last Lagos day; their times are not
	// looked at.
	From, To *time.Time
}

// Connection is a page of orders, the newest first.
type Connection = page.Connection[*db.Order]

// Edge is an order on a page.
type Edge = page.Edge[*db.Order]

// Mine are the orders of who is signed in.
func (s *Service) Mine(ctx context.Context, filter Filter, args page.Args) (*Connection, error) {
	v, err := me(ctx)
	if err != nil {
		return nil, err
	}
	where := []predicate.Order{row.UserID(v.User)}
	if len(filter.Statuses) > 0 {
		where = append(where, row.StatusIn(filter.Statuses...))
	}
	return s.list(ctx, where, args, "orders", filter.Statuses)
}

// All are the orders of the shop, for staff.
func (s *Service) All(ctx context.Context, filter StaffFilter, args page.Args) (*Connection, error) {
	if err := onlyStaff(ctx); err != nil {
		return nil, err
	}
	where, err := filter.where()
	if err != nil {
		return nil, err
	}
	return s.list(ctx, where, args, "all orders", filter.Statuses, said(filter.PaymentStatus), said(filter.Method), said(filter.Query),
		said(filter.From), said(filter.To))
}

// said is what a part of a filter says, for the name of its list.
func said[T any](part *T) string {
	if part == nil {
		return ""
	}
	return fmt.Sprint("=", *part)
}

func (f StaffFilter) where() ([]predicate.Order, error) {
	var where []predicate.Order
	if len(f.Statuses) > 0 {
		where = append(where, row.StatusIn(f.Statuses...))
	}
	if f.PaymentStatus != nil {
		where = append(where, row.PaymentStatusEQ(*f.PaymentStatus))
	}
	if f.Method != nil {
		where = append(where, row.PaymentMethodEQ(*f.Method))
	}
	if f.From != nil {
		where = append(where, row.CreatedAtGTE(midnight(*f.From)))
	}
	if f.To != nil {
		where = append(where, row.CreatedAtLT(midnight(f.To.AddDate(0, 0, 1))))
	}
	if f.From != nil && f.To != nil && midnight(*f.To).Before(midnight(*f.From)) {
		return nil, fault.Invalid("filter.to", "must not be before from")
	}
	if f.Query == nil || strings.TrimSpace(*f.Query) == "" {
		return where, nil
	}
	search, err := search(strings.TrimSpace(*f.Query))
	return append(where, search), err
}

// midnight begins a calendar day in Lagos.
func midnight(t time.Time) time.Time {
	year, month, date := t.Date()
	return time.Date(year, month, date, 0, 0, 0, 0, clock.Lagos)
}

// search asks for one thing, so that its index answers: alternatives joined by
// OR would be looked for in every row.
func search(text string) (predicate.Order, error) {
	if len(text) > longestQuery || strings.ContainsFunc(text, func(r rune) bool { return r < ' ' || r == '\ufffd' }) {
		return nil, fault.Invalid("filter.query", "must be at most %d characters of one line", longestQuery)
	}
	if number, ok := readNumber(text); ok {
		return row.OrderNumber(number), nil
	}
	if strings.Contains(text, "@") {
		return expression(`(guest_email = ? OR user_id IN (SELECT id FROM users WHERE email = ?))`, text, text), nil
	}
	if number, err := phone.Parse(text); err == nil {
		e164 := number.String()
		return expression(`(guest_phone = ? OR user_id IN (SELECT id FROM users WHERE phone = ?) OR shipping_address->>'phone' = ?)`, e164, e164, e164), nil
	}
	var all []predicate.Order
	for _, word := range strings.Fields(text) {
		all = append(all, expression(`shipping_address->>'recipient_name' ILIKE ?`, "%"+escape.Replace(word)+"%"))
	}
	return row.And(all...), nil
}

// escape takes their meaning from the signs of a LIKE pattern.
var escape = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

// expression is a condition written by hand, with a question mark an argument.
func expression(text string, args ...any) predicate.Order {
	return func(sel *sql.Selector) {
		sel.Where(sql.P(func(b *sql.Builder) {
			for i, part := range strings.Split(text, "?") {
				if b.WriteString(part); i < len(args) {
					b.Arg(args[i])
				}
			}
		}))
	}
}

var newest = sql.OrderDesc()

func (s *Service) list(ctx context.Context, where []predicate.Order, args page.Args, name ...any) (*Connection, error) {
	list := page.NewList(2, isKey, name...)
	window, err := args.Window(list)
	if err != nil {
		return nil, err
	}
	query := s.Pool.Ent().Order.Query().Where(where...)
	bound(query, window)
	order := []row.OrderOption{row.ByCreatedAt(newest), row.ByID(newest)}
	if window.Backward {
		order = []row.OrderOption{row.ByCreatedAt(), row.ByID()}
	}
	found, err := query.Order(order...).Limit(window.Size + 1).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("listing orders: %w", err)
	}
	items := make([]page.Item[*db.Order], len(found))
	for i, one := range found {
		items[i] = page.Item[*db.Order]{Node: one, Key: page.Key{one.CreatedAt.UTC().Format(time.RFC3339Nano), strconv.Itoa(one.ID)}}
	}
	return page.Cut(list, window, items).CountWith(func(ctx context.Context) (int, error) {
		return s.Pool.Ent().Order.Query().Where(where...).Limit(page.CountCap + 1).Count(ctx)
	}), nil
}

func isKey(key page.Key) bool {
	_, badTime := time.Parse(time.RFC3339Nano, key[0])
	_, badID := strconv.Atoi(key[1])
	return badTime == nil && badID == nil
}

// bound keeps a page between its cursors.
func bound(query *db.OrderQuery, window page.Window) {
	keep := func(cursor *page.Cursor, beyond func([]string, ...any) *sql.Predicate) {
		if cursor == nil {
			return
		}
		created, _ := time.Parse(time.RFC3339Nano, cursor.Key[0]) // The list has checked both.
		id, _ := strconv.Atoi(cursor.Key[1])
		query.Where(func(sel *sql.Selector) {
			sel.Where(beyond([]string{sel.C(row.FieldCreatedAt), sel.C(row.FieldID)}, created, id))
		})
	}
	keep(window.After, sql.CompositeLT) // The list descends.
	keep(window.Before, sql.CompositeGT)
}
