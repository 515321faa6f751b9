package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"slices"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/redis/go-redis/v9"

	"zuka/graph"
	"zuka/graph/loader"
	"zuka/internal/dashboard"
	"zuka/internal/devpay"
	"zuka/internal/platform/blob"
	"zuka/internal/platform/cache"
	"zuka/internal/platform/keyvalue"
	"zuka/internal/platform/mailbox"
	"zuka/internal/platform/persisted"
	"zuka/internal/platform/postgres"
	"zuka/internal/platform/pubsub"
	"zuka/internal/platform/ratelimit"
	"zuka/internal/platform/workload"
	"zuka/internal/server"
	"zuka/internal/server/beacon"
	"zuka/internal/server/devidentity"
	"zuka/internal/server/documents"
	"zuka/internal/server/playground"
	"zuka/internal/server/responsecache"
	"zuka/internal/shop/account"
	"zuka/internal/shop/account/session"
	"zuka/internal/shop/catalog"
)

// App is the shop, wired and running.
type App struct {
	Config  Config
	Log     *slog.Logger
	Pool    *postgres.Pool
	Catalog *catalog.Service
	Account *account.Service
	// Buying are the domains by which people buy.
	Buying *Buying
	// Play are those by which people play and earn.
	Play Play
	// Pets are the shopping assistants.
	Pets Pets
	// Analysis makes figures of what happens.
	Analysis Analysis
	// Responses are whole answers that are kept; nil where none are.
	Responses *cache.Shown
	// Sessions know who is who.
	Sessions *session.Store
	Handler  http.Handler

	registry *prometheus.Registry
	redis    redis.UniversalClient
	hub      *pubsub.Hub
	bus      *cache.Bus
	limits   *ratelimit.Limiter
	files    blob.Store
	mailbox  *mailbox.Mailbox
	identity *devidentity.Identity
	devpay   *devpay.Provider
	outlook  outlook
	// statements counts those of all pools, for /metrics.
	statements prometheus.Counter
	// documents are those that clients were published with.
	documents *persisted.Registry
	// undo closes what was opened, in the order of opening.
	undo []func()
}

// New connects and wires everything, and starts what runs in the background.
// Redis may be down: the shop then works from PostgreSQL until it is back.
func New(ctx context.Context, config Config, log *slog.Logger) (*App, error) {
	if err := config.Check(); err != nil {
		return nil, err
	}
	app := &App{Config: config, Log: log}
	if err := app.open(ctx); err != nil {
		app.Close()
		return nil, err
	}
	return app, nil
}

// open connects and wires, in the order in which the parts need each other.
func (a *App) open(ctx context.Context) (err error) {
	registry := prometheus.NewRegistry()
	a.registry = registry
	a.statements = postgres.NewStatements(registry)
	if a.Pool, err = openPool(ctx, a.Config, "zuka", a.statements); err != nil {
		return err
	}
	a.undo = append(a.undo, a.Pool.Close)
	if a.redis, err = keyvalue.OpenWaiting(a.Config.RedisURL, 2*a.Config.RedisTimeout); err != nil {
		return fmt.Errorf("REDIS_URL %w", err)
	}
	a.undo = append(a.undo, func() { _ = a.redis.Close() }) // Nothing is left to lose.
	a.hub = pubsub.New(a.redis, pubsub.Options{Prefix: a.Config.RedisPrefix, Log: a.Log})
	a.bus, err = cache.NewBus(cache.Options{
		Redis: a.redis, Hub: a.hub, Prefix: a.Config.RedisPrefix + "cache:", OpTimeout: a.Config.RedisTimeout, Disabled: a.Config.CacheOff,
		Log: a.Log, Metrics: registry,
	})
	if err != nil {
		return err
	}
	a.documents = persisted.New(persisted.Config{Pool: a.Pool, Hub: a.hub, Log: a.Log})
	a.Catalog = catalog.New(catalog.Config{Pool: a.Pool, Bus: a.bus, MediaURL: a.Config.PublicURL, More: a.Config.spare() * moreProducts})
	if err := a.people(registry); err != nil {
		return err
	}
	if err := a.analysis(ctx, registry); err != nil {
		return err
	}
	a.boards()
	if err := a.openPets(registry); err != nil {
		return err
	}
	if a.Handler, err = a.handler(registry); err != nil {
		return err
	}
	a.begin()
	return nil
}

// begin starts what runs in the background.
func (a *App) begin() {
	a.hub.Start()
	a.undo = append(a.undo, a.hub.Stop)
	a.bus.Start()
	a.undo = append(a.undo, a.bus.Stop)
	a.documents.Start()
	a.undo = append(a.undo, a.documents.Stop)
	a.Sessions.Start()
	a.undo = append(a.undo, a.Sessions.Stop)
	a.Play.Boards.Start()
	a.undo = append(a.undo, a.Play.Boards.Stop)
	a.Analysis.replica.Start()
	a.Analysis.Start()
	a.undo = append(a.undo, a.Analysis.Stop)
	a.Play.Live.Start()
	a.undo = append(a.undo, a.Play.Live.Stop)
}

// OpenPool opens the database as the settings say.
func OpenPool(ctx context.Context, config Config, name string) (*postgres.Pool, error) {
	return openPool(ctx, config, name, nil)
}

// openPool is OpenPool with a counter of statements; nil counts none.
func openPool(ctx context.Context, config Config, name string, statements prometheus.Counter) (*postgres.Pool, error) {
	return postgres.Open(ctx, postgres.Options{
		URL: config.DatabaseURL, MaxConns: config.DatabaseMax,
		TransactionPooler: config.Pooler == "transaction", ApplicationName: name, Statements: statements,
	})
}

