package devstack

import (
	"context"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"
)

func TestDataAndAddressesSurviveAStop(t *testing.T) {
	t.Parallel()
	opts := Options{Dir: reachable(t)}
	first := begin(t, opts)
	run(t, first.DatabaseURL, "CREATE TABLE kept AS SELECT 'still here' AS word")
	require.NoError(t, keys(t, first.RedisURL).Set(t.Context(), "kept", "still here", 0).Err())
	stop(t, first)
	for _, server := range first.servers {
		require.False(t, lives(t, server))
	}
	stop(t, first) // a second time is allowed

	second := begin(t, opts)
	require.Equal(t, first.DatabaseURL, second.DatabaseURL)
	require.Equal(t, first.RedisURL, second.RedisURL)
	require.Equal(t, "still here", run(t, second.DatabaseURL, "SELECT word FROM kept"))
	require.Equal(t, "still here", keys(t, second.RedisURL).Get(t.Context(), "kept").Val())
}

func TestSettingsOfADevelopersServer(t *testing.T) {
	t.Parallel()
	stack := begin(t, Options{Dir: reachable(t), Settings: map[string]string{"work_mem": "20MB"}})
	for name, want := range map[string]string{
		"jit": "off", "TimeZone": "UTC", "max_connections": "200", "shared_buffers": "256MB", "work_mem": "20MB",
		"random_page_cost": "1.1", "server_encoding": "UTF8", "fsync": "on", "listen_addresses": "127.0.0.1",
	} {
		require.Equal(t, want, run(t, stack.DatabaseURL, "SHOW "+name), name)
	}
	require.Equal(t, "C.UTF-8", run(t, stack.DatabaseURL, "SELECT datcollate FROM pg_database WHERE datname = current_database()"))
	require.Equal(t, "zuka/zuka", run(t, stack.DatabaseURL, "SELECT current_user || '/' || current_database()"))
	run(t, stack.DatabaseURL, "CREATE EXTENSION pg_stat_statements; SELECT calls FROM pg_stat_statements")
	require.Equal(t, "yes", keys(t, stack.RedisURL).ConfigGet(t.Context(), "appendonly").Val()["appendonly"])
}

func TestAThrowawayLeavesNothing(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(reachable(t), "below")
	opts := Options{Dir: dir, Throwaway: true}
	first := begin(t, opts)
	require.Equal(t, "off", run(t, first.DatabaseURL, "SHOW fsync"))
	require.Equal(t, "400", run(t, first.DatabaseURL, "SHOW max_connections"))
	run(t, first.DatabaseURL, "CREATE TABLE gone ()")
	data := first.servers[0].folder.data
	require.DirExists(t, data)
	stop(t, first)
	require.NoDirExists(t, data)
	require.NoDirExists(t, dir)

	nameless := begin(t, Options{Throwaway: true})
	home := filepath.Dir(nameless.servers[0].folder.path)
	require.DirExists(t, home)
	stop(t, nameless)
	require.NoDirExists(t, home)
}

func TestAThrowawayBeginsEmptyWhereAnotherWasKilled(t *testing.T) {
	t.Parallel()
	dir := reachable(t)
	other := startOwner(t, self(), dir)
	require.Empty(t, other.Fault)
	run(t, other.DatabaseURL, "CREATE TABLE gone ()")
	kill(t, other)

	stack := begin(t, Options{Dir: dir, Throwaway: true})
	require.Equal(t, "0", run(t, stack.DatabaseURL, "SELECT count(*) FROM pg_tables WHERE tablename = 'gone'"))
}

func TestTakenPorts(t *testing.T) {
	t.Parallel()
	dir := reachable(t)
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer taken.Close()
	port := taken.Addr().(*net.TCPAddr).Port
	for _, which := range []kind{postgresKind, redisKind} {
		path := filepath.Join(dir, string(which))
		require.NoError(t, os.Mkdir(path, 0o755))
		require.NoError(t, writeNumber(filepath.Join(path, "port"), port))
	}
	stack := begin(t, Options{Dir: dir})
	require.NotContains(t, stack.DatabaseURL, strconv.Itoa(port))
	require.NotContains(t, stack.RedisURL, strconv.Itoa(port))

	// Between the choice of a port and the start somebody takes it.
	for _, server := range stack.servers {
		require.NoError(t, server.Kill())
		require.NoError(t, server.engine.forget())
		free := server.port
		server.port = port
		require.ErrorIs(t, server.launch(t.Context()), errPortTaken)
		server.port = free
		require.NoError(t, server.Restart(t.Context()))
	}
	require.Equal(t, "1", run(t, stack.DatabaseURL, "SELECT 1"))
}

