package checkout_test

import (
	"context"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"zuka/ent/db/order"
	"zuka/ent/shape"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/money"
	"zuka/internal/shop/cart"
	"zuka/internal/shop/checkout"
)

// cost is a cart of one piece, and what it costs.
type cost struct {
	price          money.Naira
	coupon, reward string // How they are changed; none when empty.
	points         int
	state          string

	discount, shipping, tax, total money.Naira
	spent                          int
}

var costs = map[string]cost{
	"in Lagos":                              {price: 10_000, state: "Lagos", shipping: 1_500, tax: 698, total: 11_500},
	"in the South-West":                     {price: 10_000, state: "oyo", shipping: 2_500, tax: 698, total: 12_500},
	"far away":                              {price: 10_000, state: "Borno", shipping: 3_500, tax: 698, total: 13_500},
	"nobody knows where":                    {price: 10_000, shipping: 3_500, tax: 698, total: 13_500},
	"just not free":                         {price: 49_999, state: "Lagos", shipping: 1_500, tax: 3_488, total: 51_499},
	"delivered free":                        {price: 50_000, state: "Borno", tax: 3_488, total: 50_000},
	"free by the subtotal, not by the rest": {price: 50_000, coupon: "value_amount_ngn = 20000", state: "Kano", discount: 20_000, tax: 2_093, total: 30_000},
	"VAT of 7.5 kobo":                       {price: 7, state: "Lagos", shipping: 1_500, tax: 0, total: 1_507},
	"VAT that is half a naira":              {price: 7_167, state: "Lagos", shipping: 1_500, tax: 500, total: 8_667},
	"VAT rounded up":                        {price: 8, state: "Lagos", shipping: 1_500, tax: 1, total: 1_508},
	"a coupon":                              {price: 10_000, coupon: "value_amount_ngn = 1", state: "Lagos", discount: 1, shipping: 1_500, tax: 698, total: 11_499},
	"a percentage, rounded down":            {price: 9_999, coupon: "type = 'percentage', value_percent = 33", state: "Lagos", discount: 3_299, shipping: 1_500, tax: 467, total: 8_200},
	"a percentage with a cap":               {price: 20_000, coupon: "type = 'percentage', value_percent = 50, max_discount_ngn = 4000", state: "Lagos", discount: 4_000, shipping: 1_500, tax: 1_116, total: 17_500},
	"a coupon worth more than the cart":     {price: 500, coupon: "value_amount_ngn = 9000", state: "Lagos", discount: 500, shipping: 1_500, total: 1_500},
	"free shipping":                         {price: 10_000, coupon: "type = 'free_shipping', value_amount_ngn = NULL", state: "Kano", tax: 698, total: 10_000},
	"a coupon for what is above":            {price: 10_000, coupon: "applicable_categories = '[1]'", state: "Lagos", discount: 1_000, shipping: 1_500, tax: 628, total: 10_500},
	"a coupon for something else":           {price: 10_000, coupon: "applicable_categories = '[4]'", state: "Lagos", shipping: 1_500, tax: 698, total: 11_500},
	"a reward":                              {price: 10_000, reward: "value_amount_ngn = 500", state: "Lagos", discount: 500, shipping: 1_500, tax: 663, total: 11_000},
	"a reward of the subtotal":              {price: 10_000, coupon: "value_amount_ngn = 4000", reward: "value_amount_ngn = NULL, value_percent = 50", state: "Lagos", discount: 9_000, shipping: 1_500, tax: 70, total: 2_500},
	"a reward of what the coupon left":      {price: 10_000, coupon: "value_amount_ngn = 9900", reward: "value_amount_ngn = 500", state: "Lagos", discount: 10_000, shipping: 1_500, total: 1_500},
	"a reward that delivers":                {price: 10_000, reward: "type = 'free_shipping', value_amount_ngn = NULL", state: "Kano", tax: 698, total: 10_000},
	"points":                                {price: 10_000, points: 100, state: "Lagos", discount: 100, shipping: 1_500, tax: 691, total: 11_400, spent: 100},
	"a fifth in points":                     {price: 10_000, points: 3_000, state: "Lagos", discount: 2_000, shipping: 1_500, tax: 558, total: 9_500, spent: 2_000},
	"more points than there are":            {price: 100_000, points: 9_000, state: "Lagos", discount: 5_000, tax: 6_628, total: 95_000, spent: 5_000},
	"a fifth that is too little":            {price: 499, points: 200, state: "Lagos", shipping: 1_500, tax: 35, total: 1_999},
	"a fifth that is just enough":           {price: 500, points: 200, state: "Lagos", discount: 100, shipping: 1_500, tax: 28, total: 1_900, spent: 100},
	"points for what codes left":            {price: 1_000, coupon: "value_amount_ngn = 850", points: 200, state: "Lagos", discount: 1_000, shipping: 1_500, total: 1_500, spent: 150},
	"points that codes left nothing for":    {price: 1_000, coupon: "value_amount_ngn = 950", points: 200, state: "Lagos", discount: 950, shipping: 1_500, tax: 3, total: 1_550},
	"nothing to pay":                        {price: 1_000, coupon: "type = 'percentage', value_percent = 100", reward: "type = 'free_shipping', value_amount_ngn = NULL", state: "Lagos", discount: 1_000},
}

