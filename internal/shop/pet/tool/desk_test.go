package tool_test

import (
	"context"
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"zuka/internal/platform/postgres"
	"zuka/internal/shop/pet/brain"
	"zuka/internal/shop/pet/tool"
)

// about is a memory in which one product is talked about.
func about(id int, name string) brain.Memory {
	return brain.Memory{Subject: &brain.Product{ID: id, Name: name}, Shown: []brain.Product{{ID: id, Name: name}}}
}

func TestAMessageUsesFiveTools(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	shirt := s.product("Shirt", 5_000, 9)
	m := s.message(s.person("customer"), "hello", brain.Memory{})
	d, ctx := m.desk(), t.Context()
	for range 3 {
		found, err := d.Search(ctx, brain.Search{Text: "Shirt"})
		require.NoError(t, err)
		require.Len(t, found.Products, 1)
	}
	require.Equal(t, 1, d.Calls(), "the same call is one call")
	_, err := d.ApplyCoupon(ctx, "NOPE")
	require.NoError(t, err)
	_, err = d.ApplyCoupon(ctx, "OTHER")
	require.ErrorIs(t, err, brain.ErrTooMany, "one coupon a message")
	out, err := d.ApplyCoupon(ctx, " nope ")
	require.NoError(t, err)
	require.Equal(t, brain.Refused, out.State, "again the same")
	for i := range 3 {
		_, err = d.Recommend(ctx, brain.Recommend{Max: int64(i + 1)})
		require.NoError(t, err)
	}
	for _, call := range []func() error{
		func() error { _, err := d.Search(ctx, brain.Search{Text: "Trousers"}); return err },
		func() error { _, err := d.Recommend(ctx, brain.Recommend{Max: 99}); return err },
		func() error { _, err := d.AddToCart(ctx, brain.Add{Product: shirt}); return err },
		func() error { _, err := d.OrderStatus(ctx, ""); return err },
	} {
		require.ErrorIs(t, call(), brain.ErrTooMany)
	}
	require.Equal(t, tool.MostCalls, m.rows(""))
	// The next attempt has used them up too, and is told the same.
	again := m.desk()
	require.Equal(t, d.Calls(), again.Calls())
	_, err = again.OrderStatus(ctx, "")
	require.ErrorIs(t, err, brain.ErrTooMany)
	found, err := again.Search(ctx, brain.Search{Text: "Shirt"})
	require.NoError(t, err)
	require.Equal(t, shirt, found.Products[0].ID)
	require.Equal(t, d.Shown(), again.Shown())
	_, err = again.Product(ctx, shirt)
	require.NoError(t, err, "facts are not counted")
}

