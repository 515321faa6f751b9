package devstack

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"

	"golang.org/x/sync/errgroup"
)

// Options says where and how the servers run.
type Options struct {
	// Dir is the folder of the servers, made when it is missing. Relative paths
	// count from the working directory. Empty is allowed with Throwaway only
	// and means a new temporary folder: in TMPDIR when that is set, else in
	// memory where there is room.
	Dir string
	// Throwaway trades durability for speed and removes everything on Stop; a
	// killed server may have lost the commits of its last moments, unless
	// Settings turns synchronous_commit on.
	// What an earlier run left in Dir is removed at the start.
	Throwaway bool
	// Log hears about installs, leftovers of earlier runs and chosen ports;
	// nil means nobody does.
	Log *slog.Logger
	// Install allows installing missing servers with apt-get.
	Install bool
	// Settings are additional PostgreSQL settings by name, above the ones this
	// package chooses.
	Settings map[string]string
}

// Stack is a running PostgreSQL and Redis, as far as they were started here.
type Stack struct {
	// DatabaseURL is the postgres:// URL of an existing database.
	DatabaseURL string
	// RedisURL is the redis:// URL with database number 0.
	RedisURL string

	servers []*Server
	lost    chan error
}

// Start runs both servers and returns when both answer. When it fails nothing
// is left running. A folder in use by another program is a *BusyError.
func Start(ctx context.Context, opts Options) (*Stack, error) {
	return start(ctx, opts, postgresKind, redisKind)
}

// Environment is the stack that DATABASE_URL and REDIS_URL name; what they do
// not name is started as Start does, and only that is stopped by Stop.
func Environment(ctx context.Context, opts Options) (*Stack, error) {
	database, redis := os.Getenv("DATABASE_URL"), os.Getenv("REDIS_URL")
	var missing []kind
	if database == "" {
		missing = append(missing, postgresKind)
	}
	if redis == "" {
		missing = append(missing, redisKind)
	}
	stack, err := start(ctx, opts, missing...)
	if err != nil {
		return nil, err
	}
	if database != "" {
		stack.DatabaseURL = database
	}
	if redis != "" {
		stack.RedisURL = redis
	}
	return stack, nil
}

// StartPostgres runs a PostgreSQL alone. Its URL names the database "zuka" and
// the superuser "zuka".
func StartPostgres(ctx context.Context, opts Options) (*Server, error) {
	return startOne(ctx, opts, postgresKind)
}

// StartRedis runs a Redis alone.
func StartRedis(ctx context.Context, opts Options) (*Server, error) {
	return startOne(ctx, opts, redisKind)
}

// Stop ends what was started and returns when it has ended; when ctx is over
// first, the servers are killed and that is the error. Calling it again
// answers the same.
func (s *Stack) Stop(ctx context.Context) error {
	failures := make([]error, len(s.servers))
	var group errgroup.Group
	for i, server := range s.servers {
		group.Go(func() error {
			failures[i] = server.Stop(ctx)
			return nil
		})
	}
	_ = group.Wait() // the failures are collected above, all of them
	return errors.Join(failures...)
}

// Lost delivers one error for each server that ended without being asked to,
// with the end of its log. It is never closed.
func (s *Stack) Lost() <-chan error { return s.lost }

func startOne(ctx context.Context, opts Options, which kind) (*Server, error) {
	stack, err := start(ctx, opts, which)
	if err != nil {
		return nil, err
	}
	return stack.servers[0], nil
}

func start(ctx context.Context, opts Options, kinds ...kind) (_ *Stack, err error) {
	stack := &Stack{lost: make(chan error, len(kinds))}
	if len(kinds) == 0 {
		return stack, nil
	}
	if opts, err = opts.complete(); err != nil {
		return nil, err
	}
	found, err := locate(ctx, opts, kinds)
	if err != nil {
		return nil, err
	}
	if opts.Dir == "" {
		if opts.Dir, err = temporaryDir(temporaryParent()); err != nil {
			return nil, err
		}
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, stack.abandon(ctx))
		}
	}()
	// All folders are locked before anything starts, always in the same order:
	// of two programs that begin together one gets everything.
	for _, which := range kinds {
		server, err := open(opts, which, found, stack.lost)
		if err != nil {
			return nil, err
		}
		stack.servers = append(stack.servers, server)
	}
	group, ctx := errgroup.WithContext(ctx)
	for _, server := range stack.servers {
		group.Go(func() error { return server.start(ctx) })
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	for _, server := range stack.servers {
		switch server.kind {
		case postgresKind:
			stack.DatabaseURL = server.URL()
		case redisKind:
			stack.RedisURL = server.URL()
		}
	}
	return stack, nil
}

// abandon stops what a failed start has begun, even when ctx is over.
func (s *Stack) abandon(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopPatience)
	defer cancel()
	return s.Stop(ctx)
}

// complete fills what was left empty, except for a temporary Dir, and makes
// Dir absolute.
func (o Options) complete() (Options, error) {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Dir == "" {
		if !o.Throwaway {
			return o, errors.New("devstack: Options.Dir is empty")
		}
		return o, nil
	}
	var err error
	o.Dir, err = filepath.Abs(o.Dir)
	return o, err
}
