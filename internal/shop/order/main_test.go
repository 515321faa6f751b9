package order

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"zuka/ent/db"
	row "zuka/ent/db/order"
	"zuka/ent/shape"
	"zuka/internal/platform/clock"
	"zuka/internal/platform/postgres"
	"zuka/internal/platform/viewer"
	"zuka/internal/testenv"
)

func TestMain(m *testing.M) { testenv.Main(m) }

// noon is the moment of the service's clock.
var noon = time.Date(2026, 5, 20, 12, 0, 0, 123456789, time.UTC)

// hmacKeys make tokens as the server's do.
type hmacKeys string

func (k hmacKeys) Token(purpose, text string) string {
	mac := hmac.New(sha256.New, []byte(k))
	mac.Write([]byte(purpose + "\x00" + text))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil)[:16])
}

// left is a job that was left in a transaction.
type left struct {
	order   int
	version int64
}

// outbox keeps what is left in it.
type outbox struct {
	mu   sync.Mutex
	jobs []left
}

func (o *outbox) OrderChanged(_ context.Context, _ postgres.Tx, order int, version int64) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.jobs = append(o.jobs, left{order, version})
	return nil
}

// world is a shop with two products.
type world struct {
	*testing.T
	pool     *postgres.Pool
	outbox   *outbox
	service  *Service
	products []int
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{T: t, pool: testenv.Pool(t), outbox: &outbox{}}
	w.service = New(Config{Pool: w.pool, Outbox: w.outbox, Keys: hmacKeys("k"), Clock: clock.Fixed(noon)})
	var category int
	w.scan(&category, `INSERT INTO categories (slug, name) VALUES ('dresses', 'Dresses') RETURNING id`)
	for _, slug := range []string{"red", "blue"} {
		var product int
		w.scan(&product, `INSERT INTO products (sku, slug, name, price_ngn, category_id) VALUES ($1, $1, $1, 12500, $2) RETURNING id`, slug, category)
		w.products = append(w.products, product)
	}
	return w
}

func (w *world) scan(into any, sql string, args ...any) {
	w.Helper()
	require.NoError(w, w.pool.Pgx().QueryRow(context.Background(), sql, args...).Scan(into))
}

func (w *world) exec(sql string, args ...any) {
	w.Helper()
	_, err := w.pool.Pgx().Exec(context.Background(), sql, args...)
	require.NoError(w, err)
}

// person makes an account.
func (w *world) person(role viewer.Role) uuid.UUID {
	w.Helper()
	id := uuid.New()
	w.exec(`INSERT INTO users (id, name, role, referral_code) VALUES ($1, 'Ada Okafor', $2, $3)`, id, string(role), id.String())
	return id
}

// as is a request of somebody.
func as(user uuid.UUID, role viewer.Role) context.Context {
	return viewer.With(context.Background(), viewer.NewRequest(viewer.Viewer{User: user, Role: role, Session: uuid.New()}, nil))
}

func ptr[T any](value T) *T { return &value }

// draft is an order of two lines; who is nil for a guest.
func (w *world) draft(who *uuid.UUID) Draft {
	d := Draft{
		User: who, Method: row.PaymentMethodPaystack, Subtotal: 35_000, Discount: 1_000, Shipping: 1_500, Tax: 2_372, Total: 35_500,
		ShippingAddress: &shape.Address{RecipientName: "Ada Okafor", Phone: "+2348031234567", StreetAddress: "1 Allen Avenue", City: "Ikeja", State: "Lagos", Country: "NG"},
		CouponCode:      ptr("WELCOME"), EstimatedDelivery: ptr(time.Date(2026, 5, 22, 0, 0, 0, 0, clock.Lagos)), ExpiresAt: ptr(noon.Add(30 * time.Minute).Truncate(time.Microsecond)),
		Lines: []DraftLine{
			{Product: w.products[1], Snapshot: shape.ProductSnapshot{Name: "Blue", SKU: "blue", PriceNGN: 10_000}, Quantity: 1, UnitPrice: 10_000},
			{Product: w.products[0], Snapshot: shape.ProductSnapshot{Name: "Red \"Ankara\"", SKU: "red", PriceNGN: 12_500, Size: "M"}, Quantity: 2, UnitPrice: 12_500, Size: ptr("M"), Color: ptr("Red")},
		},
	}
	if who == nil {
		d.GuestEmail, d.GuestPhone = ptr("Guest@Zuka.example"), ptr("+2348031234567")
	}
	return d
}

// place places a draft.
func (w *world) place(d Draft) *db.Order {
	w.Helper()
	var placed *db.Order
	require.NoError(w, postgres.InTx(context.Background(), w.pool, func(ctx context.Context, tx postgres.Tx) (err error) {
		if d.Number, err = w.service.Number(ctx, tx); err != nil {
			return err
		}
		if d.User == nil {
			d.TokenHash = TokenHash(w.service.Token(d.Number))
		}
		placed, err = w.service.Place(ctx, tx, d)
		return err
	}))
	return placed
}

// move takes a step in a transaction of its own.
func (w *world) move(step Step) (moved *db.Order, err error) {
	err = postgres.InTx(context.Background(), w.pool, func(ctx context.Context, tx postgres.Tx) error {
		moved, err = w.service.Move(ctx, tx, step)
		return err
	})
	return moved, err
}

// timeline are the versions and kinds of an order's events.
func (w *world) timeline(order int) (versions []int, kinds []Kind) {
	w.Helper()
	events, err := w.service.EventsOf(context.Background(), []int{order})
	require.NoError(w, err)
	for _, event := range events[order] {
		versions, kinds = append(versions, event.Version), append(kinds, event.Kind)
	}
	return versions, kinds
}

// upTo are the numbers from one.
func upTo(n int) []int {
	all := make([]int, n)
	for i := range all {
		all[i] = i + 1
	}
	return all
}