func TestAddingIsProposedUnlessTheMessageAskedForExactlyIt(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	plain, gown, other := s.product("Shirt", 5_000, 9), s.product("Gown", 8_000, 9, "S", "M"), s.product("Cap", 1_000, 9)
	scarce := s.product("Belt", 2_000, 1)
	for name, row := range map[string]struct {
		text   string
		memory brain.Memory
		add    brain.Add
		state  brain.State
	}{
		"asked for":                 {"add it to my cart", about(plain, "Shirt"), brain.Add{Product: plain}, brain.Done},
		"asked for two":             {"add 2 of it to my cart", about(plain, "Shirt"), brain.Add{Product: plain, Quantity: 2}, brain.Done},
		"asked for with its size":   {"add it to my cart in size m", about(gown, "Gown"), brain.Add{Product: gown, Size: "m"}, brain.Done},
		"more than there are":       {"add 2 of it to my cart", about(scarce, "Belt"), brain.Add{Product: scarce, Quantity: 2}, brain.Refused},
		"another size":              {"add it to my cart in size m", about(gown, "Gown"), brain.Add{Product: gown, Size: "S", Color: "Red"}, brain.Proposed},
		"more of it":                {"add it to my cart", about(plain, "Shirt"), brain.Add{Product: plain, Quantity: 5}, brain.Proposed},
		"another product":           {"add it to my cart", about(plain, "Shirt"), brain.Add{Product: other}, brain.Proposed},
		"talk":                      {"what a nice shirt", about(plain, "Shirt"), brain.Add{Product: plain}, brain.Proposed},
		"a question":                {"what is in my cart?", about(plain, "Shirt"), brain.Add{Product: plain}, brain.Proposed},
		"not asked for":             {"do not add it to my cart", about(plain, "Shirt"), brain.Add{Product: plain}, brain.Proposed},
		"without anything in mind":  {"add it to my cart", brain.Memory{}, brain.Add{Product: plain}, brain.Proposed},
		"without a size":            {"add it to my cart", about(gown, "Gown"), brain.Add{Product: gown}, brain.Refused},
		"a size that is not":        {"add it to my cart", about(gown, "Gown"), brain.Add{Product: gown, Size: "XXL", Color: "Red"}, brain.Refused},
		"more than a cart takes":    {"add it to my cart", about(plain, "Shirt"), brain.Add{Product: plain, Quantity: 21}, brain.Refused},
		"more than can be imagined": {"add it to my cart", about(plain, "Shirt"), brain.Add{Product: plain, Quantity: math.MaxInt}, brain.Refused},
		"less than nothing":         {"add it to my cart", about(plain, "Shirt"), brain.Add{Product: plain, Quantity: math.MinInt}, brain.Done},
	} {
		m := s.message(s.person("customer"), row.text, row.memory)
		out, err := m.desk().AddToCart(t.Context(), row.add)
		require.NoError(t, err, name)
		require.Equal(t, row.state, out.State, "%s: %s", name, out.Why)
		want := 0
		if row.state == brain.Done {
			want = max(row.add.Quantity, 1)
			require.Equal(t, out.Product.Price*int64(want), out.Total, name)
		}
		require.Equal(t, want, m.inCart(), name)
		require.Equal(t, row.state == brain.Refused, out.Why != "", name)
		require.LessOrEqual(t, m.rows(""), 1)
	}
}

// A process dies between what it did and telling of it. The next attempt tells,
// and adds nothing twice, in whatever words it wishes it.
func TestWhatAMessageAsksForIsAddedOnce(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	gown := s.product("Gown", 8_000, 9, "S", "M")
	m := s.message(s.person("customer"), "add it to my cart in size m", about(gown, "Gown"))
	first := m.desk()
	out, err := first.AddToCart(t.Context(), brain.Add{Product: gown, Size: "M"})
	require.NoError(t, err)
	require.Equal(t, []any{brain.Done, int64(8_000)}, []any{out.State, out.Total})
	m.acted = nil // Nobody heard of it.
	second := m.desk()
	require.Equal(t, []bool{false}, m.acted)
	for _, wish := range []brain.Add{{Product: gown, Size: "M"}, {Product: gown, Size: "m", Color: "red"}, {Product: gown, Quantity: 1, Size: "S"}} {
		again, err := second.AddToCart(t.Context(), wish)
		require.NoError(t, err)
		require.Equal(t, []any{brain.Done, int64(8_000)}, []any{again.State, again.Total}, "the same result")
	}
	_, err = first.AddToCart(t.Context(), brain.Add{Product: gown, Size: "s", Color: "red"})
	require.NoError(t, err, "who is shut out remembers what it did")
	require.Equal(t, 1, m.inCart())
	require.Equal(t, 1, m.rows(""))
	require.Equal(t, "cart_update", second.Kind())
}

// Two attempts that both believe to be the one: what both wish is done once.
func TestTwoAttemptsAddOnce(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	gown := s.product("Gown", 8_000, 9, "S", "M")
	for range 5 {
		m := s.message(s.person("customer"), "add it to my cart in size m", about(gown, "Gown"))
		desks := []*tool.Desk{m.desk(), nil}
		desks[1], _ = m.Tools.Desk(t.Context(), m.Scope)
		wishes := []brain.Add{{Product: gown, Size: "M"}, {Product: gown, Size: "m", Color: "Red"}}
		over := make(chan error, 2)
		for i := range desks {
			go func() {
				out, err := desks[i].AddToCart(context.Background(), wishes[i])
				if err == nil && out.State != brain.Done {
					t.Errorf("%v", out)
				}
				over <- err
			}()
		}
		require.NoError(t, <-over)
		require.NoError(t, <-over)
		require.Equal(t, []int{1, 1}, []int{m.inCart(), m.rows("")})
	}
}

