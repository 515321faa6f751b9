//go:build !linux

package devstack

import "syscall"

// dieWithParent does nothing here: only Linux tells a process that its parent
// has died. The next start on the same folder stops what was left.
func dieWithParent(*syscall.SysProcAttr, syscall.Signal) {}
