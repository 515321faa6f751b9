package main

import (
	"context"
	"fmt"
	"os"
	"text/tabwriter"
	"time"

	"zuka/internal/app"
	"zuka/internal/platform/postgres"
)

type partitionsCommand struct {
	Ensure ensureCommand         `cmd:"" default:"1" help:"Make what is missing from this month on."`
	List   partitionsListCommand `cmd:"" help:"Show the partitions, their range, rows (estimated) and bytes."`
	Drain  drainCommand          `cmd:"" help:"Move rows that lie in the DEFAULT partition to their months."`
}

type ensureCommand struct {
	Months int `default:"3" help:"How many months ahead."`
}

// Run makes the partitions and names those that are new.
func (e ensureCommand) Run(ctx context.Context, config *app.Config) error {
	pool, err := app.OpenPool(ctx, *config, "zuka partitions")
	if err != nil {
		return err
	}
	defer pool.Close()
	now := time.Now()
	made, err := postgres.EnsurePartitions(ctx, pool.Pgx(), now, now.AddDate(0, e.Months, 0))
	for _, name := range made {
		fmt.Println(name)
	}
	return err
}

type partitionsListCommand struct{}

// Run shows a line a partition.
func (partitionsListCommand) Run(ctx context.Context, config *app.Config) error {
	pool, err := app.OpenPool(ctx, *config, "zuka partitions")
	if err != nil {
		return err
	}
	defer pool.Close()
	all, err := postgres.Partitions(ctx, pool.Pgx())
	if err != nil {
		return err
	}
	out := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(out, "PARTITION\tFROM\tTO\tROWS\tBYTES\tNOTE")
	for _, one := range all {
		from, to, rows := one.From.Format(time.DateOnly), one.To.Format(time.DateOnly), fmt.Sprint(one.Rows)
		if one.Default() {
			from, to = "-", "-"
		}
		if one.Rows < 0 {
			rows = "?"
		}
		fmt.Fprintf(out, "%s\t%s\t%s\t%s\t%d\t%s\n", one.Name, from, to, rows, one.Bytes, one.Note)
	}
	return out.Flush()
}

type drainCommand struct{}

// Run moves the rows and says where to.
func (drainCommand) Run(ctx context.Context, config *app.Config) error {
	pool, err := app.OpenPool(ctx, *config, "zuka partitions")
	if err != nil {
		return err
	}
	defer pool.Close()
	drained, err := postgres.DrainDefault(ctx, pool.Pgx())
	for _, one := range drained {
		fmt.Printf("%s: %d rows\n", one.Partition, one.Rows)
	}
	return err
}
