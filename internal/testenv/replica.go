package testenv

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"zuka/internal/devstack"
)

// Replica is a PostgreSQL that follows a server of OwnPostgres by streaming, made
// with pg_basebackup. It may be killed and restarted, and stops when the test
// ends.
func Replica(t testing.TB, primary *devstack.Server) *devstack.Server {
	t.Helper()
	// A server of its own first: the folder, the account and the port are as for
	// every other, and only its data are exchanged.
	server := own(t, devstack.StartPostgres, nil)
	ctx, cancel := step()
	defer cancel()
	data, err := show(ctx, server.URL(), "data_directory")
	require.NoError(t, err, "look where the replica is")
	require.NoError(t, server.Kill(), "make room for the replica's data")
	require.NoError(t, baseBackup(ctx, primary.URL(), data), "copy the primary")
	require.NoError(t, server.Restart(ctx), "start the replica")
	return server
}

func show(ctx context.Context, url, setting string) (string, error) {
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return "", err
	}
	var value string
	err = conn.QueryRow(ctx, "SELECT current_setting($1)", setting).Scan(&value)
	return value, errors.Join(err, conn.Close(ctx))
}

// baseBackup puts a copy of a running server, set up to follow it, in the place
// of a cluster, as the user whose the cluster is.
func baseBackup(ctx context.Context, from, data string) error {
	address, err := url.Parse(from)
	if err != nil {
		return err
	}
	info, err := os.Stat(data)
	if err != nil {
		return err
	}
	owner, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return errors.New("the owner of the replica's folder is not known")
	}
	if err := os.RemoveAll(data); err != nil {
		return err
	}
	program, err := backupProgram()
	if err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, program, "--pgdata", data, "--host", address.Hostname(), "--port", address.Port(),
		"--username", address.User.Username(), "--wal-method", "stream", "--checkpoint", "fast", "--write-recovery-conf", "--no-sync")
	cmd.Dir = filepath.Dir(data)
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + cmd.Dir, "LC_ALL=C.UTF-8"}
	if os.Geteuid() == 0 {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: owner.Uid, Gid: owner.Gid}}
	}
	if said, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("pg_basebackup: %w: %s", err, said)
	}
	return nil
}

// backupProgram finds pg_basebackup in the path or where packages put it.
func backupProgram() (string, error) {
	path, err := exec.LookPath("pg_basebackup")
	if err == nil {
		return path, nil
	}
	places, globErr := filepath.Glob("/usr/lib/postgresql/*/bin/pg_basebackup")
	if globErr != nil || len(places) == 0 {
		return "", err
	}
	return places[len(places)-1], nil
}
