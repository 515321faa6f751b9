package catalog_test

import (
	"context"
	"math"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"zuka/internal/platform/cache"
	"zuka/internal/platform/page"
	"zuka/internal/platform/pubsub"
	"zuka/internal/platform/written"
	"zuka/internal/shop/catalog"
	"zuka/internal/testenv"
)

// cached is a catalogue of the goods with its caches.
func cached(t *testing.T) (*catalog.Service, func(sql string, args ...any)) {
	t.Helper()
	pool := testenv.Pool(t)
	url, prefix := testenv.Redis(t)
	options, err := redis.ParseURL(url)
	require.NoError(t, err)
	options.ContextTimeoutEnabled = true
	client := redis.NewClient(options)
	t.Cleanup(func() { _ = client.Close() }) // The bus and the hub have stopped by then.
	_, err = pool.Pgx().Exec(t.Context(), goods)
	require.NoError(t, err)
	hub := pubsub.New(client, pubsub.Options{Prefix: prefix, Heartbeat: time.Minute, ConfirmTimeout: time.Minute})
	t.Cleanup(hub.Stop)
	bus, err := cache.NewBus(cache.Options{Redis: client, Hub: hub, Prefix: prefix, OpTimeout: 20 * time.Second}) // A busy machine is slow.
	require.NoError(t, err)
	service := catalog.New(catalog.Config{Pool: pool, Bus: bus, MediaURL: "http://shop.test"})
	bus.Start()
	t.Cleanup(bus.Stop)
	hub.Start()
	require.Eventually(t, hub.Connected, time.Minute, time.Millisecond)
	return service, func(sql string, args ...any) {
		t.Helper()
		_, err := pool.Pgx().Exec(t.Context(), sql, args...)
		require.NoError(t, err)
	}
}

// A page of a product holds what belongs to it, and is kept with it. So that it cannot
// be old, the product is dropped last, and only who began when it was there keeps one.
func TestAPageThatIsKeptIsNeverOld(t *testing.T) {
	t.Parallel()
	const id = 6
	service, exec := cached(t)
	newest := reviews(t, catalog.ReviewInput{Sort: catalog.NewestReviews, Args: page.Args{First: number(10)}})
	product := func(ctx context.Context) *catalog.Product {
		found, err := service.Products(ctx, []int{id})
		assert.NoError(t, err)
		return found[id]
	}
	oldest := func(ctx context.Context) int {
		variants, err := service.VariantsOf(ctx, []int{id})
		assert.NoError(t, err)
		details, err := service.Details(ctx, []int{id})
		assert.NoError(t, err)
		said, err := service.ReviewPages(ctx, newest, []int{id})
		assert.NoError(t, err)
		oldest := math.MaxInt
		for _, text := range []string{variants[id][0].Color, details[id].Description, said[id].Nodes()[0].Title} {
			generation, _ := strconv.Atoi(text)
			oldest = min(oldest, generation)
		}
		return oldest
	}
	change := func(n int) {
		exec(`WITH p AS (UPDATE products SET name = $2, description = $2 WHERE id = $1), r AS (UPDATE product_reviews SET title = $2 WHERE product_id = $1)
			UPDATE product_variants SET color = $2 WHERE product_id = $1`, id, strconv.Itoa(n))
		require.NoError(t, service.Changed(t.Context(), catalog.Change{Products: []int{id}}))
	}
	change(0)
	var pages sync.Map // What was kept with each product: the oldest of what belongs to it.
	var readers sync.WaitGroup
	var stopped atomic.Bool
	for i := range 4 {
		readers.Go(func() {
			for ctx := t.Context(); !stopped.Load(); {
				began := time.Now()
				if i%2 == 0 {
					p := product(ctx)
					if age := oldest(ctx); p.Written().HasPages(began) {
						pages.LoadOrStore(p, age)
					}
				} else { // As where a request has read of the product before, and its loaders know it.
					age := oldest(ctx)
					if p := product(ctx); p.Written().HasPages(began) {
						pages.LoadOrStore(p, age)
					}
				}
			}
		})
	}
	kept := 0
	// Whether a reader meets a change is chance: it goes on until one has.
	for n, began := 1, time.Now(); n <= 150 || kept == 0 && time.Since(began) < time.Minute; n++ {
		change(n)
		p := product(t.Context())
		assert.Equal(t, strconv.Itoa(n), p.Name)
		for range 20 { // Those who had read before keep what they have now.
			if age, there := pages.Load(p); there {
				kept++
				assert.Equal(t, n, age)
			}
			oldest(t.Context())
		}
	}
	stopped.Store(true)
	readers.Wait()
	require.Positive(t, kept)
}

// A product is the same one while neither it nor where it stands changes, and another
// one afterwards: so are its forms.
func TestAProductIsPlacedOnce(t *testing.T) {
	t.Parallel()
	service, exec := cached(t)
	product := func() *catalog.Product {
		found, err := service.Products(t.Context(), []int{6})
		require.NoError(t, err)
		return found[6]
	}
	first := product()
	require.Same(t, first, product())
	require.NotNil(t, first.Written())
	require.NoError(t, service.Changed(t.Context(), catalog.Change{Products: []int{7}}))
	require.Same(t, first, product(), "another one changed")
	exec("UPDATE brands SET name = 'Renamed' WHERE id = 1")
	require.NoError(t, service.Changed(t.Context(), catalog.Change{Brands: []int{1}}))
	second := product()
	require.NotSame(t, first.Written(), second.Written())
	require.Equal(t, "Renamed", second.Brand().Name)
	require.NoError(t, service.Changed(t.Context(), catalog.Change{Products: []int{6}}))
	require.NotSame(t, second.Written(), product().Written())
	require.Nil(t, (*catalog.Product)(nil).Written())
	require.Equal(t, (*written.Forms)(nil), (*catalog.Category)(nil).Written())
	bare, _ := shop(t)
	uncached, err := bare.Products(t.Context(), []int{6})
	require.NoError(t, err)
	require.Nil(t, uncached[6].Written(), "what is read for one request keeps nothing")
}