func TestWhatACartCosts(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	for name, c := range costs {
		t.Run(name, func(t *testing.T) {
			ctx, user := s.rich(5_000)
			code := uuid.NewString()
			s.fill(ctx, cart.LineInput{Product: s.product(c.price, 5)})
			if c.coupon != "" {
				s.coupon(code, c.coupon)
				_, err := s.Cart.SetCoupon(ctx, &code)
				require.NoError(t, err)
			}
			if c.reward != "" {
				s.reward(user, code, c.reward)
				_, err := s.Cart.SetReward(ctx, &code)
				require.NoError(t, err)
			}
			_, err := s.Cart.SetPoints(ctx, c.points)
			require.NoError(t, err)
			var state *string
			if c.state != "" {
				state = &c.state
			}
			q, err := s.Mine(ctx, state)
			require.NoError(t, err)
			require.Equal(t, []money.Naira{c.price, c.discount, c.shipping, c.tax, c.total}, []money.Naira{q.Subtotal, q.Discount, q.Shipping, q.Tax, q.Total})
			require.Equal(t, c.spent, q.Spent)
			if c.state == "" {
				return
			}
			// The order is what the quote said.
			done, err := s.Complete(ctx, checkout.Input{
				IdempotencyKey: code, ExpectedTotal: c.total, Method: online,
				Address: &checkout.Address{RecipientName: "Ada", Phone: "+2348030000001", State: c.state},
			})
			require.NoError(t, err)
			o := done.Order
			require.Equal(t, []money.Naira{c.price, c.discount, c.shipping, c.tax, c.total}, []money.Naira{o.SubtotalNgn, o.DiscountNgn, o.ShippingNgn, o.TaxNgn, o.TotalNgn})
		})
	}
	s.sound()
}

func codesOf(problems []checkout.Problem) (all []checkout.ProblemCode) {
	for _, one := range problems {
		all = append(all, one.Code)
	}
	return all
}

func TestWhatIsWrongWithACart(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	for name, c := range map[string]struct {
		spoil    string
		problem  checkout.ProblemCode
		blocking bool
		subtotal money.Naira
		refused  fault.Reason // How it is refused, ordered for what the quote says; empty when it is not.
	}{
		"nothing":            {"", "", false, 6_000, ""},
		"sold out":           {"UPDATE products SET stock_count = 0 WHERE id = $1", checkout.OutOfStock, true, 0, fault.InsufficientStock},
		"one is left":        {"UPDATE products SET stock_count = 1 WHERE id = $1", checkout.QuantityReduced, true, 6_000, fault.InsufficientStock},
		"not sold any more":  {"UPDATE products SET active = false WHERE id = $1", checkout.ProductGone, true, 0, fault.Gone},
		"by variant now":     {"INSERT INTO product_variants (product_id, size, color, sku, stock_count) VALUES ($1, 'M', 'red', $1::bigint::text, 10)", checkout.ProductGone, true, 0, fault.Gone},
		"dearer":             {"UPDATE products SET price_ngn = 4000 WHERE id = $1", checkout.PriceMoved, false, 8_000, ""},
		"cheaper":            {"UPDATE products SET sale_price_ngn = 1000 WHERE id = $1", checkout.PriceMoved, false, 2_000, ""},
		"coupon ended":       {"UPDATE cart_headers SET coupon_code = 'ENDED' WHERE user_id = (SELECT user_id FROM carts WHERE product_id = $1)", checkout.CouponInvalid, false, 6_000, ""},
		"another's reward":   {"UPDATE cart_headers SET reward_code = 'OTHERS' WHERE user_id = (SELECT user_id FROM carts WHERE product_id = $1)", checkout.RewardInvalid, false, 6_000, ""},
		"more points than 0": {"UPDATE cart_headers SET points = 300 WHERE user_id = (SELECT user_id FROM carts WHERE product_id = $1)", checkout.PointsReduced, false, 6_000, ""},
	} {
		t.Run(name, func(t *testing.T) {
			ctx, _ := s.person()
			thing := s.product(3_000, 10)
			s.fill(ctx, cart.LineInput{Product: thing, Quantity: 2})
			if c.spoil != "" {
				s.exec(c.spoil, thing)
			}
			q, err := s.Mine(ctx, new("Lagos"))
			require.NoError(t, err)
			require.Equal(t, c.subtotal, q.Subtotal)
			if c.problem == "" {
				require.Empty(t, q.Problems)
			} else {
				require.Equal(t, []checkout.ProblemCode{c.problem}, codesOf(q.Problems))
				require.Equal(t, c.blocking, q.Problems[0].Blocking())
				require.NotEmpty(t, q.Problems[0].Message)
			}
			_, err = s.Complete(ctx, s.input(ctx, online))
			if c.refused == "" {
				require.NoError(t, err)
			} else {
				requireRefused(t, err, c.refused)
			}
		})
	}
}

