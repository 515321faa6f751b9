package devstack

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// commandPatience is how long a command may take to end once it was told to.
const commandPatience = 10 * time.Second

// Run runs a command with DATABASE_URL and REDIS_URL set, as Environment finds
// or starts them, and stops what it started. The command has our input and
// output; SIGINT and SIGTERM are passed on to it, and the end of ctx counts as
// SIGTERM. The exit code is the command's, or 128 and the signal's number when
// a signal ended it. An error means that the command could not be run to its
// end for a reason other than the command, such as a lost server; the exit
// code is then not 0.
func Run(ctx context.Context, opts Options, argv []string) (exitCode int, err error) {
	if len(argv) == 0 {
		return 2, errors.New("no command to run")
	}
	signals := make(chan os.Signal, 4)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM)
	defer signal.Stop(signals)

	stack, code, err := environment(ctx, opts, signals)
	if err != nil {
		return code, err
	}
	defer func() {
		if stopErr := stack.abandon(ctx); stopErr != nil {
			err = errors.Join(err, stopErr)
			exitCode = max(exitCode, 1)
		}
	}()
	cmd := exec.Command(argv[0], argv[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	cmd.Env = append(os.Environ(), "DATABASE_URL="+stack.DatabaseURL, "REDIS_URL="+stack.RedisURL)
	running := command{terminal: inForeground()}
	if running.terminal {
		// In the terminal's own group the command may read from it.
		running.child, err = spawnHere(argv[0], cmd, syscall.SIGKILL)
	} else {
		running.child, err = spawn(argv[0], cmd, syscall.SIGKILL)
	}
	if err != nil {
		return 127, err
	}
	return running.wait(ctx, signals, stack.Lost())
}

// environment is Environment, given up at the first signal; the exit code is
// then that of a command which the signal ended.
func environment(ctx context.Context, opts Options, signals <-chan os.Signal) (*Stack, int, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	type outcome struct {
		stack *Stack
		err   error
	}
	started := make(chan outcome, 1)
	go func() {
		stack, err := Environment(ctx, opts)
		started <- outcome{stack, err}
	}()
	select {
	case got := <-started:
		return got.stack, 1, got.err
	case got := <-signals:
		reason := fmt.Errorf("%s while the servers were starting", got)
		cancel(reason)
		if late := <-started; late.err == nil {
			reason = errors.Join(reason, late.stack.abandon(ctx))
		}
		return nil, exitOf(got), reason
	}
}

// command is what Run runs.
type command struct {
	child *child
	// terminal is set when Ctrl-C reaches the command without our help.
	terminal bool
}

// wait returns when the command has ended, ending it when there is reason to.
func (c *command) wait(ctx context.Context, signals <-chan os.Signal, lost <-chan error) (int, error) {
	var (
		reason error
		over   = ctx.Done()
		kill   <-chan time.Time
	)
	giveUp := func(why error) {
		reason, over, lost = why, nil, nil
		c.pass(syscall.SIGTERM)
		kill = time.After(commandPatience)
	}
	for {
		select {
		case <-c.child.done:
			return c.exit(reason)
		case got := <-signals:
			if number, ok := got.(syscall.Signal); ok && (number != syscall.SIGINT || !c.terminal) {
				c.pass(number)
			}
		case <-over:
			giveUp(context.Cause(ctx))
		case err := <-lost:
			giveUp(err)
		case <-kill:
			c.pass(syscall.SIGKILL)
		}
	}
}

// pass sends a signal to the command, and to what it started when it has a
// process group of its own.
func (c *command) pass(number syscall.Signal) {
	pid := c.child.cmd.Process.Pid
	if !c.terminal {
		pid = -pid
	}
	_ = syscall.Kill(pid, number) // fails only when it has just ended
}

// exit is the command's exit code, unless there was another reason to end.
func (c *command) exit(reason error) (int, error) {
	if reason != nil {
		return 1, reason
	}
	state := c.child.cmd.ProcessState
	if status, ok := state.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		return exitOf(status.Signal()), nil
	}
	return state.ExitCode(), nil
}

// exitOf is what shells answer for a command that a signal ended.
func exitOf(got os.Signal) int {
	number, ok := got.(syscall.Signal)
	if !ok {
		return 1
	}
	return 128 + int(number)
}

// inForeground reports whether Ctrl-C in the terminal on our input is sent to
// our process group, of which the command is then one.
func inForeground() bool {
	group, err := unix.IoctlGetInt(int(os.Stdin.Fd()), unix.TIOCGPGRP)
	return err == nil && group == syscall.Getpgrp()
}
