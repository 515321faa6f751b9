package order

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"zuka/ent/db"
	row "zuka/ent/db/order"
	"zuka/ent/db/orderevent"
	"zuka/ent/db/orderitem"
	"zuka/ent/shape"
	"zuka/internal/platform/clock"
	"zuka/internal/platform/postgres"
	"zuka/internal/platform/viewer"
)

func TestAnOrderIsReadAsItWasPlaced(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	user := w.person(viewer.Customer)
	for _, d := range []Draft{w.draft(nil), w.draft(&user)} {
		d.BillingAddress = &shape.Address{RecipientName: "Bola \\ \"B\" ₦", Country: "NG"}
		d.RewardCode, d.PointsUsed = ptr("R-1"), 100
		placed := w.place(d)
		read, err := w.pool.Ent().Order.Get(t.Context(), placed.ID)
		require.NoError(t, err)
		require.Equal(t, flat(read), flat(placed))

		lines, err := w.service.LinesOf(t.Context(), []int{placed.ID})
		require.NoError(t, err)
		require.Len(t, lines[placed.ID], 2)
		for i, line := range lines[placed.ID] {
			want := d.Lines[i]
			require.Equal(t, want.Product, line.ProductID)
			require.Equal(t, want.Snapshot, *line.ProductSnapshot)
			require.Equal(t, want.Quantity, line.Quantity)
			require.Equal(t, want.UnitPrice, line.UnitPriceNgn)
			require.Equal(t, want.UnitPrice*naira(want.Quantity), line.TotalPriceNgn)
			require.Equal(t, want.Size, line.Size)
			require.Equal(t, want.Color, line.Color)
		}
		versions, kinds := w.timeline(placed.ID)
		require.Equal(t, upTo(1), versions)
		require.Equal(t, []Kind{orderevent.KindPlaced}, kinds)
		require.Contains(t, w.outbox.jobs, left{placed.ID, 1})
	}
	require.Len(t, w.outbox.jobs, 2)
}

// flat is an order without what ent keeps beside it, its times in UTC.
func flat(o *db.Order) db.Order {
	plain := db.Order{
		ID: o.ID, OrderNumber: o.OrderNumber, UserID: o.UserID, GuestEmail: o.GuestEmail, GuestPhone: o.GuestPhone, GuestTokenHash: o.GuestTokenHash,
		Status: o.Status, PaymentStatus: o.PaymentStatus, PaymentMethod: o.PaymentMethod, SubtotalNgn: o.SubtotalNgn, ShippingNgn: o.ShippingNgn,
		DiscountNgn: o.DiscountNgn, TaxNgn: o.TaxNgn, TotalNgn: o.TotalNgn, Currency: o.Currency, ShippingAddress: o.ShippingAddress,
		BillingAddress: o.BillingAddress, CouponCode: o.CouponCode, RewardCode: o.RewardCode, PointsUsed: o.PointsUsed, PointsEarned: o.PointsEarned,
		Version: o.Version, StockHeld: o.StockHeld, PaidAt: o.PaidAt, CancelledAt: o.CancelledAt, DeliveredAt: o.DeliveredAt,
		PaymentReference: o.PaymentReference, TrackingNumber: o.TrackingNumber, CreatedAt: o.CreatedAt.UTC(), UpdatedAt: o.UpdatedAt.UTC(),
	}
	if o.EstimatedDeliveryDate != nil {
		plain.EstimatedDeliveryDate = ptr(o.EstimatedDeliveryDate.UTC())
	}
	if o.ExpiresAt != nil {
		plain.ExpiresAt = ptr(o.ExpiresAt.UTC())
	}
	return plain
}

func TestPlacingIsOneStatement(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	d := w.draft(nil)
	d.Number, d.TokenHash = "ZUKA-2026-000001", TokenHash("t")
	for range 98 {
		d.Lines = append(d.Lines, d.Lines[0])
	}
	require.NoError(t, postgres.InTx(t.Context(), w.pool, func(ctx context.Context, tx postgres.Tx) error {
		ctx, counter := postgres.WithCounter(ctx)
		_, err := w.service.Place(ctx, tx, d)
		require.Len(t, counter.Statements(), 1)
		return err
	}))
	require.Equal(t, 100, w.pool.Ent().OrderItem.Query().CountX(t.Context()))
}

