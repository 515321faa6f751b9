package persisted

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"zuka/internal/platform/fault"
	"zuka/internal/platform/postgres"
	"zuka/internal/platform/pubsub"
	"zuka/internal/testenv"
)

func TestMain(m *testing.M) { testenv.Main(m) }

// patience is how long Redis may take: no machine is so busy that it is too short.
const patience = 20 * time.Second

// ticking is a clock that a test moves.
type ticking struct{ now time.Time }

func (c *ticking) Now() time.Time { return c.now }

var noon = time.Date(2026, 5, 20, 11, 0, 0, 0, time.UTC)

// build is a build of the storefront with these texts, by their SHA-256.
func build(version string, texts ...string) Build {
	b := Build{Client: "storefront", Version: version}
	for _, text := range texts {
		b.Entries = append(b.Entries, Entry{Hash(text), text})
	}
	return b
}

// anything is a Validator that knows one mistake.
func anything(text string) (name, operation string, err error) {
	if text == "query Bad { nothing }" {
		return "", "", fault.Invalid("", "there is no nothing")
	}
	return "Some", "query", nil
}

// registries are processes on the same database and Redis.
func registries(t testing.TB, n int) (all []*Registry, clock *ticking, pool *postgres.Pool) {
	t.Helper()
	pool, clock = testenv.Pool(t), &ticking{noon}
	client, prefix := testenv.RedisClient(t)
	for range n {
		hub := pubsub.New(client, pubsub.Options{Prefix: prefix, Heartbeat: patience, ConfirmTimeout: patience})
		hub.Start()
		t.Cleanup(hub.Stop)
		all = append(all, New(Config{Pool: pool, Hub: hub, Clock: clock}))
	}
	return all, clock, pool
}

func (r *Registry) must(t testing.TB, b Build) Published {
	t.Helper()
	done, err := r.Publish(t.Context(), b, anything)
	require.NoError(t, err)
	return done
}
