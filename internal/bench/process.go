package bench

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

const (
	startPatience = 30 * time.Second
	stopPatience  = 30 * time.Second
)

// served is the log line by which a server tells where it listens.
var served = regexp.MustCompile(`msg=serving address=(\S+)`)

// process is a server that was started here.
type process struct {
	name    string
	address string
	cmd     *exec.Cmd
	ended   chan error
}

// start runs a server and returns when it says where it listens. What else it
// says goes to our standard error.
func start(ctx context.Context, name string, argv, environment []string) (*process, error) {
	p := &process{name: name, cmd: exec.Command(argv[0], argv[1:]...), ended: make(chan error, 1)}
	p.cmd.Env = append(os.Environ(), environment...)
	p.cmd.SysProcAttr = &syscall.SysProcAttr{}
	dieWithParent(p.cmd.SysProcAttr)
	output, err := p.cmd.StderrPipe()
	if err != nil {
		return nil, err
	}
	if err := p.cmd.Start(); err != nil {
		return nil, fmt.Errorf("starting %s: %w", name, err)
	}
	addresses := make(chan string, 1)
	go func() {
		p.watch(output, addresses)
		p.ended <- p.cmd.Wait()
		close(p.ended)
	}()
	patience, cancel := context.WithTimeout(ctx, startPatience)
	defer cancel()
	select {
	case p.address = <-addresses:
		return p, nil
	case err := <-p.ended:
		return nil, fmt.Errorf("%s ended at its start: %w", name, cmpOr(err, errors.New("without a word")))
	case <-patience.Done():
		return nil, errors.Join(fmt.Errorf("%s does not say where it listens: %w", name, patience.Err()), p.stop())
	}
}

// watch reads what a server says until its end.
func (p *process) watch(output io.Reader, addresses chan<- string) {
	lines := bufio.NewReader(output)
	for told := false; ; {
		line, err := lines.ReadString('\n')
		if found := served.FindStringSubmatch(line); found != nil && !told {
			told = true
			addresses <- found[1]
		} else if line != "" && !strings.Contains(line, "level=INFO") {
			fmt.Fprintf(os.Stderr, "%s: %s", p.name, line)
		}
		if err != nil {
			return
		}
	}
}

// stop ends the server and waits for its end.
func (p *process) stop() error {
	_ = p.cmd.Process.Signal(syscall.SIGTERM) // It fails when the process has ended.
	timer := time.NewTimer(stopPatience)
	defer timer.Stop()
	select {
	case err := <-p.ended:
		if err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
		return nil
	case <-timer.C:
		return errors.Join(fmt.Errorf("%s did not stop in %s", p.name, stopPatience), p.cmd.Process.Kill())
	}
}

// memory is what a process holds of the machine's memory, in bytes.
type memory struct{ now, highest int64 }

// memory reads what the kernel counts.
func (p *process) memory() (memory, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		return memory{}, fmt.Errorf("reading the memory of %s: %w", p.name, err)
	}
	return parseMemory(string(text))
}

func parseMemory(status string) (memory, error) {
	var found memory
	for line := range strings.Lines(status) {
		words := strings.Fields(line)
		if len(words) < 3 || words[2] != "kB" {
			continue
		}
		kilobytes, err := strconv.ParseInt(words[1], 10, 64)
		if err != nil {
			return memory{}, fmt.Errorf("a size that is none: %q", line)
		}
		switch words[0] {
		case "VmRSS:":
			found.now = kilobytes << 10
		case "VmHWM:":
			found.highest = kilobytes << 10
		}
	}
	if found.now == 0 || found.highest == 0 {
		return memory{}, errors.New("the kernel tells no sizes")
	}
	return found, nil
}

// servers are stopped together, the last one first.
type servers []*process

func (s servers) stop() error {
	var failed error
	for _, p := range slices.Backward(s) {
		failed = errors.Join(failed, p.stop())
	}
	return failed
}

func cmpOr(a, b error) error {
	if a != nil {
		return a
	}
	return b
}
