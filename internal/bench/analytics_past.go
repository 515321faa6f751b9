package bench

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"golang.org/x/sync/errgroup"

	"zuka/internal/platform/postgres"
	"zuka/internal/seed"
	"zuka/internal/shop/analytics/rollup"
)

const (
	// pastDays is how long events have happened.
	pastDays = 75
	// visitsAtOnce is how many visits' events one statement makes.
	visitsAtOnce = 25_000
)

// past is what was measured in a shop with many events.
type past struct {
	events, visits int64
	// bytes is the size of the events with their indexes.
	bytes int64
	steps []step
	// turns are rollups of what was new, refreshes those of the view, plainly and
	// CONCURRENTLY.
	turns     []turn
	refreshes [2][]time.Duration
	asked     []asked
	funnel    funnelled
	archived  archived
}

// step is a part of making the shop.
type step struct {
	name string
	took time.Duration
}

// history is the shop with many events, while it is measured.
type history struct {
	yore
	shop *database
	pool *postgres.Pool
	seen *past
	end  time.Time
	opts *Options
}

// pastPlan is a shop for reports: what they tell of besides events is in it.
func pastPlan() seed.Plan {
	return seed.Plan{Products: 20_000, Users: 50_000, Orders: 40_000, Reviews: 5_000, Pets: 1_000, Plays: 30_000, Now: time.Now()}
}

// measurePast measures what becomes of many events.
func (o *Options) measurePast(ctx context.Context, into *analytics) error {
	return o.pastOf(ctx, into, pastPlan())
}

func (o *Options) pastOf(ctx context.Context, into *analytics, plan seed.Plan) (err error) {
	shop, err := makeShop(ctx, o.DatabaseURL, "zuka_bench_past", plan, o.Log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, shop.drop(context.WithoutCancel(ctx))) }()
	return o.relive(ctx, shop, plan, into)
}

// relive fills a shop with events and measures in it.
func (o *Options) relive(ctx context.Context, shop *database, plan seed.Plan, into *analytics) error {
	pool, err := postgres.Open(ctx, postgres.Options{URL: shop.url, MaxConns: 4, StatementTimeout: time.Hour, ApplicationName: "zuka bench"})
	if err != nil {
		return err
	}
	defer pool.Close()
	into.past = new(past)
	visits := max(int64(o.Events)/eventsPerVisit, 100)
	h := &history{
		shop: shop, pool: pool, seen: into.past, end: time.Now().Add(-time.Hour), opts: o,
		yore: yore{products: plan.Products, people: plan.Users, orders: plan.Orders, visits: visits, back: visits/(pastDays*80)*10 + 3},
	}
	for _, one := range []struct {
		name string
		work func(context.Context) error
	}{
		{"making the events", h.fill}, {"rolling up", h.rollUp}, {"reports", h.ask}, {"comparing the funnel", h.compareFunnel}, {"archiving", h.archive},
	} {
		begun := time.Now()
		if err := one.work(ctx); err != nil {
			return fmt.Errorf("%s of %d events: %w", one.name, o.Events, err)
		}
		o.Log.Info("measured", "what", one.name, "took", time.Since(begun).Round(time.Second))
	}
	return nil
}

// peopleByNumber are people by number, and orders that came of visits.
const peopleByNumber = `CREATE TABLE bench_people AS SELECT row_number() OVER (ORDER BY id) AS n, id FROM users;
	CREATE UNIQUE INDEX ON bench_people (n);
	UPDATE orders SET visit_id = md5('s' || mod(id * 7919, %d))::uuid;
	SET maintenance_work_mem = '512MB';`

