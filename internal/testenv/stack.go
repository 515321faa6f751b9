package testenv

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"zuka/internal/devstack"
)

const (
	// patience bounds every single step; on a busy machine the first start is
	// the longest of them.
	patience = 2 * time.Minute
	// installPatience is for a start on a machine without the servers.
	installPatience = 10 * time.Minute
	// holderVariable tells a copy of the test program to hold servers, and which.
	holderVariable = "ZUKA_TESTENV_HOLDER"
)

// What a holder may hold.
const (
	holdsStack   = "stack"
	holdsCluster = "cluster"
)

// Main runs the tests of a package, stops what they made testenv start, and
// exits. TestMain calls it and nothing after it.
func Main(m *testing.M) {
	if what := os.Getenv(holderVariable); what != "" {
		os.Exit(hold(what, os.Stdin, os.Stdout))
	}
	shared.inMain, clustered.inMain = true, true
	code := m.Run()
	if err := errors.Join(shared.release(), clustered.release()); err != nil {
		fmt.Fprintln(os.Stderr, "testenv:", err)
		code = max(code, 1)
	}
	os.Exit(code)
}

// shared are the servers of this test process, and clustered is a Redis Cluster.
var shared, clustered servers

// servers are a PostgreSQL and a Redis, or a Redis Cluster, that outlive a single
// test.
type servers struct {
	// inMain is set when somebody will call release.
	inMain bool

	once    sync.Once
	urls    urls
	err     error
	cluster *cluster

	holder *exec.Cmd
	stdin  io.Closer
}

// urls is what the holder says when its servers are ready, or why they are not.
type urls struct {
	Database string
	Redis    string
	Fault    string
}

// find returns the servers' URLs, starting what is missing.
func (s *servers) find(t testing.TB) urls {
	t.Helper()
	s.once.Do(func() {
		if s.urls, s.err = s.start(); s.err == nil {
			s.cluster, s.err = openCluster(s.urls.Database)
		}
	})
	require.NoError(t, s.err, "the test servers")
	return s.urls
}

func (s *servers) start() (urls, error) {
	named := urls{Database: os.Getenv("DATABASE_URL"), Redis: os.Getenv("REDIS_URL")}
	if named.Database != "" && named.Redis != "" {
		return named, nil
	}
	return s.held(holdsStack)
}

// held has a holder start something.
func (s *servers) held(what string) (urls, error) {
	if !s.inMain {
		return urls{}, errors.New("the package has no TestMain that calls testenv.Main, which would stop the servers")
	}
	out, err := s.startHolder(what)
	if err != nil {
		return urls{}, err
	}
	line, err := bufio.NewReader(out).ReadBytes('\n')
	if err != nil {
		return urls{}, fmt.Errorf("the process that holds the servers ended: %w", err)
	}
	var found urls
	if err := json.Unmarshal(line, &found); err != nil {
		return urls{}, err
	}
	if found.Fault != "" {
		return urls{}, errors.New(found.Fault)
	}
	return found, nil
}

// startHolder runs this program a second time, to own the servers: this
// process may die of a panic, a timeout or kill -9 and they are still stopped
// and removed in good order, and no goroutine of theirs meets the tests that
// look for leaks.
func (s *servers) startHolder(what string) (io.ReadCloser, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, err
	}
	holder := exec.Command(program)
	holder.Env = append(os.Environ(), holderVariable+"="+what)
	holder.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // Ctrl-C is for the tests
	stdin, err := holder.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := holder.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := holder.Start(); err != nil {
		return nil, err
	}
	s.holder, s.stdin = holder, stdin
	return out, nil
}

// release lets go of the servers and waits until the ones started here ended.
func (s *servers) release() error {
	var failed error
	if s.cluster != nil {
		failed = s.cluster.close()
	}
	if s.holder == nil {
		return failed
	}
	failed = errors.Join(failed, s.stdin.Close())
	ended := s.holder.Wait()
	if s.err != nil {
		return failed // what is wrong with the holder was said by the tests
	}
	return errors.Join(failed, ended)
}

// hold starts servers, says where they are, and stops them at the end of in,
// which comes however and whenever the test process ends.
func hold(what string, in io.Reader, out io.Writer) int {
	// Nobody may be reading any more: that must not end us before the servers.
	signal.Ignore(syscall.SIGPIPE)
	starting, cancel := context.WithTimeout(context.Background(), installPatience)
	defer cancel()
	left := make(chan error, 1)
	go func() {
		_, err := io.Copy(io.Discard, in)
		left <- err
		cancel()
	}()
	found, stop, err := begin(starting, what)
	if err != nil {
		_ = json.NewEncoder(out).Encode(urls{Fault: err.Error()}) // else the reader sees the end
		return 1
	}
	said := json.NewEncoder(out).Encode(found)
	read := <-left
	stopping, done := step()
	defer done()
	if err := errors.Join(said, read, stop(stopping)); err != nil {
		fmt.Fprintln(os.Stderr, "testenv: stopping the servers:", err)
		return 1
	}
	return 0
}

// begin starts what a holder is to hold.
func begin(ctx context.Context, what string) (urls, func(context.Context) error, error) {
	options := devstack.Options{Throwaway: true, Install: true}
	if what == holdsCluster {
		nodes, err := devstack.StartCluster(ctx, options)
		if err != nil {
			return urls{}, nil, err
		}
		return urls{Redis: nodes.URL()}, nodes.Stop, nil
	}
	stack, err := devstack.Environment(ctx, options)
	if err != nil {
		return urls{}, nil, err
	}
	return urls{Database: stack.DatabaseURL, Redis: stack.RedisURL}, stack.Stop, nil
}

// step bounds one step of preparing or cleaning up. It is not the test's own
// context, which is over when the cleanup runs.
func step() (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.Background(), patience)
}
