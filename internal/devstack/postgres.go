package devstack

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
)

// role names the superuser and the database of a private PostgreSQL.
const role = "zuka"

// longestSocket is what the path of a unix socket may take on every system.
const longestSocket = 100

// postgres is the engine of a PostgreSQL.
type postgres struct {
	folder    *folder
	found     []installation
	throwaway bool
	extra     map[string]string
}

func (p *postgres) cluster() string { return filepath.Join(p.folder.data, "cluster") }

// title marks the background processes of this server, which show it in place
// of their arguments.
func (p *postgres) title() string { return "zuka-" + fingerprint(p.folder.data) }

// installed is the installation for the existing files, or the newest. A
// cluster works with the major version that made it and with no other.
func (p *postgres) installed() (installation, error) {
	major := readNumber(filepath.Join(p.cluster(), "PG_VERSION"))
	if p.folder.data == "" || major == 0 {
		return p.found[0], nil
	}
	for _, candidate := range p.found {
		if candidate.major == major {
			return candidate, nil
		}
	}
	return installation{}, fmt.Errorf("%s was made by PostgreSQL %d, but only %s is installed; install that version, or remove the folder to start anew",
		p.folder.data, major, p.found[0].version)
}

func (p *postgres) program() string { return filepath.Join(p.found[0].bin, "postgres") }

func (p *postgres) prepare(ctx context.Context) error {
	chosen, err := p.installed()
	if err != nil {
		return err
	}
	if _, err := os.Stat(p.cluster()); err == nil {
		return nil
	} else if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	// Under another name first: an interrupted initdb leaves no half cluster.
	fresh := p.cluster() + ".new"
	if err := os.RemoveAll(fresh); err != nil {
		return err
	}
	out, _, err := openLog(p.folder.logFile())
	if err != nil {
		return err
	}
	defer out.Close()
	cmd := exec.Command(filepath.Join(chosen.bin, "initdb"), "--no-sync", "--no-instructions",
		"--pgdata", fresh, "--username", role, "--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8")
	cmd.Dir = p.folder.data
	p.folder.account.dress(cmd)
	cmd.Stdout, cmd.Stderr = out, out
	making, err := spawn("initdb", cmd, syscall.SIGTERM)
	if err != nil {
		return err
	}
	select {
	case <-making.done:
	case <-ctx.Done():
		late, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopPatience)
		defer cancel()
		return errors.Join(context.Cause(ctx), making.end(late, syscall.SIGTERM))
	}
	if making.err != nil {
		return fmt.Errorf("initdb: %w; the end of %s:\n%s", making.err, p.folder.logFile(), readLog(p.folder.logFile(), 0))
	}
	return os.Rename(fresh, p.cluster())
}

func (p *postgres) command(port int) *exec.Cmd {
	chosen, err := p.installed()
	if err != nil {
		// prepare has refused this already; the folder cannot have changed.
		chosen = p.found[0]
	}
	args := []string{"-D", p.cluster()}
	settings := p.settings(chosen, port)
	for _, name := range slices.Sorted(maps.Keys(settings)) {
		args = append(args, "-c", name+"="+settings[name])
	}
	return exec.Command(filepath.Join(chosen.bin, "postgres"), args...)
}

// settings are given as arguments, which count more than the files: whoever
// edits postgresql.conf can still set everything that is not here.
func (p *postgres) settings(chosen installation, port int) map[string]string {
	all := map[string]string{
		"listen_addresses":        "127.0.0.1",
		"port":                    fmt.Sprint(port),
		"unix_socket_directories": "",
		"cluster_name":            p.title(),
		"update_process_title":    "on",
		"logging_collector":       "off",
		"log_destination":         "stderr",
		"timezone":                "UTC",
		"log_timezone":            "UTC",
		"jit":                     "off",
		"max_connections":         "200",
		"shared_buffers":          "256MB",
		"work_mem":                "16MB",
		"random_page_cost":        "1.1",
	}
	if len(p.folder.data)+len("/.s.PGSQL.65535.lock") <= longestSocket {
		all["unix_socket_directories"] = p.folder.data
	}
	if chosen.hasLibrary("pg_stat_statements") {
		all["shared_preload_libraries"] = "pg_stat_statements"
	}
	if p.throwaway {
		maps.Copy(all, map[string]string{
			"fsync":              "off",
			"synchronous_commit": "off",
			"full_page_writes":   "off",
			"max_connections":    "400",
			"checkpoint_timeout": "1h",
			"max_wal_size":       "4GB",
			// In the folder, so that a killed server leaves nothing elsewhere.
			"dynamic_shared_memory_type": "mmap",
		})
	}
	maps.Copy(all, p.extra)
	return all
}

// ready connects, makes sure that it is our server which answers on the port,
// and makes the database when the server is new.
func (p *postgres) ready(ctx context.Context, port, _ int) error {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	conn, err := pgx.Connect(ctx, databaseURL(port, "postgres"))
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(ctx) }() // nothing is left to be said on it
	var where string
	if err := conn.QueryRow(ctx, "SHOW data_directory").Scan(&where); err != nil {
		return err
	}
	if where != p.cluster() {
		return fmt.Errorf("the server on port %d works on %s", port, where)
	}
	var exists bool
	err = conn.QueryRow(ctx, "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)", role).Scan(&exists)
	if err != nil || exists {
		return err
	}
	_, err = conn.Exec(ctx, "CREATE DATABASE "+role)
	return err
}

func (p *postgres) url(port int) string { return databaseURL(port, role) }

func databaseURL(port int, database string) string {
	return fmt.Sprintf("postgres://%s@%s/%s?sslmode=disable", role, address(port), database)
}

func (p *postgres) main(other process) bool {
	return other.uid == p.folder.account.uid && other.has("-D", p.cluster()) &&
		strings.Contains(other.command, "postgres")
}

func (p *postgres) mine(other process) bool {
	return p.main(other) || other.uid == p.folder.account.uid &&
		strings.HasPrefix(other.command, "postgres: "+p.title()+": ")
}

// forget removes the file by which a PostgreSQL would refuse to start when the
// process id in it happens to be in use by something else today, or to be a
// zombie that nobody waits for.
func (p *postgres) forget() error {
	err := os.Remove(filepath.Join(p.cluster(), "postmaster.pid"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// quit is "fast" when the data matters, else "immediate": no last checkpoint.
func (p *postgres) quit() syscall.Signal {
	if p.throwaway {
		return syscall.SIGQUIT
	}
	return syscall.SIGINT
}
