package checkout_test

import (
	"context"
	"math/rand/v2"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"zuka/internal/platform/fault"
	"zuka/internal/shop/cart"
	"zuka/internal/shop/checkout"
)

// shoppers are people, and what each is about to order.
func (s *shop) shoppers(n int, lines func(i int) []cart.LineInput) ([]context.Context, []checkout.Input) {
	s.Helper()
	people, inputs := make([]context.Context, n), make([]checkout.Input, n)
	for i := range n {
		if i%4 == 3 {
			people[i], _ = s.guest()
		} else {
			people[i], _ = s.person()
		}
		s.fill(people[i], lines(i)...)
		inputs[i] = s.input(people[i], online)
	}
	return people, inputs
}

func TestTheLastPieceIsOrderedOnce(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	plain, varied := s.product(5_000, 1), s.varied(5_000, 1, "M", "L")
	for _, line := range []cart.LineInput{{Product: plain}, {Product: varied, Size: new("M"), Color: new("red")}} {
		people, inputs := s.shoppers(50, func(int) []cart.LineInput { return []cart.LineInput{line} })
		before, won := s.number("SELECT count(*) FROM orders"), atomic.Int32{}
		together(50, func(i int) {
			done, err := s.Complete(people[i], inputs[i])
			if err == nil && assert.NoError(t, done.Unreached) {
				won.Add(1)
				return
			}
			assert.True(t, refused(err, fault.InsufficientStock), "%v", err)
		})
		require.EqualValues(t, 1, won.Load())
		require.Equal(t, 1, s.number("SELECT count(*) FROM orders")-before)
		require.Zero(t, s.number("SELECT count(*) FROM idempotency_keys AS k WHERE NOT EXISTS (SELECT FROM orders AS o WHERE o.id = (k.result->>'id')::bigint)"))
	}
	require.Zero(t, s.stock(plain))
	require.Equal(t, 1, s.stock(varied))
	s.sound()
}

// Forty people order three of ten products, in the order of their carts, while
// some of them give up what they ordered.
func TestOrdersNeverBlockEachOther(t *testing.T) {
	t.Parallel()
	for name, sizes := range map[string][]string{"products": nil, "variants": {"S", "M"}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newShop(t)
			products := make([]int, 10)
			for i := range products {
				if products[i] = s.product(1_000, 15); sizes != nil {
					products[i] = s.varied(1_000, 8, sizes...)
				}
			}
			const rounds = 2
			for range rounds {
				people, inputs := s.shoppers(workers, func(int) (lines []cart.LineInput) {
					for _, at := range rand.Perm(10)[:3] {
						line := cart.LineInput{Product: products[at]}
						if sizes != nil {
							line.Size, line.Color = &sizes[rand.N(len(sizes))], new("red")
						}
						if s.stock(products[at]) > 8 { // So that there is some of each size.
							lines = append(lines, line)
						}
					}
					if len(lines) == 0 {
						lines = append(lines, cart.LineInput{Product: s.product(1_000, 1)})
					}
					return lines
				})
				together(workers, func(i int) {
					done, err := s.Complete(people[i], inputs[i])
					if err != nil {
						assert.True(t, refused(err, fault.InsufficientStock), "%v", err)
						return
					}
					assert.NoError(t, done.Unreached)
					if i%5 == 0 {
						named := checkout.Named{Number: &done.Order.OrderNumber, Token: &done.AccessToken}
						_, err = s.Cancel(people[i], named, "")
						assert.NoError(t, err)
					}
				})
			}
			require.Greater(t, s.number("SELECT count(*) FROM orders"), workers)
			require.Zero(t, s.number("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"))
			s.sound()
		})
	}
}

// A transaction that asks for a second connection while it holds one hangs as
// soon as as many others do the same as there are connections.
func TestAnOrderNeedsOneConnection(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	thing := s.product(1_000, 1_000)
	s.coupon("CATEGORY", "applicable_categories = '[1]'")
	const many = 60 // Five times as many as there are connections.
	people, inputs := s.shoppers(many, func(int) []cart.LineInput { return []cart.LineInput{{Product: thing}} })
	for i := range people {
		_, err := s.ApplyCoupon(people[i], "CATEGORY")
		require.NoError(t, err)
		inputs[i] = s.input(people[i], cash)
		inputs[i].Method = online
	}
	together(many, func(i int) {
		ctx, cancel := context.WithTimeout(people[i], time.Minute)
		defer cancel()
		_, err := s.Complete(ctx, inputs[i])
		assert.NoError(t, err)
	})
	require.Equal(t, many, s.number("SELECT count(*) FROM orders"))
	s.sound()
}
