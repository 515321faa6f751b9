package devstack

import (
	"io"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

// asNobody is this test program run by a user without rights, which it is for
// us to become only when we are root.
func asNobody(t *testing.T, home string) *exec.Cmd {
	t.Helper()
	if os.Geteuid() != 0 {
		return self()
	}
	nobody, err := user.Lookup("nobody")
	require.NoError(t, err)
	uid, err := strconv.Atoi(nobody.Uid)
	require.NoError(t, err)
	gid, err := strconv.Atoi(nobody.Gid)
	require.NoError(t, err)
	require.NoError(t, os.Chown(home, uid, gid))
	// The go command builds where only we may go.
	program := filepath.Join(home, "devstack.test")
	copyFile(t, os.Args[0], program)
	cmd := exec.Command(program)
	cmd.Dir = home
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}
	return cmd
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	in, err := os.Open(from)
	require.NoError(t, err)
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o755)
	require.NoError(t, err)
	_, err = io.Copy(out, in)
	require.NoError(t, err)
	require.NoError(t, out.Close())
}

func TestAUserWithoutRightsRunsItToo(t *testing.T) {
	t.Parallel()
	home := reachable(t)
	dir := filepath.Join(home, "dev")
	cmd := asNobody(t, home)
	other := startOwner(t, cmd, dir)
	require.Empty(t, other.Fault)
	run(t, other.DatabaseURL, "CREATE TABLE kept AS SELECT 'still here' AS word")
	info, err := os.Stat(filepath.Join(dir, "postgres", "data"))
	require.NoError(t, err)
	require.NoError(t, other.stdin.Close())
	require.NoError(t, cmd.Wait())

	// And whoever we are, root included, then goes on with the user's folder.
	stack := begin(t, Options{Dir: dir})
	require.Equal(t, "still here", run(t, stack.DatabaseURL, "SELECT word FROM kept"))
	stop(t, stack)
	again, err := os.Stat(filepath.Join(dir, "postgres", "data"))
	require.NoError(t, err)
	require.Equal(t, info.Sys().(*syscall.Stat_t).Uid, again.Sys().(*syscall.Stat_t).Uid)
}

func TestServersNeverRunAsRoot(t *testing.T) {
	t.Parallel()
	stack := begin(t, Options{Throwaway: true})
	for _, server := range stack.servers {
		running, err := strays(server.engine.mine)
		require.NoError(t, err)
		require.NotEmpty(t, running)
		for _, p := range running {
			require.NotZero(t, p.uid, p.command)
		}
	}
}

// A clone in a home that is closed to others, as /root is.
func TestAFolderThatTheServersUserCannotReach(t *testing.T) {
	t.Parallel()
	closed := t.TempDir()
	require.NoError(t, os.Chmod(closed, 0o700))
	dir := filepath.Join(closed, "dev")
	first := begin(t, Options{Dir: dir})
	run(t, first.DatabaseURL, "CREATE TABLE kept AS SELECT 'still here' AS word")
	stop(t, first)
	second := begin(t, Options{Dir: dir})
	require.Equal(t, "still here", run(t, second.DatabaseURL, "SELECT word FROM kept"))
	stop(t, second)
	var outside []string
	for _, server := range second.servers {
		inside := filepath.Join(server.folder.path, "data")
		target, err := filepath.EvalSymlinks(inside)
		require.NoError(t, err)
		require.Equal(t, server.folder.data, target)
		if target != inside {
			require.Contains(t, target, "/var/tmp/zuka-"+fingerprint(server.folder.path)+"-")
			outside = append(outside, target)
		}
	}
	require.Equal(t, os.Geteuid() == 0, len(outside) > 0, "only root needs to go elsewhere")

	// A throwaway in the same folder removes what lies outside as well.
	stop(t, begin(t, Options{Dir: dir, Throwaway: true}))
	for _, path := range outside {
		require.NoDirExists(t, path)
	}
	require.NoDirExists(t, dir)
}

func TestALinkToNowhereIsMadeAnew(t *testing.T) {
	t.Parallel()
	dir := reachable(t)
	require.NoError(t, os.Mkdir(filepath.Join(dir, "redis"), 0o755))
	require.NoError(t, os.Symlink("/var/tmp/zuka-was-cleaned-up", filepath.Join(dir, "redis", "data")))
	server, err := StartRedis(t.Context(), Options{Dir: dir})
	require.NoError(t, err)
	stop(t, server)
	require.NoDirExists(t, "/var/tmp/zuka-was-cleaned-up")
}
