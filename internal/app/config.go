// Package app puts the parts together: the only package that knows everybody.
package app

import (
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"runtime/debug"
	"time"
)

// Config is every setting of the binary. Each has a flag and an environment
// variable; --help lists them.
type Config struct {
	DatabaseURL string        `name:"database-url" env:"DATABASE_URL" help:"PostgreSQL to use, as postgres://user@host:port/database."`
	RedisURL    string        `name:"redis-url" env:"REDIS_URL" help:"Redis to use, as redis://host:port."`
	Pooler      string        `name:"database-pooler" env:"DATABASE_POOLER" enum:"none,transaction" default:"none" help:"What stands between: none, or a pooler in transaction mode."`
	DatabaseMax int           `name:"database-connections" env:"DATABASE_CONNECTIONS" default:"20" help:"Connections to PostgreSQL at most."`
	RedisPrefix string        `name:"redis-prefix" env:"REDIS_PREFIX" default:"zuka:" help:"What stands before every key in Redis."`
	Addr        string        `name:"addr" env:"ADDR" default:"127.0.0.1:8080" help:"Where to listen, host:port."`
	PublicURL   string        `name:"public-url" env:"PUBLIC_URL" default:"http://localhost:8080" help:"How clients reach this server; stands before the addresses of its pictures."`
	Origins     []string      `name:"origins" env:"ORIGINS" help:"Web origins whose pages may call the API, comma-separated."`
	Development bool          `name:"development" env:"DEVELOPMENT" help:"Open the playground, introspection and suggestions."`
	CacheOff    bool          `name:"cache-off" env:"CACHE_OFF" help:"Fetch everything anew; for comparison only."`
	Grace       time.Duration `name:"grace" env:"GRACE" default:"15s" help:"How long running requests may finish when stopping."`
	Memory      int           `name:"memory" env:"MEMORY_TARGET" default:"224" help:"Mebibytes that the process tries to keep to; more where there is more, for it then spends less time collecting. 0 leaves it to Go."`
	LogLevel    string        `name:"log-level" env:"LOG_LEVEL" enum:"debug,info,warn,error" default:"info" help:"The least important level that is logged: debug, info, warn or error."`
	LogFormat   string        `name:"log-format" env:"LOG_FORMAT" enum:"text,json" default:"text" help:"How lines are logged: text or json."`
}

// Check finds every setting that cannot work, all at once.
func (c *Config) Check() error {
	var faults []error
	address := func(name, value string, schemes ...string) {
		parsed, err := url.Parse(value)
		if err != nil || parsed.Host == "" {
			faults = append(faults, fmt.Errorf("%s is not an address", name))
			return
		}
		for _, scheme := range schemes {
			if parsed.Scheme == scheme {
				return
			}
		}
		faults = append(faults, fmt.Errorf("%s must begin with one of %v", name, schemes))
	}
	address("DATABASE_URL", c.DatabaseURL, "postgres", "postgresql")
	address("REDIS_URL", c.RedisURL, "redis", "rediss")
	address("PUBLIC_URL", c.PublicURL, "http", "https")
	for _, origin := range c.Origins {
		address("ORIGINS: "+origin, origin, "http", "https")
	}
	if c.DatabaseMax < 1 {
		faults = append(faults, errors.New("DATABASE_CONNECTIONS must be at least 1"))
	}
	if c.Memory != 0 && c.Memory < leastMemory {
		faults = append(faults, fmt.Errorf("MEMORY_TARGET must be 0 or at least %d", leastMemory))
	}
	if c.Grace < 0 {
		faults = append(faults, errors.New("GRACE must not be negative"))
	}
	return errors.Join(faults...)
}

// collectAt is how far the heap may grow before it is collected, in per cent
// of what is in use; the memory target bounds it. A request makes much that it
// soon forgets: at Go's own 100, uncached pages a second were a quarter fewer.
const collectAt = 300

// leastMemory is the least target, in mebibytes, that the process can keep to
// while it serves.
const leastMemory = 64

// KeepToMemory tells the runtime how much memory to use; a target of 0 leaves
// it alone. What GOGC and GOMEMLIMIT say goes before.
func (c *Config) KeepToMemory() {
	if c.Memory == 0 {
		return
	}
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(collectAt)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(int64(c.Memory) << 20)
	}
}

// Logger writes to standard error as the settings say.
func (c *Config) Logger() *slog.Logger {
	var level slog.Level
	if err := level.UnmarshalText([]byte(c.LogLevel)); err != nil {
		level = slog.LevelInfo // kong has checked the word.
	}
	options := &slog.HandlerOptions{Level: level}
	if c.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(os.Stderr, options))
	}
	return slog.New(slog.NewTextHandler(os.Stderr, options))
}
