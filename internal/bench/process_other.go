//go:build !linux

package bench

import "syscall"

// dieWithParent does nothing where the kernel cannot.
func dieWithParent(*syscall.SysProcAttr) {}
