// Command loadtest lets a crowd of shoppers shop at a running server and
// reports how that went.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/alecthomas/kong"

	"zuka/internal/crowd"
)

// command are the settings of a run.
type command struct {
	URL              string        `name:"url" default:"http://127.0.0.1:8080" help:"Address of a development server on this machine, which counts limits by X-Forwarded-For (TRUSTED_PROXIES=127.0.0.1) or not at all."`
	BaselineURL      string        `name:"baseline-url" help:"Address of a server with CACHE_OFF, at which the same crowd shops afterwards for comparison."`
	BaselineDuration time.Duration `default:"20s" help:"How long the crowd is there for comparison; 0 leaves it out."`
	Shoppers         int           `default:"500" help:"How many shoppers there are at once."`
	Duration         time.Duration `default:"60s" help:"How long the whole crowd is there and is measured."`
	Ramp             time.Duration `default:"10s" help:"The time before that in which one after another comes."`
	Think            time.Duration `default:"1s" help:"Mean time, at random, that a shopper lets pass before each request."`
	Seed             uint64        `default:"1" help:"What is drawn; the same seed draws the same."`
	Persisted        bool          `help:"Ask for pages by GET with the hashes of documents, instead of POST."`
	DatabaseURL      string        `env:"DATABASE_URL" help:"The servers' database, for counting statements by pg_stat_statements; without it the servers' own counter is asked."`
	Start            bool          `help:"Fill the empty database of DATABASE_URL with the small shop and start the servers, without caches for comparison, instead of asking running ones."`
	RedisURL         string        `env:"REDIS_URL" help:"Redis of the servers that are started."`
	Zuka             string        `default:"bin/zuka" help:"The shop's program, for starting servers."`
}

// Run lets the crowd in and prints what came of it.
func (c command) Run(ctx context.Context) (err error) {
	visit := c.visit
	if c.Start {
		files, err := os.MkdirTemp("", "zuka-crowd-")
		if err != nil {
			return fmt.Errorf("making a folder for files: %w", err)
		}
		defer func() { _ = os.RemoveAll(files) }() // It is the machine's folder for such.
		stack := crowd.Stack{Zuka: c.Zuka, DatabaseURL: c.DatabaseURL, RedisURL: c.RedisURL, Files: files}
		if err := stack.Fill(ctx); err != nil {
			return err
		}
		visit = func(ctx context.Context, caches bool, duration time.Duration) (*crowd.Visit, error) {
			return c.serve(ctx, stack, caches, duration)
		}
	}
	warm, err := visit(ctx, true, c.Duration)
	if err != nil {
		return err
	}
	var baseline *crowd.Visit
	if (c.Start || c.BaselineURL != "") && c.BaselineDuration > 0 {
		if baseline, err = visit(ctx, false, c.BaselineDuration); err != nil {
			return errors.Join(err, crowd.Report(os.Stdout, *warm, nil))
		}
	}
	err = crowd.Report(os.Stdout, *warm, baseline)
	if baseline != nil {
		err = errors.Join(err, baseline.Err())
	}
	return errors.Join(err, warm.Err())
}

// serve lets the crowd shop at a server that is there for it alone.
func (c command) serve(ctx context.Context, stack crowd.Stack, caches bool, duration time.Duration) (_ *crowd.Visit, err error) {
	server, err := stack.Serve(ctx, caches)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, server.Stop()) }()
	c.URL, c.BaselineURL = server.URL, server.URL
	return c.visit(ctx, caches, duration)
}

// visit lets the crowd shop at a running server, and then, where there is
// something to compare with, browse and search alone.
func (c command) visit(ctx context.Context, caches bool, duration time.Duration) (*crowd.Visit, error) {
	opts := crowd.Options{
		URL: c.URL, Shoppers: c.Shoppers, Duration: duration, Ramp: c.Ramp, Think: c.Think, Seed: c.Seed, Persisted: c.Persisted, DatabaseURL: c.DatabaseURL,
	}
	if !caches {
		opts.URL = c.BaselineURL
	}
	fmt.Fprintf(os.Stderr, "%d shoppers go to %s, caches: %t, for %s after %s\n", c.Shoppers, opts.URL, caches, duration, c.Ramp)
	all, err := crowd.Run(ctx, opts)
	if err != nil || c.BaselineURL == "" || c.BaselineDuration <= 0 {
		return &crowd.Visit{Crowd: all}, err
	}
	opts.Pages, opts.Duration = true, c.BaselineDuration/2
	pages, err := crowd.Run(ctx, opts)
	return &crowd.Visit{Crowd: all, Pages: pages}, err
}

func main() {
	var cli command
	parsed := kong.Parse(&cli, kong.Name("loadtest"), kong.Description("Lets a crowd of shoppers shop at a Zuka server."), kong.UsageOnError())
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	parsed.BindTo(ctx, (*context.Context)(nil))
	parsed.FatalIfErrorf(parsed.Run())
}
