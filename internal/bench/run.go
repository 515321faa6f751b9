package bench

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
)

// What the shop has to reach.
const (
	leastUncached = 0.5
	leastWarm     = 1.5
	mostMemory    = 300 << 20
	mostSearch    = 50 * time.Millisecond
)

// Options say what to measure and for how long.
type Options struct {
	// DatabaseURL and RedisURL name servers that may be burdened.
	DatabaseURL string
	RedisURL    string
	// Zuka and Bench are the programs: the shop's, and our own for the rival.
	Zuka, Bench string
	// Connections is how many clients ask at once, DatabaseConnections how many
	// connections to PostgreSQL each server has.
	Connections         int
	DatabaseConnections int
	Rounds              int
	Seconds             float64
	// Only names the parts to run: storefront, edge, crowd, search, people, buying, play, pet, analytics; all when empty.
	Only []string
	// Products and SearchProducts are the sizes of the two shops.
	Products       int
	SearchProducts int
	// Events is how many have happened in the shop that reports are asked of.
	Events int
	// RedisTimeout is how long Redis may take over one question of the shop's code
	// that runs in this process; 0 is what it allows by itself.
	RedisTimeout time.Duration
	Log          *slog.Logger
}

func (o *Options) wants(part string) bool { return len(o.Only) == 0 || slices.Contains(o.Only, part) }

func (o *Options) settings() settings {
	return settings{
		connections: o.Connections, rounds: o.Rounds,
		duration: time.Duration(o.Seconds * float64(time.Second)), log: o.Log,
	}
}

// Run measures and prints the figures as Markdown. It fails when the two
// servers answer differently or a request is not answered; a figure that
// misses its bar is only marked, for figures depend on the machine.
func Run(ctx context.Context, opts Options) error {
	if opts.DatabaseURL == "" || opts.RedisURL == "" {
		return errors.New("DATABASE_URL and REDIS_URL are needed; `zuka stack -- bin/bench` starts both")
	}
	report := report{options: opts, begun: time.Now()}
	// What was measured before a failure is still worth reading.
	defer report.write(os.Stdout)
	if opts.wants("storefront") || opts.wants("crowd") {
		if err := opts.measureStorefront(ctx, &report); err != nil {
			return err
		}
	}
	if opts.wants("edge") {
		if err := opts.measureEdge(ctx, &report); err != nil {
			return err
		}
	}
	if opts.wants("search") {
		if err := opts.measureSearch(ctx, &report); err != nil {
			return err
		}
	}
	if opts.wants("people") {
		if err := opts.measurePeople(ctx, &report); err != nil {
			return err
		}
	}
	if opts.wants("buying") {
		if err := opts.measureBuying(ctx, &report); err != nil {
			return err
		}
	}
	if opts.wants("play") {
		if err := opts.measurePlay(ctx, &report); err != nil {
			return err
		}
	}
	if opts.wants("pet") {
		if err := opts.measurePets(ctx, &report); err != nil {
			return err
		}
	}
	if opts.wants("analytics") {
		if err := opts.measureAnalytics(ctx, &report); err != nil {
			return err
		}
	}
	return report.failure()
}

func (o *Options) measureStorefront(ctx context.Context, report *report) (err error) {
	shop, err := makeDatabase(ctx, o.DatabaseURL, "zuka_bench_storefront", o.Products, o.Log)
	if err != nil {
		return err
	}
	var running servers
	defer func() {
		err = errors.Join(err, running.stop(), shop.drop(context.WithoutCancel(ctx)))
	}()
	begin := func(name string, argv, environment []string) *process {
		if err != nil {
			return nil
		}
		var p *process
		if p, err = start(ctx, name, argv, append(environment, o.environment(shop)...)); err == nil {
			running = append(running, p)
		}
		return p
	}
	theRival := begin("hand-written", []string{o.Bench, "rival", "--addr", "127.0.0.1:0"}, nil)
	uncached := begin("zuka, no cache", o.serve(), []string{"CACHE_OFF=true"})
	warm := begin("zuka, warm", o.serve(), nil)
	if err != nil {
		return err
	}
	pages, err := o.pages(ctx, shop, uncached.address)
	if err != nil {
		return err
	}
	for _, p := range []*process{uncached, warm} {
		if err := compare(ctx, pages, p.address, theRival.address); err != nil {
			return fmt.Errorf("%s and the rival answer differently: %w", p.name, err)
		}
	}
	o.Log.Info("both answer the same", "questions of each page", compared)
	if o.wants("storefront") {
		if report.standings, err = race(ctx, o.settings(), pages, theRival, uncached, warm); err != nil {
			return err
		}
		report.pages = pages
	}
	if o.wants("crowd") {
		return o.measureCrowd(ctx, report, pages, theRival, uncached, warm)
	}
	return nil
}

func (o *Options) measureCrowd(ctx context.Context, report *report, pages []page, theRival, uncached, warm *process) error {
	for _, one := range []struct {
		process  *process
		requests func(*page, string) [][]byte
	}{{theRival, (*page).theirs}, {uncached, (*page).ours}, {warm, (*page).ours}} {
		seen, err := crowd(ctx, o.settings(), pages, one.requests, one.process)
		if err != nil {
			return err
		}
		report.crowds = append(report.crowds, seen)
	}
	return nil
}

func (o *Options) pages(ctx context.Context, shop *database, address string) ([]page, error) {
	conn, err := pgx.Connect(ctx, shop.url)
	if err != nil {
		return nil, fmt.Errorf("reaching the database: %w", err)
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }() // It was only read from.
	return storefront(ctx, conn, address)
}

// serve is the shop's own command, on any free port.
func (o *Options) serve() []string { return []string{o.Zuka, "serve", "--addr", "127.0.0.1:0"} }

// environment are the settings that all servers have alike.
func (o *Options) environment(shop *database) []string {
	return []string{
		"DATABASE_URL=" + shop.url, "REDIS_URL=" + o.RedisURL, "REDIS_PREFIX=" + shop.name + ":",
		fmt.Sprintf("DATABASE_CONNECTIONS=%d", o.DatabaseConnections), "PUBLIC_URL=http://localhost:8080", "LOG_FORMAT=text",
		"LOG_LEVEL=info", "DEVELOPMENT=false", "SECRET_KEYS=" + benchSecret,
		// All requests come from one address, and what is measured is not how well they are refused.
		"COST_PER_MINUTE=0", "LIMITS_OFF=true",
	}
}
