package devstack

import (
	"bufio"
	"bytes"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// runner is another program that is inside Run.
type runner struct {
	cmd    *exec.Cmd
	stdin  io.WriteCloser
	lines  *bufio.Reader
	stderr bytes.Buffer
}

// runShell starts a program that runs a shell script with a stack of its own.
func runShell(t *testing.T, script string) *runner {
	t.Helper()
	r := &runner{cmd: self()}
	r.cmd.Env = append(os.Environ(), roleVariable+"=run "+script, "DATABASE_URL=", "REDIS_URL=")
	r.cmd.Stderr = &r.stderr
	var err error
	r.stdin, err = r.cmd.StdinPipe()
	require.NoError(t, err)
	stdout, err := r.cmd.StdoutPipe()
	require.NoError(t, err)
	r.lines = bufio.NewReader(stdout)
	require.NoError(t, r.cmd.Start())
	return r
}

func (r *runner) line(t *testing.T) string {
	t.Helper()
	line, err := r.lines.ReadString('\n')
	require.NoError(t, err)
	return strings.TrimSpace(line)
}

// code waits for the end and is the exit code.
func (r *runner) code(t *testing.T) int {
	t.Helper()
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = r.cmd.Wait() // the state below says how it ended
	}()
	select {
	case <-ended:
	case <-time.After(patience):
		require.NoError(t, r.cmd.Process.Kill())
		<-ended
		require.Fail(t, "it does not end")
	}
	return r.cmd.ProcessState.ExitCode()
}

func TestRunGivesTheCommandItsServersAndItsExitCode(t *testing.T) {
	t.Parallel()
	r := runShell(t, `echo $DATABASE_URL; echo $REDIS_URL; read word; echo $word; exit 7`)
	database, redis := r.line(t), r.line(t)
	require.Equal(t, "1", run(t, database, "SELECT 1"))
	require.NoError(t, keys(t, redis).Ping(t.Context()).Err())
	_, err := io.WriteString(r.stdin, "go on\n")
	require.NoError(t, err)
	require.Equal(t, "go on", r.line(t), "input and output are ours")
	require.Equal(t, 7, r.code(t), r.stderr.String())
	require.True(t, free(portOf(t, database)))
	require.True(t, free(portOf(t, redis)))
}

func TestRunPassesSignalsOnAndStopsTheServersAfterTheCommand(t *testing.T) {
	t.Parallel()
	for number, want := range map[syscall.Signal]int{syscall.SIGINT: 3, syscall.SIGTERM: 4} {
		r := runShell(t, `trap 'exit 3' INT; trap 'exit 4' TERM; echo $DATABASE_URL; while :; do sleep 0.1 & wait $!; done`)
		database := r.line(t)
		require.NoError(t, r.cmd.Process.Signal(number))
		require.Equal(t, want, r.code(t), r.stderr.String())
		require.True(t, free(portOf(t, database)))
	}
}

func TestRunTellsWhichSignalEndedTheCommand(t *testing.T) {
	t.Parallel()
	require.Equal(t, 128+9, runShell(t, `kill -9 $$`).code(t))
	missing := self()
	missing.Env = append(os.Environ(), roleVariable+"=run exec /no/such/program", "DATABASE_URL=", "REDIS_URL=")
	var exit *exec.ExitError
	require.ErrorAs(t, missing.Run(), &exit)
	require.Equal(t, 127, exit.ExitCode())
}

func TestRunEndsTheCommandWhenAServerIsLost(t *testing.T) {
	t.Parallel()
	r := runShell(t, `echo $REDIS_URL; while :; do read word; done`)
	redis := r.line(t)
	_ = keys(t, redis).ShutdownNoSave(t.Context()) // the connection breaks, which is what it is for
	require.Equal(t, 1, r.code(t))
	require.Contains(t, r.stderr.String(), "redis ended")
}

func TestRunWithoutACommand(t *testing.T) {
	t.Parallel()
	code, err := Run(t.Context(), Options{}, nil)
	require.ErrorContains(t, err, "no command")
	require.NotZero(t, code)
}
