package bench

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"zuka/internal/app"
	"zuka/internal/bench/load"
	"zuka/internal/platform/postgres"
	"zuka/internal/seed"
	"zuka/internal/testenv"
)

// self is this process, as if it were a server's.
func self(t *testing.T, address string) *process {
	t.Helper()
	here, err := os.FindProcess(os.Getpid())
	require.NoError(t, err)
	return &process{name: "zuka", address: address, cmd: &exec.Cmd{Process: here}}
}

// opened is a small shop that serves, with its database and its settings.
func opened(t *testing.T) (*process, *database, Options) {
	t.Helper()
	url := testenv.Postgres(t)
	pool, err := postgres.Open(t.Context(), postgres.Options{URL: url, MaxConns: 2})
	require.NoError(t, err)
	t.Cleanup(pool.Close)
	require.NoError(t, seed.Fill(t.Context(), pool, plan(1500), slog.New(slog.DiscardHandler)))
	redisURL, prefix := testenv.Redis(t)
	options := Options{RedisURL: redisURL, Connections: 2, Rounds: 1, Seconds: 0.05, RedisTimeout: patience, Log: slog.New(slog.DiscardHandler)}
	database := &database{name: strings.TrimSuffix(prefix, ":"), url: url}
	return another(t, database, options), database, options
}

// another is one more server of the same shop.
func another(t *testing.T, database *database, options Options) *process {
	t.Helper()
	shop, err := app.New(t.Context(), app.Config{
		DatabaseURL: database.url, RedisURL: options.RedisURL, RedisPrefix: database.name + ":", DatabaseMax: 4, RedisTimeout: options.RedisTimeout, PublicURL: "http://localhost:8080",
		Storefront: "http://localhost:3000", FilesURL: t.TempDir(), JobConns: 5, SecretKeys: []string{benchSecret}, LimitsOff: true, Development: true,
	}, slog.New(slog.DiscardHandler))
	require.NoError(t, err)
	t.Cleanup(shop.Close)
	return self(t, address(t, shop.Handler))
}

func TestPeopleAreRecognisedAndSignedIn(t *testing.T) {
	t.Parallel()
	server, database, options := opened(t)
	lookups, err := options.measureLookups(t.Context(), database)
	require.NoError(t, err)
	require.Len(t, lookups, 3)
	for _, one := range lookups {
		require.NoError(t, one.first)
		require.Zero(t, one.statements, "a hot session costs no statement")
		require.Positive(t, one.figures.Requests)
	}

	emails, err := options.emails(t.Context(), database)
	require.NoError(t, err)
	require.Len(t, emails, rushSize)
	require.Contains(t, emails, seed.Accounts[0].Email)
	pages, err := options.pages(t.Context(), database, server.address)
	require.NoError(t, err)
	asked, err := options.askAs(t.Context(), server, &pages[0], emails[0])
	require.NoError(t, err)
	require.Len(t, asked, 2)
	for _, one := range asked {
		require.NoError(t, one.first)
		require.Positive(t, one.rounds[0].Requests)
	}

	listing := mixed(pages[:1], (*page).ours, server.address)
	seen, err := rushOn(t.Context(), options.settings(), server, listing, emails[:3])
	require.NoError(t, err)
	require.NoError(t, seen.first)
	require.Equal(t, 3, seen.rounds[0].signIns.Requests)
	require.Positive(t, seen.rounds[0].rest.Requests)
	require.Positive(t, seen.rounds[0].peak)

	require.ErrorContains(t, signIn(t.Context(), server.address, "nobody@zuka.example").err, "CREDENTIALS_INVALID")
	stopped, stop := context.WithCancel(t.Context())
	stop()
	_, err = rushOn(stopped, options.settings(), server, listing, emails[:1])
	require.ErrorIs(t, err, context.Canceled)
}

func TestWhatASignInIsAnswered(t *testing.T) {
	t.Parallel()
	cookies := []*http.Cookie{{Name: "zuka_session", Value: "zw_1"}}
	const good = `{"data":{"login":{"user":{"id":"u"},"userErrors":[]}}}`
	require.Equal(t, entry{cookie: "zuka_session=zw_1"}, readEntry([]byte(good), cookies))
	busy := readEntry([]byte(`{"data":{"login":{"user":null,"userErrors":[{"code":"RETRY_LATER"}]}}}`), nil)
	require.Equal(t, entry{refused: true}, busy)
	for name, text := range map[string]string{
		"wrong": `{"data":{"login":{"user":null,"userErrors":[{"code":"CREDENTIALS_INVALID"}]}}}`,
		"fault": `{"errors":[{"message":"no"}],"data":null}`, "nothing": ``, "no JSON": `<html>`,
	} {
		require.Error(t, readEntry([]byte(text), cookies).err, name)
	}
	require.Error(t, readEntry([]byte(good), nil).err, "without a cookie nobody is signed in")
}

