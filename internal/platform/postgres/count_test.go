package postgres_test

import (
	"context"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"

	"zuka/internal/platform/postgres"
	"zuka/internal/testenv"
)

func TestEveryStatementOfAPoolIsCounted(t *testing.T) {
	t.Parallel()
	registry := prometheus.NewRegistry()
	pool, err := postgres.Open(t.Context(), postgres.Options{URL: testenv.Postgres(t), Statements: postgres.NewStatements(registry)})
	require.NoError(t, err)
	t.Cleanup(pool.Close)
	sent := func() float64 {
		families, err := registry.Gather()
		require.NoError(t, err)
		require.Len(t, families, 1)
		require.Equal(t, "zuka_sql_statements_total", families[0].GetName())
		return families[0].GetMetric()[0].GetCounter().GetValue()
	}
	before := sent()
	require.NoError(t, postgres.InTx(t.Context(), pool, func(ctx context.Context, tx postgres.Tx) error {
		_, err := tx.ExecContext(ctx, "SELECT 1")
		return err
	}))
	_, err = pool.Pgx().Exec(t.Context(), "SELECT 2")
	require.NoError(t, err)
	require.InDelta(t, before+4, sent(), 0, "the transaction's beginning and end among them")
}
