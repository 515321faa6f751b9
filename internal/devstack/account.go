package devstack

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"strconv"
	"syscall"
)

// account is whom the servers run as.
type account struct {
	uid, gid int
	// switched is set when that is not who we are, which takes root.
	switched bool
}

// unprivileged is whom a new folder's servers run as: ourselves, except that
// root becomes postgres or nobody, because PostgreSQL refuses root, and
// because a Redis without a password would lend root's rights to every local
// user.
func unprivileged() (account, error) {
	if os.Geteuid() != 0 {
		return account{uid: os.Geteuid(), gid: os.Getegid()}, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		known, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, uidErr := strconv.Atoi(known.Uid)
		gid, gidErr := strconv.Atoi(known.Gid)
		if err := errors.Join(uidErr, gidErr); err != nil {
			return account{}, fmt.Errorf("user %s: %w", name, err)
		}
		return account{uid: uid, gid: gid, switched: true}, nil
	}
	return account{}, errors.New("running as root, and there is neither a user postgres nor nobody to run PostgreSQL as")
}

// owner is whom the servers of an existing folder run as: the folder's owner
// when we are root, so that root can use a folder that a user made before.
func owner(info os.FileInfo) (account, error) {
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok || os.Geteuid() != 0 || stat.Uid == 0 {
		return unprivileged()
	}
	return account{uid: int(stat.Uid), gid: int(stat.Gid), switched: true}, nil
}

// ours reports whether we own the file.
func ours(info os.FileInfo) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(stat.Uid) == os.Geteuid()
}

// dress makes cmd run as the account, and with little of our environment: the
// PG* variables of a developer's shell must not reach the server.
func (a account) dress(cmd *exec.Cmd) {
	cmd.Env = []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + cmd.Dir, "LC_ALL=C.UTF-8", "TZ=UTC",
	}
	if a.switched {
		cmd.SysProcAttr = &syscall.SysProcAttr{
			Credential: &syscall.Credential{Uid: uint32(a.uid), Gid: uint32(a.gid)},
		}
	}
}

// give hands a file or folder of ours to the account.
func (a account) give(path string) error {
	if !a.switched {
		return nil
	}
	return os.Lchown(path, a.uid, a.gid)
}

// String is the user's name, or the number when it has none.
func (a account) String() string {
	if known, err := user.LookupId(strconv.Itoa(a.uid)); err == nil {
		return known.Username
	}
	return strconv.Itoa(a.uid)
}
