package checkout_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"zuka/internal/platform/postgres"
	"zuka/internal/shop/cart"
)

// An order is as fast as it asks seldom: how many lines it has is no matter.
// The test's outbox is one statement, as River's is. BEGIN and COMMIT count.
func TestHowOftenAnOrderAsksTheDatabase(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	s.coupon("CODE", "applicable_categories = '[1]', user_limit = 1")
	plain, varied := s.product(2_000, 1_000), s.varied(2_000, 100, "S", "M", "L")
	var lines []cart.LineInput
	for range 20 {
		lines = append(lines, cart.LineInput{Product: s.product(1_000, 10)})
	}
	few := []cart.LineInput{{Product: plain}}
	for name, c := range map[string]struct {
		lines       []cart.LineInput
		codes       bool
		person, any int
	}{
		"one line":     {few, false, 14, 13},
		"twenty lines": {lines, false, 14, 13},
		"variants": {[]cart.LineInput{
			{Product: varied, Size: new("S"), Color: new("red")}, {Product: varied, Size: new("M"), Color: new("red")},
		}, false, 15, 14},
		"with all that saves": {few, true, 24, 0},
	} {
		t.Run(name, func(t *testing.T) {
			ctx, user := s.rich(1_000)
			s.fill(ctx, c.lines...)
			if c.codes {
				s.reward(user, "CODE", "")
				_, err := s.ApplyCoupon(ctx, "CODE")
				require.NoError(t, err)
				_, err = s.ApplyReward(ctx, "CODE")
				require.NoError(t, err)
				_, err = s.ApplyPoints(ctx, 200)
				require.NoError(t, err)
			}
			s.asks(ctx, c.person)
			if c.any > 0 {
				guest, _ := s.guest()
				s.fill(guest, c.lines...)
				s.asks(guest, c.any)
			}
		})
	}
}

// page is how often the page of a payment asks: it is claimed and read before
// the provider is asked, kept and read after.
const page = 4

// asks orders what is in a cart, with so many statements and no more.
func (s *shop) asks(ctx context.Context, most int) {
	s.Helper()
	in := s.input(ctx, online)
	counted, counter := postgres.WithCounter(ctx)
	_, err := s.Complete(counted, in)
	require.NoError(s, err)
	all := counter.Statements()
	require.LessOrEqual(s, len(all), most+page, "%q", all)
}