func TestAServerThatIsGoneIsNoSignIn(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.NotFoundHandler())
	server.Close()
	require.Error(t, signIn(t.Context(), strings.TrimPrefix(server.URL, "http://"), "shopper@zuka.example").err)
}

func TestACookieGoesWithTheRequest(t *testing.T) {
	t.Parallel()
	request := withCookie(load.Post("127.0.0.1:1", "/graphql", []byte("{\r\n}")), "a=b")
	require.True(t, strings.HasPrefix(string(request), "POST /graphql HTTP/1.1\r\nCookie: a=b\r\nHost: "), string(request))
	require.True(t, strings.HasSuffix(string(request), "\r\n\r\n{\r\n}"), string(request))
}

func TestSignInsAreCounted(t *testing.T) {
	t.Parallel()
	round := rushRound{took: time.Second}
	broken := errors.New("broken")
	err := round.count([]entry{{took: 3, cookie: "a=b"}, {refused: true, took: 9}, {err: broken}, {took: 5, cookie: "a=b"}, {err: errors.New("later")}})
	require.ErrorIs(t, err, broken)
	require.Equal(t, 1, round.refused)
	require.Equal(t, load.Figures{Requests: 2, Errors: 2, PerSecond: 2, P50: 3, P95: 5, P99: 5, Max: 5}, round.signIns)
	require.NoError(t, round.count([]entry{{refused: true}}), "who is asked to come back was answered")
}

func TestMemoryIsWatched(t *testing.T) {
	t.Parallel()
	done, most, err := watched(self(t, ""), func() (string, error) { return "done", context.Canceled })
	require.ErrorIs(t, err, context.Canceled)
	require.Equal(t, "done", done)
	require.Positive(t, most)
}

func TestTheReportOfPeopleIsMarkdown(t *testing.T) {
	t.Parallel()
	quick, slow := load.Figures{Requests: 1, P99: 900 * time.Microsecond}, load.Figures{Requests: 1, P99: 1100 * time.Microsecond}
	round := func(times, megabytes int64) rushRound {
		return rushRound{
			rest: load.Figures{P99: time.Millisecond}, during: load.Figures{P99: time.Duration(times) * time.Millisecond},
			restMemory: 100 << 20, peak: (100 + megabytes) << 20, took: 5 * time.Second, refused: 2,
		}
	}
	r := report{options: Options{Rounds: 2}, people: &people{
		lookups: []lookup{{lookers: 1, figures: quick}, {lookers: 50, pause: time.Millisecond, figures: slow}, {lookers: 7, figures: quick, statements: 1}},
		asked:   []standing{{contestant: contestant{name: "a guest"}, rounds: []load.Figures{quick}, ratios: []float64{1}}},
		rushes:  []rush{{name: "warm", rounds: []rushRound{round(2, 300), round(2, 10)}}, {name: "cold", rounds: []rushRound{round(3, 301), round(3, 0)}}},
	}}
	var out strings.Builder
	r.write(&out)
	for _, want := range []string{
		"| 1 | none | 0 | 0 µs | 0 µs | 900 µs | 0 µs | 0 | 0 | met, p99 to 1ms |", "| 50 | 1ms, at random |", "| 1100 µs | 0 µs | 0 | 0 | **missed**, p99 to 1ms |",
		"| 900 µs | 0 µs | 1 | 0 | **missed**, p99 to 1ms |", "| a guest | 0 (0 to 0) | 1.00 (1.00 to 1.00) |",
		"| 4 of 400 | 0 | 100 MB | 155 (10 to 300) MB | met, to 300 MB |", "| 150 (0 to 301) MB | **missed**, to 300 MB |",
		"| 2.0 (2.0 to 2.0) | met, to 2 |", "| 3.0 (3.0 to 3.0) | **missed**, to 2 |",
	} {
		require.Contains(t, out.String(), want)
	}
	columns := 0
	for line := range strings.Lines(out.String()) {
		switch {
		case !strings.HasPrefix(line, "|"):
			columns = 0
		case columns == 0:
			columns = strings.Count(line, "|")
		default:
			require.Equal(t, columns, strings.Count(line, "|"), line)
		}
	}
	require.NoError(t, r.failure())
	r.people.rushes[1].first = errors.New("broken")
	require.EqualError(t, r.failure(), "signing in, cold: broken")
}
