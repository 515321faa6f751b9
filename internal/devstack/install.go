package devstack

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"os/exec"
	"strings"
)

// clusterFolder is where the settings of Debian's PostgreSQL packages are.
const clusterFolder = "/etc/postgresql-common"

// installer installs Debian packages.
type installer struct {
	log  *slog.Logger
	root bool
	// etc is clusterFolder.
	etc string
	// look finds a program in PATH.
	look func(string) (string, error)
	// run runs a program and returns all it said.
	run func(ctx context.Context, argv ...string) (string, error)
}

func newInstaller(log *slog.Logger) installer {
	return installer{
		log: log, root: os.Geteuid() == 0, etc: clusterFolder, look: exec.LookPath,
		run: func(ctx context.Context, argv ...string) (string, error) {
			out, err := exec.CommandContext(ctx, argv[0], argv[1:]...).CombinedOutput()
			return string(out), err
		},
	}
}

// packages are Debian's names.
func packages(missing []kind) []string {
	names := make([]string, len(missing))
	for i, which := range missing {
		names[i] = map[kind]string{postgresKind: "postgresql", redisKind: "redis-server"}[which]
	}
	return names
}

// advice says what a person can do about missing servers.
func (i installer) advice(missing []kind) string {
	if _, err := i.look("apt-get"); err != nil {
		return "install them with this system's package manager so that their programs are in PATH"
	}
	sudo := "sudo "
	if i.root {
		sudo = ""
	}
	return fmt.Sprintf("install with: %[1]sapt-get update && %[1]sapt-get install -y %[2]s",
		sudo, strings.Join(packages(missing), " "))
}

// install runs apt-get, as root or by a sudo that does not ask.
func (i installer) install(ctx context.Context, missing []kind) error {
	if _, err := i.look("apt-get"); err != nil {
		return fmt.Errorf("%s: not found, and there is no apt-get to install with; %s", describe(missing), i.advice(missing))
	}
	var rights []string
	if !i.root {
		rights = []string{"sudo", "-n"}
		if _, err := i.run(ctx, "sudo", "-n", "true"); err != nil {
			return fmt.Errorf("%s: not found, and installing needs a password; %s", describe(missing), i.advice(missing))
		}
	}
	names := packages(missing)
	i.log.Info("installing", "packages", names)
	if err := i.keepQuiet(ctx, rights, missing); err != nil {
		return err
	}
	apt := append(rights[:len(rights):len(rights)], "env", "DEBIAN_FRONTEND=noninteractive",
		"apt-get", "-o", "DPkg::Lock::Timeout=120")
	if err := i.do(ctx, append(apt[:len(apt):len(apt)], "update")); err != nil {
		return err
	}
	args := append([]string{"install", "-y", "--no-install-recommends", "-o", "Dpkg::Options::=--force-confold"}, names...)
	return i.do(ctx, append(apt[:len(apt):len(apt)], args...))
}

// keepQuiet tells Debian's package not to make and start a server of its own
// on port 5432, unless somebody has configured these packages before.
func (i installer) keepQuiet(ctx context.Context, rights []string, missing []kind) error {
	if missing[0] != postgresKind {
		return nil
	}
	if _, err := os.Stat(i.etc); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	script := `umask 022 && mkdir -p "$1" && echo "create_main_cluster = false" >"$1/createcluster.conf"`
	return i.do(ctx, append(rights[:len(rights):len(rights)], "sh", "-c", script, "sh", i.etc))
}

// do runs a step and logs what it said when it fails.
func (i installer) do(ctx context.Context, argv []string) error {
	said, err := i.run(ctx, argv...)
	if err != nil {
		i.log.Error("installing failed", "command", strings.Join(argv, " "), "output", said)
		return fmt.Errorf("%s: %w: %s", strings.Join(argv, " "), err, lastLine(said))
	}
	return nil
}

func lastLine(text string) string {
	text = strings.TrimSpace(text)
	return text[strings.LastIndexByte(text, '\n')+1:]
}
