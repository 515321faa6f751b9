package postgres_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"zuka/internal/platform/postgres"
	"zuka/internal/testenv"
)

func TestAWatcherSeesEveryMoment(t *testing.T) {
	t.Parallel()
	pool := testenv.Pool(t)
	type moment struct {
		sql            string
		answered, open bool
	}
	var seen []moment
	ctx := postgres.WithWatcher(t.Context(), func(m postgres.Moment) { seen = append(seen, moment{m.SQL, m.Answered, m.Open}) })
	require.NoError(t, postgres.InTx(ctx, pool, func(ctx context.Context, tx postgres.Tx) error {
		_, err := tx.ExecContext(ctx, "SELECT 1")
		return err
	}))
	_, err := pool.Pgx().Exec(ctx, "SELECT 2")
	require.NoError(t, err)
	_, err = pool.Pgx().Exec(t.Context(), "SELECT 3")
	require.NoError(t, err)
	require.Equal(t, []moment{
		{"begin", false, false}, {"begin", true, true}, {"SELECT 1", false, true}, {"SELECT 1", true, true},
		{"commit", false, true}, {"commit", true, false}, {"SELECT 2", false, false}, {"SELECT 2", true, false},
	}, seen)
}