func TestWhatIsRolledBackWasNotPlaced(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	d := w.draft(nil)
	d.Number, d.TokenHash = "ZUKA-2026-000001", TokenHash("t")
	enough := errors.New("enough")
	require.ErrorIs(t, postgres.InTx(t.Context(), w.pool, func(ctx context.Context, tx postgres.Tx) error {
		_, err := w.service.Place(ctx, tx, d)
		require.NoError(t, err)
		return enough
	}), enough)
	require.Zero(t, w.pool.Ent().Order.Query().CountX(t.Context()))
	require.Zero(t, w.pool.Ent().OrderItem.Query().CountX(t.Context()))
	require.Zero(t, w.pool.Ent().OrderEvent.Query().CountX(t.Context()))
}

func TestNumbersAreOfTheYearInLagos(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.service.Clock = clock.Fixed(time.Date(2026, 12, 31, 23, 30, 0, 0, time.UTC))
	w.exec(`SELECT setval('order_numbers', 41)`)
	var numbers []string
	require.NoError(t, postgres.InTx(t.Context(), w.pool, func(ctx context.Context, tx postgres.Tx) error {
		for range 2 {
			number, err := w.service.Number(ctx, tx)
			require.NoError(t, err)
			numbers = append(numbers, number)
			_, err = tx.ExecContext(ctx, `SELECT setval('order_numbers', 1234566)`)
			require.NoError(t, err)
		}
		return nil
	}))
	require.Equal(t, []string{"ZUKA-2027-000042", "ZUKA-2027-1234567"}, numbers)
}

func TestATokenHas128BitsAndCanBeMadeAgain(t *testing.T) {
	t.Parallel()
	s := New(Config{Keys: hmacKeys("k")})
	token := s.Token("ZUKA-2026-000001")
	require.Regexp(t, `^[A-Za-z0-9_-]{22}$`, token)
	require.Equal(t, token, New(Config{Keys: hmacKeys("k")}).Token("ZUKA-2026-000001"), "the next mail carries the same")
	require.NotEqual(t, token, s.Token("ZUKA-2026-000002"))
	require.NotEqual(t, token, New(Config{Keys: hmacKeys("o")}).Token("ZUKA-2026-000001"))
	require.Len(t, TokenHash(token), 32)
	require.NotContains(t, string(TokenHash(token)), token)
}

func TestStockGoesBackOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	d := w.draft(nil)
	d.Lines = append(d.Lines, d.Lines[1]) // The same size and colour again.
	placed := w.place(d)
	want := []Piece{{Product: w.products[0], Size: "M", Color: "Red", Quantity: 4}, {Product: w.products[1], Quantity: 1}}
	release := func() (pieces []Piece) {
		require.NoError(t, postgres.InTx(t.Context(), w.pool, func(ctx context.Context, tx postgres.Tx) (err error) {
			pieces, err = w.service.ReleaseStock(ctx, tx, placed.ID)
			return err
		}))
		return pieces
	}
	hold := func() (held bool) {
		require.NoError(t, postgres.InTx(t.Context(), w.pool, func(ctx context.Context, tx postgres.Tx) (err error) {
			held, err = w.service.HoldStock(ctx, tx, placed.ID)
			return err
		}))
		return held
	}
	require.False(t, hold())
	// Each in a transaction that has begun, so that they do meet.
	const crowd = 6 // Fewer than the pool has connections, or they wait for each other.
	back, begun := make(chan []Piece, crowd), sync.WaitGroup{}
	begun.Add(crowd)
	together(crowd, func(int) {
		if err := postgres.InTx(context.Background(), w.pool, func(ctx context.Context, tx postgres.Tx) error {
			begun.Done()
			begun.Wait()
			pieces, err := w.service.ReleaseStock(ctx, tx, placed.ID)
			back <- pieces
			return err
		}); err != nil {
			t.Error(err)
		}
	})
	close(back)
	times := 0
	for pieces := range back {
		if pieces != nil {
			require.Equal(t, want, pieces)
			times++
		}
	}
	require.Equal(t, 1, times)
	require.True(t, hold())
	require.False(t, hold())
	require.Equal(t, want, release())
	require.Equal(t, 4, w.pool.Ent().OrderItem.Query().Where(orderitem.OrderID(placed.ID), orderitem.ProductID(w.products[0])).Aggregate(db.Sum(orderitem.FieldQuantity)).IntX(t.Context()))
	require.Equal(t, row.StatusPending, w.pool.Ent().Order.GetX(t.Context(), placed.ID).Status)
}
