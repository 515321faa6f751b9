package bench

import (
	"fmt"
	"syscall"
)

// dieWithParent has the kernel end a server when this program is killed.
func dieWithParent(attr *syscall.SysProcAttr) { attr.Pdeathsig = syscall.SIGKILL }

// openFiles lets this process, and the servers that it starts, hold so many
// files open at once.
func openFiles(count uint64) error {
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		return fmt.Errorf("reading how many files may be open: %w", err)
	}
	if limit.Max < count {
		return fmt.Errorf("%d files have to be open at once and only %d may be: raise `ulimit -Hn`", count, limit.Max)
	}
	// Set even when it is enough: Go gives servers the limit that it found at its
	// own start, unless the program has set one.
	limit.Cur = limit.Max
	if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		return fmt.Errorf("raising how many files may be open: %w", err)
	}
	return nil
}
