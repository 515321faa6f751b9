package app_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"zuka/internal/app"
	"zuka/internal/devpay"
)

// buying produces each code that buying has.
func (c *trouble) buying() map[string]func() []string {
	return map[string]func() []string{
		"CART_EMPTY": func() []string {
			return just(c.someone().do("checkoutComplete", `input: {idempotencyKey: "nothing-in-it", expectedTotal: 1, paymentMethod: PAYSTACK, `+lagos+`, email: "a@example.ng"}`,
				"order { id }", nil))
		},
		"INSUFFICIENT_STOCK": func() []string {
			return just(c.staff.do("stockAdjust", fmt.Sprintf(`input: {productId: %q, variantId: %q, change: -90, reason: "Torn", idempotencyKey: "torn-dresses"}`,
				number("Product", 5), piece(c.t, c.shop, 5, "S")), "stock { stock }", nil))
		},
		"COUPON_REFUSED": func() []string {
			v := c.someone()
			v.takes(6, 1)
			return just(v.do("cartCouponApply", `code: "NOPE"`, "cart { id }", nil))
		},
		"REWARD_REFUSED": func() []string {
			c.ada.takes(6, 1)
			return just(c.ada.do("cartRewardApply", `code: "NOPE"`, "cart { id }", nil))
		},
		"INSUFFICIENT_POINTS": func() []string {
			c.ada.takes(6, 1)
			return just(c.ada.do("cartPointsApply", "points: 1000", "cart { points }", nil))
		},
		"PRICE_CHANGED": func() []string {
			v := c.someone()
			v.takes(6, 1)
			return just(v.do("checkoutComplete", `input: {idempotencyKey: "a-wrong-total", expectedTotal: 1, paymentMethod: PAYSTACK, `+lagos+`, email: "a@example.ng"}`, "order { id }", nil))
		},
		"PAYMENT_METHOD_UNAVAILABLE": func() []string {
			v := c.someone()
			v.takes(6, 1)
			return just(v.checksOut("CASH_ON_DELIVERY", lagos+`, email: "a@example.ng"`))
		},
		"STATE_CONFLICT": func() []string {
			of := c.chidi.gets(6, "PAYSTACK", lagos)
			cancel := func() []string {
				return just(c.chidi.do("orderCancel", "input: {orderId: $id}", "order { status }", map[string]any{"id": typed{"ID!", of.order}}))
			}
			require.Empty(c.t, cancel())
			return cancel()
		},
		"IDEMPOTENCY_KEY_REUSED": func() []string {
			adjust := func(by int) []string {
				return just(c.staff.do("stockAdjust", fmt.Sprintf(`input: {productId: %q, variantId: %q, change: %d, reason: "Found", idempotencyKey: "found-dresses"}`,
					number("Product", 5), piece(c.t, c.shop, 5, "S"), by), "stock { stock }", nil))
			}
			require.Empty(c.t, adjust(1))
			require.Empty(c.t, adjust(1), "the same again is the same answer")
			return adjust(2)
		},
		"NOT_PURCHASED":  func() []string { return just(c.reviews(7)) },
		"ALREADY_EXISTS": c.alreadyExists,
	}
}

func (c *trouble) reviews(product int) (map[string]any, []string) {
	return c.chidi.do("reviewCreate", "input: {productId: $id, rating: 5}", "review { id }", map[string]any{"id": typed{"ID!", number("Product", product)}})
}

// alreadyExists is a second review of what somebody bought and got.
func (c *trouble) alreadyExists() []string {
	of := c.chidi.gets(8, "PAYSTACK", lagos)
	c.chidi.pay(devpay.Paystack, of)
	for _, status := range []string{"PROCESSING", "SHIPPED", "DELIVERED"} {
		_, codes := c.staff.do("orderSetStatus", fmt.Sprintf(`input: {orderId: %q, status: %s, carrier: "GIG"}`, of.order, status), "order { status }", nil)
		require.Empty(c.t, codes)
	}
	require.Empty(c.t, just(c.reviews(8)))
	return just(c.reviews(8))
}

