package app

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/prometheus/client_golang/prometheus"

	"zuka/internal/job"
	"zuka/internal/platform/clock"
	"zuka/internal/platform/postgres"
	"zuka/internal/server/beacon"
	"zuka/internal/shop/analytics"
	"zuka/internal/shop/analytics/archive"
	"zuka/internal/shop/analytics/hot"
	"zuka/internal/shop/analytics/intake"
	"zuka/internal/shop/analytics/report"
	"zuka/internal/shop/analytics/rollup"
)

// Analysis is what makes figures of what happens.
type Analysis struct {
	*analytics.Service
	Stream *intake.Stream
	Hot    *hot.Counters

	replica *postgres.Replica
}

// eventConns is how many connections write events: their own, so that neither
// shoppers nor jobs wait for them.
const eventConns = 3

// analysis wires what takes events and answers questions about them.
func (a *App) analysis(ctx context.Context, registry prometheus.Registerer) error {
	replica, err := postgres.OpenReplica(ctx, postgres.ReplicaOptions{
		Options:  postgres.Options{URL: a.Config.ReplicaURL, MaxConns: a.Config.ReplicaMax, ApplicationName: "zuka-reports", TransactionPooler: a.Config.Pooler == "transaction"},
		MaxLag:   a.Config.ReplicaLag,
		Registry: registry, Log: a.Log,
	}, a.Pool)
	if err != nil {
		return err
	}
	postgres.NewDefaultRows(registry, a.Pool.Pgx())
	n := &a.Analysis
	n.replica = replica
	a.undo = append(a.undo, replica.Stop)
	n.Stream = intake.NewStream(a.redis, a.Config.RedisPrefix, a.Config.EventsMost)
	n.Hot = hot.New(a.redis, a.Config.RedisPrefix)
	reader := func(ctx context.Context) *pgxpool.Pool { return replica.Reader(ctx).Pgx() }
	n.Service = analytics.New(analytics.Config{
		Bus: a.bus, Intake: n.Stream, Hot: n.Hot, Rollup: rollup.New(a.Pool, clock.System{}, a.Log),
		Reports: report.New(reader, clock.System{}, a.hosts()...), Archive: a.archive(a.Pool),
		Secret: a.outlook.keys.Derive("visits"), Log: a.Log,
	})
	return nil
}

// OpenRollup opens what the command line counts days anew with. The closing function
// gives the database back.
func OpenRollup(ctx context.Context, config Config) (_ *rollup.Service, closing func(), err error) {
	pool, err := OpenPool(ctx, config, "zuka rollup")
	if err != nil {
		return nil, nil, err
	}
	return rollup.New(pool, clock.System{}, config.Logger()), pool.Close, nil
}

func (a *App) archive(pool *postgres.Pool) *archive.Service {
	return archive.New(pool.Pgx(), a.files, clock.System{}, a.Log, archive.Settings{Retention: a.Config.EventsKept})
}

// hosts are the shop's own.
func (a *App) hosts() []string {
	var hosts []string
	for _, address := range append([]string{a.Config.Storefront, a.Config.PublicURL}, a.Config.Origins...) {
		if parsed, err := url.Parse(address); err == nil && parsed.Hostname() != "" {
			hosts = append(hosts, parsed.Hostname())
		}
	}
	return hosts
}

// bytesPerCost is how much of a beacon's body costs its sender one, as much as the
// text of a document does.
const bytesPerCost = 100

// beaconPage takes what pages tell of their visits. It counts against what a caller's
// queries may cost, or one would take the room that there is for everybody's events.
func (a *App) beaconPage(spend func(context.Context, int) error) http.Handler {
	return beacon.Handler(beacon.Settings{
		Take: func(ctx context.Context, body []byte) (beacon.Answer, error) {
			if spend != nil {
				if err := spend(ctx, 1+len(body)/bytesPerCost); err != nil {
					return beacon.Answer{}, err
				}
			}
			done, err := a.Analysis.Read(ctx, body)
			if err != nil {
				return beacon.Answer{}, err
			}
			answer := beacon.Answer{Accepted: done.Accepted}
			for _, one := range done.Faults {
				answer.Faults = append(answer.Faults, beacon.Fault(one))
			}
			return answer, nil
		},
		Origins: a.Config.Origins, Log: a.Log,
	})
}

// carrying begins to bring events to the table; what comes back ends it.
func (a *App) carrying(ctx context.Context) (writer *intake.Writer, stop func(), err error) {
	own := a.Config
	own.DatabaseMax = eventConns
	pool, err := openPool(ctx, own, "zuka-events", a.statements)
	if err != nil {
		return nil, nil, err
	}
	writer = intake.NewWriter(pool.Pgx())
	consumer := intake.NewConsumer(intake.Config{Stream: a.Analysis.Stream, Writer: writer, Hot: a.Analysis.Hot, Log: a.Log, Metrics: a.registry})
	consumer.Start()
	return writer, func() {
		defer pool.Close()
		bounded, cancel := context.WithTimeout(context.Background(), carryTime)
		defer cancel()
		if err := consumer.Stop(bounded); err != nil {
			a.Log.Warn("events are left for the next process", "cause", err)
		}
	}, nil
}

// Keeper does what comes by itself, over the connections of requests: for tools and
// tests.
func (a *App) Keeper() *analytics.Keeper { return a.keeper(a.Pool, intake.NewWriter(a.Pool.Pgx())) }

// carryTime is how long the last events may take to be written at the end; what is
// left is written by another process.
const carryTime = 10 * time.Second

// keeper does over a pool what comes by itself.
func (a *App) keeper(pool *postgres.Pool, writer *intake.Writer) *analytics.Keeper {
	return &analytics.Keeper{
		Pool: pool, Writer: writer, Hot: a.Analysis.Hot, Rollup: rollup.New(pool, clock.System{}, a.Log), Archive: a.archive(pool), Log: a.Log,
	}
}

// figureSweeps adds the sweeps of figures to the others.
func figureSweeps(sweeps job.Sweeps, keeper *analytics.Keeper) job.Sweeps {
	sweeps.Figures, sweeps.Views, sweeps.Counters, sweeps.Archives = keeper.Advance, keeper.RefreshViews, keeper.Flush, keeper.Shelve
	return sweeps
}
