package devstack

import "syscall"

// dieWithParent has the kernel send the signal to the child when the thread
// that started it ends. The setting survives the change of user, because it is
// made after it.
func dieWithParent(attr *syscall.SysProcAttr, signal syscall.Signal) {
	attr.Pdeathsig = signal
}
