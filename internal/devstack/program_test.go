package devstack

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// pretend makes a folder with programs that only know their version.
func pretend(t *testing.T, folder, program, version string) string {
	t.Helper()
	require.NoError(t, os.MkdirAll(folder, 0o755))
	for _, name := range []string{program, "initdb"} {
		script := "#!/bin/sh\necho '" + version + "'\n"
		require.NoError(t, os.WriteFile(filepath.Join(folder, name), []byte(script), 0o755))
	}
	return folder
}

func pretendPostgres(t *testing.T, root, version string) string {
	t.Helper()
	return pretend(t, filepath.Join(root, version, "bin"), "postgres", "postgres (PostgreSQL) "+version+" (Debian)")
}

func TestTheHighestUsablePostgresIsFound(t *testing.T) {
	root := t.TempDir()
	for _, version := range []string{"9.6.24", "14.9", "15.18", "18beta1", "16.2"} {
		pretendPostgres(t, root, version)
	}
	require.NoError(t, os.MkdirAll(filepath.Join(root, "19", "bin"), 0o755), "no programs in it")
	shell, err := exec.LookPath("sh")
	require.NoError(t, err)
	t.Setenv("PATH", filepath.Dir(shell)+"/nothing")
	found, err := findPostgres(t.Context(), []string{root + "/*/bin"})
	require.NoError(t, err)
	require.Equal(t, []string{"18beta1", "16.2", "15.18"}, versions(found))

	// The one in PATH comes first, through a link as well, and only once.
	linked := t.TempDir()
	require.NoError(t, os.Symlink(filepath.Join(root, "15.18", "bin", "postgres"), filepath.Join(linked, "postgres")))
	t.Setenv("PATH", linked)
	found, err = findPostgres(t.Context(), []string{root + "/*/bin"})
	require.NoError(t, err)
	require.Equal(t, []string{"15.18", "18beta1", "16.2"}, versions(found))
}

func versions(found []installation) (all []string) {
	for _, one := range found {
		all = append(all, one.version)
	}
	return all
}

func TestOldServersAreRefused(t *testing.T) {
	root := t.TempDir()
	old := pretendPostgres(t, root, "14.9")
	t.Setenv("PATH", old)
	_, err := findPostgres(t.Context(), []string{root + "/*/bin"})
	require.ErrorContains(t, err, "PostgreSQL 14.9")
	require.ErrorContains(t, err, "15 or newer is needed")

	t.Setenv("PATH", pretend(t, t.TempDir(), "redis-server", "Redis server v=6.0.16 sha=00000000:0"))
	_, err = findRedis(t.Context())
	require.ErrorContains(t, err, "redis 6.0.16")
	require.ErrorContains(t, err, "7 or newer is needed")
}

func TestAClusterOfAnotherVersionIsRefused(t *testing.T) {
	t.Parallel()
	dir := reachable(t)
	server, err := StartPostgres(t.Context(), Options{Dir: dir})
	require.NoError(t, err)
	stop(t, server)
	require.NoError(t, writeNumber(filepath.Join(server.folder.data, "cluster", "PG_VERSION"), 12))
	_, err = StartPostgres(t.Context(), Options{Dir: dir})
	require.ErrorContains(t, err, "was made by PostgreSQL 12")
}

// trial is an installer that only takes notes.
func trial(root bool, etc string, missing ...string) (*installer, *[]string) {
	var ran []string
	return &installer{
		log: slog.New(slog.DiscardHandler), root: root, etc: etc,
		look: func(name string) (string, error) {
			for _, not := range missing {
				if name == not {
					return "", exec.ErrNotFound
				}
			}
			return "/usr/bin/" + name, nil
		},
		run: func(_ context.Context, argv ...string) (string, error) {
			ran = append(ran, strings.Join(argv, " "))
			return "", nil
		},
	}, &ran
}

func TestInstalling(t *testing.T) {
	t.Parallel()
	both := []kind{postgresKind, redisKind}
	etc := filepath.Join(t.TempDir(), "postgresql-common")
	const apt = "env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=120 "
	const install = apt + "install -y --no-install-recommends -o Dpkg::Options::=--force-confold "

	asRoot, ran := trial(true, etc)
	require.NoError(t, asRoot.install(t.Context(), both))
	require.Len(t, *ran, 3)
	require.Contains(t, (*ran)[0], "create_main_cluster = false")
	require.Equal(t, []string{apt + "update", install + "postgresql redis-server"}, (*ran)[1:])

	asUser, ran := trial(false, etc)
	require.NoError(t, asUser.install(t.Context(), both[1:]))
	require.Equal(t, []string{"sudo -n true", "sudo -n " + apt + "update", "sudo -n " + install + "redis-server"}, *ran)

	// Somebody has these packages' settings: they are left alone.
	configured, ran := trial(true, t.TempDir())
	require.NoError(t, configured.install(t.Context(), both[:1]))
	require.Equal(t, []string{apt + "update", install + "postgresql"}, *ran)
}

func TestTheSettingThatKeepsPort5432Free(t *testing.T) {
	t.Parallel()
	etc := filepath.Join(t.TempDir(), "etc", "postgresql-common")
	installer := newInstaller(slog.New(slog.DiscardHandler))
	installer.etc = etc
	require.NoError(t, installer.keepQuiet(t.Context(), nil, []kind{postgresKind}))
	text, err := os.ReadFile(filepath.Join(etc, "createcluster.conf"))
	require.NoError(t, err)
	require.Equal(t, "create_main_cluster = false\n", string(text))
}

func TestWhatAPersonIsToldWhenInstallingIsImpossible(t *testing.T) {
	t.Parallel()
	both := []kind{postgresKind, redisKind}
	asUser, _ := trial(false, "")
	asUser.run = func(context.Context, ...string) (string, error) {
		return "a password is required", errors.New("exit 1")
	}
	err := asUser.install(t.Context(), both)
	require.ErrorContains(t, err, "sudo apt-get update && sudo apt-get install -y postgresql redis-server")

	asRoot, _ := trial(true, t.TempDir())
	asRoot.run = func(context.Context, ...string) (string, error) {
		return "Reading…\nE: Unable to locate package\n", fmt.Errorf("exit status 100")
	}
	require.ErrorContains(t, asRoot.install(t.Context(), both), "E: Unable to locate package")
	require.Contains(t, asRoot.advice(both[:1]), "with: apt-get update && apt-get install -y postgresql")

	elsewhere, _ := trial(true, "", "apt-get")
	require.ErrorContains(t, elsewhere.install(t.Context(), both), "PostgreSQL 15 or newer and Redis 7 or newer: not found")
}

func TestMissingServersAreNamed(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	found, missing, err := search(t.Context(), []kind{redisKind})
	require.NoError(t, err)
	require.Empty(t, found.redis)
	require.Equal(t, []kind{redisKind}, missing)
	_, err = StartRedis(t.Context(), Options{Throwaway: true})
	require.ErrorContains(t, err, "Redis 7 or newer: not found; install")
}
