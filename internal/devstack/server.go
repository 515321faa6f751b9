package devstack

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"time"
)

const (
	// startPatience bounds a start without a shorter context: replaying what
	// a killed server had not finished takes its time.
	startPatience = 2 * time.Minute
	// stopPatience is for a server that nobody else waits for.
	stopPatience = 30 * time.Second
	// askEvery is how often a starting server is asked whether it is ready.
	askEvery = 10 * time.Millisecond
	// portPatience is how long a server that is started again waits for its port, on
	// which others may have come by meanwhile, and portEvery how often it tries.
	portPatience = 20 * time.Second
	portEvery    = 50 * time.Millisecond
)

var (
	errPortTaken  = errors.New("the port was taken by another process")
	errMemoryHeld = errors.New("its shared memory is still held by a server that was killed")
)

// kind names a server, also its folder.
type kind string

const (
	postgresKind kind = "postgres"
	redisKind    kind = "redis"
)

// engine is what differs between PostgreSQL and Redis.
type engine interface {
	// program is the server's executable; it answers to --version.
	program() string
	// prepare makes the files of a new server; it does nothing for an old one.
	prepare(ctx context.Context) error
	// command is the server in the foreground, logging to its output.
	command(port int) *exec.Cmd
	// ready is nil when the server on the port answers and is the one that
	// works on our folder.
	ready(ctx context.Context, port int, pid int) error
	// url is how clients reach the server.
	url(port int) string
	// mine recognises every process of a server on our folder; main the one
	// that the others obey.
	mine(process) bool
	main(process) bool
	// forget removes what a killed server leaves to say that it runs.
	forget() error
	// quit is the signal for an orderly end.
	quit() syscall.Signal
}

// Server is one running PostgreSQL or Redis. Its methods may be called from
// any goroutine.
type Server struct {
	kind      kind
	engine    engine
	folder    *folder
	log       *slog.Logger
	throwaway bool
	lost      chan error
	port      int

	mu      sync.Mutex
	child   *child
	stopped bool
	stopErr error
}

// open locks the folder of a server that is not running yet.
func open(opts Options, which kind, found programs, lost chan error) (*Server, error) {
	place, err := openFolder(opts.Dir, string(which))
	if err != nil {
		return nil, err
	}
	s := &Server{
		kind: which, folder: place, throwaway: opts.Throwaway, lost: lost,
		log: opts.Log.With("server", string(which)),
	}
	switch which {
	case postgresKind:
		s.engine = &postgres{folder: place, found: found.postgres, throwaway: opts.Throwaway, extra: opts.Settings}
	default:
		s.engine = &redis{folder: place, binary: found.redis, throwaway: opts.Throwaway, node: which != redisKind}
	}
	return s, nil
}

// URL is how clients reach the server. It stays the same through Kill and
// Restart.
func (s *Server) URL() string { return s.engine.url(s.port) }

// Lost delivers an error when the server ended without being asked to. Servers
// of one Stack share the channel. It is never closed.
func (s *Server) Lost() <-chan error { return s.lost }

// Stop ends the server and returns when it has ended; when ctx is over first
// it is killed, and that is the error. Calling it again answers the same.
func (s *Server) Stop(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stopped {
		return s.stopErr
	}
	s.stopped = true
	s.stopErr = s.halt(ctx)
	if s.throwaway {
		s.stopErr = errors.Join(s.stopErr, s.folder.remove())
	}
	s.folder.close()
	return s.stopErr
}

// Kill ends the server as a power cut would (SIGKILL to all its processes) and
// returns when it is gone. What it had on disk stays; Lost does not report it.
func (s *Server) Kill() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.child == nil {
		return nil
	}
	s.child.asked.Store(true)
	_ = s.child.cmd.Process.Kill() // fails only when it has already ended
	<-s.child.done
	s.child = nil
	return killStrays(s.engine.mine)
}

// Restart runs the server again on the same port and data, stopping it in good
// order first when it runs. Where another process has the port it waits a little for
// that to end: the port is what clients know.
func (s *Server) Restart(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, startPatience)
	defer cancel()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stopped {
		return fmt.Errorf("%s was stopped", s.kind)
	}
	if err := s.halt(ctx); err != nil {
		return err
	}
	if err := s.engine.forget(); err != nil {
		return err
	}
	return s.relaunch(ctx)
}

// relaunch is launch where the port cannot be another.
func (s *Server) relaunch(ctx context.Context) error {
	begun, tick := time.Now(), time.NewTicker(portEvery)
	defer tick.Stop()
	for {
		err := s.launch(ctx)
		if !errors.Is(err, errPortTaken) || time.Since(begun) > portPatience {
			return err
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return err
		}
	}
}

