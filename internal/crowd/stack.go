package crowd

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"

	"github.com/jackc/pgx/v5"
)

// Stack is where servers are started for a crowd.
type Stack struct {
	// Zuka is the shop's program.
	Zuka string
	// DatabaseURL and RedisURL name an empty database and a Redis, both of them
	// there to be used up.
	DatabaseURL, RedisURL string
	// Files is a folder for what servers keep in files.
	Files string
}

// secretKey makes cookies and tokens; both servers believe those of the other.
const secretKey = "crowdcrowdcrowdcrowdcrowdcrowdcrowdcrowd"

// Fill makes the small sample shop and lets PostgreSQL count its statements,
// where it can.
func (s Stack) Fill(ctx context.Context) error {
	if s.DatabaseURL == "" || s.RedisURL == "" {
		return errors.New("DATABASE_URL and REDIS_URL are needed; `zuka stack -- bin/loadtest --start` starts both")
	}
	seeding := exec.CommandContext(ctx, s.Zuka, "seed", "--scale", "small")
	seeding.Env = append(os.Environ(), s.environment()...)
	if said, err := seeding.CombinedOutput(); err != nil {
		return fmt.Errorf("filling the shop: %w\n%s", err, said)
	}
	conn, err := pgx.Connect(ctx, s.DatabaseURL)
	if err != nil {
		return fmt.Errorf("reaching the database: %w", err)
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }() // The commands have been answered.
	// Where the library was not loaded, the servers count themselves.
	_, _ = conn.Exec(ctx, `CREATE EXTENSION IF NOT EXISTS pg_stat_statements`)
	// What autovacuum would have done long ago in a shop that is open.
	if _, err := conn.Exec(ctx, "VACUUM (ANALYZE)"); err != nil {
		return fmt.Errorf("vacuuming the database: %w", err)
	}
	return nil
}

// Serve starts a server on any free port, with its caches or without.
func (s Stack) Serve(ctx context.Context, caches bool) (*Server, error) {
	name, environment := "the shop", s.environment()
	if !caches {
		name, environment = "the shop without caches", append(environment, "CACHE_OFF=true")
	}
	return Start(ctx, name, []string{s.Zuka, "serve", "--addr", "127.0.0.1:0"}, environment)
}

// environment are the settings of the shop's program. Development plays who
// signs people in and who takes their money. Limits are on, and each shopper has
// an address of its own.
func (s Stack) environment() []string {
	return []string{
		"DATABASE_URL=" + s.DatabaseURL, "REDIS_URL=" + s.RedisURL, "REDIS_PREFIX=crowd:", "FILES_URL=" + s.Files,
		"PUBLIC_URL=http://localhost:8080", "LOG_FORMAT=text", "LOG_LEVEL=info", "DEVELOPMENT=true", "SECRET_KEYS=" + secretKey,
		"TRUSTED_PROXIES=127.0.0.1",
	}
}
