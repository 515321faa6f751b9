// Command bench measures the shop beside a hand-written server.
package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"

	"zuka/internal/bench"
	"zuka/internal/bench/rival"
)

// commands are what the binary can do.
type commands struct {
	Run    runCommand    `cmd:"" default:"withargs" help:"Measure everything and print the figures as Markdown."`
	Search searchCommand `cmd:"" help:"Measure the search alone."`
	Rival  rivalCommand  `cmd:"" help:"Serve the storefront's three pages, hand-written."`
}

// shared are the settings of every run.
type shared struct {
	DatabaseURL         string `env:"DATABASE_URL" help:"PostgreSQL to use; databases are made and dropped on it."`
	RedisURL            string `env:"REDIS_URL" help:"Redis to use."`
	Zuka                string `default:"bin/zuka" help:"The shop's program."`
	DatabaseConnections int    `default:"20" help:"Connections to PostgreSQL of each server."`
	SearchProducts      int    `default:"100000" help:"How many products are searched."`
}

type runCommand struct {
	shared

	Connections int      `default:"50" help:"How many clients ask at once."`
	Seconds     float64  `default:"4" help:"How long each server is asked in a round."`
	Rounds      int      `default:"3" help:"How many rounds the servers take turns."`
	Only        []string `help:"Run only these parts: storefront, edge, crowd, search, people, buying, play, pet, analytics." enum:"storefront,edge,crowd,search,people,buying,play,pet,analytics"`
	Products    int      `default:"20000" help:"How many products the storefront shows."`
	Events      int      `default:"1000000" help:"How many events have happened in the shop that reports are asked of."`
}

func (s *shared) options() (bench.Options, error) {
	program, err := os.Executable()
	if err != nil {
		return bench.Options{}, fmt.Errorf("finding our own program: %w", err)
	}
	return bench.Options{
		DatabaseURL: s.DatabaseURL, RedisURL: s.RedisURL, Zuka: s.Zuka, Bench: program,
		DatabaseConnections: s.DatabaseConnections, SearchProducts: s.SearchProducts,
		Log: slog.New(slog.NewTextHandler(os.Stderr, nil)),
	}, nil
}

// Run measures what was asked for.
func (r runCommand) Run(ctx context.Context) error {
	opts, err := r.options()
	if err != nil {
		return err
	}
	opts.Connections, opts.Rounds, opts.Seconds, opts.Only, opts.Products, opts.Events = r.Connections, r.Rounds, r.Seconds, r.Only, r.Products, r.Events
	return bench.Run(ctx, opts)
}

type searchCommand struct{ shared }

// Run measures the search.
func (s searchCommand) Run(ctx context.Context) error {
	opts, err := s.options()
	if err != nil {
		return err
	}
	opts.Only = []string{"search"}
	return bench.Run(ctx, opts)
}

type rivalCommand struct {
	DatabaseURL         string `env:"DATABASE_URL" required:"" help:"PostgreSQL to use."`
	DatabaseConnections int    `env:"DATABASE_CONNECTIONS" default:"20" help:"Connections to PostgreSQL at most."`
	Addr                string `default:"127.0.0.1:8081" help:"Where to listen, host:port."`
}

// Run serves until it is told to stop.
func (r rivalCommand) Run(ctx context.Context) error {
	return rival.Serve(ctx, r.DatabaseURL, r.DatabaseConnections, r.Addr, slog.New(slog.NewTextHandler(os.Stderr, nil)))
}

func main() {
	var cli commands
	parsed := kong.Parse(&cli, kong.Name("bench"), kong.Description("Measures the Zuka shop."), kong.UsageOnError())
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	parsed.BindTo(ctx, (*context.Context)(nil))
	parsed.FatalIfErrorf(parsed.Run())
}