// halt ends the server's processes and keeps everything else.
func (s *Server) halt(ctx context.Context) error {
	if s.child == nil {
		return nil
	}
	err := s.child.end(ctx, s.engine.quit())
	s.child = nil
	return errors.Join(err, killStrays(s.engine.mine))
}

// start brings the server up from whatever the last run left in the folder.
func (s *Server) start(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, startPatience)
	defer cancel()
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.folder.place(ctx, s.engine.program()); err != nil {
		return fmt.Errorf("%s: %w", s.kind, err)
	}
	if err := s.clear(ctx); err != nil {
		return fmt.Errorf("%s: leftover of an earlier run: %w", s.kind, err)
	}
	if err := s.engine.prepare(ctx); err != nil {
		return fmt.Errorf("%s: %w", s.kind, err)
	}
	wanted := readNumber(s.folder.portFile())
	for range 10 {
		var err error
		if s.port, err = choosePort(wanted); err != nil {
			return err
		}
		if err = s.launch(ctx); err == nil {
			s.log.Debug("server is ready", "port", s.port)
			return writeNumber(s.folder.portFile(), s.port)
		}
		if !errors.Is(err, errPortTaken) {
			return err
		}
		wanted = 0
	}
	return fmt.Errorf("%s: %w, ten times in a row", s.kind, errPortTaken)
}

// clear stops what an earlier run left running on the folder. We hold the
// folder's lock, so nobody is using it.
func (s *Server) clear(ctx context.Context) error {
	if left, err := strays(s.engine.mine); err != nil {
		return err
	} else if len(left) > 0 {
		s.log.Warn("stopping a server that an earlier run left behind", "pid", left[0].pid)
	}
	if err := endStrays(ctx, s.engine.mine, s.engine.main, s.engine.quit(), stopPatience); err != nil {
		return err
	}
	if s.throwaway {
		if err := s.folder.empty(); err != nil {
			return err
		}
	}
	return s.engine.forget()
}

// launch starts the process and returns when it is ready, or has ended. A
// server that was killed may hold its shared memory for some moments after its
// processes can no longer be seen; until they have passed it is tried again.
func (s *Server) launch(ctx context.Context) error {
	tick := time.NewTicker(askEvery)
	defer tick.Stop()
	for {
		err := s.attempt(ctx)
		if !errors.Is(err, errMemoryHeld) {
			return err
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return err
		}
	}
}

func (s *Server) attempt(ctx context.Context) error {
	out, begin, err := openLog(s.folder.logFile())
	if err != nil {
		return err
	}
	defer out.Close()
	cmd := s.engine.command(s.port)
	cmd.Dir = s.folder.data
	s.folder.account.dress(cmd)
	cmd.Stdout, cmd.Stderr = out, out
	child, err := spawn(string(s.kind), cmd, s.engine.quit())
	if err != nil {
		return err
	}
	// When somebody else has the port, the question may stay without answer.
	asking, giveUp := context.WithCancel(ctx)
	defer giveUp()
	go func() {
		select {
		case <-child.done:
			giveUp()
		case <-asking.Done():
		}
	}()
	tick := time.NewTicker(askEvery)
	defer tick.Stop()
	for {
		notReady := s.engine.ready(asking, s.port, cmd.Process.Pid)
		if notReady == nil {
			s.child = child
			child.watch(func(err error) { s.reportLost(err, begin) })
			return nil
		}
		select {
		case <-child.done:
			return s.explain(child.err, begin)
		case <-ctx.Done():
			late, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopPatience)
			defer cancel()
			return errors.Join(fmt.Errorf("%s is not ready: %w (%w)", s.kind, context.Cause(ctx), notReady),
				child.end(late, s.engine.quit()))
		case <-tick.C:
		}
	}
}

// explain says why a server ended, in the words of its log.
func (s *Server) explain(ended error, begin int64) error {
	said := readLog(s.folder.logFile(), begin)
	if strings.Contains(said, "Address already in use") || strings.Contains(said, "Address in use") {
		return fmt.Errorf("%s on port %d: %w", s.kind, s.port, errPortTaken)
	}
	if strings.Contains(said, "shared memory block") && strings.Contains(said, "still in use") {
		return fmt.Errorf("%s: %w; the end of its log:\n%s", s.kind, errMemoryHeld, said)
	}
	return fmt.Errorf("%s ended (%v); the end of %s:\n%s", s.kind, ended, s.folder.logFile(), said)
}

func (s *Server) reportLost(ended error, begin int64) {
	select {
	case s.lost <- s.explain(ended, begin):
	default: // a loss is already waiting to be read: nobody restarts without reading
	}
}
