package report

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"zuka/internal/platform/clock"
	"zuka/internal/platform/money"
	"zuka/internal/platform/postgres"
	"zuka/internal/seed"
	"zuka/internal/testenv"
)

// The three sample queries of the data model, on the sample shop, with what is
// said there of dates as moments: the first of this month, 7 and 30 days ago. The
// third joins the table that has its column.
const (
	sampleSellers = `SELECT p.name, SUM(oi.quantity) as total_sold, SUM(oi.total_price_ngn)::bigint as revenue
		FROM order_items oi
		JOIN products p ON oi.product_id = p.id
		JOIN orders o ON oi.order_id = o.id
		WHERE o.created_at >= $1 AND o.created_at < $2
		  AND o.status = 'delivered'
		GROUP BY p.id, p.name
		ORDER BY total_sold DESC, p.id
		LIMIT 10`
	samplePets = `SELECT
			persona_type,
			COUNT(*) as conversations_count,
			COUNT(DISTINCT c.user_id) as unique_users
		FROM pet_conversations c JOIN user_pets ON user_pets.id = c.pet_id
		WHERE c.created_at >= $1 AND c.created_at < $2
		GROUP BY persona_type`
)

func TestTheSampleQueriesAreAnswered(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	plan := seed.Plan{Products: 320, Users: 500, Orders: 900, Reviews: 100, Events: 6_000, Pets: 40, Plays: 60, Now: now}
	require.NoError(t, seed.Fill(t.Context(), w.pool, plan, slog.New(slog.DiscardHandler)))
	today := clock.Day(now)
	end := today.AddDate(0, 0, 1)

	month := time.Date(2026, 11, 1, 0, 0, 0, 0, clock.Lagos)
	type seller struct {
		Name    string
		Sold    int
		Revenue money.Naira
	}
	rows, err := w.pool.Pgx().Query(t.Context(), sampleSellers, month, end)
	require.NoError(t, err)
	want, err := pgx.CollectRows(rows, pgx.RowToStructByPos[seller])
	require.NoError(t, err)
	require.Len(t, want, 10)
	sellers, err := w.TopSellers(t.Context(), Range{From: month, To: end}, nil, 10)
	require.NoError(t, err)
	got := make([]seller, len(sellers))
	for i, one := range sellers {
		got[i] = seller{one.Name, one.Sold, one.Revenue}
	}
	require.Equal(t, want, got)

	for back := range 20 { // Each range has other borders that visits lie over.
		week := Range{From: today.AddDate(0, 0, -7-back), To: end.AddDate(0, 0, -back)}
		funnel, err := w.Funnel(t.Context(), week, InRange)
		require.NoError(t, err)
		require.Equal(t, w.told(week.From, week.To, 1<<60), funnel.Totals, back)
		require.Positive(t, funnel.Totals.Purchases)
	}

	since := today.AddDate(0, 0, -30)
	rows, err = w.pool.Pgx().Query(t.Context(), samplePets, since, end)
	require.NoError(t, err)
	pets, err := w.Pets(t.Context(), Range{From: since, To: end})
	require.NoError(t, err)
	personas := map[string]TalkFigures{}
	for _, one := range pets.Personas {
		personas[one.Persona] = one.Figures
	}
	var persona string
	var lines, people, found int
	_, err = pgx.ForEachRow(rows, []any{&persona, &lines, &people}, func() error {
		found++
		require.Equal(t, lines, personas[persona].Lines, persona)
		require.Equal(t, people, personas[persona].People, persona)
		return nil
	})
	require.NoError(t, err)
	require.Positive(t, found)
}

// A report takes the same few statements whatever there is.
func TestStatementsAreFew(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := days(t, "2026-01-01", "2027-01-01", Week)
	for name, c := range map[string]struct {
		most int
		ask  func(context.Context) error
	}{
		"sales":      {5, func(ctx context.Context) error { _, err := w.Sales(ctx, r); return err }},
		"salesBy":    {2, func(ctx context.Context) error { _, err := w.SalesBy(ctx, r, ByVisitPlatform); return err }},
		"products":   {4, func(ctx context.Context) error { _, err := w.Products(ctx, r, "", 0); return err }},
		"topSellers": {1, func(ctx context.Context) error { _, err := w.TopSellers(ctx, r, nil, 0); return err }},
		"categories": {4, func(ctx context.Context) error { _, err := w.Categories(ctx, r); return err }},
		"customers":  {6, func(ctx context.Context) error { _, err := w.Customers(ctx, r); return err }},
		"lifetime":   {2, func(ctx context.Context) error { _, err := w.LifetimeValue(ctx, r, 0); return err }},
		"channels":   {3, func(ctx context.Context) error { _, err := w.Channels(ctx, r); return err }},
		"retention":  {2, func(ctx context.Context) error { _, err := w.Retention(ctx, r, FirstVisit); return err }},
		"funnel":     {3, func(ctx context.Context) error { _, err := w.Funnel(ctx, r, InRange); return err }},
		"searches":   {4, func(ctx context.Context) error { _, err := w.Searches(ctx, r, 0); return err }},
		"coupons":    {3, func(ctx context.Context) error { _, err := w.Coupons(ctx, r); return err }},
		"games":      {3, func(ctx context.Context) error { _, err := w.Games(ctx, r); return err }},
		"pets":       {6, func(ctx context.Context) error { _, err := w.Pets(ctx, r); return err }},
		"payments":   {4, func(ctx context.Context) error { _, err := w.Payments(ctx, r); return err }},
		"breakdown":  {4, func(ctx context.Context) error { _, err := w.Breakdown(ctx, r, "purchase", ByState); return err }},
	} {
		ctx, counter := postgres.WithCounter(t.Context())
		require.NoError(t, c.ask(ctx), name)
		require.Len(t, counter.Statements(), c.most, name)
		for _, sql := range counter.Statements() {
			require.NotContains(t, sql, "analytics_events", "%s reads single events", name)
			if name != "retention" && name != "salesBy" { // Those go by person and by order.
				require.NotContains(t, sql, "user_sessions_analytics", "%s reads single visits", name)
			}
		}
	}
}

// The server that is read dies before the first statement: the second one that the
// reader names is asked.
func TestAReportOutlivesItsReplica(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	server := testenv.OwnPostgres(t)
	dead, err := pgxpool.New(t.Context(), server.URL())
	require.NoError(t, err)
	defer dead.Close()
	require.NoError(t, dead.Ping(t.Context()))
	require.NoError(t, server.Kill())
	asked := 0
	s := New(func(context.Context) *pgxpool.Pool {
		if asked++; asked == 1 {
			return dead
		}
		return w.pool.Pgx()
	}, clock.Fixed(now))
	_, err = s.Sales(t.Context(), Range{From: now, To: now.AddDate(0, 0, 1)})
	require.NoError(t, err)
	require.Equal(t, 4, asked)

	// Where both are dead it is an error, and a mistake of ours is not tried again.
	_, err = New(func(context.Context) *pgxpool.Pool { return dead }, clock.Fixed(now)).Sales(t.Context(), Range{From: now, To: now.AddDate(0, 0, 1)})
	require.Error(t, err)
	require.False(t, passes(&pgconn.PgError{Code: "42601"}))
	require.True(t, passes(&pgconn.PgError{Code: "40001"}))
}
