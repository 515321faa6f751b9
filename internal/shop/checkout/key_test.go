package checkout_test

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"zuka/ent/db/order"
	"zuka/internal/devpay"
	"zuka/internal/platform/fault"
	"zuka/internal/shop/cart"
	"zuka/internal/shop/checkout"
)

func TestADoubleClickIsOneOrder(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	thing := s.product(5_000, 100)
	person, _ := s.person()
	guest, _ := s.guest()
	for _, ctx := range []context.Context{person, guest} {
		s.fill(ctx, cart.LineInput{Product: thing, Quantity: 2})
		in := s.input(ctx, online)
		answers := make([]*checkout.Completed, 20)
		together(len(answers), func(i int) {
			var err error
			answers[i], err = s.Complete(ctx, in)
			assert.NoError(t, err)
		})
		again, err := s.Complete(ctx, in)
		require.NoError(t, err)
		for _, one := range append(answers, again) {
			require.NoError(t, one.Unreached)
			require.Equal(t, again.Order.ID, one.Order.ID)
			require.Equal(t, again.Order.OrderNumber, one.Order.OrderNumber)
			require.Equal(t, again.AccessToken, one.AccessToken)
			require.Equal(t, again.Payment.ID, one.Payment.ID)
			require.Equal(t, again.Payment.Metadata.AuthorizationURL, one.Payment.Metadata.AuthorizationURL)
			require.NotEmpty(t, one.Payment.Metadata.AuthorizationURL)
		}
		require.Equal(t, again.Order.UserID == nil, again.AccessToken != "")
		in.ExpectedTotal++
		_, err = s.Complete(ctx, in)
		requireRefused(t, err, fault.IdempotencyKeyReused)
	}
	require.Equal(t, 2, s.number("SELECT count(*) FROM orders"))
	require.Equal(t, 2, s.number("SELECT count(*) FROM payments"))
	require.Equal(t, 96, s.stock(thing))
	s.sound()
}

func TestARepetitionAnswersTheOrderAsItIsNow(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	thing := s.product(5_000, 10)
	ctx, user := s.person()
	s.fill(ctx, cart.LineInput{Product: thing})
	in := s.input(ctx, online)
	first, err := s.Complete(ctx, in)
	require.NoError(t, err)

	// What the request means now is no matter: the address is another, then gone.
	s.addresses.keep(user, nil)
	again, err := s.Complete(ctx, in)
	require.NoError(t, err)
	require.Equal(t, first.Order.ID, again.Order.ID)
	require.Equal(t, first.Payment.ID, again.Payment.ID)

	// The newest attempt is answered, until one has paid.
	s.clock.add(31 * time.Minute)
	named := checkout.Named{ID: &first.Order.ID}
	second, err := s.BeginPayment(ctx, named, new(waved))
	require.NoError(t, err)
	again, err = s.Complete(ctx, in)
	require.NoError(t, err)
	require.Equal(t, second.Payment.ID, again.Payment.ID)
	s.act(first.Payment, devpaySucceed)
	s.work()
	again, err = s.Complete(ctx, in)
	require.NoError(t, err)
	require.NoError(t, again.Unreached)
	require.Equal(t, first.Payment.ID, again.Payment.ID)
	require.EqualValues(t, "paid", again.Order.Status)
	s.sound()
}

// The order is made whether or not its page can be had, and the same request
// gets the page later.
func TestAProviderThatIsAwayWhenAnOrderIsPlaced(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	thing := s.product(5_000, 10)
	for _, kind := range []devpay.FaultKind{devpay.Unavailable, devpay.ServerError, devpay.CutAfterRecording} {
		ctx, _ := s.person()
		s.fill(ctx, cart.LineInput{Product: thing})
		in := s.input(ctx, online)
		s.pay.Break(devpay.PaystackInitialize, 10, devpay.Fault{Kind: kind})
		first, err := s.Complete(ctx, in)
		require.NoError(t, err)
		require.True(t, fault.Is(first.Unreached, fault.ServiceUnavailable), "%v", first.Unreached)
		require.Equal(t, order.StatusPending, first.Order.Status)
		s.pay.Mend()
		again, err := s.Complete(ctx, in)
		require.NoError(t, err)
		require.NoError(t, again.Unreached)
		require.Equal(t, first.Order.ID, again.Order.ID)
		require.NotEmpty(t, again.Payment.Metadata.AuthorizationURL)
		s.act(again.Payment, devpaySucceed)
		s.work()
		require.Equal(t, "paid/paid", s.stands(first.Order.ID))
	}
	s.sound()
}

func TestAKeyIsFreeAgainWhenNothingWasOrdered(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	ctx, user := s.person()
	s.fill(ctx, cart.LineInput{Product: s.product(5_000, 10)})
	in := s.input(ctx, online)
	in.ExpectedTotal -= 100
	_, err := s.Complete(ctx, in)
	requireRefused(t, err, fault.PriceChanged)
	found, _ := fault.From(err)
	require.Equal(t, fault.PriceDetail{Expected: in.ExpectedTotal, Actual: in.ExpectedTotal + 100}, found.Detail)
	in.ExpectedTotal += 100
	s.addresses.keep(user, nil)
	_, err = s.Complete(ctx, in)
	requireRefused(t, err, fault.Gone)
	in.Address = &checkout.Address{RecipientName: "Ada", State: "Lagos"}
	_, err = s.Complete(ctx, in)
	require.NoError(t, err)
	in.IdempotencyKey = "short"
	_, err = s.Complete(ctx, in)
	requireRefused(t, err, fault.InputInvalid)
	_, err = s.Complete(t.Context(), in)
	requireRefused(t, err, fault.CartEmpty)
	s.sound()
}

