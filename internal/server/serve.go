package server

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"
)

// Serve answers on a listener until ctx ends. Then readiness is withdrawn, no
// connection is accepted any more, and running requests and streams may finish
// for at most grace; what runs still is cut off. The listener is closed in any case.
func Serve(ctx context.Context, listener net.Listener, handler http.Handler, log *slog.Logger, grace time.Duration) error {
	// Requests outlive ctx by their grace, so they do not inherit its end.
	requests, abandon := context.WithCancel(context.WithoutCancel(ctx))
	defer abandon()
	server := &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       15 * time.Second,
		WriteTimeout:      30 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    32 << 10,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelDebug),
		BaseContext:       func(net.Listener) context.Context { return requests },
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	select {
	case err := <-ended:
		return fmt.Errorf("serving: %w", err)
	case <-ctx.Done():
	}
	if draining, can := handler.(interface{ Drain() }); can {
		draining.Drain()
	}
	patience, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
	defer cancel()
	err := server.Shutdown(patience)
	if waiting, can := handler.(interface{ Wait(context.Context) error }); can && err == nil {
		err = waiting.Wait(patience) // Shutdown does not know of sockets.
	}
	if errors.Is(err, context.DeadlineExceeded) {
		log.Warn("some requests did not finish in time")
		abandon()
		if cutting, can := handler.(interface{ Cut() }); can {
			cutting.Cut() // Sockets do not live in their requests.
		}
		err = server.Close()
	}
	<-ended
	if err != nil {
		return fmt.Errorf("stopping: %w", err)
	}
	return nil
}
