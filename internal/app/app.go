package app

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/redis/go-redis/v9"

	"zuka/graph"
	"zuka/graph/loader"
	"zuka/internal/platform/cache"
	"zuka/internal/platform/postgres"
	"zuka/internal/platform/pubsub"
	"zuka/internal/server"
	"zuka/internal/server/playground"
	"zuka/internal/server/responsecache"
	"zuka/internal/shop/catalog"
)

// App is the shop, wired and running.
type App struct {
	Config  Config
	Log     *slog.Logger
	Pool    *postgres.Pool
	Catalog *catalog.Service
	Handler http.Handler

	redis redis.UniversalClient
	hub   *pubsub.Hub
	bus   *cache.Bus
}

// New connects and wires everything, and starts what runs in the background.
// Redis may be down: the shop then works from PostgreSQL until it is back.
func New(ctx context.Context, config Config, log *slog.Logger) (*App, error) {
	if err := config.Check(); err != nil {
		return nil, err
	}
	pool, err := OpenPool(ctx, config, "zuka")
	if err != nil {
		return nil, err
	}
	options, err := redis.ParseURL(config.RedisURL)
	if err != nil {
		pool.Close()
		return nil, fmt.Errorf("reading REDIS_URL: %w", err)
	}
	// A dead Redis must be noticed before a shopper does.
	options.DialTimeout, options.ReadTimeout, options.WriteTimeout = 500*time.Millisecond, 500*time.Millisecond, 500*time.Millisecond
	options.ContextTimeoutEnabled = true
	registry := prometheus.NewRegistry()
	app := &App{Config: config, Log: log, Pool: pool, redis: redis.NewClient(options)}
	app.hub = pubsub.New(app.redis, pubsub.Options{Prefix: config.RedisPrefix, Log: log})
	app.bus, err = cache.NewBus(cache.Options{
		Redis: app.redis, Hub: app.hub, Prefix: config.RedisPrefix + "cache:", Disabled: config.CacheOff, Log: log, Metrics: registry,
	})
	if err != nil {
		_ = app.redis.Close() // The first error is the one to tell.
		pool.Close()
		return nil, err
	}
	app.hub.Start()
	app.bus.Start()
	app.Catalog = catalog.New(catalog.Config{Pool: pool, Bus: app.bus, MediaURL: config.PublicURL})
	app.Handler = app.handler(registry)
	return app, nil
}

// OpenPool opens the database as the settings say.
func OpenPool(ctx context.Context, config Config, name string) (*postgres.Pool, error) {
	return postgres.Open(ctx, postgres.Options{
		URL: config.DatabaseURL, MaxConns: config.DatabaseMax,
		TransactionPooler: config.Pooler == "transaction", ApplicationName: name,
	})
}

func (a *App) handler(registry *prometheus.Registry) http.Handler {
	registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return server.New(server.Options{
		Schema:    graph.NewSchema(&graph.Resolver{Catalog: a.Catalog}),
		Present:   graph.Presenter(a.Log, server.RequestID),
		Attach:    func(ctx context.Context) context.Context { return loader.Attach(ctx, a.Catalog) },
		Responses: a.responses(),
		Pictures:  a.Catalog,
		Checks: []server.Check{
			{Name: "postgres", Run: a.Pool.Ready},
			// Redis is no condition for serving: the shop goes on without it.
		},
		Operations: playground.Operations(),
		Origins:    a.Config.Origins, Development: a.Config.Development, Registry: registry, Log: a.Log,
	})
}

const (
	// responseTTL is how long a whole answer is kept; what @cacheControl says
	// in the schema is not below it.
	responseTTL = time.Minute
	// responseBytes is what the answers that the process keeps may take.
	responseBytes = 48 << 20
)

// responses keeps whole answers. Everything that is public today is the
// catalogue's.
func (a *App) responses() responsecache.Store {
	if a.Config.CacheOff {
		return nil
	}
	return cache.NewCustomAnswers(a.Catalog.Everything(), cache.Settings{Name: "response1", TTL: responseTTL, LocalSize: responseBytes},
		cache.Custom[string, []byte]{Codec: cache.Bytes{}, Weigh: func(body []byte) int { return 256 + len(body) }})
}

// Run serves on the listener until ctx ends.
func (a *App) Run(ctx context.Context, listener net.Listener) error {
	go func() {
		if err := a.Catalog.Warm(ctx); err != nil && ctx.Err() == nil {
			a.Log.Warn("the first search will have to wait", "cause", err)
		}
	}()
	return server.Serve(ctx, listener, a.Handler, a.Log, a.Config.Grace)
}

// Close stops the background work and closes the connections.
func (a *App) Close() {
	a.bus.Stop()
	a.hub.Stop()
	_ = a.redis.Close() // Nothing is left to lose.
	a.Pool.Close()
}
