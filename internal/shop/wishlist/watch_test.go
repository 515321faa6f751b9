package wishlist

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"zuka/internal/platform/postgres"
)

func TestPeopleAreToldOfWhatTheyWishFor(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	ctx, user := s.person()
	for name, row := range map[string]struct {
		stock  int      // When it is wished for, at ₦10,000.
		then   [][2]int // Price and stock, one after the other, each watched.
		titles []string // What the last one tells.
		words  string   // The message of the last.
		before func(wish, product int)
	}{
		"nothing has changed":          {stock: 1, then: [][2]int{{10000, 2}}},
		"back in stock":                {stock: 0, then: [][2]int{{10000, 2}}, titles: []string{"Back in stock"}, words: "%s is back in stock, for ₦10,000."},
		"sold out in between":          {stock: 1, then: [][2]int{{10000, 0}, {10000, 2}}, titles: []string{"Back in stock"}, words: "%s is back in stock, for ₦10,000."},
		"sold out":                     {stock: 1, then: [][2]int{{10000, 0}}},
		"cheaper":                      {stock: 1, then: [][2]int{{8500, 1}}, titles: []string{"Price drop"}, words: "%s fell from ₦10,000 to ₦8,500."},
		"cheaper again":                {stock: 1, then: [][2]int{{8500, 1}, {8000, 1}}, titles: []string{"Price drop"}, words: "%s fell from ₦8,500 to ₦8,000."},
		"dearer":                       {stock: 1, then: [][2]int{{12000, 1}}},
		"dearer and as before":         {stock: 1, then: [][2]int{{12000, 1}, {10000, 1}}},
		"cheaper while there is none":  {stock: 1, then: [][2]int{{8500, 0}}},
		"cheaper, and back after that": {stock: 1, then: [][2]int{{8500, 0}, {8500, 1}}, titles: []string{"Back in stock", "Price drop"}, words: "%s fell from ₦10,000 to ₦8,500."},
		"told of both":                 {stock: 0, then: [][2]int{{9000, 1}}, titles: []string{"Back in stock", "Price drop"}, words: "%s fell from ₦10,000 to ₦9,000."},
		"from before prices were kept": {stock: 1, then: [][2]int{{9000, 1}}, before: func(wish, _ int) { s.exec("UPDATE wishlists SET seen_price_ngn = NULL WHERE id = $1", wish) }},
		"and cheaper after that":       {stock: 1, then: [][2]int{{9000, 0}, {8000, 1}}, titles: []string{"Back in stock", "Price drop"}, words: "%s fell from ₦9,000 to ₦8,000.", before: func(wish, _ int) { s.exec("UPDATE wishlists SET seen_price_ngn = NULL WHERE id = $1", wish) }},
		"not sold at present":          {stock: 0, then: [][2]int{{8000, 1}}, before: func(_, product int) { s.exec("UPDATE products SET active = false WHERE id = $1", product) }},
	} {
		t.Run(name, func(t *testing.T) {
			product := s.product(row.stock)
			wish, err := s.service.Add(ctx, product)
			require.NoError(t, err)
			if row.before != nil {
				row.before(wish.ID, product)
			}
			for _, now := range row.then {
				s.news()
				s.is(product, now[0], now[1])
				s.watch()
			}
			told := s.news()
			require.Len(t, told, len(row.titles))
			for i, notice := range told {
				require.Equal(t, row.titles[i], notice.Title)
				require.Equal(t, user, notice.User)
				require.Equal(t, fmt.Sprintf("/products/thing-%d", s.made.Load()), notice.ActionURL)
			}
			if len(told) > 0 {
				last := told[len(told)-1]
				require.Equal(t, fmt.Sprintf(row.words, fmt.Sprintf("Thing %d", s.made.Load())), last.Message)
				what := "stock"
				if last.Title == "Price drop" {
					what = fmt.Sprintf("price:%d", row.then[len(row.then)-1][0])
				}
				require.Equal(t, fmt.Sprintf("wish:%d:%s:%d", wish.ID, what, openAt.Unix()/3600), last.Source)
			}
			require.Zero(t, s.watch(), "once")
			require.Empty(t, s.news())
		})
	}
}

// crowd has n people wish for sold-out products, which then are back, cheaper.
func (s *shop) crowd(n int) {
	s.Helper()
	s.exec(`INSERT INTO products (sku, slug, name, price_ngn, stock_count, category_id)
		SELECT 'C-' || n, 'c-' || n, 'C ' || n, 900, 5, 1 FROM generate_series(1, 10) AS n`)
	s.exec(`INSERT INTO users (id, referral_code) SELECT gen_random_uuid(), 'C-' || n FROM generate_series(1, $1::int) AS n`, n/10)
	s.exec(`INSERT INTO wishlists (user_id, product_id, seen_price_ngn, seen_in_stock)
		SELECT u.id, p.id, 1000, false FROM users AS u CROSS JOIN products AS p WHERE u.referral_code LIKE 'C-%'`)
}

func TestTwoWorkersTellEachOnce(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	const wishes = 1000
	s.crowd(wishes)
	told := make([]int, 4)
	require.NoError(t, atOnce(len(told), func(i int) (err error) {
		told[i], err = s.service.Watch(t.Context(), 1<<20)
		return err
	}))
	rest := s.watch() // What a worker left to another that had it in hand is never lost.
	sources := map[string]int{}
	for _, notice := range s.news() {
		sources[notice.Source]++
	}
	require.Len(t, sources, 2*wishes)
	for source, times := range sources {
		require.Equal(t, 1, times, source)
	}
	require.Zero(t, s.number("SELECT count(*) FROM wishlists WHERE NOT seen_in_stock OR seen_price_ngn <> 900"))
	require.Equal(t, 2*wishes, told[0]+told[1]+told[2]+told[3]+rest)
	require.EqualValues(t, 2*wishes, s.heard.Load(), "devices learn of each")
}

func TestAWatchCostsStatementsABatchAndNotAWish(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	s.crowd(1000)
	ctx, counter := postgres.WithCounter(t.Context())
	told, err := s.service.Watch(ctx, 1<<20)
	require.NoError(t, err)
	require.Equal(t, 2000, told)
	require.LessOrEqual(t, len(counter.Statements()), 3*(1000/watchBatch+1), "begin, find and note, commit")

	s.exec("UPDATE wishlists SET seen_in_stock = false")
	told, err = s.service.Watch(t.Context(), 300)
	require.NoError(t, err)
	require.Equal(t, 300, told)
	require.Equal(t, 700, s.watch())
}

func TestWhatCannotBeToldIsToldLater(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	s.crowd(20)
	s.fail = errors.New("the notices are away")
	_, err := s.service.Watch(t.Context(), 1000)
	require.ErrorIs(t, err, s.fail)
	s.fail = nil
	require.Equal(t, 40, s.watch())
	ended, end := context.WithCancel(t.Context())
	end()
	_, err = s.service.Watch(ended, 1000)
	require.ErrorIs(t, err, context.Canceled)
}
