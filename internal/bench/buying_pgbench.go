package bench

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"zuka/internal/bench/load"
)

// pgbenchProgram is PostgreSQL's own, best that of the server which is measured.
func pgbenchProgram(ctx context.Context, t *till) (string, error) {
	var folder string
	// Only an owner of the server may ask; PATH will do for others.
	if t.pool.Pgx().QueryRow(ctx, "SELECT setting FROM pg_config WHERE name = 'BINDIR'").Scan(&folder) == nil {
		if path := filepath.Join(folder, "pgbench"); isProgram(path) {
			return path, nil
		}
	}
	path, err := exec.LookPath("pgbench")
	if err != nil {
		return "", errors.New("pgbench is missing: it is in PostgreSQL's own package, on Debian postgresql")
	}
	return path, nil
}

func isProgram(path string) bool {
	found, err := os.Stat(path)
	return err == nil && found.Mode().IsRegular() && found.Mode()&0o111 != 0
}

// pgbench runs the script once for each of so many shoppers.
func pgbench(ctx context.Context, url string, t *till, made script, shoppers int) (figures load.Figures, err error) {
	program, err := pgbenchProgram(ctx, t)
	if err != nil {
		return figures, err
	}
	folder, err := os.MkdirTemp("", "zuka-pgbench-")
	if err != nil {
		return figures, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	file := filepath.Join(folder, "order.sql")
	if err := os.WriteFile(file, []byte(made.text), 0o600); err != nil {
		return figures, err
	}
	clients := min(workers, shoppers)
	each := shoppers / clients
	// Prepared statements, as the shop's driver uses them; one thread a processor is plenty.
	argv := []string{
		"--no-vacuum", "--protocol=prepared", "--client=" + strconv.Itoa(clients), "--jobs=2", "--transactions=" + strconv.Itoa(each),
		"--file=" + file, "--log", "--log-prefix=" + filepath.Join(folder, "log"), "--define=each=" + strconv.Itoa(each),
	}
	for name, value := range made.constants {
		argv = append(argv, "--define="+name+"="+value)
	}
	command := exec.CommandContext(ctx, program, append(argv, url)...)
	var failed bytes.Buffer
	command.Stderr = &failed
	if err := command.Run(); err != nil {
		return figures, fmt.Errorf("pgbench: %w: %s", err, trimmed(failed.Bytes()))
	}
	turns, err := pgbenchLog(folder)
	if err != nil {
		return figures, err
	}
	if len(turns) < clients*each {
		return figures, fmt.Errorf("pgbench made %d of %d orders: %s", len(turns), clients*each, trimmed(failed.Bytes()))
	}
	turns, elapsed := steady(turns, clients)
	result := load.Result{Elapsed: elapsed}
	for _, one := range turns {
		result.Samples = append(result.Samples, load.Sample{Took: one.took})
	}
	return result.Figures(), nil
}

// pgbenchTurn is a transaction in pgbench's log.
type pgbenchTurn struct {
	client, number int
	took           time.Duration
	ended          time.Time
}

// settling is how many transactions of each client do not count: PostgreSQL
// prepares their statements and plans them anew each time.
const settling = 6

// steady are the transactions while all clients were at work and none was
// settling, and how long that was; all of them where it never was so.
func steady(all []pgbenchTurn, clients int) ([]pgbenchTurn, time.Duration) {
	var from, to, first, last time.Time
	ends := make(map[int]time.Time, clients)
	for _, one := range all {
		if one.number == settling && one.ended.After(from) {
			from = one.ended
		}
		if one.ended.After(ends[one.client]) {
			ends[one.client] = one.ended
		}
		if begun := one.ended.Add(-one.took); first.IsZero() || begun.Before(first) {
			first = begun
		}
	}
	for _, end := range ends {
		if to.IsZero() || end.Before(to) {
			to = end
		}
		if end.After(last) {
			last = end
		}
	}
	if from.IsZero() || !from.Before(to) {
		return all, last.Sub(first)
	}
	return slices.DeleteFunc(all, func(one pgbenchTurn) bool { return !one.ended.After(from) || one.ended.After(to) }), to.Sub(from)
}

// pgbenchLog reads what each transaction took. A line is the client, the number,
// microseconds, the script, and the time of the end in seconds and microseconds.
func pgbenchLog(folder string) ([]pgbenchTurn, error) {
	files, err := filepath.Glob(filepath.Join(folder, "log*"))
	if err != nil {
		return nil, err
	}
	slices.Sort(files)
	var all []pgbenchTurn
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		for line := range strings.Lines(string(text)) {
			words := strings.Fields(line)
			if len(words) >= 3 && words[2] == "failed" {
				continue
			}
			var numbers [6]int64
			for i := range numbers {
				if i < len(words) {
					numbers[i], err = strconv.ParseInt(words[i], 10, 64)
				}
				if i >= len(words) || err != nil {
					return nil, fmt.Errorf("a line of pgbench's log: %q", line)
				}
			}
			all = append(all, pgbenchTurn{
				client: int(numbers[0]), number: int(numbers[1]), took: time.Duration(numbers[2]) * time.Microsecond,
				ended: time.Unix(numbers[4], numbers[5]*int64(time.Microsecond)),
			})
		}
	}
	return all, nil
}
