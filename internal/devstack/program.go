package devstack

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

const (
	oldestPostgres = 15
	oldestRedis    = 7
)

// programs are the executables that were found.
type programs struct {
	// postgres has the preferred installation first, all recent enough.
	postgres []installation
	redis    string
}

// installation is a PostgreSQL on the disk.
type installation struct {
	bin     string
	version string
	major   int
}

// hasLibrary reports whether the server can preload the extension.
func (i installation) hasLibrary(name string) bool {
	for _, folder := range []string{"lib", "lib/postgresql"} {
		found, err := filepath.Glob(filepath.Join(filepath.Dir(i.bin), folder, name+".*"))
		if err == nil && len(found) > 0 {
			return true
		}
	}
	return false
}

// postgresFolders are where packages put programs that are not in PATH.
var postgresFolders = []string{
	"/usr/lib/postgresql/*/bin",         // Debian, Ubuntu
	"/usr/pgsql-*/bin",                  // Red Hat and its kin
	"/opt/homebrew/opt/postgresql*/bin", // macOS
	"/usr/local/opt/postgresql*/bin",
}

// locate finds the servers that kinds need, installing them when allowed.
func locate(ctx context.Context, opts Options, kinds []kind) (programs, error) {
	if slices.Contains(nodeKinds, kinds[0]) {
		kinds = []kind{redisKind} // The nodes of a cluster are the same program.
	}
	found, missing, err := search(ctx, kinds)
	if err != nil || len(missing) == 0 {
		return found, err
	}
	apt := newInstaller(opts.Log)
	if !opts.Install {
		return programs{}, fmt.Errorf("%s: not found; %s", describe(missing), apt.advice(missing))
	}
	if err := apt.install(ctx, missing); err != nil {
		return programs{}, err
	}
	found, missing, err = search(ctx, kinds)
	if err == nil && len(missing) > 0 {
		err = fmt.Errorf("%s: not found even after installing", describe(missing))
	}
	return found, err
}

// search looks on the disk. A program that is there but too old is an error:
// the package of this system would be no newer.
func search(ctx context.Context, kinds []kind) (found programs, missing []kind, err error) {
	var faults []error
	for _, which := range kinds {
		var err error
		switch which {
		case postgresKind:
			found.postgres, err = findPostgres(ctx, postgresFolders)
		case redisKind:
			found.redis, err = findRedis(ctx)
		}
		if errors.Is(err, exec.ErrNotFound) {
			missing = append(missing, which)
		} else if err != nil {
			faults = append(faults, err)
		}
	}
	return found, missing, errors.Join(faults...)
}

// findPostgres lists the usable installations: the one in PATH, then the
// others from the highest version down.
func findPostgres(ctx context.Context, folders []string) ([]installation, error) {
	var preferred string
	if path, err := exec.LookPath("postgres"); err == nil {
		// The programs beside it are found through the link, if it is one.
		if path, err = filepath.EvalSymlinks(path); err == nil {
			preferred = filepath.Dir(path)
		}
	}
	bins := []string{preferred}
	for _, pattern := range folders {
		matches, err := filepath.Glob(pattern)
		if err != nil {
			return nil, err
		}
		bins = append(bins, slices.DeleteFunc(matches, func(bin string) bool { return bin == preferred })...)
	}
	var usable, old []installation
	for _, bin := range bins {
		one, err := inspect(ctx, bin)
		switch {
		case err != nil: // not a whole installation; another one may be
		case one.major < oldestPostgres:
			old = append(old, one)
		default:
			usable = append(usable, one)
		}
	}
	slices.SortStableFunc(usable, func(a, b installation) int {
		if (a.bin == preferred) != (b.bin == preferred) {
			return map[bool]int{true: -1, false: 1}[a.bin == preferred]
		}
		return cmp.Compare(b.major, a.major)
	})
	switch {
	case len(usable) > 0:
		return usable, nil
	case len(old) > 0:
		return nil, fmt.Errorf("PostgreSQL %s in %s is too old: %d or newer is needed", old[0].version, old[0].bin, oldestPostgres)
	}
	return nil, fmt.Errorf("postgres: %w", exec.ErrNotFound)
}

// inspect asks the programs in a folder for their version.
func inspect(ctx context.Context, bin string) (installation, error) {
	if bin == "" {
		return installation{}, exec.ErrNotFound
	}
	if _, err := exec.LookPath(filepath.Join(bin, "initdb")); err != nil {
		return installation{}, err
	}
	version, major, err := versionOf(ctx, filepath.Join(bin, "postgres"))
	return installation{bin: bin, version: version, major: major}, err
}

func findRedis(ctx context.Context) (string, error) {
	path, err := exec.LookPath("redis-server")
	if err != nil {
		return "", err
	}
	version, major, err := versionOf(ctx, path)
	if err != nil {
		return "", err
	}
	if major < oldestRedis {
		return "", fmt.Errorf("redis %s in %s is too old: %d or newer is needed", version, path, oldestRedis)
	}
	return path, nil
}

// "postgres (PostgreSQL) 15.18 (Debian …)", "postgres (PostgreSQL) 18beta1",
// "Redis server v=7.0.15 sha=…".
var versionText = regexp.MustCompile(`(?:\(PostgreSQL\) |v=)((\d+)\S*)`)

func versionOf(ctx context.Context, program string) (string, int, error) {
	out, err := exec.CommandContext(ctx, program, "--version").CombinedOutput()
	if err != nil {
		return "", 0, fmt.Errorf("%s --version: %w", program, err)
	}
	parts := versionText.FindSubmatch(out)
	if parts == nil {
		return "", 0, fmt.Errorf("%s --version: not understood: %s", program, strings.TrimSpace(string(out)))
	}
	major, err := strconv.Atoi(string(parts[2]))
	return string(parts[1]), major, err
}

// describe names the servers and the versions that will do.
func describe(kinds []kind) string {
	var names []string
	for _, which := range kinds {
		switch which {
		case postgresKind:
			names = append(names, fmt.Sprintf("PostgreSQL %d or newer", oldestPostgres))
		case redisKind:
			names = append(names, fmt.Sprintf("Redis %d or newer", oldestRedis))
		}
	}
	return strings.Join(names, " and ")
}
