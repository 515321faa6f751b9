package devstack

import (
	"bufio"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func self() *exec.Cmd { return exec.Command(os.Args[0]) }

func kill(t *testing.T, other otherProgram) {
	t.Helper()
	require.NoError(t, other.cmd.Process.Kill())
	var exit *exec.ExitError
	require.ErrorAs(t, other.cmd.Wait(), &exit)
	require.True(t, exit.Sys().(syscall.WaitStatus).Signaled())
}

func TestServersEndWithAKilledProgramAndTheirDataStays(t *testing.T) {
	t.Parallel()
	dir := reachable(t)
	other := startOwner(t, self(), dir)
	require.Empty(t, other.Fault)
	run(t, other.DatabaseURL, "CREATE TABLE kept AS SELECT 'still here' AS word")
	database, err := filepath.EvalSymlinks(filepath.Join(dir, "postgres", "data"))
	require.NoError(t, err)
	keyspace, err := filepath.EvalSymlinks(filepath.Join(dir, "redis", "data"))
	require.NoError(t, err)
	onFolder := func(p process) bool {
		return p.has("-D", filepath.Join(database, "cluster")) || p.has("--dir", keyspace)
	}
	require.Eventually(t, func() bool {
		before, err := strays(onFolder)
		return err == nil && len(before) == 2
	}, patience, 10*time.Millisecond, "a process that was just forked looks like the one it came from")

	kill(t, other)
	require.Eventually(t, func() bool {
		left, err := strays(onFolder)
		return err == nil && len(left) == 0
	}, patience, 10*time.Millisecond, "the kernel tells them")

	stack := begin(t, Options{Dir: dir})
	require.Equal(t, other.DatabaseURL, stack.DatabaseURL)
	require.Equal(t, "still here", run(t, stack.DatabaseURL, "SELECT word FROM kept"))
}

func TestStartingAtOnceAfterAKilledProgram(t *testing.T) {
	t.Parallel()
	dir := reachable(t)
	for range 3 {
		other := startOwner(t, self(), dir)
		require.Empty(t, other.Fault)
		run(t, other.DatabaseURL, "CREATE TABLE IF NOT EXISTS kept (); SELECT 1")
		kill(t, other)
	}
	stack := begin(t, Options{Dir: dir})
	require.Equal(t, "0", run(t, stack.DatabaseURL, "SELECT count(*) FROM kept"))
}

// Where the kernel does not end the servers they are found and stopped.
func TestServersThatWereLeftRunningAreStopped(t *testing.T) {
	t.Parallel()
	dir := reachable(t)
	first := begin(t, Options{Dir: dir})
	run(t, first.DatabaseURL, "CREATE TABLE kept AS SELECT 'still here' AS word")
	stop(t, first)
	ended := make(chan error, len(first.servers))
	for _, server := range first.servers {
		cmd := server.engine.command(server.port)
		cmd.Dir = server.folder.data
		server.folder.account.dress(cmd)
		require.NoError(t, cmd.Start())
		go func() { ended <- cmd.Wait() }()
		require.Eventually(t, func() bool {
			return server.engine.ready(t.Context(), server.port, cmd.Process.Pid) == nil
		}, patience, 10*time.Millisecond)
	}
	second := begin(t, Options{Dir: dir})
	for range first.servers {
		require.NoError(t, awaitLoss(t, ended), "an orderly end")
	}
	require.Equal(t, first.DatabaseURL, second.DatabaseURL)
	require.Equal(t, "still here", run(t, second.DatabaseURL, "SELECT word FROM kept"))
}

// The process id in postmaster.pid belongs to something else by now.
func TestAStaleProcessIDIsNoServer(t *testing.T) {
	t.Parallel()
	dir := reachable(t)
	server, err := StartPostgres(t.Context(), Options{Dir: dir})
	require.NoError(t, err)
	require.NoError(t, server.Kill())
	pidFile := filepath.Join(server.folder.data, "cluster", "postmaster.pid")
	require.FileExists(t, pidFile)
	require.NoError(t, writeNumber(pidFile, os.Getpid()))
	stop(t, server)

	server, err = StartPostgres(t.Context(), Options{Dir: dir})
	require.NoError(t, err)
	stop(t, server)
}

func TestAHalfMadeClusterIsMadeAnew(t *testing.T) {
	t.Parallel()
	dir := reachable(t)
	server, err := StartPostgres(t.Context(), Options{Dir: dir})
	require.NoError(t, err)
	stop(t, server)
	cluster := filepath.Join(server.folder.data, "cluster")
	require.NoError(t, os.Rename(cluster, cluster+".new"))
	require.NoError(t, os.Remove(filepath.Join(cluster+".new", "global", "pg_control")))

	server, err = StartPostgres(t.Context(), Options{Dir: dir})
	require.NoError(t, err)
	require.Equal(t, "1", run(t, server.URL(), "SELECT 1"))
	stop(t, server)
}

func TestKillAndRestartPostgres(t *testing.T) {
	t.Parallel()
	// A throwaway may forget commits of the last moments, if it is allowed to.
	server, err := StartPostgres(t.Context(), Options{Throwaway: true, Settings: map[string]string{"synchronous_commit": "on"}})
	require.NoError(t, err)
	defer stop(t, server)
	run(t, server.URL(), "CREATE TABLE kept AS SELECT 'still here' AS word")
	url := server.URL()
	for range 3 {
		require.NoError(t, server.Kill())
		require.False(t, lives(t, server))
		require.NoError(t, server.Kill(), "a second time is allowed")
		require.NoError(t, server.Restart(t.Context()))
		require.Equal(t, url, server.URL())
		require.Equal(t, "still here", run(t, url, "SELECT word FROM kept"))
	}
	require.NoError(t, server.Restart(t.Context()), "while it runs")
	require.Equal(t, "still here", run(t, url, "SELECT word FROM kept"))
	require.Empty(t, server.Lost(), "all of this was asked for")
}

func TestKillAndRestartRedis(t *testing.T) {
	t.Parallel()
	server, err := StartRedis(t.Context(), Options{Throwaway: true})
	require.NoError(t, err)
	defer stop(t, server)
	conn := keys(t, server.URL())
	require.NoError(t, conn.Ping(t.Context()).Err())
	require.NoError(t, server.Kill())
	require.True(t, free(server.port))
	require.NoError(t, server.Restart(t.Context()))
	require.NoError(t, conn.Ping(t.Context()).Err())
	require.Empty(t, server.Lost())
}

func TestALossIsToldAndCanBeMended(t *testing.T) {
	t.Parallel()
	stack := begin(t, Options{Throwaway: true})
	for _, server := range stack.servers {
		require.NoError(t, syscall.Kill(server.child.cmd.Process.Pid, syscall.SIGKILL))
		lost := awaitLoss(t, stack.Lost())
		require.ErrorContains(t, lost, string(server.kind)+" ended (signal: killed)")
		require.NoError(t, server.Restart(t.Context()))
	}
	require.Equal(t, "1", run(t, stack.DatabaseURL, "SELECT 1"))
	require.NoError(t, keys(t, stack.RedisURL).Ping(t.Context()).Err())
}

func TestForgottenTemporaryFoldersAreRemoved(t *testing.T) {
	t.Parallel()
	parent := t.TempDir()
	left, err := temporaryDir(parent)
	require.NoError(t, err)
	require.NoError(t, os.MkdirAll(filepath.Join(left, "postgres", "data", "cluster"), 0o700))
	used, err := temporaryDir(parent)
	require.NoError(t, err)
	lock, err := openFolder(used, "redis")
	require.NoError(t, err)
	defer lock.close()
	require.DirExists(t, left, "it is young")

	require.NoError(t, sweep(parent, time.Now().Add(time.Minute)))
	require.NoDirExists(t, left)
	require.DirExists(t, used)
}

func TestTheUserDecidesWhereTemporaryFoldersAre(t *testing.T) {
	chosen := t.TempDir()
	t.Setenv("TMPDIR", chosen)
	require.Equal(t, chosen, temporaryParent())
	t.Setenv("TMPDIR", "")
	require.Contains(t, []string{memory, os.TempDir()}, temporaryParent())
}

func TestAServerThatDoesNotEndIsKilled(t *testing.T) {
	t.Parallel()
	cmd := exec.Command("sh", "-c", "trap '' TERM; echo deaf; while :; do read word; done")
	_, err := cmd.StdinPipe()
	require.NoError(t, err)
	stdout, err := cmd.StdoutPipe()
	require.NoError(t, err)
	stubborn, err := spawn("stubborn", cmd, syscall.SIGKILL)
	require.NoError(t, err)
	line, err := bufio.NewReader(stdout).ReadString('\n')
	require.NoError(t, err)
	require.Equal(t, "deaf\n", line)
	expired, cancel := context.WithCancel(t.Context())
	cancel()
	require.ErrorContains(t, stubborn.end(expired, syscall.SIGTERM), "was killed")
	require.ErrorContains(t, stubborn.err, "killed")
}
