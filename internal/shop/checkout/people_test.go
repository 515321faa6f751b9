package checkout_test

import (
	"context"
	"fmt"
	"sync"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"zuka/ent/db"
	"zuka/ent/db/order"
	"zuka/ent/shape"
	"zuka/internal/devpay"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/money"
	"zuka/internal/platform/viewer"
	"zuka/internal/shop/cart"
	"zuka/internal/shop/checkout"
)

// book is everybody's addresses.
type book struct {
	mu   sync.Mutex
	kept map[uuid.UUID]*shape.Address
}

// Check takes what has a name.
func (*book) Check(typed checkout.Address) (*shape.Address, error) {
	if typed.RecipientName == "" {
		return nil, fault.Invalid("recipientName", "is missing")
	}
	return &shape.Address{
		RecipientName: typed.RecipientName, Phone: typed.Phone, StreetAddress: typed.StreetAddress, City: typed.City, State: typed.State, Country: "Nigeria",
	}, nil
}

// Kept is the viewer's one address, unless it was taken away.
func (b *book) Kept(ctx context.Context, _ *int) (*shape.Address, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	user := viewer.From(ctx).User
	if kept, there := b.kept[user]; there {
		return kept, nil
	}
	return &shape.Address{RecipientName: "Ada", Phone: "+2348030000001", StreetAddress: "1 Allen Avenue", City: "Ikeja", State: "Lagos", Country: "Nigeria"}, nil
}

// keep gives somebody an address, or none.
func (b *book) keep(user uuid.UUID, address *shape.Address) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.kept == nil {
		b.kept = make(map[uuid.UUID]*shape.Address)
	}
	b.kept[user] = address
}

// product is a new product at a price, without variants, of the category of
// long dresses.
func (s *shop) product(price money.Naira, stock int) int {
	s.Helper()
	n := s.made.Add(1)
	id := s.number(`INSERT INTO products (sku, slug, name, price_ngn, stock_count, category_id)
		VALUES ($1, $1, $2, $3, $4, 3) RETURNING id`, fmt.Sprintf("sku-%d", n), fmt.Sprintf("Thing %d", n), int64(price), stock)
	s.exec("INSERT INTO initial VALUES ($1, '', '', $2)", id, stock)
	return id
}

// varied is a new product of variants in red, with as much of each size.
func (s *shop) varied(price money.Naira, stock int, sizes ...string) int {
	s.Helper()
	id := s.product(price, stock*len(sizes))
	s.exec("DELETE FROM initial WHERE product = $1", id)
	for _, size := range sizes {
		s.exec("INSERT INTO product_variants (product_id, size, color, sku, stock_count) VALUES ($1, $2, 'red', $3, $4)", id, size, fmt.Sprint(id, size), stock)
		s.exec("INSERT INTO initial VALUES ($1, $2, 'red', $3)", id, size, stock)
	}
	return id
}

func (s *shop) stock(product int) int {
	s.Helper()
	return s.number("SELECT stock_count FROM products WHERE id = $1", product)
}

func as(ctx context.Context, v viewer.Viewer) context.Context {
	return viewer.With(ctx, viewer.NewRequest(v, nil))
}

// person is a new customer with a confirmed phone.
func (s *shop) person() (context.Context, uuid.UUID) {
	s.Helper()
	id := uuid.New()
	s.exec(`INSERT INTO users (id, referral_code, name, email, email_verified, phone, phone_verified) VALUES ($1, $2, 'Ada', $3, true, $4, true)`,
		id, id.String(), id.String()+"@shop.example", fmt.Sprintf("+23480%08d", s.made.Add(1)))
	return as(s.Context(), viewer.Viewer{User: id, Session: uuid.New(), Role: viewer.Customer}), id
}

// rich is a person with points.
func (s *shop) rich(points int) (context.Context, uuid.UUID) {
	s.Helper()
	ctx, id := s.person()
	s.grant(id, points)
	return ctx, id
}