// told is the one failure of a payload, without its words.
func told(t *testing.T, payload map[string]any, codes []string) map[string]any {
	t.Helper()
	require.Len(t, codes, 1)
	one := maps.Clone(payload["userErrors"].([]any)[0].(map[string]any))
	require.NotEmpty(t, one["message"])
	delete(one, "message")
	return one
}

func amountOf(naira float64) map[string]any { return map[string]any{"amount": naira} }

// What a client needs to mend it stands beside the code.
func TestCodesTellWhatIsNeeded(t *testing.T) {
	t.Parallel()
	c := newTrouble(t)
	soldOut := func(pieces int) {
		_, err := c.shop.Pool.Pgx().Exec(t.Context(), `UPDATE product_variants SET stock_count = $1 WHERE product_id = 9 AND size = 'S'`, pieces)
		require.NoError(t, err)
	}
	soldOut(0)
	payload, codes := c.ada.do("cartLinesAdd", "lines: [{variantId: $id}]", "cart { id }", map[string]any{"id": typed{"ID!", piece(t, c.shop, 9, "S")}})
	require.Equal(t, map[string]any{"code": "INSUFFICIENT_STOCK", "field": []any{"lines", "0", "quantity"}, "available": 0.0}, told(t, payload, codes))
	soldOut(2)
	c.ada.takes(9, 2)
	total := c.ada.costs()
	soldOut(1)
	payload, codes = c.ada.checksOut("PAYSTACK", lagos)
	require.Equal(t, map[string]any{"code": "INSUFFICIENT_STOCK", "field": nil, "available": 1.0}, told(t, payload, codes))
	soldOut(2)

	payload, codes = c.ada.do("checkoutComplete", `input: {idempotencyKey: "a-wrong-total", expectedTotal: 7, paymentMethod: PAYSTACK, `+lagos+`}`, "order { id }", nil)
	require.Equal(t, map[string]any{"code": "PRICE_CHANGED", "field": []any{"input", "expectedTotal"}, "expected": amountOf(7), "actual": amountOf(total)}, told(t, payload, codes))

	_, err := c.shop.Pool.Pgx().Exec(t.Context(), `UPDATE users SET reward_points = 150 WHERE email = 'ada@gmail.com'`)
	require.NoError(t, err)
	payload, codes = c.ada.do("cartPointsApply", "points: 151", "cart { id }", nil)
	require.Equal(t, map[string]any{"code": "INSUFFICIENT_POINTS", "field": []any{"points"}, "balance": 150.0}, told(t, payload, codes))
	require.Equal(t, []string{"INVALID"}, just(c.ada.do("cartPointsApply", "points: 99", "cart { id }", nil)), "not less than a hundred")
	payload, codes = c.ada.do("cartPointsApply", "points: 150", "cart { points pointsAvailable }", nil)
	require.Empty(t, codes)
	require.Equal(t, map[string]any{"points": 150.0, "pointsAvailable": 150.0}, payload["cart"])

	payload, codes = c.ada.do("cartCouponApply", `code: " Nope "`, "cart { id }", nil)
	require.Equal(t, map[string]any{"code": "COUPON_REFUSED", "field": []any{"code"}, "couponCode": "Nope", "reason": "NOT_FOUND"}, told(t, payload, codes))
}

