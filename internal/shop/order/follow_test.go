package order

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"zuka/ent/db"
	row "zuka/ent/db/order"
	"zuka/ent/db/orderevent"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/pubsub"
	"zuka/internal/platform/viewer"
	"zuka/internal/testenv"
)

// patience is how long a test waits for what must come.
const patience = 20 * time.Second

// newHub is a hub of this test alone.
func newHub(t *testing.T) *pubsub.Hub {
	t.Helper()
	client, prefix := testenv.RedisClient(t)
	hub := pubsub.New(client, pubsub.Options{Prefix: prefix, Heartbeat: time.Minute, ConfirmTimeout: time.Minute})
	hub.Start()
	t.Cleanup(hub.Stop)
	return hub
}

// next is what comes on a channel; nil when it is closed.
func next(t *testing.T, from <-chan *db.Order) *db.Order {
	t.Helper()
	select {
	case one := <-from:
		return one
	case <-time.After(patience):
		t.Fatal("nothing came")
		return nil
	}
}

func TestAnOrderIsFollowedByThoseWhoMaySeeIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.service.Hub = newHub(t)
	ada, bola, boss := w.person(viewer.Customer), w.person(viewer.Customer), w.person(viewer.Staff)
	adas, guests := w.place(w.draft(&ada)), w.place(w.draft(nil))
	token := w.service.Token(guests.OrderNumber)
	follow := func(ctx context.Context, id int) <-chan *db.Order {
		ctx, cancel := context.WithCancel(ctx)
		t.Cleanup(cancel)
		followed, err := w.service.Follow(ctx, id)
		require.NoError(t, err)
		return followed
	}
	own, staffs := follow(as(ada, viewer.Customer), adas.ID), follow(as(boss, viewer.Staff), adas.ID)
	guest, err := w.service.FollowByNumber(as(uuid.Nil, ""), guests.OrderNumber, &token)
	require.NoError(t, err)
	for _, each := range []<-chan *db.Order{own, staffs, guest} {
		require.Equal(t, 1, next(t, each).Version, "the snapshot")
	}
	for _, id := range []int{adas.ID, guests.ID} {
		moved, err := w.move(Step{Order: id, From: []Status{row.StatusPending}, To: row.StatusPaid, Kind: orderevent.KindPaid, Actor: provider})
		require.NoError(t, err)
		w.service.Announce(t.Context(), moved)
	}
	for _, each := range []<-chan *db.Order{own, staffs, guest} {
		moved := next(t, each)
		require.Equal(t, 2, moved.Version)
		require.Equal(t, row.StatusPaid, moved.Status)
	}
	// Rights are asked anew: the token is taken away.
	w.exec(`UPDATE orders SET guest_token_hash = NULL WHERE id = $1`, guests.ID)
	moved, err := w.move(Step{Order: guests.ID, From: []Status{row.StatusPaid}, To: row.StatusProcessing, Kind: orderevent.KindProcessing, Actor: staff})
	require.NoError(t, err)
	w.service.Announce(t.Context(), moved)
	require.Nil(t, next(t, guest), "closed")

	for name, ask := range map[string]func() (<-chan *db.Order, error){
		"another's":  func() (<-chan *db.Order, error) { return w.service.Follow(as(bola, viewer.Customer), adas.ID) },
		"a stranger": func() (<-chan *db.Order, error) { return w.service.Follow(t.Context(), adas.ID) },
		"number alone": func() (<-chan *db.Order, error) {
			return w.service.FollowByNumber(t.Context(), guests.OrderNumber, nil)
		},
		"wrong token": func() (<-chan *db.Order, error) {
			return w.service.FollowByNumber(t.Context(), guests.OrderNumber, ptr("x"))
		},
		"never placed": func() (<-chan *db.Order, error) { return w.service.Follow(as(boss, viewer.Staff), 0) },
	} {
		followed, err := ask()
		require.Nil(t, followed, name)
		require.True(t, fault.Is(err, fault.NotFound), name)
		require.EqualError(t, err, fault.Missing("order").Error(), name)
	}
}

func TestStaffWatchNewOrders(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.service.Hub = newHub(t)
	ada, boss := w.person(viewer.Customer), w.person(viewer.Staff)
	ctx, cancel := context.WithCancel(as(boss, viewer.Staff))
	defer cancel()
	placed, err := w.service.FollowPlaced(ctx)
	require.NoError(t, err)
	first, second := w.place(w.draft(nil)), w.place(w.draft(&ada))
	w.service.Announce(t.Context(), first)
	w.service.Announce(t.Context(), first) // The job tells it again.
	moved, err := w.move(Step{Order: first.ID, From: []Status{row.StatusPending}, To: row.StatusPaid, Kind: orderevent.KindPaid, Actor: provider})
	require.NoError(t, err)
	w.service.Announce(t.Context(), moved) // It is no new order.
	w.service.Announce(t.Context(), second)
	require.Equal(t, first.ID, next(t, placed).ID)
	require.Equal(t, second.ID, next(t, placed).ID)
	cancel()
	require.Nil(t, next(t, placed))

	_, err = w.service.FollowPlaced(as(ada, viewer.Customer))
	require.True(t, fault.Is(err, fault.Forbidden))
	_, err = w.service.FollowPlaced(t.Context())
	require.True(t, fault.Is(err, fault.Unauthenticated))
}
