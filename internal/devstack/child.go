package devstack

import (
	"context"
	"fmt"
	"os/exec"
	"runtime"
	"sync/atomic"
	"syscall"
)

// child is a process that was started here and that ends with this program.
type child struct {
	name string
	cmd  *exec.Cmd
	// done is closed when the process has ended and was waited for.
	done chan struct{}
	// err says how it ended; it may be read once done is closed.
	err error
	// asked is set before this package ends the process, so that an unexpected
	// end can be told apart.
	asked atomic.Bool
}

// spawn starts cmd in a process group of its own, so that Ctrl-C in a terminal
// reaches this program only, which then decides the order. orphan is the
// signal that the process gets when this program dies without stopping it.
func spawn(name string, cmd *exec.Cmd, orphan syscall.Signal) (*child, error) {
	if cmd.SysProcAttr == nil {
		cmd.SysProcAttr = &syscall.SysProcAttr{}
	}
	cmd.SysProcAttr.Setpgid = true
	return spawnHere(name, cmd, orphan)
}

// spawnHere is spawn without touching the process group.
func spawnHere(name string, cmd *exec.Cmd, orphan syscall.Signal) (*child, error) {
	if cmd.SysProcAttr == nil {
		cmd.SysProcAttr = &syscall.SysProcAttr{}
	}
	dieWithParent(cmd.SysProcAttr, orphan)
	c := &child{name: name, cmd: cmd, done: make(chan struct{})}
	started := make(chan error)
	go func() {
		// To the kernel the parent is the thread that forked, not the program:
		// the thread has to live as long as the child does.
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := cmd.Start()
		started <- err
		if err != nil {
			return
		}
		c.err = cmd.Wait()
		close(c.done)
	}()
	if err := <-started; err != nil {
		return nil, fmt.Errorf("start %s: %w", name, err)
	}
	return c, nil
}

// end asks the process to end and returns when it has. When ctx is over first
// the process is killed, and that is the error.
func (c *child) end(ctx context.Context, ask syscall.Signal) error {
	c.asked.Store(true)
	if c.ended() {
		return nil
	}
	_ = c.cmd.Process.Signal(ask) // fails only when the process has just ended
	select {
	case <-c.done:
		return nil
	case <-ctx.Done():
	}
	_ = c.cmd.Process.Kill()
	<-c.done
	return fmt.Errorf("%s did not stop in time and was killed: %w", c.name, context.Cause(ctx))
}

func (c *child) ended() bool {
	select {
	case <-c.done:
		return true
	default:
		return false
	}
}

// watch calls lost once when the process ends without having been asked to.
func (c *child) watch(lost func(error)) {
	go func() {
		<-c.done
		if !c.asked.Load() {
			lost(c.err)
		}
	}()
}
