package main

import (
	"context"
	"fmt"
	"os"
	"text/tabwriter"
	"time"

	"zuka/internal/app"
)

type archiveCommand struct {
	Run     archiveRun     `cmd:"" help:"Write the months that are past their retention to files, read those back, and drop the partitions."`
	List    archiveList    `cmd:"" help:"Show what was archived."`
	Verify  archiveVerify  `cmd:"" help:"Read files back and compare them with what was written."`
	Restore archiveRestore `cmd:"" help:"Bring the rows of an archive back."`
}

type archiveRun struct {
	Partition string `help:"Only this partition, whether it is due or not."`
	Days      int    `default:"30" help:"How many days a month stays after its end; 30 at least."`
}

// leastArchiveDays is as long as events of the past are accepted.
const leastArchiveDays = 30

// Run archives.
func (r archiveRun) Run(ctx context.Context, config *app.Config) error {
	if r.Days < leastArchiveDays {
		return fmt.Errorf("--days must be at least %d", leastArchiveDays)
	}
	service, closing, err := app.OpenArchive(ctx, *config, time.Duration(r.Days)*24*time.Hour)
	if err != nil {
		return err
	}
	defer closing()
	if r.Partition == "" {
		archived, err := service.Run(ctx)
		fmt.Printf("%d archived\n", archived)
		return err
	}
	done, err := service.Archive(ctx, r.Partition)
	if err != nil {
		return err
	}
	fmt.Printf("%d rows, %d bytes: %s\n", done.Rows, done.Bytes, done.Place)
	return nil
}

type archiveList struct{}

// Run shows a line an archive, the newest month first.
func (archiveList) Run(ctx context.Context, config *app.Config) error {
	service, closing, err := app.OpenArchive(ctx, *config, 0)
	if err != nil {
		return err
	}
	defer closing()
	all, err := service.List(ctx)
	if err != nil {
		return err
	}
	out := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(out, "ID\tPARTITION\tSTATE\tROWS\tBYTES\tPLACE\tSHA-256")
	for _, m := range all {
		fmt.Fprintf(out, "%d\t%s\t%s\t%d\t%d\t%s\t%s\n", m.ID, m.Partition, m.State(), m.Rows, m.Bytes, m.Place, m.Checksum)
	}
	return out.Flush()
}

type archiveVerify struct {
	IDs []int64 `arg:"" optional:"" name:"id" help:"Numbers of archives, as list shows them; all when none is given."`
}

// Run verifies; it fails when one file is not what was written.
func (v archiveVerify) Run(ctx context.Context, config *app.Config) error {
	service, closing, err := app.OpenArchive(ctx, *config, 0)
	if err != nil {
		return err
	}
	defer closing()
	verdicts, err := service.Verify(ctx, v.IDs...)
	bad := 0
	for _, one := range verdicts {
		said := "sound"
		if one.Fault != nil {
			bad, said = bad+1, one.Fault.Error()
		}
		fmt.Printf("%d %s %s: %s\n", one.ID, one.Partition, one.Place, said)
	}
	if err == nil && bad > 0 {
		err = fmt.Errorf("%d of %d files are not sound", bad, len(verdicts))
	}
	return err
}

type archiveRestore struct {
	ID         int64 `arg:"" help:"Number of the archive, as list shows it."`
	Standalone bool  `help:"Into a table beside the events, exactly as they were, instead of among them."`
}

// Run restores.
func (r archiveRestore) Run(ctx context.Context, config *app.Config) error {
	service, closing, err := app.OpenArchive(ctx, *config, 0)
	if err != nil {
		return err
	}
	defer closing()
	done, err := service.Restore(ctx, r.ID, r.Standalone)
	if err != nil {
		return err
	}
	fmt.Printf("%s: %d of %d rows added, the others were there\n", done.Table, done.Added, done.Rows)
	if done.Forgotten > 0 {
		fmt.Printf("%d of them were of people or products that are gone, and do not name them any more\n", done.Forgotten)
	}
	return nil
}
