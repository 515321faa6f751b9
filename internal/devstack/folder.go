package devstack

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// BusyError says that another program uses the folder.
type BusyError struct {
	// Dir is the folder of the one server that is in use.
	Dir string
	// PID is the program's process id, 0 when it has not written it yet.
	PID int
}

// Error names the program to stop.
func (e *BusyError) Error() string {
	return fmt.Sprintf("%s is in use by process %d: stop that one first, or use another folder", e.Dir, e.PID)
}

// folder is where one server lives. See the package comment for its contents.
type folder struct {
	// path is ours; data is the real path of the server's own folder, which
	// belongs to account.
	path, data string
	account    account
	lock       *os.File
}

// openFolder makes the folder where it is missing and locks it.
func openFolder(dir, name string) (*folder, error) {
	f := &folder{path: filepath.Join(dir, name)}
	if err := os.MkdirAll(f.path, 0o755); err != nil {
		return nil, fmt.Errorf("folder for %s: %w", name, err)
	}
	// The kernel drops the lock when we end, however we end. The servers do
	// not inherit it: files are opened close-on-exec.
	lock, err := os.OpenFile(filepath.Join(f.path, "lock"), os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return nil, fmt.Errorf("folder for %s: %w", name, err)
	}
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		defer lock.Close()
		if !errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, fmt.Errorf("lock %s: %w", lock.Name(), err)
		}
		return nil, &BusyError{Dir: f.path, PID: readNumber(lock.Name())}
	}
	f.lock = lock
	if err := writeNumber(lock.Name(), os.Getpid()); err != nil {
		f.close()
		return nil, err
	}
	return f, nil
}

// place finds or makes the data folder and decides whom the server runs as.
// probe is a program to try whether that user reaches the folder.
func (f *folder) place(ctx context.Context, probe string) error {
	inside := filepath.Join(f.path, "data")
	info, err := os.Stat(inside)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		// Nothing yet, or a link to a folder that somebody removed.
		if err := os.RemoveAll(inside); err != nil {
			return err
		}
		if f.account, err = unprivileged(); err != nil {
			return err
		}
		return f.make(ctx, inside, probe)
	case err != nil:
		return err
	case !info.IsDir():
		return fmt.Errorf("%s is not a folder", inside)
	}
	if f.account, err = owner(info); err != nil {
		return err
	}
	if f.data, err = filepath.EvalSymlinks(inside); err != nil {
		return err
	}
	if err := f.account.give(f.data); err != nil {
		return err
	}
	if err := f.reach(ctx, f.data, probe); err != nil {
		return fmt.Errorf("user %s cannot use %s; make its parent folders passable, or remove it to start anew: %w",
			f.account, f.data, err)
	}
	return nil
}

// make creates the data folder inside ours, or, when the server's user cannot
// get there (a clone under /root, say), under /var/tmp with a link to it.
func (f *folder) make(ctx context.Context, inside, probe string) error {
	if err := os.Mkdir(inside, 0o700); err != nil {
		return err
	}
	blocked := errors.Join(f.account.give(inside), f.reach(ctx, inside, probe))
	if blocked == nil {
		var err error
		f.data, err = filepath.EvalSymlinks(inside)
		return err
	}
	if !f.account.switched {
		return blocked
	}
	if err := os.Remove(inside); err != nil {
		return err
	}
	// The random end keeps others from preparing the folder for us, and a
	// second clone at the same path from taking the data of the first.
	outside, err := os.MkdirTemp("/var/tmp", "zuka-"+fingerprint(f.path)+"-")
	if err != nil {
		return err
	}
	if err := errors.Join(f.account.give(outside), f.reach(ctx, outside, probe)); err != nil {
		return errors.Join(fmt.Errorf("user %s cannot use %s: %w", f.account, outside, err), os.Remove(outside))
	}
	f.data = outside
	return os.Symlink(outside, inside)
}

// reach tries whether the server's user can run the program in the folder:
// the only answer that counts every mode, mount and access list on the way.
func (f *folder) reach(ctx context.Context, data, probe string) error {
	cmd := exec.CommandContext(ctx, probe, "--version")
	cmd.Dir = data
	f.account.dress(cmd)
	return cmd.Run()
}

// empty removes all files of the server and keeps the folder.
func (f *folder) empty() error {
	entries, err := os.ReadDir(f.data)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if err := os.RemoveAll(filepath.Join(f.data, entry.Name())); err != nil {
			return err
		}
	}
	return nil
}

// remove deletes everything, the lock last; the folder around it only when
// nothing else is in it.
func (f *folder) remove() error {
	if f.data != "" {
		if err := os.RemoveAll(f.data); err != nil {
			return err
		}
	}
	if err := os.RemoveAll(f.path); err != nil {
		return err
	}
	if err := os.Remove(filepath.Dir(f.path)); err != nil && !errors.Is(err, syscall.ENOTEMPTY) && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// close gives the folder free for others.
func (f *folder) close() {
	_ = f.lock.Close() // nothing was written through it
}

func (f *folder) portFile() string { return filepath.Join(f.path, "port") }

func (f *folder) logFile() string { return filepath.Join(f.path, "log") }

// fingerprint is a short name for a path.
func fingerprint(path string) string {
	sum := sha256.Sum256([]byte(path))
	return hex.EncodeToString(sum[:6])
}

// readNumber is the number in a file, 0 when there is none.
func readNumber(path string) int {
	text, err := os.ReadFile(path)
	if err != nil {
		return 0
	}
	number, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil {
		return 0
	}
	return number
}

func writeNumber(path string, number int) error {
	return os.WriteFile(path, []byte(strconv.Itoa(number)+"\n"), 0o644)
}
