package app_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	shoppers "zuka/internal/crowd"
)

// A small crowd does everything that people do here, at once and without
// pauses, by documents and by their hashes; nothing fails.
func TestASmallCrowdShopsWithoutAnError(t *testing.T) {
	t.Parallel()
	config := sample(t, false)
	config.PayerDomain, config.Proxies = "no-email.shop.test", []string{"127.0.0.1"}
	prepares(t, config, []string{`UPDATE product_variants SET stock_count = 40`, `UPDATE products SET stock_count = 80`})
	m := &market{t: t, shop: open(t, config), config: config}
	m.server = serving(t, m.shop)
	m.opens()
	for _, persisted := range []bool{false, true} {
		result, err := shoppers.Run(t.Context(), shoppers.Options{URL: m.server.URL, Shoppers: 20, Steps: 12, Seed: 1, Persisted: persisted})
		require.NoError(t, err)
		require.NoError(t, result.Err())
		for step, times := range result.Drawn {
			require.Positive(t, times, step)
		}
		require.Positive(t, result.Ends.Requests, "a pet has answered")
		require.Positive(t, result.Statements.Count)
		var written strings.Builder
		require.NoError(t, shoppers.Report(&written, shoppers.Visit{Crowd: result}, nil))
		require.Contains(t, written.String(), "no error: met")
	}
	require.Positive(t, count(t, m.shop, `SELECT count(*) FROM orders`))
	require.Positive(t, count(t, m.shop, `SELECT count(*) FROM game_scores`))
	m.settled()
}