// The process dies at each statement of an addition: it is added with its row or
// not at all.
func TestAnAdditionAndItsRowAreOne(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	shirt := s.product("Shirt", 5_000, 1_000)
	for at := 1; ; at++ {
		m := s.message(s.person("customer"), "add it to my cart", about(shirt, "Shirt"))
		ctx, die := context.WithCancel(t.Context())
		n := 0
		watched := postgres.WithWatcher(ctx, func(postgres.Moment) {
			if n++; n == at {
				die()
			}
		})
		_, _ = m.desk().AddToCart(watched, brain.Add{Product: shirt})
		die()
		require.Equal(t, m.rows("done"), m.inCart(), "died at moment %d", at)
		out, err := m.desk().AddToCart(t.Context(), brain.Add{Product: shirt})
		require.NoError(t, err)
		require.Equal(t, brain.Done, out.State)
		require.Equal(t, []int{1, 1}, []int{m.inCart(), m.rows("")})
		if n < at {
			return
		}
	}
}

func TestCouponsAreProposedUnlessTheMessageNamedThem(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	shirt := s.product("Shirt", 5_000, 99)
	s.exec(`INSERT INTO coupons (code, name, valid_from, type, value_amount_ngn, min_spend_ngn) VALUES
		('DETTY15', 'Detty', $1, 'fixed_amount', 1000, NULL), ('BIG2026', 'Big', $1, 'fixed_amount', 1000, 90000)`, noon.AddDate(0, 0, -1))
	for name, row := range map[string]struct {
		text, code string
		empty      bool
		state      brain.State
		why        string
	}{
		"named":             {text: "apply coupon DETTY15", code: "detty15", state: brain.Done},
		"not named":         {text: "make it cheaper", code: "DETTY15", state: brain.Proposed},
		"another one named": {text: "apply coupon BIG2026", code: "DETTY15", state: brain.Proposed},
		"too small a cart":  {text: "apply coupon BIG2026", code: "BIG2026", state: brain.Refused, why: "MINIMUM_SPEND"},
		"no such code":      {text: "apply coupon NOPE99", code: "NOPE99", state: brain.Refused, why: "NOT_FOUND"},
		"no code":           {text: "apply a coupon", code: "", state: brain.Refused, why: "*"},
		"no cart":           {text: "apply coupon DETTY15", code: "DETTY15", empty: true, state: brain.Refused, why: "*"},
	} {
		m := s.message(s.person("customer"), row.text, about(shirt, "Shirt"))
		if !row.empty {
			s.exec("INSERT INTO carts (user_id, product_id, quantity) VALUES ($1, $2, 1)", m.User, shirt)
			s.exec("INSERT INTO cart_headers (id, user_id) VALUES (gen_random_uuid(), $1)", m.User)
		}
		out, err := m.desk().ApplyCoupon(t.Context(), row.code)
		require.NoError(t, err, name)
		require.Equal(t, row.state, out.State, "%s: %s", name, out.Why)
		if row.why != "*" {
			require.Equal(t, row.why, out.Why, name)
		}
		kept := s.number("SELECT count(*) FROM cart_headers WHERE user_id = $1 AND coupon_code IS NOT NULL", m.User)
		require.Equal(t, row.state == brain.Done, kept == 1, name)
		require.Equal(t, 1, m.rows(string(out.State)), name)
	}
}

