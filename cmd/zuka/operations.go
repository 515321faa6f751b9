package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"
	"time"

	"zuka/internal/app"
	"zuka/internal/platform/keyvalue"
	"zuka/internal/platform/persisted"
	"zuka/internal/platform/postgres"
	"zuka/internal/platform/pubsub"
)

type operationsCommand struct {
	Publish publishCommand `cmd:"" help:"Register the documents of a client's build, all or none."`
	List    listCommand    `cmd:"" help:"Show what is registered, who uses it, and which deprecated fields it asks for."`
	Check   checkCommand   `cmd:"" help:"Validate every registered document, or those of a manifest, against this schema."`
	Prune   pruneCommand   `cmd:"" help:"Take away what nobody has run in a long time."`
}

// registry opens the registered documents. Running servers hear of changes where
// REDIS_URL is set, and otherwise within seconds of what was published and
// within a minute of what was pruned.
func registry(ctx context.Context, config *app.Config) (_ *persisted.Registry, closing func(), err error) {
	pool, err := app.OpenPool(ctx, *config, "zuka operations")
	if err != nil {
		return nil, nil, err
	}
	settings := persisted.Config{Pool: pool, Log: config.Logger()}
	if config.RedisURL == "" {
		return persisted.New(settings), pool.Close, nil
	}
	client, err := keyvalue.Open(config.RedisURL)
	if err != nil {
		pool.Close()
		return nil, nil, fmt.Errorf("REDIS_URL %w", err)
	}
	settings.Hub = pubsub.New(client, pubsub.Options{Prefix: config.RedisPrefix, Log: config.Logger()})
	return persisted.New(settings), func() {
		settings.Hub.Stop()
		_ = client.Close() // Nothing is left to be said.
		pool.Close()
	}, nil
}

type manifestFile struct {
	Manifest string `arg:"" help:"The manifest: of Apollo, Relay or graphql-codegen; - for standard input."`
}

func (f manifestFile) read() ([]persisted.Entry, error) {
	var raw []byte
	var err error
	if f.Manifest == "-" {
		raw, err = io.ReadAll(os.Stdin)
	} else {
		raw, err = os.ReadFile(f.Manifest)
	}
	if err != nil {
		return nil, fmt.Errorf("reading the manifest: %w", err)
	}
	return persisted.Parse(raw)
}

type publishCommand struct {
	manifestFile
	Client  string `required:"" help:"Which client it is: storefront, android, ios."`
	Version string `required:"" help:"The version of the build."`
}

// Run publishes.
func (p publishCommand) Run(ctx context.Context, config *app.Config) error {
	entries, err := p.read()
	if err != nil {
		return err
	}
	documents, closing, err := registry(ctx, config)
	if err != nil {
		return err
	}
	defer closing()
	done, err := documents.Publish(ctx, persisted.Build{Client: p.Client, Version: p.Version, Entries: entries}, app.Contract().Read)
	if err != nil {
		return err
	}
	fmt.Printf("%d new, %d known\n", done.Added, done.Known)
	return nil
}

type listCommand struct {
	Deprecated bool `help:"Only documents that ask for deprecated fields."`
}

// Run shows a line a document.
func (l listCommand) Run(ctx context.Context, config *app.Config) error {
	documents, closing, err := registry(ctx, config)
	if err != nil {
		return err
	}
	defer closing()
	deprecated := app.Contract().Deprecated
	out := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(out, "CLIENT\tVERSION\tOPERATION\tUSES\tLAST USED\tID\tDEPRECATED")
	err = documents.All(ctx, func(one *persisted.Registered) error {
		old := deprecated(one.Text)
		if l.Deprecated && len(old) == 0 {
			return nil
		}
		last := "never"
		if one.LastUsedAt != nil {
			last = one.LastUsedAt.Format(time.DateOnly)
		}
		_, err := fmt.Fprintf(out, "%s\t%s\t%s %s\t%d\t%s\t%.16s\t%s\n", one.Client, one.Version, one.Operation, one.Name, one.Uses, last, one.DocumentID, strings.Join(old, " "))
		return err
	})
	return errors.Join(err, out.Flush())
}

type checkCommand struct {
	Manifest string `arg:"" optional:"" help:"A manifest to check instead of what is registered. Needs no database."`
}

// Run tells of every document that this schema would refuse.
func (c checkCommand) Run(ctx context.Context, config *app.Config) error {
	validate, broken, checked := app.Contract().Read, 0, 0
	check := func(who, text string) {
		checked++
		if _, _, err := validate(text); err != nil {
			broken++
			fmt.Printf("%s: %s\n", who, err)
		}
	}
	if c.Manifest != "" {
		entries, err := manifestFile(c).read()
		if err != nil {
			return err
		}
		for _, one := range entries {
			check(one.ID, one.Text)
		}
	} else {
		pool, err := app.OpenPool(ctx, *config, "zuka operations")
		if err != nil {
			return err
		}
		defer pool.Close()
		if err := registered(ctx, pool, check); err != nil {
			return err
		}
	}
	if broken > 0 {
		return fmt.Errorf("%d of %d documents do not run against this schema", broken, checked)
	}
	fmt.Printf("%d documents run\n", checked)
	return nil
}

func registered(ctx context.Context, pool *postgres.Pool, check func(who, text string)) error {
	return persisted.New(persisted.Config{Pool: pool}).All(ctx, func(one *persisted.Registered) error {
		check(one.Client+" "+one.Version+" "+one.Name, one.Text)
		return nil
	})
}

type pruneCommand struct {
	Days int `default:"400" help:"How long ago a document must have been run and published last."`
}

// leastDays keeps what apps in the field may still send.
const leastDays = 30

// Run takes documents away.
func (p pruneCommand) Run(ctx context.Context, config *app.Config) error {
	if p.Days < leastDays {
		return fmt.Errorf("--days must be at least %d", leastDays)
	}
	documents, closing, err := registry(ctx, config)
	if err != nil {
		return err
	}
	defer closing()
	gone, err := documents.Prune(ctx, time.Now().AddDate(0, 0, -p.Days))
	if err != nil {
		return err
	}
	fmt.Printf("%d taken away\n", gone)
	return nil
}
