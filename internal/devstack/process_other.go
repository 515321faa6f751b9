//go:build !linux

package devstack

import (
	"os/exec"
	"strconv"
	"strings"
)

// processes asks ps, in the words that POSIX gives it.
func processes() ([]process, error) {
	out, err := exec.Command("ps", "-A", "-ww", "-o", "pid=,uid=,command=").Output()
	if err != nil {
		return nil, err
	}
	var all []process
	for line := range strings.Lines(string(out)) {
		first, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		second, command, _ := strings.Cut(strings.TrimSpace(rest), " ")
		pid, err := strconv.Atoi(first)
		if err != nil {
			continue
		}
		uid, err := strconv.Atoi(second)
		if err != nil {
			continue
		}
		all = append(all, process{pid: pid, uid: uid, command: strings.TrimSpace(command)})
	}
	return all, nil
}
