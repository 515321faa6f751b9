package devstack

import (
	"os"
	"path/filepath"
	"time"

	"golang.org/x/sys/unix"
)

const (
	temporaryName = "zuka-stack-"
	// forgotten is the age from which a temporary folder that nobody has
	// locked counts as left by a program that was killed; a younger one may
	// belong to a program that is about to lock it.
	forgotten = time.Hour
	// memory is a file system that Linux keeps in memory.
	memory = "/dev/shm"
	// roomy is how many bytes have to be free there.
	roomy = 4 << 30
)

// temporaryParent is where temporary folders are made: in memory where there
// is room, because a new database is some 400 small files, and copying them
// takes a tenth of the time that it takes on a slow disk. TMPDIR overrules it.
func temporaryParent() string {
	var fs unix.Statfs_t
	if os.Getenv("TMPDIR") != "" || unix.Statfs(memory, &fs) != nil || unix.Access(memory, unix.W_OK) != nil {
		return os.TempDir()
	}
	if fs.Bavail*uint64(fs.Bsize) < roomy {
		return os.TempDir()
	}
	return memory
}

// temporaryDir makes a folder that the servers' user can walk through, and
// removes those that killed programs left.
func temporaryDir(parent string) (string, error) {
	if err := sweep(parent, time.Now().Add(-forgotten)); err != nil {
		return "", err
	}
	dir, err := os.MkdirTemp(parent, temporaryName)
	if err != nil {
		return "", err
	}
	return dir, os.Chmod(dir, 0o711)
}

// sweep removes temporary folders of ours that nobody uses and that did not
// change since the given time.
func sweep(parent string, before time.Time) error {
	dirs, err := filepath.Glob(filepath.Join(parent, temporaryName+"*"))
	if err != nil {
		return err
	}
	for _, dir := range dirs {
		info, err := os.Lstat(dir)
		// Gone meanwhile, or in use, or somebody else's: none of our business.
		if err == nil && info.IsDir() && info.ModTime().Before(before) && ours(info) {
			removeForgotten(dir)
		}
	}
	return nil
}

// removeForgotten removes a folder unless a program uses one of its servers.
// What cannot be removed stays: it stands in nobody's way.
func removeForgotten(dir string) {
	var places []*folder
	defer func() {
		for _, place := range places {
			place.close()
		}
	}()
	for _, which := range append([]kind{postgresKind, redisKind}, nodeKinds...) {
		if _, err := os.Stat(filepath.Join(dir, string(which))); err != nil {
			continue
		}
		place, err := openFolder(dir, string(which))
		if err != nil {
			return
		}
		places = append(places, place)
		if data, err := filepath.EvalSymlinks(filepath.Join(place.path, "data")); err == nil {
			place.data = data
		}
	}
	for _, place := range places {
		_ = place.remove()
	}
}