func (a *App) handler(registry *prometheus.Registry) (http.Handler, error) {
	proxies, err := a.Config.proxies()
	if err != nil {
		return nil, err
	}
	registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	sources := &loader.Sources{
		Catalog: a.Catalog, Accounts: a.Account, Orders: a.Buying.Orders, Payments: a.Buying.Payments, Points: a.Buying.Loyalty, Referrals: a.Play.Referrals,
		Pets: a.Pets.Service,
	}
	spend := a.budget()
	return server.New(server.Options{
		Schema:    graph.NewSchema(a.resolver()),
		Present:   graph.Presenter(a.Log, server.RequestID),
		Attach:    func(ctx context.Context) context.Context { return loader.Attach(ctx, sources) },
		Responses: a.responses(),
		Pictures:  pictures{a.Catalog},
		Deadline:  a.Config.OperationTimeout,
		Spread:    min(a.Config.Grace/3, 5*time.Second), // The rest is for what is running then.
		Sessions:  a.Sessions, Watch: a.Sessions.Watch, Spend: spend, Proxies: proxies, Secure: a.Config.secure(), Pages: a.pages(),
		Known: map[string]http.Handler{beacon.Path: a.beaconPage(spend), "GET " + dashboard.Path: a.dashboardPage()},
		Checks: []server.Check{
			{Name: "postgres", Run: a.Pool.Ready},
			// Redis is no condition for serving: the shop goes on without it.
		},
		Operations: playground.Operations(),
		Documents: documents.Settings{
			Mode: a.mode(), Registry: newKnown(a.documents), Texts: documents.NewShared(a.redis, a.Config.RedisTimeout, a.Config.RedisPrefix, a.Log),
		},
		Origins: a.Config.Origins, Development: a.Config.Development, Registry: registry, Log: a.Log,
	}), nil
}

func (a *App) resolver() *graph.Resolver {
	b := a.Buying
	return &graph.Resolver{
		Account: a.Account, Carts: b.Carts, Catalog: a.Catalog, Checkout: b.Checkout, Coupons: b.Coupons, Inventory: b.Inventory, Loyalty: b.Loyalty,
		Merchandising: b.Merchandising, Notify: b.Notify, Orders: b.Orders, Payments: b.Payments, Review: b.Review, Wishlist: b.Wishlist,
		Referrals: a.Play.Referrals, Games: a.Play.Games, Boards: a.Play.Boards, Live: a.Play.Live,
		Pets: a.Pets.Service, Taste: a.Pets.Taste, Analysis: a.Analysis.Service, Documents: a.documents, Contract: Contract(),
		Workload: workload.New(a.Pool.Pgx()),
	}
}

const (
	// responseTTL is how long a whole answer is kept here while nothing that it shows
	// changes. Others are told what @cacheControl says in the schema.
	responseTTL = 10 * time.Minute
	// responseBytes is what the answers that the process keeps may take.
	responseBytes = 80 << 20
)

// traced are the root fields that tell the response cache what they show: those
// of the catalogue.
var traced = []string{"product", "products", "search", "searchSuggestions", "productRecommendations", "category", "categories", "brand", "brands"}

// responses keeps whole answers.
func (a *App) responses() *responsecache.Settings {
	if a.Config.CacheOff || a.Config.ResponsesOff {
		return nil
	}
	everything := a.Catalog.Everything()
	a.Responses = cache.NewShown(everything, cache.Settings{Name: "response2", TTL: responseTTL, LocalSize: responseBytes + a.Config.spare()<<20/moreResponses})
	return &responsecache.Settings{
		Store: a.Responses, Traced: traced, Everything: everything, Given: a.Analysis.Given,
	}
}

// Run serves on the listener until ctx ends.
func (a *App) Run(ctx context.Context, listener net.Listener) error {
	go func() {
		if err := a.Catalog.Warm(ctx); err != nil && ctx.Err() == nil {
			a.Log.Warn("the first search will have to wait", "cause", err)
		}
	}()
	stop, err := a.StartJobs(ctx)
	if err != nil {
		return err
	}
	return errors.Join(server.Serve(ctx, listener, a.Handler, a.Log, a.Config.Grace), stop())
}

// StartJobs does the jobs that wait, unless another process is to do them. The
// function that comes back stops it.
func (a *App) StartJobs(ctx context.Context) (stop func() error, err error) {
	if a.Config.NoJobs {
		return func() error { return nil }, nil
	}
	crew, err := a.jobs(ctx)
	if err != nil {
		return nil, err
	}
	if err := crew.runner.Start(ctx); err != nil {
		crew.stopCarrying()
		crew.pool.Close()
		return nil, err
	}
	crew.thinker.Start()
	a.Pets.Service.BeginWith(crew.thinker.Begin)
	return func() error {
		defer crew.pool.Close()
		defer crew.stopCarrying()
		crew.thinker.Stop() // Before the jobs: what it leaves to others is a job.
		return crew.runner.Stop(context.WithoutCancel(ctx))
	}, nil
}

// Work does jobs and serves nothing, until ctx ends.
func (a *App) Work(ctx context.Context) error {
	a.Config.NoJobs = false
	stop, err := a.StartJobs(ctx)
	if err != nil {
		return err
	}
	<-ctx.Done()
	return stop()
}

// Close stops the background work and closes the connections.
func (a *App) Close() {
	for _, undo := range slices.Backward(a.undo) {
		undo()
	}
	a.undo = nil
}