// Its clients know the port, so it is waited for.
func TestAServerIsStartedAgainOnAPortThatWasTakenForAMoment(t *testing.T) {
	t.Parallel()
	server, err := StartRedis(t.Context(), Options{Throwaway: true})
	require.NoError(t, err)
	defer stop(t, server)
	require.NoError(t, server.Kill())
	taken, err := net.Listen("tcp", address(server.port))
	require.NoError(t, err)
	restarted := make(chan error, 1)
	go func() { restarted <- server.Restart(t.Context()) }()
	require.Eventually(t, func() bool {
		return strings.Contains(readLog(server.folder.logFile(), 0), "in use")
	}, patience, 10*time.Millisecond, "it has tried")
	require.NoError(t, taken.Close())
	require.NoError(t, <-restarted)
	require.NoError(t, keys(t, server.URL()).Ping(t.Context()).Err())
}

func TestTheSecondOfTwoIsToldWhoTheFirstIs(t *testing.T) {
	t.Parallel()
	dir := reachable(t)
	stack := begin(t, Options{Dir: dir})
	second := startOwner(t, self(), dir)
	require.Contains(t, second.Fault, "in use by process "+strconv.Itoa(os.Getpid()))
	require.Error(t, second.cmd.Wait())

	_, err := Start(t.Context(), Options{Dir: dir})
	var busy *BusyError
	require.ErrorAs(t, err, &busy)
	require.Equal(t, os.Getpid(), busy.PID)
	require.Equal(t, "1", run(t, stack.DatabaseURL, "SELECT 1"), "the first goes on")
}

func TestFoldersThatCannotBe(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	_, err := Start(t.Context(), Options{Dir: filepath.Join(file, "below")})
	require.ErrorContains(t, err, "not a directory")

	dir := reachable(t)
	require.NoError(t, os.Mkdir(filepath.Join(dir, "redis"), 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "redis", "data"), nil, 0o600))
	_, err = Start(t.Context(), Options{Dir: dir})
	require.ErrorContains(t, err, "is not a folder")

	_, err = Start(t.Context(), Options{})
	require.ErrorContains(t, err, "Dir is empty")
}

func TestAFailedStartLeavesNothingBehind(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := Start(ctx, Options{Throwaway: true})
	require.ErrorIs(t, err, context.Canceled)

	dir := filepath.Join(reachable(t), "below")
	_, err = Start(t.Context(), Options{Dir: dir, Throwaway: true, Settings: map[string]string{"shared_buffers": "many"}})
	require.ErrorContains(t, err, "shared_buffers", "the log is quoted")
	require.NoDirExists(t, dir)
}

func TestStoppingFromManySidesAtOnce(t *testing.T) {
	t.Parallel()
	stack := begin(t, Options{Throwaway: true})
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	var group errgroup.Group
	for range 8 {
		group.Go(func() error { return stack.Stop(ctx) })
	}
	require.NoError(t, group.Wait())
	for _, server := range stack.servers {
		require.False(t, lives(t, server))
		require.ErrorContains(t, server.Restart(t.Context()), "was stopped")
		require.NoError(t, server.Kill())
	}
}

func TestEnvironmentStartsOnlyWhatIsNotNamed(t *testing.T) {
	t.Setenv("DATABASE_URL", "postgres://elsewhere/shop")
	t.Setenv("REDIS_URL", "")
	stack, err := Environment(t.Context(), Options{Throwaway: true})
	require.NoError(t, err)
	require.Equal(t, "postgres://elsewhere/shop", stack.DatabaseURL)
	require.NoError(t, keys(t, stack.RedisURL).Ping(t.Context()).Err())
	require.Len(t, stack.servers, 1)
	stop(t, stack)

	t.Setenv("REDIS_URL", "redis://elsewhere")
	stack, err = Environment(t.Context(), Options{})
	require.NoError(t, err)
	require.Equal(t, "redis://elsewhere", stack.RedisURL)
	stop(t, stack)

	t.Setenv("DATABASE_URL", "")
	stack, err = Environment(t.Context(), Options{Throwaway: true})
	require.NoError(t, err)
	require.True(t, strings.HasPrefix(stack.DatabaseURL, "postgres://zuka@127.0.0.1:"))
	require.Equal(t, "redis://elsewhere", stack.RedisURL)
	stop(t, stack)
}
