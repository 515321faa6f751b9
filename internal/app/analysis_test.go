package app_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// What takes longer than a request may is told in its answer, and goes on: whoever
// asks again is given the outcome. This waits for as long as a request may take.
func TestCountingAnewGoesOnWhenTheRequestIsOver(t *testing.T) {
	t.Parallel()
	config := sample(t, false)
	config.OperationTimeout = 10 * time.Second // As a shop has it.
	m := newMarketOf(t, config).opens()
	advance(t, m) // Makes the watermark.
	role(t, m.shop, "staff@example.ng", "admin")
	admin := browser(t, m.shop)
	admin.login("staff@example.ng")
	holder, err := m.shop.Pool.Pgx().Begin(t.Context())
	require.NoError(t, err)
	defer func() { _ = holder.Rollback(context.Background()) }()
	_, err = holder.Exec(t.Context(), "SET LOCAL idle_in_transaction_session_timeout = 0; SELECT FROM analytics_watermarks WHERE name = 'events' FOR UPDATE")
	require.NoError(t, err)
	today := time.Now().UTC().Add(time.Hour).Format(time.DateOnly) // In Lagos; it is said, so that midnight changes nothing.
	days := fmt.Sprintf(`from: %q, to: %q`, today, today)
	_, codes := admin.do("rollupRefresh", days, "events", nil)
	require.Equal(t, []string{"RETRY_LATER"}, codes)
	_, codes = admin.do("rollupRefresh", `from: "2026-02-01", to: "2026-02-02"`, "events", nil)
	require.Equal(t, []string{"STATE_CONFLICT"}, codes)
	require.NoError(t, holder.Commit(t.Context()))
	_, codes = admin.do("rollupRefresh", days, "events", nil)
	require.Empty(t, codes)
	_, codes = admin.do("eventsArchive", "", "archived", nil)
	require.Empty(t, codes)
}
