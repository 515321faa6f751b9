package devstack

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"syscall"
	"time"
)

// process is any running process of the machine.
type process struct {
	pid int
	uid int
	// command is its arguments joined by spaces, or the title it gave itself.
	// Zombies have none.
	command string
}

// has reports whether flag followed by value is among the arguments.
func (p process) has(flag, value string) bool {
	return strings.Contains(p.command+" ", " "+flag+" "+value+" ")
}

// strays are the running processes that mine accepts, by increasing id.
func strays(mine func(process) bool) ([]process, error) {
	all, err := processes()
	if err != nil {
		return nil, fmt.Errorf("list processes: %w", err)
	}
	found := slices.DeleteFunc(all, func(p process) bool { return !mine(p) })
	slices.SortFunc(found, func(a, b process) int { return a.pid - b.pid })
	return found, nil
}

// endStrays sends ask to the processes that main accepts and waits until all
// that mine accepts are gone, killing them after patience or when ctx ends.
// They are not our children, so their end can only be polled for.
func endStrays(ctx context.Context, mine, main func(process) bool, ask syscall.Signal, patience time.Duration) error {
	found, err := strays(mine)
	if err != nil || len(found) == 0 {
		return err
	}
	for _, p := range found {
		if main(p) {
			_ = syscall.Kill(p.pid, ask) // it may just have ended
		}
	}
	soft, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if gone(soft, mine) == nil {
		return nil
	}
	return killStrays(mine)
}

// killStrays kills all that mine accepts and returns when they are gone.
func killStrays(mine func(process) bool) error {
	found, err := strays(mine)
	if err != nil {
		return err
	}
	for _, p := range found {
		_ = syscall.Kill(p.pid, syscall.SIGKILL)
	}
	// Killed processes end without any say of their own; the time is for a
	// machine that is very busy.
	hard, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	return gone(hard, mine)
}

// gone returns when no process that mine accepts is left.
func gone(ctx context.Context, mine func(process) bool) error {
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for {
		found, err := strays(mine)
		if err != nil || len(found) == 0 {
			return err
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("process %d does not end: %w", found[0].pid, ctx.Err())
		case <-tick.C:
		}
	}
}
