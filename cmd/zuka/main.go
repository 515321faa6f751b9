// Command zuka is the shop's backend.
package main

import (
	"context"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"

	"zuka/internal/app"
	"zuka/internal/demo"
)

// commands are what the binary can do; kong makes flags, environment variables
// and help of them.
type commands struct {
	app.Config

	Serve      serveCommand      `cmd:"" help:"Serve the API against DATABASE_URL and REDIS_URL."`
	Dev        devCommand        `cmd:"" help:"Serve from a private PostgreSQL and Redis, for development."`
	Work       workCommand       `cmd:"" help:"Do the jobs that wait, and serve nothing."`
	Migrate    migrateCommand    `cmd:"" help:"Bring the database to the newest version."`
	Seed       seedCommand       `cmd:"" help:"Fill a database without products with the sample shop."`
	Partitions partitionsCommand `cmd:"" help:"Make, list and drain the monthly partitions of the events."`
	Rollup     rollupCommand     `cmd:"" help:"Count the figures of days anew from their events."`
	Archive    archiveCommand    `cmd:"" help:"Move old events to Parquet files and back, and check the files."`
	Operations operationsCommand `cmd:"" help:"Publish the documents of a client's build, list, check and prune them."`
	Demo       demoCommand       `cmd:"" help:"Show a development shop with life in it."`
	Stack      stackCommand      `cmd:"" help:"Run a command with a private PostgreSQL and Redis."`
}

func main() {
	var cli commands
	parsed := kong.Parse(&cli, kong.Name("zuka"), kong.Description("The backend of the Zuka shop."), kong.UsageOnError(), kong.Help(help),
		kong.Vars{"games": strings.Join(demo.Games(), ",")})
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	parsed.BindTo(ctx, (*context.Context)(nil))
	parsed.Bind(&cli.Config)
	parsed.FatalIfErrorf(parsed.Run())
}
