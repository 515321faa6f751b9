package devstack

import (
	"context"
	"fmt"
	"net"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"

	client "github.com/redis/go-redis/v9"
)

// redis is the engine of a Redis.
type redis struct {
	folder    *folder
	binary    string
	throwaway bool
	// node is set for a node of a cluster, and bus is then the port on which the
	// nodes talk to each other; 0 before the first start.
	node bool
	bus  int
}

func (r *redis) program() string { return r.binary }

// prepare has nothing to do: Redis makes its files itself.
func (r *redis) prepare(context.Context) error { return nil }

func (r *redis) command(port int) *exec.Cmd {
	appendonly := "yes"
	if r.throwaway {
		appendonly = "no"
	}
	args := []string{
		"--bind", "127.0.0.1", "--port", strconv.Itoa(port), "--dir", r.folder.data,
		"--daemonize", "no", "--appendonly", appendonly, "--save", "",
		// Its arguments stay visible, which is how a leftover is recognised.
		"--set-proc-title", "no",
	}
	if r.node {
		args = append(args, r.membership(port)...)
	}
	return exec.Command(r.binary, args...)
}

// ready asks the server for its process id: another Redis could be answering.
func (r *redis) ready(ctx context.Context, port, pid int) error {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	// The client would try five times and complain on standard error.
	knock, err := (&net.Dialer{}).DialContext(ctx, "tcp", address(port))
	if err != nil {
		return err
	}
	_ = knock.Close() // nothing was said on it
	conn := client.NewClient(&client.Options{
		Addr: address(port), PoolSize: 1, MaxRetries: -1, DialerRetries: 1, DisableIdentity: true, ReadTimeout: time.Second,
	})
	defer func() { _ = conn.Close() }() // nothing is left to be said on it
	info, err := conn.Info(ctx, "server").Result()
	if err != nil {
		return err
	}
	if !strings.Contains(info, fmt.Sprintf("process_id:%d\r\n", pid)) {
		return fmt.Errorf("another server answers on port %d", port)
	}
	// While it reads its files back it refuses all but INFO and the like.
	return conn.DBSize(ctx).Err()
}

func (r *redis) url(port int) string { return "redis://" + address(port) + "/0" }

func (r *redis) mine(other process) bool {
	return other.uid == r.folder.account.uid && other.has("--dir", r.folder.data) &&
		strings.Contains(other.command, "redis-server")
}

func (r *redis) main(other process) bool { return r.mine(other) }

// forget has nothing to remove: Redis takes no notice of an earlier process.
func (r *redis) forget() error { return nil }

// quit makes Redis write what it holds and end.
func (r *redis) quit() syscall.Signal { return syscall.SIGTERM }