// fill makes the events: without their secondary indexes, which are made afterwards as
// the migrations have them.
func (h *history) fill(ctx context.Context) error {
	if _, err := postgres.EnsurePartitions(ctx, h.pool.Pgx(), h.end.AddDate(0, 0, -pastDays), h.end.AddDate(0, 1, 0)); err != nil {
		return err
	}
	rows, err := h.pool.Pgx().Query(ctx, `SELECT indexrelid::regclass::text, replace(pg_get_indexdef(indexrelid), ' ON ONLY ', ' ON ')
		FROM pg_index WHERE indrelid = 'analytics_events'::regclass AND NOT indisprimary ORDER BY 1`)
	if err != nil {
		return err
	}
	indexes, err := pgx.CollectRows(rows, pgx.RowToStructByPos[struct{ Name, Definition string }])
	if err != nil {
		return err
	}
	names, definitions := make([]string, len(indexes)), make([]string, len(indexes))
	for i, one := range indexes {
		names[i], definitions[i] = one.Name, one.Definition
	}
	for _, one := range []struct {
		name string
		work func() error
	}{
		{"rows", func() error {
			if err := h.execute(ctx, fmt.Sprintf(peopleByNumber, h.visits), "DROP INDEX "+strings.Join(names, ", ")); err != nil {
				return err
			}
			return h.fillRows(ctx)
		}},
		{"indexes", func() error { return h.side(ctx, definitions) }},
		{"VACUUM", func() error { return h.execute(ctx, "VACUUM (ANALYZE) analytics_events") }},
		{"figures", func() error { return h.figures(ctx) }},
		{"VACUUM of all", func() error { return h.execute(ctx, "VACUUM (ANALYZE)") }},
	} {
		begun := time.Now()
		if err := one.work(); err != nil {
			return fmt.Errorf("%s: %w", one.name, err)
		}
		h.seen.steps = append(h.seen.steps, step{one.name, time.Since(begun)})
		h.opts.Log.Info("made", "what", one.name, "took", time.Since(begun).Round(time.Millisecond))
	}
	return h.pool.Pgx().QueryRow(ctx, `SELECT sum(pg_total_relation_size(inhrelid))::bigint, (SELECT count(*) FROM analytics_events), (SELECT count(*) FROM user_sessions_analytics)
		FROM pg_inherits WHERE inhparent = 'analytics_events'::regclass`).Scan(&h.seen.bytes, &h.seen.events, &h.seen.visits)
}

// execute runs statements one after the other, outside of transactions.
func (h *history) execute(ctx context.Context, statements ...string) error {
	return h.side(ctx, []string{strings.Join(statements, "\n")})
}

// side runs statements, two at a time.
func (h *history) side(ctx context.Context, statements []string) error {
	var group errgroup.Group
	group.SetLimit(2)
	for _, sql := range statements {
		group.Go(func() error {
			return connected(ctx, h.shop.url, func(conn *pgx.Conn) error {
				if _, err := conn.Exec(ctx, "SET maintenance_work_mem = '512MB'"); err != nil {
					return err
				}
				if _, err := conn.Exec(ctx, sql); err != nil {
					return fmt.Errorf("%.60s: %w", sql, err)
				}
				return nil
			})
		})
	}
	return group.Wait()
}

// fillRows makes the events, on two connections.
func (h *history) fillRows(ctx context.Context) error {
	var next atomic.Int64
	begin := h.end.AddDate(0, 0, -pastDays)
	at := func(visit int64) time.Time {
		return begin.Add(time.Duration(float64(h.end.Sub(begin)) * float64(visit) / float64(h.visits)))
	}
	var group errgroup.Group
	for range 2 {
		group.Go(func() error {
			return connected(ctx, h.shop.url, func(conn *pgx.Conn) error {
				for {
					first := (next.Add(1) - 1) * visitsAtOnce
					if first >= h.visits {
						return nil
					}
					last := min(first+visitsAtOnce, h.visits)
					if _, err := h.happen(ctx, conn, first, last-1, at(first), at(last)); err != nil {
						return err
					}
				}
			})
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	return h.execute(ctx, "SELECT setval(pg_get_serial_sequence('analytics_events', 'id'), (SELECT max(id) FROM analytics_events))")
}

// figures makes visits, days and months of the events.
func (h *history) figures(ctx context.Context) error {
	return pgx.BeginFunc(ctx, h.pool.Pgx(), func(tx pgx.Tx) error {
		if err := postgres.TakeTime(ctx, tx, 0); err != nil {
			return err
		}
		return rollup.Fill(ctx, tx, time.Now())
	})
}
