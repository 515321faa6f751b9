package devstack

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	client "github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"zuka/internal/testenv/leak"
)

// roleVariable makes the test program play another program: "own <folder>"
// starts a stack there and waits for the end of its input, "run <command>"
// runs a command with a stack.
const roleVariable = "DEVSTACK_TEST_ROLE"

// patience bounds every wait of the tests.
const patience = 30 * time.Second

func TestMain(m *testing.M) {
	role, argument, _ := strings.Cut(os.Getenv(roleVariable), " ")
	switch role {
	case "own":
		os.Exit(playOwner(argument))
	case "run":
		os.Exit(playRunner(argument))
	}
	leak.Main(m)
}

// said is what an owner says when it has tried to start.
type said struct {
	DatabaseURL, RedisURL string
	Fault                 string
}

func playOwner(dir string) int {
	stack, err := Start(context.Background(), Options{Dir: dir})
	if err != nil {
		_ = json.NewEncoder(os.Stdout).Encode(said{Fault: err.Error()})
		return 1
	}
	_ = json.NewEncoder(os.Stdout).Encode(said{DatabaseURL: stack.DatabaseURL, RedisURL: stack.RedisURL})
	_, _ = io.Copy(io.Discard, os.Stdin)
	if err := stack.Stop(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

func playRunner(command string) int {
	code, err := Run(context.Background(), Options{Throwaway: true}, []string{"sh", "-c", command})
	if err != nil {
		fmt.Fprintln(os.Stderr, "run:", err)
	}
	return code
}

// otherProgram is another program that runs a stack.
type otherProgram struct {
	said
	cmd   *exec.Cmd
	stdin io.Closer
}

// startOwner returns when the other program has tried to start its stack.
func startOwner(t *testing.T, cmd *exec.Cmd, dir string) otherProgram {
	t.Helper()
	cmd.Env = append(os.Environ(), roleVariable+"=own "+dir)
	stdin, err := cmd.StdinPipe()
	require.NoError(t, err)
	stdout, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	other := otherProgram{cmd: cmd, stdin: stdin}
	line, err := bufio.NewReader(stdout).ReadBytes('\n')
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(line, &other.said))
	return other
}

// reachable is a folder that other users can walk through, unlike t.TempDir.
func reachable(t *testing.T) string {
	t.Helper()
	dir, err := temporaryDir(os.TempDir())
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, os.RemoveAll(dir)) })
	return dir
}

// begin starts a stack that is stopped when the test ends.
func begin(t *testing.T, opts Options) *Stack {
	t.Helper()
	stack, err := Start(t.Context(), opts)
	require.NoError(t, err)
	t.Cleanup(func() { stop(t, stack) })
	return stack
}

func stop(t *testing.T, stack interface{ Stop(context.Context) error }) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	require.NoError(t, stack.Stop(ctx))
}

// run executes SQL and returns the first column of its last row as text.
func run(t *testing.T, url, sql string) (text string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	conn, err := pgx.Connect(ctx, url)
	require.NoError(t, err)
	defer func() { require.NoError(t, conn.Close(ctx)) }()
	results, err := conn.PgConn().Exec(ctx, sql).ReadAll()
	require.NoError(t, err)
	for _, row := range results[len(results)-1].Rows {
		text = string(row[0])
	}
	return text
}

// keys is a client of a Redis, closed when the test ends.
func keys(t *testing.T, url string) *client.Client {
	t.Helper()
	options, err := client.ParseURL(url)
	require.NoError(t, err)
	options.DialerRetries, options.MaxRetries = 1, -1
	c := client.NewClient(options)
	t.Cleanup(func() { require.NoError(t, c.Close()) })
	return c
}

// lives reports whether any process of a server on the folder is left.
func lives(t *testing.T, server *Server) bool {
	t.Helper()
	left, err := strays(server.engine.mine)
	require.NoError(t, err)
	return len(left) > 0
}

func awaitLoss(t *testing.T, lost <-chan error) error {
	t.Helper()
	select {
	case err := <-lost:
		return err
	case <-time.After(patience):
		require.Fail(t, "nobody was told that the server ended")
		return nil
	}
}

func portOf(t *testing.T, address string) int {
	t.Helper()
	parsed, err := url.Parse(address)
	require.NoError(t, err)
	port, err := strconv.Atoi(parsed.Port())
	require.NoError(t, err)
	return port
}
