package hot_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"zuka/ent/shape"
	"zuka/internal/shop/analytics/event"
	"zuka/internal/shop/analytics/hot"
	"zuka/internal/testenv"
)

func TestWhatAnEventCounts(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		event event.Event
		want  hot.Totals
	}{
		"a page":                 {event.Event{Type: event.PageView, Product: 3}, hot.Totals{Events: 1}},
		"a product":              {event.Event{Type: event.ProductView, Product: 3}, hot.Totals{Events: 1, ProductViews: 1}},
		"a product that is gone": {event.Event{Type: event.ProductView}, hot.Totals{Events: 1, ProductViews: 1}},
		"into the cart":          {event.Event{Type: event.AddToCart, Product: 3}, hot.Totals{Events: 1, CartAdds: 1}},
		"out of the cart":        {event.Event{Type: event.RemoveFromCart, Product: 3}, hot.Totals{Events: 1}},
		"a checkout":             {event.Event{Type: event.CheckoutStart, Detail: &shape.EventDetail{ValueNGN: 9}}, hot.Totals{Events: 1, Checkouts: 1}},
		"a purchase":             {purchase(12_500), hot.Totals{Events: 1, Purchases: 1, RevenueNGN: 12_500}},
		"a gift":                 {event.Event{Type: event.Purchase}, hot.Totals{Events: 1, Purchases: 1}},
	} {
		var entry hot.Entry
		entry.Add(row.event)
		require.Equal(t, row.want, entry.Totals, name)
	}
}

func TestAnEntryCountsOnceWhoeverAcknowledgesIt(t *testing.T) {
	t.Parallel()
	testenv.EachRedis(t, func(t *testing.T, client redis.UniversalClient, prefix string) {
		b, ctx := newBooth(t, client, prefix), context.Background()
		const entries, workers = 40, 8
		all := make([]hot.Entry, entries)
		for i := range all {
			all[i] = b.delivered(append(views(1+i%3, 2), purchase(1_000_000_000_000))...)
		}
		var start, done sync.WaitGroup
		counted := make([]int, workers)
		start.Add(1)
		for w := range workers {
			done.Go(func() {
				start.Wait()
				first, err := b.Acknowledge(ctx, b.queue, all)
				if err != nil {
					t.Error(err)
				}
				for _, mine := range first {
					if mine {
						counted[w]++
					}
				}
			})
		}
		start.Done()
		done.Wait()
		total := 0
		for _, n := range counted {
			total += n
		}
		require.Equal(t, entries, total)
		require.Equal(t, hot.Totals{Events: 120, ProductViews: 80, Purchases: 40, RevenueNGN: 40_000_000_000_000}, b.live().Hour)
		require.Zero(t, client.XLen(ctx, b.queue.Stream).Val())
		require.Zero(t, client.XPending(ctx, b.queue.Stream, "writers").Val().Count)
		require.Equal(t, "0", client.Get(ctx, b.queue.Waiting).Val())
	})
}

// An entry that nobody was given, as after the group was lost, counts when it was
// delivered again, and stays until then.
func TestWhatIsNotDeliveredIsNotCounted(t *testing.T) {
	t.Parallel()
	b, ctx := newBoothAlone(t), context.Background()
	entry := b.delivered(views(1, 1)...)
	require.NoError(t, b.client.XGroupDestroy(ctx, b.queue.Stream, "writers").Err())
	require.NoError(t, b.client.XGroupCreate(ctx, b.queue.Stream, "writers", "0").Err())
	first, err := b.Acknowledge(ctx, b.queue, []hot.Entry{entry})
	require.NoError(t, err)
	require.Equal(t, []bool{false}, first)
	require.Zero(t, b.live().Hour)
	require.EqualValues(t, 1, b.client.XLen(ctx, b.queue.Stream).Val())
}

