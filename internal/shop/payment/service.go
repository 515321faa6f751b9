package payment

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"time"

	entsql "entgo.io/ent/dialect/sql"
	"github.com/jackc/pgx/v5"
	"golang.org/x/sync/singleflight"

	"zuka/ent/db"
	"zuka/ent/db/order"
	entpayment "zuka/ent/db/payment"
	"zuka/internal/platform/clock"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/money"
	"zuka/internal/platform/postgres"
	"zuka/internal/platform/pubsub"
	"zuka/internal/shop/payment/gateway"
)

type naira = money.Naira

var desc = entsql.OrderDesc()

// Outbox leaves work for later in a transaction: it is done if and only if the
// transaction commits.
type Outbox interface {
	// HandlePaymentEvent works one event of the inbox.
	HandlePaymentEvent(ctx context.Context, tx postgres.Tx, event int) error
	// SendRefund asks the provider for one refund.
	SendRefund(ctx context.Context, tx postgres.Tx, refund int) error
}

// Config says what the service works with.
type Config struct {
	Pool *postgres.Pool
	Hub  *pubsub.Hub
	// Providers are by the name that payments are stored with. A shop that has
	// none takes cash only.
	Providers map[string]gateway.Provider
	// CallbackURL is where a payer comes back to.
	CallbackURL string
	Outbox      Outbox
	Clock       clock.Clock
	Log         *slog.Logger
	// StandInDomain is the domain of the addresses under which payers without an
	// e-mail address are known to providers, which demand one.
	StandInDomain string
}

// Service keeps the money of orders. It is safe for use from many goroutines.
type Service struct {
	Config
	opening singleflight.Group
}

// New makes the service.
func New(config Config) *Service {
	if config.Clock == nil {
		config.Clock = clock.System{}
	}
	if config.Log == nil {
		config.Log = slog.New(slog.DiscardHandler)
	}
	return &Service{Config: config}
}

// Offered tells whether the shop has a way to pay. Whether it fits an order is
// not asked here.
func (s *Service) Offered(method order.PaymentMethod) bool {
	return method == order.PaymentMethodCashOnDelivery || s.Providers[string(method)] != nil
}

// offered are the names of the providers, in order.
func (s *Service) offered() []string { return slices.Sorted(maps.Keys(s.Providers)) }

func (s *Service) provider(name entpayment.Provider) (gateway.Provider, error) {
	if found := s.Providers[string(name)]; found != nil {
		return found, nil
	}
	return nil, fmt.Errorf("nobody can be asked about payments by %s", name)
}

// busy makes of a provider that cannot be relied on now what a caller may be
// told; every other error stays what it is.
func busy(err error) error {
	down, is := gateway.IsUnavailable(err)
	if !is {
		return err
	}
	told := fault.Unavailable(err)
	told.RetryAfter = max(told.RetryAfter, down.RetryAfter)
	return told
}

// attempts is all that an order's money did and may do, locked.
type attempts struct {
	order    int
	number   string
	status   order.Status
	total    naira
	payments []*db.Payment // The oldest first.
}

const (
	lockOrder   = "SELECT id, order_number, status, total_ngn FROM orders WHERE id = $1 FOR NO KEY UPDATE"
	lockOrderOf = `SELECT id, order_number, status, total_ngn FROM orders
		WHERE id = (SELECT order_id FROM payments WHERE id = $1) FOR NO KEY UPDATE`
)

// lock locks an order and then its payments. The statement is one of the above.
func (s *Service) lock(ctx context.Context, tx postgres.Tx, statement string, id int) (*attempts, error) {
	var of attempts
	err := tx.QueryRowContext(ctx, statement, id).Scan(&of.order, &of.number, &of.status, &of.total)
	if missing(err) {
		return nil, fault.Missing("order")
	}
	if err != nil {
		return nil, fmt.Errorf("locking an order's money: %w", err)
	}
	// A page's address may be kept meanwhile without the order's lock.
	of.payments, err = tx.Ent().Payment.Query().Where(entpayment.OrderID(of.order)).Order(entpayment.ByID()).
		ForUpdate(entsql.WithLockClause("FOR NO KEY UPDATE")).All(ctx)
	return &of, err
}

// one is the payment of this id; nil when it is not the order's.
func (a *attempts) one(id int) *db.Payment {
	return a.first(func(p *db.Payment) bool { return p.ID == id })
}

// paid is the payment that succeeded; nil when none has.
func (a *attempts) paid() *db.Payment {
	return a.first(func(p *db.Payment) bool { return p.Status == entpayment.StatusSuccess })
}

func (a *attempts) first(is func(*db.Payment) bool) *db.Payment {
	if at := slices.IndexFunc(a.payments, is); at >= 0 {
		return a.payments[at]
	}
	return nil
}

// change saves a change that people see of a payment which is locked.
func change(ctx context.Context, update *db.PaymentUpdateOne, before *db.Payment) (*db.Payment, error) {
	after, err := update.Where(entpayment.Version(before.Version)).AddVersion(1).Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("changing payment %d: %w", before.ID, err)
	}
	return after, nil
}

// asked is when a provider is asked next about an attempt; nil when it is not
// asked again. A pending one is asked about until Record ends it.
func (s *Service) asked(p *db.Payment) *time.Time {
	next := pauses.after(p.CreatedAt, s.Clock.Now())
	tooLate := p.Status == entpayment.StatusFailed && next.After(p.CreatedAt.Add(triedFor))
	if p.NextCheckAt == nil || tooLate {
		return nil
	}
	return &next
}

func conflict(format string, args ...any) error {
	return fault.Refuse(fault.StateConflict, "", format, args...)
}

var errOtherReference = errors.New("what a provider said is about another reference")

// missing tells that a statement found no row.
func missing(err error) bool { return errors.Is(err, sql.ErrNoRows) || errors.Is(err, pgx.ErrNoRows) }

// kobo are in a naira.
const kobo = 100

// cut keeps a reason as long as it may be, and fit to be stored.
func cut(reason string) string {
	reason = strings.ReplaceAll(strings.ToValidUTF8(reason, ""), "\x00", "")
	if letters := []rune(reason); len(letters) > longestReason {
		return string(letters[:longestReason])
	}
	return reason
}
