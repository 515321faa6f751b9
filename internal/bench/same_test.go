package bench

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"zuka/internal/app"
	"zuka/internal/bench/rival"
	"zuka/internal/platform/postgres"
	"zuka/internal/seed"
	"zuka/internal/testenv"
)

func TestMain(m *testing.M) { testenv.Main(m) }

// patience is how long Redis may take: no machine is so busy that it is too short.
const patience = 20 * time.Second

// address serves a handler on this machine.
func address(t *testing.T, handler http.Handler) string {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return strings.TrimPrefix(server.URL, "http://")
}

func TestTheRivalAnswersTheSame(t *testing.T) {
	t.Parallel()
	url := testenv.Postgres(t)
	pool, err := postgres.Open(t.Context(), postgres.Options{URL: url, MaxConns: 2})
	require.NoError(t, err)
	defer pool.Close()
	// Enough for second pages: there are about as many leaf categories.
	require.NoError(t, seed.Fill(t.Context(), pool, plan(1500), slog.New(slog.DiscardHandler)))

	redisURL, prefix := testenv.Redis(t)
	shop, err := app.New(t.Context(), app.Config{
		DatabaseURL: url, RedisURL: redisURL, RedisPrefix: prefix, DatabaseMax: 4, RedisTimeout: patience, PublicURL: "http://localhost:8080", CacheOff: true,
		Storefront: "http://localhost:3000", FilesURL: t.TempDir(), JobConns: 5, SecretKeys: []string{strings.Repeat("k", app.SecretBytes)},
	}, slog.New(slog.DiscardHandler))
	require.NoError(t, err)
	defer shop.Close()
	other, err := rival.New(t.Context(), url, 4)
	require.NoError(t, err)
	defer other.Close()
	ours, theirs := address(t, shop.Handler), address(t, other.Handler())

	conn, err := pgx.Connect(t.Context(), url)
	require.NoError(t, err)
	defer func() { require.NoError(t, conn.Close(t.Context())) }()
	pages, err := storefront(t.Context(), conn, ours)
	require.NoError(t, err)
	require.Len(t, pages, 3)
	second := 0
	for _, q := range pages[0].questions {
		if q.variables["after"] != nil {
			second++
		}
	}
	require.Positive(t, second, "later pages are asked for too")
	require.NoError(t, compare(t.Context(), pages, ours, theirs))

	// A comparison that cannot fail is none.
	_, err = pool.Pgx().Exec(t.Context(), "UPDATE products SET name = name || '!'")
	require.NoError(t, err)
	require.NoError(t, compare(t.Context(), pages, ours, theirs), "both see the change")
	pages[1].questions[0].path = pages[1].questions[1].path
	require.ErrorContains(t, compare(t.Context(), pages, ours, theirs), "Q2")

	searches, err := prepareSearches(t.Context(), ours)
	require.NoError(t, err)
	found, corrected := 0, 0
	for _, one := range searches {
		if one.found > 0 {
			found++
		}
		if one.corrected != "" {
			corrected++
		}
	}
	require.Greater(t, found, len(searches)/2, "most searches find something even in a small shop")
	require.Positive(t, corrected)
	seen, err := askSearches(t.Context(), ours, searches, 2)
	require.NoError(t, err)
	require.Zero(t, seen.all.Errors)
	require.Equal(t, repeats*len(searches), seen.all.Requests)
}
