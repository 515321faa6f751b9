package archive

import (
	"log/slog"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"zuka/internal/platform/blob"
	"zuka/internal/platform/clock"
	"zuka/internal/platform/postgres"
	"zuka/internal/seed"
	"zuka/internal/testenv"
)

// BenchmarkAMonth archives a month of the sample shop: how fast that is, and how
// large the file is beside the table with its indexes.
func BenchmarkAMonth(b *testing.B) {
	for range b.N {
		b.StopTimer()
		pool := testenv.Pool(b)
		plan := seed.Small(time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC))
		plan.Events = 450_000 // Over 45 days; most of them are of January.
		require.NoError(b, seed.Fill(b.Context(), pool, plan, slog.New(slog.DiscardHandler)))
		_, err := pool.Pgx().Exec(b.Context(), "INSERT INTO analytics_watermarks (name, position) VALUES ('events', 1000000000) ON CONFLICT (name) DO UPDATE SET position = excluded.position")
		require.NoError(b, err)
		folder, err := blob.NewDirectory(blob.DirectoryConfig{Root: b.TempDir(), PublicURL: "http://shop.test/", Secret: []byte("0123456789abcdef")})
		require.NoError(b, err)
		b.Cleanup(func() { require.NoError(b, folder.Close()) })
		all, err := postgres.Partitions(b.Context(), pool.Pgx())
		require.NoError(b, err)
		var table postgres.Partition
		for _, one := range all {
			if one.Name == january {
				table = one
			}
		}
		s := New(pool.Pgx(), folder, clock.Fixed(later), slog.New(slog.DiscardHandler), Settings{})
		b.StartTimer()
		m, err := s.Archive(b.Context(), january)
		require.NoError(b, err)
		b.ReportMetric(float64(m.Bytes)/float64(table.Bytes), "of-the-table")
		b.ReportMetric(float64(m.Bytes)/float64(m.Rows), "bytes/row")
		b.ReportMetric(float64(table.Bytes)/float64(m.Rows), "table-bytes/row")
		b.ReportMetric(float64(m.Rows)/b.Elapsed().Seconds()*float64(b.N), "rows/s")
		b.ReportMetric(float64(m.Rows), "rows")
	}
}