func TestWaysToPay(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	cheap, dear := s.product(1_000, 100), s.product(99_000, 100)
	reasons := func(ctx context.Context) map[order.PaymentMethod]string {
		all, err := s.Methods(ctx, new("Lagos"))
		require.NoError(t, err)
		require.Len(t, all, 3)
		why := make(map[order.PaymentMethod]string)
		for _, one := range all {
			require.Equal(t, one.Reason == "", one.Available())
			why[one.Method] = one.Reason
		}
		require.Empty(t, why[online])
		require.Empty(t, why[waved])
		return why
	}
	refuses := func(ctx context.Context, why string) {
		t.Helper()
		require.Contains(t, reasons(ctx)[cash], why)
		_, err := s.Complete(ctx, s.input(ctx, cash))
		requireRefused(t, err, fault.PaymentMethodUnavailable)
	}
	ctx, user := s.person()
	require.Empty(t, reasons(ctx)[cash], "an empty cart is not too dear")
	s.fill(ctx, cart.LineInput{Product: dear})
	require.Empty(t, reasons(ctx)[cash])
	s.fill(ctx, cart.LineInput{Product: cheap})
	require.Empty(t, reasons(ctx)[cash], "₦100,000 and not a naira more")
	s.fill(ctx, cart.LineInput{Product: s.product(1, 10)})
	refuses(ctx, "up to")
	_, err := s.Cart.Clear(ctx)
	require.NoError(t, err)
	s.exec("UPDATE users SET phone_verified = false WHERE id = $1", user)
	s.fill(ctx, cart.LineInput{Product: cheap})
	refuses(ctx, "confirmed phone")
	s.exec("UPDATE users SET phone_verified = true WHERE id = $1", user)
	for range 2 {
		s.fill(ctx, cart.LineInput{Product: cheap})
		s.buy(ctx, cash)
	}
	s.fill(ctx, cart.LineInput{Product: cheap})
	refuses(ctx, "2 orders")
	s.buy(ctx, online)
	require.Equal(t, 2, s.number("SELECT count(*) FROM orders WHERE payment_method = 'cash_on_delivery'"))
	s.sound()
}

func TestWaysToPayForGuestsAndWithoutCards(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	guest, _ := s.guest()
	s.fill(guest, cart.LineInput{Product: s.product(1_000, 10)})
	_, err := s.Complete(guest, s.input(guest, cash))
	requireRefused(t, err, fault.PaymentMethodUnavailable)
	s.wire(nil)
	all, err := s.Methods(guest, nil)
	require.NoError(t, err)
	for _, one := range all {
		require.False(t, one.Available())
	}
	require.Contains(t, all[2].Reason, "needs an account")
	_, err = s.Complete(guest, s.input(guest, online))
	requireRefused(t, err, fault.PaymentMethodUnavailable)
	require.Equal(t, 1, s.number("SELECT count(*) FROM carts"))
	s.sound()
}