// A pet sees its person's orders, and nobody else's, whatever the person is.
func TestAPetSeesItsPersonsOrders(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	shirt := s.product("Shirt", 5_000, 9)
	for i, role := range []string{"customer", "staff", "admin"} {
		person, other := s.person(role), s.person("customer")
		mine, theirs := fmt.Sprintf("ZUKA-2026-10000%d", i), fmt.Sprintf("ZUKA-2026-20000%d", i)
		s.order(person, mine, shirt)
		s.order(other, theirs, shirt)
		d := s.message(person, "where is my order?", brain.Memory{}).desk()
		orders, err := d.OrderStatus(t.Context(), "")
		require.NoError(t, err)
		require.Len(t, orders, 1, role)
		require.Equal(t, []any{mine, []string{"Shirt"}}, []any{orders[0].Number, orders[0].Items})
		orders, err = d.OrderStatus(t.Context(), mine)
		require.NoError(t, err)
		require.Len(t, orders, 1, "by its number")
		for range 2 {
			_, err = d.OrderStatus(t.Context(), theirs)
			require.ErrorIs(t, err, brain.ErrGone)
		}
	}
	_, err := s.message(s.person("customer"), "where is my order?", brain.Memory{}).desk().OrderStatus(t.Context(), "")
	require.ErrorIs(t, err, brain.ErrGone)
}

func TestWhatIsNotOnSaleIsNeverShown(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	shirt, hidden := s.product("Shirt one", 5_000, 9), s.product("Shirt two", 5_000, 9)
	s.exec("UPDATE products SET active = false WHERE id = $1", hidden)
	m := s.message(s.person("customer"), "shirts", about(hidden, "Shirt two"))
	d, ctx := m.desk(), t.Context()
	found, err := d.Search(ctx, brain.Search{Text: "shirt"})
	require.NoError(t, err)
	require.Len(t, found.Products, 1)
	_, err = d.Recommend(ctx, brain.Recommend{})
	require.NoError(t, err)
	_, err = d.Product(ctx, hidden)
	require.ErrorIs(t, err, brain.ErrGone)
	_, err = d.AddToCart(ctx, brain.Add{Product: hidden})
	require.ErrorIs(t, err, brain.ErrGone)
	for _, ids := range append(m.shown, d.Shown()) {
		require.Subset(t, []int{shirt}, ids)
	}
}

// Whatever a model writes, the database does not fail of it.
func TestNothingThatABrainSaysBreaksTheShop(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	s.product("Shirt", 5_000, 9)
	person := s.person("customer")
	texts := []string{"", strings.Repeat("x", 1<<20), "a\x00b", "\xff\xfe", "'; DROP TABLE users; --", "%_\\", "\u202e\ufffe", "no-such-slug", strings.Repeat("ọ", 300), `\u0000`, "{}[]:*&|!"}
	numbers := []int64{0, -1, 1, math.MinInt64, math.MaxInt64, 1 << 31}
	for i, text := range texts {
		many := make([]string, 500)
		for j := range many {
			many[j] = text + strconv.Itoa(j)
		}
		if len(text) > 1<<10 { // 500 of these are more than a small machine reads in the time of a statement.
			many = []string{text}
		}
		for j, n := range numbers {
			list := [][]string{{text}, many}[(i+j)%2]
			d, ctx := s.message(person, "hello", brain.Memory{}).desk(), t.Context()
			_, err := d.Search(ctx, brain.Search{Text: text, Sort: text, Gender: text, Min: n, Max: -n, Skip: int(n), Deals: true})
			require.NoError(t, err, "%.20q %d", text, n)
			_, err = d.Search(ctx, brain.Search{Categories: list, Brands: list, Colors: list, NotColors: list, Sizes: list, Max: n, Skip: int(n)})
			require.NoError(t, err, "%.20q %d", text, n)
			_, err = d.Recommend(ctx, brain.Recommend{Beside: int(n), Category: text, Gender: text, Max: n})
			require.NoError(t, err, "%.20q %d", text, n)
			_, err = d.OrderStatus(ctx, text)
			require.ErrorIs(t, err, brain.ErrGone)
			_, err = d.ApplyCoupon(ctx, text)
			require.NoError(t, err, "%.20q", text)
			d = s.message(person, "hello", brain.Memory{}).desk()
			if _, err = d.AddToCart(ctx, brain.Add{Product: int(n), Size: text, Color: text, Quantity: int(n)}); err != nil {
				require.ErrorIs(t, err, brain.ErrGone)
			}
			_, err = d.Delivery(ctx, text)
			require.ErrorIs(t, err, brain.ErrGone)
		}
	}
	cart, err := s.message(person, "hello", brain.Memory{}).desk().Cart(t.Context())
	require.NoError(t, err)
	require.Empty(t, cart.Lines)
}
