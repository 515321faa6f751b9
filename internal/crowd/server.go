package crowd

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"syscall"
	"time"
)

const (
	startPatience = 2 * time.Minute
	stopPatience  = 30 * time.Second
)

// served is the log line by which a server tells where it listens.
var served = regexp.MustCompile(`msg=serving address=(\S+)`)

// Server is a shop that was started here.
type Server struct {
	// URL is where it listens: http://127.0.0.1 and a port.
	URL   string
	name  string
	cmd   *exec.Cmd
	ended chan error
}

// Start runs a server by its command, with additional settings as NAME=value,
// and returns when it says where it listens. Its warnings go to our standard
// error.
func Start(ctx context.Context, name string, argv, environment []string) (*Server, error) {
	s := &Server{name: name, cmd: exec.Command(argv[0], argv[1:]...), ended: make(chan error, 1)}
	s.cmd.Env = append(os.Environ(), environment...)
	output, err := s.cmd.StderrPipe()
	if err != nil {
		return nil, fmt.Errorf("hearing %s: %w", name, err)
	}
	if err := s.cmd.Start(); err != nil {
		return nil, fmt.Errorf("starting %s: %w", name, err)
	}
	addresses := make(chan string, 1)
	go func() {
		s.watch(output, addresses)
		s.ended <- s.cmd.Wait()
	}()
	patience, cancel := context.WithTimeout(ctx, startPatience)
	defer cancel()
	select {
	case address := <-addresses:
		s.URL = "http://" + address
		return s, nil
	case err := <-s.ended:
		return nil, fmt.Errorf("%s ended at its start: %w", name, errors.Join(err, errors.New("see above")))
	case <-patience.Done():
		return nil, errors.Join(fmt.Errorf("%s does not say where it listens: %w", name, patience.Err()), s.Stop())
	}
}

// watch reads what a server says until its end.
func (s *Server) watch(output io.Reader, addresses chan<- string) {
	lines := bufio.NewReader(output)
	for told := false; ; {
		line, err := lines.ReadString('\n')
		if found := served.FindStringSubmatch(line); found != nil && !told {
			told = true
			addresses <- found[1]
		} else if line != "" && !strings.Contains(line, "level=INFO") {
			fmt.Fprintf(os.Stderr, "%s: %s", s.name, line)
		}
		if err != nil {
			return
		}
	}
}

// Stop ends the server and waits for its end.
func (s *Server) Stop() error {
	_ = s.cmd.Process.Signal(syscall.SIGTERM) // It fails when the process has ended.
	timer := time.NewTimer(stopPatience)
	defer timer.Stop()
	select {
	case err := <-s.ended:
		if err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
		return nil
	case <-timer.C:
		return errors.Join(fmt.Errorf("%s did not stop in %s", s.name, stopPatience), s.cmd.Process.Kill())
	}
}