func TestRefusedEntriesAreSetAsideOnce(t *testing.T) {
	t.Parallel()
	b, ctx := newBoothAlone(t), context.Background()
	entry := b.delivered(views(1, 2)...)
	entry.Refused = "2: 23514 analytics_events_platform_check"
	for range 2 {
		_, err := b.Acknowledge(ctx, b.queue, []hot.Entry{entry})
		require.NoError(t, err)
	}
	found, err := b.client.XRange(ctx, b.queue.Refused, "-", "+").Result()
	require.NoError(t, err)
	require.Len(t, found, 1)
	require.Equal(t, map[string]any{"entry": entry.ID, "reason": entry.Refused, "events": "as they came"}, found[0].Values)
	require.Positive(t, b.client.TTL(ctx, b.queue.Refused).Val(), "it is not kept for ever")
	require.Zero(t, b.client.XLen(ctx, b.queue.Stream).Val())
}

func TestEventsOfTheShopCountOnce(t *testing.T) {
	t.Parallel()
	testenv.EachRedis(t, func(t *testing.T, client redis.UniversalClient, prefix string) {
		b := newBooth(t, client, prefix)
		order := []event.Event{purchase(7_000), purchase(500)}
		var done sync.WaitGroup
		for range 8 {
			done.Go(func() {
				if err := b.Once(context.Background(), order); err != nil {
					t.Error(err)
				}
			})
		}
		done.Wait()
		require.NoError(t, b.Once(context.Background(), append(order, purchase(1))))
		require.NoError(t, b.Once(context.Background(), nil))
		require.Equal(t, hot.Totals{Events: 3, Purchases: 3, RevenueNGN: 7_501}, b.live().Hour)
	})
}

func TestLiveLooksBackAnHour(t *testing.T) {
	t.Parallel()
	testenv.EachRedis(t, func(t *testing.T, client redis.UniversalClient, prefix string) {
		b := newBooth(t, client, prefix)
		empty := b.live()
		require.Len(t, empty.Minutes, 60)
		require.Zero(t, empty.Hour)
		require.Empty(t, empty.Products)
		ada, bola, session := uuid.New(), uuid.New(), uuid.New()
		at := func(ahead time.Duration, events ...event.Event) {
			b.Turn(ahead)
			b.happen(events...)
		}
		at(0, view(1, session), event.Event{Type: event.PageView, Session: session, User: ada})
		at(20*time.Minute, event.Event{Type: event.CheckoutStart, Session: uuid.New(), User: bola})
		at(40*time.Minute, event.Event{Type: event.AddToCart, Product: 2, Session: session, User: ada}, view(2, session), view(2, session), view(2, uuid.New()))
		live := b.live()
		require.Equal(t, hot.Totals{Events: 7, ProductViews: 4, CartAdds: 1, Checkouts: 1}, live.Hour)
		require.EqualValues(t, 1, live.Users5)
		require.EqualValues(t, 2, live.Users30)
		require.EqualValues(t, 2, live.Sessions5)
		require.EqualValues(t, 3, live.Sessions30)
		require.Equal(t, []hot.Product{{ID: 2, Views: 3, CartAdds: 1, Viewers: 2}, {ID: 1, Views: 1, Viewers: 1}}, live.Products)
		last := live.Minutes[59]
		require.Equal(t, live.AsOf.Truncate(time.Minute), last.At)
		require.Equal(t, last.At.Add(-59*time.Minute), live.Minutes[0].At)
		require.EqualValues(t, 4, live.Minutes[58].Events+last.Events, "a minute may have turned since")
		b.Turn(82 * time.Minute)
		later := b.live()
		require.Equal(t, hot.Totals{Events: 4, ProductViews: 3, CartAdds: 1}, later.Hour, "the first and the second are over")
		require.Zero(t, later.Sessions30)
		require.Len(t, later.Products, 1)
	})
}

func TestLiveShowsTheTen(t *testing.T) {
	t.Parallel()
	b := newBoothAlone(t)
	for product := 1; product <= 15; product++ {
		b.happen(views(product, product/2+1)...)
	}
	b.Turn(time.Hour)
	for product := range b.live().Products {
		require.Fail(t, "a quarter of long ago is shown", product)
	}
	b.Turn(0)
	var ids []int
	for _, product := range b.live().Products {
		ids = append(ids, product.ID)
		require.EqualValues(t, product.ID/2+1, product.Views)
		require.InDelta(t, product.Views, product.Viewers, 1)
	}
	require.Equal(t, []int{14, 15, 12, 13, 10, 11, 8, 9, 6, 7}, ids, "of equals the older first")
}
