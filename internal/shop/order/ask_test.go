package order

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	row "zuka/ent/db/order"
	"zuka/ent/db/orderevent"
	"zuka/internal/platform/postgres"
	"zuka/internal/platform/viewer"
)

func TestUnpaidOrdersExpire(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var orders []int
	for _, expires := range []*time.Time{ptr(noon), ptr(noon.Add(-time.Hour)), ptr(noon.Add(time.Second)), nil, ptr(noon.Add(-time.Minute))} {
		d := w.draft(nil)
		d.ExpiresAt = expires
		orders = append(orders, w.place(d).ID)
	}
	expired := func(limit int) []int {
		found, err := w.service.Expired(t.Context(), limit)
		require.NoError(t, err)
		return found
	}
	require.Equal(t, []int{orders[1], orders[4], orders[0]}, expired(10))
	require.Equal(t, []int{orders[1]}, expired(1))
	// One that is being paid at this moment is left alone.
	require.NoError(t, postgres.InTx(t.Context(), w.pool, func(ctx context.Context, tx postgres.Tx) error {
		_, err := w.service.Move(ctx, tx, Step{Order: orders[1], From: []Status{row.StatusPending}, To: row.StatusPaid, Kind: orderevent.KindPaid, Actor: provider})
		require.Equal(t, []int{orders[4], orders[0]}, expired(10))
		return err
	}))
	require.Equal(t, []int{orders[4], orders[0]}, expired(10))
}

func TestCashOrdersOfAPhoneAreCounted(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const phone = "+2348031234567"
	ada := w.person(viewer.Customer)
	w.exec(`UPDATE users SET phone = $2 WHERE id = $1`, ada, phone)
	count := func() (n int) {
		require.NoError(t, postgres.InTx(t.Context(), w.pool, func(ctx context.Context, tx postgres.Tx) (err error) {
			n, err = w.service.OpenCashOrders(ctx, tx, phone)
			return err
		}))
		return n
	}
	place := func(change func(*Draft)) int {
		d := w.draft(nil)
		d.Method, d.GuestPhone, d.ShippingAddress.Phone = row.PaymentMethodCashOnDelivery, nil, "+2348099999999"
		change(&d)
		return w.place(d).ID
	}
	place(func(*Draft) {}) // Another phone.
	place(func(d *Draft) { d.GuestPhone, d.Method = ptr(phone), row.PaymentMethodPaystack })
	require.Zero(t, count())
	place(func(d *Draft) { d.GuestPhone = ptr(phone) })
	place(func(d *Draft) { d.ShippingAddress.Phone = phone })
	last := place(func(d *Draft) { d.User, d.GuestEmail = &ada, nil })
	require.Equal(t, 3, count())
	_, err := w.move(Step{Order: last, From: []Status{row.StatusPending}, To: row.StatusProcessing, Kind: orderevent.KindProcessing, Actor: staff})
	require.NoError(t, err)
	require.Equal(t, 3, count())
	_, err = w.move(Step{Order: last, From: []Status{row.StatusProcessing}, To: row.StatusCancelled, Kind: orderevent.KindCancelled, Actor: staff})
	require.NoError(t, err)
	require.Equal(t, 2, count())
}

// Two checkouts at once are not both the second of two.
func TestCashOrdersAtOnceKeepTheLimit(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const most = 2
	var placed atomic.Int32
	together(8, func(int) {
		err := postgres.InTx(context.Background(), w.pool, func(ctx context.Context, tx postgres.Tx) error {
			d := w.draft(nil)
			d.Method, d.TokenHash = row.PaymentMethodCashOnDelivery, TokenHash("t")
			var err error
			if d.Number, err = w.service.Number(ctx, tx); err != nil {
				return err
			}
			if n, err := w.service.OpenCashOrders(ctx, tx, *d.GuestPhone); err != nil || n >= most {
				return err
			}
			placed.Add(1)
			_, err = w.service.Place(ctx, tx, d)
			return err
		})
		if err != nil {
			t.Error(err)
		}
	})
	require.Equal(t, int32(most), placed.Load())
}

func TestWhatAPersonBoughtAndAwaits(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ada, bola := w.person(viewer.Customer), w.person(viewer.Customer)
	d := w.draft(&ada)
	d.Lines = d.Lines[:1]
	placed := w.place(d)
	ask := func(status Status) (bought, awaits bool) {
		w.exec(`UPDATE orders SET status = $2 WHERE id = $1`, placed.ID, string(status))
		bought, err := w.service.Purchases(t.Context(), ada, w.products[1])
		require.NoError(t, err)
		awaits, err = w.service.OnTheWay(t.Context(), ada)
		require.NoError(t, err)
		return bought, awaits
	}
	for _, status := range Statuses {
		bought, awaits := ask(status)
		require.Equal(t, status == row.StatusDelivered, bought, status)
		over := status == row.StatusDelivered || status == row.StatusCancelled || status == row.StatusRefunded
		require.Equal(t, !over, awaits, status)
	}
	ask(row.StatusDelivered)
	other, err := w.service.Purchases(t.Context(), ada, w.products[0])
	require.NoError(t, err)
	require.False(t, other)
	others, err := w.service.Purchases(t.Context(), bola, w.products[1])
	require.NoError(t, err)
	require.False(t, others)
	awaits, err := w.service.OnTheWay(t.Context(), bola)
	require.NoError(t, err)
	require.False(t, awaits)
}