func TestWhereACartGoes(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	thing := s.product(1_000, 100)
	ctx, user := s.person()
	s.fill(ctx, cart.LineInput{Product: thing})
	state := func(named *string) string {
		q, err := s.Mine(ctx, named)
		require.NoError(t, err)
		return q.State
	}
	require.Equal(t, "Kano", state(nil), "the dearest while nobody knows")
	s.exec(`WITH made AS (INSERT INTO user_addresses (user_id, recipient_name, phone, street_address, city, state, is_default)
		VALUES ($1, 'Ada', '+2348030000001', '1 Ring Road', 'Ibadan', 'Oyo', true) RETURNING id) UPDATE users SET address_default_id = (SELECT id FROM made) WHERE id = $1`, user)
	require.Equal(t, "Oyo", state(nil))
	require.Equal(t, "FCT", state(new("abuja")))
	_, err := s.Mine(ctx, new("Accra"))
	requireRefused(t, err, fault.InputInvalid)

	// The order goes by its own address, whatever was looked at.
	s.addresses.keep(user, &shape.Address{RecipientName: "Ada", State: "Borno"})
	in := s.input(ctx, online)
	_, err = s.Complete(ctx, in)
	requireRefused(t, err, fault.PriceChanged)
	in.ExpectedTotal += 2_000
	done, err := s.Complete(ctx, in)
	require.NoError(t, err)
	require.Equal(t, "Borno", done.Order.ShippingAddress.State)
	require.EqualValues(t, 3_500, done.Order.ShippingNgn)

	options, err := s.DeliveryOptions(ctx, "Lagos")
	require.NoError(t, err)
	require.EqualValues(t, 1_500, options[0].Price)
	s.fill(ctx, cart.LineInput{Product: s.product(50_000, 1)})
	options, err = s.DeliveryOptions(ctx, "Lagos")
	require.NoError(t, err)
	require.Zero(t, options[0].Price)
	stranger, err := s.DeliveryOptions(t.Context(), "Lagos")
	require.NoError(t, err)
	require.EqualValues(t, 1_500, stranger[0].Price)
}

func TestWhatCannotBeAccepted(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	guest, _ := s.guest()
	s.fill(guest, cart.LineInput{Product: s.product(1_000, 100)})
	good := s.input(guest, online)
	for name, change := range map[string]func(*checkout.Input){
		"input.address":                      func(in *checkout.Input) { in.Address = nil },
		"input.addressId":                    func(in *checkout.Input) { in.AddressID = new(1) },
		"input.address.recipientName":        func(in *checkout.Input) { in.Address = &checkout.Address{State: "Lagos"} },
		"input.billingAddress.recipientName": func(in *checkout.Input) { in.BillingAddress = &checkout.Address{} },
		"input.email":                        func(in *checkout.Input) { in.Email = new("Ada <ada@shop.example>") },
		"input.phone":                        func(in *checkout.Input) { in.Phone = new("12") },
		"input.idempotencyKey":               func(in *checkout.Input) { in.IdempotencyKey = "a b" },
	} {
		in := good
		change(&in)
		_, err := s.Complete(guest, in)
		requireRefused(t, err, fault.InputInvalid)
		found, _ := fault.From(err)
		require.Equal(t, name, join(found.Field))
	}
	nobody := good
	nobody.Email = nil
	_, err := s.Complete(guest, nobody)
	requireRefused(t, err, fault.InputInvalid)
	good.Phone = new("0803 000 0009")
	done, err := s.Complete(guest, good)
	require.NoError(t, err)
	require.Equal(t, "+2348030000009", *done.Order.GuestPhone)

	// Who has the number and the token sees it, nobody else.
	named := checkout.Named{Number: &done.Order.OrderNumber, Token: &done.AccessToken}
	_, err = s.Find(t.Context(), named)
	require.NoError(t, err)
	named.Token = new("AAAAAAAAAAAAAAAAAAAAAA")
	_, err = s.Cancel(guest, named, "")
	requireRefused(t, err, fault.Gone)
	_, err = s.Find(guest, checkout.Named{ID: &done.Order.ID})
	requireRefused(t, err, fault.Gone)
	_, err = s.Find(guest, checkout.Named{ID: &done.Order.ID, Number: &done.Order.OrderNumber})
	requireRefused(t, err, fault.InputInvalid)
}

func join(field []string) (text string) {
	for i, part := range field {
		if i > 0 {
			text += "."
		}
		text += part
	}
	return text
}
