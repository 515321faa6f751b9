package job

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/riverqueue/river"
	"github.com/stretchr/testify/require"

	"zuka/internal/platform/clock"
	"zuka/internal/testenv"
)

func TestWhatComesByItself(t *testing.T) {
	t.Parallel()
	pool, domain := testenv.Pool(t), new(hands)
	// A clock years ahead shows that the partitions are made from its month on.
	now := clock.Fixed(time.Date(2031, 11, 15, 3, 0, 0, 0, time.UTC))
	_, err := pool.Pgx().Exec(t.Context(), `WITH c AS (INSERT INTO categories (name, slug) VALUES ('Gowns', 'gowns') RETURNING id)
		INSERT INTO products (name, slug, sku, category_id, price_ngn) SELECT 'Agbada', 'agbada', 'A-1', id, 100 FROM c`)
	require.NoError(t, err)
	require.Zero(t, scan[int](t, pool, "SELECT count(*) FROM search_terms WHERE word = 'agbada'"))
	hour := time.Now().Truncate(time.Hour)
	first, events := started(t, Config{Pool: pool, Work: domain.work(), Clock: now})
	waiting := map[string]bool{"clean_accounts": true, "ensure_partitions": true, "refresh_search_terms": true}
	for _, one := range (Sweeps{}).turnus() {
		waiting["sweep "+one.what] = true
	}
	for len(waiting) > 0 {
		event := <-events
		require.Equal(t, river.EventKindJobCompleted, event.Kind, "%s: %v", event.Job.Kind, event.Job.Errors)
		name := event.Job.Kind
		if name == (sweep{}).Kind() {
			var args sweep
			require.NoError(t, json.Unmarshal(event.Job.EncodedArgs, &args))
			name += " " + args.What
			require.Positive(t, domain.count("sweep_"+args.What))
		} else { // A sweep comes again while the others are waited for, where that takes long.
			require.True(t, waiting[name], "%s twice", name)
		}
		delete(waiting, name)
	}
	require.Equal(t, 1, domain.count("clean_accounts"))
	for _, month := range []string{"2031_11", "2031_12", "2032_01", "2032_02"} {
		require.True(t, scan[bool](t, pool, "SELECT to_regclass('analytics_events_' || $1) IS NOT NULL", month), month)
	}
	require.False(t, scan[bool](t, pool, "SELECT to_regclass('analytics_events_2031_10') IS NOT NULL"))
	require.Equal(t, 1, scan[int](t, pool, "SELECT count(*) FROM search_terms WHERE word = 'agbada'"))

	// What was done in its period is not left again by the next leader, unless
	// the hour has ended since.
	results, err := first.client.InsertMany(t.Context(), []river.InsertManyParams{{Args: clean{}}, {Args: ensurePartitions{}}, {Args: refreshTerms{}}})
	require.NoError(t, err)
	for _, result := range results {
		require.True(t, result.UniqueSkippedAsDuplicate || !hour.Equal(time.Now().Truncate(time.Hour)), result.Job.Kind)
	}
}

func TestDailyWorkBearsARepetition(t *testing.T) {
	t.Parallel()
	pool := testenv.Pool(t)
	partitions := &partitionWorker{pool: pool, clock: clock.Fixed(time.Date(2032, 1, 31, 0, 0, 0, 0, time.UTC)), log: quietLog()}
	terms := &termsWorker{pool: pool}
	for range 2 {
		require.NoError(t, partitions.Work(t.Context(), nil))
		require.NoError(t, terms.Work(t.Context(), nil))
	}
}

func TestNights(t *testing.T) {
	t.Parallel()
	at := nightly{2, 30}
	for after, want := range map[string]string{
		"2026-03-31T01:29:59Z": "2026-03-31T01:30:00Z", // half past two in Lagos
		"2026-03-31T01:30:00Z": "2026-04-01T01:30:00Z",
		"2026-03-31T22:59:59Z": "2026-04-01T01:30:00Z",
		"2026-03-31T23:30:00Z": "2026-04-01T01:30:00Z", // the next day in Lagos
		"2026-12-31T12:00:00Z": "2027-01-01T01:30:00Z",
	} {
		moment, err := time.Parse(time.RFC3339, after)
		require.NoError(t, err)
		require.Equal(t, want, at.Next(moment).UTC().Format(time.RFC3339), after)
	}
}