// offers makes coupons that do not work, by why they do not.
func (c *trouble) offers() map[string]*visitor {
	c.t.Helper()
	guest := c.someone()
	guest.takes(7, 1)
	c.ada.takes(7, 1)
	by := map[string]*visitor{}
	for reason, input := range map[string]string{
		"NOT_STARTED": `validFrom: "2099-01-01T00:00:00Z"`, "EXPIRED": "", "INACTIVE": "active: false", "USAGE_LIMIT": "usageLimit: 1", "USER_LIMIT": "userLimit: 1",
		"MINIMUM_SPEND": "minSpend: 900000", "NOT_APPLICABLE": fmt.Sprintf("productIds: [%q]", number("Product", 8)), "SIGN_IN_REQUIRED": "userLimit: 1",
	} {
		_, codes := c.staff.do("couponUpsert", fmt.Sprintf(`input: {code: "C-%s", name: "Ten", type: PERCENTAGE, valuePercent: 10, %s}`, strings.ReplaceAll(reason, "_", "-"), input), "coupon { id }", nil)
		require.Empty(c.t, codes, reason)
		by[reason] = c.ada
	}
	by["NOT_FOUND"], by["SIGN_IN_REQUIRED"] = guest, guest
	_, err := c.shop.Pool.Pgx().Exec(c.t.Context(), `UPDATE coupons SET valid_from = now() - interval '2 days', valid_until = now() - interval '1 day' WHERE code = 'C-EXPIRED'`)
	require.NoError(c.t, err)
	for _, code := range []string{"C-USAGE-LIMIT", "C-USER-LIMIT"} {
		c.ada.takes(7, 1)
		require.Empty(c.t, just(c.ada.do("cartCouponApply", "code: $it", "cart { id }", map[string]any{"it": code})))
		require.Empty(c.t, just(c.ada.checksOut("PAYSTACK", lagos)))
	}
	c.ada.takes(7, 1)
	return by
}

func TestCodesOfCouponsSayWhy(t *testing.T) {
	t.Parallel()
	c := newTrouble(t)
	by := c.offers()
	require.Equal(t, enum(contract(), "CouponRefusal"), slices.Sorted(maps.Keys(by)))
	for reason, v := range by {
		code := "C-" + strings.ReplaceAll(reason, "_", "-")
		payload, codes := v.do("cartCouponApply", "code: $it", "cart { coupon { code } }", map[string]any{"it": strings.ToLower(code)})
		one := told(t, payload, codes)
		require.Equal(t, reason, one["reason"])
		require.Equal(t, []any{"code"}, one["field"])
		require.True(t, strings.EqualFold(code, one["couponCode"].(string)), "%v", one)
		checked := v.ask(`query($it: String!) { couponCheck(code: $it) { coupon { code } `+userErrors+` } }`, map[string]any{"it": code})["couponCheck"].(map[string]any)
		require.Nil(t, checked["coupon"])
		require.Equal(t, reason, checked["userErrors"].([]any)[0].(map[string]any)["reason"])
	}
	require.Equal(t, []string{"CART_EMPTY"}, just(c.someone().do("cartCouponApply", `code: "C-INACTIVE"`, "cart { id }", nil)))
}

// A code that stops working between the cart and the order is told with the
// total that it leads to, and nothing is used up.
func TestCodesThatStopWorkingAreToldAtCheckout(t *testing.T) {
	t.Parallel()
	c := newTrouble(t)
	c.ada.takes(7, 2)
	payload, codes := c.staff.do("couponUpsert", `input: {code: "OWAMBE10", name: "Ten", type: PERCENTAGE, valuePercent: 10}`, "coupon { id }", nil)
	require.Empty(t, codes)
	id := payload["coupon"].(map[string]any)["id"]
	full := c.ada.costs()
	require.Empty(t, just(c.ada.do("cartCouponApply", `code: "OWAMBE10"`, "cart { id }", nil)))
	less := c.ada.costs()
	require.Less(t, less, full)
	require.Empty(t, just(c.staff.do("couponDeactivate", "id: $id", "coupon { active }", map[string]any{"id": typed{"ID!", id}})))
	payload, codes = c.ada.do("checkoutComplete", fmt.Sprintf(`input: {idempotencyKey: "the-old-total", expectedTotal: %.0f, paymentMethod: PAYSTACK, %s}`, less, lagos), "order { id }", nil)
	require.Equal(t, []string{"COUPON_REFUSED", "PRICE_CHANGED"}, codes)
	refused := payload["userErrors"].([]any)[0].(map[string]any)
	require.Equal(t, "INACTIVE", refused["reason"])
	require.Nil(t, refused["field"], "checkout takes no code")
	require.Equal(t, amountOf(full), payload["userErrors"].([]any)[1].(map[string]any)["actual"])
	require.Zero(t, count(t, c.shop, `SELECT count(*) FROM orders`))
	require.Zero(t, count(t, c.shop, `SELECT count(*) FROM coupon_redemptions`))
}

