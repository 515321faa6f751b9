package bench

import "syscall"

// dieWithParent has the kernel end a server when this program is killed.
func dieWithParent(attr *syscall.SysProcAttr) { attr.Pdeathsig = syscall.SIGKILL }