func TestTwoTabsOrderACartOnce(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	thing := s.product(5_000, 1_000)
	for range 10 {
		ctx, _ := s.person()
		s.fill(ctx, cart.LineInput{Product: thing})
		in := s.input(ctx, online)
		var made, empty atomic.Int32
		together(4, func(int) {
			in := in
			in.IdempotencyKey = uuid.NewString()
			if _, err := s.Complete(ctx, in); err == nil {
				made.Add(1)
			} else if assert.True(t, refused(err, fault.CartEmpty), "%v", err) {
				empty.Add(1)
			}
		})
		require.EqualValues(t, []int32{1, 3}, []int32{made.Load(), empty.Load()})
	}
	s.sound()
}

// An order has the cart of before another device's change or of after it, never
// something in between.
func TestACartThatChangesIsOrderedAsAWhole(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	one, two, three := s.product(1_000, 1_000), s.product(20_000, 1_000), s.product(300, 1_000)
	var made, changed atomic.Int32
	var people sync.WaitGroup
	for range workers {
		people.Go(func() {
			ctx, user := s.person()
			s.fill(ctx, cart.LineInput{Product: one, Quantity: 3})
			in := s.input(ctx, online)
			together(2, func(i int) {
				if i == 0 {
					// 23,000 becomes 20,000 + 300: one line goes, two come, in two steps.
					s.fill(ctx, cart.LineInput{Product: two}, cart.LineInput{Product: three})
					found, err := s.Cart.Mine(ctx)
					assert.NoError(t, err)
					for _, line := range found.Lines {
						if line.ProductID == one {
							_, err = s.Cart.Remove(ctx, []int{line.ID})
							assert.NoError(t, err)
						}
					}
					return
				}
				done, err := s.Complete(ctx, in)
				if err != nil {
					assert.True(t, refused(err, fault.PriceChanged), "%v", err)
					changed.Add(1)
					return
				}
				made.Add(1)
				assert.Equal(t, in.ExpectedTotal, done.Order.TotalNgn)
			})
			// What was not ordered is still in the cart.
			left := s.number("SELECT count(*) FROM carts WHERE user_id = $1", user)
			bought := s.number("SELECT count(*) FROM order_items AS i JOIN orders AS o ON o.id = i.order_id WHERE o.user_id = $1", user)
			assert.LessOrEqual(t, 2, left+bought)
		})
	}
	people.Wait()
	require.Zero(t, s.number("SELECT count(*) FROM order_items WHERE product_id <> $1", one))
	require.EqualValues(t, workers, made.Load()+changed.Load())
	s.sound()
}

// held runs work while a row that it needs is locked, changes something, and
// lets go once so many wait.
func (s *shop) held(locks, then string, waiting int, work func()) {
	s.Helper()
	conn, err := pgx.Connect(s.Context(), s.url)
	require.NoError(s, err)
	defer func() { require.NoError(s, conn.Close(context.Background())) }()
	_, err = conn.Exec(s.Context(), "BEGIN; "+locks)
	require.NoError(s, err)
	done := make(chan struct{})
	go func() {
		defer close(done)
		work()
	}()
	require.Eventually(s, func() bool {
		_, err := conn.Exec(s.Context(), "SELECT pg_stat_clear_snapshot()")
		require.NoError(s, err)
		var n int
		err = conn.QueryRow(s.Context(), "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'").Scan(&n)
		return err == nil && n >= waiting
	}, time.Minute, time.Millisecond)
	_, err = conn.Exec(s.Context(), then+"; COMMIT")
	require.NoError(s, err)
	<-done
}

func TestAPriceThatMovesWhileItIsOrdered(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	thing := s.product(5_000, 10)
	for _, change := range []string{"price_ngn = 6000", "sale_price_ngn = 4000"} {
		ctx, _ := s.person()
		s.fill(ctx, cart.LineInput{Product: thing, Quantity: 2})
		in := s.input(ctx, online)
		var err error
		s.held("SELECT FROM products FOR UPDATE", "UPDATE products SET "+change, 1, func() { _, err = s.Complete(ctx, in) })
		requireRefused(t, err, fault.PriceChanged)
		found, _ := fault.From(err)
		quote, err := s.Mine(ctx, new("Lagos"))
		require.NoError(t, err)
		require.Equal(t, fault.PriceDetail{Expected: in.ExpectedTotal, Actual: quote.Total}, found.Detail)
		require.NotEqual(t, in.ExpectedTotal, quote.Total)
	}
	require.Zero(t, s.number("SELECT count(*) FROM orders"))
	ctx, _ := s.ordered(thing, online)
	_, err := s.Complete(ctx, s.input(ctx, online))
	requireRefused(t, err, fault.CartEmpty)
	s.sound()
}

// An account that is gone, or a product, while the order waits.
func TestWhatIsGoneCannotBeOrdered(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	thing := s.product(5_000, 10)
	ctx, user := s.person()
	s.fill(ctx, cart.LineInput{Product: thing})
	in := s.input(ctx, online)
	var err error
	s.held("SELECT FROM products FOR UPDATE", "UPDATE products SET active = false", 1, func() { _, err = s.Complete(ctx, in) })
	requireRefused(t, err, fault.Gone)
	s.exec("UPDATE products SET active = true")
	s.exec("UPDATE users SET deleted_at = now() WHERE id = $1", user)
	_, err = s.Complete(ctx, in)
	require.True(t, fault.Is(err, fault.Unauthenticated), "%v", err)
	s.sound()
}
