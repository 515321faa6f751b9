package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"zuka/internal/app"
	"zuka/internal/testenv"
)

func TestMain(m *testing.M) { testenv.Main(m) }

func TestADatabaseThatIsBehindIsNotServed(t *testing.T) {
	t.Parallel()
	redisURL, prefix := testenv.Redis(t)
	config := app.Config{
		DatabaseURL: testenv.EmptyPostgres(t), RedisURL: redisURL, RedisPrefix: prefix, DatabaseMax: 2,
		PublicURL: "http://shop.test", Addr: "127.0.0.1:0", LogLevel: "error",
		Storefront: "http://storefront.test", FilesURL: t.TempDir(), JobConns: 5, SecretKeys: []string{strings.Repeat("k", app.SecretBytes)},
	}
	require.ErrorContains(t, serveCommand{}.Run(t.Context(), &config), "run zuka migrate")
}