// Every warning code of the schema is told by a change of a cart.
func TestCodesOfWarningsAreEachProduced(t *testing.T) {
	t.Parallel()
	config := sample(t, false)
	config.LimitsOff = true
	shop := open(t, config)
	stocked(t, shop)
	v := browser(t, shop)
	seen := map[string]bool{}
	add := func(field string, lines ...string) {
		payload, codes := v.do(field, "lines: ["+strings.Join(lines, " ")+"]", "cart { quantity } warnings { code message lineId }", nil)
		require.Empty(t, codes, payload)
		for _, one := range payload["warnings"].([]any) {
			seen[one.(map[string]any)["code"].(string)] = true
		}
	}
	line := func(product, quantity int) string {
		return fmt.Sprintf("{variantId: %q, quantity: %d}", piece(t, shop, product, "S"), quantity)
	}
	_, err := shop.Pool.Pgx().Exec(t.Context(), `UPDATE product_variants SET stock_count = 0 WHERE product_id = 2`)
	require.NoError(t, err)
	_, err = shop.Pool.Pgx().Exec(t.Context(), `UPDATE products SET active = false WHERE id = 3`)
	require.NoError(t, err)
	add("cartMerge", line(1, 40), line(2, 1), line(3, 1))
	require.Equal(t, map[string]bool{"QUANTITY_REDUCED": true, "OUT_OF_STOCK": true, "PRODUCT_GONE": true}, seen)
	addMany(t, shop, v)
	add("cartMerge", line(4, 1))
	require.True(t, seen["CART_FULL"])
	seen["COUPON_DROPPED"] = droppedCoupon(t, shop, config)
	require.Equal(t, enum(contract(), "WarningCode"), slices.Sorted(maps.Keys(seen)))
}

// addMany fills a cart up to its hundred lines.
func addMany(t *testing.T, shop *app.App, v *visitor) {
	t.Helper()
	_, err := shop.Pool.Pgx().Exec(t.Context(), `INSERT INTO products (sku, slug, name, category_id, gender, price_ngn, stock_count)
		SELECT 'M' || i, 'many-' || i, 'Many ' || i, 3, 'women', 1000, 9 FROM generate_series(1, 99) AS i`)
	require.NoError(t, err)
	rows, err := shop.Pool.Pgx().Query(t.Context(), `SELECT id FROM products WHERE sku LIKE 'M%'`)
	require.NoError(t, err)
	defer rows.Close()
	var lines []string
	for rows.Next() {
		var id int
		require.NoError(t, rows.Scan(&id))
		lines = append(lines, fmt.Sprintf("{productId: %q}", number("Product", id)))
	}
	require.NoError(t, rows.Err())
	for some := range slices.Chunk(lines, 33) {
		_, codes := v.do("cartLinesAdd", "lines: ["+strings.Join(some, " ")+"]", "cart { quantity }", nil)
		require.Empty(t, codes)
	}
}

// droppedCoupon tells whether signing in says that of two coupons one was given
// up.
func droppedCoupon(t *testing.T, shop *app.App, config app.Config) bool {
	t.Helper()
	ada := registered(t, shop, config, "ada@example.ng")
	role(t, shop, "ada@example.ng", "staff")
	ada.login("ada@example.ng")
	guest := browser(t, shop)
	for code, v := range map[string]*visitor{"ONE": ada, "TWO": guest} {
		_, codes := ada.do("couponUpsert", fmt.Sprintf(`input: {code: %q, name: "Ten", type: PERCENTAGE, valuePercent: 10}`, code), "coupon { id }", nil)
		require.Empty(t, codes)
		v.takes(7, 1)
		require.Empty(t, just(v.do("cartCouponApply", "code: $it", "cart { id }", map[string]any{"it": code})))
	}
	payload, codes := guest.do("login", `input: {identifier: "ada@example.ng", password: "owambe-saturday"}`, signInFields+" warnings { code message lineId }", nil)
	require.Empty(t, codes)
	warnings := payload["warnings"].([]any)
	require.Len(t, warnings, 1)
	return warnings[0].(map[string]any)["code"] == "COUPON_DROPPED"
}