// grant gives points by hand, or takes them.
func (s *shop) grant(user uuid.UUID, points int) {
	s.Helper()
	s.exec(`WITH given AS (UPDATE users SET reward_points = reward_points + $2, total_xp = total_xp + greatest(0, $2) WHERE id = $1 AND reward_points + $2 >= 0 RETURNING id)
		INSERT INTO user_points_history (user_id, points, source_type, source_id) SELECT id, $2, 'adjustment', $3 FROM given`, user, points, uuid.NewString())
}

func (s *shop) staff() context.Context {
	s.Helper()
	id := uuid.New()
	s.exec("INSERT INTO users (id, referral_code, role) VALUES ($1, $2, 'staff')", id, id.String())
	return as(s.Context(), viewer.Viewer{User: id, Session: uuid.New(), Role: viewer.Staff})
}

// guest is a visitor with a session.
func (s *shop) guest() (context.Context, uuid.UUID) {
	s.Helper()
	id := uuid.New()
	s.exec(`INSERT INTO user_sessions (id, token_hash, expires_at) VALUES ($1, $2, now() + interval '1 day')`, id, append(id[:], id[:]...))
	return as(s.Context(), viewer.Viewer{Session: id}), id
}

// fill puts pieces of products into a cart, one of each without a number.
func (s *shop) fill(ctx context.Context, lines ...cart.LineInput) {
	s.Helper()
	for i := range lines {
		lines[i].Quantity = max(1, lines[i].Quantity)
	}
	_, err := s.Cart.Add(ctx, lines)
	require.NoError(s, err)
}

// coupon makes a coupon that takes off 1,000 naira. Changes are SQL, such as
// usage_limit = 5.
func (s *shop) coupon(code, changes string) int {
	s.Helper()
	id := s.number(`INSERT INTO coupons (code, name, valid_from, type, value_amount_ngn) VALUES ($1::text, $1::text, $2, 'fixed_amount', 1000) RETURNING id`, code, opened)
	if changes != "" {
		s.exec("UPDATE coupons SET "+changes+" WHERE id = $1", id)
	}
	return id
}

// reward gives somebody a reward that takes off 500 naira.
func (s *shop) reward(user uuid.UUID, code, changes string) {
	s.Helper()
	s.exec("INSERT INTO user_rewards (user_id, code, type, value_amount_ngn) VALUES ($1, $2, 'discount', 500)", user, code)
	if changes != "" {
		s.exec("UPDATE user_rewards SET "+changes+" WHERE code = $1", code)
	}
}

// input is an order for what the viewer's cart costs now.
func (s *shop) input(ctx context.Context, method order.PaymentMethod) checkout.Input {
	s.Helper()
	in := checkout.Input{IdempotencyKey: uuid.NewString(), Method: method}
	if !viewer.From(ctx).SignedIn() {
		in.Email = new("guest@shop.example")
		in.Address = &checkout.Address{RecipientName: "Bola", Phone: "+2348030000002", StreetAddress: "2 Allen Avenue", City: "Ikeja", State: "Lagos"}
	}
	quote, err := s.Mine(ctx, new("Lagos"))
	require.NoError(s, err)
	if quote != nil {
		in.ExpectedTotal = quote.Total
	}
	return in
}

// buy orders what is in the cart.
func (s *shop) buy(ctx context.Context, method order.PaymentMethod) *checkout.Completed {
	s.Helper()
	done, err := s.Complete(ctx, s.input(ctx, method))
	require.NoError(s, err)
	require.NoError(s, done.Unreached)
	return done
}

// ordered is a person's order of one piece of a product.
func (s *shop) ordered(product int, method order.PaymentMethod) (context.Context, *checkout.Completed) {
	s.Helper()
	ctx, _ := s.person()
	s.fill(ctx, cart.LineInput{Product: product})
	return ctx, s.buy(ctx, method)
}

// act lets the payer or the provider do something about an attempt.
func (s *shop) act(p *db.Payment, action devpay.Action) {
	s.Helper()
	require.NoError(s, s.pay.Act(s.Context(), string(p.Provider), p.Reference, action))
}

// read is an order as it is now.
func (s *shop) read(id int) *db.Order {
	s.Helper()
	found, err := s.pool.Ent().Order.Get(context.Background(), id)
	require.NoError(s, err)
	return found
}
